//! The builder of routing from Terraform's resource types.

use super::{InternetGatewayAttachment, MainRouteTable, Route, RouteTable, RouteTableAssociation, Vpc, VpcCidrBlock};
use crate::configuration::Resource;
use crate::graph::build::{Reader, block_span, nested_guard};
use crate::graph::{Graph, Setting, Target};
use crate::value::{Data, Guard, Origin, Value};
use std::sync::Arc;

/// Targets of routes that are no instance and no interface, in `aws_route` and in inline routes.
const OTHER_TARGETS: [&str; 10] = [
    "gateway_id",
    "nat_gateway_id",
    "vpc_peering_connection_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "egress_only_gateway_id",
    "carrier_gateway_id",
    "local_gateway_id",
    "core_network_arn",
    "odb_network_arn",
];

/// Adds the node of a resource, if it is one of these.
pub(in crate::graph) fn add(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let own = || own_id(&reader);
    let resource = Arc::clone(resource);
    match &*resource.address.resource_type {
        "aws_vpc" | "aws_default_vpc" => {
            let (cidr_block, ipv6_cidr_block) = (reader.computed("cidr_block"), reader.computed("ipv6_cidr_block"));
            graph.vpcs.push(Vpc { resource, cidr_block, ipv6_cidr_block });
        }
        "aws_vpc_ipv4_cidr_block_association" => {
            let (vpc, cidr_block) = (reader.get("vpc_id"), reader.computed("cidr_block"));
            graph.vpc_cidr_blocks.push(VpcCidrBlock { resource, vpc, cidr_block });
        }
        "aws_internet_gateway" => {
            let (vpc, gateway) = (reader.get("vpc_id"), own());
            // A gateway without a VPC is attached by an attachment.
            if !vpc.is_null() {
                graph.internet_gateways.push(InternetGatewayAttachment { resource, vpc, gateway });
            }
        }
        "aws_internet_gateway_attachment" => {
            let (vpc, gateway) = (reader.get("vpc_id"), reader.get("internet_gateway_id"));
            graph.internet_gateways.push(InternetGatewayAttachment { resource, vpc, gateway });
        }
        "aws_route" => {
            let read = |name: &str| filled(&reader, &reader.get(name));
            let (guard, span) = (resource.guard, resource.header);
            let (destination, ipv6) = (read("destination_cidr_block"), read("destination_ipv6_cidr_block"));
            let route = Route { table: read("route_table_id"), ..route(&resource, guard, span, [destination, ipv6], &read) };
            graph.routes.push(route);
        }
        "aws_route_table" | "aws_default_route_table" => add_table(graph, &resource),
        "aws_route_table_association" => {
            let (subnet, table) = (reader.get("subnet_id"), reader.get("route_table_id"));
            graph.table_associations.push(RouteTableAssociation { resource, subnet, table });
        }
        "aws_main_route_table_association" => {
            let (vpc, table) = (reader.get("vpc_id"), reader.get("route_table_id"));
            graph.main_tables.push(MainRouteTable { resource, vpc, table });
        }
        _ => {}
    }
}

/// The id of the resource itself.
fn own_id(reader: &Reader<'_>) -> Value {
    let known = reader.values.get(&reader.resource.computed, "id");
    match known.is_null() {
        true => Value::new(Data::Term(reader.values.attribute(reader.resource.term, "id")), Origin::NONE),
        false => known,
    }
}

fn add_table(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let values = reader.values;
    let table = own_id(&reader);
    let inline = reader.blocks("route");
    let routes = inline.items.iter().map(|block| {
        let read = |name: &str| filled(&reader, &values.get(&block.value, name));
        let (guard, span) = (nested_guard(values, resource, block.guard), block_span(values, &block.value, resource));
        let destinations = [read("cidr_block"), read("ipv6_cidr_block")];
        Route { table: table.clone(), ..route(resource, guard, span, destinations, &read) }
    });
    let routes: Vec<_> = routes.collect();
    let propagates = !reader.get("propagating_vgws").is_null();
    let node = RouteTable {
        resource: Arc::clone(resource),
        vpc: reader.get("vpc_id"),
        default_of: reader.get("default_route_table_id"),
        open: inline.open || propagates,
    };
    graph.routes.extend(routes);
    graph.route_tables.push(node);
}

fn route(
    resource: &Arc<Resource>,
    guard: Guard,
    span: crate::source::Span,
    [destination, ipv6_destination]: [Value; 2],
    read: &impl Fn(&str) -> Value,
) -> Route {
    let other_targets = OTHER_TARGETS.iter().map(|name| Setting { name, value: read(name) });
    Route {
        resource: Arc::clone(resource),
        guard,
        span,
        table: Value::NULL,
        destination,
        ipv6_destination,
        prefix_list: read("destination_prefix_list_id"),
        target: Target {
            instance_attribute: "instance_id",
            instance: read("instance_id"),
            interface: read("network_interface_id"),
        },
        other_targets: other_targets.filter(|target| !target.value.is_null()).collect(),
    }
}

/// What is written, or null for an empty text: lists of objects have to write every attribute of a route.
fn filled(reader: &Reader<'_>, value: &Value) -> Value {
    reader.values.map(value, |value| match value.as_str() {
        Some("") => Value::new(Data::Null, value.origin),
        _ => value.clone(),
    })
}
