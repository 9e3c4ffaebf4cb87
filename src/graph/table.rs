//! Tables of nodes of one type, found by the ids that refer to them.

use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, Key, Term, TermId, Value};
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
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), by_term: FxHashMap::default() }
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

impl<T: Node> Table<T> {
    pub(super) fn push(&mut self, node: T) {
        self.by_term.insert(node.resource().term, self.nodes.len());
        self.nodes.push(node);
    }

    /// The position of the node that an id refers to, for an id that is no choice.
    pub fn position(&self, values: &Arena, id: &Value) -> Option<usize> {
        self.position_by(values, id, &ID_ATTRIBUTES)
    }

    /// The position of the node one of whose given attributes the value is.
    pub fn position_by(&self, values: &Arena, value: &Value, attributes: &[&str]) -> Option<usize> {
        let Data::Term(term) = value.data else {
            return None;
        };
        match &*values.term(term) {
            Term::Element { of, key: Key::Name(name) } if attributes.contains(&&**name) => self.by_term.get(of).copied(),
            _ => None,
        }
    }

    /// The nodes that an id may refer to, each with the guard under which it does.
    pub fn resolve<'a>(&'a self, values: &Arena, id: &Value) -> Vec<(Guard, &'a T)> {
        let alternatives = values.alternatives(id).into_iter();
        alternatives.filter_map(|(guard, id)| Some((guard, &self.nodes[self.position(values, &id)?]))).collect()
    }
}
