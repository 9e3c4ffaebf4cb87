//! Whether a route leads from a subnet to the internet.

use super::{Route, RouteTable};
use crate::configuration::Resource;
use crate::graph::{Graph, Subnet};
use crate::value::{Data, Guard, Term, Value};
use ipnet::Ipv4Net;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The routes of a configuration, by their tables, and the tables, by their subnets.
#[derive(Debug)]
pub struct Routing<'a> {
    graph: &'a Graph,
    /// The tables of each subnet, by the subnet's position.
    tables: FxHashMap<usize, Vec<(Guard, &'a Value)>>,
    /// The routes of each table, by the table's position.
    routes: FxHashMap<usize, Vec<(Guard, &'a Route)>>,
    /// Something is associated with a subnet that is not known, or routed in a table that is not known.
    open: bool,
}

/// A subnet from which no route leads to an internet gateway.
#[derive(Clone, Debug)]
pub struct Isolated<'a> {
    /// When there is none.
    pub guard: Guard,
    /// The subnet.
    pub subnet: &'a Subnet,
    /// Its route table; none where nothing is associated with it, so that the main table of its VPC counts.
    pub table: Option<&'a Arc<Resource>>,
}

/// Targets that never lead to the internet gateway: what has its own address already, and other networks.
const ELSEWHERE: [&str; 6] = [
    "nat_gateway_id",
    "NatGatewayId",
    "vpc_peering_connection_id",
    "VpcPeeringConnectionId",
    "egress_only_gateway_id",
    "EgressOnlyInternetGatewayId",
];

impl Graph {
    /// The routing of the configuration.
    pub fn routing(&self) -> Routing<'_> {
        let mut routing = Routing { graph: self, tables: FxHashMap::default(), routes: FxHashMap::default(), open: false };
        for association in self.table_associations.iter().filter(|association| !association.subnet.is_null()) {
            for (case, id) in self.values.alternatives(&association.subnet) {
                match self.subnets.position(&self.values, &id) {
                    Some(position) => {
                        let guard = self.values.and(association.resource.guard, case);
                        routing.tables.entry(position).or_default().push((guard, &association.table));
                    }
                    None => routing.open |= !self.is_from_outside(&id),
                }
            }
        }
        for route in &self.routes {
            for (case, id) in self.values.alternatives(&route.table) {
                match self.route_tables.position(&self.values, &id) {
                    Some(position) => {
                        routing.routes.entry(position).or_default().push((self.values.and(route.guard, case), route));
                    }
                    None => routing.open |= !self.is_from_outside(&id),
                }
            }
        }
        routing
    }

    /// Whether an id is given from outside, so that it names nothing that is declared here.
    pub(super) fn is_from_outside(&self, id: &Value) -> bool {
        match id.data {
            Data::Null | Data::String(_) => true,
            Data::Term(term) => matches!(&*self.values.term(term), Term::Input { .. }),
            _ => false,
        }
    }
}

impl<'a> Routing<'a> {
    /// The subnets that an id may refer to from which certainly no route leads to an internet gateway, although their VPC and its gateway
    /// are declared here.
    pub fn isolated(&self, subnet: &Value) -> Vec<Isolated<'a>> {
        if self.open {
            return Vec::new();
        }
        let subnets = self.graph.subnets.resolve(&self.graph.values, subnet).into_iter();
        subnets.filter(|(_, node)| node.resource.is_managed()).flat_map(|(guard, node)| self.isolated_node(guard, node)).collect()
    }

    fn isolated_node(&self, guard: Guard, subnet: &'a Subnet) -> Vec<Isolated<'a>> {
        let (graph, values) = (self.graph, &self.graph.values);
        let gateways = graph.internet_gateways.iter().filter(|attachment| attachment.resource.is_managed());
        let attached = gateways.fold(Guard::NEVER, |any, attachment| {
            values.or(any, values.and(attachment.resource.guard, graph.same_id(&attachment.vpc, &subnet.vpc)))
        });
        let guard = values.all([guard, subnet.resource.guard, attached]);
        let tables = graph.subnets.position_of(subnet.resource.term).and_then(|position| self.tables.get(&position));
        let Some(tables) = tables else {
            // Where no table leads out at all, the routing is made elsewhere.
            let in_vpc = |table: &&RouteTable| graph.same_id(&table.vpc, &subnet.vpc) != Guard::NEVER;
            let mut tables = graph.route_tables.iter().filter(in_vpc);
            let forgotten = self.is_plain_vpc(&subnet.vpc) && tables.any(|table| self.led_out(table) != Guard::NEVER);
            return forgotten.then_some(Isolated { guard, subnet, table: None }).into_iter().collect();
        };
        let mut found = Vec::new();
        for (associated, id) in tables {
            for (case, table) in graph.route_tables.resolve(values, id) {
                if table.resource.is_managed() && !table.open {
                    let led_out = self.led_out(table);
                    let guard = values.all([guard, *associated, case, table.resource.guard, values.not(led_out)]);
                    found.push(Isolated { guard, subnet, table: Some(&table.resource) });
                }
            }
        }
        found
    }

    /// When a route of a table may lead to the internet, whichever way.
    fn led_out(&self, table: &RouteTable) -> Guard {
        let position = self.graph.route_tables.position_of(table.resource.term);
        let routes = position.and_then(|position| self.routes.get(&position)).into_iter().flatten();
        let out = routes.filter(|(_, route)| self.may_lead_out(route));
        out.fold(Guard::NEVER, |any, (guard, _)| self.graph.values.or(any, *guard))
    }

    fn may_lead_out(&self, route: &Route) -> bool {
        if !self.may_be_for_the_internet(route) {
            return false;
        }
        let elsewhere = |name: &str, target: &Value| ELSEWHERE.contains(&name) || self.is_private_gateway(target);
        let none = route.target.is_empty() && route.other_targets.is_empty();
        none || !route.target.is_empty() || route.other_targets.iter().any(|target| !elsewhere(target.name, &target.value))
    }

    /// Whether a route may be for public IPv4 addresses: those of private networks and IPv6 routes are certainly not.
    fn may_be_for_the_internet(&self, route: &Route) -> bool {
        let unwritten = route.destinations().next().is_none();
        let private = |network: Ipv4Net| network.network().is_private() && network.broadcast().is_private();
        let may_be_public = |destination: &Value| match destination.as_str().and_then(|text| text.parse().ok()) {
            Some(network) => !private(network),
            None => !destination.is_null(),
        };
        let destinations = self.graph.values.alternatives(&route.destination);
        unwritten || !route.prefix_list.is_null() || destinations.iter().any(|(_, destination)| may_be_public(destination))
    }

    /// Whether a gateway is the VPC itself or a virtual private gateway.
    fn is_private_gateway(&self, gateway: &Value) -> bool {
        let private = |kind: &str| matches!(kind, "aws_vpn_gateway" | "AWS::EC2::VPNGateway");
        gateway.as_str() == Some("local") || self.graph.declaration(gateway).is_some_and(|address| private(&address.resource_type))
    }

    /// Whether a VPC is declared here and nothing is said about its main route table, so that this only has the local route.
    fn is_plain_vpc(&self, vpc: &Value) -> bool {
        let graph = self.graph;
        let Data::Term(term) = vpc.data else { return false };
        let Term::Element { of, .. } = &*graph.values.term(term) else { return false };
        let own = graph.vpcs.resolve(&graph.values, vpc).into_iter().any(|(_, vpc)| vpc.resource.is_managed());
        let default = graph.declaration(vpc).is_none_or(|address| &*address.resource_type == "aws_default_vpc");
        // Tables that are named by an attribute of the VPC are its main one.
        let of_vpc = |value: &Value| graph.values.terms_within(value).contains(of);
        let main = graph.main_tables.iter().any(|main| graph.values.same(&main.vpc, vpc).no != Guard::ALWAYS)
            || graph.route_tables.iter().any(|table| of_vpc(&table.default_of))
            || graph.routes.iter().any(|route| of_vpc(&route.table));
        own && !default && !main
    }
}
