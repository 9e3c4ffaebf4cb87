//! The rules of security groups, whichever way each is written, and which rules a group has.

use super::{Blocks, Graph, SecurityGroup};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Arena, Comparison, Data, Guard, Notation, Term, TermId, Value};
use ipnet::IpNet;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// One rule of a security group: a resource of its own, or an entry in the group.
#[derive(Clone, Debug)]
pub struct SecurityGroupRule {
    /// Declares it: a rule resource, or the group that has it inline.
    pub resource: Arc<Resource>,
    /// Whether it is written inside the group.
    pub inline: bool,
    /// When it exists, the resource's own guard included.
    pub guard: Guard,
    /// It stands for any number of rules like this.
    pub each: bool,
    /// Where it stands: the resource's header, or the inline block.
    pub span: Span,
    /// The id of the security group; of an inline rule the group itself.
    pub security_group: Value,
    /// Which traffic it is about; `None` where that is not known.
    pub direction: Option<Direction>,
    /// The protocol as it is written: `tcp`, `6`, `-1` for all of them.
    pub protocol: Value,
    /// The first port, or the ICMP type.
    pub from_port: Value,
    /// The last port, or the ICMP code.
    pub to_port: Value,
    /// Where the traffic may come from, or may go to.
    pub peers: Vec<Peer>,
    /// There may be other peers than those that are known.
    pub open: bool,
}

/// Which traffic a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What comes in.
    Ingress,
    /// What goes out.
    Egress,
}

/// The other side of a rule.
#[derive(Clone, Debug)]
pub struct Peer {
    /// When the rule names it, given that the rule exists.
    pub guard: Guard,
    /// What kind of peer.
    pub kind: PeerKind,
    /// The CIDR block or the id. A rule that names its own group by `self` has that group's id here.
    pub value: Value,
}

impl Peer {
    /// The network that it certainly is, where that is known.
    pub fn network(&self) -> Option<IpNet> {
        let certain = self.guard == Guard::ALWAYS && matches!(self.kind, PeerKind::Ipv4 | PeerKind::Ipv6);
        self.value.as_str().filter(|_| certain)?.parse().ok()
    }

    /// Whether it is every address there is.
    pub fn is_everybody(&self) -> bool {
        match self.kind {
            PeerKind::Ipv4 => self.value.as_str() == Some("0.0.0.0/0"),
            PeerKind::Ipv6 => self.value.as_str() == Some("::/0"),
            PeerKind::SecurityGroup | PeerKind::PrefixList => false,
        }
    }
}

/// The kinds of peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerKind {
    /// An IPv4 CIDR block.
    Ipv4,
    /// An IPv6 CIDR block.
    Ipv6,
    /// The members of a security group, given by its id, or outside of a VPC by its name.
    SecurityGroup,
    /// A managed prefix list.
    PrefixList,
}

/// The rules that one security group has.
#[derive(Clone, Debug, Default)]
pub struct RulesOfGroup {
    /// The positions of its rules in [`Graph::security_group_rules`], each with the guard under which it is a rule of this group.
    /// The rule that AWS adds to a group without egress rules is not among them.
    pub rules: Vec<(Guard, usize)>,
    /// There may be others: the group is not declared here, a list of rules is not known, or a rule's group is not.
    pub open: bool,
}

impl SecurityGroupRule {
    /// When it certainly is about every protocol and port.
    pub fn allows_everything(&self, values: &Arena) -> Guard {
        values.when(&self.protocol, is_every_protocol)
    }

    /// Whether it may be about every protocol and port.
    pub fn may_allow_everything(&self, values: &Arena) -> bool {
        let restricted = |protocol: &Value| protocol.is_known() && !is_every_protocol(protocol);
        values.possible(values.not(values.when(&self.protocol, restricted)))
    }

    /// Whether it is certainly about other ports than this one, or about no ports at all.
    pub fn excludes_port(&self, port: i64) -> bool {
        let named = |names: &[&str], numbers: &[i64]| {
            let by_name = self.protocol.as_str().is_some_and(|name| names.contains(&&*name.to_ascii_lowercase()));
            by_name || self.protocol.as_integer().is_some_and(|number| numbers.contains(&number))
        };
        let elsewhere = match (self.from_port.as_integer(), self.to_port.as_integer()) {
            (Some(from), Some(to)) => from >= 0 && !(from..=to).contains(&port),
            _ => false,
        };
        named(&["icmp", "icmpv6"], &[1, 58]) || (elsewhere && named(&["tcp", "udp"], &[6, 17]))
    }

    /// When it certainly lets through a port of TCP.
    pub fn allows_tcp(&self, values: &Arena, port: i64) -> Guard {
        let tcp = values.when(&self.protocol, |protocol| {
            protocol.as_str().is_some_and(|name| name.eq_ignore_ascii_case("tcp")) || protocol.as_integer() == Some(6)
        });
        let from = values.when(&self.from_port, |from| from.as_integer().is_some_and(|from| (0..=port).contains(&from)));
        let to = values.when(&self.to_port, |to| to.as_integer().is_some_and(|to| to >= port));
        values.or(self.allows_everything(values), values.all([tcp, from, to]))
    }
}

/// Both languages write `-1`; Terraform's provider takes `all` for it too.
fn is_every_protocol(protocol: &Value) -> bool {
    protocol.as_integer() == Some(-1) || protocol.as_str().is_some_and(|name| name.eq_ignore_ascii_case("all"))
}

impl Graph {
    /// The rules of a security group and whether there may be others.
    pub fn rules_of(&self, group: &SecurityGroup) -> RulesOfGroup {
        self.rules_of_groups.get(&group.resource.term).cloned().unwrap_or_default()
    }

    /// Whether a rule may name a group as its peer.
    pub fn may_name_group(&self, rule: &SecurityGroupRule, group: &Value) -> bool {
        let own = self.security_groups.position(&self.values, group);
        let mut groups = rule.peers.iter().filter(|peer| peer.kind == PeerKind::SecurityGroup);
        groups.any(|peer| match (own, self.security_groups.position(&self.values, &peer.value)) {
            // One group has several ways to be named, and two of them are never the same value.
            (Some(own), Some(other)) => own == other,
            _ => self.values.same(&peer.value, group) != Comparison::NO,
        })
    }

    /// When a rule certainly names a group as its peer.
    pub fn names_group(&self, rule: &SecurityGroupRule, group: &Value) -> Guard {
        let groups = rule.peers.iter().filter(|peer| peer.kind == PeerKind::SecurityGroup);
        groups.fold(Guard::NEVER, |any, peer| {
            let named = self.values.and(peer.guard, self.same_id(&peer.value, group));
            self.values.or(any, named)
        })
    }
}

/// Sorts the rules by the groups that have them: one entry for every security group of the graph.
pub(super) fn rules_of_groups(graph: &Graph) -> FxHashMap<TermId, RulesOfGroup> {
    let values = &graph.values;
    let mut found: Vec<RulesOfGroup> = Vec::new();
    for group in graph.security_groups.iter() {
        let declared_elsewhere = group.resource.address.notation == Notation::TerraformData;
        found.push(RulesOfGroup { rules: Vec::new(), open: group.has_other_rules || declared_elsewhere });
    }
    let mut unresolved = FxHashSet::default();
    for (position, rule) in graph.security_group_rules.iter().enumerate() {
        for (guard, id) in values.alternatives(&rule.security_group) {
            match graph.security_groups.position(values, &id) {
                Some(group) if rule.direction.is_some() => found[group].rules.push((guard, position)),
                Some(group) => found[group].open = true,
                None if id.is_null() || is_from_outside(values, &id) => {}
                None => {
                    unresolved.insert(id);
                }
            }
        }
    }
    for id in unresolved {
        for (group, found) in graph.security_groups.iter().zip(&mut found) {
            found.open |= values.same(&id, &own_id(values, &group.resource)) != Comparison::NO;
        }
    }
    graph.security_groups.iter().map(|group| group.resource.term).zip(found).collect()
}

/// The id of a security group, as a reference to it has it.
pub(super) fn own_id(values: &Arena, resource: &Resource) -> Value {
    let name = if resource.address.notation == Notation::CloudFormation { "Ref" } else { "id" };
    Data::Term(values.attribute(resource.term, name)).into()
}

/// Whether an id is given from outside, and so is none of a group that is about to be made.
pub(super) fn is_from_outside(values: &Arena, id: &Value) -> bool {
    fn is_given(values: &Arena, term: TermId) -> bool {
        match &*values.term(term) {
            Term::Input { .. } | Term::Data(_) => true,
            Term::Element { of, .. } => is_given(values, *of),
            _ => false,
        }
    }
    match id.data {
        Data::String(_) | Data::Null => true,
        Data::Term(term) => is_given(values, term),
        _ => false,
    }
}

/// How one language names the attributes of a rule.
pub(super) struct RuleNames {
    pub(super) protocol: &'static str,
    pub(super) from_port: &'static str,
    pub(super) to_port: &'static str,
    pub(super) peers: &'static [(&'static str, PeerKind)],
    /// Says by true that the group itself is the peer.
    pub(super) itself: &'static str,
}

/// The rules in blocks of one resource.
pub(super) fn read_rules(
    values: &Arena,
    resource: &Arc<Resource>,
    blocks: &Blocks,
    names: &RuleNames,
    (direction, security_group): (Option<Direction>, &Value),
) -> Vec<SecurityGroupRule> {
    let rules = blocks.items.iter().map(|block| {
        let get = |name: &str| values.get(&block.value, name);
        let mut rule = SecurityGroupRule {
            resource: Arc::clone(resource),
            inline: true,
            guard: values.and(resource.guard, block.guard),
            each: block.each,
            span: values.span(block.value.origin).unwrap_or(resource.header),
            security_group: security_group.clone(),
            direction,
            protocol: get(names.protocol),
            from_port: get(names.from_port),
            to_port: get(names.to_port),
            peers: Vec::new(),
            open: false,
        };
        for (name, kind) in names.peers {
            rule.add_peers(values, Guard::ALWAYS, *kind, &get(name));
        }
        let itself = get(names.itself);
        let guard = values.is_bool(&itself, true);
        rule.open |= !values.certain(values.or(values.or(guard, values.is_bool(&itself, false)), values.is_absent(&itself)));
        if values.possible(guard) {
            let value = security_group.clone().with_origin(itself.origin);
            rule.peers.push(Peer { guard, kind: PeerKind::SecurityGroup, value });
        }
        rule
    });
    rules.collect()
}

impl SecurityGroupRule {
    /// The same rule as a resource of its own.
    pub(super) fn of_resource(self, values: &Arena, resource: &Resource, guard: Guard) -> Self {
        let (guard, span) = (values.and(self.guard, guard), resource.header);
        Self { inline: false, guard, span, each: resource.address.is_each(), ..self }
    }

    /// Adds one peer, or a list of them.
    fn add_peers(&mut self, values: &Arena, guard: Guard, kind: PeerKind, value: &Value) {
        for (inner, value) in values.alternatives(value) {
            let guard = values.and(guard, inner);
            match &value.data {
                Data::Null => {}
                Data::Sequence(_, items) => items.iter().for_each(|item| self.add_peers(values, guard, kind, item)),
                Data::Each(_) => self.open = true,
                // A whole list that is not known looks like one peer that is not known.
                Data::Term(_) => {
                    self.open = true;
                    self.peers.push(Peer { guard, kind, value });
                }
                _ => self.peers.push(Peer { guard, kind, value }),
            }
        }
    }
}
