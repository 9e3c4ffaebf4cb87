//! Interfaces of one instance in subnets of different VPCs that have the same addresses.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, Subnet};
use crate::value::{Arena, Guard};
use ipnet::IpNet;

pub(super) static RULE: Rule = rule!("overlapping-multi-vpc-enis", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for launch in &graph.launches {
        for (guard, first, second) in launch.pairs(values) {
            for (in_one, one) in graph.subnets.resolve(values, &first.subnet) {
                for (in_another, another) in graph.subnets.resolve(values, &second.subnet) {
                    // Subnets of one VPC never overlap, and two references to one subnet are another mistake.
                    let differ = values.same(&one.vpc, &another.vpc).no;
                    let Some((overlap, networks)) = overlap(values, one, another) else { continue };
                    let guards = [guard, in_one, in_another, differ, overlap, one.resource.guard, another.resource.guard];
                    if let Some(guard) = graph.together(guards) {
                        let sides = [(first, one), (second, another)];
                        findings.report(finding(graph, launch, sides, networks).when(guard));
                    }
                }
            }
        }
    }
}

/// When the networks of two subnets have addresses in common: they are known, or of one value that is not.
fn overlap(values: &Arena, one: &Subnet, another: &Subnet) -> Option<(Guard, [String; 2])> {
    let networks = |subnet: &Subnet| -> Vec<(Guard, IpNet)> {
        let cases = values.alternatives(&subnet.cidr_block).into_iter();
        cases.filter_map(|(guard, block)| Some((guard, block.as_str()?.parse().ok()?))).collect()
    };
    let others = networks(another);
    let known = networks(one).into_iter().find_map(|(guard, one)| {
        let overlaps = |other: &IpNet| one.contains(other) || other.contains(&one);
        let (in_case, other) = others.iter().find(|(_, other)| overlaps(other))?;
        Some((values.and(guard, *in_case), [one.to_string(), other.to_string()]))
    });
    known.or_else(|| {
        let same = values.same(&one.cidr_block, &another.cidr_block).yes;
        let same = values.and(same, values.is_present(&one.cidr_block));
        let described = [one, another].map(|subnet| values.describe(&subnet.cidr_block));
        values.possible(same).then_some((same, described))
    })
}

fn finding(
    graph: &Graph,
    launch: &Launch,
    [(first, one), (second, another)]: [(&LaunchInterface, &Subnet); 2],
    [network, other]: [String; 2],
) -> Finding {
    let values = &graph.values;
    let message = format!(
        "{}: the subnets of {} and {} are in different VPCs and have the same addresses",
        launch.name(values),
        first.name(),
        second.name()
    );
    let resource = second.resource.as_ref().or(launch.resource.as_ref());
    Finding::about(resource, graph.span(&second.subnet, second.span), message)
        .text("the instance has two routes to the same addresses, and uses one")
        .label(graph.span(&another.cidr_block, another.resource.header), format!("{other} here"))
        .label(graph.span(&one.cidr_block, one.resource.header), format!("and {network} here"))
        .label(graph.span(&first.subnet, first.span), "the other subnet")
        .because(values, &another.cidr_block)
        .help(
            "use subnets whose networks do not overlap, or route by the source address (or in network namespaces) on the instance",
        )
}
