//! An instance that lives on an automatic public address gets a second interface.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownLaunch};
use crate::graph::{Attach, Graph, LaunchInterface};
use crate::source::Span;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("second-eni-drops-public-ip", check, instead_of: ["public-ip-lost-with-second-eni"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let values = &change.after.values;
    for launch in change.known_launches().filter(|launch| !launch.after.is_template() && !launch.before.open) {
        let [primary] = launch.before.interfaces.as_slice() else { continue };
        let added = launch.after.interfaces.iter().find(|interface| interface.attach == Attach::Afterwards && !interface.each);
        let (Some(added), true) = (added, primary.is_primary() && primary.node.is_none()) else { continue };
        let (public, place) = automatic_address(&change.before, primary);
        // A script may give it one.
        if change.after.may_mention(&launch.after.software, &["associate-address", "associate_address"]) {
            continue;
        }
        if has_elastic_ip(&change.before, &launch, false) || has_elastic_ip(&change.after, &launch, true) {
            continue;
        }
        let stays = values.not(launch.replaced());
        let guards = [stays, public, launch.before.guard, launch.after.guard, primary.guard, added.guard];
        if let Some(guard) = change.after.together(guards) {
            report(change, &launch, added, place, guard, findings);
        }
    }
}

/// When an interface certainly gets a public address from EC2 itself, and what says so.
fn automatic_address(graph: &Graph, primary: &LaunchInterface) -> (Guard, Span) {
    let values = &graph.values;
    let flag = &primary.associate_public_ip_address;
    let by_flag = values.is_bool(flag, true);
    if values.possible(by_flag) {
        return (by_flag, graph.span(flag, primary.span));
    }
    let unsaid = values.is_absent(flag);
    let subnets = graph.subnets.resolve(values, &primary.subnet).into_iter();
    let (mut by_subnet, mut place) = (Guard::NEVER, primary.span);
    for (guard, subnet) in subnets {
        let maps = values.all([guard, unsaid, values.is_bool(&subnet.map_public_ip_on_launch, true)]);
        if values.possible(maps) {
            by_subnet = values.or(by_subnet, maps);
            place = graph.span(&subnet.map_public_ip_on_launch, subnet.resource.header);
        }
    }
    (by_subnet, place)
}

/// Whether an Elastic IP address may be on the instance.
fn has_elastic_ip(graph: &Graph, launch: &KnownLaunch<'_>, after: bool) -> bool {
    let side = if after { launch.after } else { launch.before };
    let Some(resource) = &side.resource else { return true };
    graph.associations.iter().any(|association| {
        graph.endpoints(&association.target).iter().any(|endpoint| endpoint.is_of(resource.term))
            || graph.values.terms_within(association.target.written()).contains(&resource.term)
    })
}

fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    added: &LaunchInterface,
    place: Span,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let graph = &change.after;
    let Some(resource) = launch.resource() else { return };
    let message = format!("{} gets a second network interface, and will not get its public address again", launch.name(change));
    let finding = Finding::new(resource, added.span, message)
        .text("an instance with several interfaces gets no new public IPv4 address from EC2: after the next stop and start it has none")
        .label(place, "it lives on an automatic public address")
        .label(resource.header, "this instance")
        .help(graph.spelled(
            "give the primary interface an `aws_eip` in the same change",
            "give the primary interface an `AWS::EC2::EIP` in the same change",
        ));
    findings.report(finding.when(guard));
}
