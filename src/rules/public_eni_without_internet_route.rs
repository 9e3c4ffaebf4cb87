//! A public address on an interface from whose subnet no route leads to the internet.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Graph, Isolated, Launch, Routing};
use crate::source::Span;
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("public-eni-without-internet-route", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let asks = |launch: &&Launch| launch.interfaces.iter().any(|interface| !interface.associate_public_ip_address.is_null());
    let mut launches = graph.launches.iter().filter(|launch| launch.instance().is_some()).filter(asks).peekable();
    if graph.associations.is_empty() && launches.peek().is_none() {
        return;
    }
    let routing = graph.routing();
    for association in graph.associations.iter().filter(|association| !graph.has_special_pool(association)) {
        let (resource, target) = (&association.resource, association.target.written());
        for endpoint in graph.endpoints(&association.target) {
            let guard = graph.values.and(resource.guard, endpoint.guard);
            let place = Public { resource, span: graph.span(target, resource.header), name: endpoint.name(graph) };
            place.check(graph, &routing, guard, endpoint.subnet, findings);
        }
    }
    for launch in launches {
        let Some(resource) = &launch.resource else { continue };
        for interface in &launch.interfaces {
            let flag = &interface.associate_public_ip_address;
            let guard = graph.values.all([launch.guard, interface.guard, graph.values.is_bool(flag, true)]);
            let place = Public { resource, span: graph.span(flag, interface.span), name: launch.name(&graph.values) };
            place.check(graph, &routing, guard, &interface.subnet, findings);
        }
    }
}

/// Where an interface gets a public address.
struct Public<'a> {
    resource: &'a Resource,
    span: Span,
    name: String,
}

impl Public<'_> {
    fn check(&self, graph: &Graph, routing: &Routing<'_>, guard: Guard, subnet: &Value, findings: &mut Findings<'_>) {
        if !graph.values.possible(guard) {
            return;
        }
        for isolated in routing.isolated(subnet) {
            if let Some(guard) = graph.together([guard, isolated.guard]) {
                findings.report(self.finding(graph, &isolated).when(guard));
            }
        }
    }

    fn finding(&self, graph: &Graph, isolated: &Isolated<'_>) -> Finding {
        let subnet = &isolated.subnet.resource;
        let message = format!(
            "{} gets a public address in `{}`, from which no route leads to the internet gateway",
            self.name,
            subnet.name()
        );
        let finding = Finding::new(self.resource, self.span, message)
            .text("nothing reaches this address: replies find no way out")
            .label(subnet.header, "the subnet");
        match isolated.table {
            Some(table) => finding
                .label(table.header, "its route table, without a route to an internet gateway")
                .help(format!(
                    "add a route for 0.0.0.0/0 to the internet gateway to `{}`, or use a public subnet",
                    table.name()
                )),
            None => finding.help(graph.spelled(
                "associate a route table with the subnet (`aws_route_table_association`) that leads to the internet gateway: the main one has the local route only",
                "associate a route table with the subnet (`AWS::EC2::SubnetRouteTableAssociation`) that leads to the internet gateway: the main one has the local route only",
            )),
        }
    }
}
