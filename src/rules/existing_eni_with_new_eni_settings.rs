//! An entry names an existing interface and has settings that only a new one may have.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, LaunchInterface, LaunchTemplate, Setting};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("existing-eni-with-new-eni-settings", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let instances = graph.instances.iter().map(|instance| (&instance.resource, &instance.listed));
    let templates = graph.templates.iter().map(|LaunchTemplate { resource, listed, .. }| (resource, listed));
    for (resource, listed) in instances.chain(templates) {
        for interface in &listed.items {
            check_entry(graph, resource, interface, findings);
        }
    }
}

fn check_entry(graph: &Graph, resource: &Resource, entry: &LaunchInterface, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let Some(existing) = graph.together([resource.guard, entry.guard, values.is_present(&entry.interface)]) else { return };
    let deletes =
        Setting { name: graph.spelled("delete_on_termination", "DeleteOnTermination"), value: entry.delete_on_termination.clone() };
    // A flag that is off asks for nothing.
    let set = |setting: &Setting| values.and(graph.is_set(&setting.value), values.not(values.is_bool(&setting.value, false)));
    let conflicting = entry.of_new.iter().map(|setting| (setting, set(setting)));
    // Not to delete an existing interface is the only thing that may be said, and the default.
    let conflicting = conflicting.chain([(&deletes, values.is_bool(&deletes.value, true))]);
    let conflicting = conflicting.filter_map(|(setting, set)| Some((graph.together([existing, set])?, setting)));
    let mut conflicting: Vec<_> = conflicting.collect();
    conflicting.sort_by_key(|(_, setting)| graph.span(&setting.value, entry.span));
    let [(_, first), others @ ..] = conflicting.as_slice() else { return };
    let names: Vec<_> = conflicting.iter().map(|(_, setting)| format!("`{}`", setting.name)).collect();
    let message = format!("`{}` names an existing network interface and also sets {}", resource.name(), names.join(", "));
    let mut finding = Finding::new(resource, graph.span(&first.value, entry.span), message)
        .text("only for an interface that is made at launch; AWS answers InvalidParameterCombination");
    for (_, other) in others {
        finding = finding.label(graph.span(&other.value, entry.span), "and this");
    }
    let guard = conflicting.iter().fold(Guard::NEVER, |any, (guard, _)| values.or(any, *guard));
    let finding = finding
        .label(graph.span(&entry.interface, entry.span), "the existing interface")
        .help(format!("remove {}: the existing interface keeps its own subnet, addresses and security groups", names.join(", ")));
    findings.report(finding.when(guard));
}
