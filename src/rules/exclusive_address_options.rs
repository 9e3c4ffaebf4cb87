//! Two ways at once to give an interface addresses of one family, and prefixes of a length that EC2 does not assign.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{AddressRequest, DeclaredInterface, Family, Form, Graph};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("exclusive-address-options", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.declared_interfaces() {
        for family in [Family::Ipv4, Family::Ipv6] {
            check_options(graph, &interface, family, findings);
        }
        for request in interface.address_requests.iter().filter(|request| request.setting.form == Form::Prefixes) {
            for (guard, prefix) in request.items(&graph.values) {
                check_length(graph, &interface, request, (guard, &prefix), findings);
            }
        }
    }
}

/// Whether more than one of list, number, prefixes and number of prefixes is used.
fn check_options(graph: &Graph, interface: &DeclaredInterface<'_>, family: Family, findings: &mut Findings<'_>) {
    let of_family = interface.address_requests.iter().filter(|request| request.setting.family == family);
    let options: Vec<_> = of_family
        .map(|request| (excludes_others(graph, request), request))
        .filter(|(guard, _)| graph.values.possible(*guard))
        .collect();
    for (index, (second_made, second)) in options.iter().enumerate() {
        for (first_made, first) in &options[..index] {
            if first.setting.form == second.setting.form || have_a_rule_of_their_own(first, second) {
                continue;
            }
            if let Some(guard) = graph.together([interface.guard, *first_made, *second_made]) {
                findings.report(exclusive(graph, interface, first, second).when(guard));
                return;
            }
        }
    }
}

/// When a setting is one that leaves no room for the others. A list of one IPv4 address may be the primary one alone, which goes with
/// a number of further ones.
fn excludes_others(graph: &Graph, request: &AddressRequest) -> Guard {
    let values = &graph.values;
    match (request.setting.family, request.setting.form) {
        // The provider reads these in list mode only, in which it reads nothing else.
        _ if matches!(request.setting.name, "private_ip_list" | "ipv6_address_list") => Guard::NEVER,
        (Family::Ipv4, Form::List) => {
            let counts = values.least_length(Guard::ALWAYS, &values.certain_items(&request.value)).into_iter();
            counts.filter(|(_, count)| *count > 1).fold(Guard::NEVER, |any, (guard, _)| values.or(any, guard))
        }
        (_, Form::List | Form::Count | Form::Prefixes | Form::PrefixCount) => request.is_made(values),
        (_, Form::Primary | Form::Secondary | Form::Flag) => Guard::NEVER,
    }
}

/// The provider takes these two together, as long as they say the same.
fn have_a_rule_of_their_own(first: &AddressRequest, second: &AddressRequest) -> bool {
    (first.setting.name, second.setting.name) == ("private_ips", "private_ips_count")
}

fn exclusive(graph: &Graph, interface: &DeclaredInterface<'_>, first: &AddressRequest, second: &AddressRequest) -> Finding {
    let (name, family) = (&interface.name, family_name(second));
    let (one, other) = (first.setting.name, second.setting.name);
    let message = format!("{name} asks for {family} addresses by `{one}` and by `{other}`");
    Finding::new(interface.resource, graph.span(&second.value, interface.span), message)
        .text(match second.setting.family {
            Family::Ipv4 => "EC2 takes one of a list, a number, prefixes and a number of prefixes, and refuses two",
            Family::Ipv6 => "AWS answers: you can only specify one of addresses, their number, prefixes and their number",
        })
        .label(graph.span(&first.value, interface.span), "asks for some already")
        .because(&graph.values, &second.value)
        .help(format!("keep either `{one}` or `{other}`"))
}

fn check_length(
    graph: &Graph,
    interface: &DeclaredInterface<'_>,
    request: &AddressRequest,
    (written, prefix): (Guard, &Value),
    findings: &mut Findings<'_>,
) {
    let expected = if request.setting.family == Family::Ipv4 { 28 } else { 80 };
    let other_length = |prefix: &Value| length(prefix).is_some_and(|length| length != expected);
    let guard = graph.values.when(prefix, other_length);
    let Some(guard) = graph.together([interface.guard, written, guard]) else { return };
    let (name, family) = (&interface.name, family_name(request));
    let message = format!("{name} asks for the {family} prefix {}, which is no /{expected}", graph.values.describe(prefix));
    let finding = Finding::new(interface.resource, graph.span(prefix, interface.span), message)
        .text(format!("EC2 assigns {family} prefixes of length {expected} only"))
        .because(&graph.values, prefix)
        .help(format!("name a /{expected} of the subnet, or ask for a number of prefixes and let EC2 choose them"));
    findings.report(finding.when(guard));
}

/// The length of a prefix that is written.
fn length(prefix: &Value) -> Option<u8> {
    let network: ipnet::IpNet = prefix.as_str()?.trim().parse().ok()?;
    Some(network.prefix_len())
}

fn family_name(request: &AddressRequest) -> &'static str {
    match request.setting.family {
        Family::Ipv4 => "IPv4",
        Family::Ipv6 => "IPv6",
    }
}
