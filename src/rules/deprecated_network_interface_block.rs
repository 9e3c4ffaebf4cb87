//! `network_interface` blocks of an `aws_instance`, with a provider that has deprecated them.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance, LaunchInterface};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("deprecated-network-interface-block", check);

/// The first version of the provider with `primary_network_interface`.
const DEPRECATED_SINCE: [u64; 3] = [6, 10, 0];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let Some(provider) = graph.provider.filter(|provider| provider.newest >= DEPRECATED_SINCE) else { return };
    for instance in graph.instances.iter().filter(|instance| !instance.is_spot_request()) {
        let blocks = instance.network_interface_blocks();
        let [first, more @ ..] = blocks else { continue };
        let any = blocks.iter().fold(Guard::NEVER, |any, block| graph.values.or(any, block.guard));
        // What lies on another card or is an adapter has to be there at launch, and only these blocks can say so.
        let needed = blocks.iter().any(|block| block.is_special(&graph.values));
        if let Some(guard) = graph.together([instance.resource.guard, any]).filter(|_| !needed) {
            let finding = finding(graph, instance, first, more).when(guard);
            findings.report(match provider.span {
                Some(span) => finding.label(span, "allows version 6.10 of the provider, or a newer one"),
                None => finding,
            });
        }
    }
}

fn finding(graph: &Graph, instance: &Instance, first: &LaunchInterface, more: &[LaunchInterface]) -> Finding {
    let message = format!("`{}` uses the deprecated `network_interface` block", instance.resource.name());
    let mut finding = Finding::new(&instance.resource, first.span, message).text("the provider warns at every plan");
    for block in more {
        finding = finding.label(block.span, "another one");
    }
    let primary = [first].into_iter().chain(more).find(|block| block.is_primary());
    let id = primary.map_or_else(|| "…".to_owned(), |primary| graph.values.describe(&primary.interface));
    let primary =
        format!("write `primary_network_interface {{ network_interface_id = {id} }}` for the interface at device index 0");
    finding.help(match more {
        [] if first.is_primary() => primary,
        _ => format!("{primary}, and attach the others with `aws_network_interface_attachment`"),
    })
}
