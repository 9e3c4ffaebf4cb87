//! An interface is replaced, and with it the instance that lists it.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownLaunch, ResourceChange};
use crate::configuration::Resource;
use crate::graph::{Attach, LaunchInterface};
use crate::value::{Guard, Value};
use std::sync::Arc;

pub(super) static RULE: Rule =
    change_rule!("eni-replacement-replaces-instance", check, instead_of: ["eni-replaced", "eip-loses-association"]);

const LISTS: [&str; 3] = ["network_interface", "primary_network_interface", "NetworkInterfaces"];

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let Some(instance) = launch.change.filter(|instance| instance.replaced().is_some()) else { continue };
        let Some(cause) = instance.replacing().find(|cause| LISTS.contains(&&*cause.name)) else { continue };
        let known = launch.interfaces(change);
        let listed = known.iter().filter(|known| known.after.attach == Attach::Cold).filter_map(|known| {
            let own = change.of_after(known.after.resource.as_ref()?)?;
            Some((known.guard, own, known.after))
        });
        for (guard, own, entry) in listed.chain(unnamed(change, &launch)) {
            let Some((replaced, _)) = own.replaced() else { continue };
            if let Some(guard) = change.after.together([guard, replaced, cause.guard]) {
                report(change, &launch, own, entry, guard, findings);
            }
        }
    }
}

/// Entries of which the new side does not tell what they list, with the interfaces that they listed before.
fn unnamed<'a>(
    change: &'a Change,
    launch: &KnownLaunch<'a>,
) -> impl Iterator<Item = (Guard, &'a ResourceChange, &'a LaunchInterface)> {
    let values = &change.after.values;
    let is_cold = |entry: &&LaunchInterface| entry.attach == Attach::Cold && !entry.each;
    let after = launch.after.interfaces.iter().filter(is_cold).filter(|entry| values.is_opaque(&entry.interface));
    let before = &launch.before.interfaces;
    after.filter_map(move |entry| {
        let index = |index: &Value| if index.is_null() { Value::integer(0) } else { index.clone() };
        let is_one = |old: &Value, new: &Value| values.same(&index(old), &index(new)).yes == Guard::ALWAYS;
        let is_own =
            |old: &&LaunchInterface| is_one(&old.device_index, &entry.device_index) && is_one(&old.card_index, &entry.card_index);
        let old = before.iter().filter(is_cold).find(is_own)?;
        Some((values.and(old.guard, entry.guard), change.of_before(old.resource.as_ref()?)?, entry))
    })
}

fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    own: &ResourceChange,
    entry: &LaunchInterface,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let graph = &change.after;
    let (Some(after), Some(instance)) = (&own.after, launch.resource()) else { return };
    let name = |resource: &Arc<Resource>| format!("`{}`", resource.name());
    let message = format!("{} is replaced, because {} is", name(instance), name(after));
    let finding = Finding::new(instance, entry.span, message)
        .text("the id listed here changes: the instance is destroyed and made anew, with what is stored on it")
        .help(match entry.is_primary() {
            true => "keep the primary interface as it is, or plan for a new instance",
            false => graph.spelled(
                "attach the interface with an `aws_network_interface_attachment`: then it alone is replaced",
                "attach the interface with an `AWS::EC2::NetworkInterfaceAttachment`: then it alone is replaced",
            ),
        });
    findings.report(finding.because_replaced(change, own).when(guard));
}
