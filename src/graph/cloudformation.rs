//! The builder from CloudFormation's resource types.

use super::build::{AddressName, InterfaceNames, Reader};
use super::{
    Attachment, Blocks, Direction, Driver, ElasticIp, ElasticIpAssociation, Graph, Instance, Interface, LaunchTemplate,
    ListedInterfaces, SecurityGroupVpcAssociation, Setting, Software, Subnet, Target, Via, address_settings, cloudformation_rules,
    driver, groups,
};
use crate::configuration::Resource;
use crate::value::{Data, Value};
use AddressName::{Keyed, Plain};
use std::sync::Arc;

const ADDRESSES: [AddressName; 3] =
    [Plain("PrivateIpAddress"), Keyed("PrivateIpAddresses", "PrivateIpAddress"), Keyed("Ipv6Addresses", "Ipv6Address")];

/// `NetworkInterfaces` of an instance and of launch template data.
const LISTED_INTERFACE: InterfaceNames = InterfaceNames {
    device_index: "DeviceIndex",
    card_index: "NetworkCardIndex",
    interface: "NetworkInterfaceId",
    subnet: "SubnetId",
    interface_type: "InterfaceType",
    description: "Description",
    addresses: &ADDRESSES,
    address_settings: &address_settings::CLOUDFORMATION,
    security_groups: "GroupSet",
    associate_public_ip_address: "AssociatePublicIpAddress",
    delete_on_termination: "DeleteOnTermination",
    driver: &driver::CLOUDFORMATION,
    only_in_templates: &[
        "InterfaceType",
        "NetworkCardIndex",
        "Ipv4Prefixes",
        "Ipv4PrefixCount",
        "Ipv6Prefixes",
        "Ipv6PrefixCount",
        "PrimaryIpv6",
        "ConnectionTrackingSpecification",
    ],
    of_new: &[
        "SubnetId",
        "GroupSet",
        "Groups",
        "PrivateIpAddress",
        "PrivateIpAddresses",
        "SecondaryPrivateIpAddressCount",
        "Ipv4Prefixes",
        "Ipv4PrefixCount",
        "Ipv6Addresses",
        "Ipv6AddressCount",
        "Ipv6Prefixes",
        "Ipv6PrefixCount",
        "AssociatePublicIpAddress",
        "AssociateCarrierIpAddress",
        "Description",
    ],
};

/// Launch template data name the groups differently.
const TEMPLATE_INTERFACE: InterfaceNames = InterfaceNames { security_groups: "Groups", only_in_templates: &[], ..LISTED_INTERFACE };

/// Properties that EC2 refuses beside `NetworkInterfaces`.
const INSTANCE_SETTINGS: [&str; 6] =
    ["SubnetId", "SecurityGroupIds", "SecurityGroups", "PrivateIpAddress", "Ipv6Addresses", "Ipv6AddressCount"];

/// What decides the addresses of an `AWS::EC2::NetworkInterface`.
const ADDRESS_SETTINGS: [&str; 10] = [
    "PrivateIpAddress",
    "PrivateIpAddresses",
    "SecondaryPrivateIpAddressCount",
    "Ipv4Prefixes",
    "Ipv4PrefixCount",
    "Ipv6Addresses",
    "Ipv6AddressCount",
    "Ipv6Prefixes",
    "Ipv6PrefixCount",
    "EnablePrimaryIpv6",
];

pub(super) fn add(graph: &mut Graph, resource: &Arc<Resource>) {
    match &*resource.address.resource_type {
        "AWS::EC2::Subnet" => add_subnet(graph, resource),
        "AWS::EC2::SubnetCidrBlock" => {
            let subnet = reader(graph, resource).get("SubnetId");
            graph.subnets_with_further_networks.push(subnet);
        }
        "AWS::EC2::NetworkInterface" => add_interface(graph, resource),
        "AWS::EC2::NetworkInterfaceAttachment" => add_attachment(graph, resource),
        "AWS::EC2::Instance" => add_instance(graph, resource),
        "AWS::EC2::LaunchTemplate" => add_template(graph, resource),
        "AWS::AutoScaling::LaunchConfiguration" => add_launch_configuration(graph, resource),
        "AWS::EC2::EIP" => {
            let target = target(graph, resource);
            if !target.instance.is_null() {
                let own = graph.values.attribute(resource.term, "Ref");
                let allocation = Value::new(Data::Term(own), target.instance.origin);
                let association = association(graph, resource, true, allocation, target);
                graph.associations.push(association);
            }
            let special_pool = Value::list(vec![reader(graph, resource).get("NetworkBorderGroup")]);
            graph.elastic_ips.push(ElasticIp { resource: Arc::clone(resource), special_pool, idle_private_ip: Value::NULL });
        }
        "AWS::EC2::EIPAssociation" => {
            let (allocation, target) = (reader(graph, resource).get("AllocationId"), target(graph, resource));
            let association = association(graph, resource, false, allocation, target);
            graph.associations.push(association);
        }
        "AWS::AutoScaling::AutoScalingGroup" | "AWS::EC2::EC2Fleet" | "AWS::EC2::SpotFleet" | "AWS::EKS::Nodegroup" => {
            let group = groups::read(&graph.values, resource);
            graph.groups.extend(group);
            add_specifications(graph, resource);
        }
        "AWS::EC2::SecurityGroup" => cloudformation_rules::add_group(graph, resource),
        "AWS::EC2::SecurityGroupIngress" => cloudformation_rules::add_rule(graph, resource, Direction::Ingress),
        "AWS::EC2::SecurityGroupEgress" => cloudformation_rules::add_rule(graph, resource, Direction::Egress),
        "AWS::EC2::SecurityGroupVpcAssociation" => {
            let security_group = reader(graph, resource).get("GroupId");
            graph.security_group_vpcs.push(SecurityGroupVpcAssociation { resource: Arc::clone(resource), security_group });
        }
        "AWS::ElasticLoadBalancingV2::TargetGroup" => super::target_groups::add_cloudformation_group(graph, resource),
        _ => super::routing::cloudformation::add(graph, resource),
    }
}

pub(super) fn reader<'a>(graph: &'a Graph, resource: &'a Resource) -> Reader<'a> {
    Reader { values: &graph.values, resource }
}

fn target(graph: &Graph, resource: &Resource) -> Target {
    let reader = reader(graph, resource);
    Target { instance_attribute: "InstanceId", instance: reader.get("InstanceId"), interface: reader.get("NetworkInterfaceId") }
}

fn association(graph: &Graph, resource: &Arc<Resource>, inline: bool, allocation: Value, target: Target) -> ElasticIpAssociation {
    let reader = reader(graph, resource);
    let private_ip = if inline { Value::NULL } else { reader.get("PrivateIpAddress") };
    let public_ip = if inline { Value::NULL } else { reader.get("EIP") };
    ElasticIpAssociation { resource: Arc::clone(resource), inline, allocation, public_ip, private_ip, target }
}

fn add_subnet(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let subnet = Subnet {
        resource: Arc::clone(resource),
        vpc: reader.computed("VpcId"),
        zone: reader.zone("AvailabilityZone", "AvailabilityZoneId"),
        unpinned: reader.absent(&["AvailabilityZone", "AvailabilityZoneId"]),
        cidr_block: reader.computed("CidrBlock"),
        ipv6_cidr_block: reader.computed("Ipv6CidrBlock"),
        without_ipv6: reader.values.and(
            reader.absent(&["Ipv6CidrBlock", "Ipv6IpamPoolId", "Ipv6NetmaskLength"]),
            reader.values.or(reader.absent(&["Ipv6Native"]), reader.values.is_bool(&reader.get("Ipv6Native"), false)),
        ),
        ipv6_native: reader.get("Ipv6Native"),
        map_public_ip_on_launch: reader.get("MapPublicIpOnLaunch"),
    };
    graph.subnets.push(subnet);
}

fn add_interface(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let interface = Interface {
        resource: Arc::clone(resource),
        subnet: reader.computed("SubnetId"),
        addresses: reader.addresses(&ADDRESSES),
        address_requests: reader.address_requests(&address_settings::CLOUDFORMATION),
        source_dest_check: reader.or("SourceDestCheck", &Data::Bool(true)),
        interface_type: reader.get("InterfaceType"),
        description: reader.get("Description"),
        security_groups: reader.get("GroupSet"),
        tags: reader.get("Tags"),
        address_settings: reader.settings(&ADDRESS_SETTINGS),
        driver: Driver::read(reader.values, &resource.properties, &driver::CLOUDFORMATION),
    };
    graph.interfaces.push(interface);
}

fn add_attachment(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let attachment = Attachment {
        resource: Arc::clone(resource),
        inline: false,
        guard: resource.guard,
        span: resource.header,
        instance: reader.get("InstanceId"),
        interface: reader.get("NetworkInterfaceId"),
        device_index: reader.get("DeviceIndex"),
        card_index: reader.get("NetworkCardIndex"),
        delete_on_termination: reader.get("DeleteOnTermination"),
        driver: Driver::read(reader.values, &resource.properties, &driver::CLOUDFORMATION),
    };
    graph.attachments.push(attachment);
}

fn add_instance(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let values = reader.values;
    let template = groups::template_reference(values, &Blocks::read(values, &reader.get("LaunchTemplate")));
    let instance = Instance {
        resource: Arc::clone(resource),
        instance_type: reader.get("InstanceType"),
        subnet: reader.get("SubnetId"),
        zone: reader.zone("AvailabilityZone", "AvailabilityZoneId"),
        addresses: reader.addresses(&ADDRESSES),
        address_requests: reader.address_requests(&address_settings::CLOUDFORMATION),
        settings: reader.settings(&INSTANCE_SETTINGS),
        security_groups: reader.get("SecurityGroupIds"),
        associate_public_ip_address: Value::NULL,
        source_dest_check: reader.or("SourceDestCheck", &Data::Bool(true)),
        written_source_dest_check: reader.get("SourceDestCheck"),
        template,
        listed: reader.interfaces(&reader.blocks("NetworkInterfaces"), &LISTED_INTERFACE, Via::Instance),
        network_interface_blocks: 0,
        software: Software {
            image: reader.get("ImageId"),
            user_data: reader.get("UserData"),
            profile: reader.get("IamInstanceProfile"),
        },
        tags: reader.get("Tags"),
    };
    graph.instances.push(instance);
}

fn add_template(graph: &mut Graph, resource: &Arc<Resource>) {
    let data = reader(graph, resource).get("LaunchTemplateData");
    let values = &graph.values;
    let group_settings =
        ["SecurityGroupIds", "SecurityGroups"].map(|name| Setting { name, value: values.get(&data, name) }).to_vec();
    let template = LaunchTemplate { group_settings, ..template(graph, resource, &data) };
    graph.templates.push(template);
}

/// A launch configuration is a template without interfaces of its own: what it launches has one.
fn add_launch_configuration(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let template = LaunchTemplate {
        resource: Arc::clone(resource),
        name: reader.computed("LaunchConfigurationName"),
        instance_type: reader.get("InstanceType"),
        listed: ListedInterfaces::default(),
        group_settings: Vec::new(),
        software: Software {
            image: reader.get("ImageId"),
            user_data: reader.get("UserData"),
            profile: reader.get("IamInstanceProfile"),
        },
        tags: Value::NULL,
    };
    graph.templates.push(template);
}

/// What a Spot Fleet launches without a template: its launch specifications are like the data of one.
fn add_specifications(graph: &mut Graph, resource: &Arc<Resource>) {
    let data = graph.values.get(&reader(graph, resource).get("SpotFleetRequestConfigData"), "LaunchSpecifications");
    let own = Data::Term(graph.values.attribute(resource.term, "Ref")).into();
    if let Some(fleet) = graph.groups.last_mut().filter(|_| !data.is_null()) {
        fleet.templates.push(own);
    }
    for specification in Blocks::read(&graph.values, &data).items {
        let mut template = template(graph, resource, &specification.value);
        for interface in &mut template.listed.items {
            interface.guard = graph.values.and(interface.guard, specification.guard);
            interface.each |= specification.each;
        }
        graph.templates.push(template);
    }
}

/// A launch template by its data.
fn template(graph: &Graph, resource: &Arc<Resource>, data: &Value) -> LaunchTemplate {
    let reader = reader(graph, resource);
    let values = reader.values;
    let blocks = Blocks::read(values, &values.get(data, "NetworkInterfaces"));
    let profile = values.get(data, "IamInstanceProfile");
    let tags = [reader.get("TagSpecifications"), values.get(data, "TagSpecifications")];
    LaunchTemplate {
        resource: Arc::clone(resource),
        name: reader.computed("LaunchTemplateName"),
        instance_type: values.get(data, "InstanceType"),
        listed: reader.interfaces(&blocks, &TEMPLATE_INTERFACE, Via::Template),
        group_settings: Vec::new(),
        software: Software {
            image: values.get(data, "ImageId"),
            user_data: values.get(data, "UserData"),
            profile: values.map(&values.get(&profile, "Name"), |name| match name.is_null() {
                true => values.get(&profile, "Arn"),
                false => name.clone(),
            }),
        },
        tags: Value::list(tags.to_vec()),
    }
}
