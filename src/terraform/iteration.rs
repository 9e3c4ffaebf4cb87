//! `for` expressions.

use super::evaluator::Evaluator;
use super::scope::{Frame, Scope};
use crate::source::Span;
use crate::syntax::hcl::{Expression, For};
use crate::value::{Data, Each, Guard, Key, MappingKind, SequenceKind, Term, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An element that a `for` expression makes: its key in the object form, and its value.
type Made = (Option<Value>, Value);

impl Evaluator<'_> {
    /// `[for …]` and `{for …}`
    pub(super) fn iterate(&self, form: &For, span: Span, scope: &Scope<'_>) -> Value {
        let collection = self.evaluate(&form.collection, scope);
        let each = |values: &[Value]| match &values[0] {
            failed if self.is_failure(failed) => failed.clone(),
            collection => match self.elements(collection) {
                Some(elements) => self.over_known(form, collection, elements, span, scope),
                None => match self.each_of(collection) {
                    Some(each) => self.over_unknown(form, collection, &each, span, scope),
                    None => self.failure("a loop over what is no collection", collection.origin),
                },
            },
        };
        self.lift(std::slice::from_ref(&collection), collection.origin, each)
            .unwrap_or_else(|| self.opaque("a loop over one of many collections", span))
    }

    fn bound(&self, form: &For, expression: &Expression, key: &Value, item: &Value, scope: &Scope<'_>) -> Value {
        let outer = Frame { name: form.key_name.as_deref().unwrap_or_default(), value: key.clone(), outer: scope.frame };
        let inner = Frame { name: &form.value_name, value: item.clone(), outer: Some(&outer) };
        let scope = match form.key_name {
            Some(_) => scope.with(&inner),
            None => return self.unkeyed(form, expression, item, scope),
        };
        self.evaluate(expression, &scope)
    }

    fn unkeyed(&self, form: &For, expression: &Expression, item: &Value, scope: &Scope<'_>) -> Value {
        let inner = Frame { name: &form.value_name, value: item.clone(), outer: scope.frame };
        self.evaluate(expression, &scope.with(&inner))
    }

    fn over_known(&self, form: &For, collection: &Value, elements: Vec<(Value, Value)>, span: Span, scope: &Scope<'_>) -> Value {
        let mut states: Vec<(Guard, Vec<Made>)> = vec![(Guard::ALWAYS, Vec::new())];
        let mut conditions = Vec::new();
        for (key, item) in elements {
            let mut guard = Guard::ALWAYS;
            if let Some(condition) = &form.condition {
                let condition = self.bound(form, condition, &key, &item, scope);
                let sound = self.without_failures(&condition);
                match self.arena.condition(&sound).filter(|_| !self.is_failure(&sound) && !sound.is_null()) {
                    Some(holds) => guard = holds,
                    None => return self.failure("a condition that is neither true nor false", condition.origin),
                }
                conditions.push(condition);
            }
            if !self.arena.possible(guard) {
                continue;
            }
            let name = form.key.as_ref().map(|expression| self.bound(form, expression, &key, &item, scope));
            let made = (name, self.bound(form, &form.value, &key, &item, scope));
            let cases = match self.arena.certain(guard) {
                true => vec![(Guard::ALWAYS, Some(made))],
                false => vec![(guard, Some(made)), (self.arena.not(guard), None)],
            };
            let next = self.branch(states, &cases, |state, made| state.extend(made.clone()));
            let Some(next) = next else { return self.opaque("a loop with many conditions", span) };
            states = next;
        }
        let sorted = !matches!(&collection.data, Data::Sequence(SequenceKind::Set, items) if !super::set_order::is_ordered(items));
        let built: Vec<_> = states.into_iter().map(|(guard, made)| (guard, self.built(form, made, sorted, span))).collect();
        let value = self.arena.choice(built, self.arena.written(span));
        conditions.iter().fold(value, |value, condition| self.failing_with(condition, value))
    }

    fn built(&self, form: &For, made: Vec<Made>, sorted: bool, span: Span) -> Value {
        if form.key.is_none() {
            // What is made of a set whose order is not known has no order either.
            let kind = if sorted { SequenceKind::Tuple } else { SequenceKind::Set };
            return self.sequence(kind, made.into_iter().map(|(_, value)| value).collect(), span);
        }
        let pairs: Vec<(Value, Value)> = made.into_iter().filter_map(|(key, value)| Some((key?, value))).collect();
        if !form.grouping {
            let mut keys = rustc_hash::FxHashSet::default();
            if pairs.iter().filter_map(|(key, _)| super::convert::text_of(key)).any(|key| !keys.insert(key)) {
                return self.failure("an object with a key that is made twice", self.arena.written(span));
            }
            return self.object_of(pairs, span);
        }
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for (key, value) in &pairs {
            match super::convert::text_of(key) {
                Some(key) => groups.entry(key.into()).or_default().push(value.clone()),
                None => {
                    let flat: Vec<Value> = pairs.into_iter().flat_map(|(key, value)| [key, value]).collect();
                    return self.application("group", &flat, span);
                }
            }
        }
        let group = |(key, values)| (key, self.sequence(SequenceKind::Tuple, values, span));
        self.mapping(MappingKind::Object, groups.into_iter().map(group).collect(), span)
    }

    fn over_unknown(&self, form: &For, collection: &Value, each: &Each, span: Span, scope: &Scope<'_>) -> Value {
        let key: Value = Data::Term(each.key).into();
        let Some(condition) = &form.condition else {
            return self.made_of_each(form, collection, each, span, scope);
        };
        let condition = self.bound(form, condition, &key, &each.item, scope);
        let sound = self.without_failures(&condition);
        let Some(guard) = self.arena.condition(&sound).filter(|_| !self.is_failure(&sound)) else {
            return self.failure("a condition that is neither true nor false", condition.origin);
        };
        if self.arena.certain(guard) {
            return self.made_of_each(form, collection, each, span, scope);
        }
        if !self.arena.possible(guard) {
            return self.built(form, Vec::new(), true, span);
        }
        // What is left of the collection is another collection: its elements are not those of the whole one by one.
        let left = self.application("filter", &[collection.clone(), sound], span);
        if let (Data::Term(whole), Data::Term(part)) = (&collection.data, &left.data)
            && let Some(kind) = self.type_of(*whole)
        {
            self.types.borrow_mut().entry(*part).or_insert(kind);
        }
        match self.each_of(&left) {
            Some(mut kept) => {
                kept.mapping = each.mapping;
                self.made_of_each(form, &left, &kept, span, scope)
            }
            None => left,
        }
    }

    fn made_of_each(&self, form: &For, collection: &Value, each: &Each, span: Span, scope: &Scope<'_>) -> Value {
        let key: Value = Data::Term(each.key).into();
        let Some(name) = &form.key else {
            if !each.mapping {
                let item = self.bound(form, &form.value, &key, &each.item, scope);
                return self.each_with(each, each.key, item, false, span);
            }
            // A list made of a mapping is in the order of the keys: its element is the one at that key.
            let keys = self.application("keys", std::slice::from_ref(collection), span);
            let Data::Term(over) = keys.data else { return keys };
            let position = self.arena.intern(Term::EachKey { over });
            let key: Value = Data::Term(self.arena.element(over, Key::Term(position))).into();
            let item = self.index(collection, &key, span);
            let item = self.bound(form, &form.value, &key, &item, scope);
            return self.each_with(each, position, item, false, span);
        };
        let name = self.bound(form, name, &key, &each.item, scope);
        let item = self.bound(form, &form.value, &key, &each.item, scope);
        match name.data {
            Data::Term(name) if !form.grouping && self.varies(name) => self.each_with(each, name, item, true, span),
            _ => {
                let function = if form.grouping { "group" } else { "object" };
                self.application(function, &[collection.clone(), name, item], span)
            }
        }
    }
}
