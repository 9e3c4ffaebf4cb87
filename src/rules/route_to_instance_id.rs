//! A route names an instance by an argument that the provider no longer has.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::{Graph, Route};

pub(super) static RULE: Rule = rule!("route-to-instance-id", check);

/// The first version of the provider that warns.
const DEPRECATED_SINCE: [u64; 3] = [4, 0, 0];
/// The first version of the provider that refuses.
const REMOVED_SINCE: [u64; 3] = [5, 0, 0];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let newest = graph.provider.map_or([u64::MAX; 3], |provider| provider.newest);
    if graph.language != Language::Terraform || newest < DEPRECATED_SINCE {
        return;
    }
    for route in graph.routes.iter().filter(|route| route.resource.is_managed()) {
        let (instance, interface) = (&route.target.instance, &route.target.interface);
        // What exists has both, whichever of them was written.
        let by_instance = [route.guard, graph.is_written(instance), graph.values.is_absent(interface)];
        if let Some(guard) = graph.together(by_instance) {
            findings.report(finding(graph, route, newest >= REMOVED_SINCE).when(guard));
        }
    }
}

fn finding(graph: &Graph, route: &Route, removed: bool) -> Finding {
    let instance = &route.target.instance;
    let written = graph.values.describe(instance);
    let interface = match written.strip_suffix(".id") {
        Some(resource) if graph.declaration(instance).is_some() => format!("{resource}.primary_network_interface_id"),
        _ => "…".to_owned(),
    };
    let message = format!("`{}` names its target by `instance_id`", route.resource.name());
    let finding = Finding::new(&route.resource, graph.span(instance, route.span), message)
        .text(match removed {
            true => "version 5 of the AWS provider has no such argument, and refuses the configuration",
            false => "version 4 of the AWS provider warns, and each plan may show a difference that is none",
        })
        .because(&graph.values, instance)
        .help(format!("write `network_interface_id = {interface}`"));
    let finding = match graph.provider.and_then(|provider| provider.span) {
        Some(span) => finding.label(span, if removed { "allows version 5 or newer" } else { "allows version 4" }),
        None => finding,
    };
    if removed { finding } else { finding.severity(Severity::Warning) }
}
