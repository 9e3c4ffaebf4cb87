//! What an interface can be given in a CloudFormation launch template only: an adapter, a network card, prefixes.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Attachment, Graph, Instance, Interface, Launch, LaunchInterface};
use crate::value::{Guard, Notation};

pub(super) static RULE: Rule = rule!("efa-needs-launch-template", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for instance in graph.instances.iter() {
        for interface in &instance.listed.items {
            check_listed(graph, instance, interface, findings);
        }
    }
    let attachments = graph.attachments.iter();
    for attachment in attachments.filter(|attachment| attachment.resource.address.notation == Notation::CloudFormation) {
        check_card(graph, attachment, findings);
        for (named, interface) in graph.interfaces.resolve(&graph.values, &attachment.interface) {
            check_adapter(graph, attachment, interface, named, findings);
        }
    }
}

/// Properties that an interface of an instance does not have. The first is the finding, the others are shown.
fn check_listed(graph: &Graph, instance: &Instance, interface: &LaunchInterface, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let there = values.and(instance.resource.guard, interface.guard);
    let written = interface.only_in_templates.iter();
    let mut written = written.filter_map(|setting| Some((graph.together([there, values.is_present(&setting.value)])?, setting)));
    let Some((mut guard, first)) = written.next() else { return };
    let name = instance.resource.name();
    let message = format!("a network interface of `{name}` sets `{}`, which only a launch template can", first.name);
    let mut finding = Finding::new(&instance.resource, graph.span(&first.value, interface.span), message)
        .text(format!("CloudFormation answers: encountered unsupported property {}", first.name))
        .label(interface.span, "the network interface")
        .because(values, &first.value)
        .help("move `NetworkInterfaces` to an `AWS::EC2::LaunchTemplate`, and name it in `LaunchTemplate` of the instance");
    for (other, setting) in written {
        guard = values.or(guard, other);
        finding = finding.label(graph.span(&setting.value, interface.span), format!("`{}` is unsupported too", setting.name));
    }
    findings.report(finding.when(guard));
}

/// A network card in an attachment.
fn check_card(graph: &Graph, attachment: &Attachment, findings: &mut Findings<'_>) {
    let written = graph.values.is_present(&attachment.card_index);
    let Some(guard) = graph.together([attachment.guard, written]) else { return };
    let message = format!("`{}` sets `NetworkCardIndex`, which only a launch template can", attachment.resource.name());
    let finding = Finding::new(&attachment.resource, graph.span(&attachment.card_index, attachment.span), message)
        .text("CloudFormation answers: extraneous key [NetworkCardIndex] is not permitted")
        .because(&graph.values, &attachment.card_index)
        .help("list the interface in the launch template of the instance, with its `NetworkCardIndex`");
    findings.report(finding.when(guard));
}

/// An adapter that is attached to an instance of the same template, which runs by then.
fn check_adapter(graph: &Graph, attachment: &Attachment, interface: &Interface, named: Guard, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let is_efa = values.when(&interface.interface_type, |kind| matches!(kind.as_str(), Some("efa" | "efa-only")));
    let launches = graph.launches_of(&attachment.instance).into_iter();
    let made_here = |launch: &Launch| launch.resource.as_ref().is_some_and(|instance| instance.is_managed());
    for (of_instance, launch) in launches.filter(|(_, launch)| made_here(launch)) {
        let guards = [attachment.guard, named, interface.resource.guard, is_efa, of_instance, launch.guard];
        let Some(guard) = graph.together(guards) else { continue };
        let (name, instance) = (interface.resource.name(), launch.name(values));
        let message = format!("`{name}` is an Elastic Fabric Adapter, and is attached to {instance} after the launch");
        let finding = Finding::new(&attachment.resource, attachment.span, message)
            .text("EC2 attaches Elastic Fabric Adapters at launch or to stopped instances, and this one runs")
            .label(graph.span(&interface.interface_type, interface.resource.header), "an adapter")
            .because(values, &interface.interface_type)
            .help("remove the attachment, and list the interface with its `InterfaceType` in the launch template of the instance");
        findings.report(finding.when(guard));
    }
}
