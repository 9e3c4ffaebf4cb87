//! The answers of EC2's Describe actions, as the AWS command line prints them: several pages may follow each other.

use super::Facts;
use crate::source::{Listing, Sources};
use crate::value::{Data, Value};
use serde::Deserialize;
use std::io::Read;
use std::sync::Arc;

/// Reads the answers in a file that is shown under a path. What is unknown in them is ignored; the error says what is no JSON.
pub fn read(sources: &Sources, path: &str, reader: impl Read, facts: &mut Facts) -> Result<(), String> {
    let mut listing = Listing::new(sources, path);
    let mut documents = serde_json::Deserializer::from_reader(reader).into_iter::<Pages>();
    let result = documents.try_for_each(|pages| match pages {
        Ok(Pages::One(page)) => page.list(facts, &mut listing),
        Ok(Pages::Several(pages)) => pages.into_iter().try_for_each(|page| page.list(facts, &mut listing)),
        Err(error) if error.is_data() => Err(UNKNOWN.to_owned()),
        Err(error) => Err(error.to_string()),
    });
    listing.finish(sources);
    result
}

/// What is said of a document that tells nothing.
const UNKNOWN: &str = "neither a state nor an answer of describe-subnets, describe-network-interfaces, describe-instances, \
                       describe-security-groups or describe-vpcs";

#[derive(Deserialize)]
#[serde(untagged)]
enum Pages {
    One(Page),
    Several(Vec<Page>),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    subnets: Option<Vec<Subnet>>,
    network_interfaces: Option<Vec<Interface>>,
    reservations: Option<Vec<Reservation>>,
    security_groups: Option<Vec<SecurityGroup>>,
    vpcs: Option<Vec<Vpc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Subnet {
    subnet_id: String,
    vpc_id: Option<String>,
    cidr_block: Option<String>,
    availability_zone: Option<String>,
    availability_zone_id: Option<String>,
    map_public_ip_on_launch: Option<bool>,
    assign_ipv6_address_on_creation: Option<bool>,
    ipv6_native: Option<bool>,
    #[serde(default)]
    ipv6_cidr_block_association_set: Vec<Ipv6Block>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Ipv6Block {
    ipv6_cidr_block: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Interface {
    network_interface_id: String,
    subnet_id: Option<String>,
    vpc_id: Option<String>,
    availability_zone: Option<String>,
    interface_type: Option<String>,
    description: Option<String>,
    source_dest_check: Option<bool>,
    groups: Option<Vec<Group>>,
    #[serde(default)]
    tag_set: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    group_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Reservation {
    #[serde(default)]
    instances: Vec<Instance>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Instance {
    instance_id: String,
    instance_type: Option<String>,
    subnet_id: Option<String>,
    source_dest_check: Option<bool>,
    placement: Option<Placement>,
    security_groups: Option<Vec<Group>>,
    #[serde(default)]
    network_interfaces: Vec<Attached>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Placement {
    availability_zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attached {
    network_interface_id: String,
    attachment: Option<Attachment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attachment {
    device_index: Option<i64>,
    network_card_index: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SecurityGroup {
    group_id: String,
    vpc_id: Option<String>,
    group_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Vpc {
    vpc_id: String,
    cidr_block: Option<String>,
}

impl Page {
    /// Adds what the page tells.
    fn list(self, facts: &mut Facts, listing: &mut Listing) -> Result<(), String> {
        let lists = [
            self.subnets.is_some(),
            self.network_interfaces.is_some(),
            self.reservations.is_some(),
            self.security_groups.is_some(),
            self.vpcs.is_some(),
        ];
        if !lists.contains(&true) {
            return Err(UNKNOWN.into());
        }
        let mut add = |kind, id: &str, attributes: Vec<(&str, Value)>| {
            let attributes = attributes.into_iter().map(|(name, value)| (Arc::from(name), value));
            facts.add(listing, kind, id, attributes.chain([(Arc::from("id"), Value::string(id))]));
        };
        self.subnets.into_iter().flatten().for_each(|subnet| add("aws_subnet", &subnet.subnet_id, subnet.attributes()));
        for interface in self.network_interfaces.into_iter().flatten() {
            add("aws_network_interface", &interface.network_interface_id, interface.attributes());
        }
        for instance in self.reservations.into_iter().flatten().flat_map(|reservation| reservation.instances) {
            add("aws_instance", &instance.instance_id, instance.attributes());
        }
        for group in self.security_groups.into_iter().flatten() {
            let attributes = vec![("vpc_id", string(group.vpc_id.as_ref())), ("name", string(group.group_name.as_ref()))];
            add("aws_security_group", &group.group_id, attributes);
        }
        for vpc in self.vpcs.into_iter().flatten() {
            add("aws_vpc", &vpc.vpc_id, vec![("cidr_block", string(vpc.cidr_block.as_ref()))]);
        }
        Ok(())
    }
}

impl Subnet {
    fn attributes(&self) -> Vec<(&'static str, Value)> {
        let ipv6 = self.ipv6_cidr_block_association_set.iter().find_map(|block| block.ipv6_cidr_block.as_ref());
        vec![
            ("vpc_id", string(self.vpc_id.as_ref())),
            ("cidr_block", string(self.cidr_block.as_ref())),
            ("ipv6_cidr_block", string(ipv6)),
            ("availability_zone", string(self.availability_zone.as_ref())),
            ("availability_zone_id", string(self.availability_zone_id.as_ref())),
            ("map_public_ip_on_launch", boolean(self.map_public_ip_on_launch)),
            ("assign_ipv6_address_on_creation", boolean(self.assign_ipv6_address_on_creation)),
            ("ipv6_native", boolean(self.ipv6_native)),
        ]
    }
}

impl Interface {
    fn attributes(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("subnet_id", string(self.subnet_id.as_ref())),
            ("vpc_id", string(self.vpc_id.as_ref())),
            ("availability_zone", string(self.availability_zone.as_ref())),
            ("interface_type", string(self.interface_type.as_ref())),
            ("description", string(self.description.as_ref())),
            ("source_dest_check", boolean(self.source_dest_check)),
            ("security_groups", groups(self.groups.as_deref())),
            ("tags", tags(&self.tag_set)),
        ]
    }
}

impl Instance {
    fn attributes(&self) -> Vec<(&'static str, Value)> {
        let zone = self.placement.as_ref().and_then(|placement| placement.availability_zone.as_ref());
        let is_primary = |attached: &&Attached| {
            let attachment = attached.attachment.as_ref();
            attachment.is_some_and(|at| at.device_index == Some(0) && at.network_card_index.unwrap_or(0) == 0)
        };
        let primary = self.network_interfaces.iter().find(is_primary).map(|attached| &attached.network_interface_id);
        vec![
            ("instance_type", string(self.instance_type.as_ref())),
            ("subnet_id", string(self.subnet_id.as_ref())),
            ("availability_zone", string(zone)),
            ("source_dest_check", boolean(self.source_dest_check)),
            ("vpc_security_group_ids", groups(self.security_groups.as_deref())),
            ("primary_network_interface_id", string(primary)),
            ("tags", tags(&self.tags)),
        ]
    }
}

fn string(text: Option<&String>) -> Value {
    text.map_or(Value::NULL, |text| Value::string(text))
}

fn boolean(value: Option<bool>) -> Value {
    value.map_or(Value::NULL, |value| Data::Bool(value).into())
}

fn groups(groups: Option<&[Group]>) -> Value {
    groups.map_or(Value::NULL, |groups| Value::list(groups.iter().map(|group| Value::string(&group.group_id)).collect()))
}

fn tags(tags: &[Tag]) -> Value {
    let entries = tags.iter().map(|tag| (Arc::from(tag.key.as_str()), Value::string(&tag.value)));
    Data::Mapping(crate::value::MappingKind::Map, Arc::new(entries.collect())).into()
}
