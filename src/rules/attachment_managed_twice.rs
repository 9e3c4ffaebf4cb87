//! One attachment that is described in two ways, which then fight over it.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::graph::{Attach, Graph, LaunchInterface, LaunchOf};

pub(super) static RULE: Rule = rule!("attachment-managed-twice", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for launch in graph.launches.iter().filter(|launch| !matches!(launch.of, LaunchOf::Template(_))) {
        for (guard, first, second) in launch.pairs(values) {
            if !is_managed_in_two_ways(graph, first, second) {
                continue;
            }
            let same = graph.same_id(&first.interface, &second.interface);
            let Some(guard) = graph.together([guard, same]) else {
                continue;
            };
            let subject = second.resource.as_ref().or(launch.resource.as_ref());
            let name = second.resource.as_ref().map_or_else(|| values.describe(&second.interface), |resource| resource.name());
            let message = format!("the attachment of `{name}` to {} is described in two places", launch.name(values));
            let finding = Finding::about(subject, graph.span(&second.interface, second.span), message)
                .text("attached here a second time; AWS answers InvalidNetworkInterface.InUse, or the two take turns at each apply")
                .label(graph.span(&first.interface, first.span), "attached here")
                .help("keep one of the two: remove this attachment, or the other")
                .when(guard);
            // That index 0 is taken says no more than that.
            let at_zero = second.attach == Attach::Afterwards && second.is_primary();
            let place = graph.span(&second.device_index, second.span);
            findings.report(if at_zero { finding.label(place, "at the index that it has already") } else { finding });
        }
    }
}

/// Whether two entries of one launch name the same interface by different means, each of which Terraform manages by itself.
pub(super) fn is_managed_in_two_ways(graph: &Graph, first: &LaunchInterface, second: &LaunchInterface) -> bool {
    graph.language == Language::Terraform
        && first.via != second.via
        && !first.each
        && !second.each
        && graph.is_one_interface(first, second)
}
