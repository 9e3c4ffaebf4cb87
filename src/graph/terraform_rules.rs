//! Reads security groups and their rules from Terraform's resource types.

use super::security_groups::{RuleNames, own_id, read_rules};
use super::terraform::reader;
use super::{Blocks, Direction, Graph, PeerKind, SecurityGroup};
use crate::configuration::Resource;
use crate::value::{Guard, Notation};
use std::sync::Arc;

/// `ingress` and `egress` in `aws_security_group`.
const INLINE: RuleNames = RuleNames {
    protocol: "protocol",
    from_port: "from_port",
    to_port: "to_port",
    peers: &[
        ("cidr_blocks", PeerKind::Ipv4),
        ("ipv6_cidr_blocks", PeerKind::Ipv6),
        ("security_groups", PeerKind::SecurityGroup),
        ("prefix_list_ids", PeerKind::PrefixList),
    ],
    itself: "self",
};

/// `aws_security_group_rule`
const RULE: RuleNames = RuleNames {
    peers: &[
        ("cidr_blocks", PeerKind::Ipv4),
        ("ipv6_cidr_blocks", PeerKind::Ipv6),
        ("source_security_group_id", PeerKind::SecurityGroup),
        ("prefix_list_ids", PeerKind::PrefixList),
    ],
    ..INLINE
};

/// `aws_vpc_security_group_ingress_rule` and its twin.
const VPC_RULE: RuleNames = RuleNames {
    protocol: "ip_protocol",
    peers: &[
        ("cidr_ipv4", PeerKind::Ipv4),
        ("cidr_ipv6", PeerKind::Ipv6),
        ("referenced_security_group_id", PeerKind::SecurityGroup),
        ("prefix_list_id", PeerKind::PrefixList),
    ],
    itself: "",
    ..INLINE
};

pub(super) fn add_group(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let own = own_id(reader.values, resource);
    // A lookup says nothing of the rules; facts list all of them.
    let is_looked_up = resource.address.notation == Notation::TerraformData;
    let mut group = SecurityGroup { resource: Arc::clone(resource), vpc: reader.get("vpc_id"), has_other_rules: is_looked_up };
    let mut rules = Vec::new();
    for (name, direction) in [("ingress", Direction::Ingress), ("egress", Direction::Egress)] {
        let blocks = reader.blocks(name);
        group.has_other_rules |= blocks.open;
        rules.extend(read_rules(reader.values, resource, &blocks, &INLINE, (Some(direction), &own)));
    }
    graph.security_groups.push(group);
    graph.security_group_rules.extend(rules);
}

pub(super) fn add_rule(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let values = reader.values;
    let written = reader.get("type");
    let is = |name: &str| values.when(&written, |written| written.as_str() == Some(name));
    let (ingress, egress) = (is("ingress"), is("egress"));
    let neither = values.not(values.or(ingress, egress));
    let mut rules = Vec::new();
    for (guard, direction) in [(ingress, Some(Direction::Ingress)), (egress, Some(Direction::Egress)), (neither, None)] {
        rules.extend(rule(graph, resource, guard, &RULE, direction));
    }
    graph.security_group_rules.extend(rules);
}

pub(super) fn add_vpc_rule(graph: &mut Graph, resource: &Arc<Resource>, direction: Direction) {
    let rules = rule(graph, resource, Guard::ALWAYS, &VPC_RULE, Some(direction));
    graph.security_group_rules.extend(rules);
}

fn rule(
    graph: &Graph,
    resource: &Arc<Resource>,
    guard: Guard,
    names: &RuleNames,
    direction: Option<Direction>,
) -> Vec<super::SecurityGroupRule> {
    let reader = reader(graph, resource);
    let group = reader.get("security_group_id");
    let rules = read_rules(reader.values, resource, &Blocks::one(resource), names, (direction, &group)).into_iter();
    let rules = rules.map(|rule| rule.of_resource(reader.values, resource, guard));
    rules.filter(|rule| reader.values.possible(rule.guard)).collect()
}
