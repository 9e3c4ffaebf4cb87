//! Security groups of an Elastic Fabric Adapter that do not let its traffic pass between their own members.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Direction, Graph, Launch, LaunchInterface, SecurityGroup};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("efa-security-group-not-open-to-itself", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for launch in &graph.launches {
        // The adapters of one launch are in the same groups, and one of them shows it.
        let mut told: Vec<Vec<Value>> = Vec::new();
        for interface in &launch.interfaces {
            let there = values.all([launch.guard, interface.guard, interface.is_efa(values)]);
            let Some(groups) = values.possible(there).then(|| declared_groups(graph, launch, interface)).flatten() else {
                continue;
            };
            let closed = [Direction::Ingress, Direction::Egress].map(|direction| {
                let closed = values.not(may_allow(graph, &groups, direction));
                graph.together([there, closed]).map(|guard| (guard, direction))
            });
            let closed: Vec<_> = closed.into_iter().flatten().collect();
            let ids: Vec<Value> = groups.iter().map(|(_, id, _)| id.clone()).collect();
            if !closed.is_empty() && !told.contains(&ids) {
                findings.report(finding(graph, launch, interface, &groups, &closed));
                told.push(ids);
            }
        }
    }
}

/// A security group of an interface: when it is one, its id, and its node.
type Group<'a> = (Guard, Value, &'a SecurityGroup);

/// The security groups of an interface, if all of them and all of their rules are known.
fn declared_groups<'a>(graph: &'a Graph, launch: &Launch, interface: &LaunchInterface) -> Option<Vec<Group<'a>>> {
    let groups = graph.groups_of(launch, interface);
    if groups.open || groups.ids.is_empty() {
        return None;
    }
    let mut declared = Vec::new();
    for (guard, id) in groups.ids {
        let position = graph.security_groups.position(&graph.values, &id)?;
        let group = &graph.security_groups[position];
        if graph.rules_of(group).open {
            return None;
        }
        declared.push((guard, id, group));
    }
    Some(declared)
}

/// When some group may let everything pass, in one direction, between itself or one of the others and whoever is in it.
fn may_allow(graph: &Graph, groups: &[Group<'_>], direction: Direction) -> Guard {
    let values = &graph.values;
    let mut allowed = Guard::NEVER;
    for (is_member, _, group) in groups {
        for (of_group, position) in graph.rules_of(group).rules {
            let rule = &graph.security_group_rules[position];
            if rule.direction != Some(direction) || !rule.may_allow_everything(values) {
                continue;
            }
            let names_group = rule.open || groups.iter().any(|(_, id, _)| graph.may_name_group(rule, id));
            if names_group {
                allowed = values.or(allowed, values.all([*is_member, of_group, rule.guard]));
            }
        }
    }
    allowed
}

fn finding(
    graph: &Graph,
    launch: &Launch,
    interface: &LaunchInterface,
    groups: &[Group<'_>],
    closed: &[(Guard, Direction)],
) -> Finding {
    let values = &graph.values;
    let (missing, rules, properties) = match closed {
        [(_, Direction::Ingress)] => ("inbound", "an ingress rule", "by `SourceSecurityGroupId`"),
        [(_, Direction::Egress)] => ("outbound", "an egress rule", "by `DestinationSecurityGroupId`"),
        _ => {
            let both = "by `SourceSecurityGroupId` and `DestinationSecurityGroupId`";
            ("inbound and outbound", "an ingress and an egress rule", both)
        }
    };
    let named = match &interface.resource {
        Some(resource) => format!("`{}`", resource.name()),
        None => format!("{} of {}", interface.name(), launch.name(values)),
    };
    let message = format!("the security group of {named} does not allow all {missing} traffic of its own members");
    let resource = launch.resource.as_ref().or(interface.resource.as_ref());
    let span = if interface.resource.is_none() { graph.span(&interface.security_groups, interface.span) } else { interface.span };
    let mut finding = Finding::about(resource, span, message)
        .text("the instance starts, and traffic that bypasses the kernel does not arrive")
        .label(graph.span(&interface.interface_type, interface.span), "an Elastic Fabric Adapter");
    for (_, _, group) in groups {
        finding = finding.label(group.resource.header, "a group of the adapter; a rule for address ranges does not count");
    }
    let guard = closed.iter().fold(Guard::NEVER, |any, (guard, _)| values.or(any, *guard));
    finding
        .help(format!(
            "add {rules} of protocol `-1` that names the group itself, {}",
            graph.spelled("with `self = true` or `referenced_security_group_id`", properties)
        ))
        .when(guard)
}
