//! Two interfaces of one launch in one subnet.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::{Attach, Graph, Launch, LaunchInterface, Via, mentions, mentions_manager};
use crate::value::{Data, Guard};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = rule!("same-subnet-enis", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let ordinary = |launch: &&Launch| launch.interfaces.len() > 1 && !mentions_manager(values, &launch.tags);
    for launch in graph.launches.iter().filter(ordinary) {
        let managers = findings.words("managers", launch.place());
        if mentions(values, &launch.tags, &managers) {
            continue;
        }
        // Of three interfaces in one subnet the second and the third are each told once, beside the first.
        let mut told = BTreeSet::new();
        for (guard, first, second) in launch.pairs(values) {
            // What is attached at index 0 is refused (`attachment-at-index-zero`).
            let refused = |interface: &LaunchInterface| interface.attach == Attach::Afterwards && interface.is_primary();
            // Blocks of unknown number may be none; of attachments the guard says that there is one.
            let attached = |interface: &LaunchInterface| interface.attach == Attach::Afterwards;
            let uncertain = |interface: &LaunchInterface| interface.each && !attached(interface);
            let unusual = |interface: &LaunchInterface| uncertain(interface) || interface.is_special(values) || refused(interface);
            let is_managed = |interface: &LaunchInterface| {
                mentions(values, &interface.tags, &managers) || mentions(values, &interface.description, &managers)
            };
            if is_managed(first) || is_managed(second) || unusual(first) || unusual(second) || graph.is_one_interface(first, second)
            {
                continue;
            }
            let Some(guard) = graph.together([guard, is_in_one_subnet(graph, launch, first, second)]) else {
                continue;
            };
            if told.insert((second.span, guard)) {
                report(graph, launch, guard, first, second, findings);
            }
        }
    }
}

/// Subnets that nobody wrote are chosen by the account or by the launch; an instance in one has it as its `subnet_id` nevertheless.
fn is_in_one_subnet(graph: &Graph, launch: &Launch, first: &LaunchInterface, second: &LaunchInterface) -> Guard {
    if second.subnet.is_null() {
        return Guard::NEVER;
    }
    let of_instance = launch.resource.as_ref().filter(|_| first.is_primary() && launch.instance().is_some());
    let chosen = of_instance.map(|instance| Data::Term(graph.values.attribute(instance.term, "subnet_id")));
    match chosen.filter(|chosen| *chosen == second.subnet.data) {
        Some(_) => Guard::ALWAYS,
        None if first.subnet.is_null() => Guard::NEVER,
        None => graph.same_id(&first.subnet, &second.subnet),
    }
}

fn report(
    graph: &Graph,
    launch: &Launch,
    guard: Guard,
    first: &LaunchInterface,
    second: &LaunchInterface,
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    let Some(resource) = second.resource.as_ref().or(launch.resource.as_ref()) else {
        return;
    };
    let (name, first_name, second_name) = (launch.name(values), first.name(), second.name());
    let message = format!("{name}: {first_name} and {second_name} are in the same subnet");
    let forwards = |interface: &LaunchInterface| values.is_bool(&interface.source_dest_check, false) == Guard::ALWAYS;
    let finding = Finding::new(resource, graph.span(&second.subnet, second.span), message)
        .text("replies to this interface's address leave by the other one, and are dropped")
        .label(graph.span(&first.subnet, first.span), format!("the subnet of {first_name}"))
        .label(second.span, format!("added to {name} here"))
        .because(values, &second.subnet)
        .help(format!(
            "give the first interface another address ({}) instead of a second interface, or put the second one in a subnet of its own",
            another_address(graph, first)
        ))
        .when(guard);
    // What forwards for others does its own routing.
    findings.report(if forwards(first) && forwards(second) { finding.severity(Severity::Info) } else { finding });
}

/// What gives an interface another private address, where it is described.
fn another_address(graph: &Graph, interface: &LaunchInterface) -> &'static str {
    let lists_addresses = || interface.node.is_some_and(|node| !graph.interfaces[node].addresses.is_empty());
    match (graph.language, interface.via) {
        (Language::Terraform, Via::Automatic) => "`secondary_private_ips` of the instance",
        (Language::Terraform, Via::Template) if interface.node.is_none() => "`ipv4_address_count = 1`",
        (Language::Terraform, _) if lists_addresses() => "one more in `private_ips`",
        (Language::Terraform, _) => "`private_ips_count = 1`",
        (Language::CloudFormation, Via::Automatic) => "`SecondaryPrivateIpAddressCount: 1` in `NetworkInterfaces`",
        (Language::CloudFormation, _) => "`SecondaryPrivateIpAddressCount: 1`",
    }
}
