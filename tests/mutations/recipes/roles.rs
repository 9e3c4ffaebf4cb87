//! Mistakes with appliances, pairs of instances and adapters, and with what services keep for themselves.

use super::{
    ADDRESSES, ATTACHMENT, CARD_INDEX, EIP_ASSOCIATION, ELASTIC_IP, INSTANCE, INSTANCE_TYPE, INTERFACE_ID, PROFILE, ROUTE, Recipe,
    SECURITY_GROUP, SOURCE_DEST_CHECK, SUBNET_ID, has_addresses, interfaces, is_mentioned, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;
use crate::recipes::templates::lists;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "appliance-partial-forwarding", what: "an inner interface of an appliance checks again", plant: checked_inside },
    Recipe { rule: "unequal-failover-pair", what: "the second of a pair gets another type", plant: other_type },
    Recipe { rule: "eni-for-bandwidth", what: "an interface is described as half of a bond", plant: bonded },
    Recipe { rule: "metadata-address-limit", what: "many addresses on an old type", plant: many_addresses },
    Recipe { rule: "managed-eni-touched", what: "the interface of a service is attached", plant: of_service },
    Recipe { rule: "efa-needs-launch-template", what: "a network card for an interface of an instance", plant: card_in_instance },
    Recipe { rule: "efa-security-group-not-open-to-itself", what: "an adapter in a group without rules", plant: closed_group },
    Recipe { rule: "spot-request-with-eni", what: "a spot request with an interface", plant: spot },
];

const TAGS: Name = Name("tags", "Tags");
const DESCRIPTION: Name = Name("description", "Description");

/// Words of interfaces and networks that face the internet, or are for something else than traffic.
const OUTSIDE: [&str; 18] = [
    "pub",
    "ext",
    "internet",
    "wan",
    "untrust",
    "outside",
    "dmz",
    "mgmt",
    "management",
    "admin",
    "oob",
    "ha",
    "sync",
    "cluster",
    "hb",
    "heart",
    "mgt",
    "eth0",
];

fn checked_inside(project: &Project) -> Vec<Mutation> {
    let is_off =
        |interface: &Element| interface.text(SOURCE_DEST_CHECK).is_some_and(|text| text.trim_matches(['"', '\'']) == "false");
    let appliances = project.single(INSTANCE).filter(|instance| {
        let interfaces = interfaces(project, instance);
        interfaces.len() > 1 && interfaces.iter().all(|interface| is_off(interface))
    });
    let inner = appliances.filter(|instance| !scripted(project, instance)).filter_map(|instance| {
        let inner = interfaces(project, instance).into_iter().find(|interface| {
            let subnet = project.follow(interface, SUBNET_ID);
            let text = format!(
                "{} {} {} {} {}",
                interface.name,
                interface.text(TAGS).unwrap_or_default(),
                interface.text(DESCRIPTION).unwrap_or_default(),
                interface.text(SUBNET_ID).unwrap_or_default(),
                interface.text(super::INTERFACE_GROUPS).unwrap_or_default(),
            );
            let text = text.to_lowercase();
            let is_targeted = [ROUTE, ELASTIC_IP, EIP_ASSOCIATION, Name("aws_route_table", "AWS::EC2::RouteTable")];
            subnet.is_some_and(|subnet| !subnet.has(super::MAPS_PUBLIC_IP))
                && !OUTSIDE.into_iter().any(|word| text.contains(word))
                && is_targeted.into_iter().all(|kind| !is_mentioned(project, interface, kind))
        })?;
        Mutation::new().set(inner, SOURCE_DEST_CHECK, "true")
    });
    inner.collect()
}

/// Whether a program on an instance may switch its checks off.
fn scripted(project: &Project, instance: &Element) -> bool {
    instance.has(PROFILE) || project.mentions("source-dest-check")
}

fn other_type(project: &Project) -> Vec<Mutation> {
    let roles =
        [("active", "passive"), ("primary", "secondary"), ("primary", "standby"), ("master", "slave"), ("primary", "backup")];
    let pairs = project.single(INSTANCE).filter_map(|first| {
        let name = first.name.to_lowercase();
        let second = project.beside(first, INSTANCE).find(|second| {
            let other = second.name.to_lowercase();
            second.is_single()
                && roles.into_iter().any(|(own, role)| name.matches(own).count() == 1 && name.replace(own, role) == other)
        })?;
        let image = Name("ami", "ImageId");
        let is_pair =
            first.text(image)? == second.text(image)? && !second.has(super::LAUNCH_TEMPLATE) && !first.has(super::LAUNCH_TEMPLATE);
        let first_set = Mutation::new().set(first, INSTANCE_TYPE, "\"c5.4xlarge\"")?;
        is_pair.then(|| first_set.set(second, INSTANCE_TYPE, "\"c5.2xlarge\""))?
    });
    pairs.collect()
}

fn bonded(project: &Project) -> Vec<Mutation> {
    let instances =
        project.single(INSTANCE).filter(|instance| !instance.has(super::LAUNCH_TEMPLATE) && !instance.is_open(super::LISTED));
    let bonded = instances.filter_map(|instance| {
        let interfaces = interfaces(project, instance);
        let second = interfaces.get(1).filter(|second| !second.has(DESCRIPTION))?;
        Mutation::new().set(second, DESCRIPTION, "\"Half of bond0\"")
    });
    bonded.collect()
}

fn many_addresses(project: &Project) -> Vec<Mutation> {
    // A set of several addresses that is read in order would be another mistake.
    if project.mentions(".private_ips") {
        return Vec::new();
    }
    let instances = project.single(INSTANCE).filter(|instance| instance.has(INSTANCE_TYPE) && !is_in_pair(instance));
    let many = instances.filter_map(|instance| {
        let interfaces = interfaces(project, instance);
        let first = *interfaces.iter().find(|interface| !has_addresses(interface))?;
        Mutation::new().set(instance, INSTANCE_TYPE, "\"r4.16xlarge\"")?.set(first, ADDRESSES[3], "35")
    });
    many.collect()
}

/// Whether an instance is one of a pair whose types are to be the same, as far as its name goes.
fn is_in_pair(instance: &Element) -> bool {
    let name = instance.name.to_lowercase();
    ["active", "passive", "primary", "secondary", "master", "slave", "standby", "backup"]
        .into_iter()
        .any(|role| name.contains(role))
}

fn of_service(project: &Project) -> Vec<Mutation> {
    let owners = [
        (Name("aws_nat_gateway", ""), "network_interface_id", ""),
        (Name("aws_vpc_endpoint", "AWS::EC2::VPCEndpoint"), "network_interface_ids", "NetworkInterfaceIds"),
    ];
    let touched = owners.into_iter().flat_map(|(kind, attribute, property)| {
        project.single(kind).filter(|owner| project.is_in_root(owner)).filter_map(move |owner| {
            let name = &owner.name;
            let id = match attribute {
                "network_interface_id" => format!("{}.{name}.{attribute}", kind.0),
                _ => format!("tolist({}.{name}.{attribute})[0]", kind.0),
            };
            let terraform = format!("instance_id = \"i-0123456789abcdef0\"\nnetwork_interface_id = {id}\ndevice_index = 1");
            let id = format!(r#"{{"Fn::Select": [0, {{"Fn::GetAtt": ["{name}", "{property}"]}}]}}"#);
            let cloudformation = format!(
                r#""Properties": {{"InstanceId": "i-0123456789abcdef0", "NetworkInterfaceId": {id}, "DeviceIndex": "1", "DeleteOnTermination": false}}"#
            );
            let planted = if is_terraform(project) { "planted" } else { "Planted" };
            Mutation::new().add(project, owner, ATTACHMENT, planted, Body(&terraform, &cloudformation))
        })
    });
    touched.collect()
}

fn card_in_instance(project: &Project) -> Vec<Mutation> {
    if is_terraform(project) {
        return Vec::new();
    }
    let first =
        project.resources(INSTANCE).filter_map(|instance| listed(instance).into_iter().find(|block| !block.has(CARD_INDEX)));
    first.filter_map(|block| Mutation::new().set(block, CARD_INDEX, "0")).collect()
}

fn closed_group(project: &Project) -> Vec<Mutation> {
    // A node group may name types of its own.
    if project.mentions("instance_types") {
        return Vec::new();
    }
    let single = lists(project, |_| true).filter(|(data, listed)| listed.len() == 1 && data.has(INSTANCE_TYPE));
    let free = single.filter(|(_, listed)| {
        let is_here = project.follow(listed[0], SUBNET_ID).is_some();
        !listed[0].has(INTERFACE_ID) && !listed[0].has(Name("interface_type", "InterfaceType")) && !is_here
    });
    let closed = free.filter_map(|(data, listed)| {
        let group = Body(
            "vpc_id = \"vpc-0123456789abcdef0\"",
            r#""Properties": {"GroupDescription": "Planted", "VpcId": "vpc-0123456789abcdef0"}"#,
        );
        let (name, groups) = match is_terraform(project) {
            true => ("planted", "[aws_security_group.planted.id]"),
            false => ("Planted", r#"[{"Fn::GetAtt": ["Planted", "GroupId"]}]"#),
        };
        Mutation::new()
            .add(project, data, SECURITY_GROUP, name, group)?
            .set(data, INSTANCE_TYPE, "\"c5n.18xlarge\"")?
            .set(listed[0], Name("interface_type", "InterfaceType"), "\"efa\"")?
            .set(listed[0], Name("security_groups", "Groups"), groups)
    });
    closed.collect()
}

fn spot(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let image = Name("ami", "");
    let requested = project.single(INSTANCE).filter(|instance| project.is_in_root(instance)).filter_map(|instance| {
        let (image, kind) = (instance.text(image)?, instance.text(INSTANCE_TYPE)?);
        let body = format!(
            "ami = {image}\ninstance_type = {kind}\n\nnetwork_interface {{\n  device_index = 0\n  network_interface_id = \"eni-0123456789abcdef0\"\n}}"
        );
        Mutation::new().add(project, instance, Name("aws_spot_instance_request", ""), "planted", Body(&body, ""))
    });
    requested.collect()
}
