//! A value as JSON: `{"value": …}` where it is known, `{"same_as": …}` where it is an attribute of a resource or data source,
//! `{"unknown": why}` otherwise, with the value's name as `term`. What is known in part is taken apart: `list`, `map`,
//! `one_of` (each alternative with its condition) and `each_of` (one element that stands for all). A list of blocks is a list
//! of attribute objects.

use super::condition;
use crate::configuration::Language;
use crate::graph::Graph;
use crate::value::{Arena, Data, InputKind, Term, TermId, Value};
use serde_json::{Map, Value as Json, json};

/// The attributes of a resource or a block.
pub(super) fn attributes(graph: &Graph, properties: &Value) -> Map<String, Json> {
    let entries = properties.entries().into_iter().flatten();
    entries.map(|(name, value)| (name.to_string(), fact(graph, value))).collect()
}

fn fact(graph: &Graph, value: &Value) -> Json {
    match &value.data {
        Data::Sequence(_, items) if !items.is_empty() && items.iter().all(is_block) => {
            Json::Array(items.iter().map(|item| block(graph, item)).collect())
        }
        Data::Mapping(..) if graph.language == Language::CloudFormation => Json::Object(attributes(graph, value)),
        _ if value.is_known() => json!({ "value": known(value) }),
        Data::Sequence(_, items) => json!({ "list": items.iter().map(|item| fact(graph, item)).collect::<Vec<_>>() }),
        Data::Mapping(..) => json!({ "map": attributes(graph, value) }),
        Data::Each(each) => json!({ "each_of": block(graph, &each.item) }),
        Data::Term(term) => term_fact(&graph.values, *term),
        Data::Choice(alternatives) => {
            let alternatives = alternatives
                .iter()
                .map(|(guard, value)| json!({ "condition": condition(&graph.values, *guard), "is": block(graph, value) }));
            json!({ "one_of": alternatives.collect::<Vec<_>>() })
        }
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => json!({ "value": known(value) }),
    }
}

/// A block is an object of its attributes; anything else is a fact.
fn block(graph: &Graph, value: &Value) -> Json {
    match &value.data {
        Data::Mapping(..) => Json::Object(attributes(graph, value)),
        _ => fact(graph, value),
    }
}

/// Whether an item of a list is a block, or one of several that are.
fn is_block(value: &Value) -> bool {
    match &value.data {
        Data::Mapping(..) => true,
        Data::Each(each) => is_block(&each.item),
        Data::Choice(alternatives) => alternatives.iter().any(|(_, value)| is_block(value)),
        _ => false,
    }
}

fn known(value: &Value) -> Json {
    match &value.data {
        Data::Bool(value) => Json::Bool(*value),
        Data::Number(number) => match number.as_integer() {
            Some(integer) => json!(integer),
            None => number.to_string().parse().map_or(Json::Null, Json::Number),
        },
        Data::String(text) => Json::String(text.to_string()),
        Data::Sequence(_, items) => Json::Array(items.iter().map(known).collect()),
        Data::Mapping(_, entries) => Json::Object(entries.iter().map(|(key, value)| (key.to_string(), known(value))).collect()),
        Data::Null | Data::Each(_) | Data::Term(_) | Data::Choice(_) => Json::Null,
    }
}

fn term_fact(values: &Arena, term: TermId) -> Json {
    let name = values.describe_term(term);
    match root(values, term) {
        Root::Resource => json!({ "same_as": name }),
        Root::Unknown(reason) if reason == name => json!({ "unknown": reason }),
        Root::Unknown(reason) => json!({ "unknown": reason, "term": name }),
    }
}

/// What a term is an attribute or element of.
enum Root {
    /// A resource or data source.
    Resource,
    /// Something else, and why it is not known.
    Unknown(String),
}

fn root(values: &Arena, term: TermId) -> Root {
    match &*values.term(term) {
        Term::Managed(_) | Term::Data(_) => Root::Resource,
        Term::Element { of, .. } => root(values, *of),
        Term::Input { name, kind } => Root::Unknown(match kind {
            InputKind::Variable | InputKind::Parameter => format!("{name} has no value"),
            InputKind::Pseudo => format!("{name} is not known"),
            InputKind::Missing => format!("{name} is not at hand"),
        }),
        Term::EachKey { .. } => Root::Unknown("it differs between the instances".into()),
        Term::Apply { function, arguments } => {
            let reason = arguments.iter().find_map(|argument| reason(values, argument));
            Root::Unknown(reason.unwrap_or_else(|| format!("{function} is not evaluated")))
        }
        Term::Opaque { text, .. } => Root::Unknown(text.to_string()),
    }
}

/// Why an argument is not known.
fn reason(values: &Arena, value: &Value) -> Option<String> {
    match &value.data {
        Data::Term(term) => Some(match root(values, *term) {
            Root::Resource => format!("{} is known after apply", values.describe_term(*term)),
            Root::Unknown(reason) => reason,
        }),
        Data::Sequence(_, items) => items.iter().find_map(|item| reason(values, item)),
        Data::Mapping(_, entries) => entries.values().find_map(|entry| reason(values, entry)),
        Data::Each(each) => reason(values, &each.item),
        Data::Choice(alternatives) => alternatives.iter().find_map(|(_, value)| reason(values, value)),
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => None,
    }
}
