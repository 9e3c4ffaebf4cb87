//! An interface that is in use is replaced: its address, its MAC address and its id change.

use super::{Finding, Findings, Rule, change_rule, reasons};
use crate::change::{Change, InterfaceChange, Use};
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("eni-replaced", check, instead_of: []);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let all_uses = change.uses();
    for interface in change.interfaces() {
        let (Some((guard, _)), Some(before)) = (interface.change.replaced(), interface.before) else { continue };
        let position = change.before.interfaces.position_of(before.resource.term);
        let Some(uses) = position.and_then(|position| all_uses.get(&position)) else { continue };
        // Who uses it and goes in the same change loses nothing.
        let stays = |user: &&Use<'_>| match &user.launch.resource {
            Some(resource) => change.of_before(resource).is_some_and(|change| change.after.is_some()),
            None => true,
        };
        let remaining: Vec<_> = uses.iter().filter(stays).collect();
        let values = &change.after.values;
        let in_use =
            remaining.iter().fold(Guard::NEVER, |any, user| values.or(any, values.and(user.launch.guard, user.entry.guard)));
        if let (Some(guard), Some(user)) = (change.after.together([guard, in_use]), remaining.first()) {
            report(change, &interface, user, guard, findings);
        }
    }
}

fn report(change: &Change, interface: &InterfaceChange<'_>, user: &Use<'_>, guard: Guard, findings: &mut Findings<'_>) {
    let Some(after) = interface.after else { return };
    let message = format!("`{}` is replaced{}", after.resource.name(), reasons::because(interface.change));
    let place = reasons::place(&change.after, interface.change, after.resource.header);
    let finding = Finding::new(&after.resource, place, message)
        .text("its private address, its MAC address and its id change: routes, Elastic IP addresses and licences that name them lose it")
        .label(user.entry.span, format!("{} uses it", user.launch.name(&change.after.values)))
        .because_replaced(change, interface.change)
        .help("keep these arguments as they are, or make the new interface beside the old one and move what points at it first");
    findings.report(finding.when(guard));
}
