//! The story of a change: what becomes of each network resource, in the words of a reviewer, owned and without the graphs.

use super::{Action, Change, Order, ResourceChange};
use crate::graph::Graph;
use crate::source::Span;
use crate::value::TermId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What becomes of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its address; the old one where it goes.
    pub address: String,
    /// The address that it had before, where that is another.
    pub previous_address: Option<String>,
    /// Its type, in the source language.
    pub resource_type: Arc<str>,
    /// Whether it is an interface, what has one, or an address or an attachment of one: what a reviewer looks at first.
    pub carries_traffic: bool,
    /// What is done with it.
    pub action: Action,
    /// The attributes that change.
    pub attributes: Vec<ChangedAttribute>,
    /// What is interrupted by that: the interfaces of an instance, the addresses and routes that lead to it.
    pub interrupts: Vec<String>,
    /// When that happens, where it is not always.
    pub condition: Option<String>,
    /// Its header; on the old side where it goes.
    pub span: Span,
}

/// An attribute that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedAttribute {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it forces a replacement.
    pub replaces: bool,
}

/// What leads to each interface and instance, or hangs on it: names by the terms of these.
type Dependents = FxHashMap<TermId, Vec<String>>;

impl Change {
    /// Everything that happens, in the order of the new side.
    pub fn told(&self) -> Vec<Changed> {
        let interrupting = |change: &ResourceChange| change.replaced().is_some() || change.is_deleted();
        let dependents = match self.resources.iter().any(interrupting) {
            true => dependents(&self.before),
            false => Dependents::default(),
        };
        let mut carriers = carriers(&self.before);
        carriers.extend(self::carriers(&self.after));
        self.resources.iter().filter_map(|change| self.tell(change, &carriers, &dependents)).collect()
    }

    fn tell(&self, change: &ResourceChange, carriers: &FxHashSet<TermId>, dependents: &Dependents) -> Option<Changed> {
        if change.action == Action::Keep && !change.is_moved() {
            return None;
        }
        let values = &self.after.values;
        let resource = change.resource()?;
        let attributes =
            change.causes.iter().map(|cause| ChangedAttribute { name: Arc::clone(&cause.name), replaces: cause.replaces });
        let previous = change.before.as_ref().filter(|_| change.is_moved());
        let goes = change.before.as_ref().filter(|_| change.replaced().is_some() || change.is_deleted());
        Some(Changed {
            address: resource.name(),
            previous_address: previous.map(|before| before.name()),
            resource_type: Arc::clone(&resource.address.resource_type),
            carries_traffic: carriers.contains(&resource.term),
            action: change.action,
            attributes: attributes.collect(),
            interrupts: goes.and_then(|before| dependents.get(&before.term)).cloned().unwrap_or_default(),
            condition: if values.certain(change.guard) { None } else { values.describe_guard(change.guard) },
            span: resource.header,
        })
    }
}

/// The interfaces, what has them, and their addresses and attachments.
fn carriers(graph: &Graph) -> FxHashSet<TermId> {
    let interfaces = graph.interfaces.iter().map(|interface| interface.resource.term);
    let instances = graph.instances.iter().map(|instance| instance.resource.term);
    let addresses = graph.elastic_ips.iter().map(|address| address.resource.term);
    let attachments = graph.attachments.iter().map(|attachment| attachment.resource.term);
    let associations = graph.associations.iter().map(|association| association.resource.term);
    interfaces.chain(instances).chain(addresses).chain(attachments).chain(associations).collect()
}

fn dependents(graph: &Graph) -> Dependents {
    let mut dependents = Dependents::default();
    let mut add = |of: Option<TermId>, name: String| {
        let names = of.map(|of| dependents.entry(of).or_default());
        names.filter(|names| !names.contains(&name)).into_iter().for_each(|names| names.push(name.clone()));
    };
    for launch in &graph.launches {
        let instance = launch.resource.as_ref().map(|resource| resource.term);
        for interface in launch.interfaces.iter().filter_map(|interface| interface.resource.as_ref()) {
            add(instance, interface.name());
        }
    }
    for association in &graph.associations {
        let addresses: Vec<String> =
            graph.elastic_ips_of(association).into_iter().map(|(_, address)| address.resource.name()).collect();
        for endpoint in graph.endpoints(&association.target) {
            let end = endpoint.resource().map(|resource| resource.term);
            addresses.iter().for_each(|address| add(end, address.clone()));
        }
    }
    for route in graph.routes.iter().filter(|route| !route.target.is_empty()) {
        for endpoint in graph.endpoints(&route.target) {
            add(endpoint.resource().map(|resource| resource.term), route.resource.name());
        }
    }
    dependents
}

impl Action {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Create => "create",
            Self::Import => "import",
            Self::Update => "update",
            Self::Replace(_) => "replace",
            Self::Delete => "delete",
            Self::Forget => "forget",
        }
    }

    /// The order of a replacement, in the words of reports.
    pub fn order(self) -> Option<&'static str> {
        match self {
            Self::Replace(Order::DeleteFirst) => Some("delete-then-create"),
            Self::Replace(Order::CreateFirst) => Some("create-then-delete"),
            _ => None,
        }
    }
}
