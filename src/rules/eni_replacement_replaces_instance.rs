//! An interface is replaced, and with it the instance that lists it.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownLaunch, ResourceChange};
use crate::configuration::Resource;
use crate::graph::{Attach, LaunchInterface};
use crate::value::Guard;
use std::sync::Arc;

pub(super) static RULE: Rule =
    change_rule!("eni-replacement-replaces-instance", check, instead_of: ["eni-replaced", "eip-loses-association"]);

const LISTS: [&str; 3] = ["network_interface", "primary_network_interface", "NetworkInterfaces"];

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let Some(instance) = launch.change.filter(|instance| instance.replaced().is_some()) else { continue };
        for known in launch.interfaces(change).iter().filter(|known| known.after.attach == Attach::Cold) {
            let own = known.after.resource.as_ref().and_then(|resource| change.of_after(resource));
            let (Some(own), Some(cause)) = (own, instance.replacing().find(|cause| LISTS.contains(&&*cause.name))) else {
                continue;
            };
            let Some((replaced, _)) = own.replaced() else { continue };
            if let Some(guard) = change.after.together([known.guard, replaced, cause.guard]) {
                report(change, &launch, own, known.after, guard, findings);
            }
        }
    }
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
