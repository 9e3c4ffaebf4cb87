//! Every case of the table of intrinsic functions, in long and in short form, beside what another evaluator makes of it.
//! `testdata/conformance/intrinsics` says how the table was made.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::check::{Inputs, evaluate};
use enilint::configuration::Configuration;
use enilint::source::{Memory, Workspace};
use harness::template_values::{json, mentions, same};
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
