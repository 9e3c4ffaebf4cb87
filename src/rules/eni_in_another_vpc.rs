//! An interface in another VPC than the primary interface of its instance.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("eni-in-another-vpc", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        let Some(primary) = launch.primary() else { continue };
        let others = launch.interfaces.iter().filter(|other| !other.is_primary());
        for other in others {
            for (in_one, one) in graph.vpcs_of_subnet(&primary.subnet) {
                for (in_another, another) in graph.vpcs_of_subnet(&other.subnet) {
                    let differ = graph.values.same(one, another).no;
                    let guards = [launch.guard, primary.guard, other.guard, in_one, in_another, differ];
                    if let Some(guard) = graph.together(guards) {
                        report(graph, launch, guard, [(primary, one), (other, another)], findings);
                    }
                }
            }
        }
    }
}

fn report(
    graph: &Graph,
    launch: &Launch,
    guard: Guard,
    [(primary, one), (other, another)]: [(&LaunchInterface, &Value); 2],
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    let Some(resource) = other.resource.as_ref().or(launch.resource.as_ref()) else { return };
    let (name, primary_name, launch_name) = (other.name(), primary.name(), launch.name(values));
    let message = format!("{launch_name}: {name} is in another VPC than {primary_name}");
    let finding = Finding::new(resource, graph.span(&other.subnet, other.span), message)
        .text("AWS accepts it: groups, routes and names of the other VPC are what this interface has")
        .label(graph.span(another, resource.header), format!("its subnet is in {}", values.describe(another)))
        .label(graph.span(&primary.subnet, primary.span), format!("the subnet of {primary_name}"))
        .label(graph.span(one, resource.header), format!("which is in {}", values.describe(one)))
        .label(other.span, format!("added to {launch_name} here"))
        .because(values, another)
        .help("if that is not meant, use a subnet of the instance's own VPC in the same Availability Zone");
    findings.report(finding.when(guard));
}
