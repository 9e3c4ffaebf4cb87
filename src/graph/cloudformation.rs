//! The builder from CloudFormation's resource types.

use super::build::{AddressName, InterfaceNames, Reader};
use super::{
    Attachment, Blocks, ElasticIp, ElasticIpAssociation, Graph, Instance, Interface, LaunchTemplate, Route, Setting, Subnet,
    Target, Via,
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
};

/// Properties that EC2 refuses beside `NetworkInterfaces`.
const INSTANCE_SETTINGS: [&str; 6] =
    ["SubnetId", "SecurityGroupIds", "SecurityGroups", "PrivateIpAddress", "Ipv6Addresses", "Ipv6AddressCount"];

pub(super) fn add(graph: &mut Graph, resource: &Arc<Resource>) {
    match &*resource.address.resource_type {
        "AWS::EC2::Subnet" => add_subnet(graph, resource),
        "AWS::EC2::NetworkInterface" => add_interface(graph, resource),
        "AWS::EC2::NetworkInterfaceAttachment" => add_attachment(graph, resource),
        "AWS::EC2::Instance" => add_instance(graph, resource),
        "AWS::EC2::LaunchTemplate" => add_template(graph, resource),
        "AWS::EC2::EIP" => {
            let target = target(graph, resource);
            if !target.instance.is_null() {
                graph.associations.push(ElasticIpAssociation { resource: Arc::clone(resource), target });
            }
            graph.elastic_ips.push(ElasticIp { resource: Arc::clone(resource) });
        }
        "AWS::EC2::EIPAssociation" => {
            let target = target(graph, resource);
            graph.associations.push(ElasticIpAssociation { resource: Arc::clone(resource), target });
        }
        "AWS::EC2::Route" => {
            let target = target(graph, resource);
            graph.routes.push(Route { resource: Arc::clone(resource), guard: resource.guard, target });
        }
        _ => {}
    }
}

fn reader<'a>(graph: &'a Graph, resource: &'a Resource) -> Reader<'a> {
    Reader { values: &graph.values, resource }
}

fn target(graph: &Graph, resource: &Resource) -> Target {
    let reader = reader(graph, resource);
    Target { instance_attribute: "InstanceId", instance: reader.get("InstanceId"), interface: reader.get("NetworkInterfaceId") }
}

fn add_subnet(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let subnet = Subnet {
        resource: Arc::clone(resource),
        vpc: reader.computed("VpcId"),
        zone: reader.zone("AvailabilityZone", "AvailabilityZoneId"),
        cidr_block: reader.computed("CidrBlock"),
        ipv6_cidr_block: reader.computed("Ipv6CidrBlock"),
    };
    graph.subnets.push(subnet);
}

fn add_interface(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let interface = Interface {
        resource: Arc::clone(resource),
        subnet: reader.computed("SubnetId"),
        addresses: reader.addresses(&ADDRESSES),
        source_dest_check: reader.or("SourceDestCheck", &Data::Bool(true)),
        interface_type: reader.get("InterfaceType"),
        description: reader.get("Description"),
        tags: reader.get("Tags"),
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
    };
    graph.attachments.push(attachment);
}

fn add_instance(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let values = reader.values;
    let specification = reader.get("LaunchTemplate");
    let (id, name) = (values.get(&specification, "LaunchTemplateId"), values.get(&specification, "LaunchTemplateName"));
    let instance = Instance {
        resource: Arc::clone(resource),
        instance_type: reader.get("InstanceType"),
        subnet: reader.get("SubnetId"),
        zone: reader.zone("AvailabilityZone", "AvailabilityZoneId"),
        addresses: reader.addresses(&ADDRESSES),
        settings: INSTANCE_SETTINGS.iter().map(|name| Setting { name, value: reader.get(name) }).collect(),
        template: values.map(&id, |id| if id.is_null() { name.clone() } else { id.clone() }),
        listed: reader.interfaces(&reader.blocks("NetworkInterfaces"), &LISTED_INTERFACE, Via::Instance),
        tags: reader.get("Tags"),
    };
    graph.instances.push(instance);
}

fn add_template(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let values = reader.values;
    let data = reader.get("LaunchTemplateData");
    let blocks = Blocks::read(values, &values.get(&data, "NetworkInterfaces"));
    let tags = [reader.get("TagSpecifications"), values.get(&data, "TagSpecifications")];
    let template = LaunchTemplate {
        resource: Arc::clone(resource),
        name: reader.computed("LaunchTemplateName"),
        instance_type: values.get(&data, "InstanceType"),
        listed: reader.interfaces(&blocks, &LISTED_INTERFACE, Via::Template),
        tags: Value::list(tags.to_vec()),
    };
    graph.templates.push(template);
}
