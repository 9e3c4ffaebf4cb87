//! A network card that the instance type does not have, a place on a card that it does not have, or two adapters on one card.

use super::missing_device_index_zero::{is_primary_of_another_card, without_primary};
use super::{Finding, Findings, Rule, rule};
use crate::ec2::NetworkLimits;
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("invalid-network-card-index", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        let mut refused = Vec::new();
        let cards: Vec<_> =
            launch.interfaces.iter().map(|interface| (interface, graph.values.cases(&interface.card(&graph.values)))).collect();
        for (is_type, name, limits) in launch.known_types(&graph.values) {
            for (interface, cards) in &cards {
                let place = Place { graph, launch, interface, name, limits };
                for (on_card, card) in cards {
                    if let Some((guard, finding)) = place.check(card)
                        && let Some(guard) = graph.together([is_type, interface.guard, *on_card, guard])
                    {
                        findings.report(finding.when(guard));
                        refused.push((*interface, guard));
                    }
                }
            }
        }
        check_primary(graph, launch, &refused, findings);
        check_adapters(graph, launch, findings);
    }
}

/// An interface of a launch as one instance type.
struct Place<'a> {
    graph: &'a Graph,
    launch: &'a Launch,
    interface: &'a LaunchInterface,
    name: &'a Value,
    limits: NetworkLimits,
}

impl Place<'_> {
    /// Whether the type has the card, and the card the device index.
    fn check(&self, card: &Value) -> Option<(Guard, Finding)> {
        let index = card.as_integer()?;
        let places = usize::try_from(index).ok().and_then(|card| self.limits.interfaces_per_card().nth(card));
        match places {
            None => Some((Guard::ALWAYS, self.no_such_card(card, index))),
            // Of types with one card it is not documented what EC2 makes of an index above the number of interfaces.
            Some(_) if self.limits.cards() == 1 => None,
            Some(places) => {
                // AWS puts adapters at index 1 of every further card, also where a card has one place.
                let last = places.saturating_sub(1).max(1);
                let beyond = |device: &Value| device.as_integer().is_some_and(|at| usize::try_from(at).is_ok_and(|at| at > last));
                let guard = self.graph.values.when(&self.interface.device_index, beyond);
                self.graph.values.possible(guard).then(|| (guard, self.no_such_place(index, places)))
            }
        }
    }

    fn no_such_card(&self, card: &Value, index: i64) -> Finding {
        let Self { graph, launch, interface, limits, .. } = self;
        let (cards, answer) = match limits.cards() {
            1 => ("one network card".to_owned(), "EC2 refuses an index other than 0 where a type has one network card".to_owned()),
            cards => (format!("{cards} network cards"), format!("EC2 refuses an index above {}", cards - 1)),
        };
        let name = interface.resource.as_ref().map_or_else(
            || format!("{} of {}", interface.name(), launch.name(&graph.values)),
            |resource| format!("`{}`", resource.name()),
        );
        let message = format!("{name} is put on network card {index}, but {} has {cards}", limits.instance_type);
        finding(graph, (launch, self.name), interface, &interface.card_index, message)
            .text(answer)
            .because(&graph.values, card)
            .because(&graph.values, self.name)
            .help(graph.spelled(
                "set `network_card_index` to a card that the type has; the first is 0",
                "set `NetworkCardIndex` to a card that the type has; the first is 0",
            ))
    }

    fn no_such_place(&self, index: i64, places: usize) -> Finding {
        let Self { graph, launch, interface, limits, .. } = self;
        let device = number(graph, &interface.device_index);
        let message = format!(
            "{}: device index {device} is beyond the {places} places on network card {index} of {}",
            launch.name(&graph.values),
            limits.instance_type
        );
        finding(graph, (launch, self.name), interface, &interface.device_index, message)
            .text(format!(
                "AWS answers: exceeds the maximum number of network interfaces of the card; 0 to {} is possible",
                places - 1
            ))
            .label(graph.span(&interface.card_index, interface.span), "the network card")
            .because(&graph.values, &interface.device_index)
            .because(&graph.values, self.name)
            .help("device indices count on each network card from 0: use the first that is free on this card")
    }
}

/// Whether what is meant as the primary interface is on the first card. Where its card is refused as such, nothing is left to say.
fn check_primary(graph: &Graph, launch: &Launch, refused: &[(&LaunchInterface, Guard)], findings: &mut Findings<'_>) {
    let Some((guard, listed)) = without_primary(graph, launch) else { return };
    let Some(primary) = listed.iter().find(|interface| is_primary_of_another_card(interface)) else { return };
    let told = refused.iter().filter(|(interface, _)| std::ptr::eq(*interface, *primary));
    let not_told = told.fold(Guard::ALWAYS, |rest, (_, told)| graph.values.and(rest, graph.values.not(*told)));
    let Some(guard) = graph.together([guard, not_told]) else { return };
    let card = number(graph, &primary.card_index);
    let message = format!("{} lists its primary network interface on network card {card}", launch.name(&graph.values));
    let finding = finding(graph, (launch, &launch.instance_type), primary, &primary.card_index, message)
        .text("EC2 refuses it: the primary network interface must be on network card 0")
        .because(&graph.values, &primary.card_index)
        .help(graph.spelled(
            "set `network_card_index = 0` on the interface at device index 0",
            "set `NetworkCardIndex: 0` on the interface at `DeviceIndex: 0`",
        ));
    findings.report(finding.when(guard));
}

/// Whether every Elastic Fabric Adapter has a card for itself.
fn check_adapters(graph: &Graph, launch: &Launch, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let mut taken: Vec<(Guard, Value, &LaunchInterface)> = Vec::new();
    for second in launch.interfaces.iter().filter(|interface| !interface.each) {
        let is_efa = second.is_efa(values);
        if !values.possible(is_efa) {
            continue;
        }
        let card = second.card(values);
        for (other, first_card, first) in taken.iter().filter(|(_, _, first)| !graph.is_one_interface(first, second)) {
            let one_card = values.same(first_card, &card).yes;
            let Some(guard) = graph.together([launch.guard, first.guard, second.guard, *other, is_efa, one_card]) else { continue };
            let place = card.as_integer().map_or_else(|| "one network card".into(), |card| format!("network card {card}"));
            let message = format!("{} has two Elastic Fabric Adapters on {place}", launch.name(values));
            let finding = finding(graph, (launch, &launch.instance_type), second, &kind(second), message)
                .text("a network card carries one Elastic Fabric Adapter; EC2 refuses a second")
                .label(graph.span(&kind(first), first.span), "the first adapter on the card")
                .help(graph.spelled(
                    "give each adapter its own `network_card_index`, on a type with several network cards that carry one",
                    "give each adapter its own `NetworkCardIndex`, on a type with several network cards that carry one",
                ));
            findings.report(finding.when(guard));
            break;
        }
        taken.push((is_efa, card, second));
    }
}

/// A finding about an interface, at one of its settings.
fn finding(
    graph: &Graph,
    (launch, instance_type): (&Launch, &Value),
    interface: &LaunchInterface,
    setting: &Value,
    message: String,
) -> Finding {
    let resource = launch.resource.as_ref().or(interface.resource.as_ref());
    let span = graph.span(setting, interface.span);
    let finding = Finding::about(resource, span, message).label(interface.span, "the network interface");
    match launch.resource.as_ref().filter(|_| !instance_type.is_null()) {
        Some(resource) => finding.label(graph.span(instance_type, resource.header), "the instance type"),
        None => finding,
    }
}

/// Where the kind of an interface is written in the launch; that of an existing one stands elsewhere.
fn kind(interface: &LaunchInterface) -> Value {
    if interface.resource.is_none() { interface.interface_type.clone() } else { Value::NULL }
}

/// A number in words; CloudFormation has it as a string.
fn number(graph: &Graph, value: &Value) -> String {
    value.as_integer().map_or_else(|| graph.values.describe(value), |number| number.to_string())
}
