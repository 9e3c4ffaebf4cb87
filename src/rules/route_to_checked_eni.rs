//! A route leads to an interface that drops what is not addressed to itself.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Endpoint, Graph, Route, SwitchedOn};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("route-to-checked-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let owners = graph.owners();
    for route in graph.routes.iter().filter(|route| !route.target.is_empty()) {
        for endpoint in graph.endpoints(&route.target) {
            let Some(checked) = graph.switched_on(&endpoint, &owners) else { continue };
            for destination in route.destinations() {
                check_destination(graph, route, &endpoint, &checked, destination, findings);
            }
        }
    }
}

fn check_destination(
    graph: &Graph,
    route: &Route,
    endpoint: &Endpoint<'_>,
    checked: &SwitchedOn<'_>,
    destination: &Value,
    findings: &mut Findings<'_>,
) {
    for (is_destination, destination) in graph.values.alternatives(destination) {
        if destination.is_null() || graph.may_be_own(&destination, endpoint.node) {
            continue;
        }
        if let Some(guard) = graph.together([route.guard, checked.guard, is_destination]) {
            let finding = finding(graph, route, endpoint, checked, &destination, guard);
            // What leaves the VPC reaches nobody; within the VPC, a route between subnets may be meant for the interface itself.
            let lost = graph.is_outside_vpc(route, &destination);
            findings.report(if lost { finding.severity(Severity::Error) } else { finding });
        }
    }
}

fn finding(
    graph: &Graph,
    route: &Route,
    endpoint: &Endpoint<'_>,
    checked: &SwitchedOn<'_>,
    destination: &Value,
    guard: Guard,
) -> Finding {
    let (values, resource) = (&graph.values, checked.resource);
    let what = destination.as_str().map_or_else(|| values.describe(destination), str::to_owned);
    let message =
        format!("`{}` sends {what} to {}, whose source/destination check is on", route.resource.name(), endpoint.name(graph));
    let place = graph.span(&checked.check, resource.header);
    let label = if place == resource.header { "the check is on here, by default" } else { "the check is on" };
    Finding::new(&route.resource, graph.span(route.target.written(), route.span), message)
        .text("the route is active, and every packet that it sends there is dropped")
        .label(place, label)
        .because(values, &checked.check)
        .help(format!("set `{}` on `{}`", graph.spelled("source_dest_check = false", "SourceDestCheck: false"), resource.name()))
        .when(guard)
}
