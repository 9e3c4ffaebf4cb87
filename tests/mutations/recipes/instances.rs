//! Mistakes in instances with interfaces, and in the attachments of theirs.

use super::{
    CARD_INDEX, DELETE, INSTANCE, INSTANCE_TYPE, INTERFACE, INTERFACE_ID, LISTED, Recipe, SOURCE_DEST_CHECK, SUBNET, has_addresses,
    interfaces, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::{Body, Mutation};
use crate::project::Project;
use crate::recipes::second::{SOME_GROUP, SOME_SUBNET};

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "too-many-enis", what: "a type with two interfaces", plant: small_type },
    Recipe {
        rule: "existing-eni-with-new-eni-settings",
        what: "an existing interface goes with its instance",
        plant: deleted_with_instance,
    },
    Recipe { rule: "deprecated-network-interface-block", what: "a provider in which the block is deprecated", plant: new_provider },
    Recipe {
        rule: "create-before-destroy-with-fixed-eni",
        what: "an instance with interfaces is created first",
        plant: created_first,
    },
    Recipe { rule: "eni-block-replaces-instance", what: "an instance with two blocks", plant: second_block },
    Recipe {
        rule: "ambiguous-source-dest-check",
        what: "the check of an instance that lists interfaces",
        plant: check_beside_list,
    },
];

fn small_type(project: &Project) -> Vec<Mutation> {
    let instances = project.single(INSTANCE).filter(|instance| {
        let interfaces = interfaces(project, instance);
        let is_plain = |block: &&Element| !block.has(CARD_INDEX) && !has_addresses(block);
        interfaces.len() > 2 && interfaces.iter().all(is_plain) && listed(instance).iter().all(is_plain)
    });
    instances.filter_map(|instance| Mutation::new().set(instance, INSTANCE_TYPE, "\"m7a.medium\"")).collect()
}

fn deleted_with_instance(project: &Project) -> Vec<Mutation> {
    let existing = project.resources(INSTANCE).flat_map(listed);
    let existing = existing.filter(|block| project.follow(block, INTERFACE_ID).is_some());
    existing.filter_map(|block| Mutation::new().set(block, DELETE, "true")).collect()
}

fn new_provider(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) || project.names_versions() {
        return Vec::new();
    }
    let requirement = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"~> 6.10\"\n    }\n  }\n}";
    let first = project.resources(INSTANCE).filter(|instance| !listed(instance).is_empty()).take(1);
    first.map(|instance| Mutation::new().append(project, instance, requirement).at(instance)).collect()
}

fn created_first(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let instances = project.resources(INSTANCE).filter(|instance| {
        let names_interface = listed(instance).iter().any(|block| project.follow(block, INTERFACE_ID).is_some());
        names_interface && !instance.has(Name("lifecycle", ""))
    });
    instances.filter_map(|instance| Mutation::new().write(instance, "lifecycle {\n  create_before_destroy = true\n}")).collect()
}

fn second_block(project: &Project) -> Vec<Mutation> {
    // A provider for which the block is deprecated would be told first.
    if !is_terraform(project) || project.names_versions() {
        return Vec::new();
    }
    // What one of them shares with the other may be another mistake.
    let interface = |subnet: &str, groups: &str| format!("subnet_id = {subnet}\nsecurity_groups = {groups}");
    let block = |name: &str, index: usize| {
        format!("network_interface {{\n  device_index = {index}\n  network_interface_id = aws_network_interface.{name}.id\n}}")
    };
    let several = project.single(SUBNET).filter_map(|subnet| {
        let image = "ami = \"ami-0123456789abcdef0\"\ninstance_type = \"m5.large\"";
        let instance = format!("{image}\n\n{}\n\n{}", block("planted_front", 0), block("planted_back", 1));
        Mutation::new()
            .add(project, subnet, INTERFACE, "planted_front", Body(&interface(&subnet.reference(), SOME_GROUP), ""))?
            .add(project, subnet, INTERFACE, "planted_back", Body(&interface(SOME_SUBNET, r#"["sg-0fedcba9876543210"]"#), ""))?
            .add(project, subnet, INSTANCE, "planted", Body(&instance, ""))
    });
    several.collect()
}

fn check_beside_list(project: &Project) -> Vec<Mutation> {
    if is_terraform(project) {
        return Vec::new();
    }
    let instances =
        project.resources(INSTANCE).filter(|instance| instance.blocks(LISTED).count() > 1 && !instance.has(SOURCE_DEST_CHECK));
    instances.filter_map(|instance| Mutation::new().set(instance, SOURCE_DEST_CHECK, "false")).collect()
}
