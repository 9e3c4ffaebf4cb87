//! A list of interfaces without a primary one at device index 0.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Attach, Graph, Launch, LaunchInterface, LaunchOf, Via};
use crate::value::{Arena, Guard};

pub(super) static RULE: Rule = rule!("missing-device-index-zero", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        let own = match launch.of {
            LaunchOf::Instance(_) => Via::Instance,
            LaunchOf::Template(position) if !primary_is_added(graph, position) => Via::Template,
            _ => continue,
        };
        let listed: Vec<_> = launch.interfaces.iter().filter(|interface| interface.via == own).collect();
        let template_adds = launch
            .interfaces
            .iter()
            .any(|interface| interface.attach == Attach::Cold && interface.via != own && interface.via != Via::Automatic);
        if launch.open || template_adds || listed.iter().any(|interface| interface.each) {
            continue;
        }
        if let Some(guard) = without_primary(&graph.values, launch, &listed) {
            report(graph, launch, &listed, guard, findings);
        }
    }
}

/// Whether an instance that uses the template lists interfaces itself, the primary one perhaps.
fn primary_is_added(graph: &Graph, template: usize) -> bool {
    let resource = &graph.templates[template].resource;
    graph.instances.iter().any(|instance| {
        let lists = instance.listed.open || !instance.listed.items.is_empty();
        let templates = graph.templates.resolve(&graph.values, &instance.template);
        lists && templates.iter().any(|(_, used)| used.resource.term == resource.term)
    })
}

/// When interfaces are listed and none of them can be the primary one.
fn without_primary(values: &Arena, launch: &Launch, listed: &[&LaunchInterface]) -> Option<Guard> {
    let (mut any, mut none_is_primary) = (Guard::NEVER, Guard::ALWAYS);
    for interface in listed {
        let elsewhere =
            values.when(&interface.device_index, |index| index.is_null() || index.as_integer().is_some_and(|index| index != 0));
        let other_card = values.when(&interface.card_index, |card| card.as_integer().is_some_and(|card| card != 0));
        let not_primary = values.or(values.not(interface.guard), values.or(elsewhere, other_card));
        any = values.or(any, interface.guard);
        none_is_primary = values.and(none_is_primary, not_primary);
    }
    let guard = values.all([launch.guard, any, none_is_primary]);
    values.possible(guard).then_some(guard)
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
        LaunchOf::Template(_) => finding.severity(Severity::Warning),
        _ => finding,
    });
}
