//! The node types. Every field is a value: known, symbolic, one of several, or null where it is not written and AWS has no
//! default for it.

use super::{ListedInterfaces, Node};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

/// An Availability Zone, by its name, by its id, or both. A name and an id cannot be compared: the mapping differs per account.
#[derive(Clone, Debug)]
pub struct Zone {
    /// `us-east-1a`
    pub name: Value,
    /// `use1-az4`
    pub id: Value,
}

impl Zone {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { name: Value::NULL, id: Value::NULL };
}

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of its VPC.
    pub vpc: Value,
    /// Its zone; a symbolic one where AWS picks it.
    pub zone: Zone,
    /// Its IPv4 network.
    pub cidr_block: Value,
    /// Its IPv6 network.
    pub ipv6_cidr_block: Value,
}

/// An address that is fixed in the configuration.
#[derive(Clone, Debug)]
pub struct FixedAddress {
    /// When it is.
    pub guard: Guard,
    /// The address.
    pub value: Value,
}

/// A network interface with a resource of its own.
#[derive(Clone, Debug)]
pub struct Interface {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of its subnet.
    pub subnet: Value,
    /// Its fixed IPv4 and IPv6 addresses.
    pub addresses: Vec<FixedAddress>,
    /// Its source/destination check; true unless it is switched off.
    pub source_dest_check: Value,
    /// `efa`, `efa-only`, `trunk`, …
    pub interface_type: Value,
    /// Its description.
    pub description: Value,
    /// Its tags, in the language's own form.
    pub tags: Value,
}

/// An attribute at the level of the instance that AWS refuses beside network interfaces.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name in the source language.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// An instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// Its type.
    pub instance_type: Value,
    /// The id of the subnet given at the level of the instance.
    pub subnet: Value,
    /// The zone given at the level of the instance.
    pub zone: Zone,
    /// Addresses given at the level of the instance.
    pub addresses: Vec<FixedAddress>,
    /// Settings that belong to the automatic primary interface.
    pub settings: Vec<Setting>,
    /// The launch templates it may use: the id or the name.
    pub template: Value,
    /// The interfaces it lists itself.
    pub listed: ListedInterfaces,
    /// Its tags.
    pub tags: Value,
}

/// A launch template.
#[derive(Clone, Debug)]
pub struct LaunchTemplate {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The template's name.
    pub name: Value,
    /// The instance type it launches.
    pub instance_type: Value,
    /// The interfaces it lists.
    pub listed: ListedInterfaces,
    /// Its tags and those of what it launches.
    pub tags: Value,
}

/// An attachment of an interface to an instance that exists already.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Declares it: an attachment resource, or the interface that has it inline.
    pub resource: Arc<Resource>,
    /// Whether it is written inside the interface.
    pub inline: bool,
    /// When it exists, the resource's own guard included.
    pub guard: Guard,
    /// Where it stands: the resource's header, or the inline block.
    pub span: Span,
    /// The id of the instance.
    pub instance: Value,
    /// The id of the interface.
    pub interface: Value,
    /// The device index.
    pub device_index: Value,
    /// The network card index.
    pub card_index: Value,
}

/// An Elastic IP address.
#[derive(Clone, Debug)]
pub struct ElasticIp {
    /// Declares it.
    pub resource: Arc<Resource>,
}

/// What an Elastic IP address or a route points at.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name of the attribute that names an instance.
    pub instance_attribute: &'static str,
    /// The id of the instance.
    pub instance: Value,
    /// The id of the interface.
    pub interface: Value,
}

/// An association of an Elastic IP address with an instance or an interface.
#[derive(Clone, Debug)]
pub struct ElasticIpAssociation {
    /// Declares it: an association resource, or the address that has its target inline.
    pub resource: Arc<Resource>,
    /// The target.
    pub target: Target,
}

/// A route in a route table.
#[derive(Clone, Debug)]
pub struct Route {
    /// Declares it: a route resource, or the route table that has it inline.
    pub resource: Arc<Resource>,
    /// When it exists, the resource's own guard included.
    pub guard: Guard,
    /// The target, where it is an instance or an interface.
    pub target: Target,
}

macro_rules! nodes {
    ($($name:ident),*) => {$(
        impl Node for $name {
            fn resource(&self) -> &Arc<Resource> {
                &self.resource
            }
        }
    )*};
}

nodes!(Subnet, Interface, Instance, LaunchTemplate, Attachment, ElasticIp, ElasticIpAssociation, Route);
