//! An instance that lives on an automatic public address gets a second interface.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownLaunch};
use crate::graph::{Attach, LaunchInterface};
use crate::source::Span;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("second-eni-drops-public-ip", check, instead_of: ["public-ip-lost-with-second-eni"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let values = &change.after.values;
    for launch in change.known_launches().filter(|launch| !launch.after.is_template() && !launch.before.open) {
        let [primary] = launch.before.interfaces.as_slice() else { continue };
        let added = launch.after.interfaces.iter().find(|interface| interface.attach == Attach::Afterwards && !interface.each);
        let (Some(added), true) = (added, primary.is_primary() && primary.node.is_none()) else { continue };
        let (public, place) = change.before.automatic_address(primary);
        if change.before.may_have_elastic_ip(launch.before) || change.after.may_have_elastic_ip(launch.after) {
            continue;
        }
        let stays = values.not(launch.replaced());
        let guards = [stays, public, launch.before.guard, launch.after.guard, primary.guard, added.guard];
        if let Some(guard) = change.after.together(guards) {
            report(change, &launch, added, place, guard, findings);
        }
    }
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
