//! Several interfaces on one network card that are put together for more bandwidth.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::source::Span;

pub(super) static RULE: Rule = rule!("eni-for-bandwidth", check);

/// Words of scripts that bond interfaces.
const IN_SCRIPTS: [&str; 16] = [
    "802.3ad",
    "balance-rr",
    "balance-xor",
    "balance-tlb",
    "balance-alb",
    "lacp_rate",
    "lacp-rate",
    "miimon",
    "xmit_hash_policy",
    "new-netlbfoteam",
    // Without a mode these share the traffic.
    "type bond",
    "type team",
    "modprobe bonding",
    "bonding_opts",
    "ifenslave",
    "teamd",
];

/// Words of scripts that bond them to have a spare one.
const FOR_FAILOVER: [&str; 4] = ["active-backup", "activebackup", "mode=1", "mode 1"];

/// What descriptions and tags of interfaces say.
const IN_DESCRIPTIONS: [&str; 12] = [
    "bond0",
    "bonding",
    "bonded",
    "nic teaming",
    "link aggregation",
    "lacp",
    "more bandwidth",
    "extra bandwidth",
    "additional bandwidth",
    "double bandwidth",
    "increase bandwidth",
    "more throughput",
];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.interfaces.len() > 1) {
        // Interfaces on different network cards do add up.
        if launch.open || !launch.interfaces.iter().all(LaunchInterface::is_on_first_card) {
            continue;
        }
        let (Some((guard, interfaces)), Some(resource)) = (graph.two_interfaces(launch, launch.guard), &launch.resource) else {
            continue;
        };
        let Some((span, what)) = intention(graph, launch, interfaces) else { continue };
        let message =
            format!("{} has several network interfaces for more bandwidth, and does not get it", launch.name(&graph.values));
        let mut finding = Finding::new(resource, span, message)
            .text(what)
            .help("use an instance type with more bandwidth, or one with several network cards and an interface on each of them");
        for interface in interfaces {
            finding = finding.label(interface.span, "shares the bandwidth of the instance's network card");
        }
        findings.report(finding.when(guard));
    }
}

/// Where something says that the interfaces are for bandwidth.
fn intention(graph: &Graph, launch: &Launch, interfaces: [&LaunchInterface; 2]) -> Option<(Span, &'static str)> {
    let values = &graph.values;
    let script = values.text(&launch.software.user_data).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| script.contains(word));
    if has(&IN_SCRIPTS) && !has(&FOR_FAILOVER) {
        let span = graph.span(&launch.software.user_data, interfaces[1].span);
        return Some((span, "the script bonds interfaces; EC2 limits the bandwidth of the instance, however many it has"));
    }
    let said = |interface: &LaunchInterface| {
        let words = values.words(&interface.description) + &values.words(&interface.tags);
        let words = words.to_lowercase();
        IN_DESCRIPTIONS.iter().any(|phrase| words.contains(phrase))
    };
    let interface = interfaces.iter().copied().find(|interface| said(interface))?;
    let span = if interface.description.is_null() { interface.span } else { graph.span(&interface.description, interface.span) };
    Some((span, "EC2 limits the bandwidth of the instance, however many interfaces it has"))
}
