//! The builder of routing from CloudFormation's resource types.

use super::{InternetGatewayAttachment, Route, RouteTable, RouteTableAssociation, Vpc, VpcCidrBlock};
use crate::configuration::Resource;
use crate::graph::build::Reader;
use crate::graph::{Graph, Setting, Target};
use crate::value::Value;
use std::sync::Arc;

/// Targets of routes that are no instance and no interface.
const OTHER_TARGETS: [&str; 9] = [
    "GatewayId",
    "NatGatewayId",
    "VpcPeeringConnectionId",
    "TransitGatewayId",
    "VpcEndpointId",
    "EgressOnlyInternetGatewayId",
    "CarrierGatewayId",
    "LocalGatewayId",
    "CoreNetworkArn",
];

/// Adds the node of a resource, if it is one of these.
pub(in crate::graph) fn add(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let get = |name: &str| reader.get(name);
    let resource = Arc::clone(resource);
    match &*resource.address.resource_type {
        "AWS::EC2::VPC" => {
            let (cidr_block, ipv6_cidr_block) = (reader.computed("CidrBlock"), Value::NULL);
            graph.vpcs.push(Vpc { resource, cidr_block, ipv6_cidr_block });
        }
        "AWS::EC2::VPCCidrBlock" => {
            let (vpc, cidr_block) = (get("VpcId"), get("CidrBlock"));
            graph.vpc_cidr_blocks.push(VpcCidrBlock { resource, vpc, cidr_block });
        }
        "AWS::EC2::VPCGatewayAttachment" => {
            let (vpc, gateway) = (get("VpcId"), get("InternetGatewayId"));
            // It attaches VPN gateways as well.
            if !gateway.is_null() {
                graph.internet_gateways.push(InternetGatewayAttachment { resource, vpc, gateway });
            }
        }
        "AWS::EC2::Route" => {
            let other_targets = OTHER_TARGETS.iter().map(|name| Setting { name, value: get(name) });
            let route = Route {
                guard: resource.guard,
                span: resource.header,
                table: get("RouteTableId"),
                destination: get("DestinationCidrBlock"),
                ipv6_destination: get("DestinationIpv6CidrBlock"),
                prefix_list: get("DestinationPrefixListId"),
                target: Target {
                    instance_attribute: "InstanceId",
                    instance: get("InstanceId"),
                    interface: get("NetworkInterfaceId"),
                },
                other_targets: other_targets.filter(|target| !target.value.is_null()).collect(),
                resource,
            };
            graph.routes.push(route);
        }
        "AWS::EC2::RouteTable" => {
            let vpc = get("VpcId");
            graph.route_tables.push(RouteTable { resource, vpc, default_of: Value::NULL, open: false });
        }
        "AWS::EC2::SubnetRouteTableAssociation" => {
            let (subnet, table) = (get("SubnetId"), get("RouteTableId"));
            graph.table_associations.push(RouteTableAssociation { resource, subnet, table });
        }
        _ => {}
    }
}
