//! A security group of one VPC is put on an interface in another.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, SecurityGroup, Subnet};
use crate::source::Span;
use crate::value::{Comparison, Data, Guard, Key, Term, Value};

pub(super) static RULE: Rule = rule!("security-group-of-another-vpc", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter() {
        check_groups(graph, &interface.resource, Guard::ALWAYS, &interface.subnet, &interface.security_groups, findings);
    }
    for launch in &graph.launches {
        let Some(resource) = &launch.resource else { continue };
        // An existing interface was looked at by itself.
        for made in launch.interfaces.iter().filter(|interface| interface.interface.is_null()) {
            check_groups(graph, resource, made.guard, &made.subnet, &made.security_groups, findings);
        }
    }
    for attachment in &graph.security_group_attachments {
        for (guard, interface) in graph.interfaces.resolve(&graph.values, &attachment.interface) {
            check_groups(graph, &attachment.resource, guard, &interface.subnet, &attachment.security_group, findings);
        }
    }
}

/// Looks at each group of a list, or at a single one.
fn check_groups(graph: &Graph, resource: &Resource, guard: Guard, subnet: &Value, groups: &Value, findings: &mut Findings<'_>) {
    for (in_case, groups) in graph.values.alternatives(groups) {
        let guard = graph.values.and(guard, in_case);
        if let Some(items) = groups.items() {
            items.iter().for_each(|group| check_groups(graph, resource, guard, subnet, group, findings));
            continue;
        }
        let place = graph.span(&groups, resource.header);
        for (in_subnet, node) in graph.subnets.resolve(&graph.values, subnet) {
            let here = [resource.guard, guard, in_subnet, node.resource.guard];
            for (is_group, group) in graph.security_groups.resolve(&graph.values, &groups) {
                if let Some(guard) = graph.together(here.into_iter().chain([is_group, group.resource.guard])) {
                    check_group(graph, resource, guard, (node, subnet), (group, place), findings);
                }
            }
            if let Some((name, vpc)) = default_group(graph, &groups) {
                let different = graph.values.same(&vpc, &node.vpc).no;
                if let Some(guard) = graph.together(here.into_iter().chain([different])) {
                    let message = format!("{name} belongs to another VPC than the subnet `{}`", node.resource.name());
                    let finding = finding(graph, resource, (node, subnet), (message, place));
                    findings.report(finding.when(guard));
                }
            }
        }
    }
}

/// The default group of a VPC that is made here, and that VPC.
fn default_group(graph: &Graph, group: &Value) -> Option<(String, Value)> {
    let Data::Term(term) = group.data else { return None };
    let Term::Element { of, key: Key::Name(attribute) } = &*graph.values.term(term) else { return None };
    let id = match (&*graph.values.term(*of), &**attribute) {
        (Term::Managed(address), "default_security_group_id") if &*address.resource_type == "aws_vpc" => "id",
        (Term::Managed(address), "DefaultSecurityGroup") if &*address.resource_type == "AWS::EC2::VPC" => "Ref",
        _ => return None,
    };
    let Term::Managed(address) = &*graph.values.term(*of) else { return None };
    Some((format!("the default group of `{address}`"), Data::Term(graph.values.attribute(*of, id)).into()))
}

fn check_group(
    graph: &Graph,
    resource: &Resource,
    guard: Guard,
    (subnet, subnet_id): (&Subnet, &Value),
    (group, place): (&SecurityGroup, Span),
    findings: &mut Findings<'_>,
) {
    let different = differ(graph, &group.vpc, &subnet.vpc);
    let Some(guard) = graph.together([guard, different]).filter(|_| !is_shared(graph, group)) else { return };
    let (group_name, subnet_name) = (group.resource.name(), subnet.resource.name());
    let message = format!("`{group_name}` belongs to another VPC than the subnet `{subnet_name}` of `{}`", resource.name());
    let finding = finding(graph, resource, (subnet, subnet_id), (message, place))
        .label(graph.span(&group.vpc, group.resource.header), vpc_of(graph, &group.vpc, "the group's VPC"));
    findings.report(finding.when(guard));
}

fn finding(
    graph: &Graph,
    resource: &Resource,
    (subnet, subnet_id): (&Subnet, &Value),
    (message, place): (String, Span),
) -> Finding {
    Finding::new(resource, place, message)
        .text("AWS answers InvalidParameter: security group and subnet belong to different networks")
        .label(graph.span(subnet_id, resource.header), "the subnet")
        .label(graph.span(&subnet.vpc, subnet.resource.header), vpc_of(graph, &subnet.vpc, "the subnet's VPC"))
        .help("use a security group of the subnet's own VPC")
}

fn vpc_of(graph: &Graph, vpc: &Value, what: &str) -> String {
    match vpc.is_null() {
        true => format!("{what} is the default VPC, because it names none"),
        false => format!("{what} is {}", graph.values.describe(vpc)),
    }
}

/// When two VPCs are certainly different. A group that names none is in the default VPC, which is none that is made here.
fn differ(graph: &Graph, group: &Value, subnet: &Value) -> Guard {
    let values = &graph.values;
    let mut different = Guard::NEVER;
    for (group_guard, group) in values.alternatives(group) {
        for (subnet_guard, subnet) in values.alternatives(subnet) {
            let both = values.and(group_guard, subnet_guard);
            let no = match group.is_null() {
                _ if is_default(graph, &group) && is_made_here(graph, &subnet) => Guard::ALWAYS,
                _ if !subnet.is_null() && is_default(graph, &subnet) && is_made_here(graph, &group) => Guard::ALWAYS,
                true => Guard::NEVER,
                false if subnet.is_null() => Guard::NEVER,
                false => values.same(&group, &subnet).no,
            };
            different = values.or(different, values.and(both, no));
        }
    }
    different
}

/// Whether the VPC of a group is the default one, which it is in where it names none.
fn is_default(graph: &Graph, vpc: &Value) -> bool {
    let Data::Term(term) = vpc.data else { return vpc.is_null() };
    matches!(&*graph.values.term(term), Term::Element { of, .. } if graph.default_vpcs.contains(of))
}

/// Whether a value is the id of a VPC that the configuration makes.
fn is_made_here(graph: &Graph, vpc: &Value) -> bool {
    let Data::Term(term) = vpc.data else { return false };
    match &*graph.values.term(term) {
        Term::Element { of, .. } => match &*graph.values.term(*of) {
            Term::Managed(address) => matches!(&*address.resource_type, "aws_vpc" | "AWS::EC2::VPC"),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an association makes the group usable in other VPCs, or one may.
fn is_shared(graph: &Graph, group: &SecurityGroup) -> bool {
    graph.security_group_vpcs.iter().any(|association| {
        let named = graph.security_groups.resolve(&graph.values, &association.security_group);
        let own = named.iter().any(|(_, named)| named.resource.address == group.resource.address);
        own || (named.is_empty() && graph.values.same(&association.security_group, &Value::NULL) != Comparison::YES)
    })
}
