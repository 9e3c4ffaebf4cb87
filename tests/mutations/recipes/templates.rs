//! Mistakes in launch templates and with what is launched from them.

use super::{
    DELETE, DEVICE_INDEX, INSTANCE, INSTANCE_GROUPS, INTERFACE_ID, LAUNCH_TEMPLATE, PUBLIC_IP, Recipe, SUBNET_ID, is_mentioned,
};
use crate::element::{Element, Name};
use crate::mutation::Mutation;
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe {
        rule: "template-security-groups-outside-eni",
        what: "groups beside the interfaces of a template",
        plant: groups_outside,
    },
    Recipe { rule: "existing-eni-with-new-eni-settings", what: "an interface of a template gets an existing one", plant: existing },
    Recipe {
        rule: "public-ip-with-several-enis",
        what: "a public address for a template with several interfaces",
        plant: public_of_several,
    },
    Recipe { rule: "public-ip-with-several-enis", what: "a second interface beside a public address", plant: second_beside_public },
    Recipe { rule: "missing-device-index-zero", what: "the only interface of a template takes index 1", plant: index_one },
    Recipe {
        rule: "template-without-primary-eni",
        what: "an instance from a template that begins at index 1",
        plant: instance_index_one,
    },
    Recipe { rule: "auto-scaling-with-fixed-eni", what: "a fixed address in the template of a group", plant: fixed_address },
    Recipe {
        rule: "auto-scaling-with-fixed-eni",
        what: "an existing interface in the template of a group",
        plant: fixed_interface,
    },
    Recipe { rule: "orphaned-eni-on-termination", what: "the interfaces of a group are kept", plant: kept },
    Recipe { rule: "node-group-template-enis", what: "a subnet in the template of a node group", plant: node_subnet },
];

const TEMPLATE: Name = Name("aws_launch_template", "AWS::EC2::LaunchTemplate");
const GROUP: Name = Name("aws_autoscaling_group", "AWS::AutoScaling::AutoScalingGroup");
const NODE_GROUP: Name = Name("aws_eks_node_group", "AWS::EKS::Nodegroup");
const LISTED: Name = Name("network_interfaces", "NetworkInterfaces");

/// What a template says about instances.
fn data(template: &Element) -> Option<&Element> {
    match template.kind == TEMPLATE.0 {
        true => Some(template),
        false => template.blocks(Name("", "LaunchTemplateData")).next(),
    }
}

/// The interfaces that templates list, where all are written out.
pub(super) fn lists<'a>(
    project: &'a Project,
    is_wanted: impl Fn(&Element) -> bool + 'a,
) -> impl Iterator<Item = (&'a Element, Vec<&'a Element>)> {
    let templates = project
        .resources(TEMPLATE)
        .filter(move |template| is_wanted(template))
        .filter_map(data)
        .filter(|data| !data.is_open(LISTED));
    templates.map(|data| (data, data.blocks(LISTED).collect::<Vec<_>>())).filter(|(_, listed)| !listed.is_empty())
}

/// Whether one of the resources of a type launches from a template, and not just one instance.
fn is_used(project: &Project, template: &Element, kind: Name) -> bool {
    let id = |name: Name, element: &Element| project.follow(element, name).is_some_and(|found| found.is(template));
    let is_one = |user: &Element| user.text(Name("max_size", "MaxSize")).is_some_and(|size| size.trim_matches(['"', '\'']) == "1");
    project.beside(template, kind).filter(|user| user.is_single() && !is_one(user)).any(|user| {
        user.blocks(LAUNCH_TEMPLATE).any(|block| id(Name("id", "LaunchTemplateId"), block) || id(Name("id", "Id"), block))
    })
}

fn groups_outside(project: &Project) -> Vec<Mutation> {
    let lists = lists(project, |_| true).filter(|(data, _)| !data.has(INSTANCE_GROUPS));
    lists.filter_map(|(data, _)| Mutation::new().set(data, INSTANCE_GROUPS, r#"["sg-0123456789abcdef0"]"#)).collect()
}

fn existing(project: &Project) -> Vec<Mutation> {
    let groups = Name("security_groups", "Groups");
    let is_new = |listed: &&Element| !listed.has(INTERFACE_ID) && (listed.has(groups) || listed.has(SUBNET_ID));
    let single = lists(project, |template| !is_mentioned(project, template, GROUP)).filter(|(_, listed)| listed.len() == 1);
    let new = single.flat_map(|(_, listed)| listed).filter(is_new);
    new.filter_map(|listed| Mutation::new().set(listed, INTERFACE_ID, "\"eni-0123456789abcdef0\"")).collect()
}

fn public_of_several(project: &Project) -> Vec<Mutation> {
    let several = lists(project, |_| true).filter(|(_, listed)| listed.len() > 1 && !listed[0].has(INTERFACE_ID));
    several.filter_map(|(_, listed)| Mutation::new().set(listed[0], PUBLIC_IP, "true")).collect()
}

fn second_beside_public(project: &Project) -> Vec<Mutation> {
    let is_public = |listed: &Element| listed.text(PUBLIC_IP).is_some_and(|text| text.trim_matches(['"', '\'']) == "true");
    let public = lists(project, |_| project.resources(NODE_GROUP).next().is_none())
        .filter(|(data, listed)| listed.len() == 1 && is_public(listed[0]) && data.kind == TEMPLATE.0);
    let block = "network_interfaces {\n  device_index = 1\n  security_groups = [\"sg-0123456789abcdef0\"]\n  delete_on_termination = true\n}";
    public.filter_map(|(data, listed)| Some(Mutation::new().write(data, block)?.at(listed[0]))).collect()
}

fn index_one(project: &Project) -> Vec<Mutation> {
    moved_to_one(project, false)
}

fn instance_index_one(project: &Project) -> Vec<Mutation> {
    moved_to_one(project, true)
}

/// Takes the primary interface away from templates that instances use, or from the others.
fn moved_to_one(project: &Project, by_instances: bool) -> Vec<Mutation> {
    let lists = lists(project, move |template| is_used(project, template, INSTANCE) == by_instances);
    let only = lists.filter(|(_, listed)| listed.len() == 1 && listed[0].number(DEVICE_INDEX).unwrap_or(0) == 0);
    only.filter_map(|(data, listed)| Some(Mutation::new().set(listed[0], DEVICE_INDEX, "1")?.at(data))).collect()
}

fn fixed_address(project: &Project) -> Vec<Mutation> {
    let name = Name("private_ip_address", "PrivateIpAddress");
    let new = lists(project, |template| is_used(project, template, GROUP))
        .map(|(_, listed)| listed[0])
        .filter(|listed| !listed.has(name) && !listed.has(SUBNET_ID));
    new.filter_map(|listed| Mutation::new().set(listed, name, "\"10.0.0.77\"")).collect()
}

fn fixed_interface(project: &Project) -> Vec<Mutation> {
    let plain = lists(project, |template| is_used(project, template, GROUP)).map(|(_, listed)| listed[0]);
    let plain = plain.filter(|listed| listed.attributes.len() <= 2 && (listed.has(DELETE) || listed.has(DEVICE_INDEX)));
    plain
        .filter_map(|listed| Mutation::new().set(listed, INTERFACE_ID, "\"eni-0123456789abcdef0\"")?.set(listed, DELETE, "false"))
        .collect()
}

fn kept(project: &Project) -> Vec<Mutation> {
    let new = lists(project, |template| is_used(project, template, GROUP)).map(|(_, listed)| listed[0]);
    let new = new.filter(|listed| !listed.has(INTERFACE_ID));
    new.filter_map(|listed| Mutation::new().set(listed, DELETE, "false")).collect()
}

fn node_subnet(project: &Project) -> Vec<Mutation> {
    let lists = lists(project, |template| is_used(project, template, NODE_GROUP)).map(|(_, listed)| listed[0]);
    lists.filter_map(|listed| Mutation::new().set(listed, SUBNET_ID, "\"subnet-0123456789abcdef0\"")).collect()
}
