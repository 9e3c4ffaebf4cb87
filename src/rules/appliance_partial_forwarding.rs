//! An instance forwards for others on one of its interfaces, and on another one the source/destination check is on.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Launch, LaunchInterface, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("appliance-partial-forwarding", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    // Of a single interface nothing can be said: it may be what the instance has for management, and others are attached elsewhere.
    let several = |launch: &&Launch| launch.interfaces.len() > 1 && !launch.is_template();
    for launch in graph.launches.iter().filter(several) {
        check_settings(graph, launch, findings);
        check_names(graph, launch, findings);
    }
}

/// What forwards on one interface, as its settings say, and not on another one.
fn check_settings(graph: &Graph, launch: &Launch, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let off = |interface: &LaunchInterface| values.is_bool(&interface.source_dest_check, false);
    if launch.interfaces.iter().all(|interface| off(interface) == Guard::NEVER) || graph.switches_off_by_script(launch) {
        return;
    }
    let mut interfaces = graph.not_for_management(launch);
    interfaces.retain(|interface| !interface.each && !interface.is_special(values));
    // What faces the internet translates addresses: nothing else than its own ones comes in or goes out there.
    for checked in interfaces.iter().filter(|checked| !graph.faces_internet(launch, checked)) {
        let forwards = interfaces.iter().find_map(|forwards| {
            let guards = [launch.guard, checked.guard, forwards.guard, off(forwards), graph.is_checked(launch, checked)];
            // What a primary interface that nobody wrote is for is not known; often it is for management.
            let distinct = checked.via != Via::Automatic && !graph.is_one_interface(checked, forwards);
            let guard = graph.together(guards).filter(|_| distinct)?;
            Some((guard, *forwards))
        });
        if let Some((guard, forwards)) = forwards {
            findings.report(finding(graph, launch, checked, forwards).when(guard));
        }
    }
}

/// What is called a firewall or a NAT instance and forwards on none of its interfaces.
fn check_names(graph: &Graph, launch: &Launch, findings: &mut Findings<'_>) {
    let written = launch.interfaces.iter().filter(|interface| interface.via != Via::Automatic).count();
    let Some(resource) = launch.resource.as_ref().filter(|_| written > 1 && !launch.open) else { return };
    if !graph.is_called_forwarder(launch) {
        return;
    }
    let checked = |interface: &LaunchInterface| match interface.each || interface.is_special(&graph.values) {
        true => Guard::NEVER,
        false => graph.values.or(graph.values.not(interface.guard), graph.is_checked(launch, interface)),
    };
    let all = launch.interfaces.iter().map(checked).chain([launch.guard]);
    let Some(guard) = graph.together(all).filter(|_| !graph.switches_off_by_script(launch)) else { return };
    let message =
        format!("{} is called an appliance that forwards, and does so on none of its interfaces", launch.name(&graph.values));
    let mut finding = Finding::new(resource, resource.header, message)
        .text("the source/destination check drops what is not from or for its own addresses")
        .severity(Severity::Info)
        .help(help(graph, "every interface that carries the traffic of others"));
    for interface in &launch.interfaces {
        finding = finding.label(place(graph, launch, interface), "the check is on");
    }
    findings.report(finding.when(guard));
}

fn finding(graph: &Graph, launch: &Launch, checked: &LaunchInterface, forwards: &LaunchInterface) -> Finding {
    let (name, other) = (checked.name(), forwards.name());
    let message = format!("{}: {other} forwards, but the source/destination check of {name} is on", launch.name(&graph.values));
    let resource = checked.resource.as_ref().or(launch.resource.as_ref());
    Finding::about(resource, place(graph, launch, checked), message)
        .text("what is not from or for this interface's own addresses is dropped here")
        .label(graph.span(&forwards.source_dest_check, forwards.span), format!("the check of {other} is off"))
        .because(&graph.values, &checked.source_dest_check)
        .help(help(graph, &name))
}

/// Where the check is written, or what it is missing from.
fn place(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> crate::source::Span {
    let of_new = || if interface.interface.is_null() { launch.resource.as_ref() } else { None };
    let resource = interface.resource.as_ref().or_else(of_new);
    graph.span(&interface.source_dest_check, resource.map_or(interface.span, |resource| resource.header))
}

fn help(graph: &Graph, interface: &str) -> String {
    format!("set `{}` for {interface}", graph.spelled("source_dest_check = false", "SourceDestCheck: false"))
}
