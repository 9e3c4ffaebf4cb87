//! Values of templates in the form in which another evaluator's are kept: plain JSON with `{"ref": "Vpc"}`, `{"text": "a-${Vpc}"}`,
//! `{"one_of": […]}` and `{"unknown": "…"}`.

use enilint::value::{Arena, Data, Term, Value};
use serde_json::Value as Json;

/// A value in the form of the table: `{"ref": "Vpc"}`, `{"text": "a-${Vpc}"}`, `{"one_of": […]}`, `{"unknown": "…"}`.
pub(crate) fn json(arena: &Arena, value: &Value) -> Json {
    match &value.data {
        Data::Null => Json::Null,
        Data::Bool(value) => Json::Bool(*value),
        Data::Number(number) => Json::String(number.to_string()),
        Data::String(text) => Json::String(text.to_string()),
        Data::Sequence(_, items) => {
            // What is not there is no element.
            Json::Array(items.iter().filter(|item| !item.is_null()).map(|item| json(arena, item)).collect())
        }
        Data::Mapping(_, entries) => {
            let there = entries.iter().filter(|(_, value)| !value.is_null());
            Json::Object(there.map(|(key, value)| (key.to_string(), json(arena, value))).collect())
        }
        Data::Choice(cases) => serde_json::json!({"one_of": cases.iter().map(|(_, value)| json(arena, value)).collect::<Vec<_>>()}),
        Data::Each(_) => serde_json::json!({"unknown": "each"}),
        Data::Term(term) => match (&*arena.term(*term), reference(arena, value)) {
            (_, Some(name)) => serde_json::json!({ "ref": name }),
            (Term::Apply { function, arguments }, _) if &**function == "template" => {
                let parts: Option<String> = arguments.iter().map(|part| piece(arena, part)).collect();
                parts.map_or_else(
                    || serde_json::json!({"unknown": arena.describe(value)}),
                    |text| serde_json::json!({ "text": text }),
                )
            }
            _ => serde_json::json!({"unknown": arena.describe(value)}),
        },
    }
}

/// A part of a text: itself, or a reference between braces.
fn piece(arena: &Arena, part: &Value) -> Option<String> {
    part.as_str().map(str::to_owned).or_else(|| reference(arena, part).map(|name| format!("${{{name}}}")))
}

/// The reference to a resource that a term is, as `Fn::Sub` spells it.
fn reference(arena: &Arena, value: &Value) -> Option<String> {
    let Data::Term(term) = value.data else { return None };
    let Term::Element { of, .. } = &*arena.term(term) else { return None };
    matches!(&*arena.term(*of), Term::Managed(_)).then(|| arena.describe(value).trim_end_matches(".Ref").to_owned())
}

/// Whether a key occurs in a value.
pub(crate) fn mentions(value: &Json, key: &str) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| mentions(item, key)),
        Json::Object(entries) => entries.contains_key(key) || entries.values().any(|value| mentions(value, key)),
        _ => false,
    }
}

/// Whether two values are the same, scalars by the text that CloudFormation makes of them.
pub(crate) fn same(here: &Json, there: &Json) -> bool {
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match (here, there) {
        (Json::Object(here), Json::Object(there)) if here.contains_key("unknown") || there.contains_key("unknown") => {
            here.contains_key("unknown") && there.contains_key("unknown")
        }
        (Json::Object(own), Json::Object(theirs)) if own.contains_key("one_of") && theirs.contains_key("one_of") => {
            let (Some(own), Some(theirs)) = (own["one_of"].as_array(), theirs["one_of"].as_array()) else { return false };
            own.iter().all(|own| theirs.iter().any(|theirs| same(own, theirs)))
                && theirs.iter().all(|theirs| own.iter().any(|own| same(own, theirs)))
        }
        (Json::Object(here), Json::Object(there)) => {
            here.len() == there.len() && here.iter().all(|(key, here)| there.get(key).is_some_and(|there| same(here, there)))
        }
        (Json::Array(here), Json::Array(there)) => here.len() == there.len() && here.iter().zip(there).all(|(a, b)| same(a, b)),
        _ => text(here).is_some_and(|here| Some(here) == text(there)) || here == there,
    }
}
