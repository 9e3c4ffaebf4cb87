//! Which security groups an interface has, whichever way they are written, and whether a reference to a group is an id or a name.

use super::security_groups::{Direction, Peer, SecurityGroupRule, is_from_outside};
use super::{Graph, LaunchInterface, LaunchOf, Via};
use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, Key, Term, TermId, Value};
use ipnet::IpNet;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How a reference names a security group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupReference {
    /// Certainly by its id.
    Id,
    /// Certainly by its name.
    Name,
    /// Not at all: it is the id of something else.
    Other,
    /// Nobody can say.
    Unknown,
}

/// The security groups that resources of their own add to interfaces.
#[derive(Debug, Default)]
pub struct AttachedGroups {
    /// By the resource of the interface, or that of the instance for its automatic interface: positions in
    /// [`Graph::security_group_attachments`], each with the guard under which it is for that one.
    by_resource: FxHashMap<TermId, Vec<(Guard, usize)>>,
    /// Some are for interfaces that are made here, but nobody can say for which.
    pub unresolved: bool,
}

/// The security groups of one interface.
#[derive(Clone, Debug, Default)]
pub struct GroupsOfInterface {
    /// Their ids, each with the guard under which the interface has it.
    pub ids: Vec<(Guard, Value)>,
    /// There may be others.
    pub open: bool,
}

impl AttachedGroups {
    /// Those of one interface, or of the automatic interface of an instance.
    pub fn of(&self, resource: &Resource) -> &[(Guard, usize)] {
        self.by_resource.get(&resource.term).map_or(&[], Vec::as_slice)
    }
}

/// Sorts the attachments by what they are for.
pub(super) fn attached_groups(graph: &Graph) -> AttachedGroups {
    let values = &graph.values;
    let mut attached = AttachedGroups::default();
    for (position, attachment) in graph.security_group_attachments.iter().enumerate() {
        for (guard, id) in values.alternatives(&attachment.interface) {
            let guard = values.and(guard, attachment.resource.guard);
            match graph.interface_resource(&id) {
                Some(resource) => attached.by_resource.entry(resource.term).or_default().push((guard, position)),
                None => attached.unresolved |= !is_from_outside(values, &id),
            }
        }
    }
    attached
}

impl Graph {
    /// The resource of the interface that an id refers to: its own, or that of the instance whose automatic interface it is.
    pub fn interface_resource(&self, id: &Value) -> Option<&Arc<Resource>> {
        if let Some(position) = self.interfaces.position(&self.values, id) {
            return Some(&self.interfaces[position].resource);
        }
        let position = self.instances.position_by(&self.values, id, &["primary_network_interface_id"])?;
        let listed = self.instances[position].listed.items.iter().find(|interface| interface.is_primary());
        let existing = listed.and_then(|primary| self.interfaces.position(&self.values, &primary.interface));
        Some(existing.map_or(&self.instances[position].resource, |position| &self.interfaces[position].resource))
    }

    /// The items of a list of ids, each with the guard under which it is one. Of items that stand for any number, which may be none,
    /// nothing is said.
    pub fn members(&self, list: &Value) -> Vec<(Guard, Value)> {
        let mut found = Vec::new();
        self.collect_members(Guard::ALWAYS, list, &mut found);
        found
    }

    fn collect_members(&self, guard: Guard, list: &Value, found: &mut Vec<(Guard, Value)>) {
        for (inner, value) in self.values.alternatives(list) {
            let guard = self.values.and(guard, inner);
            match &value.data {
                Data::Null | Data::Each(_) => {}
                Data::Sequence(_, items) => items.iter().for_each(|item| self.collect_members(guard, item, found)),
                _ if self.values.possible(guard) => found.push((guard, value)),
                _ => {}
            }
        }
    }

    /// Whether every item of a list of ids is known to be one: no unknown lists, and no items that stand for any number.
    fn is_closed_list(&self, list: &Value) -> bool {
        self.values.alternatives(list).into_iter().all(|(_, value)| match &value.data {
            // An element of a list may be a term; a list as a whole may not.
            Data::Sequence(_, items) => items.iter().all(|item| !matches!(item.data, Data::Each(_))),
            Data::Each(_) | Data::Mapping(..) | Data::Term(_) => false,
            _ => true,
        })
    }

    /// The security groups of an interface of a launch: those that are written where it is made, and those that are attached to it.
    pub fn groups_of(&self, launch: &super::Launch, interface: &LaunchInterface) -> GroupsOfInterface {
        let own = &interface.security_groups;
        let mut groups = GroupsOfInterface { ids: self.members(own), open: !self.is_closed_list(own) };
        groups.open |= self.attached_groups.unresolved;
        let resource = match (&interface.resource, &launch.of, interface.via) {
            (Some(resource), _, _) => Some(resource),
            (None, LaunchOf::Instance(_), Via::Automatic) => launch.resource.as_ref(),
            _ => None,
        };
        for (guard, position) in resource.map_or(&[] as &[_], |resource| self.attached_groups.of(resource)) {
            let attachment = &self.security_group_attachments[*position];
            let added = self.members(&attachment.security_group).into_iter();
            groups.ids.extend(added.map(|(inner, id)| (self.values.and(*guard, inner), id)));
        }
        groups
    }

    /// What a security group lets in, each rule with the guard under which an interface with the group has it.
    pub fn ingress_rules(&self, guard: Guard, group: &Value) -> Vec<(Guard, &SecurityGroupRule)> {
        let mut found = Vec::new();
        for (in_case, group) in self.security_groups.resolve(&self.values, group) {
            for (of_group, position) in self.rules_of(group).rules {
                let rule = &self.security_group_rules[position];
                if rule.direction == Some(Direction::Ingress) && !rule.each {
                    found.push((self.values.all([guard, in_case, of_group, rule.guard]), rule));
                }
            }
        }
        found
    }

    /// The networks from which an interface can be reached; nothing where not all of them are known.
    pub fn sources_of(&self, launch: &super::Launch, interface: &LaunchInterface) -> Option<Vec<IpNet>> {
        let groups = self.groups_of(launch, interface);
        let mut sources = Vec::new();
        for (guard, id) in &groups.ids {
            let declared = self.security_groups.resolve(&self.values, id);
            let closed = declared.iter().all(|(_, group)| !self.rules_of(group).open);
            if declared.is_empty() || !closed || groups.open || *guard != Guard::ALWAYS {
                return None;
            }
            for (guard, rule) in self.ingress_rules(*guard, id) {
                let networks: Option<Vec<IpNet>> = rule.peers.iter().map(Peer::network).collect();
                sources.extend(networks.filter(|_| !rule.open && guard == Guard::ALWAYS)?);
            }
        }
        Some(sources)
    }

    /// How a reference names a security group; of a reference that is no choice.
    pub fn group_reference(&self, reference: &Value) -> GroupReference {
        match &reference.data {
            Data::String(text) if text.starts_with("sg-") => GroupReference::Id,
            // A dynamic reference is put in by CloudFormation later.
            Data::String(text) if text.is_empty() || text.contains("{{") => GroupReference::Unknown,
            Data::String(_) => GroupReference::Name,
            Data::Term(term) => self.group_term(*term),
            _ => GroupReference::Unknown,
        }
    }

    fn group_term(&self, term: TermId) -> GroupReference {
        match &*self.values.term(term) {
            Term::Element { of, key: Key::Name(name) } => match (is_security_group(&self.values, *of), &**name) {
                (_, "default_security_group_id" | "DefaultSecurityGroup") | (true, "id" | "GroupId") => GroupReference::Id,
                (true, "name" | "name_prefix" | "GroupName" | "description" | "arn") => GroupReference::Name,
                (false, "id" | "arn" | "Ref") if is_of_other_type(&self.values, *of) => GroupReference::Other,
                _ => GroupReference::Unknown,
            },
            Term::Apply { function, arguments } if &**function == "template" => match cannot_be_id(arguments) {
                true => GroupReference::Name,
                false => GroupReference::Unknown,
            },
            _ => GroupReference::Unknown,
        }
    }
}

/// Whether a text with unknown parts has known parts that no id has: `sg-` and hexadecimal digits.
fn cannot_be_id(parts: &[Value]) -> bool {
    let known: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
    let digits = |text: &str| text.chars().all(|digit| digit.is_ascii_hexdigit());
    let start = |text: &str| text.strip_prefix("sg-").map_or_else(|| "sg-".starts_with(text) || digits(text), digits);
    let is_dynamic = known.iter().any(|text| text.contains("{{"));
    !is_dynamic && !known.iter().all(|text| digits(text) || start(text))
}

fn is_security_group(values: &Arena, term: TermId) -> bool {
    match &*values.term(term) {
        Term::Managed(address) | Term::Data(address) => {
            matches!(&*address.resource_type, "aws_security_group" | "aws_default_security_group" | "AWS::EC2::SecurityGroup")
        }
        _ => false,
    }
}

/// Whether something is of a type whose ids are no groups' ids.
fn is_of_other_type(values: &Arena, term: TermId) -> bool {
    const TERRAFORM: [&str; 12] = [
        "aws_default_subnet",
        "aws_default_vpc",
        "aws_eip",
        "aws_instance",
        "aws_internet_gateway",
        "aws_network_acl",
        "aws_network_interface",
        "aws_route_table",
        "aws_security_group_rule",
        "aws_subnet",
        "aws_vpc",
        "aws_vpc_security_group_ingress_rule",
    ];
    const CLOUDFORMATION: [&str; 8] = [
        "AWS::EC2::EIP",
        "AWS::EC2::Instance",
        "AWS::EC2::InternetGateway",
        "AWS::EC2::NetworkAcl",
        "AWS::EC2::NetworkInterface",
        "AWS::EC2::RouteTable",
        "AWS::EC2::Subnet",
        "AWS::EC2::VPC",
    ];
    match &*values.term(term) {
        Term::Managed(address) | Term::Data(address) => {
            let of = |types: &[&str]| types.contains(&&*address.resource_type);
            of(&TERRAFORM) || of(&CLOUDFORMATION)
        }
        _ => false,
    }
}
