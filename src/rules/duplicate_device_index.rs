//! Two interfaces of one launch that claim the same device index on the same network card.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Attach, Graph, Launch, LaunchInterface};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("duplicate-device-index", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        for (guard, first, second) in launch.pairs(&graph.values) {
            if let Some(guard) = claims_same_index(graph, guard, first, second) {
                report(graph, launch, guard, first, second, findings);
            }
        }
    }
}

/// When two interfaces that are there together claim the same index.
fn claims_same_index(graph: &Graph, together: Guard, first: &LaunchInterface, second: &LaunchInterface) -> Option<Guard> {
    let values = &graph.values;
    if first.each || second.each || is_told_elsewhere(graph, first, second) {
        return None;
    }
    let indices = values.same(&first.device_index, &second.device_index).yes;
    let written = values.and(values.is_present(&first.device_index), values.is_present(&second.device_index));
    let cards = values.same(&first.card(values), &second.card(values)).yes;
    let guard = values.all([together, indices, written, cards]);
    values.possible(guard).then_some(guard)
}

/// An attachment at index 0, and one interface that is attached twice, have rules of their own.
fn is_told_elsewhere(graph: &Graph, first: &LaunchInterface, second: &LaunchInterface) -> bool {
    let attached_at_zero = |interface: &LaunchInterface| interface.attach == Attach::Afterwards && interface.is_primary();
    attached_at_zero(first) || attached_at_zero(second) || graph.is_one_interface(first, second)
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
    let subject = launch.resource.as_ref().or(second.resource.as_ref());
    let index = second.device_index.as_integer().map_or_else(|| values.describe(&second.device_index), |index| index.to_string());
    let launch_name = launch.name(values);
    let message = match (&first.resource, &second.resource) {
        (Some(first), Some(second)) => {
            format!("{launch_name}: `{}` and `{}` both claim device index {index}", first.name(), second.name())
        }
        _ => format!("{launch_name}: two network interfaces claim device index {index}"),
    };
    let finding = Finding::about(subject, graph.span(&second.device_index, second.span), message)
        .text("AWS answers: each network interface requires a unique device index")
        .label(graph.span(&first.device_index, first.span), format!("device index {index} is taken here"))
        .because(values, &second.device_index)
        .because(values, &first.device_index)
        .help("give every network interface on the card its own device index")
        .when(guard);
    findings.report(finding);
}
