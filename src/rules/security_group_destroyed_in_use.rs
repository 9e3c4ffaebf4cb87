//! A security group is destroyed while an interface that stays is still in it.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Action, Change, Order, ResourceChange};
use crate::configuration::{Language, Resource};
use crate::graph::{Graph, SecurityGroup};
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

pub(super) static RULE: Rule = change_rule!("security-group-destroyed-in-use", check, instead_of: []);

fn check(change: &Change, findings: &mut Findings<'_>) {
    // CloudFormation makes what is new, updates what stays, and deletes last.
    if change.after.language == Language::CloudFormation {
        return;
    }
    let members = members(&change.before);
    for group in change.before.security_groups.iter() {
        let Some(own) = change.of_before(&group.resource) else { continue };
        let goes = match own.action {
            Action::Delete if group.resource.lifecycle.create_before_destroy.is_none() => own.guard,
            Action::Replace(Order::DeleteFirst) => own.guard,
            _ => continue,
        };
        let users: Vec<(Guard, &Member<'_>)> =
            members.iter().filter_map(|member| Some((staying(change, group, member, goes)?, member))).collect();
        if let Some((guard, _)) = users.first() {
            report(change, own, &users, *guard, findings);
        }
    }
}

/// What is in security groups.
struct Member<'a> {
    resource: &'a Arc<Resource>,
    groups: Vec<(Guard, Value)>,
    place: Span,
}

fn members(graph: &Graph) -> Vec<Member<'_>> {
    let member =
        |resource, groups: &Value, header| Member { resource, groups: graph.members(groups), place: graph.span(groups, header) };
    let interfaces = graph.interfaces.iter().filter(|interface| interface.resource.is_managed());
    let interfaces = interfaces.map(|interface| member(&interface.resource, &interface.security_groups, interface.resource.header));
    let instances = graph.instances.iter().filter(|instance| !instance.is_spot_request());
    let instances = instances.map(|instance| member(&instance.resource, &instance.security_groups, instance.resource.header));
    interfaces.chain(instances).collect()
}

/// When something is in a group before, and stays while the group goes.
fn staying(change: &Change, group: &SecurityGroup, member: &Member<'_>, goes: Guard) -> Option<Guard> {
    let (graph, values) = (&change.before, &change.before.values);
    let own = change.of_before(member.resource)?;
    // Terraform makes the replacement of what this one depends on first, too.
    if member.resource.lifecycle.create_before_destroy.is_some() {
        return None;
    }
    let within = member.groups.iter().fold(Guard::NEVER, |any, (guard, id)| {
        let is_this = graph.security_groups.resolve(values, id).into_iter();
        let is_this = is_this.filter(|(_, node)| node.resource.term == group.resource.term);
        is_this.fold(any, |any, (same, _)| values.or(any, values.and(*guard, same)))
    });
    change.after.together([goes, within, member.resource.guard, change.kept(own)])
}

fn report(change: &Change, own: &ResourceChange, users: &[(Guard, &Member<'_>)], guard: Guard, findings: &mut Findings<'_>) {
    let (Some(before), Some((_, first))) = (&own.before, users.first()) else { return };
    let user = change.of_before(first.resource).and_then(|own| own.after.as_ref()).unwrap_or(first.resource);
    let (what, subject) = match &own.after {
        Some(after) => ("replaced, the old one first,", after),
        None => ("destroyed", before),
    };
    let message = format!("`{}` is {what} while `{}`, which stays, is still in it", subject.name(), user.name());
    let place = match &own.after {
        Some(after) => super::reasons::place(&change.after, own, after.header),
        None => before.header,
    };
    let mut finding = Finding::new(subject, place, message)
        .text("AWS answers DependencyViolation: the group has a dependent object; Terraform tries for minutes before it gives up")
        .because_replaced(change, own);
    for (_, user) in users {
        finding = finding.label(user.place, "is in the group until it is changed, which comes after");
    }
    let help = match own.after {
        Some(_) => "set `lifecycle { create_before_destroy = true }` and a `name_prefix` in place of a `name` on the group",
        None => "take it off in a first change, and destroy the group in a second one",
    };
    findings.report(finding.help(help).when(guard));
}
