//! The JSON schema of `enilint.toml`, for editors that complete and check it.

use super::keys::{Form, Key, LEVEL, LEVELS, ROOT};
use crate::rules::{self, OptionValue, RuleOption};
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
        Form::Text | Form::File => json!({ "type": "string" }),
        Form::Choice(words) => json!({ "enum": words }),
        Form::Patterns | Form::Files => texts(),
        Form::Values => json!({ "type": "object" }),
        Form::Rules => json!({ "allOf": [{ "$ref": "#/definitions/rules" }] }),
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
    let option = |option: &RuleOption| {
        let mut form = match option.default {
            OptionValue::Number(_) => json!({ "type": "integer", "minimum": 0 }),
            OptionValue::Words(_) => json!({ "type": "array", "items": { "type": "string" } }),
        };
        form["description"] = option.text.clone().into();
        form["default"] = (&option.default).into();
        (option.name.clone(), form)
    };
    let rule = |rule: &&rules::Rule| {
        let mut options: Map<String, Value> = rule.page().options.iter().map(option).collect();
        options.insert(LEVEL.to_owned(), level.clone());
        let table = json!({ "type": "object", "additionalProperties": false, "properties": options });
        let mut property = json!({ "anyOf": [level, table] });
        property["description"] = rule.page().title.clone().into();
        (rule.id.to_owned(), property)
    };
    let properties: Map<String, Value> = rules::ALL.iter().map(rule).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}
