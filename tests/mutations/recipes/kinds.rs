//! Mistakes with what an interface is given: kinds, adapters, cards, IPv6 and tracking.

use super::{
    ADDRESSES, CARD_INDEX, DEVICE_INDEX, GROUP_ATTACHMENT, INSTANCE, INSTANCE_TYPE, INTERFACE, INTERFACE_GROUPS, INTERFACE_ID,
    Recipe, SUBNET, SUBNET_ID, has_addresses, interfaces, is_mentioned, is_terraform, listed,
};
use crate::element::{Element, Name};
use crate::mutation::Mutation;
use crate::project::Project;
use crate::recipes::templates::lists;

pub(super) const RECIPES: &[Recipe] = &[
    Recipe { rule: "unknown-interface-type", what: "a kind that does not exist", plant: unknown_kind },
    Recipe { rule: "efa-misuse", what: "an adapter that is attached to a running instance", plant: attached_adapter },
    Recipe {
        rule: "efa-needs-launch-template",
        what: "an adapter that is attached to a running instance",
        plant: attached_adapter_of_stack,
    },
    Recipe { rule: "invalid-network-card-index", what: "the primary interface on another card", plant: primary_elsewhere },
    Recipe { rule: "exclusive-address-options", what: "a number of addresses and of prefixes", plant: addresses_and_prefixes },
    Recipe { rule: "ipv6-without-ipv6-subnet", what: "an IPv6 address in a subnet that has none", plant: without_ipv6 },
    Recipe { rule: "connection-tracking-out-of-range", what: "a timeout of ten seconds", plant: short_timeout },
    Recipe { rule: "ena-express-unsupported", what: "ENA Express on a small type", plant: small_express },
];

const KIND: Name = Name("interface_type", "InterfaceType");

fn plain(project: &Project) -> impl Iterator<Item = &Element> {
    project.resources(INTERFACE).filter(|interface| !interface.has(KIND))
}

fn unknown_kind(project: &Project) -> Vec<Mutation> {
    plain(project).filter_map(|interface| Mutation::new().set(interface, KIND, "\"banana\"")).collect()
}

fn attached_adapter(project: &Project) -> Vec<Mutation> {
    if is_terraform(project) { adapters(project) } else { Vec::new() }
}

fn attached_adapter_of_stack(project: &Project) -> Vec<Mutation> {
    if is_terraform(project) { Vec::new() } else { adapters(project) }
}

/// Makes interfaces that are attached to a running instance adapters.
fn adapters(project: &Project) -> Vec<Mutation> {
    let instances = project.single(INSTANCE).filter(|instance| listed(instance).is_empty());
    let attached = instances.flat_map(|instance| interfaces(project, instance)).filter(|interface| !interface.has(KIND));
    // Whether the groups of an adapter are open to itself is another matter.
    let attached = attached.filter(|interface| !is_mentioned(project, interface, GROUP_ATTACHMENT));
    let groups = r#"["sg-0123456789abcdef0"]"#;
    attached
        .filter_map(|interface| Mutation::new().set(interface, KIND, "\"efa\"")?.set(interface, INTERFACE_GROUPS, groups))
        .collect()
}

fn primary_elsewhere(project: &Project) -> Vec<Mutation> {
    let only = lists(project, |_| true).filter(|(_, listed)| listed.len() == 1).map(|(_, listed)| listed[0]);
    let primary = only.filter(|listed| listed.number(DEVICE_INDEX) == Some(0) && !listed.has(CARD_INDEX));
    primary.filter_map(|listed| Mutation::new().set(listed, CARD_INDEX, "1")).collect()
}

fn addresses_and_prefixes(project: &Project) -> Vec<Mutation> {
    // Small types have room for two addresses.
    if [".private_ips", "micro", "nano"].into_iter().any(|word| project.mentions(word)) {
        return Vec::new();
    }
    let free = project.resources(INTERFACE).filter(|interface| !has_addresses(interface));
    free.filter_map(|interface| Mutation::new().set(interface, ADDRESSES[3], "1")?.set(interface, ADDRESSES[5], "1")).collect()
}

fn without_ipv6(project: &Project) -> Vec<Mutation> {
    if ["ipv6", "Ipv6", "IPv6", "m3."].into_iter().any(|word| project.mentions(word)) {
        return Vec::new();
    }
    let is_in_subnet = |interface: &&Element| {
        project.follow(interface, SUBNET_ID).is_some_and(|subnet| subnet.kind == SUBNET.of(project.language))
    };
    let placed = project.resources(INTERFACE).filter(is_in_subnet);
    placed.filter_map(|interface| Mutation::new().set(interface, Name("ipv6_address_count", "Ipv6AddressCount"), "1")).collect()
}

fn short_timeout(project: &Project) -> Vec<Mutation> {
    let tracking = Name("", "ConnectionTrackingSpecification");
    let short = r#"{"TcpEstablishedTimeout": 10}"#;
    if is_terraform(project) {
        let block = "connection_tracking_specification {\n  tcp_established_timeout = 10\n}";
        let new = lists(project, |_| true).flat_map(|(_, listed)| listed).filter(|listed| !listed.has(INTERFACE_ID));
        return new.filter_map(|listed| Mutation::new().write(listed, block)).collect();
    }
    project.resources(INTERFACE).filter_map(|interface| Mutation::new().set(interface, tracking, short)).collect()
}

fn small_express(project: &Project) -> Vec<Mutation> {
    // A node group may name types of its own.
    if project.mentions("instance_types") {
        return Vec::new();
    }
    let single = lists(project, |_| true).filter(|(data, listed)| listed.len() == 1 && data.has(INSTANCE_TYPE));
    let express = single.filter_map(|(data, listed)| {
        let small = Mutation::new().set(data, INSTANCE_TYPE, "\"t3.micro\"")?;
        match is_terraform(project) {
            true => small.write(listed[0], "ena_srd_specification {\n  ena_srd_enabled = true\n}"),
            false => small.set(listed[0], Name("", "EnaSrdSpecification"), r#"{"EnaSrdEnabled": true}"#),
        }
    });
    express.collect()
}
