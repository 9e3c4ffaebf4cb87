//! Mistakes with security groups.

use super::{
    GROUP_ATTACHMENT, INSTANCE, INSTANCE_GROUPS, INTERFACE, INTERFACE_GROUPS, Recipe, SECURITY_GROUP, SUBNET_ID, VPC, VPC_ID,
    is_listing, is_mentioned, is_terraform,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "security-group-of-another-vpc", what: "an interface gets a group of a new VPC", plant: interface_elsewhere },
    Recipe { rule: "security-group-of-another-vpc", what: "an instance gets a group of a new VPC", plant: instance_elsewhere },
    Recipe { rule: "eni-in-default-security-group", what: "the groups of an interface are taken away", plant: no_groups },
    Recipe { rule: "security-group-attachment-conflict", what: "a group is attached to an interface with groups", plant: attached },
    Recipe { rule: "instance-security-groups-in-vpc", what: "groups in the argument for names", plant: in_names },
    Recipe { rule: "security-group-name-instead-of-id", what: "the name of a declared group", plant: named },
    Recipe { rule: "security-group-name-instead-of-id", what: "a name that is written out", plant: written_name },
    Recipe { rule: "too-many-security-groups", what: "seventeen groups", plant: seventeen },
];

fn interface_elsewhere(project: &Project) -> Vec<Mutation> {
    let interfaces = project.single(INTERFACE).filter(|interface| interface.has(INTERFACE_GROUPS));
    interfaces.filter_map(|interface| elsewhere(project, interface, INTERFACE_GROUPS)).collect()
}

fn instance_elsewhere(project: &Project) -> Vec<Mutation> {
    let instances = project.single(INSTANCE).filter(|instance| instance.has(INSTANCE_GROUPS));
    instances.filter_map(|instance| elsewhere(project, instance, INSTANCE_GROUPS)).collect()
}

/// Gives something in a declared VPC a group of another one.
fn elsewhere(project: &Project, element: &Element, groups: Name) -> Option<Mutation> {
    let vpc = project.follow(project.follow(element, SUBNET_ID)?, VPC_ID)?;
    if vpc.kind != VPC.of(project.language) {
        return None;
    }
    let vpc = Body("cidr_block = \"10.255.0.0/16\"", r#""Properties": {"CidrBlock": "10.255.0.0/16"}"#);
    let group =
        Body("vpc_id = aws_vpc.planted.id", r#""Properties": {"GroupDescription": "Another", "VpcId": {"Ref": "PlantedVpc"}}"#);
    let (vpc_name, name) = if is_terraform(project) { ("planted", "planted") } else { ("PlantedVpc", "PlantedGroup") };
    let value =
        if is_terraform(project) { "[aws_security_group.planted.id]" } else { r#"[{"Fn::GetAtt": ["PlantedGroup", "GroupId"]}]"# };
    Mutation::new()
        .add(project, element, VPC, vpc_name, vpc)?
        .add(project, element, SECURITY_GROUP, name, group)?
        .set(element, groups, value)
}

fn no_groups(project: &Project) -> Vec<Mutation> {
    let interfaces = project.resources(INTERFACE).filter(|interface| interface.has(INTERFACE_GROUPS));
    let interfaces = interfaces.filter(|interface| !is_mentioned(project, interface, GROUP_ATTACHMENT));
    interfaces.filter_map(|interface| Mutation::new().remove(project, interface, INTERFACE_GROUPS)).collect()
}

fn attached(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let with_groups =
        |interface: &&Element| interface.has(INTERFACE_GROUPS) && interface.blocks(Name("lifecycle", "")).next().is_none();
    let interfaces = project.single(INTERFACE).filter(with_groups).filter_map(|interface| {
        let body = format!("security_group_id = \"sg-0123456789abcdef0\"\nnetwork_interface_id = {}", interface.reference());
        Mutation::new().add(project, interface, GROUP_ATTACHMENT, "planted", Body(&body, ""))
    });
    interfaces.collect()
}

fn in_names(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let instances = project.resources(INSTANCE).filter(|instance| {
        instance.has(SUBNET_ID) && !is_listing(instance) && instance.text(INSTANCE_GROUPS).is_some_and(|text| text.contains(".id"))
    });
    instances.filter_map(|instance| Mutation::new().rename(instance, INSTANCE_GROUPS, "security_groups")).collect()
}

/// Interfaces and instances, each with the attribute for ids of groups that it has.
fn with_groups(project: &Project) -> impl Iterator<Item = (&Element, Name)> {
    let of = |kind, groups: Name| {
        project.resources(kind).filter(move |element| element.has(groups)).map(move |element| (element, groups))
    };
    of(INTERFACE, INTERFACE_GROUPS).chain(of(INSTANCE, INSTANCE_GROUPS).filter(|(instance, _)| !is_listing(instance)))
}

fn named(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let named = with_groups(project).filter_map(|(element, groups)| {
        let text = element.text(groups)?;
        let of_group = text.matches('[').count() == 1 && text.starts_with("[aws_security_group.") && text.ends_with(".id]");
        of_group.then(|| Mutation::new().set(element, groups, &text.replace(".id]", ".name]")))?
    });
    named.collect()
}

fn written_name(project: &Project) -> Vec<Mutation> {
    with_groups(project).filter_map(|(element, groups)| Mutation::new().set(element, groups, r#"["web-servers"]"#)).collect()
}

fn seventeen(project: &Project) -> Vec<Mutation> {
    let ids: Vec<String> = (0..17).map(|number| format!("\"sg-0123456789abcde{number:02}\"")).collect();
    let value = format!("[{}]", ids.join(", "));
    with_groups(project).filter_map(|(element, groups)| Mutation::new().set(element, groups, &value)).collect()
}
