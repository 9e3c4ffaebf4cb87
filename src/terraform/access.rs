//! Attributes, elements and splats of values. Terms that stand for resources and module calls are looked into.

use super::evaluator::{Evaluator, Memo};
use super::instance::{Node, Repetition, ResourceInstance};
use super::scope::Scope;
use super::set_order::is_ordered;
use super::types::Type;
use crate::source::Span;
use crate::syntax::hcl::{Step, StepKind};
use crate::value::{Address, Data, Guard, InstanceKey, Key, Notation, SequenceKind, Term, TermId, Value};
use std::rc::Rc;
use std::sync::Arc;

/// An unknown key of a known mapping is taken apart into its possible keys up to this size.
const MAX_KEYS: usize = 32;

/// Attributes that are sets: their elements have no order, whichever way they are written.
const SETS: [&str; 10] = [
    "cidr_block_associations",
    "ipv4_prefixes",
    "ipv6_addresses",
    "ipv6_prefixes",
    "private_ips",
    "route_table_ids",
    "security_group_ids",
    "security_groups",
    "subnet_ids",
    "vpc_security_group_ids",
];

/// Arguments of a resource block that are no attributes of the resource.
pub(super) const META_ARGUMENTS: [&str; 5] = ["count", "for_each", "depends_on", "provider", "lifecycle"];

impl Evaluator<'_> {
    /// Follows the steps of a traversal.
    pub(super) fn steps(&self, value: Value, steps: &[Step], span: Span, scope: &Scope<'_>) -> Value {
        let mut value = value;
        for (at, step) in steps.iter().enumerate() {
            if self.is_failure(&value) {
                return value;
            }
            value = match &step.kind {
                StepKind::Attribute(name) => self.attribute(&value, name, span),
                StepKind::Index(index) | StepKind::ElementIndex(index) => {
                    self.take_element("[]", &value, span);
                    let key = self.evaluate(index, scope);
                    self.index(&value, &key, span)
                }
                // `x[*].a[0].b`: everything after the splat is done to each element.
                StepKind::FullSplat => {
                    let rest = &steps[at + 1..];
                    return self.splat(&value, span, |item| self.steps(item.clone(), rest, span, scope));
                }
                // `x.*.a[0]`: attributes are taken of each element, an index from the resulting list.
                StepKind::AttributeSplat => {
                    let rest = &steps[at + 1..];
                    let of_each = |step: &&Step| matches!(step.kind, StepKind::Attribute(_) | StepKind::ElementIndex(_));
                    let count = rest.iter().take_while(of_each).count();
                    let list = self.splat(&value, span, |item| self.steps(item.clone(), &rest[..count], span, scope));
                    return self.steps(list, &rest[count..], span, scope);
                }
            };
        }
        value
    }

    /// `value.name`
    pub(super) fn attribute(&self, value: &Value, name: &Arc<str>, span: Span) -> Value {
        self.arena.map(value, |value| match &value.data {
            Data::Term(_) if self.is_failure(value) => value.clone(),
            Data::Term(term) => match self.node(*term) {
                Some(Node::Resource(resource)) => self.resource_attribute(&resource, name, span),
                Some(Node::Module(module)) => self.output(&module, *term, name, span),
                None => self.term_element(*term, Key::Name(Arc::clone(name)), value),
            },
            Data::Mapping(_, entries) => match entries.get(name) {
                Some(entry) => entry.clone(),
                None => self.failure(&format!("an attribute {name} that is not there"), value.origin),
            },
            Data::Each(each) if each.mapping => self.at(value, &Value::string(name), span),
            // Old configurations write `x.0`.
            Data::Sequence(..) | Data::Each(_) if name.parse::<u32>().is_ok() => self.index(value, &Value::string(name), span),
            _ => self.failure(&format!("the attribute {name} of what has none"), value.origin),
        })
    }

    /// `value[key]`
    pub(super) fn index(&self, value: &Value, key: &Value, span: Span) -> Value {
        let result = self.lift(&[value.clone(), key.clone()], value.origin, |operands| match operands {
            [value, key] if self.is_failure(value) || self.is_failure(key) => {
                if self.is_failure(value) {
                    value.clone()
                } else {
                    key.clone()
                }
            }
            [value, key] => self.index_case(value, key, span),
            _ => self.opaque("an element", span),
        });
        result.unwrap_or_else(|| self.application("index", &[value.clone(), key.clone()], span))
    }

    fn index_case(&self, value: &Value, key: &Value, span: Span) -> Value {
        let failure = || self.failure("an element that is not there", value.origin);
        match (&value.data, &key.data) {
            (Data::Null, _) | (_, Data::Null | Data::Bool(_) | Data::Sequence(..) | Data::Mapping(..)) => failure(),
            // A set has no elements at positions; one whose order is not known may be a list of which nothing more is known.
            (Data::Sequence(SequenceKind::Set, items), _) if is_ordered(items) => failure(),
            (Data::Sequence(SequenceKind::Set, _), _) => key_of(key).map_or_else(failure, |key| self.element(value, key)),
            (Data::Sequence(_, items), Data::Number(_) | Data::String(_)) => {
                let index = key.as_integer().and_then(|index| usize::try_from(index).ok());
                index.and_then(|index| items.get(index)).cloned().unwrap_or_else(failure)
            }
            (Data::Sequence(_, items), Data::Term(_)) if items.is_empty() => failure(),
            (Data::Mapping(_, entries), Data::Number(_) | Data::String(_)) => {
                let key = super::convert::text_of(key).unwrap_or_default();
                entries.get(key.as_str()).cloned().unwrap_or_else(failure)
            }
            (Data::Mapping(_, entries), Data::Term(term)) if entries.len() <= MAX_KEYS && !self.varies(*term) => {
                self.by_unknown_key(entries.iter(), *term, value)
            }
            (Data::Sequence(..) | Data::Mapping(..), _) => key_of(key).map_or_else(failure, |key| self.element(value, key)),
            (Data::Each(_), _) => self.at(value, key, span),
            (Data::Term(term), _) => match (self.node(*term), &key.data) {
                (Some(_), Data::String(name)) => self.attribute(value, name, span),
                // A resource without `count` has no elements.
                (Some(_), _) => failure(),
                (None, _) => key_of(key).map_or_else(failure, |key| match self.undeclared_instance(*term, &key) {
                    Some(instance) => Value::new(Data::Term(instance), value.origin),
                    None => self.term_element(*term, key, value),
                }),
            },
            _ => failure(),
        }
    }

    /// One of the instances of a block that is declared where nobody can see it.
    fn undeclared_instance(&self, block: TermId, key: &Key) -> Option<TermId> {
        let key = match key {
            Key::Index(index) => InstanceKey::Index(*index),
            Key::Name(name) => InstanceKey::Name(Arc::clone(name)),
            Key::Term(term) => InstanceKey::Term(*term),
        };
        let of = |address: &Arc<Address>| {
            (address.key == InstanceKey::None).then(|| Arc::new(Address { key, ..Address::clone(address) }))
        };
        let instance = match &*self.arena.term(block) {
            Term::Managed(address) => Term::Managed(of(address)?),
            Term::Data(address) => Term::Data(of(address)?),
            _ => return None,
        };
        Some(self.arena.intern(instance))
    }

    /// Whether a term is different for each instance or element: no guard is made of such a term.
    pub(super) fn varies(&self, term: TermId) -> bool {
        self.mentions_any_key(&Value::from(Data::Term(term)), 32)
    }

    fn by_unknown_key<'v>(&self, entries: impl Iterator<Item = (&'v Arc<str>, &'v Value)>, term: TermId, value: &Value) -> Value {
        let mut none = Guard::ALWAYS;
        let mut cases = Vec::new();
        for (key, entry) in entries {
            let guard = self.arena.equals(term, &Data::String(Arc::clone(key)).into());
            none = self.arena.and(none, self.arena.not(guard));
            cases.push((guard, entry.clone()));
        }
        // One value at most: the guards of the alternatives exclude each other only as far as it is taken into account.
        cases.push((none, self.failure("an element that is not there", value.origin)));
        self.arena.choice(self.exclusive(cases), value.origin)
    }

    /// Makes every guard exclude those before it.
    pub(super) fn exclusive(&self, cases: Vec<(Guard, Value)>) -> Vec<(Guard, Value)> {
        let mut before = Guard::NEVER;
        let exclude = |(guard, value)| {
            let alone = self.arena.and(guard, self.arena.not(before));
            before = self.arena.or(before, guard);
            (alone, value)
        };
        cases.into_iter().map(exclude).collect()
    }

    /// An element of a term that is not looked into, with its type where the term has one.
    fn term_element(&self, term: TermId, key: Key, value: &Value) -> Value {
        let element = self.arena.element(term, key.clone());
        let name = if let Key::Name(name) = &key { Some(&**name) } else { None };
        let kind = self.type_of(term).and_then(|kind| kind.element(name));
        if let Some(kind) = kind {
            self.types.borrow_mut().entry(element).or_insert(kind);
        }
        Value::new(Data::Term(element), value.origin)
    }

    /// The declared type of an input or of a part of it.
    pub(super) fn type_of(&self, term: TermId) -> Option<Type> {
        self.types.borrow().get(&term).cloned()
    }

    /// `value[*]` with what is done to each element.
    pub(super) fn splat(&self, value: &Value, span: Span, apply: impl Fn(&Value) -> Value) -> Value {
        self.arena.map(value, |value| match &value.data {
            Data::Term(_) if self.is_failure(value) => value.clone(),
            Data::Null => self.sequence(SequenceKind::Tuple, Vec::new(), span),
            Data::Sequence(kind, items) => {
                let kind = if is_ordered(items) { SequenceKind::Tuple } else { *kind };
                self.sequence(kind, items.iter().map(&apply).collect(), span)
            }
            Data::Each(each) if !each.mapping => self.each_with(each, each.key, apply(&each.item), false, span),
            Data::Term(term) if self.is_collection(*term) => match self.each_of(value) {
                Some(each) => self.each_with(&each, each.key, apply(&each.item), false, span),
                None => self.opaque("a splat", span),
            },
            _ => self.sequence(SequenceKind::Tuple, vec![apply(value)], span),
        })
    }

    /// Whether a term that is followed by `[*]` counts as a list. Resources and inputs of known types do not; of computed
    /// attributes nobody would write it otherwise.
    fn is_collection(&self, term: TermId) -> bool {
        if self.node(term).is_some() {
            return false;
        }
        self.type_of(term).is_none_or(|kind| !kind.is_primitive() && !matches!(kind, Type::Object(_) | Type::Map(_)))
    }
}

/// Resources.
impl Evaluator<'_> {
    /// An attribute of a resource or data source: what is written, or a term.
    pub(super) fn resource_attribute(&self, resource: &Rc<ResourceInstance>, name: &Arc<str>, span: Span) -> Value {
        let memo = (resource.term, Arc::clone(name));
        let known = self.attributes.borrow().get(&memo).cloned();
        match known {
            Some(Memo::Done(value)) => return value,
            Some(Memo::Running) => return self.cycle(&format!("{}.{name}", resource.address), span),
            None => {}
        }
        self.attributes.borrow_mut().insert(memo.clone(), Memo::Running);
        let Some(value) = self.follow(span, || self.written_attribute(resource, name)) else {
            self.attributes.borrow_mut().remove(&memo);
            return self.opaque("a value behind too many names", span);
        };
        self.attributes.borrow_mut().insert(memo, Memo::Done(value.clone()));
        value
    }

    fn written_attribute(&self, resource: &ResourceInstance, name: &Arc<str>) -> Value {
        let computed = |origin| Value::new(Data::Term(self.arena.attribute(resource.term, name)), origin);
        let attribute = resource.block.body.attribute(name).filter(|_| !META_ARGUMENTS.contains(&&**name));
        let managed = resource.address.notation == Notation::Terraform;
        let Some(attribute) = attribute.filter(|_| !(managed && matches!(&**name, "id" | "arn"))) else {
            let fixed = if managed { None } else { self.fixed_by_arguments(resource, name) };
            let value = fixed.unwrap_or_else(|| computed(self.arena.written(resource.block.header)));
            return self.marked(resource, name, value);
        };
        let scope = Scope::of(&resource.module, &resource.repetition);
        let value = self.evaluate(&attribute.expression, &scope);
        let value = self.arena.map(&value, |value| if value.is_null() { computed(value.origin) } else { value.clone() });
        let value = match SETS.contains(&&**name) {
            true => self.arena.map(&value, |value| self.to_set(value, attribute.expression.span)),
            false => value,
        };
        self.marked(resource, name, value)
    }

    /// The term that stands for an instance of a block.
    pub(super) fn resource_term(
        &self,
        module: &Rc<ModuleInstance>,
        block: &Arc<crate::syntax::hcl::Block>,
        key: InstanceKey,
        repetition: Repetition,
    ) -> TermId {
        let label = |at: usize| block.labels.get(at).map_or_else(|| Arc::from(""), |label| Arc::clone(&label.text));
        let data = &*block.kind == "data";
        let notation = if data { Notation::TerraformData } else { Notation::Terraform };
        let modules = module.path.clone();
        let address = Arc::new(Address { modules, resource_type: label(0), name: label(1), key, notation });
        let managed = Arc::clone(&address);
        let term = self.arena.intern(if data { Term::Data(managed) } else { Term::Managed(managed) });
        self.nodes.borrow_mut().entry(term).or_insert_with(|| {
            let (module, block) = (Rc::clone(module), Arc::clone(block));
            Node::Resource(Rc::new(ResourceInstance { module, block, address, term, repetition }))
        });
        term
    }
}

use super::instance::ModuleInstance;

/// A key of a term.
pub(super) fn key_of(key: &Value) -> Option<Key> {
    match &key.data {
        Data::Number(number) => number.as_integer().map(Key::Index),
        Data::String(name) => Some(Key::Name(Arc::clone(name))),
        Data::Term(term) => Some(Key::Term(*term)),
        _ => None,
    }
}
