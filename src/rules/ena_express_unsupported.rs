//! ENA Express on an instance type without it, or for UDP alone.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("ena-express-unsupported", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for launch in &graph.launches {
        for interface in &launch.interfaces {
            let there = values.and(launch.guard, interface.guard);
            check_type(graph, launch, interface, there, findings);
            let driver = &interface.driver;
            let off = values.or(values.is_absent(&driver.ena_express), values.is_bool(&driver.ena_express, false));
            if let Some(guard) = graph.together([there, off, values.is_bool(&driver.ena_express_udp, true)]) {
                findings.report(udp_alone(graph, launch, interface).when(guard));
            }
        }
    }
}

fn check_type(graph: &Graph, launch: &Launch, interface: &LaunchInterface, there: Guard, findings: &mut Findings<'_>) {
    let (values, enabled) = (&graph.values, &interface.driver.ena_express);
    let on = values.is_bool(enabled, true);
    if !values.possible(on) {
        return;
    }
    for (is_type, name, limits) in launch.known_types(values) {
        let Some(guard) = graph.together([there, on, is_type]).filter(|_| limits.ena_express == Some(false)) else { continue };
        let message =
            format!("{} switches ENA Express on, but {} does not have it", named(graph, launch, interface), limits.instance_type);
        let mut finding = Finding::about(launch.resource.as_ref(), graph.span(enabled, interface.span), message)
            .text("it takes effect only between instance types that support it")
            .because(values, name)
            .help("use an instance type that supports ENA Express, or switch it off");
        if let Some(resource) = &launch.resource {
            finding = finding.label(graph.span(name, resource.header), "the instance type");
        }
        findings.report(finding.when(guard));
    }
}

fn udp_alone(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> Finding {
    let driver = &interface.driver;
    let message = format!("{} switches ENA Express on for UDP alone", named(graph, launch, interface));
    let finding = Finding::about(launch.resource.as_ref(), graph.span(&driver.ena_express_udp, interface.span), message)
        .text("UDP uses ENA Express only where it is switched on itself")
        .because(&graph.values, &driver.ena_express_udp)
        .help(graph.spelled("set `ena_srd_enabled = true` beside it", "set `EnaSrdEnabled: true` beside it"));
    if driver.ena_express.is_null() {
        return finding;
    }
    finding.label(graph.span(&driver.ena_express, interface.span), "switched off here")
}

/// The interface, and what it belongs to.
fn named(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> String {
    match &interface.resource {
        Some(resource) => format!("`{}`", resource.name()),
        None => format!("{} of {}", interface.name(), launch.name(&graph.values)),
    }
}
