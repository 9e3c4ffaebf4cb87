//! An instance that launches from a template whose interfaces lack the primary one, and does not bring it either.

use super::missing_device_index_zero::is_primary_of_another_card;
use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance, LaunchTemplate};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("template-without-primary-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for instance in graph.instances.iter() {
        for (used, template) in graph.templates_of(std::slice::from_ref(&instance.template)) {
            let (own, listed) = (&instance.listed, &template.listed);
            let all = || listed.items.iter().chain(&own.items);
            if own.open || listed.open || listed.items.is_empty() || all().any(|interface| interface.each) {
                continue;
            }
            // Whichever way EC2 joins the two lists: neither of them has a primary interface.
            let any = graph.without_primary(&listed.items);
            let guards = [instance.resource.guard, template.resource.guard, used, any, graph.without_primary(all())];
            if let Some(guard) = graph.together(guards) {
                report(graph, instance, template, guard, findings);
            }
        }
    }
}

fn report(graph: &Graph, instance: &Instance, template: &LaunchTemplate, guard: Guard, findings: &mut Findings<'_>) {
    let (name, template_name) = (instance.resource.name(), template.resource.name());
    let message = format!("`{name}` launches from `{template_name}`, which lists network interfaces but none at device index 0");
    let mut finding = Finding::new(&instance.resource, graph.span(&instance.template, instance.resource.header), message)
        .text("AWS answers: when specifying network interfaces, you must include a device at index 0")
        .help(graph.spelled(
            "set `device_index = 0` on the template's primary interface, or give the instance a `primary_network_interface`",
            "set `DeviceIndex: 0` on the template's primary interface, or list the primary one in `NetworkInterfaces` of the instance",
        ));
    for interface in &template.listed.items {
        let (place, text) = match interface.device_index.is_null() {
            true => (&interface.device_index, "no device index"),
            false if is_primary_of_another_card(interface) => (&interface.card_index, "not on network card 0"),
            false => (&interface.device_index, "not the primary interface"),
        };
        finding = finding.label(graph.span(place, interface.span), text).because(&graph.values, &interface.device_index);
    }
    findings.report(finding.when(guard));
}
