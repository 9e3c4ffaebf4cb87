//! An Elastic IP address on a secondary interface: the operating system has to answer by that interface.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, Mapping};

pub(super) static RULE: Rule = rule!("eip-on-secondary-eni", check);

/// What images are called that route by source address themselves.
const ROUTES_BY_SOURCE: [&str; 6] = ["amazon-linux", "amzn", "al2023", "ubuntu", "windows", "bottlerocket"];

/// What scripts mention that set up such routes.
const ROUTING: [&str; 7] = ["ip rule", "ip route", "rt_tables", "routing-policy", "netplan", "nmcli", "ec2-net-utils"];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.associations.is_empty() {
        return;
    }
    let owners = graph.owners();
    for mapping in graph.mappings() {
        let position = mapping.endpoint.node.and_then(|node| graph.interfaces.position_of(node.resource.term));
        for launch in position.and_then(|position| owners.get(&position)).into_iter().flatten() {
            let here = |interface: &&LaunchInterface| interface.node == position && is_secondary(interface);
            for interface in launch.interfaces.iter().filter(here).filter(|_| !knows_its_way(graph, launch)) {
                let checked = graph.values.is_bool(&interface.source_dest_check, true);
                let guards = [mapping.guard, launch.guard, interface.guard, checked];
                if let Some(guard) = graph.together(guards).filter(|_| !interface.is_special(&graph.values)) {
                    findings.report(finding(graph, &mapping, launch, interface).when(guard));
                }
            }
        }
    }
}

/// Whether an interface certainly is not the primary one.
fn is_secondary(interface: &LaunchInterface) -> bool {
    !interface.each && interface.device_index.as_integer().is_some_and(|index| index > 0)
}

/// Whether the image or the script of an instance says that it routes by source address.
fn knows_its_way(graph: &Graph, launch: &Launch) -> bool {
    let image = graph.image_names(&launch.software);
    ROUTES_BY_SOURCE.iter().any(|name| image.contains(name)) || graph.may_mention(&launch.software, &ROUTING)
}

fn finding(graph: &Graph, mapping: &Mapping<'_>, launch: &Launch, interface: &LaunchInterface) -> Finding {
    let (association, name) = (mapping.association, interface.name());
    let message = format!(
        "`{}` gives a public address to {name}, a secondary interface of {}",
        association.resource.name(),
        launch.name(&graph.values)
    );
    Finding::new(&association.resource, graph.span(association.target.written(), association.resource.header), message)
        .text("without routes by source address, replies leave by the primary interface and are dropped")
        .label(interface.span, "attached as a secondary interface")
        .help("put the address on the primary interface, or on a secondary private address of it; or make sure that the image routes by source address")
}
