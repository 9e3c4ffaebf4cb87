//! Reads security groups and their rules from CloudFormation's resource types.

use super::cloudformation::reader;
use super::security_groups::{RuleNames, own_id, read_rules};
use super::{Blocks, Direction, Graph, PeerKind, SecurityGroup};
use crate::configuration::Resource;
use crate::value::Guard;
use std::sync::Arc;

/// `SecurityGroupIngress` in a group, and `AWS::EC2::SecurityGroupIngress`.
const INGRESS: RuleNames = RuleNames {
    protocol: "IpProtocol",
    from_port: "FromPort",
    to_port: "ToPort",
    peers: &[
        ("CidrIp", PeerKind::Ipv4),
        ("CidrIpv6", PeerKind::Ipv6),
        ("SourceSecurityGroupId", PeerKind::SecurityGroup),
        ("SourceSecurityGroupName", PeerKind::SecurityGroup),
        ("SourcePrefixListId", PeerKind::PrefixList),
    ],
    itself: "",
};

/// `SecurityGroupEgress` in a group, and `AWS::EC2::SecurityGroupEgress`.
const EGRESS: RuleNames = RuleNames {
    peers: &[
        ("CidrIp", PeerKind::Ipv4),
        ("CidrIpv6", PeerKind::Ipv6),
        ("DestinationSecurityGroupId", PeerKind::SecurityGroup),
        ("DestinationPrefixListId", PeerKind::PrefixList),
    ],
    ..INGRESS
};

fn names(direction: Direction) -> &'static RuleNames {
    match direction {
        Direction::Ingress => &INGRESS,
        Direction::Egress => &EGRESS,
    }
}

pub(super) fn add_group(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = reader(graph, resource);
    let own = own_id(reader.values, resource);
    let mut group = SecurityGroup { resource: Arc::clone(resource), vpc: reader.get("VpcId"), has_other_rules: false };
    let mut rules = Vec::new();
    for (name, direction) in [("SecurityGroupIngress", Direction::Ingress), ("SecurityGroupEgress", Direction::Egress)] {
        let blocks = reader.blocks(name);
        group.has_other_rules |= blocks.open;
        rules.extend(read_rules(reader.values, resource, &blocks, names(direction), (Some(direction), &own)));
    }
    graph.security_groups.push(group);
    graph.security_group_rules.extend(rules);
}

pub(super) fn add_rule(graph: &mut Graph, resource: &Arc<Resource>, direction: Direction) {
    let reader = reader(graph, resource);
    let (id, name) = (reader.get("GroupId"), reader.get("GroupName"));
    let group = reader.values.map(&id, |id| if id.is_null() { name.clone() } else { id.clone() });
    let rules = read_rules(reader.values, resource, &Blocks::one(resource), names(direction), (Some(direction), &group));
    let rules: Vec<_> = rules.into_iter().map(|rule| rule.of_resource(reader.values, resource, Guard::ALWAYS)).collect();
    graph.security_group_rules.extend(rules);
}
