//! One interface that is used by two launches, or twice by one.

use super::attachment_managed_twice::is_managed_in_two_ways;
use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, LaunchOf};
use crate::value::Value;
use rustc_hash::FxHashMap;

pub(super) static RULE: Rule = rule!("eni-attached-twice", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let mut uses: FxHashMap<&Value, Vec<(&Launch, &LaunchInterface)>> = FxHashMap::default();
    for launch in graph.launches.iter().filter(|launch| !matches!(launch.of, LaunchOf::Template(_))) {
        for interface in launch.interfaces.iter().filter(|interface| !interface.interface.is_null() && !interface.each) {
            let uses = uses.entry(&interface.interface).or_default();
            let here = values.and(launch.guard, interface.guard);
            for (other, used) in uses.iter().take(MAX_COMPARED) {
                let same_launch = other.of == launch.of;
                if same_launch && is_managed_in_two_ways(graph, used, interface) {
                    continue;
                }
                if let Some(guard) = graph.together([here, other.guard, used.guard]) {
                    findings.report(finding(graph, (other, used), (launch, interface)).when(guard));
                }
            }
            uses.push((launch, interface));
        }
    }
}

/// An interface that a thousand instances share is told once; comparing all with all would take a million steps.
const MAX_COMPARED: usize = 8;

fn finding(graph: &Graph, first: (&Launch, &LaunchInterface), second: (&Launch, &LaunchInterface)) -> Finding {
    let values = &graph.values;
    let name = match &second.1.resource {
        Some(resource) => resource.name(),
        None => values.describe(&second.1.interface),
    };
    let (first_name, second_name) = (first.0.name(values), second.0.name(values));
    let message = if first_name == second_name {
        format!("`{name}` is attached twice to {first_name}")
    } else {
        format!("`{name}` is attached to {first_name} and to {second_name}")
    };
    let span = |used: &LaunchInterface| graph.span(&used.interface, used.span);
    let subject = second.0.resource.as_ref().or(second.1.resource.as_ref()).or(first.0.resource.as_ref());
    let subject = subject.or(first.1.resource.as_ref());
    Finding::about(subject, span(second.1), message)
        .text("AWS answers InvalidNetworkInterface.InUse")
        .label(span(first.1), format!("attached to {first_name} here"))
        .because(values, &second.1.interface)
        .help("make one network interface for each instance, and refer to each once")
}
