//! The builder from Terraform's resource types.

use super::build::{AddressName, InterfaceNames, Reader, block_span, nested_guard};
use super::{
    Attachment, Direction, Driver, ElasticIp, ElasticIpAssociation, Graph, Instance, Interface, LaunchTemplate, ListedInterfaces,
    SecurityGroupAttachment, SecurityGroupVpcAssociation, Software, Subnet, Target, Via, address_settings, driver, groups,
    terraform_rules,
};
use crate::configuration::Resource;
use crate::value::{Data, Guard, Notation, Value};
use AddressName::Plain;
use std::sync::Arc;

/// `aws_launch_template.network_interfaces`
const TEMPLATE_INTERFACE: InterfaceNames = InterfaceNames {
    device_index: "device_index",
    card_index: "network_card_index",
    interface: "network_interface_id",
    subnet: "subnet_id",
    interface_type: "interface_type",
    description: "description",
    addresses: &[Plain("private_ip_address"), Plain("ipv4_addresses"), Plain("ipv6_addresses")],
    address_settings: &address_settings::TEMPLATE,
    security_groups: "security_groups",
    associate_public_ip_address: "associate_public_ip_address",
    delete_on_termination: "delete_on_termination",
    driver: &driver::TERRAFORM,
    only_in_templates: &[],
    of_new: &[
        "subnet_id",
        "security_groups",
        "private_ip_address",
        "ipv4_addresses",
        "ipv4_address_count",
        "ipv4_prefixes",
        "ipv4_prefix_count",
        "ipv6_addresses",
        "ipv6_address_count",
        "ipv6_prefixes",
        "ipv6_prefix_count",
        "associate_public_ip_address",
        "associate_carrier_ip_address",
        "description",
    ],
};

/// `aws_instance.network_interface`: names existing interfaces only.
const INSTANCE_INTERFACE: InterfaceNames = InterfaceNames {
    subnet: "",
    interface_type: "",
    description: "",
    addresses: &[],
    address_settings: &[],
    of_new: &[],
    ..TEMPLATE_INTERFACE
};

/// Attributes that the provider refuses beside `network_interface` and `primary_network_interface`.
const INSTANCE_SETTINGS: [&str; 9] = [
    "subnet_id",
    "vpc_security_group_ids",
    "security_groups",
    "private_ip",
    "secondary_private_ips",
    "associate_public_ip_address",
    "ipv6_addresses",
    "ipv6_address_count",
    "source_dest_check",
];

/// What decides the addresses of an `aws_network_interface`.
const ADDRESS_SETTINGS: [&str; 14] = [
    "private_ip",
    "private_ips",
    "private_ips_count",
    "private_ip_list",
    "private_ip_list_enabled",
    "ipv4_prefixes",
    "ipv4_prefix_count",
    "ipv6_addresses",
    "ipv6_address_count",
    "ipv6_address_list",
    "ipv6_address_list_enabled",
    "ipv6_prefixes",
    "ipv6_prefix_count",
    "enable_primary_ipv6",
];

pub(super) fn add(graph: &mut Graph, resource: &Arc<Resource>) {
    match &*resource.address.resource_type {
        "aws_subnet" | "aws_default_subnet" => add_subnet(graph, resource),
        "aws_network_interface" => add_interface(graph, resource),
        "aws_network_interface_attachment" => add_attachment(graph, resource),
        "aws_instance" | "aws_spot_instance_request" => add_instance(graph, resource),
        "aws_launch_template" => add_template(graph, resource),
        "aws_launch_configuration" => add_launch_configuration(graph, resource),
        "aws_eip" => add_elastic_ip(graph, resource),
        "aws_eip_association" => {
            let reader = reader(graph, resource);
            let association = ElasticIpAssociation {
                resource: Arc::clone(resource),
                inline: false,
                allocation: reader.get("allocation_id"),
                public_ip: reader.get("public_ip"),
                private_ip: reader.get("private_ip_address"),
                target: target(&reader, "instance_id", "network_interface_id"),
            };
            graph.associations.push(association);
        }
        "aws_autoscaling_group" | "aws_ec2_fleet" | "aws_spot_fleet_request" | "aws_eks_node_group" => {
            let group = groups::read(&graph.values, resource);
            graph.groups.extend(group);
        }
        "aws_security_group" | "aws_default_security_group" => terraform_rules::add_group(graph, resource),
        "aws_security_group_rule" => terraform_rules::add_rule(graph, resource),
        "aws_vpc_security_group_ingress_rule" => terraform_rules::add_vpc_rule(graph, resource, Direction::Ingress),
        "aws_vpc_security_group_egress_rule" => terraform_rules::add_vpc_rule(graph, resource, Direction::Egress),
        "aws_vpc" if !resource.is_managed() => {
            let reader = reader(graph, resource);
            if reader.values.is_bool(&reader.get("default"), true) == Guard::ALWAYS {
                graph.default_vpcs.push(resource.term);
            }
        }
        "aws_default_vpc" => {
            graph.default_vpcs.push(resource.term);
            super::routing::terraform::add(graph, resource);
        }
        "aws_vpc_security_group_vpc_association" => {
            let security_group = reader(graph, resource).get("security_group_id");
            graph.security_group_vpcs.push(SecurityGroupVpcAssociation { resource: Arc::clone(resource), security_group });
        }
        "aws_network_interface_sg_attachment" => {
            let reader = reader(graph, resource);
            let attachment = SecurityGroupAttachment {
                resource: Arc::clone(resource),
                security_group: reader.get("security_group_id"),
                interface: reader.get("network_interface_id"),
            };
            graph.security_group_attachments.push(attachment);
        }
        "aws_lb_target_group" | "aws_alb_target_group" => super::target_groups::add_terraform_group(graph, resource),
        "aws_lb_target_group_attachment" | "aws_alb_target_group_attachment" => {
            super::target_groups::add_terraform_attachment(graph, resource);
        }
        _ => super::routing::terraform::add(graph, resource),
    }
}

pub(super) fn reader<'a>(graph: &'a Graph, resource: &'a Resource) -> Reader<'a> {
    Reader { values: &graph.values, resource }
}

fn add_subnet(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let subnet = Subnet {
        resource: Arc::clone(resource),
        vpc: reader.computed("vpc_id"),
        zone: reader.zone("availability_zone", "availability_zone_id"),
        unpinned: reader.absent(&["availability_zone", "availability_zone_id"]),
        cidr_block: reader.computed("cidr_block"),
        ipv6_cidr_block: reader.computed("ipv6_cidr_block"),
        without_ipv6: without_ipv6(&reader),
        ipv6_native: reader.known("ipv6_native"),
        map_public_ip_on_launch: reader.known("map_public_ip_on_launch"),
    };
    graph.subnets.push(subnet);
}

/// A network that a default subnet has already, or that somebody else manages, is not written.
fn without_ipv6(reader: &Reader<'_>) -> Guard {
    let lifecycle = &reader.resource.lifecycle;
    let default = &*reader.resource.address.resource_type == "aws_default_subnet";
    if default || lifecycle.ignores("ipv6_cidr_block") {
        return Guard::NEVER;
    }
    let dual = reader.values.or(reader.absent(&["ipv6_native"]), reader.values.is_bool(&reader.known("ipv6_native"), false));
    reader.values.and(reader.absent(&["ipv6_cidr_block", "ipv6_ipam_pool_id", "ipv6_netmask_length"]), dual)
}

fn add_interface(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let addresses = [Plain("private_ips"), Plain("private_ip_list"), Plain("ipv6_addresses"), Plain("ipv6_address_list")];
    let interface = Interface {
        resource: Arc::clone(resource),
        subnet: reader.computed("subnet_id"),
        addresses: reader.addresses(&addresses),
        address_requests: reader.address_requests(&address_settings::INTERFACE),
        source_dest_check: reader.or("source_dest_check", &Data::Bool(true)),
        interface_type: reader.known("interface_type"),
        description: reader.known("description"),
        security_groups: reader.known("security_groups"),
        tags: reader.known("tags"),
        // A data source computes them all.
        address_settings: match resource.address.notation {
            Notation::TerraformData => Vec::new(),
            _ => reader.settings(&ADDRESS_SETTINGS),
        },
        driver: Driver::read(reader.values, &resource.properties, &driver::TERRAFORM),
    };
    let inline = reader.blocks("attachment");
    let attachments: Vec<_> = inline.items.iter().map(|block| inline_attachment(graph, resource, block)).collect();
    graph.interfaces.push(interface);
    graph.attachments.extend(attachments);
}

fn inline_attachment(graph: &Graph, resource: &Arc<Resource>, block: &super::Block) -> Attachment {
    let values = &graph.values;
    Attachment {
        resource: Arc::clone(resource),
        inline: true,
        guard: nested_guard(values, resource, block.guard),
        span: block_span(values, &block.value, resource),
        instance: values.get(&block.value, "instance"),
        interface: Value::new(Data::Term(values.attribute(resource.term, "id")), block.value.origin),
        device_index: values.get(&block.value, "device_index"),
        card_index: values.get(&block.value, "network_card_index"),
        delete_on_termination: Value::NULL,
        driver: Driver::NONE,
    }
}

fn add_attachment(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let attachment = Attachment {
        resource: Arc::clone(resource),
        inline: false,
        guard: resource.guard,
        span: resource.header,
        instance: reader.get("instance_id"),
        interface: reader.get("network_interface_id"),
        device_index: reader.get("device_index"),
        card_index: reader.get("network_card_index"),
        delete_on_termination: Value::NULL,
        driver: Driver::read(reader.values, &resource.properties, &driver::TERRAFORM),
    };
    graph.attachments.push(attachment);
}

fn add_instance(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let mut listed = reader.interfaces(&reader.blocks("network_interface"), &INSTANCE_INTERFACE, Via::Instance);
    let primary = reader.interfaces(&reader.blocks("primary_network_interface"), &INSTANCE_INTERFACE, Via::Instance);
    let network_interface_blocks = listed.items.len();
    listed.open |= primary.open;
    for mut interface in primary.items {
        interface.device_index = Value::integer(0);
        listed.items.push(interface);
    }
    let addresses = reader.addresses(&[Plain("private_ip"), Plain("secondary_private_ips"), Plain("ipv6_addresses")]);
    let template = reader.blocks("launch_template");
    let instance = Instance {
        resource: Arc::clone(resource),
        instance_type: reader.known("instance_type"),
        subnet: reader.known("subnet_id"),
        zone: reader.zone("availability_zone", "availability_zone_id"),
        addresses,
        address_requests: reader.address_requests(&address_settings::INSTANCE),
        settings: reader.settings(&INSTANCE_SETTINGS),
        security_groups: reader.known("vpc_security_group_ids"),
        associate_public_ip_address: reader.get("associate_public_ip_address"),
        source_dest_check: reader.or("source_dest_check", &Data::Bool(true)),
        written_source_dest_check: reader.get("source_dest_check"),
        template: groups::template_reference(reader.values, &template),
        listed,
        network_interface_blocks,
        software: software(&reader, "ami", reader.get("iam_instance_profile")),
        tags: reader.known("tags"),
    };
    graph.instances.push(instance);
}

fn add_template(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let mut listed = reader.interfaces(&reader.blocks("network_interfaces"), &TEMPLATE_INTERFACE, Via::Template);
    for interface in &mut listed.items {
        // The provider sends 0 where the index is not written.
        if interface.device_index.is_null() {
            interface.device_index = Value::integer(0).with_origin(interface.device_index.origin);
        }
    }
    let tags = [reader.get("tags"), reader.get("tag_specifications")];
    let profile = reader.blocks("iam_instance_profile").items.first().map_or(Value::NULL, |block| {
        let name = reader.values.get(&block.value, "name");
        reader.values.map(&name, |name| if name.is_null() { reader.values.get(&block.value, "arn") } else { name.clone() })
    });
    let template = LaunchTemplate {
        resource: Arc::clone(resource),
        name: reader.computed("name"),
        instance_type: reader.get("instance_type"),
        listed,
        group_settings: reader.settings(&["vpc_security_group_ids", "security_group_names"]),
        software: software(&reader, "image_id", profile),
        tags: Value::list(tags.to_vec()),
    };
    graph.templates.push(template);
}

/// A launch configuration is a template without interfaces of its own: what it launches has one.
fn add_launch_configuration(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let template = LaunchTemplate {
        resource: Arc::clone(resource),
        name: reader.computed("name"),
        instance_type: reader.get("instance_type"),
        listed: ListedInterfaces::default(),
        group_settings: Vec::new(),
        software: software(&reader, "image_id", reader.get("iam_instance_profile")),
        tags: Value::NULL,
    };
    graph.templates.push(template);
}

fn software(reader: &Reader<'_>, image: &str, profile: Value) -> Software {
    let encoded = reader.get("user_data_base64");
    let user_data =
        reader.values.map(&reader.get("user_data"), |plain| if plain.is_null() { encoded.clone() } else { plain.clone() });
    Software { image: reader.get(image), user_data, profile }
}

fn add_elastic_ip(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let special_pool = Value::list(["customer_owned_ipv4_pool", "network_border_group"].map(|name| reader.get(name)).to_vec());
    let target = target(&reader, "instance", "network_interface");
    let idle_private_ip = if target.is_empty() { reader.get("associate_with_private_ip") } else { Value::NULL };
    // What exists already is associated by whatever, perhaps by an association in this configuration.
    if resource.is_managed() && !target.is_empty() {
        let association = ElasticIpAssociation {
            resource: Arc::clone(resource),
            inline: true,
            allocation: Value::new(Data::Term(reader.values.attribute(resource.term, "id")), target.instance.origin),
            public_ip: Value::NULL,
            private_ip: reader.get("associate_with_private_ip"),
            target,
        };
        graph.associations.push(association);
    }
    graph.elastic_ips.push(ElasticIp { resource: Arc::clone(resource), special_pool, idle_private_ip });
}

fn target(reader: &Reader<'_>, instance: &'static str, interface: &'static str) -> Target {
    Target { instance_attribute: instance, instance: reader.get(instance), interface: reader.get(interface) }
}
