//! The new type of an instance does not carry the interfaces and addresses that the instance has.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Cause, Change, KnownLaunch};
use crate::ec2::{NetworkLimits, network_limits, smallest_for_addresses, smallest_in_family};
use crate::graph::{Family, LaunchInterface, least_addresses};
use crate::source::Span;
use crate::value::{Guard, Value};

pub(super) static RULE: Rule =
    change_rule!("instance-type-too-small-for-enis", check, instead_of: ["too-many-addresses", "too-many-enis"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let own = launch.change.filter(|_| !launch.after.is_template());
        let cause = own.and_then(|own| own.cause("instance_type").or_else(|| own.cause("InstanceType")));
        if let Some(cause) = cause {
            check_types(change, &launch, cause, findings);
        }
    }
}

/// The old and the new type in one case, and what both allow.
struct Types<'a> {
    new: &'a str,
    limits: (Option<NetworkLimits>, NetworkLimits),
    guard: Guard,
}

fn check_types(change: &Change, launch: &KnownLaunch<'_>, cause: &Cause, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let stays = values.not(launch.replaced());
    for (is_old, old) in values.cases(&launch.before.instance_type) {
        for (is_new, new) in values.cases(&launch.after.instance_type) {
            let Some((new, limits)) = new.as_str().and_then(|new| Some((new, network_limits(new)?))) else { continue };
            let Some(guard) = graph.together([cause.guard, stays, launch.after.guard, is_old, is_new]) else { continue };
            let types = Types { new, limits: (old.as_str().and_then(network_limits), limits), guard };
            check_interfaces(change, launch, cause, &types, findings);
            check_addresses(change, launch, cause, &types, findings);
        }
    }
}

fn check_interfaces(change: &Change, launch: &KnownLaunch<'_>, cause: &Cause, types: &Types<'_>, findings: &mut Findings<'_>) {
    let (graph, limit) = (&change.after, types.limits.1.interfaces());
    let Some((guard, interfaces)) = graph.more_interfaces_than(launch.after, types.guard, limit) else { return };
    let count = interfaces.len();
    // What did not fit before is no matter of the change.
    if types.limits.0.is_some_and(|old| old.interfaces() < count) {
        return;
    }
    let message =
        format!("{} becomes {}, which allows {limit} network interfaces, but it has {count}", launch.name(change), types.new);
    let places: Vec<Span> = interfaces.iter().map(|interface| interface.span).collect();
    let fits = smallest_in_family(types.new, count);
    report(change, launch, cause, message, &places, fits, guard, findings);
}

fn check_addresses(change: &Change, launch: &KnownLaunch<'_>, cause: &Cause, types: &Types<'_>, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    for interface in launch.after.interfaces.iter().filter(|interface| !interface.each) {
        for (family, name) in [(Family::Ipv4, "IPv4"), (Family::Ipv6, "IPv6")] {
            let limit = allowed(types.limits.1, family);
            for (case, count) in least_addresses(values, graph.address_requests(interface), family) {
                let fitted = types.limits.0.is_none_or(|old| allowed(old, family) >= count);
                let Some(guard) = graph.together([types.guard, interface.guard, case]).filter(|_| fitted && count > limit) else {
                    continue;
                };
                let message = format!(
                    "{} becomes {}, which allows {limit} {name} addresses on one network interface, but {} has {count}",
                    launch.name(change),
                    types.new,
                    interface.name(),
                );
                let fits = smallest_for_addresses(types.new, count);
                report(change, launch, cause, message, &[place(change, interface)], fits, guard, findings);
            }
        }
    }
}

fn allowed(limits: NetworkLimits, family: Family) -> u64 {
    let none = family == Family::Ipv6 && limits.ipv6 == Some(false);
    if none { 0 } else { u64::from(limits.ipv4_per_interface) }
}

fn place(change: &Change, interface: &LaunchInterface) -> Span {
    let requests = change.after.address_requests(interface);
    let written = requests.iter().find(|request| request.is_made(&change.after.values) != Guard::NEVER);
    written.map_or(interface.span, |request| change.after.span(&request.value, interface.span))
}

#[expect(clippy::too_many_arguments, reason = "what both checks tell")]
fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    cause: &Cause,
    message: String,
    places: &[Span],
    fits: Option<&str>,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let (graph, values) = (&change.after, &change.after.values);
    let Some(resource) = launch.resource() else { return };
    let was = |value: &Value| value.as_str().map_or_else(|| values.describe(value), str::to_owned);
    let old = launch.before.resource.as_ref().map_or(resource.header, |before| before.header);
    let mut finding = Finding::new(resource, graph.span(&cause.after, resource.header), message)
        .text("the instance is stopped for the change, AWS refuses the new type, and the instance stays stopped")
        .label(graph.span(&cause.before, old), format!("was {}", was(&cause.before)));
    for &place in places {
        finding = finding.label(place, "takes a place");
    }
    let help = match fits {
        Some(fits) => format!("use {fits} or larger, or take away first what does not fit"),
        None => "use a type that allows as many, or take away first what does not fit".to_owned(),
    };
    findings.report(finding.because(values, &cause.after).help(help).when(guard));
}
