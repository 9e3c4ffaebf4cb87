//! One private address is given to two interfaces of a subnet, or an interface has two primary ones.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Blocks, Graph, Via};
use crate::source::Span;
use crate::value::{Guard, Value};
use rustc_hash::FxHashMap;

pub(super) static RULE: Rule = rule!("duplicate-private-ip", check);

/// An address that is given to an interface.
#[derive(Clone, Copy)]
struct Given<'a> {
    resource: &'a Resource,
    guard: Guard,
    subnet: &'a Value,
    /// The address as it is written: a parameter, say, and not its default.
    written: &'a Value,
    span: Span,
}

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let mut by_address: FxHashMap<Value, Vec<Given<'_>>> = FxHashMap::default();
    for (resource, guard, subnet, addresses) in interfaces(graph) {
        for address in addresses.iter().filter(|_| !resource.address.is_each()) {
            let Some(guard) = graph.together([resource.guard, guard, address.guard]) else { continue };
            let given =
                Given { resource, guard, subnet, written: &address.value, span: graph.span(&address.value, resource.header) };
            for (case, value) in readings(graph, &address.value) {
                let Some(guard) = graph.together([guard, case]) else { continue };
                let given = Given { guard, ..given };
                let others = by_address.entry(value.clone()).or_default();
                for other in others.iter().take(MAX_COMPARED) {
                    // One that certainly has the address says enough.
                    if compare(graph, other, &given, &value, findings).is_some_and(|when| graph.values.implies(guard, when)) {
                        break;
                    }
                }
                others.push(given);
            }
        }
    }
    check_primaries(graph, findings);
}

/// An address as it is written, and what it can be by itself: two parameters may have one default.
fn readings(graph: &Graph, address: &Value) -> Vec<(Guard, Value)> {
    let cases = graph.values.cases(address).into_iter().filter(|(_, value)| value != address && value.as_str().is_some());
    let as_written = (address.as_str().is_some() || !address.is_known()).then(|| (Guard::ALWAYS, address.clone()));
    as_written.into_iter().chain(cases).collect()
}

/// An address that a thousand instances share is told about some; comparing all with all would take a million steps.
const MAX_COMPARED: usize = 8;

/// Every interface with addresses: those with a resource of their own, and those that launches of instances make, be they
/// listed by the instance or by its launch template.
fn interfaces(graph: &Graph) -> impl Iterator<Item = (&Resource, Guard, &Value, &[crate::graph::FixedAddress])> {
    let own = graph.interfaces.iter().map(|node| (&*node.resource, Guard::ALWAYS, &node.subnet, node.addresses.as_slice()));
    let made = graph.launches.iter().filter(|launch| !launch.is_template()).flat_map(|launch| {
        let listed = launch.interfaces.iter().filter(|interface| {
            matches!(interface.via, Via::Automatic | Via::Instance) || (interface.via == Via::Template && interface.node.is_none())
        });
        let of = |resource| listed.map(move |made| (resource, made.guard, &made.subnet, made.addresses.as_slice()));
        launch.resource.as_deref().map(of).into_iter().flatten()
    });
    own.chain(made)
}

/// Reports that both have the address, and tells when.
fn compare(graph: &Graph, first: &Given<'_>, second: &Given<'_>, address: &Value, findings: &mut Findings<'_>) -> Option<Guard> {
    // Within one interface a set holds an address once.
    if first.resource.address == second.resource.address {
        return None;
    }
    // What is written alike is compared as it is written.
    if first.written == second.written && first.written != address {
        return None;
    }
    let same_subnet = graph.same_id(first.subnet, second.subnet);
    let guard = graph.together([first.guard, second.guard, same_subnet])?;
    let text = address.as_str().map_or_else(|| graph.values.describe(address), str::to_owned);
    let (first_name, second_name) = (first.resource.name(), second.resource.name());
    let message = format!("`{first_name}` and `{second_name}` have the private address {text} in one subnet");
    let finding = Finding::new(second.resource, second.span, message)
        .text("AWS answers InvalidIPAddress.InUse")
        .label(first.span, format!("`{first_name}` has it already"))
        .because(&graph.values, address)
        .help("give each interface its own address, or leave the address out and let AWS choose");
    findings.report(finding.when(guard));
    Some(guard)
}

/// CloudFormation's lists of addresses mark the primary one themselves, and a `PrivateIpAddress` beside such a list is the primary one.
fn check_primaries(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.interfaces.iter() {
        check_primary(graph, &interface.resource, Guard::ALWAYS, &interface.resource.properties, findings);
    }
    let instances = graph.instances.iter().map(|instance| (&instance.resource, instance.resource.properties.clone()));
    let templates = graph.templates.iter().map(|template| {
        let data = values.get(&template.resource.properties, "LaunchTemplateData");
        (&template.resource, data)
    });
    for (resource, properties) in instances.chain(templates) {
        for entry in Blocks::read(values, &values.get(&properties, "NetworkInterfaces")).items {
            check_primary(graph, resource, entry.guard, &entry.value, findings);
        }
    }
}

/// One interface, by its properties.
fn check_primary(graph: &Graph, resource: &Resource, guard: Guard, properties: &Value, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let single = values.get(properties, "PrivateIpAddress");
    let mut primaries = Vec::new();
    if let Some(guard) = graph.together([resource.guard, guard, values.is_present(&single)]) {
        primaries.push((guard, graph.span(&single, resource.header)));
    }
    for block in Blocks::read(values, &values.get(properties, "PrivateIpAddresses")).items.iter().filter(|block| !block.each) {
        let primary = values.get(&block.value, "Primary");
        if let Some(guard) = graph.together([resource.guard, guard, block.guard, values.is_bool(&primary, true)]) {
            primaries.push((guard, graph.span(&primary, resource.header)));
        }
    }
    for (position, (guard, span)) in primaries.iter().enumerate() {
        for (other_guard, other) in &primaries[..position] {
            if let Some(guard) = graph.together([*guard, *other_guard]) {
                let message = format!("`{}` has two primary private addresses", resource.name());
                let finding = Finding::new(resource, *span, message)
                    .text("only one primary private address can be specified")
                    .label(*other, "the first one")
                    .help("set `Primary: false` for all addresses but one, and none to true beside a `PrivateIpAddress`");
                return findings.report(finding.when(guard));
            }
        }
    }
}
