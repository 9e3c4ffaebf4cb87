//! The management interface of an instance is open to everybody, or to more than its data interfaces are.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, Peer, SecurityGroupRule};
use crate::value::{Guard, Value};
use ipnet::IpNet;

pub(super) static RULE: Rule = rule!("management-eni-too-open", check);

/// Ports by which machines are managed: SSH, the remote desktop, and the web consoles of appliances.
const MANAGEMENT_PORTS: [(i64, &str); 3] = [(22, "SSH"), (3389, "RDP"), (443, "HTTPS")];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.interfaces.len() > 1) {
        let Some(roles) = graph.roles(launch, &findings.words("words", launch.place())) else { continue };
        for management in &roles.management {
            let own = own_rules(graph, launch, management, &roles.data);
            // One data interface is enough to make the other one the more restricted one.
            let beside =
                roles.data.iter().find_map(|data| Some((graph.together([launch.guard, management.guard, data.guard])?, *data)));
            let Some((guard, data)) = beside else { continue };
            let mut told = false;
            for (in_case, rule) in &own {
                told |= open_to_all(graph, launch, (management, data), graph.values.and(guard, *in_case), rule, findings);
            }
            let wider = roles.data.iter().find_map(|data| wider(graph, launch, (management, data), &own));
            if let Some(wider) = wider.filter(|_| !told) {
                findings.report(wider.when(guard));
            }
        }
    }
}

/// The ingress rules of the groups that the management interface does not share with a data interface: what both have is another mistake.
fn own_rules<'a>(
    graph: &'a Graph,
    launch: &Launch,
    management: &LaunchInterface,
    data: &[&LaunchInterface],
) -> Vec<(Guard, &'a SecurityGroupRule)> {
    let others: Vec<_> = data.iter().flat_map(|data| graph.groups_of(launch, data).ids).collect();
    let is_shared = |id: &Value| others.iter().any(|(_, other)| graph.same_id(id, other) != Guard::NEVER);
    let groups = graph.groups_of(launch, management).ids.into_iter().filter(|(_, id)| !is_shared(id));
    groups.flat_map(|(guard, id)| graph.ingress_rules(guard, &id)).collect()
}

fn open_to_all(
    graph: &Graph,
    launch: &Launch,
    (management, data): (&LaunchInterface, &LaunchInterface),
    guard: Guard,
    rule: &SecurityGroupRule,
    findings: &mut Findings<'_>,
) -> bool {
    let port = MANAGEMENT_PORTS.iter().find_map(|(port, name)| {
        let allowed = rule.allows_tcp(&graph.values, *port);
        Some((graph.together([guard, allowed])?, *name))
    });
    let Some((guard, port)) = port else { return false };
    let mut told = false;
    for peer in rule.peers.iter().filter(|peer| peer.is_everybody()) {
        if let Some(guard) = graph.together([guard, peer.guard]) {
            told = true;
            let (name, launch_name) = (management.name(), launch.name(&graph.values));
            let message = format!("{launch_name}: {name}, which is for management, is open to everybody");
            let finding = Finding::new(&rule.resource, graph.span(&peer.value, rule.span), message)
                .text(format!("lets everybody try {port} on the interface that is to be the more restricted one"))
                .label(graph.span(&management.security_groups, management.span), format!("the groups of {name}"))
                .label(data.span, "the interface for data")
                .because(&graph.values, &peer.value)
                .help("allow the addresses from which the instance is managed, a VPN or a bastion host, and nothing else");
            findings.report(finding.when(guard));
        }
    }
    told
}

/// The finding that the management interface lets in all that the data interface lets in and more, where everything is known.
fn wider(
    graph: &Graph,
    launch: &Launch,
    (management, data): (&LaunchInterface, &LaunchInterface),
    own: &[(Guard, &SecurityGroupRule)],
) -> Option<Finding> {
    let others = graph.sources_of(launch, data)?;
    let sources = |rule: &&SecurityGroupRule| rule.peers.iter().filter_map(Peer::network).collect::<Vec<_>>();
    let always = own.iter().filter(|(guard, _)| *guard == Guard::ALWAYS).map(|(_, rule)| rule);
    let rules: Vec<(&SecurityGroupRule, Vec<IpNet>)> = always.map(|rule| (*rule, sources(rule))).collect();
    let covers = |own: &[IpNet], other: &IpNet| own.iter().any(|own| own.contains(other));
    if others.is_empty() || !others.iter().all(|other| rules.iter().any(|(_, own)| covers(own, other))) {
        return None;
    }
    let is_more = |own: &IpNet| !others.iter().any(|other| other.contains(own));
    let (wider, more) = rules.iter().find_map(|(rule, own)| Some((*rule, own.iter().find(|own| is_more(own))?)))?;
    // That it lets in more is no mistake without what it lets in together with the data interface.
    let (rule, _) = rules.iter().find(|(_, own)| others.iter().any(|other| covers(own, other)))?;
    let (name, other) = (management.name(), data.name());
    let message = format!("{}: {name}, which is for management, lets in more addresses than {other}", launch.name(&graph.values));
    let finding = Finding::new(&rule.resource, rule.span, message);
    let finding = match rule.span == wider.span {
        true => finding.text(format!("{more} may come in here, and not only what may reach {other}")),
        false => finding
            .text(format!("what may reach {other} may reach the interface that is to be the more restricted one"))
            .label(wider.span, format!("and so may {more}")),
    };
    let finding = finding
        .label(graph.span(&management.security_groups, management.span), format!("the groups of {name}"))
        .label(graph.span(&data.security_groups, data.span), format!("the groups of {other}"))
        .help("allow the addresses from which the instance is managed, a VPN or a bastion host, and nothing else");
    Some(finding)
}
