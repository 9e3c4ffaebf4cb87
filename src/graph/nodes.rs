//! The node types. Every field is a value: known, symbolic, one of several, or null where it is not written and AWS has no
//! default for it.

use super::{AddressRequest, Driver, Group, LaunchInterface, ListedInterfaces, Node, RouteTable, Vpc};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Arena, Guard, Value};
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

    /// The names of two zones, or the ids where only these are written.
    pub fn comparable<'a>(&'a self, other: &'a Self) -> (&'a Value, &'a Value) {
        let named = self.name.is_known() && other.name.is_known();
        if named || !(self.id.is_known() && other.id.is_known()) { (&self.name, &other.name) } else { (&self.id, &other.id) }
    }
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
    /// When it names neither a zone nor a zone id, so that AWS picks one.
    pub unpinned: Guard,
    /// Its IPv4 network.
    pub cidr_block: Value,
    /// Its IPv6 network.
    pub ipv6_cidr_block: Value,
    /// When it is given no IPv6 network where it is made.
    pub(super) without_ipv6: Guard,
    /// Whether it has IPv6 only; null where that is not written.
    pub ipv6_native: Value,
    /// Whether what is launched in it gets a public IPv4 address; null where that is not written.
    pub map_public_ip_on_launch: Value,
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
    /// Every setting that gives it addresses.
    pub address_requests: Vec<AddressRequest>,
    /// Its source/destination check; true unless it is switched off.
    pub source_dest_check: Value,
    /// `efa`, `efa-only`, `trunk`, …
    pub interface_type: Value,
    /// Its description.
    pub description: Value,
    /// The ids of its security groups; null where none are written.
    pub security_groups: Value,
    /// Its tags, in the language's own form.
    pub tags: Value,
    /// What decides its addresses, as it is written.
    pub address_settings: Vec<Setting>,
    /// How the network card is to treat it.
    pub driver: Driver,
}

impl Interface {
    /// A setting for its addresses as it is written; null where it is not.
    pub fn setting(&self, name: &str) -> Value {
        self.address_settings.iter().find(|setting| setting.name == name).map_or(Value::NULL, |setting| setting.value.clone())
    }
}

/// What runs on an instance, and with whose rights.
#[derive(Clone, Debug)]
pub struct Software {
    /// The id of its image.
    pub image: Value,
    /// Its user data; encoded or not.
    pub user_data: Value,
    /// The name or ARN of its instance profile.
    pub profile: Value,
}

impl Software {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { image: Value::NULL, user_data: Value::NULL, profile: Value::NULL };

    /// What is written here, and for the rest what is written there.
    pub(super) fn or(&self, values: &Arena, other: &Self) -> Self {
        let or = |own: &Value, other: &Value| values.map(own, |own| if own.is_null() { other.clone() } else { own.clone() });
        Self {
            image: or(&self.image, &other.image),
            user_data: or(&self.user_data, &other.user_data),
            profile: or(&self.profile, &other.profile),
        }
    }
}

/// An attribute with its name, for rules about attributes that exclude each other.
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
    /// Every setting at the level of the instance that gives its primary interface addresses.
    pub address_requests: Vec<AddressRequest>,
    /// Settings that belong to the automatic primary interface.
    pub settings: Vec<Setting>,
    /// The ids of the security groups given at the level of the instance.
    pub security_groups: Value,
    /// Whether it is to have a public IPv4 address, as given at the level of the instance.
    pub associate_public_ip_address: Value,
    /// The source/destination check of its primary interface; true unless it is switched off.
    pub source_dest_check: Value,
    /// The same as it is written, and null where it is not.
    pub written_source_dest_check: Value,
    /// The launch templates it may use: the id or the name.
    pub template: Value,
    /// The interfaces it lists itself.
    pub listed: ListedInterfaces,
    /// So many of them, from the first on, are Terraform's `network_interface` blocks.
    pub(super) network_interface_blocks: usize,
    /// What runs on it, as far as the instance says it.
    pub software: Software,
    /// Its tags.
    pub tags: Value,
}

impl Instance {
    /// What is written for a setting of the automatic primary interface; null for a name that the language does not have.
    pub fn setting(&self, name: &str) -> &Value {
        self.settings.iter().find(|setting| setting.name == name).map_or(&Value::NULL, |setting| &setting.value)
    }

    /// The interfaces in Terraform's `network_interface` blocks: those that it lists, without the `primary_network_interface`.
    pub fn network_interface_blocks(&self) -> &[LaunchInterface] {
        self.listed.items.get(..self.network_interface_blocks).unwrap_or_default()
    }

    /// Whether it is made by a spot instance request, which gets less from Terraform than an instance does.
    pub fn is_spot_request(&self) -> bool {
        &*self.resource.address.resource_type == "aws_spot_instance_request"
    }
}

/// A launch template, or a launch configuration in its place.
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
    /// Security groups at the level of the template.
    pub group_settings: Vec<Setting>,
    /// What runs on what it launches.
    pub software: Software,
    /// Its tags and those of what it launches.
    pub tags: Value,
}

/// A security group.
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of its VPC; null for the default VPC.
    pub vpc: Value,
    /// Rules are written in it that nothing is known about.
    pub has_other_rules: bool,
}

/// A security group is made usable in another VPC than its own.
#[derive(Clone, Debug)]
pub struct SecurityGroupVpcAssociation {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of the security group.
    pub security_group: Value,
}

/// A security group is added to an interface by a resource of its own (Terraform only).
#[derive(Clone, Debug)]
pub struct SecurityGroupAttachment {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The id of the security group.
    pub security_group: Value,
    /// The id of the interface.
    pub interface: Value,
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
    /// Whether the interface goes with the instance; null where that is not written.
    pub delete_on_termination: Value,
    /// How the network card is to treat the interface.
    pub driver: Driver,
}

/// An Elastic IP address.
#[derive(Clone, Debug)]
pub struct ElasticIp {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The customer-owned pool or the network border group that it comes from: it may use another gateway than an internet gateway.
    pub special_pool: Value,
    /// The private address that it is to be mapped to where it names no target that has one: nothing comes of it. Null elsewhere.
    pub idle_private_ip: Value,
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

impl Target {
    /// Whether neither an instance nor an interface is written.
    pub fn is_empty(&self) -> bool {
        self.instance.is_null() && self.interface.is_null()
    }

    /// What is written: the interface, or else the instance.
    pub fn written(&self) -> &Value {
        if self.interface.is_null() { &self.instance } else { &self.interface }
    }
}

/// An association of an Elastic IP address with an instance or an interface.
#[derive(Clone, Debug)]
pub struct ElasticIpAssociation {
    /// Declares it: an association resource, or the address that has its target inline.
    pub resource: Arc<Resource>,
    /// Whether it is written inside the address.
    pub inline: bool,
    /// The id of the address's allocation; of an inline association the address itself.
    pub allocation: Value,
    /// The address as such, where it is named so.
    pub public_ip: Value,
    /// The private address that it is mapped to; null for the primary one.
    pub private_ip: Value,
    /// The target.
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

nodes!(
    Subnet,
    Interface,
    Instance,
    LaunchTemplate,
    Group,
    SecurityGroup,
    SecurityGroupVpcAssociation,
    SecurityGroupAttachment,
    Attachment,
    ElasticIp,
    ElasticIpAssociation,
    Vpc,
    RouteTable
);
