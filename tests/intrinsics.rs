//! Every case of the table of intrinsic functions, in long and in short form, beside what another evaluator makes of it.
//! `testdata/conformance/intrinsics` says how the table was made.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::check::{Inputs, evaluate};
use enilint::configuration::Configuration;
use enilint::source::{Memory, Workspace};
use enilint::value::{Arena, Data, Term, Value};
use harness::{compare, project};
use serde::Deserialize;
use serde_json::Value as Json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A row of the table.
#[derive(Deserialize)]
struct Row {
    long: Json,
    short: String,
    #[serde(default)]
    fails: bool,
    #[serde(default)]
    value: Json,
}

fn text(name: &str) -> String {
    std::fs::read_to_string(project("testdata/conformance/intrinsics").join(name)).unwrap()
}

#[test]
fn every_case_has_the_value_of_the_table() {
    let rows: Vec<Row> = text("table.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let context: Json = serde_json::from_str(&text("context.json")).unwrap();
    let parameters: Vec<(String, String)> = serde_json::from_value(context["parameters"].clone()).unwrap();
    let mut differences = String::new();
    let mut equal = 0;
    for form in ["long", "short"] {
        let template = template(&context["template"], &rows, form);
        let mut files = Memory::default();
        files.insert("/project/template.yaml", template);
        let root = PathBuf::from("/project");
        let workspace = Workspace::new(&files, Path::new("/project"), std::slice::from_ref(&root));
        let mut inputs = Inputs::default();
        inputs.cloudformation.parameters.clone_from(&parameters);
        inputs.cloudformation.region = Some("us-east-1".into());
        let results = evaluate(&workspace, &[root], &inputs, |_, configuration| differing(&rows, &configuration, form)).results;
        for (lines, count) in results {
            differences += &lines;
            equal += count;
        }
    }
    let head = format!("{} cases: {equal} have the value of the table\n", 2 * rows.len());
    compare(&project("testdata/conformance/intrinsics/differences.txt"), &(head + &differences)).unwrap();
}

/// A template with a resource for each case.
fn template(context: &Json, rows: &[Row], form: &str) -> String {
    let mut text = String::new();
    for (section, content) in context.as_object().unwrap().iter().filter(|(section, _)| *section != "Resources") {
        writeln!(text, "{section}: {content}").unwrap();
    }
    writeln!(text, "Resources:").unwrap();
    for (name, resource) in context["Resources"].as_object().unwrap() {
        writeln!(text, "  {name}: {resource}").unwrap();
    }
    for (number, row) in rows.iter().enumerate() {
        let case = if form == "long" { row.long.to_string() } else { row.short.clone() };
        writeln!(text, "  Case{number}:\n    Type: AWS::EC2::VPC\n    Properties:\n      Value: {case}").unwrap();
    }
    text
}

/// One line for each case that has another value, and the number of those that have the same.
fn differing(rows: &[Row], configuration: &Configuration, form: &str) -> (String, usize) {
    let mut lines = String::new();
    let mut equal = 0;
    for (number, row) in rows.iter().enumerate() {
        let name = format!("Case{number}");
        let resource = configuration.resources.iter().find(|resource| resource.address.to_string() == name).unwrap();
        let value = configuration.arena.get(&resource.properties, "Value");
        let told = json(&configuration.arena, &value);
        let known = !mentions(&told, "unknown");
        // What cannot be evaluated has no value here; what the other evaluator leaves open has none or a symbolic one.
        let agrees = match () {
            () if row.fails => !known,
            () => same(&told, &row.value),
        };
        if agrees {
            equal += 1;
        } else {
            let case = if form == "long" { row.long.to_string() } else { row.short.clone() };
            let expected = if row.fails { "refused".into() } else { row.value.to_string() };
            writeln!(lines, "{case}: {told} here, {expected} there").unwrap();
        }
    }
    (lines, equal)
}

/// A value in the form of the table: `{"ref": "Vpc"}`, `{"text": "a-${Vpc}"}`, `{"one_of": […]}`, `{"unknown": "…"}`.
fn json(arena: &Arena, value: &Value) -> Json {
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

fn mentions(value: &Json, key: &str) -> bool {
    match value {
        Json::Array(items) => items.iter().any(|item| mentions(item, key)),
        Json::Object(entries) => entries.contains_key(key) || entries.values().any(|value| mentions(value, key)),
        _ => false,
    }
}

/// Whether two values are the same, scalars by the text that CloudFormation makes of them.
fn same(here: &Json, there: &Json) -> bool {
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
        (Json::Object(here), Json::Object(there)) if here.contains_key("one_of") && there.contains_key("one_of") => {
            let (here, there) = (here["one_of"].as_array().unwrap(), there["one_of"].as_array().unwrap());
            here.iter().all(|here| there.iter().any(|there| same(here, there)))
                && there.iter().all(|there| here.iter().any(|here| same(here, there)))
        }
        (Json::Object(here), Json::Object(there)) => {
            here.len() == there.len() && here.iter().all(|(key, here)| there.get(key).is_some_and(|there| same(here, there)))
        }
        (Json::Array(here), Json::Array(there)) => here.len() == there.len() && here.iter().zip(there).all(|(a, b)| same(a, b)),
        _ => text(here).is_some_and(|here| Some(here) == text(there)) || here == there,
    }
}
