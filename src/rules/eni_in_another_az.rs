//! An interface in another Availability Zone than its instance.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, Via, Zone};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("eni-in-another-az", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        // Whatever is listed first stands for the instance: the primary interface, where there is one. What was found to be
        // elsewhere stands for nothing.
        let mut elsewhere = Vec::new();
        for (position, interface) in launch.interfaces.iter().enumerate() {
            if interface.each {
                continue;
            }
            let earlier =
                launch.interfaces[..position].iter().enumerate().filter(|(at, earlier)| !earlier.each && !elsewhere.contains(at));
            let other = earlier.map(|(_, earlier)| (earlier.guard, Place::Interface(earlier)));
            // An automatic interface against the instance's own zone is another mistake.
            let instance = (interface.via != Via::Automatic).then_some((Guard::ALWAYS, Place::Launch(launch)));
            let found = other.chain(instance).find_map(|(guard, place)| {
                let differs = graph.same_zone(place.zone(), &interface.zone).no;
                Some((graph.together([launch.guard, interface.guard, guard, differs])?, place))
            });
            if let Some((guard, place)) = found {
                elsewhere.push(position);
                report(graph, launch, guard, &place, interface, findings);
            }
        }
    }
}

/// What the zone of an interface is compared with.
enum Place<'a> {
    Interface(&'a LaunchInterface),
    Launch(&'a Launch),
}

impl Place<'_> {
    fn zone(&self) -> &Zone {
        match self {
            Self::Interface(interface) => &interface.zone,
            Self::Launch(launch) => &launch.zone,
        }
    }
}

fn report(
    graph: &Graph,
    launch: &Launch,
    guard: Guard,
    place: &Place<'_>,
    interface: &LaunchInterface,
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    let Some(resource) = interface.resource.as_ref().or(launch.resource.as_ref()) else {
        return;
    };
    let (name, launch_name) = (interface.name(), launch.name(values));
    let (zone, other_zone) = interface.zone.comparable(place.zone());
    let zones = (graph.describe_zone(zone), graph.describe_zone(other_zone));
    let where_else = match place {
        Place::Interface(other) if other.via != Via::Automatic => {
            format!("{} of {launch_name}", other.name())
        }
        _ => launch_name.clone(),
    };
    let message = format!("{name} is in {}, but {where_else} is in {}", zones.0, zones.1);
    let mut finding = Finding::new(resource, graph.span(&interface.subnet, interface.span), message)
        .text("AWS answers InvalidParameterCombination: not in the same availability zone")
        .label(graph.span(zone, interface.span), format!("this is in {}", zones.0))
        .label(graph.span(other_zone, interface.span), format!("this is in {}", zones.1))
        .label(interface.span, format!("added to {launch_name} here"));
    if let Place::Interface(other) = place {
        finding = finding.label(graph.span(&other.subnet, other.span), format!("{where_else} is in this subnet"));
    }
    findings.report(
        finding
            .because(values, zone)
            .because(values, other_zone)
            .help("put the interface in a subnet of the instance's own Availability Zone; an interface cannot leave its zone")
            .when(guard),
    );
}
