//! An interface that belongs to a service of AWS is attached to an instance, or gets an Elastic IP address.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, ServiceInterface, Via};
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

pub(super) static RULE: Rule = rule!("managed-eni-touched", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for attachment in graph.attachments.iter().filter(|attachment| !attachment.inline) {
        attached(graph, Some(&attachment.resource), attachment.span, attachment.guard, &attachment.interface, findings);
    }
    for launch in &graph.launches {
        for listed in launch.interfaces.iter().filter(|listed| matches!(listed.via, Via::Instance | Via::Template)) {
            let guard = graph.values.and(launch.guard, listed.guard);
            attached(graph, launch.resource.as_ref(), listed.span, guard, &listed.interface, findings);
        }
    }
    for association in &graph.associations {
        let (resource, interface) = (&association.resource, &association.target.interface);
        for (guard, service, id) in services(graph, resource.guard, interface) {
            if service.refuses_addresses {
                let message = format!("`{}` gives an address to a network interface of {}", resource.name(), service.owner);
                let finding = Finding::new(resource, graph.span(&id, resource.header), message)
                    .text("AWS answers AuthFailure: the service alone associates addresses with its interfaces")
                    .because(&graph.values, &id)
                    .help(graph.spelled(
                        "give the address to the service instead: `allocation_id` of the NAT gateway, or in a `subnet_mapping` of the network load balancer",
                        "give the address to the service instead: `AllocationId` of the NAT gateway, or in `SubnetMappings` of the network load balancer",
                    ));
                findings.report(finding.when(guard));
            }
        }
    }
}

fn attached(
    graph: &Graph,
    resource: Option<&Arc<Resource>>,
    span: Span,
    guard: Guard,
    interface: &Value,
    findings: &mut Findings<'_>,
) {
    for (guard, service, id) in services(graph, guard, interface) {
        let what = resource.map_or_else(String::new, |resource| format!("`{}` ", resource.name()));
        let message = format!("{what}attaches a network interface of {}", service.owner);
        let finding = Finding::about(resource, graph.span(&id, span), message)
            .text("AWS refuses it, with OperationNotPermitted or InvalidNetworkInterface.InUse: the interface stays where its service put it")
            .because(&graph.values, &id)
            .help("attach an interface of your own, and reach the service by its address");
        findings.report(finding.when(guard));
    }
}

fn services(graph: &Graph, guard: Guard, interface: &Value) -> Vec<(Guard, ServiceInterface, Value)> {
    let alternatives = graph.values.alternatives(interface).into_iter();
    let known = alternatives.filter_map(|(in_case, id)| {
        let guard = graph.together([guard, in_case])?;
        Some((guard, graph.service_of_interface(&id)?, id))
    });
    known.collect()
}
