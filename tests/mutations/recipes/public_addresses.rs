//! Mistakes with Elastic IP addresses and the public addresses of instances.

use super::{
    ATTACHMENT, EIP_ASSOCIATION, ELASTIC_IP, INSTANCE, INSTANCE_ID, INTERFACE, INTERFACE_ID, MAPS_PUBLIC_IP, PROFILE, PUBLIC_IP,
    Recipe, SUBNET, SUBNET_ID, USER_DATA, is_listing, is_mentioned, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;
use crate::recipes::second::SOME_GROUP;
use crate::recipes::targets::waiting;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "ambiguous-eip-target", what: "an association names an instance beside its interface", plant: both_targets },
    Recipe { rule: "ambiguous-eip-target", what: "an association names its address twice", plant: both_addresses },
    Recipe { rule: "eip-associated-twice", what: "an association is copied", plant: copied_association },
    Recipe { rule: "two-eips-on-one-address", what: "an address with its target is copied", plant: copied_address },
    Recipe { rule: "two-eips-on-one-address", what: "a second address for the same target", plant: second_address },
    Recipe { rule: "public-ip-false-with-eip", what: "no public address for an instance that has one", plant: not_public },
    Recipe { rule: "public-ip-false-with-eip", what: "an address for an instance that is to have none", plant: made_public },
    Recipe {
        rule: "public-ip-flag-ignored-for-existing-eni",
        what: "a record reads the public address that nobody gives",
        plant: read_address,
    },
    Recipe {
        rule: "public-ip-flag-ignored-for-existing-eni",
        what: "an instance whose public address is read, on an interface without one",
        plant: on_interface,
    },
];

const ALLOCATION: Name = Name("allocation_id", "AllocationId");
const PUBLIC_ADDRESS: Name = Name("public_ip", "EIP");
const PRIVATE_ADDRESS: Name = Name("private_ip_address", "PrivateIpAddress");
const INSTANCE_OF_ADDRESS: Name = Name("instance", "InstanceId");
const INTERFACE_OF_ADDRESS: Name = Name("network_interface", "");

fn both_targets(project: &Project) -> Vec<Mutation> {
    let by_interface =
        project.resources(EIP_ASSOCIATION).filter(|association| association.has(INTERFACE_ID) && !association.has(INSTANCE_ID));
    let by_interface = by_interface.map(|association| (association, INSTANCE_ID));
    let inline =
        project.resources(ELASTIC_IP).filter(|address| address.has(INTERFACE_OF_ADDRESS) && !address.has(INSTANCE_OF_ADDRESS));
    let inline = inline.map(|address| (address, INSTANCE_OF_ADDRESS));
    let both = by_interface.chain(inline).filter(|(element, _)| {
        project.follow(element, INTERFACE_ID).or_else(|| project.follow(element, INTERFACE_OF_ADDRESS)).is_some()
    });
    both.filter_map(|(element, name)| Mutation::new().set(element, name, "\"i-0123456789abcdef0\"")).collect()
}

fn both_addresses(project: &Project) -> Vec<Mutation> {
    let named =
        project.resources(EIP_ASSOCIATION).filter(|association| association.has(ALLOCATION) && !association.has(PUBLIC_ADDRESS));
    // A literal in a module that is called several times would be the same address for all of them.
    named
        .filter(|association| project.is_in_root(association))
        .filter_map(|association| Mutation::new().set(association, PUBLIC_ADDRESS, "\"203.0.113.5\""))
        .collect()
}

fn copied_association(project: &Project) -> Vec<Mutation> {
    let followed = project.single(EIP_ASSOCIATION).filter(|association| {
        let allocation = association.text(ALLOCATION).unwrap_or_default();
        allocation.contains(".id") || allocation.contains("llocation")
    });
    followed.filter_map(|association| Mutation::new().copy(project, association, "Planted")).collect()
}

fn copied_address(project: &Project) -> Vec<Mutation> {
    let inline = project.single(ELASTIC_IP).filter(|address| {
        [INSTANCE_OF_ADDRESS, INTERFACE_OF_ADDRESS].into_iter().any(|name| project.follow(address, name).is_some())
    });
    inline.filter_map(|address| Mutation::new().copy(project, address, "Planted")).collect()
}

fn second_address(project: &Project) -> Vec<Mutation> {
    let of_interface = project.single(EIP_ASSOCIATION).filter(|association| {
        let is_interface =
            project.follow(association, INTERFACE_ID).is_some_and(|found| found.kind == INTERFACE.of(project.language));
        is_interface && !association.has(PRIVATE_ADDRESS) && !association.has(INSTANCE_ID)
    });
    let second = of_interface.filter_map(|association| {
        let target = project.follow(association, INTERFACE_ID)?.reference();
        let (terraform, cloudformation) = (
            format!("allocation_id = aws_eip.planted.id\nnetwork_interface_id = {target}"),
            format!(
                r#""Properties": {{"AllocationId": {{"Fn::GetAtt": ["PlantedAddress", "AllocationId"]}}, "NetworkInterfaceId": {target}}}"#
            ),
        );
        let (name, association_name) = if is_terraform(project) { ("planted", "planted") } else { ("PlantedAddress", "Planted") };
        let (waits, depends) = waiting(project, association);
        let (terraform, cloudformation) = (format!("{terraform}\n{waits}"), cloudformation + &depends);
        Mutation::new()
            .add(project, association, ELASTIC_IP, name, Body("domain = \"vpc\"", r#""Properties": {"Domain": "vpc"}"#))?
            .add(project, association, EIP_ASSOCIATION, association_name, Body(&terraform, &cloudformation))
    });
    second.collect()
}

fn not_public(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let addressed = project.single(INSTANCE).filter(|instance| {
        let names = |element: &Element, name| project.follow(element, name).is_some_and(|found| found.is(instance));
        let is_target = project.single(ELASTIC_IP).any(|address| names(address, INSTANCE_OF_ADDRESS))
            || project.single(EIP_ASSOCIATION).any(|association| names(association, INSTANCE_ID));
        is_target && !is_listing(instance) && !instance.has(Name("lifecycle", "")) && !is_mentioned(project, instance, ATTACHMENT)
    });
    addressed.filter_map(|instance| Mutation::new().set(instance, PUBLIC_IP, "false")).collect()
}

fn made_public(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let instances = super::second::plain(project).filter(|instance| !instance.has(Name("lifecycle", "")));
    let made = instances.filter_map(|instance| {
        let body = format!("domain = \"vpc\"\ninstance = {}\n{}", instance.reference(), waiting(project, instance).0);
        Mutation::new().add(project, instance, ELASTIC_IP, "planted", Body(&body, ""))?.set(instance, PUBLIC_IP, "false")
    });
    made.collect()
}

fn read_address(project: &Project) -> Vec<Mutation> {
    // A function may give an interface its address.
    if ["AWS::Lambda::", "Custom::", "AWS::CloudFormation::"].into_iter().any(|kind| project.mentions(kind)) {
        return Vec::new();
    }
    let instances = project.single(INSTANCE).filter(|instance| {
        let listed = listed(instance);
        let interface = listed.first().and_then(|block| project.follow(block, INTERFACE_ID));
        let is_free =
            |element: &Element| [ELASTIC_IP, EIP_ASSOCIATION].into_iter().all(|kind| !is_mentioned(project, element, kind));
        let subnet = interface.and_then(|interface| project.follow(interface, SUBNET_ID));
        let is_off = subnet.is_some_and(|subnet| subnet.kind == SUBNET.of(project.language) && !subnet.has(MAPS_PUBLIC_IP));
        let has_program = instance.has(USER_DATA) && instance.has(PROFILE);
        listed.len() == 1
            && !instance.is_open(super::LISTED)
            && is_off
            && !has_program
            && is_free(instance)
            && interface.is_some_and(is_free)
    });
    instances.filter_map(|instance| Some(with_record(project, instance, &instance.name, Mutation::new())?.at(instance))).collect()
}

/// Adds a record that reads the public address of an instance.
fn with_record(project: &Project, beside: &Element, name: &str, mutation: Mutation) -> Option<Mutation> {
    let terraform = format!(
        "zone_id = \"Z0123456789ABCDEFGHIJ\"\nname = \"www.example.com\"\ntype = \"A\"\nttl = 60\nrecords = [aws_instance.{name}.public_ip]"
    );
    let cloudformation = format!(
        r#""Properties": {{"HostedZoneId": "Z0123456789ABCDEFGHIJ", "Name": "www.example.com", "Type": "A", "TTL": "60", "ResourceRecords": [{{"Fn::GetAtt": ["{name}", "PublicIp"]}}]}}"#
    );
    let planted = if is_terraform(project) { "planted_record" } else { "PlantedRecord" };
    let kind = Name("aws_route53_record", "AWS::Route53::RecordSet");
    mutation.add(project, beside, kind, planted, Body(&terraform, &cloudformation))
}

fn on_interface(project: &Project) -> Vec<Mutation> {
    let subnets = project.single(SUBNET).filter(|subnet| !subnet.has(MAPS_PUBLIC_IP));
    let booted = subnets.filter_map(|subnet| {
        let place = subnet.reference();
        let interface = (
            format!("subnet_id = {place}\nsecurity_groups = {SOME_GROUP}"),
            format!(r#""Properties": {{"SubnetId": {place}, "GroupSet": {SOME_GROUP}}}"#),
        );
        let instance = Body(
            "ami = \"ami-0123456789abcdef0\"\ninstance_type = \"m5.large\"\n\nprimary_network_interface {\n  network_interface_id = aws_network_interface.planted.id\n}",
            r#""Properties": {"ImageId": "ami-0123456789abcdef0", "InstanceType": "m5.large", "NetworkInterfaces": [{"DeviceIndex": "0", "NetworkInterfaceId": {"Ref": "Planted"}}]}"#,
        );
        let (name, instance_name) = if is_terraform(project) { ("planted", "planted") } else { ("Planted", "PlantedInstance") };
        let mutation = Mutation::new()
            .add(project, subnet, INTERFACE, name, Body(&interface.0, &interface.1))?
            .add(project, subnet, INSTANCE, instance_name, instance)?;
        with_record(project, subnet, instance_name, mutation)
    });
    booted.collect()
}
