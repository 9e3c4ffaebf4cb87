//! An instance that had its automatic primary interface gets a list of interfaces, and is replaced.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Action, Change, KnownLaunch};
use crate::configuration::Language;
use crate::graph::{LaunchInterface, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!(
    "eni-block-introduced",
    check,
    instead_of: ["deprecated-network-interface-block", "eip-loses-association", "eni-block-replaces-instance"]
);

/// What is written in other places when interfaces are listed, and no other reason for a replacement.
const MOVED_INTO_THE_LIST: [&str; 9] = [
    "NetworkInterfaces",
    "SubnetId",
    "SecurityGroups",
    "PrivateIpAddress",
    "AvailabilityZone",
    "network_interface",
    "primary_network_interface",
    "private_ip",
    "subnet_id",
];

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let had_automatic = launch.before.interfaces.iter().find(|interface| interface.via == Via::Automatic);
        let listed = launch.after.interfaces.iter().find(|interface| interface.via == Via::Instance && interface.is_primary());
        let (Some(automatic), Some(listed)) = (had_automatic.filter(|_| !launch.before.open), listed) else { continue };
        let other_reason =
            launch.change.is_some_and(|own| own.replacing().any(|cause| !MOVED_INTO_THE_LIST.contains(&&*cause.name)));
        if other_reason || is_ignored(&launch) {
            continue;
        }
        let guards = [launch.before.guard, launch.after.guard, automatic.guard, listed.guard, replaces(change, &launch, listed)];
        if let Some(guard) = change.after.together(guards) {
            report(change, &launch, listed, guard, findings);
        }
    }
}

fn is_ignored(launch: &KnownLaunch<'_>) -> bool {
    let ignores = |name| launch.resource().is_some_and(|resource| resource.lifecycle.ignores(name));
    ignores("network_interface") || ignores("primary_network_interface")
}

/// When the list certainly replaces the instance. A `network_interface` block always does. A `primary_network_interface` does when
/// it names another interface than the automatic one: one that is made in the same change.
fn replaces(change: &Change, launch: &KnownLaunch<'_>, listed: &LaunchInterface) -> Guard {
    if change.after.language == Language::CloudFormation {
        return launch.change.and_then(|own| own.cause("NetworkInterfaces")).map_or(Guard::NEVER, |cause| cause.guard);
    }
    let instance = launch.after.instance().map(|position| &change.after.instances[position]);
    if instance.is_some_and(|instance| instance.network_interface_blocks().iter().any(|block| block.span == listed.span)) {
        return Guard::ALWAYS;
    }
    let interface = listed.resource.as_ref().and_then(|resource| change.of_after(resource));
    match interface {
        Some(interface) if interface.action == Action::Create => interface.guard,
        _ => Guard::NEVER,
    }
}

fn report(change: &Change, launch: &KnownLaunch<'_>, listed: &LaunchInterface, guard: Guard, findings: &mut Findings<'_>) {
    let (graph, Some(resource)) = (&change.after, launch.resource()) else { return };
    let message = format!("{} is replaced, because its primary network interface is listed now", launch.name(change));
    let old = launch.before.resource.as_ref().map_or(resource.header, |before| before.header);
    let finding = Finding::new(resource, listed.span, message)
        .text("the list of interfaces of an instance cannot be changed: it is destroyed and made anew, with what is stored on it")
        .label(old, "had its automatic primary interface")
        .help(graph.spelled(
            "import the automatic interface as an `aws_network_interface`, and name it in a `primary_network_interface` block, which keeps the instance",
            "keep the settings at the level of the instance, or plan for a new instance",
        ));
    findings.report(finding.when(guard));
}
