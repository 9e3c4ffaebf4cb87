//! A script attaches a floating interface to whichever instance is alive, and some of these are in another Availability Zone.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::{OtherResource, Resource};
use crate::graph::{Graph, GroupKind, Interface, Launch, LaunchInterface, Zone};
use crate::source::Span;
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("failover-eni-across-azs", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for group in graph.groups.iter().filter(|group| group.kind == GroupKind::AutoScaling) {
        let subnets = graph.members(&group.subnets);
        for (means, template) in graph.templates_of(&group.templates) {
            for (id, interface) in graph.attached_by_script(&template.software) {
                let guards = [group.resource.guard, means, template.resource.guard, interface.resource.guard];
                let Some(guard) = graph.together(guards) else { continue };
                if let Some((guard, subnet)) = apart(graph, guard, interface, &subnets) {
                    let message = format!(
                        "`{}` has instances in several Availability Zones that are to attach `{}` themselves",
                        group.resource.name(),
                        interface.resource.name()
                    );
                    let place = graph.span(&subnet, group.resource.header);
                    let span = graph.span(&id, template.resource.header);
                    let finding = Finding::new(&group.resource, place, message)
                        .text("an instance that is launched here cannot have the interface: its zone is another one")
                        .label(
                            graph.span(&interface.subnet, interface.resource.header),
                            "the interface stays in the zone of this subnet",
                        )
                        .label(span, "attached by this script");
                    findings.report(finding.help(HELP).when(guard));
                }
            }
        }
    }
    check_instances(graph, findings);
    check_functions(graph, findings);
}

/// A function that is given one interface and several instances, to move it from the one to the other.
fn check_functions(graph: &Graph, findings: &mut Findings<'_>) {
    for function in graph.functions() {
        let names = |resource: &Resource| function.dependencies.contains(&resource.address.block());
        // What an instance boots on stays with it, so that the function is given it for something else.
        let is_movable = |interface: &&Interface| interface.resource.is_managed() && !is_booted(graph, interface);
        let mut interfaces = graph.interfaces.iter().filter(|interface| names(&interface.resource)).filter(is_movable);
        // Of several it may take the one that suits.
        let (Some(interface), None) = (interfaces.next(), interfaces.next()) else { continue };
        let is_named = |launch: &&Launch| launch.instance().is_some() && launch.resource.as_deref().is_some_and(names);
        let launches: Vec<&Launch> = graph.launches.iter().filter(is_named).collect();
        if launches.len() > 1 {
            launches.iter().for_each(|launch| check_takeover(graph, function, interface, launch, findings));
        }
    }
}

/// An instance to which a function is to give an interface.
fn check_takeover(graph: &Graph, function: &OtherResource, interface: &Interface, launch: &Launch, findings: &mut Findings<'_>) {
    let Some(resource) = launch.resource.as_ref().filter(|_| !launch.open) else { return };
    if launch.interfaces.iter().any(|entry| is_entry_of(entry, interface)) {
        return;
    }
    let own = graph.zone_of_subnet(&interface.subnet);
    for primary in launch.interfaces.iter().filter(|entry| entry.is_primary()) {
        let apart = graph.same_zone(zone_of(primary, &launch.zone), &own).no;
        let Some(guard) = graph.together([launch.guard, primary.guard, interface.resource.guard, apart]) else { continue };
        let (name, eni) = (resource.name(), interface.resource.name());
        let message = format!("`{}` cannot give `{eni}` to `{name}`, which is in another Availability Zone", function.block);
        let finding = Finding::new(resource, graph.span(&primary.subnet, resource.header), message)
            .text("AWS answers InvalidParameterCombination: not in the same availability zone")
            .label(graph.span(&interface.subnet, interface.resource.header), "the interface stays in the zone of this subnet");
        findings.report(finding.help(HELP).when(guard));
    }
}

/// Whether an instance has an interface as its primary one, which cannot be detached.
fn is_booted(graph: &Graph, interface: &Interface) -> bool {
    let mut entries = graph.launches.iter().flat_map(|launch| &launch.interfaces);
    entries.any(|entry| entry.is_primary() && is_entry_of(entry, interface))
}

fn is_entry_of(entry: &LaunchInterface, interface: &Interface) -> bool {
    entry.resource.as_ref().is_some_and(|resource| resource.term == interface.resource.term)
}

const HELP: &str = "make one interface for each zone and let the instances pick that of their own, or move an Elastic IP address or a route instead of the interface";

/// When a subnet of a group is certainly in another zone than the interface, or than another subnet of the group; and that subnet.
fn apart(graph: &Graph, guard: Guard, interface: &Interface, subnets: &[(Guard, Value)]) -> Option<(Guard, Value)> {
    let own = graph.zone_of_subnet(&interface.subnet);
    let zones: Vec<Zone> = subnets.iter().map(|(_, subnet)| graph.zone_of_subnet(subnet)).collect();
    let from_own = subnets.iter().zip(&zones).find_map(|((listed, subnet), zone)| {
        Some((graph.together([guard, *listed, graph.same_zone(&own, zone).no])?, subnet.clone()))
    });
    from_own.or_else(|| {
        let first = zones.first()?;
        subnets.iter().zip(&zones).skip(1).find_map(|((listed, subnet), zone)| {
            Some((graph.together([guard, subnets[0].0, *listed, graph.same_zone(first, zone).no])?, subnet.clone()))
        })
    })
}

/// Single instances that attach an interface themselves, one of them in another zone.
fn check_instances(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.instance().is_some()) {
        let (Some(resource), false) = (&launch.resource, launch.open) else { continue };
        for (id, interface) in graph.attached_by_script(&launch.software) {
            let zone = graph.zone_of_subnet(&interface.subnet);
            for primary in launch.interfaces.iter().filter(|interface| interface.is_primary()) {
                let own = zone_of(primary, &launch.zone);
                let guards = [launch.guard, primary.guard, interface.resource.guard, graph.same_zone(own, &zone).no];
                let Some(guard) = graph.together(guards) else { continue };
                let place: Span = graph.span(&primary.subnet, resource.header);
                let message = format!(
                    "`{}` is to attach `{}` itself, which is in another Availability Zone",
                    resource.name(),
                    interface.resource.name()
                );
                let finding = Finding::new(resource, graph.span(&id, resource.header), message)
                    .text("AWS answers InvalidParameterCombination: not in the same availability zone")
                    .label(place, "the zone of the instance")
                    .label(
                        graph.span(&interface.subnet, interface.resource.header),
                        "the interface stays in the zone of this subnet",
                    );
                findings.report(finding.help(HELP).when(guard));
            }
        }
    }
}

/// The zone of an instance: that of its primary interface, or the one that it names.
fn zone_of<'a>(primary: &'a LaunchInterface, named: &'a Zone) -> &'a Zone {
    if primary.subnet.is_null() { named } else { &primary.zone }
}
