//! Interfaces that a route leads to and that nothing attaches.

use super::Owners;
use crate::graph::{Endpoint, Graph, Interface};
use crate::value::Guard;

/// What scripts say that attach interfaces themselves.
const ATTACHES: [&str; 5] =
    ["attach-network-interface", "attach_network_interface", "attachnetworkinterface", "ec2-attach", "attach-eni"];

/// Types whose resources name an interface without handing it on. What attaches it is in the graph.
const BYSTANDERS: [&str; 20] = [
    "aws_route",
    "aws_route_table",
    "aws_default_route_table",
    "aws_eip",
    "aws_eip_association",
    "aws_network_interface_sg_attachment",
    "aws_route53_record",
    "aws_flow_log",
    "AWS::EC2::Route",
    "AWS::EC2::EIP",
    "AWS::EC2::EIPAssociation",
    "AWS::EC2::FlowLog",
    "AWS::Route53::RecordSet",
    "AWS::Route53::RecordSetGroup",
    "aws_instance",
    "aws_launch_template",
    "aws_network_interface_attachment",
    "AWS::EC2::Instance",
    "AWS::EC2::LaunchTemplate",
    "AWS::EC2::NetworkInterfaceAttachment",
];

impl Graph {
    /// The interface of its own that a target means, if nothing that is known of attaches it: no attachment, no launch, no script, and
    /// nobody it is handed on to.
    pub fn unattached<'a>(&'a self, endpoint: &Endpoint<'a>, owners: &Owners<'a>) -> Option<&'a Interface> {
        let node = endpoint.node.filter(|node| endpoint.launch.is_none() && node.resource.is_managed())?;
        let ordinary = node.interface_type.is_null() || node.interface_type.as_str() == Some("interface");
        let attached = self.interfaces.position_of(node.resource.term).is_none_or(|position| owners.contains_key(&position));
        if !ordinary || attached || self.is_handed_on(&node.resource.address.block()) {
            return None;
        }
        // Without any instance, those that have the interfaces may be made elsewhere, unless this one is there to forward.
        if self.launches.is_empty() && self.values.is_bool(&node.source_dest_check, false) == Guard::NEVER {
            return None;
        }
        let mentions = |value| self.values.terms_within(value).contains(&node.resource.term);
        let elsewhere = self.launches.iter().any(|launch| {
            // An interface that is not known for certain may be this one.
            launch.interfaces.iter().any(|interface| interface.node.is_none() && mentions(&interface.interface))
                || mentions(&launch.software.user_data)
                || mentions(&launch.tags)
                || self.may_mention(&launch.software, &ATTACHES)
        });
        (!elsewhere).then_some(node)
    }

    /// Whether a block is named by another one that may attach what it declares: a script, a function, a parameter, a policy.
    fn is_handed_on(&self, block: &str) -> bool {
        self.dependents_of(block).any(|dependent| !self.type_of(dependent).is_some_and(|kind| BYSTANDERS.contains(&kind)))
    }
}
