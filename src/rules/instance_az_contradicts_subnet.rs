//! An instance names a zone and is put in a subnet of another one.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Via};

pub(super) static RULE: Rule = rule!("instance-az-contradicts-subnet", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        // The zone of an interface that is listed or attached is another mistake.
        for interface in launch.interfaces.iter().filter(|interface| interface.via == Via::Automatic) {
            let Some(resource) = &launch.resource else { continue };
            let differs = graph.same_zone(&launch.zone, &interface.zone).no;
            let Some(guard) = graph.together([launch.guard, interface.guard, differs]) else { continue };
            let (zone, subnet_zone) = launch.zone.comparable(&interface.zone);
            let (described, subnet_described) = (graph.describe_zone(zone), graph.describe_zone(subnet_zone));
            let message = format!("`{}` is to be in {described}, but its subnet is in {subnet_described}", resource.name());
            let finding = Finding::new(resource, graph.span(zone, resource.header), message)
                .text("AWS refuses the launch: the zone is not that of the subnet")
                .label(graph.span(&interface.subnet, interface.span), "the subnet")
                .label(graph.span(subnet_zone, interface.span), format!("this is in {subnet_described}"))
                .because(&graph.values, zone)
                .because(&graph.values, subnet_zone)
                .help(graph.spelled(
                    "remove `availability_zone`: the subnet decides the zone; or use a subnet of the zone that is meant",
                    "remove `AvailabilityZone`: the subnet decides the zone; or use a subnet of the zone that is meant",
                ));
            findings.report(finding.when(guard));
        }
    }
}
