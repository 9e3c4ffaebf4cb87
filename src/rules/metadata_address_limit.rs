//! More addresses on one interface than can reach the services of the instance, on a few old instance types.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{AddressRequest, Family, Form, Graph, Launch, LaunchInterface, least_addresses};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("metadata-address-limit", check);

/// The types on which that is so: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html>.
const TYPES: [&str; 5] = ["f1.16xlarge", "g3.16xlarge", "h1.16xlarge", "i3.16xlarge", "r4.16xlarge"];

/// So many addresses of a family of one interface can.
const MOST: u64 = 31;

/// So many an interface of each of them may have.
const ALLOWED: u64 = 50;

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for launch in &graph.launches {
        let types = launch.types(values).iter();
        let types: Vec<_> = types.filter(|of| of.name.as_str().is_some_and(|name| TYPES.contains(&name))).collect();
        for interface in launch.interfaces.iter().filter(|_| !types.is_empty()) {
            let requests = graph.address_requests(interface);
            for (family, name) in [(Family::Ipv4, "IPv4"), (Family::Ipv6, "IPv6")] {
                for (case, count) in least_addresses(values, requests, family) {
                    // More than these types allow is refused, and another rule says so.
                    if count <= MOST || count > ALLOWED {
                        continue;
                    }
                    let may_be = |guard: Guard| graph.together([launch.guard, guard, interface.guard, case]);
                    let meant: Vec<_> = types.iter().filter_map(|of| Some((may_be(of.guard)?, &of.name))).collect();
                    let Some((_, first)) = meant.first() else { continue };
                    let guard = meant.iter().fold(Guard::NEVER, |any, (guard, _)| values.or(any, *guard));
                    let names: Vec<&str> = meant.iter().filter_map(|(_, kind)| kind.as_str()).collect();
                    let finding = finding(graph, (launch, interface), requests, (family, name, count), &names);
                    findings.report(finding.because(values, first).when(guard));
                }
            }
        }
    }
}

fn finding(
    graph: &Graph,
    (launch, interface): (&Launch, &LaunchInterface),
    requests: &[AddressRequest],
    (family, family_name, count): (Family, &str, u64),
    instance_types: &[&str],
) -> Finding {
    let named = match &interface.resource {
        Some(resource) => format!("`{}`", resource.name()),
        None => format!("{} of {}", interface.name(), launch.name(&graph.values)),
    };
    let serves = if instance_types.len() > 1 { "serve" } else { "serves" };
    let instance_types = instance_types.join(" and ");
    let message =
        format!("{named} has {count} {family_name} addresses, and {instance_types} {serves} metadata and DNS to {MOST} of them");
    let asks =
        |request: &&AddressRequest| request.setting.family == family && !matches!(request.setting.form, Form::Primary | Form::Flag);
    let place = requests.iter().find(asks).map_or(interface.span, |request| graph.span(&request.value, interface.span));
    let resource = interface.resource.as_ref().or(launch.resource.as_ref());
    let finding = Finding::about(resource, place, message)
        .text(format!(
            "from the {}nd address on, the metadata service, the DNS resolver and the time service do not answer",
            MOST + 1
        ))
        .label(interface.span, format!("an interface of {}", launch.name(&graph.values)))
        .help(format!("spread the addresses over two interfaces with at most {MOST} each, or use another instance type"));
    match &launch.resource {
        Some(resource) => finding.label(graph.span(&launch.instance_type, resource.header), "the instance type"),
        None => finding,
    }
}
