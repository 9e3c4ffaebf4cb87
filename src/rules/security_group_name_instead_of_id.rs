//! A security group is named by its name, or by the id of something else, where AWS takes ids.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, GroupReference, Via};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("security-group-name-instead-of-id", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter() {
        check_list(graph, &interface.resource, Guard::ALWAYS, &interface.security_groups, findings);
    }
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        check_list(graph, &instance.resource, Guard::ALWAYS, &instance.security_groups, findings);
        // What an instance takes from its template is told about the template.
        for made in launch.interfaces.iter().filter(|made| made.via == Via::Instance && made.interface.is_null()) {
            check_list(graph, &instance.resource, made.guard, &made.security_groups, findings);
        }
    }
    let ids = graph.spelled("vpc_security_group_ids", "SecurityGroupIds");
    for template in graph.templates.iter() {
        for made in &template.listed.items {
            check_list(graph, &template.resource, made.guard, &made.security_groups, findings);
        }
        for setting in template.group_settings.iter().filter(|setting| setting.name == ids) {
            check_list(graph, &template.resource, Guard::ALWAYS, &setting.value, findings);
        }
    }
    for attachment in &graph.security_group_attachments {
        check_list(graph, &attachment.resource, Guard::ALWAYS, &attachment.security_group, findings);
    }
}

fn check_list(graph: &Graph, resource: &Resource, guard: Guard, groups: &Value, findings: &mut Findings<'_>) {
    for (in_case, group) in graph.members(groups) {
        let what = match graph.group_reference(&group) {
            GroupReference::Name => "no id",
            GroupReference::Other => "no security group",
            GroupReference::Id | GroupReference::Unknown => continue,
        };
        if let Some(guard) = graph.together([resource.guard, guard, in_case]) {
            findings.report(finding(graph, resource, groups, &group, what).when(guard));
        }
    }
}

fn finding(graph: &Graph, resource: &Resource, groups: &Value, group: &Value, what: &str) -> Finding {
    let described = graph.values.describe(group);
    let message = format!("`{}` names a security group by {described}, which is {what}", resource.name());
    let place = graph.span(group, graph.span(groups, resource.header));
    Finding::new(resource, place, message)
        .text("AWS finds no group with this id: only ids are taken here, and they begin with sg-")
        .because(&graph.values, group)
        .help(graph.spelled("write the group's `.id`", "write the group's id: `!GetAtt Group.GroupId`"))
}
