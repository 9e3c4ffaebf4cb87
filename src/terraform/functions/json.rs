//! `jsonencode` and `jsondecode`.

use super::{Invocation, Outcome};
use crate::terraform::convert::text_of;
use crate::value::{Data, MappingKind, Number, SequenceKind, Value};
use std::sync::Arc;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn json(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("jsonencode", [value]) => encode(value).map_or(Outcome::Unknown, |text| self.text(text)),
            ("jsondecode", [text]) => match text.as_str().map(serde_json::from_str::<serde_json::Value>) {
                Some(Ok(json)) => Outcome::Value(decoded(&json)),
                Some(Err(_)) => Outcome::Fails("a text that is no JSON"),
                None => Self::mismatch(text),
            },
            _ => return None,
        })
    }
}

/// A known value as JSON, as Go writes it: sorted keys, and what HTML cares for escaped.
pub(super) fn encode(value: &Value) -> Option<String> {
    Some(match &value.data {
        Data::Null => "null".into(),
        Data::Bool(_) | Data::Number(_) => text_of(value)?,
        Data::String(text) => quoted(text),
        Data::Sequence(SequenceKind::Set, items) if !crate::terraform::set_order::is_ordered(items) => return None,
        Data::Sequence(_, items) => {
            let items: Option<Vec<String>> = items.iter().map(encode).collect();
            format!("[{}]", items?.join(","))
        }
        Data::Mapping(_, entries) => {
            let entry = |(key, value): (&Arc<str>, &Value)| Some(format!("{}:{}", quoted(key), encode(value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(","))
        }
        Data::Each(_) | Data::Term(_) | Data::Choice(_) => return None,
    })
}

fn quoted(text: &str) -> String {
    let plain = serde_json::Value::from(text).to_string();
    let mut result = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => result.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => result.push(c),
        }
    }
    result
}

fn decoded(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Data::Null,
        Json::Bool(value) => Data::Bool(*value),
        Json::Number(number) => Number::parse(&number.to_string()).map_or(Data::Null, Data::Number),
        Json::String(text) => Data::String(text.as_str().into()),
        Json::Array(items) => Data::Sequence(SequenceKind::Tuple, items.iter().map(decoded).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (Arc::from(key.as_str()), decoded(value)));
            Data::Mapping(MappingKind::Object, Arc::new(entries.collect()))
        }
    }
    .into()
}
