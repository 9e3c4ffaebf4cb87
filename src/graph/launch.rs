//! The central query: the network interfaces of a launch, whichever way each was written.

use super::{AddressRequest, Driver, FixedAddress, Graph, Setting, Software, Zone};
use crate::configuration::Resource;
use crate::ec2::{NetworkLimits, network_limits};
use crate::source::Span;
use crate::value::{Arena, Data, Guard, Value};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Something that is launched, with every interface it will have.
#[derive(Clone, Debug)]
pub struct Launch {
    /// What is launched.
    pub of: LaunchOf,
    /// The resource that launches; none for an instance that is only named by an id.
    pub resource: Option<Arc<Resource>>,
    /// When it is launched.
    pub guard: Guard,
    /// Its instance type.
    pub instance_type: Value,
    /// The instance types that groups launch a template as, each with the guard under which one does.
    pub(super) other_types: Vec<(Guard, Value)>,
    /// The zone given at the level of the instance or template.
    pub zone: Zone,
    /// Its interfaces, cold ones first, each in source order.
    pub interfaces: Vec<LaunchInterface>,
    /// There may be other interfaces: from a template that is not at hand, or from blocks of unknown number.
    pub open: bool,
    /// What runs on it.
    pub software: Software,
    /// Its tags.
    pub tags: Value,
    /// What was found out about it when somebody asked.
    pub(super) asked: Asked,
}

/// What several rules ask about a launch.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub types: OnceCell<Vec<LaunchType>>,
    pub is_appliance: OnceCell<bool>,
}

/// An instance type that a launch may have.
#[derive(Clone, Debug)]
pub struct LaunchType {
    /// When it is launched as this type.
    pub guard: Guard,
    /// The name of the type.
    pub name: Value,
    /// What the type offers its network interfaces, where that is known.
    pub limits: Option<NetworkLimits>,
}

/// What is launched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaunchOf {
    /// An instance; its position in the graph's table.
    Instance(usize),
    /// A launch template by itself; its position in the graph's table.
    Template(usize),
    /// An instance that is only named by its id.
    External(Value),
}

/// When an interface comes to its instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attach {
    /// At launch.
    Cold,
    /// Afterwards, while the instance is running or stopped (hot or warm).
    Afterwards,
}

/// How an interface of a launch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Not at all: the primary interface that every instance gets.
    Automatic,
    /// In the instance's own list of interfaces.
    Instance,
    /// In a launch template.
    Template,
    /// By an attachment resource.
    Attachment,
    /// By an attachment inside the interface.
    InlineAttachment,
}

/// One network interface of a launch.
#[derive(Clone, Debug)]
pub struct LaunchInterface {
    /// When it is there, given that the launch happens.
    pub guard: Guard,
    /// It stands for any number of interfaces like this.
    pub each: bool,
    /// How it is written.
    pub via: Via,
    /// When it comes.
    pub attach: Attach,
    /// Where it is added: a block, an attachment, or the launch itself for the automatic one.
    pub span: Span,
    /// The device index; null where it is not written.
    pub device_index: Value,
    /// The network card index; null where it is not written, which means 0.
    pub card_index: Value,
    /// The id of an existing interface; null for one that is made at launch.
    pub interface: Value,
    /// The position of that interface in the graph's table.
    pub node: Option<usize>,
    /// The resource that declares that interface.
    pub resource: Option<Arc<Resource>>,
    /// The id of its subnet; null where AWS or the group that launches decides.
    pub subnet: Value,
    /// Its zone.
    pub zone: Zone,
    /// Addresses fixed where it is added; those of an existing interface are on its node.
    pub addresses: Vec<FixedAddress>,
    /// What gives it addresses where it is added; that of an existing interface is on its node.
    pub address_requests: Vec<AddressRequest>,
    /// The kind of interface; null is an ordinary one.
    pub interface_type: Value,
    /// Its source/destination check.
    pub source_dest_check: Value,
    /// Its description.
    pub description: Value,
    /// Its tags.
    pub tags: Value,
    /// The ids of its security groups; null where none are written.
    pub security_groups: Value,
    /// Whether it is to have a public IPv4 address; null where the subnet decides.
    pub associate_public_ip_address: Value,
    /// Whether it goes with its instance; null where that is not written.
    pub delete_on_termination: Value,
    /// Settings that only an interface that is made at launch may have.
    pub of_new: Vec<Setting>,
    /// How the network card is to treat it, where it is made or attached.
    pub driver: Driver,
    /// Properties that CloudFormation has in launch templates only, where this is none; null where they are not written.
    pub only_in_templates: Vec<Setting>,
    /// What it and its network are called, once somebody asked.
    pub(super) called: Called,
}

/// What an interface, its subnet and its security groups are called.
#[derive(Clone, Debug, Default)]
pub(super) struct Called {
    pub itself: OnceCell<String>,
    pub subnet: OnceCell<String>,
    pub groups: OnceCell<Vec<String>>,
}

impl Launch {
    /// What a message calls the launch: an address in backticks, or a description.
    pub fn name(&self, values: &Arena) -> String {
        match (&self.resource, &self.of) {
            (Some(resource), _) => format!("`{}`", resource.name()),
            (None, LaunchOf::External(id)) => format!("the instance `{}`", values.describe(id)),
            (None, _) => "the instance".into(),
        }
    }

    /// The position of the instance in the graph's table.
    pub fn instance(&self) -> Option<usize> {
        match self.of {
            LaunchOf::Instance(position) => Some(position),
            LaunchOf::Template(_) | LaunchOf::External(_) => None,
        }
    }

    /// The id of an instance that is only named by it.
    pub fn external_id(&self) -> Option<&Value> {
        match &self.of {
            LaunchOf::External(id) => Some(id),
            LaunchOf::Instance(_) | LaunchOf::Template(_) => None,
        }
    }

    /// Where it is declared, if it is.
    pub fn place(&self) -> Option<Span> {
        self.resource.as_ref().map(|resource| resource.header)
    }

    /// Whether it is a launch template by itself.
    pub fn is_template(&self) -> bool {
        matches!(self.of, LaunchOf::Template(_))
    }

    /// The interface at device index 0, where one certainly is.
    pub fn primary(&self) -> Option<&LaunchInterface> {
        self.interfaces.iter().find(|interface| interface.is_primary())
    }

    /// The instance types that it may have: its own, and those that groups name.
    pub fn types(&self, values: &Arena) -> &[LaunchType] {
        self.asked.types.get_or_init(|| {
            let mut types: Vec<LaunchType> = Vec::new();
            let mut by_name: FxHashMap<Data, usize> = FxHashMap::default();
            let own = (Guard::ALWAYS, &self.instance_type);
            for (guard, written) in std::iter::once(own).chain(self.other_types.iter().map(|(guard, other)| (*guard, other))) {
                for (case, name) in values.cases(written) {
                    let guard = values.all([self.guard, guard, case]);
                    match by_name.entry(name.data.clone()) {
                        Entry::Occupied(known) => {
                            let known = &mut types[*known.get()];
                            known.guard = values.or(known.guard, guard);
                        }
                        Entry::Vacant(new) => {
                            new.insert(types.len());
                            let limits = name.as_str().and_then(network_limits);
                            types.push(LaunchType { guard, name, limits });
                        }
                    }
                }
            }
            types
        })
    }

    /// Those of its instance types whose limits are known.
    pub fn known_types(&self, values: &Arena) -> impl Iterator<Item = (Guard, &Value, NetworkLimits)> {
        self.types(values).iter().filter_map(|of| Some((of.guard, &of.name, of.limits?)))
    }

    /// Every two interfaces that can be there together, with the guard under which they are.
    pub fn pairs<'a>(&'a self, values: &'a Arena) -> impl Iterator<Item = (Guard, &'a LaunchInterface, &'a LaunchInterface)> {
        self.interfaces.iter().enumerate().flat_map(move |(index, first)| {
            self.interfaces[index + 1..].iter().filter_map(move |second| {
                let guard = values.all([self.guard, first.guard, second.guard]);
                values.possible(guard).then_some((guard, first, second))
            })
        })
    }
}

impl LaunchInterface {
    /// An interface of which nothing is written but where it is added.
    pub(super) fn new(via: Via, attach: Attach, span: Span) -> Self {
        Self {
            guard: Guard::ALWAYS,
            each: false,
            via,
            attach,
            span,
            device_index: Value::NULL,
            card_index: Value::NULL,
            interface: Value::NULL,
            node: None,
            resource: None,
            subnet: Value::NULL,
            zone: Zone::UNKNOWN,
            addresses: Vec::new(),
            address_requests: Vec::new(),
            interface_type: Value::NULL,
            source_dest_check: Data::Bool(true).into(),
            description: Value::NULL,
            tags: Value::NULL,
            security_groups: Value::NULL,
            associate_public_ip_address: Value::NULL,
            delete_on_termination: Value::NULL,
            of_new: Vec::new(),
            driver: Driver::NONE,
            only_in_templates: Vec::new(),
            called: Called::default(),
        }
    }

    /// What a message calls the interface: an address in backticks, or a description.
    pub fn name(&self) -> String {
        match (&self.resource, self.device_index.as_integer()) {
            (Some(resource), _) => format!("`{}`", resource.name()),
            (None, _) if self.via == Via::Automatic => "the primary network interface".into(),
            (None, Some(index)) => format!("the network interface at device index {index}"),
            (None, None) => "a network interface".into(),
        }
    }

    /// Whether it is certainly the primary one.
    pub fn is_primary(&self) -> bool {
        self.via == Via::Automatic || (self.device_index.as_integer() == Some(0) && self.is_on_first_card())
    }

    /// The index of its network card, where that is known; 0 where it is not written.
    pub fn card(&self, values: &Arena) -> Value {
        values.map(&self.card_index, |card| if card.is_null() { Value::integer(0).with_origin(card.origin) } else { card.clone() })
    }

    /// Whether it is certainly an Elastic Fabric Adapter, with or without IP traffic.
    pub fn is_efa(&self, values: &Arena) -> Guard {
        values.when(&self.interface_type, |kind| matches!(kind.as_str(), Some("efa" | "efa-only")))
    }

    /// Whether it is certainly on network card 0.
    pub fn is_on_first_card(&self) -> bool {
        self.card_index.is_null() || self.card_index.as_integer() == Some(0)
    }

    /// Whether its kind, its card, or what its description and tags say shows that the usual advice does not apply: Elastic Fabric
    /// Adapters, further network cards, and interfaces that a container network, DPDK or a cluster protocol manages.
    pub fn is_special(&self, values: &Arena) -> bool {
        let ordinary = self.interface_type.is_null() || matches!(self.interface_type.as_str(), Some("interface" | ""));
        !ordinary || !self.is_on_first_card() || mentions_manager(values, &self.description) || mentions_manager(values, &self.tags)
    }
}

impl Graph {
    /// When some of these listed interfaces are there, and certainly none of them is the primary one.
    pub fn without_primary<'a>(&self, listed: impl IntoIterator<Item = &'a LaunchInterface>) -> Guard {
        let values = &self.values;
        let (mut any, mut none_is_primary) = (Guard::NEVER, Guard::ALWAYS);
        for interface in listed {
            let elsewhere =
                values.when(&interface.device_index, |index| index.is_null() || index.as_integer().is_some_and(|index| index != 0));
            let other_card = values.when(&interface.card_index, |card| card.as_integer().is_some_and(|card| card != 0));
            let not_primary = values.or(values.not(interface.guard), values.or(elsewhere, other_card));
            any = values.or(any, interface.guard);
            none_is_primary = values.and(none_is_primary, not_primary);
        }
        values.and(any, none_is_primary)
    }
}

impl Resource {
    /// What a message calls the resource.
    pub fn name(&self) -> String {
        self.address.to_string()
    }
}

/// Words in descriptions and tags that say who manages an interface or its routing.
const MANAGERS: [&str; 9] = ["dpdk", "trunk", "multus", "cni", "heartbeat", "kubernetes", "k8s", "aws_eks", "amazonaws.com/node"];

/// Whether a description or the tags mention a manager.
pub(crate) fn mentions_manager(values: &Arena, value: &Value) -> bool {
    !value.is_null() && mentions(values, value, &MANAGERS)
}

/// Whether a description or the tags mention one of some words, which are in lower case, in whichever case.
pub(crate) fn mentions(values: &Arena, value: &Value, words: &[impl AsRef<str>]) -> bool {
    let text = if words.is_empty() { String::new() } else { values.words(value).to_lowercase() };
    words.iter().any(|word| contains_word(&text, word.as_ref()))
}

/// Whether a text contains a word that no letter continues.
fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
