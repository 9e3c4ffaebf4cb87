//! An instance says its IPv6 addresses in another way, and is replaced for it.

use super::{Finding, Findings, Rule, change_rule, reasons};
use crate::change::{Change, KnownLaunch};
use crate::configuration::{Language, Resource};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = change_rule!("ipv6-style-switch", check, instead_of: ["eip-loses-association"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches().filter(|launch| !launch.after.is_template()) {
        let own = ["ipv6_address_count", "ipv6_addresses", "Ipv6AddressCount", "Ipv6Addresses"];
        let other_reason = launch.change.is_some_and(|change| change.replacing().any(|cause| !own.contains(&&*cause.name)));
        if !other_reason {
            check_instance(change, &launch, findings);
        }
    }
}

fn check_instance(change: &Change, launch: &KnownLaunch<'_>, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let (Some(before), Some(after)) = (&launch.before.resource, launch.resource()) else { return };
    let (number, list) =
        (graph.spelled("ipv6_address_count", "Ipv6AddressCount"), graph.spelled("ipv6_addresses", "Ipv6Addresses"));
    if after.lifecycle.ignores(number) || after.lifecycle.ignores(list) {
        return;
    }
    let get = |resource: &Resource, name: &str| values.get(&resource.properties, name);
    let some = |value: &Value| values.when(value, |number| number.as_integer().is_some_and(|number| number > 0));
    let there = [launch.before.guard, launch.after.guard];
    let to_list = [
        some(&get(before, number)),
        graph.is_unset(&get(before, list)),
        graph.is_set(&get(after, list)),
        graph.is_unset(&get(after, number)),
    ];
    let to_number = [
        graph.is_set(&get(before, list)),
        graph.is_unset(&get(before, number)),
        some(&get(after, number)),
        graph.is_unset(&get(after, list)),
    ];
    if let Some(guard) = graph.together(there.into_iter().chain(to_list)) {
        report(change, launch, (number, list), guard, findings);
    }
    check_decided(change, launch, (number, list), findings);
    // In Terraform, a number that fits the addresses which are there changes nothing.
    if let Some(guard) = graph.together(there.into_iter().chain(to_number)).filter(|_| graph.language == Language::CloudFormation) {
        report(change, launch, (list, number), guard, findings);
    }
}

/// A tool replaces the instance for its addresses. Which way they were given before is not told: AWS knows both.
fn check_decided(change: &Change, launch: &KnownLaunch<'_>, (number, list): (&str, &str), findings: &mut Findings<'_>) {
    let (Some(own), Some(before), Some(after)) = (launch.change, &launch.before.resource, launch.resource()) else { return };
    let Some(cause) = own.replacing().next().filter(|_| own.replaced().is_some()) else { return };
    let other = if &*cause.name == list { number } else { list };
    if change.after.values.get(&before.computed, other).is_null() {
        return;
    }
    let message = format!("`{}` is replaced for its IPv6 addresses{}", after.name(), reasons::because(own));
    let finding = Finding::new(after, change.after.span(&cause.after, after.header), message)
        .text("the instance is destroyed and made anew, though EC2 could change the addresses of one that runs")
        .label(change.after.span(&cause.before, before.header), "as it is")
        .help("give them as before, or add the addresses to a network interface with a resource of its own");
    findings.report(finding.when(own.guard));
}

fn report(change: &Change, launch: &KnownLaunch<'_>, (old, new): (&str, &str), guard: Guard, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let (Some(before), Some(after)) = (&launch.before.resource, launch.resource()) else { return };
    let (was, is) = (values.get(&before.properties, old), values.get(&after.properties, new));
    let message = format!("`{}` is replaced: its IPv6 addresses are given by `{new}` now, and were by `{old}`", after.name());
    let finding = Finding::new(after, graph.span(&is, after.header), message)
        .text(graph.spelled(
            "unless these are exactly the addresses that it has, the instance is destroyed and made anew",
            "the property cannot be changed: the instance is made anew, and the old one is deleted",
        ))
        .label(graph.span(&was, before.header), "was given here")
        .because(values, &is)
        .help(format!("keep `{old}`, or add the addresses to a network interface with a resource of its own"));
    findings.report(finding.when(guard));
}
