//! More security groups on one interface than its quota allows.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::diagnostic::Severity;
use crate::graph::Graph;
use crate::source::Span;
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("too-many-security-groups", check);

/// The quota "security groups per network interface" as every account has it at first.
const DEFAULT_QUOTA: u64 = 5;

/// The most that the quota can be raised to.
const HIGHEST_QUOTA: u64 = 16;

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.declared_interfaces() {
        let attached = graph.attached_to(&interface);
        let mut groups = values.certain_items(interface.security_groups);
        for (guard, attachment) in &attached {
            let cases = values.alternatives(&attachment.security_group).into_iter();
            groups.extend(cases.map(|(case, id)| (values.and(*guard, case), id)));
        }
        // The default group takes a place beside those that are attached.
        let in_default = values.is_absent(interface.security_groups);
        if !attached.is_empty() {
            groups.push((in_default, Value::NULL));
        }
        let listed = (!interface.security_groups.is_null()).then_some(interface.security_groups);
        let place = listed.map_or(interface.span, |listed| graph.span(listed, interface.span));
        for (guard, count) in values.least_length(interface.guard, &distinct(graph, groups)) {
            let quota = findings.number("quota", Some(place));
            let Some(finding) = finding(interface.resource, &interface.name, place, count, quota) else { continue };
            let mut finding =
                attached.iter().fold(finding, |finding, (_, added)| finding.label(added.resource.header, "adds a group"));
            if !attached.is_empty() && values.implies(guard, in_default) {
                finding = finding.label(interface.span, "lists no group, so it is in the default group of its VPC too");
            }
            findings.report(finding.because(values, interface.security_groups).when(guard));
        }
    }
    for template in graph.templates.iter() {
        let name = format!("the primary network interface of `{}`", template.resource.name());
        for setting in &template.group_settings {
            let place = graph.span(&setting.value, template.resource.header);
            for (guard, count) in values.least_length(template.resource.guard, &values.certain_items(&setting.value)) {
                let quota = findings.number("quota", Some(place));
                if let Some(finding) = finding(&template.resource, &name, place, count, quota) {
                    findings.report(finding.because(values, &setting.value).when(guard));
                }
            }
        }
    }
}

/// A group that is named twice is there once.
fn distinct(graph: &Graph, groups: Vec<(Guard, Value)>) -> Vec<(Guard, Value)> {
    let mut distinct: Vec<(Guard, Value)> = Vec::new();
    for (guard, group) in groups {
        match distinct.iter_mut().find(|(_, known)| *known == group) {
            Some((known, _)) => *known = graph.values.or(*known, guard),
            None => distinct.push((guard, group)),
        }
    }
    distinct
}

/// What is wrong with so many groups, if anything is.
fn finding(resource: &Resource, name: &str, place: Span, count: u64, quota: u64) -> Option<Finding> {
    let which = if quota == DEFAULT_QUOTA { "default quota" } else { "quota" };
    let (message, answer, severity) = match count {
        count if count <= quota.min(HIGHEST_QUOTA) => return None,
        count if count <= HIGHEST_QUOTA => (
            format!("{name} has {count} security groups, but the {which} allows {quota} on one network interface"),
            "AWS answers SecurityGroupsPerInterfaceLimitExceeded, unless the quota was raised",
            Severity::Warning,
        ),
        _ => (
            format!("{name} has {count} security groups, but {HIGHEST_QUOTA} is the most that AWS allows on one network interface"),
            "AWS answers SecurityGroupsPerInterfaceLimitExceeded",
            Severity::Error,
        ),
    };
    let help = format!("put the rules of several groups into one group; the quota can be raised to {HIGHEST_QUOTA} at most");
    Some(Finding::new(resource, place, message).text(answer).help(help).severity(severity))
}
