//! Functions that encode and decode.

use super::{Invocation, Outcome};
use crate::terraform::convert::text_of;
use crate::value::base64::{decode, encode};
use crate::value::{Data, MappingKind, Number, SequenceKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn encoding(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("jsonencode", [value]) => match json_of(value) {
                Some(json) => self.text(escaped(&json.to_string())),
                None => Outcome::Unknown,
            },
            ("jsondecode", [text]) => match text.as_str() {
                Some(text) => match serde_json::from_str::<serde_json::Value>(text) {
                    Ok(json) => Outcome::Value(value_of(&json)),
                    Err(_) => Outcome::Fails("a text that is no JSON"),
                },
                None => Self::mismatch(text),
            },
            ("base64encode", [text]) => match text_of(text) {
                Some(text) => self.text(encode(text.as_bytes())),
                None => Self::mismatch(text),
            },
            ("base64decode", [text]) => match text.as_str() {
                Some(text) => match decode(text).and_then(|bytes| String::from_utf8(bytes).ok()) {
                    Some(text) => self.text(text),
                    None => Outcome::Fails("a text that is no base64"),
                },
                None => Self::mismatch(text),
            },
            _ => return None,
        })
    }
}

fn json_of(value: &Value) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &value.data {
        Data::Null => Json::Null,
        Data::Bool(value) => Json::Bool(*value),
        Data::Number(number) => match number.as_integer() {
            Some(integer) => Json::from(integer),
            None => Json::from(number.as_f64()),
        },
        Data::String(text) => Json::String(text.to_string()),
        Data::Sequence(SequenceKind::Set, items) if !crate::terraform::access::is_ordered(items) => return None,
        Data::Sequence(_, items) => Json::Array(items.iter().map(json_of).collect::<Option<_>>()?),
        Data::Mapping(_, entries) => {
            let entry = |(key, value): (&Arc<str>, &Value)| Some((key.to_string(), json_of(value)?));
            Json::Object(entries.iter().map(entry).collect::<Option<_>>()?)
        }
        Data::Each(_) | Data::Term(_) | Data::Choice(_) => return None,
    })
}

/// As Go writes it, with what HTML cares for escaped.
fn escaped(json: &str) -> String {
    let mut result = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => result.push_str("\\u003c"),
            '>' => result.push_str("\\u003e"),
            '&' => result.push_str("\\u0026"),
            '\u{2028}' => result.push_str("\\u2028"),
            '\u{2029}' => result.push_str("\\u2029"),
            _ => result.push(c),
        }
    }
    result
}

fn value_of(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    let data = match json {
        Json::Null => Data::Null,
        Json::Bool(value) => Data::Bool(*value),
        Json::Number(number) => number.as_f64().and_then(Number::new).map_or(Data::Null, Data::Number),
        Json::String(text) => Data::String(text.as_str().into()),
        Json::Array(items) => Data::Sequence(SequenceKind::Tuple, items.iter().map(value_of).collect()),
        Json::Object(entries) => {
            let entries: BTreeMap<Arc<str>, Value> =
                entries.iter().map(|(key, value)| (key.as_str().into(), value_of(value))).collect();
            Data::Mapping(MappingKind::Object, Arc::new(entries))
        }
    };
    data.into()
}
