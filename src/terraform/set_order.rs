//! The order of a set's elements, as Terraform goes through them: scalars by their values, everything else by the text that stands for it in
//! the library of Terraform's values (cty), and null at the end.

use super::convert::text_of;
use crate::value::{Data, SequenceKind, Value};
use std::cmp::Ordering;
use std::fmt::Write;

/// Whether the order of the elements of a set is known: all of them have to be, whole.
pub(super) fn is_ordered(items: &[Value]) -> bool {
    items.len() < 2 || items.iter().all(is_whole)
}

/// Brings the elements of a set into their order; nothing happens where it is not known.
pub(super) fn sort(items: &mut [Value]) {
    if !is_ordered(items) || items.len() < 2 {
        return;
    }
    match items.iter().all(is_scalar) {
        true => items.sort_by(compare),
        false => items.sort_by_cached_key(|item| (item.is_null(), key(item))),
    }
}

/// The order of known scalars.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (&a.data, &b.data) {
        (Data::Null, _) | (_, Data::Null) => a.is_null().cmp(&b.is_null()),
        (Data::Number(a), Data::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        _ => text_of(a).cmp(&text_of(b)),
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value.data, Data::Null | Data::String(_) | Data::Number(_) | Data::Bool(_))
}

fn is_whole(value: &Value) -> bool {
    match &value.data {
        Data::Sequence(_, items) => items.iter().all(is_whole),
        Data::Mapping(_, entries) => entries.values().all(is_whole),
        _ => is_scalar(value),
    }
}

fn key(value: &Value) -> String {
    let mut text = String::new();
    write_key(value, &mut text);
    text
}

fn write_key(value: &Value, key: &mut String) {
    let mut all = |brackets: [char; 2], items: &[Value]| {
        key.push(brackets[0]);
        for item in items {
            write_key(item, key);
            key.push(';');
        }
        key.push(brackets[1]);
    };
    match &value.data {
        Data::Sequence(SequenceKind::Tuple, items) => all(['<', '>'], items),
        Data::Sequence(_, items) => all(['[', ']'], items),
        Data::Mapping(_, entries) => all(['<', '>'], &entries.values().cloned().collect::<Vec<_>>()),
        Data::Bool(truth) => key.push(if *truth { 'T' } else { 'F' }),
        Data::Null => key.push('~'),
        Data::String(text) => _ = write!(key, "{text:?}"),
        _ => key.push_str(&text_of(value).unwrap_or_default()),
    }
}
