//! Collections of unknown size: what each of their elements is, and one element of them.

use super::evaluator::Evaluator;
use super::instance::{Node, Repetition, ResourceInstance};
use super::types::Type;
use crate::source::Span;
use crate::value::{Data, Each, InstanceKey, Key, Term, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Terms within terms that are walked at most.
const MAX_NESTING: usize = 64;

impl Evaluator<'_> {
    /// The keys and elements of a collection with known keys, as a `for` expression sees them.
    pub(super) fn elements(&self, collection: &Value) -> Option<Vec<(Value, Value)>> {
        match &collection.data {
            Data::Sequence(crate::value::SequenceKind::Set, items) => {
                Some(items.iter().map(|item| (item.clone(), item.clone())).collect())
            }
            Data::Sequence(_, items) => {
                let index = |at: usize| Value::integer(i64::try_from(at).unwrap_or(i64::MAX));
                Some(items.iter().enumerate().map(|(at, item)| (index(at), item.clone())).collect())
            }
            Data::Mapping(_, entries) => {
                let key = |key: &Arc<str>| Value::new(Data::String(Arc::clone(key)), collection.origin);
                Some(entries.iter().map(|(name, value)| (key(name), value.clone())).collect())
            }
            Data::Term(term) => match self.type_of(*term)? {
                Type::Object(attributes) => {
                    let names = attributes.keys();
                    let pair = |name| (Data::String(Arc::clone(name)).into(), self.attribute_of(collection, name));
                    Some(names.map(pair).collect())
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn attribute_of(&self, value: &Value, name: &Arc<str>) -> Value {
        let nowhere = self.arena.span(value.origin);
        match nowhere {
            Some(span) => self.attribute(value, name, span),
            None => self.element(value, Key::Name(Arc::clone(name))),
        }
    }

    /// What each element of a collection of unknown size is. `None` for what is known, or is no collection.
    pub(super) fn each_of(&self, collection: &Value) -> Option<Each> {
        match &collection.data {
            Data::Each(each) => Some((**each).clone()),
            Data::Term(term) if !self.is_failure(collection) => {
                let key = self.arena.intern(Term::EachKey { over: *term });
                let kind = self.type_of(*term);
                let set = matches!(kind, Some(Type::Set(_))) || self.is_application(*term, "toset");
                let item = match set {
                    true => key,
                    false => self.arena.element(*term, Key::Term(key)),
                };
                if let Some(kind) = kind.as_ref().and_then(|kind| kind.element(None)) {
                    self.types.borrow_mut().entry(item).or_insert(kind);
                }
                let mapping = matches!(kind, Some(Type::Map(_) | Type::Object(_)));
                Some(Each { key, item: Value::new(Data::Term(item), collection.origin), mapping })
            }
            _ => None,
        }
    }

    /// Whether a term is this function of something.
    pub(super) fn is_application(&self, term: TermId, name: &str) -> bool {
        matches!(&*self.arena.term(term), Term::Apply { function, .. } if &**function == name)
    }

    /// A collection like another one, with other elements.
    pub(super) fn each_with(&self, like: &Each, key: TermId, item: Value, mapping: bool, span: Span) -> Value {
        if self.is_failure(&item) {
            return item;
        }
        let origin = self.arena.origin(span, crate::value::OriginKind::Expression, like.item.origin);
        let item = self.without_failures(&item);
        Value::new(Data::Each(Arc::new(Each { key, item, mapping })), origin)
    }

    /// The element of a collection of unknown size at a key.
    pub(super) fn at(&self, collection: &Value, key: &Value, span: Span) -> Value {
        let Data::Each(each) = &collection.data else { return self.opaque("an element", span) };
        if key.data == Data::Term(each.key) {
            return each.item.clone();
        }
        let own_key = matches!(&*self.arena.term(each.key), Term::EachKey { .. });
        let substituted = match &each.item.data {
            // An instance of a block is told by its key alone.
            Data::Term(term) if self.node(*term).is_some() => self.instance_at(*term, each.key, key),
            _ if own_key && !self.mentions_other_keys(&each.item, each.key) => self.substitute(&each.item, each.key, key, span),
            _ => None,
        };
        substituted.unwrap_or_else(|| match super::access::key_of(key) {
            Some(key) => self.element(collection, key),
            None => self.failure("an element that is not there", collection.origin),
        })
    }

    /// Whether a value depends on the key of another "each of them" than the given one. Such a key may be bound by the
    /// collection itself, and then stands for different elements.
    fn mentions_other_keys(&self, value: &Value, key: TermId) -> bool {
        let mut walk = Walk {
            evaluator: self,
            seen: FxHashSet::default(),
            test: &|_, term| term != key && matches!(&*self.arena.term(term), Term::EachKey { .. }),
        };
        walk.value(value, MAX_NESTING)
    }

    /// Whether a value is different for each instance or element.
    pub(super) fn mentions_any_key(&self, value: &Value, depth: usize) -> bool {
        let test = |_: &Self, term: TermId| matches!(&*self.arena.term(term), Term::EachKey { .. });
        Walk { evaluator: self, seen: FxHashSet::default(), test: &test }.value(value, depth)
    }

    fn mentions(&self, value: &Value, key: TermId) -> bool {
        Walk { evaluator: self, seen: FxHashSet::default(), test: &|_, term| term == key }.value(value, MAX_NESTING)
    }

    /// A value with one term replaced in it. `None` where that is not possible.
    pub(super) fn substitute(&self, value: &Value, from: TermId, to: &Value, span: Span) -> Option<Value> {
        Substitution { evaluator: self, from, to, span, memo: FxHashMap::default() }.value(value, MAX_NESTING)
    }

    /// The instance of a block at another key.
    fn instance_at(&self, term: TermId, from: TermId, to: &Value) -> Option<Value> {
        let key = match &to.data {
            Data::Number(number) => InstanceKey::Index(number.as_integer()?),
            Data::String(name) => InstanceKey::Name(Arc::clone(name)),
            Data::Term(term) => InstanceKey::Term(*term),
            _ => return None,
        };
        let new = match self.node(term)? {
            Node::Resource(resource) if resource.address.key == InstanceKey::Term(from) => {
                self.resource_at(&resource, key, from, to)
            }
            Node::Module(module) if module.path.last().is_some_and(|(_, key)| *key == InstanceKey::Term(from)) => {
                let caller = module.caller.as_ref()?;
                let repetition = self.repetition_at(&caller.repetition, from, to)?;
                self.module_term(&caller.module, &caller.call, key, module.guard, repetition)
            }
            _ => return None,
        };
        Some(Data::Term(new).into())
    }

    fn resource_at(&self, resource: &Rc<ResourceInstance>, key: InstanceKey, from: TermId, to: &Value) -> TermId {
        // What `each.value` is at that key can always be said, by name at least.
        let repetition = self
            .repetition_at(&resource.repetition, from, to)
            .unwrap_or_else(|| Repetition::Each { key: to.clone(), value: Data::Term(self.arena.opaque("each.value")).into() });
        self.resource_term(&resource.module, &resource.block, key, repetition)
    }

    fn repetition_at(&self, repetition: &Repetition, from: TermId, to: &Value) -> Option<Repetition> {
        Some(match repetition {
            Repetition::None => Repetition::None,
            Repetition::Count(_) => Repetition::Count(to.clone()),
            Repetition::Each { value, .. } => {
                let span = self.arena.span(value.origin);
                let value = match span {
                    _ if value.data == Data::Term(from) => to.clone(),
                    Some(span) if !self.mentions_other_keys(value, from) => self.substitute(value, from, to, span)?,
                    _ => return None,
                };
                Repetition::Each { key: to.clone(), value }
            }
        })
    }
}

/// A search through the terms of a value.
struct Walk<'w, 'a> {
    evaluator: &'w Evaluator<'a>,
    seen: FxHashSet<TermId>,
    test: &'w dyn Fn(&Evaluator<'a>, TermId) -> bool,
}

impl Walk<'_, '_> {
    /// What lies too deep to be searched counts as found: nothing is concluded then.
    fn value(&mut self, value: &Value, depth: usize) -> bool {
        if depth == 0 {
            return true;
        }
        match &value.data {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => false,
            Data::Sequence(_, items) => items.iter().any(|item| self.value(item, depth - 1)),
            Data::Mapping(_, entries) => entries.values().any(|value| self.value(value, depth - 1)),
            Data::Each(each) => self.term(each.key, depth - 1) || self.value(&each.item, depth - 1),
            Data::Term(term) => self.term(*term, depth - 1),
            Data::Choice(alternatives) => alternatives.iter().any(|(guard, value)| {
                let atoms = self.evaluator.arena.atoms(*guard);
                atoms.iter().any(|atom| self.term(atom.term, depth - 1)) || self.value(value, depth - 1)
            }),
        }
    }

    fn term(&mut self, term: TermId, depth: usize) -> bool {
        if depth == 0 {
            return true;
        }
        if !self.seen.insert(term) {
            return false;
        }
        if (self.test)(self.evaluator, term) {
            return true;
        }
        let keys = |walk: &mut Self, keys: &[(Arc<str>, InstanceKey)]| {
            keys.iter().any(|(_, key)| matches!(key, InstanceKey::Term(term) if walk.term(*term, depth - 1)))
        };
        match &*self.evaluator.arena.term(term) {
            Term::Managed(address) | Term::Data(address) => {
                matches!(&address.key, InstanceKey::Term(key) if self.term(*key, depth - 1)) || keys(self, &address.modules)
            }
            Term::Element { of, key } => self.term(*of, depth - 1) || matches!(key, Key::Term(key) if self.term(*key, depth - 1)),
            Term::EachKey { over } => self.term(*over, depth - 1),
            Term::Apply { arguments, .. } => arguments.iter().any(|argument| self.value(argument, depth - 1)),
            Term::Input { .. } | Term::Opaque { .. } => false,
        }
    }
}

/// The replacement of one term by a value.
struct Substitution<'w, 'a> {
    evaluator: &'w Evaluator<'a>,
    from: TermId,
    to: &'w Value,
    span: Span,
    memo: FxHashMap<TermId, Option<Value>>,
}

impl Substitution<'_, '_> {
    fn value(&mut self, value: &Value, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let data = match &value.data {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => return Some(value.clone()),
            Data::Sequence(kind, items) => {
                let items: Option<Vec<_>> = items.iter().map(|item| self.value(item, depth)).collect();
                Data::Sequence(*kind, items?.into())
            }
            Data::Mapping(kind, entries) => {
                let entry = |(key, value): (&Arc<str>, &Value)| Some((Arc::clone(key), self.value(value, depth)?));
                Data::Mapping(*kind, Arc::new(entries.iter().map(entry).collect::<Option<_>>()?))
            }
            Data::Each(each) => {
                let Data::Term(key) = self.term(each.key, depth)?.data else { return None };
                Data::Each(Arc::new(Each { key, item: self.value(&each.item, depth)?, mapping: each.mapping }))
            }
            Data::Term(term) => return self.term(*term, depth).map(|new| new.with_origin(value.origin)),
            Data::Choice(alternatives) => {
                let evaluator = self.evaluator;
                let varies = |guard| {
                    let atoms = evaluator.arena.atoms(guard);
                    atoms.iter().any(|atom| evaluator.mentions(&Data::Term(atom.term).into(), self.from))
                };
                if alternatives.iter().any(|(guard, _)| varies(*guard)) {
                    return None;
                }
                let mut new = Vec::new();
                for (guard, value) in alternatives.iter() {
                    new.push((*guard, self.value(value, depth)?));
                }
                return Some(self.evaluator.arena.choice(new, value.origin));
            }
        };
        Some(Value::new(data, value.origin))
    }

    fn term(&mut self, term: TermId, depth: usize) -> Option<Value> {
        if term == self.from {
            return Some(self.to.clone());
        }
        let depth = depth.checked_sub(1)?;
        if let Some(known) = self.memo.get(&term) {
            return known.clone();
        }
        let result = self.term_anew(term, depth);
        self.memo.insert(term, result.clone());
        result
    }

    fn term_anew(&mut self, term: TermId, depth: usize) -> Option<Value> {
        let evaluator = self.evaluator;
        let same: Value = Data::Term(term).into();
        if !evaluator.mentions(&same, self.from) {
            return Some(same);
        }
        if evaluator.node(term).is_some() {
            return evaluator.instance_at(term, self.from, self.to);
        }
        match &*evaluator.arena.term(term) {
            Term::EachKey { over } => match self.term(*over, depth)?.data {
                Data::Term(over) => Some(Data::Term(evaluator.arena.intern(Term::EachKey { over })).into()),
                _ => None,
            },
            Term::Element { of, key } => {
                let of = self.term(*of, depth)?;
                let key = match key {
                    Key::Name(name) => return Some(evaluator.attribute(&of, name, self.span)),
                    Key::Index(index) => Value::integer(*index),
                    Key::Term(key) => self.term(*key, depth)?,
                };
                Some(evaluator.index(&of, &key, self.span))
            }
            Term::Apply { function, arguments } => {
                let arguments: Option<Vec<_>> = arguments.iter().map(|argument| self.value(argument, depth)).collect();
                Some(evaluator.apply_again(function, &arguments?, self.span))
            }
            _ => None,
        }
    }
}

impl Evaluator<'_> {
    /// A function or operator on arguments of which more is known than before.
    fn apply_again(&self, function: &str, arguments: &[Value], span: Span) -> Value {
        match (function, arguments) {
            ("template", parts) => self.joined(parts, span),
            (symbol, [left, right]) if super::operators::operator(symbol).is_some() => match super::operators::operator(symbol) {
                Some(operator) => self.binary(operator, left, right, span),
                None => self.application(symbol, arguments, span),
            },
            _ => self.apply(function, arguments, span),
        }
    }
}
