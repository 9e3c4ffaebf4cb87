//! A launch template lists network interfaces and has security groups of its own as well.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, LaunchTemplate, Setting};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("template-security-groups-outside-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for template in graph.templates.iter() {
        let interfaces = template.listed.items.iter().filter(|interface| !interface.each);
        let any = interfaces.fold(Guard::NEVER, |any, interface| values.or(any, interface.guard));
        for setting in &template.group_settings {
            let set = graph.is_set(&setting.value);
            if let Some(guard) = graph.together([template.resource.guard, any, set]) {
                findings.report(finding(graph, template, setting).when(guard));
            }
        }
    }
}

fn finding(graph: &Graph, template: &LaunchTemplate, setting: &Setting) -> Finding {
    let (name, groups) = (template.resource.name(), setting.name);
    let message = format!("`{name}` lists network interfaces and also sets `{groups}`");
    let place = graph.span(&setting.value, template.resource.header);
    let finding = Finding::new(&template.resource, place, message)
        .text("not a part of any interface; a launch answers InvalidQueryParameter: the security groups must be a part of it");
    let finding = match template.listed.items.first() {
        Some(interface) => finding.label(interface.span, "a network interface is listed here"),
        None => finding,
    };
    let inside = graph.spelled("security_groups", "Groups");
    finding.help(format!("move the groups into `{inside}` of each network interface, and remove `{groups}` from the template"))
}
