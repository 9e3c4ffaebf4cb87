//! An interface that routes lead to is replaced or deleted.

use super::{Finding, Findings, Rule, change_rule, reasons};
use crate::change::{Change, Order, ResourceChange};
use crate::configuration::Resource;
use crate::diagnostic::Severity;
use crate::graph::Route;
use crate::value::Guard;
use std::sync::Arc;

pub(super) static RULE: Rule = change_rule!("routed-eni-removed", check, instead_of: ["eni-replaced"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for route in change.after.routes.iter().filter(|route| !route.target.is_empty()) {
        for endpoint in change.after.endpoints(&route.target) {
            let Some(own) = endpoint.resource().and_then(|resource| change.of_after(resource)) else { continue };
            let (Some((replaced, order)), Some(after)) = (own.replaced(), &own.after) else { continue };
            let guards = [route.guard, endpoint.guard, replaced, led_there(change, route, own)];
            if let Some(guard) = change.after.together(guards) {
                report_replaced(change, route, (own, after), order, guard, findings);
            }
        }
        check_deleted(change, route, findings);
    }
}

/// When the route leads to the same interface or instance on the old side.
fn led_there(change: &Change, route: &Route, own: &ResourceChange) -> Guard {
    let values = &change.after.values;
    let before = change.of_after(&route.resource).and_then(|change| change.before.as_ref());
    let (Some(route_before), Some(target)) = (before, &own.before) else { return Guard::NEVER };
    let routes = change.before.routes.iter().filter(|old| old.resource.term == route_before.term);
    let endpoints = routes.flat_map(|old| change.before.endpoints(&old.target));
    let there = endpoints.filter(|endpoint| endpoint.is_of(target.term));
    there.fold(Guard::NEVER, |any, endpoint| values.or(any, endpoint.guard))
}

fn report_replaced(
    change: &Change,
    route: &Route,
    (own, after): (&ResourceChange, &Arc<Resource>),
    order: Order,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let message = format!("`{}` leads to `{}`, which is replaced{}", route.resource.name(), after.name(), reasons::because(own));
    let text = match order {
        Order::DeleteFirst => {
            "the old one goes first: the route is a blackhole until the new one is there and the route leads to it"
        }
        Order::CreateFirst => "the route leads to the new one as soon as that exists, whether it can forward yet or not",
    };
    let finding = Finding::new(after, reasons::place(&change.after, own, after.header), message)
        .text(text)
        .label(change.after.span(route.target.written(), route.span), "leads there")
        .because_replaced(change, own)
        .help("keep these arguments as they are, or lead the route to another interface first");
    findings.report(finding.when(guard));
}

/// A route that names an interface by its id, as a plan or a state knows it, does not follow.
fn check_deleted(change: &Change, route: &Route, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    for (guard, id) in values.alternatives(&route.target.interface) {
        let Some(text) = id.as_str().filter(|text| text.starts_with("eni-")) else { continue };
        let gone = change.interfaces().find(|interface| {
            let before = interface.before.map(|before| values.get(&before.resource.computed, "id"));
            let goes = interface.change.is_deleted() || interface.change.replaced().is_some();
            goes && before.is_some_and(|id| id.as_str() == Some(text))
        });
        let Some((own, before)) = gone.and_then(|interface| Some((interface.change, interface.before?))) else { continue };
        let Some(guard) = graph.together([guard, route.guard, own.guard]) else { continue };
        let what = if own.is_deleted() { "deleted" } else { "replaced" };
        let message = format!("`{}` leads to `{}`, which is {what}", route.resource.name(), before.resource.name());
        let finding = Finding::new(&route.resource, graph.span(&route.target.interface, route.span), message)
            .text("the route keeps this id, and becomes a blackhole: what it sends is dropped")
            .label(before.resource.header, format!("is {what}"))
            .help("lead the route to another interface first, or delete it in the same change")
            .severity(Severity::Error);
        findings.report(finding.when(guard));
    }
}
