//! More addresses on one interface than the instance type allows.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::ec2::{MOST_ADDRESSES_PER_INTERFACE, smallest_for_addresses};
use crate::graph::{AddressRequest, Family, Form, Graph, Launch, LaunchInterface, least_addresses};
use crate::source::Span;
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("too-many-addresses", check);

const FAMILIES: [(Family, &str); 2] = [(Family::Ipv4, "IPv4"), (Family::Ipv6, "IPv6")];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter() {
        let subject = Subject::of(&interface.resource, interface.resource.name(), &interface.address_requests);
        check_any_type(graph, &subject, Guard::ALWAYS, findings);
    }
    for launch in &graph.launches {
        for interface in &launch.interfaces {
            let requests = graph.address_requests(interface);
            let Some(resource) = interface.resource.as_ref().or(launch.resource.as_ref()).filter(|_| !requests.is_empty()) else {
                continue;
            };
            let name = match &interface.resource {
                Some(resource) => format!("`{}`", resource.name()),
                None => format!("{} of {}", interface.name(), launch.name(&graph.values)),
            };
            let subject = Subject { resource, name, requests };
            let guard = graph.values.and(launch.guard, interface.guard);
            if interface.node.is_none() {
                check_any_type(graph, &subject, guard, findings);
            }
            check_type(graph, launch, interface, &subject, guard, findings);
        }
    }
}

/// What asks for addresses.
struct Subject<'a> {
    resource: &'a Resource,
    name: String,
    requests: &'a [AddressRequest],
}

impl<'a> Subject<'a> {
    fn of(resource: &'a Resource, name: String, requests: &'a [AddressRequest]) -> Self {
        Self { resource, name: format!("`{name}`"), requests }
    }

    /// The settings that ask for addresses of a family, and where they stand.
    fn places(&self, graph: &Graph, family: Family) -> Vec<Span> {
        let asking = self.requests.iter().filter(|request| {
            request.setting.family == family
                && !matches!(request.setting.form, Form::Primary | Form::Flag)
                && graph.values.possible(request.is_made(&graph.values))
        });
        asking.map(|request| graph.span(&request.value, self.resource.header)).collect()
    }

    fn finding(&self, graph: &Graph, family: Family, message: String) -> Finding {
        let places = self.places(graph, family);
        let (first, others) = places.split_first().map_or((self.resource.header, &[][..]), |(first, others)| (*first, others));
        let finding = Finding::new(self.resource, first, message);
        let finding = self.requests.iter().fold(finding, |finding, request| finding.because(&graph.values, &request.value));
        others.iter().fold(finding, |finding, place| finding.label(*place, "these take places too"))
    }
}

/// More than any type allows.
fn check_any_type(graph: &Graph, subject: &Subject<'_>, guard: Guard, findings: &mut Findings<'_>) {
    let most = u64::from(MOST_ADDRESSES_PER_INTERFACE);
    for (family, name) in FAMILIES {
        for (case, count) in least_addresses(&graph.values, subject.requests, family) {
            let Some(guard) = graph.together([guard, case, subject.resource.guard]).filter(|_| count > most) else { continue };
            let message =
                format!("{} asks for {count} {name} addresses, but no instance type allows more than {most}", subject.name);
            let finding = subject.finding(graph, family, message).text(answer(family)).help(help(family, None));
            findings.report(finding.when(guard));
        }
    }
}

/// An instance type that does not fit.
struct Broken {
    guard: Guard,
    instance_type: Value,
    limit: u64,
    count: u64,
}

fn check_type(
    graph: &Graph,
    launch: &Launch,
    interface: &LaunchInterface,
    subject: &Subject<'_>,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    for (family, name) in FAMILIES {
        let counts = least_addresses(values, subject.requests, family);
        let mut broken = Vec::new();
        for (in_case, instance_type, limits) in launch.known_types(values) {
            let has_none = family == Family::Ipv6 && limits.ipv6 == Some(false);
            let limit = if has_none { 0 } else { u64::from(limits.ipv4_per_interface) };
            let too_many = counts.iter().filter(|(_, count)| *count > limit && *count <= u64::from(MOST_ADDRESSES_PER_INTERFACE));
            for (case, count) in too_many {
                if let Some(guard) = graph.together([guard, in_case, *case]) {
                    broken.push(Broken { guard, instance_type: instance_type.clone(), limit, count: *count });
                }
            }
        }
        let Some(first) = broken.first() else { continue };
        let message =
            format!("{} asks for {} {name} {}, but {}", subject.name, first.count, addresses(first.count), allowed(&broken));
        let type_place = graph.span(&first.instance_type, interface.span);
        let finding = subject
            .finding(graph, family, message)
            .text(answer(family))
            .label(type_place, "the instance type")
            .label(interface.span, format!("added to {} here", launch.name(values)))
            .because(values, &first.instance_type)
            .help(help(family, first.instance_type.as_str().and_then(|name| smallest_for_addresses(name, first.count))));
        findings.report(finding.when(broken.iter().fold(Guard::NEVER, |any, broken| values.or(any, broken.guard))));
    }
}

/// What the types allow, at most three of them by name.
fn allowed(broken: &[Broken]) -> String {
    let mut types: Vec<String> = Vec::new();
    for broken in broken {
        let name = broken.instance_type.as_str().unwrap_or_default();
        let text = match broken.limit {
            0 => format!("{name} has no IPv6"),
            limit => format!("{name} allows {limit}"),
        };
        if !types.contains(&text) {
            types.push(text);
        }
    }
    match types.len() {
        1 if broken[0].limit > 0 => format!("{} on one network interface", types[0]),
        1..=3 => types.join(" and "),
        number => format!("{}, and {} other types fewer too", types[..2].join(", "), number - 2),
    }
}

fn addresses(count: u64) -> &'static str {
    if count == 1 { "address" } else { "addresses" }
}

fn answer(family: Family) -> &'static str {
    match family {
        Family::Ipv4 => "AWS answers PrivateIpAddressLimitExceeded: number of private addresses will exceed limit",
        Family::Ipv6 => "AWS refuses more than the instance type allows",
    }
}

fn help(family: Family, smallest: Option<&str>) -> String {
    let larger = smallest.map_or_else(String::new, |smallest| format!("use {smallest} or larger, or "));
    match family {
        Family::Ipv4 => format!("{larger}ask for fewer addresses; an IPv4 prefix gives 16 addresses in the place of one"),
        Family::Ipv6 => format!("{larger}ask for fewer addresses; an IPv6 prefix takes the place of one"),
    }
}
