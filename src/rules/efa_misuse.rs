//! Elastic Fabric Adapters where there can be none: on other instance types, as a primary interface without IP, with addresses, or
//! attached while the instance runs.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Attach, DeclaredInterface, Graph, Launch, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("efa-misuse", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        let adapters = launch.interfaces.iter().filter_map(|interface| {
            let there = graph.together([launch.guard, interface.guard, interface.is_efa(&graph.values)])?;
            Some((there, interface))
        });
        let adapters: Vec<_> = adapters.collect();
        let unsupported = check_type(graph, launch, &adapters, findings);
        for (there, interface) in adapters {
            check_primary(graph, launch, interface, there, findings);
            check_attachment(graph, launch, interface, graph.values.and(there, graph.values.not(unsupported)), findings);
        }
    }
    for interface in graph.declared_interfaces() {
        check_addresses(graph, &interface, findings);
    }
}

/// Reports a type without support, at the first of the adapters, and tells when that is.
fn check_type(graph: &Graph, launch: &Launch, adapters: &[(Guard, &LaunchInterface)], findings: &mut Findings<'_>) -> Guard {
    let values = &graph.values;
    let mut unsupported = Guard::NEVER;
    let [(_, first), others @ ..] = adapters else { return unsupported };
    let any = adapters.iter().fold(Guard::NEVER, |any, (there, _)| values.or(any, *there));
    for (is_type, name, limits) in launch.known_types(values) {
        let Some(guard) = graph.together([any, is_type]).filter(|_| limits.efas == Some(0)) else { continue };
        unsupported = values.or(unsupported, is_type);
        let message = format!("{}, but {} supports none", is_adapter(graph, launch, first), limits.instance_type);
        let mut finding = finding(graph, launch, first, message)
            .text("EC2 refuses it: the instance type does not support Elastic Fabric Adapters")
            .because(values, name)
            .help("use an instance type that supports Elastic Fabric Adapters, or an ordinary network interface");
        if let Some(resource) = &launch.resource {
            finding = finding.label(graph.span(name, resource.header), "the instance type");
        }
        for (_, other) in others {
            finding = finding.label(graph.span(&other.interface_type, other.span), "another adapter");
        }
        findings.report(finding.when(guard));
    }
    unsupported
}

fn check_primary(graph: &Graph, launch: &Launch, interface: &LaunchInterface, there: Guard, findings: &mut Findings<'_>) {
    let at_zero = graph.values.when(&interface.device_index, |index| index.as_integer() == Some(0));
    let only = is_efa_only(graph, &interface.interface_type);
    let Some(guard) = graph.together([there, at_zero, only]) else { return };
    if interface.attach != Attach::Cold || !interface.is_on_first_card() {
        return;
    }
    let message = format!("{}: the primary network interface is of the type `efa-only`", launch.name(&graph.values));
    let finding = finding(graph, launch, interface, message)
        .text("EC2 refuses it: a primary network interface needs IP, and this kind has none")
        .because(&graph.values, &interface.interface_type)
        .help("make the primary interface an ordinary one or `efa`, and add the `efa-only` interface at another device index");
    findings.report(finding.when(guard));
}

/// An instance that is made here runs when something is attached to it.
fn check_attachment(graph: &Graph, launch: &Launch, interface: &LaunchInterface, there: Guard, findings: &mut Findings<'_>) {
    let Some(instance) = launch.resource.as_ref().filter(|instance| instance.is_managed()) else { return };
    if interface.attach == Attach::Cold {
        return;
    }
    let message = format!("{}, and is attached to it after the launch", is_adapter(graph, launch, interface));
    let finding = finding(graph, launch, interface, message)
        .severity(Severity::Warning)
        .text("EC2 attaches Elastic Fabric Adapters to stopped instances only, and this one runs")
        .label(instance.header, "launched without it")
        .because(&graph.values, &interface.interface_type)
        .help(graph.spelled(
            "list the interface in a `network_interface` block of the instance, or in its launch template",
            "list the interface in the launch template of the instance",
        ));
    findings.report(finding.when(there));
}

fn check_addresses(graph: &Graph, interface: &DeclaredInterface<'_>, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let there = values.and(interface.guard, is_efa_only(graph, interface.interface_type));
    if !values.possible(there) {
        return;
    }
    for request in interface.address_requests {
        let Some(guard) = graph.together([there, request.is_made(values)]) else { continue };
        let message = format!("{} is of the type `efa-only` and asks for addresses by `{}`", interface.name, request.setting.name);
        let finding = Finding::new(interface.resource, graph.span(&request.value, interface.span), message)
            .text("EC2 refuses it: an interface of this type has no IP addresses")
            .label(graph.span(interface.interface_type, interface.span), "an adapter without IP")
            .because(values, &request.value)
            .help(format!("remove `{}`, or use the type `efa`", request.setting.name));
        findings.report(finding.when(guard));
        return;
    }
}

fn is_efa_only(graph: &Graph, kind: &Value) -> Guard {
    graph.values.when(kind, |kind| kind.as_str() == Some("efa-only"))
}

/// That an interface is an adapter, in words.
fn is_adapter(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> String {
    match &interface.resource {
        Some(resource) => format!("`{}` of {} is an Elastic Fabric Adapter", resource.name(), launch.name(&graph.values)),
        None => format!("{} of {} is an Elastic Fabric Adapter", interface.name(), launch.name(&graph.values)),
    }
}

/// A finding about an interface, where its kind is written in the launch; that of an existing one stands elsewhere.
fn finding(graph: &Graph, launch: &Launch, interface: &LaunchInterface, message: String) -> Finding {
    let kind = graph.span(&interface.interface_type, interface.span);
    let span = if interface.resource.is_none() { kind } else { interface.span };
    Finding::about(launch.resource.as_ref(), span, message)
        .label(kind, "the kind of the interface")
        .label(interface.span, "the network interface")
}
