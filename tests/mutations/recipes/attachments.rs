//! Mistakes with device indices and attachments.

use super::{ATTACHMENT, CARD_INDEX, DEVICE_INDEX, INSTANCE, INTERFACE, INTERFACE_ID, LISTED, Recipe, is_terraform, listed};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "attachment-at-index-zero", what: "an attachment moves to index 0", plant: attachment_at_zero },
    Recipe { rule: "duplicate-device-index", what: "the second interface takes the index of the first", plant: duplicate_index },
    Recipe { rule: "eni-attached-twice", what: "an instance is copied with its interfaces", plant: copied_instance },
    Recipe {
        rule: "attachment-managed-twice",
        what: "an attachment for an interface of the instance's list",
        plant: managed_twice,
    },
    Recipe { rule: "missing-device-index-zero", what: "the primary interface takes another index", plant: no_primary },
    Recipe { rule: "eni-with-instance-settings", what: "a security group beside interfaces", plant: groups_beside_interfaces },
    Recipe { rule: "eni-with-instance-settings", what: "a subnet beside interfaces", plant: subnet_beside_interfaces },
];

fn attachment_at_zero(project: &Project) -> Vec<Mutation> {
    let attachments = project.resources(ATTACHMENT).filter(|attachment| !attachment.has(CARD_INDEX));
    attachments.filter_map(|attachment| Mutation::new().set(attachment, DEVICE_INDEX, "0")).collect()
}

fn duplicate_index(project: &Project) -> Vec<Mutation> {
    let pairs = project.resources(INSTANCE).filter_map(|instance| {
        let [first, second, ..] = *listed(instance).as_slice() else { return None };
        let (taken, own) = (first.number(DEVICE_INDEX)?, second.number(DEVICE_INDEX)?);
        (taken != own).then(|| Mutation::new().set(second, DEVICE_INDEX, first.text(DEVICE_INDEX)?)).flatten()
    });
    pairs.collect()
}

fn copied_instance(project: &Project) -> Vec<Mutation> {
    let instances = project.single(INSTANCE).filter(|instance| names_interfaces(project, instance));
    instances.filter_map(|instance| Mutation::new().copy(project, instance, "Planted")).collect()
}

/// Whether an instance lists interfaces, all of which are declared here.
fn names_interfaces(project: &Project, instance: &Element) -> bool {
    let listed = listed(instance);
    !listed.is_empty() && listed.iter().all(|block| project.follow(block, INTERFACE_ID).is_some())
}

fn managed_twice(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let instances = project.single(INSTANCE).filter(|instance| names_interfaces(project, instance));
    let attached = instances.filter_map(|instance| {
        let second = *listed(instance).get(1)?;
        let (id, eni, index) = (instance.reference(), second.text(INTERFACE_ID)?, second.number(DEVICE_INDEX)?);
        let body = format!("instance_id = {id}\nnetwork_interface_id = {eni}\ndevice_index = {index}");
        Mutation::new().add(project, instance, ATTACHMENT, "planted", Body(&body, ""))
    });
    attached.collect()
}

fn no_primary(project: &Project) -> Vec<Mutation> {
    let instances = project
        .resources(INSTANCE)
        .filter(|instance| !instance.is_open(LISTED) && !instance.has(Name("launch_template", "LaunchTemplate")));
    let moved = instances.filter_map(|instance| {
        if project.mentioning(instance, ATTACHMENT).chain(project.mentioning(instance, INTERFACE)).next().is_some() {
            return None;
        }
        let listed = listed(instance);
        let indices = listed.iter().map(|block| block.number(DEVICE_INDEX)).collect::<Option<Vec<_>>>()?;
        let primary = listed.iter().find(|block| block.number(DEVICE_INDEX) == Some(0) && !block.has(CARD_INDEX))?;
        let free = indices.iter().max()? + 1;
        Mutation::new().set(primary, DEVICE_INDEX, &free.to_string())
    });
    moved.collect()
}

fn groups_beside_interfaces(project: &Project) -> Vec<Mutation> {
    beside_interfaces(project, Name("vpc_security_group_ids", "SecurityGroupIds"), r#"["sg-0123456789abcdef0"]"#)
}

fn subnet_beside_interfaces(project: &Project) -> Vec<Mutation> {
    beside_interfaces(project, Name("subnet_id", "SubnetId"), r#""subnet-0123456789abcdef0""#)
}

fn beside_interfaces(project: &Project, name: Name, value: &str) -> Vec<Mutation> {
    let instances = project.resources(INSTANCE).filter(|instance| !listed(instance).is_empty() && !instance.has(name));
    instances.filter_map(|instance| Mutation::new().set(instance, name, value)).collect()
}
