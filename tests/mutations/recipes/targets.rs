//! Mistakes with what points at interfaces and instances: Elastic IP addresses and routes.

use super::{
    ATTACHMENT, EIP_ASSOCIATION, ELASTIC_IP, INSTANCE, INTERFACE, INTERFACE_ID, ROUTE, Recipe, SOURCE_DEST_CHECK, SUBNET_ID,
    VPC_ID, interfaces, is_listing, is_mentioned, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe {
        rule: "multi-eni-instance-as-target",
        what: "an address for an instance with several interfaces",
        plant: address_of_several,
    },
    Recipe { rule: "eip-before-internet-gateway", what: "an address that waits for nothing", plant: waiting_for_nothing },
    Recipe { rule: "route-to-checked-eni", what: "an interface with routes checks again", plant: checked },
];

/// What attaches an internet gateway to a VPC.
const GATEWAY: Name = Name("aws_internet_gateway", "AWS::EC2::VPCGatewayAttachment");

fn address_of_several(project: &Project) -> Vec<Mutation> {
    let instances =
        project.single(INSTANCE).filter(|instance| interfaces(project, instance).len() > 1 || listed(instance).len() > 1);
    // A gateway of another module may be the one to wait for.
    let is_here = |element: &Element| {
        project.resources(GATEWAY).all(|gateway| project.beside(element, GATEWAY).any(|beside| beside.is(gateway)))
    };
    let has_address =
        |element: &Element| [ELASTIC_IP, EIP_ASSOCIATION].into_iter().any(|kind| is_mentioned(project, element, kind));
    let instances = instances.filter(|instance| {
        is_here(instance) && !has_address(instance) && !interfaces(project, instance).into_iter().any(has_address)
    });
    instances.filter_map(|instance| address(project, instance, project.beside(instance, GATEWAY).collect())).collect()
}

fn waiting_for_nothing(project: &Project) -> Vec<Mutation> {
    let instances = project.single(INSTANCE).filter(|instance| {
        let has_more =
            [ELASTIC_IP, EIP_ASSOCIATION, ATTACHMENT, INTERFACE].into_iter().any(|kind| is_mentioned(project, instance, kind));
        !has_more && !is_listing(instance) && !instance.has(Name("depends_on", "DependsOn"))
    });
    let waiting = instances.filter_map(|instance| {
        let subnet = project.follow(instance, SUBNET_ID)?;
        let vpc = project.follow(subnet, VPC_ID)?;
        let is_of_vpc =
            |gateway: &Element| gateway.is_single() && project.follow(gateway, VPC_ID).is_some_and(|found| found.is(vpc));
        let has_gateway = project.beside(instance, GATEWAY).any(is_of_vpc);
        let waits = [subnet, vpc].into_iter().any(|element| element.has(Name("depends_on", "DependsOn")));
        (has_gateway && !waits).then(|| address(project, instance, Vec::new())).flatten()
    });
    waiting.collect()
}

/// What makes a resource wait for the internet gateways beside an element: a line, or an entry with a comma in front.
pub(super) fn waiting(project: &Project, beside: &Element) -> (String, String) {
    waiting_for(&project.beside(beside, GATEWAY).collect::<Vec<_>>())
}

fn waiting_for(gateways: &[&Element]) -> (String, String) {
    let names: Vec<String> = gateways.iter().map(|gateway| format!("{}.{}", gateway.kind, gateway.name)).collect();
    let logical: Vec<String> = gateways.iter().map(|gateway| format!("\"{}\"", gateway.name)).collect();
    let entry = if logical.is_empty() { String::new() } else { format!(", \"DependsOn\": [{}]", logical.join(", ")) };
    (format!("depends_on = [{}]", names.join(", ")), entry)
}

/// Adds an Elastic IP address for an instance that waits for gateways.
fn address(project: &Project, instance: &Element, gateways: Vec<&Element>) -> Option<Mutation> {
    let (target, (depends, waits)) = (instance.reference(), waiting_for(&gateways));
    let terraform = format!("domain = \"vpc\"\ninstance = {target}\n{depends}");
    let properties = format!("\"Properties\": {{\"Domain\": \"vpc\", \"InstanceId\": {target}}}");
    let name = if is_terraform(project) { "planted" } else { "Planted" };
    Mutation::new().add(project, instance, ELASTIC_IP, name, Body(&terraform, &format!("{properties}{waits}")))
}

fn checked(project: &Project) -> Vec<Mutation> {
    let unchecked = project
        .single(INTERFACE)
        .filter(|interface| interface.text(SOURCE_DEST_CHECK).is_some_and(|text| text.trim_matches(['"', '\'']) == "false"));
    let with_routes = unchecked.filter(|interface| {
        let is_target = |route: &Element| project.follow(route, INTERFACE_ID).is_some_and(|found| found.is(interface));
        project.single(ROUTE).any(is_target) && !may_be_switched(project)
    });
    with_routes.filter_map(|interface| Mutation::new().set(interface, SOURCE_DEST_CHECK, "true")).collect()
}

/// Whether a program may switch the check of interfaces off: on an instance with rights of its own, or elsewhere.
fn may_be_switched(project: &Project) -> bool {
    let profile = Name("iam_instance_profile", "IamInstanceProfile");
    project.mentions("AWS::Lambda::Function") || project.resources(INSTANCE).any(|instance| instance.has(profile))
}
