//! The management interface of an instance shares its subnet or a security group with a data interface.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Direction, Graph, GroupsOfInterface, Launch, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("management-eni-shares-network", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.interfaces.len() > 1) {
        let Some(roles) = graph.roles(launch, &findings.words("words", launch.place())) else { continue };
        let ordinary = |interface: &&&LaunchInterface| !interface.each && !interface.is_special(&graph.values);
        for management in roles.management.iter().filter(ordinary) {
            // What it shares with several data interfaces is told once, with the one that it shares the most with.
            let shared = roles.data.iter().filter(ordinary).filter_map(|data| shared(graph, launch, [management, data]));
            if let Some(shared) = shared.reduce(|most, next| if next.is_more_than(&most) { next } else { most }) {
                findings.report(finding(graph, launch, management, &shared).when(shared.guard));
            }
        }
    }
}

/// What a management interface shares with a data interface.
struct Shared<'a> {
    guard: Guard,
    data: &'a LaunchInterface,
    subnet: bool,
    /// The group, as each of them names it.
    group: Option<[Value; 2]>,
}

impl Shared<'_> {
    fn is_more_than(&self, other: &Self) -> bool {
        (self.subnet && self.group.is_some()) && !(other.subnet && other.group.is_some())
    }
}

fn shared<'a>(graph: &Graph, launch: &Launch, [management, data]: [&'a LaunchInterface; 2]) -> Option<Shared<'a>> {
    let guard =
        graph.together([launch.guard, management.guard, data.guard]).filter(|_| !graph.is_one_interface(management, data))?;
    let subnet = graph.together([guard, graph.same_id(&management.subnet, &data.subnet)]);
    let group = shared_group(graph, launch, subnet.unwrap_or(guard), [management, data]);
    Some(match (subnet, group) {
        (None, None) => return None,
        (Some(guard), None) => Shared { guard, data, subnet: true, group: None },
        (subnet, Some((guard, group))) => Shared { guard, data, subnet: subnet.is_some(), group: Some(group) },
    })
}

fn finding(graph: &Graph, launch: &Launch, management: &LaunchInterface, shared: &Shared<'_>) -> Finding {
    let (data, both) = (shared.data, shared.subnet && shared.group.is_some());
    let what = match &shared.group {
        Some(_) if both => "its subnet and a security group",
        Some(_) => "a security group",
        None => "its subnet",
    };
    let (name, other, launch_name) = (management.name(), data.name(), launch.name(&graph.values));
    let message = format!("{launch_name}: {name}, which is for management, shares {what} with {other}");
    let [own, others] = match &shared.group {
        Some([own, others]) => [own, others],
        None => [&management.subnet, &data.subnet],
    };
    let resource = management.resource.as_ref().or(launch.resource.as_ref());
    let finding = Finding::about(resource, graph.span(own, management.span), message)
        .text("what reaches the data interface may reach the management interface")
        .label(graph.span(others, data.span), format!("the same for {other}"))
        .help("give the management interface a subnet and a security group of its own, with the rules for management alone");
    // With both in common, the second interface separates nothing.
    if both { finding.severity(Severity::Warning) } else { finding }
}

/// A group that both interfaces have and that lets something in, as each of them names it.
fn shared_group(
    graph: &Graph,
    launch: &Launch,
    guard: Guard,
    [management, data]: [&LaunchInterface; 2],
) -> Option<(Guard, [Value; 2])> {
    let [own, others] = [management, data].map(|interface| graph.groups_of(launch, interface));
    own.ids.iter().find_map(|(in_own, id)| {
        others.ids.iter().find_map(|(in_other, other)| {
            let guard = graph.together([guard, *in_own, *in_other, graph.same_id(id, other)])?;
            lets_in(graph, id, [&own, &others]).then(|| (guard, [id.clone(), other.clone()]))
        })
    })
}

/// Whether a group is more than a common one for what goes out. Of a group that is not declared here nobody knows: it is, where an interface has
/// no other one.
fn lets_in(graph: &Graph, id: &Value, sides: [&GroupsOfInterface; 2]) -> bool {
    let declared = graph.security_groups.resolve(&graph.values, id);
    let is_only_one = |groups: &GroupsOfInterface| groups.ids.len() == 1 && !groups.open;
    if declared.is_empty() {
        return sides.into_iter().any(is_only_one);
    }
    declared.into_iter().any(|(_, group)| {
        let rules = graph.rules_of(group);
        let ingress = rules.rules.iter().any(|(_, at)| graph.security_group_rules[*at].direction == Some(Direction::Ingress));
        ingress || (rules.open && sides.into_iter().any(is_only_one))
    })
}
