//! A list of interfaces without a primary one at device index 0.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Attach, Graph, Instance, Launch, LaunchInterface, LaunchOf, Via};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("missing-device-index-zero", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        if let Some((guard, listed)) = without_primary(graph, launch)
            && !listed.iter().any(|interface| is_primary_of_another_card(interface))
        {
            report(graph, launch, &listed, guard, findings);
        }
    }
}

/// The interfaces that a launch lists, and when it does so without a primary one.
pub(super) fn without_primary<'a>(graph: &Graph, launch: &'a Launch) -> Option<(Guard, Vec<&'a LaunchInterface>)> {
    let own = match launch.of {
        LaunchOf::Instance(_) => Via::Instance,
        LaunchOf::Template(position) if !is_told_about_an_instance(graph, position) => Via::Template,
        _ => return None,
    };
    let listed: Vec<_> = launch.interfaces.iter().filter(|interface| interface.via == own).collect();
    let template_adds = launch
        .interfaces
        .iter()
        .any(|interface| interface.attach == Attach::Cold && interface.via != own && interface.via != Via::Automatic);
    if launch.open || template_adds || listed.iter().any(|interface| interface.each) {
        return None;
    }
    let guard = graph.together([launch.guard, graph.without_primary(listed.iter().copied())])?;
    Some((guard, listed))
}

/// Whether it is at device index 0 of another card than the first: meant as the primary one, which `invalid-network-card-index` says.
pub(super) fn is_primary_of_another_card(interface: &LaunchInterface) -> bool {
    interface.device_index.as_integer() == Some(0) && interface.card_index.as_integer().is_some_and(|card| card != 0)
}

/// Whether an instance uses the template, and nothing else does: it may add the primary interface, and if it does not, that is said
/// about the instance.
fn is_told_about_an_instance(graph: &Graph, position: usize) -> bool {
    let used_by = |instance: &Instance| is_among(graph, position, std::slice::from_ref(&instance.template));
    graph.instances.iter().any(used_by) && !is_used_by_a_group(graph, position)
}

/// Whether a group launches from the template: nobody adds an interface there.
fn is_used_by_a_group(graph: &Graph, position: usize) -> bool {
    graph.groups.iter().any(|group| is_among(graph, position, &group.templates))
}

fn is_among(graph: &Graph, position: usize, templates: &[Value]) -> bool {
    let templates = graph.templates_of(templates);
    templates.iter().any(|(_, used)| used.resource.term == graph.templates[position].resource.term)
}

fn report(graph: &Graph, launch: &Launch, listed: &[&LaunchInterface], guard: Guard, findings: &mut Findings<'_>) {
    let other = listed.iter().find(|interface| interface.device_index.as_integer() != Some(0)).or(listed.first());
    let (Some(resource), Some(first)) = (&launch.resource, other) else {
        return;
    };
    let name = resource.name();
    let unwritten = first.device_index.is_null();
    let message = if unwritten {
        format!("`{name}` lists a network interface without a device index")
    } else {
        format!("`{name}` lists network interfaces, but none at device index 0")
    };
    let finding = Finding::new(resource, if unwritten { first.span } else { graph.span(&first.device_index, first.span) }, message)
        .text("AWS answers: when specifying network interfaces, you must include a device at index 0")
        .label(resource.header, "launches without a primary network interface")
        .because(&graph.values, &first.device_index)
        .help(graph.spelled("set `device_index = 0` on the primary interface", "set `DeviceIndex: 0` on the primary interface"))
        .when(guard);
    findings.report(match launch.of {
        // The instance that uses a template may add the primary interface.
        LaunchOf::Template(position) if !is_used_by_a_group(graph, position) => finding.severity(Severity::Warning),
        _ => finding,
    });
}
