//! Tables of nodes of one type, found by the ids that refer to them.

use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, Key, Notation, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::ops::Deref;
use std::sync::Arc;

/// What every node has: the resource that declares it.
pub trait Node {
    /// The resource.
    fn resource(&self) -> &Arc<Resource>;
}

/// All nodes of one type.
#[derive(Debug)]
pub struct Table<T> {
    nodes: Vec<T>,
    by_term: FxHashMap<TermId, usize>,
    /// Nodes by what is known of the attributes that name them.
    by_text: FxHashMap<(&'static str, Arc<str>), usize>,
    /// Data sources by the id that they read, where that is not known.
    by_read_id: FxHashMap<TermId, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), by_term: FxHashMap::default(), by_text: FxHashMap::default(), by_read_id: FxHashMap::default() }
    }
}

impl<T> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.nodes
    }
}

/// Attributes that hold the id of the resource itself.
const ID_ATTRIBUTES: [&str; 4] = ["id", "Ref", "GroupId", "spot_instance_id"];

/// Attributes whose values may be known, of what exists already.
const KNOWN_ATTRIBUTES: [&str; 3] = ["id", "Ref", "primary_network_interface_id"];

impl<T: Node> Table<T> {
    pub(super) fn push(&mut self, node: T) {
        let resource = node.resource();
        self.by_term.insert(resource.term, self.nodes.len());
        for name in KNOWN_ATTRIBUTES {
            if let Some(text) = known_text(resource, name) {
                prefer_certain(&self.nodes, self.by_text.entry((name, text)).or_insert(self.nodes.len()));
            }
        }
        if let Some(id) = read_id(resource) {
            prefer_certain(&self.nodes, self.by_read_id.entry(id).or_insert(self.nodes.len()));
        }
        self.nodes.push(node);
    }

    /// The node that was added last.
    pub(super) fn last_mut(&mut self) -> Option<&mut T> {
        self.nodes.last_mut()
    }

    /// The node that a resource declares.
    pub fn of(&self, resource: &Resource) -> Option<&T> {
        self.by_term.get(&resource.term).map(|&position| &self.nodes[position])
    }

    /// The position of the node of a resource.
    pub fn position_of(&self, resource: TermId) -> Option<usize> {
        self.by_term.get(&resource).copied()
    }

    /// The position of the node that an id refers to, for an id that is no choice.
    pub fn position(&self, values: &Arena, id: &Value) -> Option<usize> {
        self.position_by(values, id, &ID_ATTRIBUTES)
    }

    /// The position of the node one of whose given attributes the value is.
    pub fn position_by(&self, values: &Arena, value: &Value, attributes: &[&str]) -> Option<usize> {
        let term = match &value.data {
            Data::Term(term) => *term,
            Data::String(text) => return self.position_of_text(text, attributes),
            _ => return None,
        };
        let own = match &*values.term(term) {
            Term::Element { of, key: Key::Name(name) } if attributes.contains(&&**name) => self.by_term.get(of).copied(),
            _ => None,
        };
        own.or_else(|| self.by_read_id.get(&term).copied().filter(|_| attributes.contains(&"id")))
    }

    fn position_of_text(&self, text: &Arc<str>, attributes: &[&str]) -> Option<usize> {
        let mut names = KNOWN_ATTRIBUTES.into_iter().filter(|name| attributes.contains(name));
        names.find_map(|name| self.by_text.get(&(name, Arc::clone(text)))).copied()
    }

    /// The nodes that an id may refer to, each with the guard under which it does.
    pub fn resolve<'a>(&'a self, values: &Arena, id: &Value) -> Vec<(Guard, &'a T)> {
        let alternatives = values.alternatives(id).into_iter();
        alternatives.filter_map(|(guard, id)| Some((guard, &self.nodes[self.position(values, &id)?]))).collect()
    }
}

/// Several data sources may read one thing; one that is read in any case comes first.
fn prefer_certain<T: Node>(nodes: &[T], at: &mut usize) {
    if nodes.get(*at).is_some_and(|known| known.resource().guard != Guard::ALWAYS) {
        *at = nodes.len();
    }
}

/// The id that a data source reads one thing by, where that is not known: `id = var.subnet_id`.
fn read_id(resource: &Resource) -> Option<TermId> {
    match resource.properties.entries()?.get("id")?.data {
        Data::Term(term) if resource.address.notation == Notation::TerraformData => Some(term),
        _ => None,
    }
}

/// What is known of an attribute that names a resource: of what exists, and of a data source that reads one thing by its id.
fn known_text(resource: &Resource, name: &str) -> Option<Arc<str>> {
    let text = |attributes: &Value| match &attributes.entries()?.get(name)?.data {
        Data::String(text) if !text.is_empty() => Some(Arc::clone(text)),
        _ => None,
    };
    text(&resource.computed).or_else(|| text(&resource.properties).filter(|_| resource.address.notation == Notation::TerraformData))
}
