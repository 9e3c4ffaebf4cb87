//! Interfaces of one launch in different subnets, of which at least one leaves its zone to AWS.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface, Subnet};
use crate::value::{Guard, TermId};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = rule!("unpinned-az", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    // A subnet is told once, at the first launch that has interfaces in it and in another one.
    let mut told = BTreeSet::new();
    for launch in graph.launches.iter().filter(|launch| launch.interfaces.len() > 1) {
        for (guard, first, second) in launch.pairs(values).filter(|(_, first, second)| !first.each && !second.each) {
            let different = values.same(&first.subnet, &second.subnet).no;
            let Some(guard) = graph.together([guard, different]) else { continue };
            for (in_first, first_subnet) in graph.subnets.resolve(values, &first.subnet) {
                for (in_second, second_subnet) in graph.subnets.resolve(values, &second.subnet) {
                    // One that takes its zone from the other is where that one is, wherever AWS puts it.
                    let (first_zone, second_zone) = first_subnet.zone.comparable(&second_subnet.zone);
                    let elsewhere = values.not(values.same(first_zone, second_zone).yes);
                    let guards = [guard, in_first, in_second, elsewhere, first_subnet.resource.guard, second_subnet.resource.guard];
                    if let Some(guard) = graph.together(guards) {
                        let pair = [(first, first_subnet), (second, second_subnet)];
                        check_pair(graph, launch, guard, pair, &mut told, findings);
                    }
                }
            }
        }
    }
}

type Place<'a> = (&'a LaunchInterface, &'a Subnet);

fn check_pair(
    graph: &Graph,
    launch: &Launch,
    guard: Guard,
    [first, second]: [Place<'_>; 2],
    told: &mut BTreeSet<TermId>,
    findings: &mut Findings<'_>,
) {
    // The later one is told, if it can be.
    for ((unpinned_eni, unpinned), (other_eni, other)) in [(second, first), (first, second)] {
        let Some(guard) = graph.together([guard, unpinned.unpinned]) else { continue };
        if told.contains(&unpinned.resource.term) {
            return;
        }
        told.extend([unpinned.resource.term]);
        if graph.values.implies(guard, other.unpinned) {
            told.insert(other.resource.term);
        }
        let (name, other_name, launch_name) = (unpinned.resource.name(), other.resource.name(), launch.name(&graph.values));
        let message =
            format!("`{name}` names no Availability Zone, but {launch_name} has network interfaces in it and in `{other_name}`");
        let help = match graph.language {
            crate::configuration::Language::Terraform => format!("write `availability_zone = {other_name}.availability_zone`"),
            crate::configuration::Language::CloudFormation => {
                format!("write `AvailabilityZone: !GetAtt {other_name}.AvailabilityZone`")
            }
        };
        let finding = Finding::new(&unpinned.resource, unpinned.resource.header, message)
            .text("AWS picks a zone for this subnet, and it may be another one than that of the instance")
            .label(other.resource.header, "the other subnet")
            .label(graph.span(&unpinned_eni.subnet, unpinned_eni.span), "one interface is here")
            .label(graph.span(&other_eni.subnet, other_eni.span), "the other one is here")
            .help(format!("{help}; mind that a subnet that exists already is replaced by that"));
        findings.report(finding.when(guard));
        return;
    }
}
