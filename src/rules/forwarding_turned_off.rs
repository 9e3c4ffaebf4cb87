//! An interface stops forwarding while routes still send traffic of others to it.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::Change;
use crate::configuration::Resource;
use crate::graph::{Endpoint, Route, SwitchedOn};
use crate::value::{Guard, TermId, Value};
use rustc_hash::FxHashMap;

pub(super) static RULE: Rule =
    change_rule!("forwarding-turned-off", check, instead_of: ["appliance-partial-forwarding", "route-to-checked-eni"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let graph = &change.after;
    let owners = graph.owners();
    let mut turned: FxHashMap<TermId, TurnedOff<'_>> = FxHashMap::default();
    for route in graph.routes.iter().filter(|route| !route.target.is_empty()) {
        for endpoint in graph.endpoints(&route.target) {
            let Some(on) = graph.switched_on(&endpoint, &owners) else { continue };
            let Some(was) = check_before(change, on.resource) else { continue };
            let Some((destination, is_sent)) = sent(change, route, &endpoint) else { continue };
            let off = graph.values.is_bool(&was, false);
            let Some(guard) = graph.together([route.guard, on.guard, off, is_sent]) else { continue };
            let known = turned.entry(on.resource.term).or_insert_with(|| TurnedOff { on, was, guard, routes: Vec::new() });
            known.guard = graph.values.or(known.guard, guard);
            known.routes.push((route, destination));
        }
    }
    // In the order of the text.
    graph.resources.iter().filter_map(|resource| turned.get(&resource.term)).for_each(|turned| report(change, turned, findings));
}

struct TurnedOff<'a> {
    on: SwitchedOn<'a>,
    was: Value,
    guard: Guard,
    routes: Vec<(&'a Route, Value)>,
}

/// The check of the same resource on the old side.
fn check_before(change: &Change, after: &Resource) -> Option<Value> {
    let before = change.of_after(after)?.before.as_ref()?;
    let interface = change.before.interfaces.of(before).map(|interface| &interface.source_dest_check);
    let instance = || change.before.instances.of(before).map(|instance| &instance.source_dest_check);
    interface.or_else(instance).cloned()
}

/// The first destination of a route that is not the interface itself, and when it is that.
fn sent(change: &Change, route: &Route, endpoint: &Endpoint<'_>) -> Option<(Value, Guard)> {
    let graph = &change.after;
    let destinations = route.destinations().flat_map(|destination| graph.values.alternatives(destination));
    let mut others =
        destinations.filter(|(_, destination)| !destination.is_null() && !graph.may_be_own(destination, endpoint.node));
    others.next().map(|(guard, destination)| (destination, guard))
}

fn report(change: &Change, turned: &TurnedOff<'_>, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let (resource, check) = (turned.on.resource, &turned.on.check);
    let Some((first, destination)) = turned.routes.first() else { return };
    let what = destination.as_str().map_or_else(|| values.describe(destination), str::to_owned);
    let message = format!("`{}` stops forwarding, but `{}` still sends {what} to it", resource.name(), first.resource.name());
    let place = graph.span(check, resource.header);
    let text = match place == resource.header {
        true => "the source/destination check is on by default: what is not addressed to the interface is dropped at once",
        false => "the source/destination check is turned on: what is not addressed to the interface is dropped at once",
    };
    let mut finding = Finding::new(resource, place, message).text(text).label(graph.span(&turned.was, resource.header), "was off");
    for (route, _) in &turned.routes {
        finding = finding.label(graph.span(route.target.written(), route.span), "sends traffic of others there");
    }
    let setting = graph.spelled("source_dest_check = false", "SourceDestCheck: false");
    let help = format!("keep `{setting}` as long as routes lead there");
    findings.report(finding.because(values, check).help(help).when(turned.guard));
}
