//! Addresses of a family that the interface's subnet does not have.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{DeclaredInterface, Family, Form, Graph, Subnet};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("ipv6-without-ipv6-subnet", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.declared_interfaces() {
        if interface.address_requests.is_empty() {
            continue;
        }
        for (in_subnet, subnet) in graph.subnets.resolve(&graph.values, interface.subnet) {
            let guards = [interface.guard, in_subnet, subnet.resource.guard];
            let Some(guard) = graph.together(guards).filter(|_| subnet.resource.is_managed()) else { continue };
            check_family(graph, &interface, subnet, Family::Ipv6, (guard, graph.lacks_ipv6(subnet)), findings);
            let lacks_ipv4 = graph.values.is_bool(&subnet.ipv6_native, true);
            check_family(graph, &interface, subnet, Family::Ipv4, (guard, lacks_ipv4), findings);
        }
    }
}

/// Whether the interface asks for addresses of a family while the subnet has none. The first setting that does is the finding, the
/// others are shown.
fn check_family(
    graph: &Graph,
    interface: &DeclaredInterface<'_>,
    subnet: &Subnet,
    family: Family,
    (there, lacks): (Guard, Guard),
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    if !values.possible(lacks) {
        return;
    }
    let asking = interface.address_requests.iter().filter(|request| request.setting.family == family);
    let mut asking = asking.filter_map(|request| Some((graph.together([there, lacks, request.is_made(values)])?, request)));
    let Some((mut guard, first)) = asking.next() else { return };
    let subnet_name = subnet.resource.name();
    let (ask, text, place) = match (family, first.setting.form) {
        (Family::Ipv6, Form::Flag) => {
            ("a primary IPv6 address", "EC2 refuses it: the subnet has no IPv6 CIDR block", "no IPv6 network")
        }
        (Family::Ipv6, _) => ("IPv6 addresses", "EC2 refuses it: the subnet has no IPv6 CIDR block", "no IPv6 network"),
        (Family::Ipv4, _) => ("IPv4 addresses", "EC2 refuses it: the subnet has IPv6 addresses only", "IPv6 only"),
    };
    let message = match family {
        Family::Ipv6 => format!("{} asks for {ask}, but its subnet `{subnet_name}` has no IPv6 network", interface.name),
        Family::Ipv4 => format!("{} asks for {ask}, but its subnet `{subnet_name}` has IPv6 only", interface.name),
    };
    let subnet_place = match family {
        Family::Ipv6 => subnet.resource.header,
        Family::Ipv4 => graph.span(&subnet.ipv6_native, subnet.resource.header),
    };
    let mut finding = Finding::new(interface.resource, graph.span(&first.value, interface.span), message)
        .text(text)
        .label(subnet_place, place)
        .because(values, &first.value)
        .help(match family {
            Family::Ipv6 => graph.spelled(
                "give the subnet an `ipv6_cidr_block`, a /64 of that of its VPC, or ask for no IPv6 addresses",
                "give the subnet an `Ipv6CidrBlock`, a /64 of that of its VPC, or ask for no IPv6 addresses",
            ),
            Family::Ipv4 => "use a subnet with an IPv4 network, or ask for no IPv4 addresses",
        });
    for (other, request) in asking {
        guard = values.or(guard, other);
        finding = finding.label(graph.span(&request.value, interface.span), "asks for some too");
    }
    findings.report(finding.when(guard));
}
