//! Mistakes with routes, and with public addresses where there is no route.

use super::second::{SOME_GROUP, SOME_SUBNET, bare, plain};
use super::{
    INSTANCE, INTERFACE, PUBLIC_IP, ROUTE, Recipe, SOURCE_DEST_CHECK, SUBNET, SUBNET_ID, VPC_ID, ZONE, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "route-to-instance-id", what: "a route that names an instance", plant: to_instance },
    Recipe { rule: "route-to-unattached-eni", what: "a route to an interface that nothing attaches", plant: to_unattached },
    Recipe { rule: "public-eni-without-internet-route", what: "a public address in a new subnet without routes", plant: isolated },
];

fn to_instance(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) || project.names_versions() {
        return Vec::new();
    }
    let routed = plain(project).filter_map(|instance| {
        let body = format!(
            "route_table_id = \"rtb-0123456789abcdef0\"\ndestination_cidr_block = \"198.51.100.0/24\"\ninstance_id = {}",
            instance.reference()
        );
        Mutation::new().set(instance, SOURCE_DEST_CHECK, "false")?.add(project, instance, ROUTE, "planted", Body(&body, ""))
    });
    routed.collect()
}

fn to_unattached(project: &Project) -> Vec<Mutation> {
    // A script that nobody can read may attach whatever there is.
    if ["iam_instance_profile", "IamInstanceProfile"].into_iter().any(|word| project.mentions(word)) {
        return Vec::new();
    }
    let interface = (
        format!("subnet_id = {SOME_SUBNET}\nsecurity_groups = {SOME_GROUP}\nsource_dest_check = false"),
        format!(r#""Properties": {{"SubnetId": {SOME_SUBNET}, "GroupSet": {SOME_GROUP}, "SourceDestCheck": false}}"#),
    );
    let route = Body(
        "route_table_id = \"rtb-0123456789abcdef0\"\ndestination_cidr_block = \"198.51.100.0/24\"\nnetwork_interface_id = aws_network_interface.planted.id",
        r#""Properties": {"RouteTableId": "rtb-0123456789abcdef0", "DestinationCidrBlock": "198.51.100.0/24", "NetworkInterfaceId": {"Ref": "Planted"}}"#,
    );
    let (name, route_name) = if is_terraform(project) { ("planted", "planted") } else { ("Planted", "PlantedRoute") };
    let routed = project.single(INSTANCE).take(1).filter_map(|instance| {
        Mutation::new()
            .add(project, instance, INTERFACE, name, Body(&interface.0, &interface.1))?
            .add(project, instance, ROUTE, route_name, route)
    });
    routed.collect()
}

fn isolated(project: &Project) -> Vec<Mutation> {
    let is_on = |element: &Element| element.text(PUBLIC_IP).is_some_and(|text| text.trim_matches(['"', '\'']) == "true");
    let of_instances = bare(project).filter(|instance| is_on(instance));
    let of_lists = project.single(INSTANCE).flat_map(listed).filter(|listed| is_on(listed));
    let moved = of_instances.chain(of_lists).filter_map(|element| {
        let subnet = project.follow(element, SUBNET_ID)?;
        let vpc = project.follow(subnet, VPC_ID).filter(|_| leads_out(project, subnet))?;
        let place = if is_terraform(project) { "aws_subnet.planted.id" } else { r#"{"Ref": "PlantedSubnet"}"# };
        let (vpc, zone) = (vpc.reference(), subnet.text(ZONE).filter(|zone| !zone.contains('\n'))?);
        let terraform = format!("vpc_id = {vpc}\ncidr_block = \"10.255.1.0/24\"\navailability_zone = {zone}");
        let cloudformation =
            format!(r#""Properties": {{"VpcId": {vpc}, "CidrBlock": "10.255.1.0/24", "AvailabilityZone": {zone}}}"#);
        let name = if is_terraform(project) { "planted" } else { "PlantedSubnet" };
        Mutation::new().add(project, subnet, SUBNET, name, Body(&terraform, &cloudformation))?.set(element, SUBNET_ID, place)
    });
    moved.collect()
}

/// Whether the table of a subnet leads to an internet gateway, by routes that are written one by one.
fn leads_out(project: &Project, subnet: &Element) -> bool {
    let table = Name("route_table_id", "RouteTableId");
    let gateway = Name("gateway_id", "GatewayId");
    let mut associations = project.mentioning(subnet, super::TABLE_ASSOCIATION);
    associations.any(|association| {
        project.follow(association, table).is_some_and(|found| {
            let of_table = |route: &Element| project.follow(route, table).is_some_and(|other| other.is(found));
            found.blocks(Name("route", "")).any(|route| route.has(gateway))
                || project.single(ROUTE).any(|route| of_table(route) && route.has(gateway))
        })
    })
}
