//! An attached interface gets another place on its instance.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownInterface, KnownLaunch};
use crate::diagnostic::Severity;
use crate::graph::{Attach, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule =
    change_rule!("device-index-changed", check, instead_of: ["attachment-at-index-zero", "eni-replaced", "eip-loses-association"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let graph = &change.after;
    for launch in change.known_launches().filter(|launch| !launch.after.is_template()) {
        let known = launch.interfaces(change);
        let mut told: Vec<(usize, usize)> = Vec::new();
        for (position, interface) in known.iter().enumerate() {
            let replaced = launch.replaced();
            // What the instance lists itself changes with the instance.
            let happens = if interface.after.attach == Attach::Cold { replaced } else { graph.values.not(replaced) };
            let Some(guard) = graph.together([interface.guard, moved(change, interface), happens]) else { continue };
            let taken = |(_, other): &(usize, &KnownInterface<'_>)| is_taken(change, interface.after, other.before, guard);
            let others = known.iter().enumerate().filter(|(other, _)| *other != position);
            let in_the_way = others.clone().find(taken);
            // A swap is told once.
            if in_the_way.is_some_and(|(other, _)| told.contains(&(other, position))) {
                continue;
            }
            told.extend(in_the_way.map(|(other, _)| (position, other)));
            report(change, &launch, interface, in_the_way.map(|(_, other)| other), guard, findings);
        }
    }
}

/// When the place of an interface certainly changes.
fn moved(change: &Change, interface: &KnownInterface<'_>) -> Guard {
    let values = &change.after.values;
    let (before, after) = (interface.before, interface.after);
    let written = values.and(values.is_present(&before.device_index), values.is_present(&after.device_index));
    let index = values.and(written, change.compare(&before.device_index, &after.device_index).no);
    values.or(index, change.compare(&card(before), &card(after)).no)
}

fn card(interface: &LaunchInterface) -> Value {
    if interface.card_index.is_null() { Value::integer(0) } else { interface.card_index.clone() }
}

/// Whether another interface is at the new place now, and leaves it in the same change.
fn is_taken(change: &Change, after: &LaunchInterface, other: &LaunchInterface, guard: Guard) -> bool {
    let values = &change.after.values;
    let there = [guard, other.guard, change.compare(&other.device_index, &after.device_index).yes];
    after.attach == Attach::Afterwards
        && !after.device_index.is_null()
        && change.after.together(there.into_iter().chain([values.same(&card(other), &card(after)).yes])).is_some()
}

fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    interface: &KnownInterface<'_>,
    in_the_way: Option<&KnownInterface<'_>>,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let (graph, values) = (&change.after, &change.after.values);
    let (before, after) = (interface.before, interface.after);
    let Some(resource) = after.resource.as_ref().or(launch.resource()) else { return };
    let by_card = change.compare(&before.device_index, &after.device_index).no == Guard::NEVER;
    let (what, old, new) = match by_card {
        true => ("network card", card(before), card(after)),
        false => ("device index", before.device_index.clone(), after.device_index.clone()),
    };
    let name = if after.resource.is_some() { after.name() } else { format!("a network interface of {}", launch.name(change)) };
    let place =
        |value: &Value| value.as_integer().map_or_else(|| format!("`{}`", values.describe(value)), |index| index.to_string());
    let message = format!("{name} moves from {what} {} to {} on {}", place(&old), place(&new), launch.name(change));
    let text = match (after.attach, in_the_way) {
        (Attach::Cold, _) => "the list of an instance cannot be changed: the instance is destroyed and made anew",
        (_, Some(_)) => {
            "the other one may still be there, and AWS answers InvalidParameterValue: already has an interface attached at this device index"
        }
        (_, None) => "it is detached and attached again: off meanwhile, and perhaps under another name in the operating system",
    };
    let mut finding = Finding::new(resource, graph.span(&new, after.span), message)
        .text(text)
        .label(graph.span(&old, before.span), format!("was {}", place(&old)))
        .because(values, &new);
    if let Some(other) = in_the_way {
        let is_there = format!("{} is at this place now, and leaves it in the same change", other.before.name());
        finding = finding.label(graph.span(&other.before.device_index, other.before.span), is_there).severity(Severity::Error);
    }
    let help = match in_the_way {
        Some(_) => "change it in two steps: move the other interface away first, or use a device index that is free",
        None => "keep the device index; a new interface takes the next free one",
    };
    findings.report(finding.help(help).when(guard));
}
