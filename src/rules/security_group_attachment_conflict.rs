//! A security group is added to an interface by a resource of its own, and the interface has a list of its groups as well.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, SecurityGroupAttachment};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("security-group-attachment-conflict", check);

/// Attributes of an instance that list the groups of its automatic interface.
const OF_INSTANCE: [&str; 2] = ["vpc_security_group_ids", "security_groups"];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter().filter(|interface| interface.resource.is_managed()) {
        check_list(graph, &interface.resource, ("security_groups", &interface.security_groups), findings);
    }
    for instance in graph.instances.iter() {
        let set = OF_INSTANCE.iter().find(|name| graph.is_set(instance.setting(name)) != Guard::NEVER);
        if let Some(name) = set {
            check_list(graph, &instance.resource, (name, instance.setting(name)), findings);
        }
    }
}

/// Reports the attachments for what has a list of groups.
fn check_list(graph: &Graph, resource: &Resource, (name, groups): (&str, &Value), findings: &mut Findings<'_>) {
    if resource.lifecycle.ignores(name) {
        return;
    }
    let listed = graph.is_set(groups);
    for (for_it, position) in graph.attached_groups.of(resource) {
        let attachment = &graph.security_group_attachments[*position];
        if let Some(guard) = graph.together([resource.guard, listed, *for_it]) {
            let finding = finding(graph, attachment, resource, (name, groups)).unless_ignored(resource, name);
            findings.report(finding.when(guard));
        }
    }
}

fn finding(graph: &Graph, attachment: &SecurityGroupAttachment, resource: &Resource, (name, groups): (&str, &Value)) -> Finding {
    let (attached, owner) = (attachment.resource.name(), resource.name());
    let message = format!("`{attached}` adds a security group to `{owner}`, which lists its groups itself");
    let place = graph.span(&attachment.interface, attachment.resource.header);
    Finding::new(&attachment.resource, place, message)
        .text("every apply takes the group away again, or adds it again")
        .label(graph.span(groups, resource.header), format!("`{name}` is the whole list of its groups"))
        .because(&graph.values, groups)
        .help(format!(
            "add the group to `{name}` of `{owner}` and remove the attachment, or add `lifecycle {{ ignore_changes = [{name}] }}` there"
        ))
}
