//! Mistakes with private addresses of interfaces.

use super::{ADDRESSES, CIDR, INTERFACE, Recipe, SUBNET_ID, has_addresses, is_terraform};
use crate::element::{Element, Name};
use crate::mutation::Mutation;
use crate::project::Project;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "too-many-addresses", what: "more addresses than any type allows", plant: too_many },
    Recipe { rule: "unusable-private-ip", what: "an address outside of the subnet", plant: outside },
    Recipe { rule: "unusable-private-ip", what: "a reserved address of the subnet", plant: reserved },
    Recipe { rule: "duplicate-private-ip", what: "an interface is copied with its address", plant: copied },
    Recipe { rule: "ignored-private-ip-argument", what: "an address in the argument that is not sent", plant: ignored },
    Recipe { rule: "private-ips-have-no-order", what: "the first of a set of addresses", plant: first_of_set },
    Recipe { rule: "private-ips-count-mismatch", what: "a count beside a list of addresses", plant: count_beside_list },
    Recipe { rule: "missing-list-mode-flag", what: "an ordered list without its flag", plant: list_without_flag },
];

const PRIVATE_IPS: Name = ADDRESSES[0];
const COUNT: Name = ADDRESSES[3];

/// Interfaces that leave the choice of their address to AWS.
fn without_addresses(project: &Project) -> impl Iterator<Item = &Element> {
    project.resources(INTERFACE).filter(|interface| !has_addresses(interface))
}

fn too_many(project: &Project) -> Vec<Mutation> {
    // A set of several addresses that is read in order would be another mistake.
    if project.mentions(".private_ips") {
        return Vec::new();
    }
    without_addresses(project).filter_map(|interface| Mutation::new().set(interface, COUNT, "70")).collect()
}

fn outside(project: &Project) -> Vec<Mutation> {
    with_address(project, |_| Some("192.0.2.77".to_owned()))
}

fn reserved(project: &Project) -> Vec<Mutation> {
    with_address(project, |cidr| {
        let (network, _) = cidr.split_once('/')?;
        let (rest, last) = network.rsplit_once('.')?;
        Some(format!("{rest}.{}", last.parse::<u8>().ok()?.checked_add(2)?))
    })
}

/// Gives interfaces in subnets whose addresses are written out an address.
fn with_address(project: &Project, address: fn(&str) -> Option<String>) -> Vec<Mutation> {
    let mutations = without_addresses(project).filter_map(|interface| {
        let cidr = project.follow(interface, SUBNET_ID)?.text(CIDR)?.trim_matches(['"', '\'']);
        if !cidr.starts_with(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let address = address(cidr)?;
        Mutation::new().set(interface, PRIVATE_IPS, &if is_terraform(project) { format!("[\"{address}\"]") } else { address })
    });
    mutations.collect()
}

fn copied(project: &Project) -> Vec<Mutation> {
    if project.is_known("duplicate-private-ip") {
        return Vec::new();
    }
    let has_literal = |interface: &&Element| {
        let text = interface.text(PRIVATE_IPS).unwrap_or_default().trim_start_matches(['[', ' ', '"', '\'']);
        text.starts_with(|letter: char| letter.is_ascii_digit()) && interface.blocks.iter().all(|block| block.kind != "attachment")
    };
    let fixed = project.single(INTERFACE).filter(has_literal);
    fixed.filter_map(|interface| Mutation::new().copy(project, interface, "Planted")).collect()
}

fn ignored(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let interfaces = without_addresses(project);
    interfaces.filter_map(|interface| Mutation::new().set(interface, Name("private_ip", ""), "\"10.0.0.77\"")).collect()
}

fn first_of_set(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let several = without_addresses(project).filter(|interface| interface.is_single()).filter_map(|interface| {
        let output = format!("output \"planted\" {{\n  value = tolist({}.{}.private_ips)[0]\n}}", interface.kind, interface.name);
        Some(Mutation::new().set(interface, COUNT, "1")?.append(project, interface, &output))
    });
    several.collect()
}

fn count_beside_list(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let literal = listing_one(project).filter(|interface| !interface.has(COUNT));
    literal.filter_map(|interface| Mutation::new().set(interface, COUNT, "1")).collect()
}

fn list_without_flag(project: &Project) -> Vec<Mutation> {
    if !is_terraform(project) {
        return Vec::new();
    }
    let literal = listing_one(project).filter(|interface| !interface.has(ADDRESSES[6]));
    literal.filter_map(|interface| Mutation::new().rename(interface, PRIVATE_IPS, "private_ip_list")).collect()
}

/// Interfaces with a written list of one address.
fn listing_one(project: &Project) -> impl Iterator<Item = &Element> {
    project.resources(INTERFACE).filter(|interface| {
        interface.text(PRIVATE_IPS).is_some_and(|text| text.starts_with('[') && !text.contains([',', '(']) && text.len() > 4)
    })
}
