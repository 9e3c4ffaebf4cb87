//! VPCs, their route tables and routes, and the way from a subnet to the internet.

mod checks;
pub(super) mod cloudformation;
mod forwarding;
mod internet;
pub(super) mod terraform;
mod unattached;

pub use checks::{Owners, SwitchedOn};
pub use internet::{Isolated, Routing};

use super::{Graph, Setting, Target};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

/// A VPC.
#[derive(Clone, Debug)]
pub struct Vpc {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// Its first IPv4 network.
    pub cidr_block: Value,
    /// Its IPv6 network.
    pub ipv6_cidr_block: Value,
}

/// A VPC gets a further network.
#[derive(Clone, Debug)]
pub struct VpcCidrBlock {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of the VPC.
    pub vpc: Value,
    /// The IPv4 network; null where it has another version.
    pub cidr_block: Value,
}

/// An internet gateway is attached to a VPC.
#[derive(Clone, Debug)]
pub struct InternetGatewayAttachment {
    /// Declares it: the gateway that names its VPC, or the attachment.
    pub resource: Arc<Resource>,
    /// The id of the VPC.
    pub vpc: Value,
    /// The id of the gateway.
    pub gateway: Value,
}

/// A route table.
#[derive(Clone, Debug)]
pub struct RouteTable {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of its VPC; null for the default route table of Terraform, which names itself.
    pub vpc: Value,
    /// The id by which the default route table is taken over; null for any other.
    pub default_of: Value,
    /// It may have routes that are not known: blocks of unknown number, or routes that a gateway propagates.
    pub open: bool,
}

/// A route table is put on a subnet.
#[derive(Clone, Debug)]
pub struct RouteTableAssociation {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of the subnet; null where it is put on a gateway.
    pub subnet: Value,
    /// The id of the route table.
    pub table: Value,
}

/// A route table becomes the main one of its VPC (Terraform only).
#[derive(Clone, Debug)]
pub struct MainRouteTable {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of the VPC.
    pub vpc: Value,
    /// The id of the route table.
    pub table: Value,
}

/// A route in a route table.
#[derive(Clone, Debug)]
pub struct Route {
    /// Declares it: a route resource, or the route table that has it inline.
    pub resource: Arc<Resource>,
    /// When it exists, the resource's own guard included.
    pub guard: Guard,
    /// Where it stands: the resource's header, or the inline block.
    pub span: Span,
    /// The id of its route table.
    pub table: Value,
    /// The IPv4 network that it is for.
    pub destination: Value,
    /// The IPv6 network that it is for.
    pub ipv6_destination: Value,
    /// The prefix list that it is for.
    pub prefix_list: Value,
    /// The target, where it is an instance or an interface.
    pub target: Target,
    /// Every other target that is written: gateways, peerings, endpoints.
    pub other_targets: Vec<Setting>,
}

impl Route {
    /// Every destination that is written: one, in a route that AWS accepts.
    pub fn destinations(&self) -> impl Iterator<Item = &Value> {
        [&self.destination, &self.ipv6_destination, &self.prefix_list].into_iter().filter(|destination| !destination.is_null())
    }

    /// The target by an attribute other than an instance or an interface.
    pub fn other_target(&self, name: &str) -> Option<&Value> {
        self.other_targets.iter().find(|target| target.name == name).map(|target| &target.value)
    }
}

impl Graph {
    /// The VPCs that the subnets which an id may refer to lie in, each with the guard under which they do.
    pub fn vpcs_of_subnet(&self, subnet: &Value) -> Vec<(Guard, &Value)> {
        let subnets = self.subnets.resolve(&self.values, subnet).into_iter();
        subnets.map(|(guard, node)| (self.values.and(guard, node.resource.guard), &node.vpc)).collect()
    }
}
