//! A route leads to an interface that no instance has.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Interface, Route};

pub(super) static RULE: Rule = rule!("route-to-unattached-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let targeted = |route: &&Route| !route.target.interface.is_null() && route.resource.is_managed();
    let mut routes = graph.routes.iter().filter(targeted).peekable();
    if routes.peek().is_none() {
        return;
    }
    let owners = graph.owners();
    for route in routes {
        for endpoint in graph.endpoints(&route.target) {
            let Some(interface) = graph.unattached(&endpoint, &owners) else { continue };
            if let Some(guard) = graph.together([route.guard, endpoint.guard]) {
                findings.report(finding(graph, route, interface).when(guard));
            }
        }
    }
}

fn finding(graph: &Graph, route: &Route, interface: &Interface) -> Finding {
    let (name, target) = (interface.resource.name(), &route.target.interface);
    let message = format!("`{}` leads to `{name}`, which nothing here attaches to an instance", route.resource.name());
    Finding::new(&route.resource, graph.span(target, route.span), message)
        .text("the route is a black hole until something attaches the interface: packets are dropped")
        .label(interface.resource.header, "no attachment, instance or launch template names it")
        .because(&graph.values, target)
        .help(graph.spelled(
            "attach it with an `aws_network_interface_attachment`, or route to the interface of an instance",
            "attach it with an `AWS::EC2::NetworkInterfaceAttachment`, or route to the interface of an instance",
        ))
}
