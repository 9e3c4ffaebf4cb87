//! Every expression of the conformance table, beside what Terraform itself makes of it. `testdata/conformance/expressions` says how the
//! table was made.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::check::{Inputs, evaluate};
use enilint::configuration::Configuration;
use enilint::source::{Disk, Workspace};
use enilint::value::{Data, Value};
use harness::{compare, project};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A row of the table.
#[derive(Clone, Deserialize)]
struct Row {
    group: String,
    expression: String,
    #[serde(default)]
    fails: bool,
    #[serde(default)]
    value: serde_json::Value,
    #[serde(default)]
    unknown: serde_json::Value,
}

fn main() {
    let arguments = Arguments::from_args();
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let table = fs::read_to_string(project("testdata/conformance/expressions/table.jsonl")).unwrap();
    for row in table.lines().map(|line| serde_json::from_str::<Row>(line).unwrap()) {
        groups.entry(row.group.clone()).or_default().push(row);
    }
    let trials = groups.into_iter().map(|(name, rows)| Trial::test(name.clone(), move || run(&name, &rows)));
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

/// Evaluates the rows of a group in one root module, a file for each: what cannot be parsed takes its own file only.
fn run(group: &str, rows: &[Row]) -> Result<(), Failed> {
    let folder = project("testdata/conformance/expressions");
    let root = std::env::temp_dir().join(format!("enilint-expressions-{}-{group}", std::process::id()));
    copy(&folder.join("files"), &root)?;
    fs::copy(folder.join("definitions.tf"), root.join("definitions.tf"))?;
    fs::write(root.join("unknown.tf"), UNKNOWN)?;
    for (number, row) in rows.iter().enumerate() {
        let text = format!("resource \"aws_vpc\" \"e{number}\" {{\n  value = {0}\n  works = can(\n{0}\n)\n}}\n", row.expression);
        fs::write(root.join(format!("e{number}.tf")), text)?;
    }
    let workspace = Workspace::new(&Disk, &root, std::slice::from_ref(&root));
    let differences =
        evaluate(&workspace, std::slice::from_ref(&root), &Inputs::default(), |_, configuration| differences(rows, &configuration));
    fs::remove_dir_all(&root)?;
    let differences = differences.results.concat();
    Ok(compare(&project(&format!("testdata/conformance/expressions/differences/{group}.txt")), &differences)?)
}

/// Values that no plan knows. An id is never null.
const UNKNOWN: &str = r#"
variable "u_any" {}
variable "u_string" { type = string }
variable "u_number" { type = number }
variable "u_bool" { type = bool }
variable "u_list" { type = list(string) }
variable "u_set" { type = set(string) }
variable "u_map" { type = map(string) }
resource "aws_vpc" "unknown" {}
locals {
  u_any    = var.u_any
  u_id     = aws_vpc.unknown.id
  u_string = var.u_string
  u_number = var.u_number
  u_bool   = var.u_bool
  u_list   = var.u_list
  u_set    = var.u_set
  u_map    = var.u_map
}
"#;

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target)?,
            false => fs::copy(entry.path(), target).map(|_| ())?,
        }
    }
    Ok(())
}

/// One line for each row that is evaluated to something else, after a line with the numbers.
fn differences(rows: &[Row], configuration: &Configuration) -> String {
    let mut lines = String::new();
    let mut equal = 0;
    for (number, row) in rows.iter().enumerate() {
        match difference(row, configuration, number) {
            None => equal += 1,
            Some(text) => writeln!(lines, "{}: {text}", row.expression.escape_debug()).unwrap(),
        }
    }
    format!("{} expressions: {equal} as Terraform evaluates them\n{lines}", rows.len())
}

fn difference(row: &Row, configuration: &Configuration, number: usize) -> Option<String> {
    let name = format!("aws_vpc.e{number}");
    let resource = configuration.resources.iter().find(|resource| resource.address.to_string() == name);
    let attribute = |name: &str| resource.map_or(Value::NULL, |resource| configuration.arena.get(&resource.properties, name));
    let (value, works) = (attribute("value"), attribute("works"));
    let fails = resource.is_none() || works.as_bool() == Some(false);
    let known = json(&value);
    let told = match (fails, &known) {
        (true, _) => "fails".to_owned(),
        (false, Some(known)) => known.to_string(),
        (false, None) => format!("not known: {}", configuration.arena.describe(&value)),
    };
    let expected = match () {
        () if row.fails => "fails".to_owned(),
        () if !row.unknown.is_null() => "not known".to_owned(),
        () => row.value.to_string(),
    };
    let agrees = match () {
        () if row.fails => fails,
        () if !row.unknown.is_null() => !fails && known.is_none(),
        () => !fails && known.as_ref().is_some_and(|known| same(known, &row.value)),
    };
    (!agrees).then(|| format!("{told} here, {expected} there"))
}

/// A known value as JSON.
fn json(value: &Value) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &value.data {
        Data::Null => Json::Null,
        Data::Bool(value) => Json::Bool(*value),
        Data::Number(number) => Json::from(number.as_f64()),
        Data::String(text) => Json::String(text.to_string()),
        Data::Sequence(_, items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Data::Mapping(_, entries) => {
            Json::Object(entries.iter().map(|(key, value)| Some((key.to_string(), json(value)?))).collect::<Option<_>>()?)
        }
        Data::Each(_) | Data::Term(_) | Data::Choice(_) => return None,
    })
}

/// Whether two documents are equal, whole numbers being equal to the doubles that spell them.
fn same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b))),
        _ => a == b,
    }
}
