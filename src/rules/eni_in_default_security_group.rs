//! A new interface names no security group, so AWS puts it into the default one.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::diagnostic::Severity;
use crate::graph::{Direction, Graph, GroupKind, LaunchInterface, Via};
use crate::source::Span;
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("eni-in-default-security-group", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    // Some attachment may be for any of the interfaces; and who opens the default group means to use it.
    if graph.attached_groups.unresolved || opens_default_group(graph) {
        return;
    }
    for interface in graph.interfaces.iter().filter(|interface| interface.resource.is_managed()) {
        let resource = &interface.resource;
        let attached = graph.attached_groups.of(resource).iter();
        let attached = attached.fold(Guard::NEVER, |any, (guard, _)| graph.values.or(any, *guard));
        let alone = graph.values.not(attached);
        let own = graph.values.not(graph.is_of_service(&interface.description));
        let guard = graph.together([resource.guard, alone, own, graph.is_unset(&interface.security_groups)]);
        let keeps = resource.lifecycle.ignores("security_groups") || graph.is_taken_over(resource);
        if let Some(guard) = guard.filter(|_| !keeps) {
            findings.report(finding(graph, resource, resource.header, &format!("`{}`", resource.name())).when(guard));
        }
    }
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        let names = ["SecurityGroupIds", "SecurityGroups", "vpc_security_group_ids", "security_groups"];
        let outside = names.iter().any(|name| graph.is_unset(instance.setting(name)) != Guard::ALWAYS);
        // A template may give groups to the interfaces that the instance lists.
        let by_template = graph.values.is_absent(&instance.template) != Guard::ALWAYS;
        let made = launch.interfaces.iter().filter(|made| made.via == Via::Instance && !outside && !by_template);
        check_made(graph, &instance.resource, made, Severity::Info, findings);
    }
    for template in graph.templates.iter().filter(|template| !is_of_nodes(graph, &template.resource)) {
        // Groups beside the interfaces are refused, which is another mistake.
        let outside = template.group_settings.iter().any(|setting| graph.is_unset(&setting.value) != Guard::ALWAYS);
        let made = template.listed.items.iter().filter(|_| !outside);
        check_made(graph, &template.resource, made, Severity::Warning, findings);
    }
}

/// Interfaces that a launch makes.
fn check_made<'a>(
    graph: &Graph,
    resource: &Resource,
    made: impl Iterator<Item = &'a LaunchInterface>,
    severity: Severity,
    findings: &mut Findings<'_>,
) {
    for interface in made {
        let new = graph.values.is_absent(&interface.interface);
        let unset = graph.is_unset(&interface.security_groups);
        if let Some(guard) = graph.together([resource.guard, interface.guard, new, unset]) {
            let name = format!("{} of `{}`", interface.name(), resource.name());
            findings.report(finding(graph, resource, interface.span, &name).severity(severity).when(guard));
        }
    }
}

/// Whether the configuration gives rules of its own to a default group.
fn opens_default_group(graph: &Graph) -> bool {
    let defaults =
        graph.security_groups.iter().filter(|group| &*group.resource.address.resource_type == "aws_default_security_group");
    let mut rules = defaults.map(|group| graph.rules_of(group));
    rules.any(|found| {
        let ingress = |position: usize| graph.security_group_rules[position].direction == Some(Direction::Ingress);
        found.open || found.rules.iter().any(|(_, position)| ingress(*position))
    })
}

/// Whether a node group launches from a template: EKS adds the cluster's group.
fn is_of_nodes(graph: &Graph, template: &Resource) -> bool {
    let groups = graph.groups.iter().filter(|group| group.kind == GroupKind::NodeGroup);
    groups.flat_map(|group| graph.templates_of(&group.templates)).any(|(_, used)| used.resource.term == template.term)
}

fn finding(graph: &Graph, resource: &Resource, place: Span, name: &str) -> Finding {
    let message = format!("{name} names no security group");
    Finding::new(resource, place, message)
        .text("AWS puts it into the default security group of its VPC")
        .help(graph.spelled("set `security_groups`", "set `GroupSet` (`Groups` in a launch template)"))
}
