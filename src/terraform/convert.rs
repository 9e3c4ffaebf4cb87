//! Conversion of values to type constraints.

use super::evaluator::Evaluator;
use super::scope::Scope;
use super::set_order;
use super::types::{AttributeType, Type};
use crate::source::Span;
use crate::value::{Data, Each, MappingKind, Number, SequenceKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Evaluator<'_> {
    /// A value as one of a type. What is not known stays as it is; what cannot be converted fails.
    pub(super) fn convert(&self, value: &Value, kind: &Type, span: Span) -> Value {
        self.arena.map(value, |value| {
            if value.is_null() || self.is_failure(value) {
                return value.clone();
            }
            let wrong = || self.failure("a value of the wrong type", value.origin);
            match kind {
                Type::Any => value.clone(),
                Type::Bool | Type::Number | Type::String => match &value.data {
                    Data::Term(_) => value.clone(),
                    _ => primitive(value, kind).map_or_else(wrong, |data| Value::new(data, value.origin)),
                },
                Type::List(element) | Type::Set(element) => self.convert_sequence(value, kind, element, span),
                Type::Map(element) => self.convert_map(value, element, span),
                Type::Tuple(elements) => match &value.data {
                    Data::Term(_) => value.clone(),
                    Data::Sequence(_, items) if items.len() == elements.len() => {
                        let items = items.iter().zip(elements.iter());
                        let items = items.map(|(item, kind)| self.convert(item, kind, span)).collect();
                        self.sequence(SequenceKind::Tuple, items, span).with_origin(value.origin)
                    }
                    _ => wrong(),
                },
                Type::Object(attributes) => self.convert_object(value, attributes, span),
            }
        })
    }

    fn convert_sequence(&self, value: &Value, kind: &Type, element: &Type, span: Span) -> Value {
        let set = matches!(kind, Type::Set(_));
        match &value.data {
            Data::Sequence(from, items) => {
                let items: Vec<Value> = items.iter().map(|item| self.convert(item, element, span)).collect();
                let items = if *element == Type::Any { unified(items) } else { Some(items) };
                let Some(items) = items else { return self.failure("a list of what has no common type", value.origin) };
                // A set whose order is not known becomes a list whose order is not known.
                let unsorted = *from == SequenceKind::Set && !set_order::is_ordered(&items);
                let to = if unsorted { SequenceKind::Set } else { SequenceKind::List };
                let list = self.sequence(to, items, span).with_origin(value.origin);
                if set { self.arena.map(&list, |list| self.to_set(list, span)) } else { list }
            }
            Data::Each(each) => {
                let item = self.convert(&each.item, element, span);
                let each = Each { key: each.key, item, mapping: each.mapping };
                let list = Value::new(Data::Each(Arc::new(each)), value.origin);
                if set { self.to_set(&list, span) } else { list }
            }
            Data::Term(_) if set => self.to_set(value, span),
            Data::Term(term) => {
                if self.node(*term).is_none() {
                    self.types.borrow_mut().entry(*term).or_insert(Type::List(Type::Any.into()));
                }
                value.clone()
            }
            _ => self.failure("a value that is no list", value.origin),
        }
    }

    fn convert_map(&self, value: &Value, element: &Type, span: Span) -> Value {
        match &value.data {
            Data::Mapping(_, entries) => {
                let (keys, values): (Vec<_>, Vec<_>) =
                    entries.iter().map(|(key, value)| (Arc::clone(key), self.convert(value, element, span))).unzip();
                let values = if *element == Type::Any { unified(values) } else { Some(values) };
                let Some(values) = values else { return self.failure("a map of what has no common type", value.origin) };
                let entries = keys.into_iter().zip(values).collect();
                self.mapping(MappingKind::Map, entries, span).with_origin(value.origin)
            }
            Data::Each(each) if each.mapping => {
                let each = Each { key: each.key, item: self.convert(&each.item, element, span), mapping: true };
                Value::new(Data::Each(Arc::new(each)), value.origin)
            }
            Data::Term(term) => {
                if self.node(*term).is_none() {
                    self.types.borrow_mut().entry(*term).or_insert(Type::Map(Type::Any.into()));
                }
                value.clone()
            }
            _ => self.failure("a value that is no map", value.origin),
        }
    }

    fn convert_object(&self, value: &Value, attributes: &BTreeMap<Arc<str>, AttributeType>, span: Span) -> Value {
        let Data::Mapping(_, entries) = &value.data else {
            return match value.data {
                Data::Term(_) => value.clone(),
                _ => self.failure("a value that is no object", value.origin),
            };
        };
        let mut result = BTreeMap::new();
        for (name, attribute) in attributes {
            let given = entries.get(name).map(|entry| self.convert(entry, &attribute.kind, span));
            let given = match given {
                Some(given) => given,
                None if attribute.optional => Value::new(Data::Null, value.origin),
                None => return self.failure(&format!("an object without {name}"), value.origin),
            };
            let given = match &attribute.default {
                Some(default) => self.arena.map(&given, |given| match given.is_null() {
                    true => self.convert(&self.evaluate(default, &Scope::constant()), &attribute.kind, span),
                    false => given.clone(),
                }),
                None => given,
            };
            result.insert(Arc::clone(name), given);
        }
        self.mapping(MappingKind::Object, result, span).with_origin(value.origin)
    }

    /// A sequence as a set: without repeated elements, sorted where the order is known.
    pub(super) fn to_set(&self, value: &Value, span: Span) -> Value {
        match &value.data {
            Data::Sequence(_, items) => {
                let mut seen = rustc_hash::FxHashSet::default();
                let Some(mut items) = unified(items.to_vec()) else {
                    return self.failure("a set of what has no common type", value.origin);
                };
                items.retain(|item| seen.insert(item.data.clone()));
                set_order::sort(&mut items);
                self.sequence(SequenceKind::Set, items, span).with_origin(value.origin)
            }
            // The keys of a set are its elements.
            Data::Each(each) => match each.item.data {
                Data::Term(item) => {
                    let each = Each { key: item, item: each.item.clone(), mapping: true };
                    Value::new(Data::Each(Arc::new(each)), value.origin)
                }
                _ => self.application("toset", std::slice::from_ref(value), span).with_origin(value.origin),
            },
            Data::Term(term) => {
                let is_set = matches!(self.type_of(*term), Some(Type::Set(_))) || self.is_application(*term, "toset");
                match is_set || self.is_failure(value) {
                    true => value.clone(),
                    false => self.application("toset", std::slice::from_ref(value), span).with_origin(value.origin),
                }
            }
            Data::Null => value.clone(),
            _ => self.failure("a value that is no set", value.origin),
        }
    }
}

/// A known scalar as another scalar type.
pub(super) fn primitive(value: &Value, kind: &Type) -> Option<Data> {
    Some(match (kind, &value.data) {
        (Type::String, Data::Number(_) | Data::Bool(_)) => Data::String(text_of(value)?.into()),
        (Type::Number, Data::String(text)) => Data::Number(Number::parse(text)?),
        (Type::Bool, Data::String(text)) => match &**text {
            "true" | "1" => Data::Bool(true),
            "false" | "0" => Data::Bool(false),
            _ => return None,
        },
        (Type::String, Data::String(_)) | (Type::Number, Data::Number(_)) | (Type::Bool, Data::Bool(_)) => value.data.clone(),
        _ => return None,
    })
}

/// The text of a known string, number or boolean.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match &value.data {
        Data::String(text) => Some(text.to_string()),
        Data::Number(number) => Some(number.to_string()),
        Data::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The elements of a collection have one type, also within: beside a string, numbers and booleans are strings. `None` where Terraform finds
/// no type that fits all.
pub(super) fn unified(items: Vec<Value>) -> Option<Vec<Value>> {
    let has = |wanted: fn(&Data) -> bool| items.iter().any(|item| wanted(&item.data));
    let texts = has(|data| matches!(data, Data::String(_)));
    let (numbers, booleans) = (has(|data| matches!(data, Data::Number(_))), has(|data| matches!(data, Data::Bool(_))));
    let (sequences, mappings) = (has(|data| matches!(data, Data::Sequence(..))), has(|data| matches!(data, Data::Mapping(..))));
    let kinds = [texts || numbers || booleans, sequences, mappings];
    if kinds.iter().filter(|kind| **kind).count() > 1 || (numbers && booleans && !texts) {
        return None;
    }
    match () {
        () if texts && (numbers || booleans) => Some(items.into_iter().map(as_text).collect()),
        () if sequences && items.len() > 1 => unified_sequences(items),
        () if mappings && items.len() > 1 => unified_mappings(items),
        () => Some(items),
    }
}

/// A number or boolean as a text; everything else as it is.
pub(super) fn as_text(item: Value) -> Value {
    match primitive(&item, &Type::String) {
        Some(data) => Value::new(data, item.origin),
        None => item,
    }
}

/// The elements of all sequences together have one type.
fn unified_sequences(items: Vec<Value>) -> Option<Vec<Value>> {
    let all = items.iter().filter_map(Value::items).flatten().cloned().collect();
    let mut all = unified(all)?.into_iter();
    let rebuild = |item: Value| match &item.data {
        Data::Sequence(kind, inner) => Value::new(Data::Sequence(*kind, all.by_ref().take(inner.len()).collect()), item.origin),
        _ => item,
    };
    Some(items.into_iter().map(rebuild).collect())
}

/// Objects with the same attributes have one type for each attribute; others become maps, of which nothing more is said here.
fn unified_mappings(mut items: Vec<Value>) -> Option<Vec<Value>> {
    let mut mappings = items.iter().filter_map(Value::entries);
    let keys: Vec<Arc<str>> = mappings.next()?.keys().cloned().collect();
    if !mappings.all(|entries| entries.keys().eq(&keys)) {
        return Some(items);
    }
    for key in keys {
        let column: Vec<Value> = items.iter().filter_map(Value::entries).filter_map(|entries| entries.get(&key).cloned()).collect();
        let known = column.clone();
        let unified = unified(column)?;
        if unified == known {
            continue;
        }
        let mut unified = unified.into_iter();
        for item in &mut items {
            if let Data::Mapping(_, entries) = &mut item.data
                && let Some(value) = unified.next()
            {
                Arc::make_mut(entries).insert(Arc::clone(&key), value);
            }
        }
    }
    Some(items)
}
