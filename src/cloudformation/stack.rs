//! A stack: a template with the values of its parameters, and what of it was evaluated so far.

use super::evaluate::Scope;
use super::foreach;
use super::template::{Template, entries, field, type_of};
use crate::source::Span;
use crate::syntax::tree::{Node, Pair};
use crate::value::{Guard, InstanceKey, Value};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// The root stack or a nested one.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) template: Rc<Template>,
    /// The logical ids of the nested stacks that lead here.
    pub(super) modules: Vec<(Arc<str>, InstanceKey)>,
    /// The files of the templates from the root to here.
    pub(super) paths: Vec<PathBuf>,
    /// Where the nested stacks are declared.
    pub(super) calls: Arc<[Span]>,
    /// What the nested stack, and so everything in it, waits for.
    pub(super) waits_for: Vec<String>,
    /// When the stack is made.
    pub(super) guard: Guard,
    /// The values of parameters of a nested stack; the root's come from the command line.
    pub(super) arguments: Option<HashMap<Arc<str>, Value>>,
    pub(super) parameters: Members,
    conditions: OnceCell<Members>,
    resources: OnceCell<Members>,
    outputs: OnceCell<Members>,
    mappings: OnceCell<Mappings>,
    pub(super) known: Known,
}

/// What was evaluated so far. `None` stands for what is being evaluated.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) parameters: RefCell<HashMap<Arc<str>, Value>>,
    pub(super) conditions: RefCell<HashMap<Arc<str>, Option<Guard>>>,
    pub(super) properties: RefCell<HashMap<PropertyKey, Option<Value>>>,
    pub(super) outputs: RefCell<HashMap<Arc<str>, Option<Value>>>,
    pub(super) nested: RefCell<HashMap<usize, Option<super::nested::Nested>>>,
}

/// A resource by its number and the name of a property; the empty name stands for all properties.
type PropertyKey = (usize, Arc<str>);

/// The members of a section in source order, found by name; of a repeated name the last counts.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub(super) pairs: Vec<Pair>,
    index: HashMap<Arc<str>, usize>,
}

/// `Mappings` by name, first key and second key.
type Mappings = HashMap<Arc<str>, HashMap<Arc<str>, HashMap<Arc<str>, Arc<Node>>>>;

impl Members {
    fn new(pairs: Vec<Pair>) -> Self {
        let index = pairs.iter().enumerate().map(|(at, pair)| (Arc::clone(&pair.key), at)).collect();
        Self { pairs, index }
    }

    /// A member and its number.
    pub(super) fn get(&self, name: &str) -> Option<(usize, &Pair)> {
        self.index.get(name).map(|&at| (at, &self.pairs[at]))
    }

    /// The members that count, in source order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Pair)> {
        self.pairs.iter().enumerate().filter(|(at, pair)| self.index.get(&pair.key) == Some(at))
    }
}

impl Stack {
    /// A stack of which nothing is evaluated yet.
    pub(super) fn new(template: Rc<Template>, guard: Guard) -> Self {
        let parameters = Members::new(template.members("Parameters"));
        Self {
            paths: vec![template.path.clone()],
            template,
            modules: Vec::new(),
            calls: Arc::new([]),
            waits_for: Vec::new(),
            guard,
            arguments: None,
            parameters,
            conditions: OnceCell::new(),
            resources: OnceCell::new(),
            outputs: OnceCell::new(),
            mappings: OnceCell::new(),
            known: Known::default(),
        }
    }

    /// A name as it is called from the root.
    pub(super) fn qualified(&self, name: &str) -> String {
        let mut qualified = String::new();
        for (module, _) in &self.modules {
            qualified.push_str(module);
            qualified.push('.');
        }
        qualified + name
    }

    /// A value of `Mappings`.
    pub(super) fn mapped(&self, map: &str, first: &str, second: &str) -> Option<&Arc<Node>> {
        self.mappings().get(map)?.get(first)?.get(second)
    }

    /// The values of a mapping under a second key, by first key.
    pub(super) fn column<'a>(&'a self, map: &str, second: &'a str) -> impl Iterator<Item = (&'a Arc<str>, &'a Arc<Node>)> {
        let rows = self.mappings().get(map).into_iter().flatten();
        rows.filter_map(move |(first, row)| Some((first, row.get(second)?)))
    }

    /// Whether there is a mapping with this name.
    pub(super) fn has_mapping(&self, map: &str) -> bool {
        self.mappings().contains_key(map)
    }

    fn mappings(&self) -> &Mappings {
        self.mappings.get_or_init(|| {
            let second = |node: &Node| entries(node).iter().map(|pair| (Arc::clone(&pair.key), Arc::clone(&pair.value))).collect();
            let first = |node: &Node| entries(node).iter().map(|pair| (Arc::clone(&pair.key), second(&pair.value))).collect();
            self.template.members("Mappings").iter().map(|pair| (Arc::clone(&pair.key), first(&pair.value))).collect()
        })
    }
}

impl<'a> Scope<'a> {
    /// The resources, with those that loops make.
    pub(super) fn resources(self) -> &'a Members {
        self.members(&self.stack.resources, "Resources")
    }

    /// The conditions, with those that loops make.
    pub(super) fn conditions(self) -> &'a Members {
        self.members(&self.stack.conditions, "Conditions")
    }

    /// The outputs, with those that loops make.
    pub(super) fn outputs(self) -> &'a Members {
        self.members(&self.stack.outputs, "Outputs")
    }

    fn members(self, section: &'a OnceCell<Members>, name: &str) -> &'a Members {
        if let Some(members) = section.get() {
            return members;
        }
        let members = Members::new(foreach::expand(self, self.stack.template.members(name)));
        // Nothing that a loop needs leads back here, and if it did, the first would count.
        section.get_or_init(|| members)
    }

    /// The type of a resource by its number; empty where it has none.
    pub(super) fn resource_type(self, resource: usize) -> Arc<str> {
        type_of(&self.resources().pairs[resource].value).unwrap_or_else(|| "".into())
    }

    /// A key of a resource (`Properties`, `Condition`) with its value.
    pub(super) fn resource_field(self, resource: usize, name: &str) -> Option<Pair> {
        field(&self.resources().pairs[resource].value, name)
    }
}
