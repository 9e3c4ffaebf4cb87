//! A group's template keeps the interfaces that it makes when their instances go.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Group, GroupKind, LaunchInterface, LaunchTemplate};

pub(super) static RULE: Rule = rule!("orphaned-eni-on-termination", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for group in &graph.groups {
        for (guard, template) in graph.templates_of(&group.templates) {
            for interface in &template.listed.items {
                let kept = values.is_bool(&interface.delete_on_termination, false);
                let made = values.is_absent(&interface.interface);
                let guards = [group.resource.guard, guard, template.resource.guard, interface.guard, kept, made];
                if let Some(guard) = graph.together(guards) {
                    findings.report(finding(graph, group, template, interface).when(guard));
                }
            }
        }
    }
}

fn finding(graph: &Graph, group: &Group, template: &LaunchTemplate, interface: &LaunchInterface) -> Finding {
    let launches = match group.kind {
        GroupKind::AutoScaling => "an Auto Scaling group",
        GroupKind::Fleet => "a fleet",
        GroupKind::NodeGroup => "a node group",
    };
    let message = format!("`{}` leaves a network interface behind for every instance that goes", template.resource.name());
    let flag = &interface.delete_on_termination;
    Finding::new(&template.resource, graph.span(flag, interface.span), message)
        .text("the interface stays when its instance is terminated")
        .label(group.resource.header, format!("{launches} launches and terminates instances"))
        .because(&graph.values, flag)
        .help(graph.spelled(
            "set `delete_on_termination = true`: nobody else deletes the interfaces that a launch makes",
            "set `DeleteOnTermination: true`: nobody else deletes the interfaces that a launch makes",
        ))
}
