//! An instance is replaced, the new one first, and both need one interface that stays.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownInterface, KnownLaunch, Order, ResourceChange, Succession};
use crate::graph::Attach;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!(
    "instance-replaced-primary-eni-in-use",
    check,
    instead_of: ["create-before-destroy-with-fixed-eni", "device-index-changed", "eip-loses-association"]
);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let Some((replaced, Order::CreateFirst)) = launch.change.and_then(ResourceChange::replaced) else { continue };
        for known in launch.interfaces(change).iter().filter(|known| known.after.attach == Attach::Cold) {
            let stays = change.compare(&known.before.interface, &known.after.interface).yes;
            let there = change.after.values.is_present(&known.after.interface);
            if let Some(guard) = change.after.together([replaced, known.guard, stays, there]) {
                report(change, &launch, known, guard, findings);
                break;
            }
        }
    }
    for succession in change.handed_over_interfaces() {
        findings.report(handed_over(change, &succession));
    }
}

/// An instance under another name gets the interface of the one that goes.
fn handed_over(change: &Change, succession: &Succession<'_>) -> Finding {
    let graph = &change.after;
    let (from, to) = (succession.from, succession.to);
    let interface = graph.values.describe(succession.needed);
    let interface = graph.declaration(succession.needed).map_or(interface, |address| address.to_string());
    let message = format!("`{}` is made with `{interface}`, which is still attached to `{}`", to.name(), from.name());
    Finding::new(to, graph.span(succession.needed, to.header), message)
        .text(graph.spelled(
            "nothing makes it wait until the old instance is gone, and AWS answers InvalidNetworkInterface.InUse",
            "the new instance is launched before the old one is deleted, and AWS answers InvalidNetworkInterface.InUse",
        ))
        .label(from.header, "has it, and goes")
        .help(graph.spelled(
            "say in a `moved` block that it is the same instance, or take the old one away in a change of its own",
            "keep the logical id, or take the old instance away in an update of its own",
        ))
        .when(succession.guard)
}

fn report(change: &Change, launch: &KnownLaunch<'_>, known: &KnownInterface<'_>, guard: Guard, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let (Some(own), Some(after)) = (launch.change, launch.resource()) else { return };
    let interface = match &known.after.resource {
        Some(resource) => format!("`{}`", resource.name()),
        None => format!("the network interface {}", values.describe(&known.after.interface)),
    };
    let message = format!("`{}` is replaced while {interface} is still attached to the old instance", after.name());
    let mut finding = Finding::new(after, graph.span(&known.after.interface, known.after.span), message)
        .text("the new instance is launched first, and AWS answers InvalidNetworkInterface.InUse");
    finding = finding.because_replaced(change, own);
    if let Some(place) = after.lifecycle.create_before_destroy {
        finding = finding.label(place, "the new instance comes first");
    }
    let help = graph.spelled(
        "remove `create_before_destroy`, so that the old instance lets go of the interface first",
        "change it in two updates: take the instance out of the stack, then add the new one; or give the new one a new interface",
    );
    findings.report(finding.help(help).when(guard));
}
