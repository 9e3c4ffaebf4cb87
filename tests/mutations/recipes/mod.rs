//! The mistakes, by the rule that is about each. A recipe finds the places in a project where its mistake can be made, by what is
//! written there alone.

mod addresses;
mod attachments;
mod beside;
mod groups;
mod instances;
mod kinds;
mod public_addresses;
mod roles;
mod routes;
mod second;
mod subnets;
mod targets;
mod templates;

use crate::element::{Element, Name};
use crate::mutation::Mutation;
use crate::project::Project;
use enilint::configuration::Language;

/// How a mistake is made.
#[derive(Clone, Copy)]
pub(crate) struct Recipe {
    /// The rule that is about it.
    pub(crate) rule: &'static str,
    /// What is done.
    pub(crate) what: &'static str,
    /// Makes it at every place where that can be done.
    pub(crate) plant: fn(&Project) -> Vec<Mutation>,
}

/// All of them.
pub(crate) fn all() -> Vec<Recipe> {
    let tables = [
        addresses::RECIPES,
        attachments::RECIPES,
        beside::RECIPES,
        groups::RECIPES,
        instances::RECIPES,
        kinds::RECIPES,
        public_addresses::RECIPES,
        roles::RECIPES,
        routes::RECIPES,
        subnets::RECIPES,
        targets::RECIPES,
        templates::RECIPES,
    ];
    let mut all: Vec<Recipe> = tables.into_iter().flatten().copied().collect();
    all.sort_by_key(|recipe| recipe.rule);
    all
}

const INSTANCE: Name = Name("aws_instance", "AWS::EC2::Instance");
const INTERFACE: Name = Name("aws_network_interface", "AWS::EC2::NetworkInterface");
const ATTACHMENT: Name = Name("aws_network_interface_attachment", "AWS::EC2::NetworkInterfaceAttachment");
const SUBNET: Name = Name("aws_subnet", "AWS::EC2::Subnet");
const VPC: Name = Name("aws_vpc", "AWS::EC2::VPC");
const GROUP_ATTACHMENT: Name = Name("aws_network_interface_sg_attachment", "");
const ELASTIC_IP: Name = Name("aws_eip", "AWS::EC2::EIP");
const EIP_ASSOCIATION: Name = Name("aws_eip_association", "AWS::EC2::EIPAssociation");
const SECURITY_GROUP: Name = Name("aws_security_group", "AWS::EC2::SecurityGroup");
const ROUTE: Name = Name("aws_route", "AWS::EC2::Route");
const TABLE_ASSOCIATION: Name = Name("aws_route_table_association", "AWS::EC2::SubnetRouteTableAssociation");

/// Interfaces in an instance.
const LISTED: Name = Name("network_interface", "NetworkInterfaces");
const PRIMARY: Name = Name("primary_network_interface", "");
const INTERFACE_ID: Name = Name("network_interface_id", "NetworkInterfaceId");
const DEVICE_INDEX: Name = Name("device_index", "DeviceIndex");
const CARD_INDEX: Name = Name("network_card_index", "NetworkCardIndex");
const DELETE: Name = Name("delete_on_termination", "DeleteOnTermination");
const INSTANCE_ID: Name = Name("instance_id", "InstanceId");
const INSTANCE_TYPE: Name = Name("instance_type", "InstanceType");
const LAUNCH_TEMPLATE: Name = Name("launch_template", "LaunchTemplate");
const USER_DATA: Name = Name("user_data", "UserData");
const PROFILE: Name = Name("iam_instance_profile", "IamInstanceProfile");
const MAPS_PUBLIC_IP: Name = Name("map_public_ip_on_launch", "MapPublicIpOnLaunch");
const SUBNET_ID: Name = Name("subnet_id", "SubnetId");
const VPC_ID: Name = Name("vpc_id", "VpcId");
const ZONE: Name = Name("availability_zone", "AvailabilityZone");
const CIDR: Name = Name("cidr_block", "CidrBlock");
const SOURCE_DEST_CHECK: Name = Name("source_dest_check", "SourceDestCheck");
const PUBLIC_IP: Name = Name("associate_public_ip_address", "AssociatePublicIpAddress");
/// The groups of an interface, and those of an instance.
const INTERFACE_GROUPS: Name = Name("security_groups", "GroupSet");
const INSTANCE_GROUPS: Name = Name("vpc_security_group_ids", "SecurityGroupIds");

/// The ways in which addresses of an interface are written.
const ADDRESSES: [Name; 8] = [
    Name("private_ips", "PrivateIpAddress"),
    Name("private_ip", "PrivateIpAddresses"),
    Name("private_ip_list", "PrivateIpAddresses"),
    Name("private_ips_count", "SecondaryPrivateIpAddressCount"),
    Name("ipv4_prefixes", "Ipv4Prefixes"),
    Name("ipv4_prefix_count", "Ipv4PrefixCount"),
    Name("private_ip_list_enabled", "PrivateIpAddresses"),
    Name("dynamic", "Fn::If"),
];

/// The interfaces that an instance lists in blocks.
fn listed(instance: &Element) -> Vec<&Element> {
    instance.blocks(LISTED).collect()
}

fn has_addresses(interface: &Element) -> bool {
    ADDRESSES.into_iter().any(|name| interface.has(name))
}

fn is_terraform(project: &Project) -> bool {
    project.language == Language::Terraform
}

/// The single interfaces of a single instance that are declared beside it and stay attached to it: those that it lists, and those of
/// attachments.
fn interfaces<'a>(project: &'a Project, instance: &'a Element) -> Vec<&'a Element> {
    let blocks = instance.blocks(PRIMARY).chain(instance.blocks(LISTED));
    let mut found: Vec<&Element> = blocks.filter_map(|block| project.follow(block, INTERFACE_ID)).collect();
    let is_instance = |element: &Element, name| project.follow(element, name).is_some_and(|found| found.is(instance));
    let attachments = project.single(ATTACHMENT).filter(|attachment| is_instance(attachment, INSTANCE_ID));
    found.extend(attachments.filter_map(|attachment| project.follow(attachment, INTERFACE_ID)));
    let inline =
        |interface: &&Element| interface.blocks(Name("attachment", "")).any(|block| is_instance(block, Name("instance", "")));
    found.extend(project.single(INTERFACE).filter(inline));
    found.retain(|interface| interface.is_single() && interface.kind == INTERFACE.of(project.language));
    found
}

/// Whether an instance says which interfaces it is launched with.
fn is_listing(instance: &Element) -> bool {
    instance.is_open(LISTED) || instance.has(PRIMARY) || instance.has(LISTED)
}

/// Whether one of the resources of a type mentions an element.
fn is_mentioned(project: &Project, element: &Element, kind: Name) -> bool {
    project.mentioning(element, kind).next().is_some()
}

/// Two interfaces of one instance with the different subnets they are in.
fn two_subnets(project: &Project) -> impl Iterator<Item = [(&Element, &Element); 2]> {
    project.single(INSTANCE).filter_map(|instance| {
        let mut placed = interfaces(project, instance).into_iter().filter_map(|interface| {
            let subnet = project.follow(interface, SUBNET_ID)?;
            (subnet.kind == SUBNET.of(project.language)).then_some((interface, subnet))
        });
        let first = placed.next()?;
        let second = placed.find(|(_, subnet)| !subnet.is(first.1))?;
        Some([first, second])
    })
}
