//! Fewer addresses than before, and nobody chooses which ones go.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, ResourceChange};
use crate::configuration::Resource;
use crate::value::{Guard, Value};
use std::sync::Arc;

pub(super) static RULE: Rule = change_rule!("addresses-removed", check, instead_of: []);

/// Numbers of addresses or prefixes, and what they count.
const NUMBERS: [(&str, &str); 8] = [
    ("Ipv4PrefixCount", "IPv4 prefixes"),
    ("Ipv6AddressCount", "IPv6 addresses"),
    ("Ipv6PrefixCount", "IPv6 prefixes"),
    ("SecondaryPrivateIpAddressCount", "secondary addresses"),
    ("ipv4_prefix_count", "IPv4 prefixes"),
    ("ipv6_address_count", "IPv6 addresses"),
    ("ipv6_prefix_count", "IPv6 prefixes"),
    ("private_ips_count", "secondary addresses"),
];

fn check(change: &Change, findings: &mut Findings<'_>) {
    for interface in change.interfaces() {
        let (Some(before), Some(after)) = (&interface.change.before, &interface.change.after) else { continue };
        if interface.change.replaced().is_some() || !after.is_managed() {
            continue;
        }
        for (name, what) in NUMBERS.iter().filter(|(name, _)| !after.lifecycle.ignores(name)) {
            check_number(change, (before, after), name, what, findings);
        }
        check_order(change, interface.change, (before, after), findings);
    }
}

fn check_number(
    change: &Change,
    (before, after): (&Arc<Resource>, &Arc<Resource>),
    name: &str,
    what: &str,
    findings: &mut Findings<'_>,
) {
    let (graph, values) = (&change.after, &change.after.values);
    let (old, new) = (values.get(&before.properties, name), values.get(&after.properties, name));
    for (is_old, was) in values.cases(&old) {
        for (is_new, is) in values.cases(&new) {
            let (Some(was), Some(is)) = (was.as_integer(), is.as_integer()) else { continue };
            let Some(guard) = graph.together([before.guard, after.guard, is_old, is_new]).filter(|_| is < was) else { continue };
            let message = format!("`{}` goes from {was} to {is} {what}, and nobody chooses which ones go", after.name());
            let finding = Finding::new(after, graph.span(&new, after.header), message)
                .text("any of them is taken away: an Elastic IP address or a service may be on it")
                .label(graph.span(&old, before.header), format!("was {was}"))
                .because(values, &new)
                .help(graph.spelled(
                    "list the addresses that stay (`private_ips`, `ipv6_addresses`, …) in place of a number",
                    "list the addresses that stay (`PrivateIpAddresses`, `Ipv6Addresses`, …) in place of a number",
                ));
            findings.report(finding.when(guard));
        }
    }
}

/// The list of addresses in another order: all but the first are taken away and added again.
fn check_order(
    change: &Change,
    own: &ResourceChange,
    (before, after): (&Arc<Resource>, &Arc<Resource>),
    findings: &mut Findings<'_>,
) {
    let (graph, Some(cause)) = (&change.after, own.cause("private_ip_list")) else { return };
    let texts =
        |list: &Value| -> Option<Vec<String>> { list.items()?.iter().map(|item| item.as_str().map(str::to_owned)).collect() };
    let (Some(old), Some(new)) = (texts(&cause.before), texts(&cause.after)) else { return };
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    if old == new || old.first() != new.first() || sorted(&old) != sorted(&new) || cause.guard == Guard::NEVER {
        return;
    }
    let message = format!("`{}` has its addresses in another order: all but the first go, and come back", after.name());
    let finding = Finding::new(after, graph.span(&cause.after, after.header), message)
        .text("they are off meanwhile, and Elastic IP addresses on them are taken off")
        .label(graph.span(&cause.before, before.header), "was in this order")
        .help("keep the order, and add new addresses at the end");
    findings.report(finding.when(cause.guard));
}
