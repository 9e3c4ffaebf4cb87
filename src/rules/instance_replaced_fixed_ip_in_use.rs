//! An instance or an interface is replaced, the new one first, and both need one private address.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, Order, ResourceChange, Succession};
use crate::graph::{Attach, FixedAddress};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = change_rule!(
    "instance-replaced-fixed-ip-in-use",
    check,
    instead_of: ["create-before-destroy-with-fixed-eni", "eni-replaced", "eip-loses-association"]
);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let Some(own) = launch.change else { continue };
        for known in launch.interfaces(change) {
            let made = known.after.attach == Attach::Cold && known.after.interface.is_null();
            let subnets = (&known.before.subnet, &known.after.subnet);
            let addresses = (known.before.addresses.as_slice(), known.after.addresses.as_slice());
            if made {
                check_addresses(change, own, subnets, addresses, known.guard, findings);
            }
        }
    }
    for interface in change.interfaces() {
        if let (Some(before), Some(after)) = (interface.before, interface.after) {
            let addresses = (before.addresses.as_slice(), after.addresses.as_slice());
            check_addresses(change, interface.change, (&before.subnet, &after.subnet), addresses, Guard::ALWAYS, findings);
        }
    }
    for succession in change.handed_over_addresses() {
        findings.report(handed_over(change, &succession));
    }
}

/// Something under another name gets the address of what goes.
fn handed_over(change: &Change, succession: &Succession<'_>) -> Finding {
    let graph = &change.after;
    let (from, to) = (succession.from, succession.to);
    let address = succession.needed.as_str().unwrap_or_default();
    let message = format!("`{}` is made with the address {address}, which `{}` still has", to.name(), from.name());
    Finding::new(to, graph.span(succession.needed, to.header), message)
        .text(graph.spelled(
            "nothing makes it wait until the old one is gone, and AWS answers InvalidIPAddress.InUse",
            "the new one is made before the old one is deleted, and AWS answers InvalidIPAddress.InUse",
        ))
        .label(from.header, "has it, and goes")
        .because(&graph.values, succession.needed)
        .help(graph.spelled(
            "say in a `moved` block that it is the same one, or take the old one away in a change of its own",
            "keep the logical id, or take the old one away in an update of its own",
        ))
        .when(succession.guard)
}

/// An address is in use in its subnet.
fn check_addresses(
    change: &Change,
    own: &ResourceChange,
    subnets: (&Value, &Value),
    addresses: (&[FixedAddress], &[FixedAddress]),
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let values = &change.after.values;
    let Some((replaced, Order::CreateFirst)) = own.replaced() else { return };
    // Without a subnet it is the default one, before and after.
    let same_subnet = change.compare(subnets.0, subnets.1).yes;
    for after in addresses.1 {
        for before in addresses.0 {
            let stays = values.all([before.guard, after.guard, change.compare(&before.value, &after.value).yes]);
            let there = values.is_present(&after.value);
            if let Some(guard) = change.after.together([replaced, guard, same_subnet, stays, there]) {
                return report(change, own, &after.value, guard, findings);
            }
        }
    }
}

fn report(change: &Change, own: &ResourceChange, address: &Value, guard: Guard, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let Some(after) = &own.after else { return };
    let which = address.as_str().map_or_else(|| format!("`{}`", values.describe(address)), str::to_owned);
    let message = format!("`{}` is replaced, but the old one still has the address {which}", after.name());
    let mut finding = Finding::new(after, graph.span(address, after.header), message)
        .text("the new one is made first, and AWS answers InvalidIPAddress.InUse: the address is in use")
        .because(values, address);
    finding = finding.because_replaced(change, own);
    if let Some(place) = after.lifecycle.create_before_destroy {
        finding = finding.label(place, "the new one comes first");
    }
    let help = graph.spelled(
        "remove `create_before_destroy`, or change the address together with the rest",
        "change the address in the same update, or leave it out: `AWS` then picks a free one",
    );
    findings.report(finding.help(help.replace("`AWS`", "AWS")).when(guard));
}
