//! The JSON schema of `enilint.toml`, for editors that complete and check it.

use super::keys::{Form, Key, LEVEL, LEVELS, ROOT};
use crate::rules;
use serde_json::{Map, Value, json};

/// The schema.
pub fn schema() -> Value {
    let mut schema = table(ROOT);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "enilint.toml".into();
    schema["definitions"] = json!({ "rules": rules() });
    schema
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn property(key: &Key) -> Value {
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let mut property = match &key.form {
        Form::Text => json!({ "type": "string" }),
        Form::Choice(words) => json!({ "enum": words }),
        Form::Patterns | Form::Files => texts(),
        Form::Values => json!({ "type": "object" }),
        Form::Levels => json!({ "allOf": [{ "$ref": "#/definitions/rules" }] }),
        Form::Table(keys) => table(keys),
        Form::Tables(keys) => {
            let mut items = table(keys);
            items["required"] = json!(["paths"]);
            json!({ "type": "array", "items": items })
        }
    };
    property["description"] = key.text.into();
    property
}

fn rules() -> Value {
    let level = json!({ "enum": LEVELS });
    let level = json!({ "anyOf": [level, { "type": "object", "additionalProperties": false, "properties": { LEVEL: level } }] });
    let rule = |rule: &&rules::Rule| {
        let mut property = level.clone();
        property["description"] = rule.page().title.clone().into();
        (rule.id.to_owned(), property)
    };
    let properties: Map<String, Value> = rules::ALL.iter().map(rule).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}
