//! Building values from parts of which some may be one of several, or may fail.

use super::evaluator::{Evaluator, MAX_ELEMENTS};
use crate::source::Span;
use crate::value::{Data, Guard, MappingKind, Origin, SequenceKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Alternatives that are combined at most; past that the parts are kept as they are.
const MAX_CASES: usize = 128;

impl Evaluator<'_> {
    /// A sequence. An item that fails under a guard makes the whole fail under it.
    pub(super) fn sequence(&self, kind: SequenceKind, items: Vec<Value>, span: Span) -> Value {
        let origin = self.arena.written(span);
        if items.len() > MAX_ELEMENTS {
            return self.oversized(span);
        }
        self.sound(items, span, |items| Value::new(Data::Sequence(kind, items.into()), origin))
    }

    /// A mapping. An entry that fails under a guard makes the whole fail under it.
    pub(super) fn mapping(&self, kind: MappingKind, entries: BTreeMap<Arc<str>, Value>, span: Span) -> Value {
        let origin = self.arena.written(span);
        if entries.len() > MAX_ELEMENTS {
            return self.oversized(span);
        }
        let (keys, values): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
        self.sound(values, span, |values| Value::new(Data::Mapping(kind, Arc::new(keys.into_iter().zip(values).collect())), origin))
    }

    /// A collection of more elements than are looked at.
    pub(super) fn oversized(&self, span: Span) -> Value {
        self.note(span, format!("a collection has more than {MAX_ELEMENTS} elements"));
        self.too_large("a large collection", span)
    }

    /// Builds a value from parts without those alternatives that fail; the whole fails where one of them does.
    fn sound(&self, mut parts: Vec<Value>, span: Span, build: impl FnOnce(Vec<Value>) -> Value) -> Value {
        let mut fails = Guard::NEVER;
        let mut failed = None;
        for part in &mut parts {
            match &part.data {
                Data::Term(_) if self.is_failure(part) => return part.clone(),
                Data::Choice(alternatives) => {
                    let bad = alternatives.iter().filter(|(_, value)| self.is_failure(value));
                    for (guard, value) in bad {
                        fails = self.arena.or(fails, *guard);
                        failed = Some(value.clone());
                    }
                }
                _ => {}
            }
        }
        let Some(failed) = failed else { return self.bounded(build(parts), span) };
        for part in &mut parts {
            *part = self.without_failures(part);
        }
        let value = self.bounded(build(parts), span);
        let origin = value.origin;
        self.arena.choice([(self.arena.not(fails), value), (fails, failed)], origin)
    }

    fn bounded(&self, value: Value, span: Span) -> Value {
        match self.fits(&value, span) {
            true => value,
            false => self.too_large("a large collection", span),
        }
    }

    /// A choice without the alternatives that fail. A single one that remains stands for itself.
    pub(super) fn without_failures(&self, value: &Value) -> Value {
        let Data::Choice(alternatives) = &value.data else { return value.clone() };
        let good: Vec<_> = alternatives.iter().filter(|(_, value)| !self.is_failure(value)).cloned().collect();
        match good.as_slice() {
            [(_, only)] => only.clone(),
            [] => value.clone(),
            _ if good.len() == alternatives.len() => value.clone(),
            _ => Value::new(Data::Choice(good.into()), value.origin),
        }
    }

    /// Applies a function to all combinations of the alternatives of its arguments. `None` where there are too many.
    pub(super) fn lift(&self, arguments: &[Value], origin: Origin, mut apply: impl FnMut(&[Value]) -> Value) -> Option<Value> {
        if !arguments.iter().any(|argument| matches!(argument.data, Data::Choice(_))) {
            return Some(apply(arguments));
        }
        let mut states: Vec<(Guard, Vec<Value>)> = vec![(Guard::ALWAYS, Vec::new())];
        for argument in arguments {
            let cases = self.arena.alternatives(argument);
            states = self.branch(states, &cases, |state, value| state.push(value.clone()))?;
        }
        let results: Vec<_> = states.iter().map(|(guard, arguments)| (*guard, apply(arguments))).collect();
        Some(self.arena.choice(results, origin))
    }

    /// Continues every state with every case that is possible beside it. `None` where there are too many.
    pub(super) fn branch<T: Clone, C>(
        &self,
        states: Vec<(Guard, T)>,
        cases: &[(Guard, C)],
        apply: impl Fn(&mut T, &C),
    ) -> Option<Vec<(Guard, T)>> {
        if let [(Guard::ALWAYS, only)] = cases {
            let mut states = states;
            states.iter_mut().for_each(|(_, state)| apply(state, only));
            return Some(states);
        }
        let mut result = Vec::with_capacity(states.len());
        for (guard, state) in states {
            for (under, case) in cases {
                let both = self.arena.and(guard, *under);
                if self.arena.possible(both) {
                    let mut state = state.clone();
                    apply(&mut state, case);
                    result.push((both, state));
                }
            }
            if result.len() > MAX_CASES {
                return None;
            }
        }
        Some(result)
    }

    /// Takes a value apart until no sequence or mapping holds a choice. `None` where there are too many combinations.
    pub(super) fn unfold(&self, value: &Value, depth: usize) -> Option<Vec<(Guard, Value)>> {
        if depth == 0 || !holds_choice(value, depth) {
            return Some(vec![(Guard::ALWAYS, value.clone())]);
        }
        let origin = value.origin;
        match &value.data {
            Data::Choice(alternatives) => {
                let mut result = Vec::new();
                for (guard, value) in alternatives.iter() {
                    let inner = self.unfold(value, depth)?;
                    result.extend(inner.into_iter().map(|(inner, value)| (self.arena.and(*guard, inner), value)));
                }
                result.retain(|(guard, _)| self.arena.possible(*guard));
                (result.len() <= MAX_CASES).then_some(result)
            }
            Data::Sequence(kind, items) => {
                let mut states: Vec<(Guard, Vec<Value>)> = vec![(Guard::ALWAYS, Vec::new())];
                for item in items.iter() {
                    states = self.branch(states, &self.unfold(item, depth - 1)?, |state, item| state.push(item.clone()))?;
                }
                let build = |items: Vec<Value>| Value::new(Data::Sequence(*kind, items.into()), origin);
                Some(states.into_iter().map(|(guard, items)| (guard, build(items))).collect())
            }
            Data::Mapping(kind, entries) => {
                let mut states: Vec<(Guard, BTreeMap<Arc<str>, Value>)> = vec![(Guard::ALWAYS, BTreeMap::new())];
                for (key, value) in entries.iter() {
                    states = self.branch(states, &self.unfold(value, depth - 1)?, |state, value| {
                        state.insert(Arc::clone(key), value.clone());
                    })?;
                }
                let build = |entries| Value::new(Data::Mapping(*kind, Arc::new(entries)), origin);
                Some(states.into_iter().map(|(guard, entries)| (guard, build(entries))).collect())
            }
            _ => Some(vec![(Guard::ALWAYS, value.clone())]),
        }
    }

    /// The term of a function or operator on arguments that are not all known.
    pub(super) fn application(&self, function: &str, arguments: &[Value], span: Span) -> Value {
        if let Some(failed) = arguments.iter().find(|argument| self.is_failure(argument)) {
            return failed.clone();
        }
        let arguments = arguments.iter().map(|argument| self.without_failures(argument)).collect();
        let term = self.arena.intern(crate::value::Term::Apply { function: function.into(), arguments });
        Value::new(Data::Term(term), self.arena.written(span))
    }
}

/// Whether a choice lies within a value, at most so deep.
pub(super) fn holds_choice(value: &Value, depth: usize) -> bool {
    match &value.data {
        Data::Choice(_) => true,
        Data::Sequence(_, items) if depth > 0 => items.iter().any(|item| holds_choice(item, depth - 1)),
        Data::Mapping(_, entries) if depth > 0 => entries.values().any(|value| holds_choice(value, depth - 1)),
        _ => false,
    }
}
