//! An Elastic IP address or a route names an instance that has several network interfaces.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::{Language, Resource};
use crate::diagnostic::Severity;
use crate::graph::{Attach, Graph, Launch, LaunchInterface, Target};

pub(super) static RULE: Rule = rule!("multi-eni-instance-as-target", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let associations =
        graph.associations.iter().map(|association| (&association.resource, association.resource.guard, &association.target));
    let routes = graph.routes.iter().map(|route| (&route.resource, route.guard, &route.target));
    for (resource, guard, target) in associations.chain(routes) {
        // With an interface beside it, the instance is not the target alone.
        let by_instance = graph.values.and(guard, graph.values.is_absent(&target.interface));
        for (means, launch) in graph.launches_of(&target.instance) {
            let Some(guard) = graph.together([by_instance, means, launch.guard]) else {
                continue;
            };
            if let Some((guard, interfaces)) = graph.two_interfaces(launch, guard) {
                findings.report(finding(graph, resource, target, launch, &interfaces).when(guard));
            }
        }
        for launch in &graph.launches {
            // An instance that is only named by its id has its primary interface beside every one that is attached here.
            let Some(id) = launch.external_id() else { continue };
            let means = graph.values.same(id, &target.instance).yes;
            let there = |interface: &LaunchInterface| graph.together([by_instance, means, interface.guard]);
            let mut attached = launch.interfaces.iter().filter(|interface| !interface.each);
            if let Some((guard, interface)) = attached.find_map(|interface| Some((there(interface)?, interface))) {
                findings.report(finding(graph, resource, target, launch, &[interface]).when(guard));
            }
        }
    }
}

fn finding(graph: &Graph, resource: &Resource, target: &Target, launch: &Launch, interfaces: &[&LaunchInterface]) -> Finding {
    let values = &graph.values;
    let launch_name = launch.name(values);
    let message = format!("`{}` names {launch_name}, which has several network interfaces", resource.name());
    let help = match graph.language {
        Language::Terraform => format!(
            "name a network interface instead: `network_interface = {}.primary_network_interface_id` (`network_interface_id` in an association or a route)",
            launch_name.trim_matches('`')
        ),
        Language::CloudFormation => {
            let eni = interfaces.iter().find_map(|interface| Some(&interface.resource.as_ref()?.address.name));
            format!(
                "name a network interface instead: `NetworkInterfaceId: !Ref {}` in an `AWS::EC2::EIPAssociation` with the `AllocationId`, or in the route",
                eni.map_or("Eni", |name| name)
            )
        }
    };
    let finding = Finding::new(resource, graph.span(&target.instance, resource.header), message)
        .text("AWS answers InvalidInstanceID: there are multiple interfaces attached to the instance")
        .help(help);
    let finding = match interfaces {
        [first, second] => finding.label(first.span, "its first interface").label(second.span, "its second interface"),
        _ => interfaces.iter().fold(finding, |finding, more| finding.label(more.span, "an interface beside its primary one")),
    };
    // An interface that is attached by its own resource may come after the address: then it works once.
    if interfaces.last().is_some_and(|last| last.attach == Attach::Afterwards) {
        finding.severity(Severity::Warning)
    } else {
        finding
    }
}
