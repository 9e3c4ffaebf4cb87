//! An attached interface, or the instance that has it, ends up in another Availability Zone, and the other one stays.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownInterface, KnownLaunch};
use crate::graph::{Attach, Graph, Via, Zone};
use crate::source::Span;
use crate::value::{Comparison, Guard, Value};

pub(super) static RULE: Rule =
    change_rule!("eni-moves-az", check, instead_of: ["eni-in-another-az", "eni-replaced", "eip-loses-association"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let members = launch.interfaces(change);
        // What a template lists is for the next launch: whether it ever comes to this instance is not known.
        let known = members.iter().filter(|member| member.after.via != Via::Template);
        let (primary, others): (Vec<_>, Vec<_>) = known.partition(|member| member.after.is_primary());
        for member in others {
            let interface = Place::of_interface(change, &launch, member);
            let instance =
                primary.iter().map(|primary| Place { name: launch.name(change), ..Place::of_interface(change, &launch, primary) });
            for instance in instance.chain([Place::of_instance(change, &launch, member)]) {
                let parted = |moved: &Place<'_>, stayed: &Place<'_>| change.after.together([moved.moves, stayed.stays]);
                let away = parted(&interface, &instance).map(|guard| (guard, &interface, &instance));
                let behind = || parted(&instance, &interface).map(|guard| (guard, &instance, &interface));
                if let Some((guard, moved, stayed)) = away.or_else(behind) {
                    report(change, &launch, (moved, stayed), member, guard, findings);
                    break;
                }
            }
        }
    }
}

/// What is in a zone: an interface, or the instance.
struct Place<'a> {
    name: String,
    zones: (&'a Zone, &'a Zone),
    /// What decides the zone on both sides, and where that is where it is not written.
    decided: (&'a Value, &'a Value),
    spans: (Span, Span),
    moves: Guard,
    stays: Guard,
}

impl<'a> Place<'a> {
    fn of_interface(change: &Change, launch: &KnownLaunch<'_>, member: &KnownInterface<'a>) -> Self {
        let (values, before, after) = (&change.after.values, member.before, member.after);
        let zones = change.compare_zones(&before.zone, &after.zone);
        let name = match &after.resource {
            Some(resource) => format!("`{}`", resource.name()),
            None => format!("{} of {}", after.name(), launch.name(change)),
        };
        Self {
            name,
            zones: (&before.zone, &after.zone),
            decided: (&before.subnet, &after.subnet),
            spans: (before.span, after.span),
            moves: values.and(member.guard, zones.no),
            stays: values.and(member.guard, zones.yes),
        }
    }

    fn of_instance(change: &Change, launch: &KnownLaunch<'a>, member: &KnownInterface<'a>) -> Self {
        let (values, before, after) = (&change.after.values, launch.before, launch.after);
        let Comparison { yes, no } = change.compare_zones(&before.zone, &after.zone);
        // What gets its interfaces afterwards, and is not replaced, stays where it is.
        let kept = if member.after.attach == Attach::Afterwards { launch.kept(change) } else { Guard::NEVER };
        let header =
            |launch: &crate::graph::Launch, other: Span| launch.resource.as_ref().map_or(other, |resource| resource.header);
        Self {
            name: launch.name(change),
            zones: (&before.zone, &after.zone),
            decided: (&before.zone.name, &after.zone.name),
            spans: (header(before, member.before.span), header(after, member.after.span)),
            moves: values.and(member.guard, no),
            stays: values.and(member.guard, values.or(yes, kept)),
        }
    }
}

fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    (moved, stayed): (&Place<'_>, &Place<'_>),
    member: &KnownInterface<'_>,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let (graph, values) = (&change.after, &change.after.values);
    let Some(resource) = member.after.resource.as_ref().or(launch.resource()) else { return };
    let (old, new) = moved.zones.0.comparable(moved.zones.1);
    let (old_zone, new_zone) = (graph.describe_zone(old), graph.describe_zone(new));
    let message = format!("{} moves from {old_zone} to {new_zone}, but {} stays where it is", moved.name, stayed.name);
    let place = |graph: &Graph, value: &Value, span: Span| graph.span(value, span);
    let finding = Finding::new(resource, place(graph, moved.decided.1, moved.spans.1), message)
        .text("it is made anew there, and AWS answers InvalidParameterCombination: not in the same availability zone")
        .label(place(graph, moved.decided.0, moved.spans.0), format!("was in {old_zone}"))
        .label(place(graph, new, moved.spans.1), format!("this is in {new_zone}"))
        .label(place(graph, stayed.decided.1, stayed.spans.1), "stays")
        .label(member.after.span, format!("added to {} here", launch.name(change)))
        .because(values, new)
        .help("move the instance and all of its network interfaces in one change, or none of them; an address cannot be carried to another zone")
        .when(guard);
    findings.report(finding);
}
