//! Mistakes with the place of interfaces: subnets, zones and VPCs.

use super::{
    CIDR, EIP_ASSOCIATION, ELASTIC_IP, GROUP_ATTACHMENT, INSTANCE, INTERFACE_GROUPS, Recipe, SUBNET, SUBNET_ID, VPC, VPC_ID, ZONE,
    has_addresses, interfaces, is_listing, is_mentioned, is_terraform, two_subnets,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "eni-in-another-az", what: "the subnets of two interfaces move to different zones", plant: two_zones },
    Recipe { rule: "unpinned-az", what: "one of two subnets loses its zone", plant: unpinned },
    Recipe { rule: "instance-az-contradicts-subnet", what: "an instance names another zone than its subnet", plant: other_zone },
    Recipe { rule: "same-subnet-enis", what: "the second interface moves to the subnet of the first", plant: same_subnet },
    Recipe { rule: "eni-in-another-vpc", what: "the second interface moves to a new VPC", plant: other_vpc },
    Recipe {
        rule: "overlapping-multi-vpc-enis",
        what: "the second interface moves to the same addresses of a new VPC",
        plant: overlapping,
    },
];

const ZONE_ID: Name = Name("availability_zone_id", "AvailabilityZoneId");

fn two_zones(project: &Project) -> Vec<Mutation> {
    let pairs = two_subnets(project).filter_map(|[(_, first), (interface, second)]| {
        if first.has(ZONE_ID) || second.has(ZONE_ID) {
            return None;
        }
        let moved = Mutation::new().set(first, ZONE, "\"us-east-1a\"")?.set(second, ZONE, "\"us-east-1b\"")?;
        Some(moved.at(interface))
    });
    pairs.collect()
}

fn unpinned(project: &Project) -> Vec<Mutation> {
    let pairs = two_subnets(project).filter(|[(_, first), (_, second)]| first.has(ZONE) && second.has(ZONE));
    pairs.filter_map(|[_, (interface, second)]| Some(Mutation::new().remove(project, second, ZONE)?.at(interface))).collect()
}

fn other_zone(project: &Project) -> Vec<Mutation> {
    let instances =
        project.resources(INSTANCE).filter(|instance| !is_listing(instance) && interfaces(project, instance).is_empty());
    let contradicting = instances.filter_map(|instance| {
        let zone = project.follow(instance, SUBNET_ID)?.text(ZONE)?.trim_matches(['"', '\'']);
        let letter = zone.chars().last()?;
        let is_literal = zone.matches('-').count() == 2 && zone.ends_with(['a', 'b', 'c']) && !zone.contains(['$', '.', ' ']);
        let other = if letter == 'a' { 'b' } else { 'a' };
        is_literal.then(|| Mutation::new().set(instance, ZONE, &format!("\"{}{other}\"", zone.trim_end_matches(letter))))?
    });
    contradicting.collect()
}

fn same_subnet(project: &Project) -> Vec<Mutation> {
    let pairs = two_subnets(project).filter(|[_, (second, _)]| !has_addresses(second));
    let has_address =
        |interface: &Element| [ELASTIC_IP, EIP_ASSOCIATION].into_iter().any(|kind| is_mentioned(project, interface, kind));
    let moved = pairs.filter_map(|[(first, _), (second, _)]| {
        // A public address in a private subnet would be another mistake.
        let (moving, to) = if has_address(second) { (first, second) } else { (second, first) };
        let is_alone = !has_address(moving) && !has_addresses(moving);
        is_alone.then(|| Mutation::new().set(moving, SUBNET_ID, to.text(SUBNET_ID)?)).flatten()
    });
    moved.collect()
}

fn other_vpc(project: &Project) -> Vec<Mutation> {
    let pairs = two_subnets(project).filter(|[_, (second, _)]| is_free(project, second));
    pairs
        .filter_map(|[(_, subnet), (second, _)]| {
            to_new_vpc(project, second, subnet.text(ZONE)?, "\"10.255.0.0/16\"", "\"10.255.1.0/24\"")
        })
        .collect()
}

fn overlapping(project: &Project) -> Vec<Mutation> {
    let pairs = two_subnets(project).filter(|[_, (second, _)]| is_free(project, second));
    let moved = pairs.filter_map(|[(_, subnet), (second, _)]| {
        let vpc = project.follow(subnet, VPC_ID)?;
        to_new_vpc(project, second, subnet.text(ZONE)?, vpc.text(CIDR)?, subnet.text(CIDR)?)
    });
    moved.collect()
}

/// Whether nothing but its subnet ties an interface to a VPC.
fn is_free(project: &Project, interface: &Element) -> bool {
    !has_addresses(interface) && !is_mentioned(project, interface, GROUP_ATTACHMENT)
}

/// Moves an interface to a new subnet in a new VPC.
fn to_new_vpc(project: &Project, interface: &Element, zone: &str, vpc_cidr: &str, cidr: &str) -> Option<Mutation> {
    // What stands on several lines does not fit into braces.
    if [zone, vpc_cidr, cidr].iter().any(|text| text.contains('\n')) {
        return None;
    }
    let vpc = (format!("cidr_block = {vpc_cidr}"), format!("\"Properties\": {{\"CidrBlock\": {vpc_cidr}}}"));
    let subnet = (
        format!("vpc_id = aws_vpc.planted.id\ncidr_block = {cidr}\navailability_zone = {zone}"),
        format!("\"Properties\": {{\"VpcId\": {{\"Ref\": \"PlantedVpc\"}}, \"CidrBlock\": {cidr}, \"AvailabilityZone\": {zone}}}"),
    );
    let (vpc_name, name) = if is_terraform(project) { ("planted", "planted") } else { ("PlantedVpc", "PlantedSubnet") };
    let place = if is_terraform(project) { "aws_subnet.planted.id" } else { r#"{"Ref": "PlantedSubnet"}"# };
    Mutation::new()
        .add(project, interface, VPC, vpc_name, Body(&vpc.0, &vpc.1))?
        .add(project, interface, SUBNET, name, Body(&subnet.0, &subnet.1))?
        .set(interface, SUBNET_ID, place)?
        .set(interface, INTERFACE_GROUPS, r#"["sg-0123456789abcdef0"]"#)
}
