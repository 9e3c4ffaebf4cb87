//! What enilint makes of real root modules, beside what Terraform itself makes of them. `testdata/conformance/configurations`
//! holds Terraform's side, one file for each repository of the corpus; its README says how it is made and lists every
//! difference that is meant.

#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::print_stderr, reason = "says why nothing is done")]

mod harness;

use harness::{compare, enilint, project};
use libtest_mimic::{Arguments, Trial};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const FOLDER: &str = "testdata/conformance/configurations";

fn main() {
    let arguments = Arguments::from_args();
    let corpus = project("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: the corpus is not at {}", corpus.display());
        libtest_mimic::run(&arguments, Vec::new()).exit();
    }
    let mut trials = Vec::new();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(project(FOLDER).join("facts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.into_iter().filter(|file| file.file_stem().unwrap() != "sets") {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let corpus = corpus.clone();
        trials.push(Trial::test(name.clone(), move || Ok(repository(&name, &file, &corpus)?)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Compares all root modules of one repository, and the summary with the committed one.
fn repository(name: &str, file: &Path, corpus: &Path) -> Result<(), String> {
    let sets: BTreeMap<String, Vec<String>> = read(&project(FOLDER).join("facts/sets.json"));
    let roots: Vec<Value> = read(file);
    let mut tally = Tally::default();
    let mut summary = String::new();
    for root in roots.iter().filter(|root| root["refused"].is_null()) {
        let before = tally.differences.len();
        compare_root(root, corpus, &sets, &mut tally);
        for difference in &tally.differences[before..] {
            writeln!(summary, "{}: {difference}", root["root"].as_str().unwrap()).unwrap();
        }
    }
    let head = format!(
        "{} values and references that Terraform knows: {} equal, {} of {} resources at the same address\n",
        tally.known, tally.equal, tally.addresses_equal, tally.addresses
    );
    compare(&project(FOLDER).join("differences").join(format!("{name}.txt")), &(head + &summary))
}

fn read<T: serde::de::DeserializeOwned>(file: &Path) -> T {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[derive(Default)]
struct Tally {
    known: usize,
    equal: usize,
    addresses: usize,
    addresses_equal: usize,
    differences: Vec<String>,
}

fn compare_root(root: &Value, corpus: &Path, sets: &BTreeMap<String, Vec<String>>, tally: &mut Tally) {
    let root_path = root["root"].as_str().unwrap();
    let (repository, below) = root_path.split_once('/').unwrap_or((root_path, "."));
    let directory = corpus.join(repository);
    let variables = tempfile(root);
    let variables_path = variables.path().display().to_string();
    // Refused expressions of parts that are no network resources are told on standard error; they are not compared here.
    let run = enilint(&directory, &["graph", "--format", "json", below, "--var-file", &variables_path, "--region", "us-east-1"]);
    let graph: Value =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{}: {error}: {}", directory.display(), run.err));
    let own: BTreeMap<&str, &Value> = graph["resources"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|resource| resource["root"] == below)
        .map(|resource| (resource["address"].as_str().unwrap(), resource))
        .collect();
    let facts = root["resources"].as_object().unwrap();
    for (address, attributes) in facts {
        tally.addresses += 1;
        let Some(resource) = own.get(address.as_str()) else {
            tally.differences.push(format!("{address}: Terraform has it"));
            continue;
        };
        tally.addresses_equal += 1;
        // A count that no plan would accept is a resource that may exist.
        if !resource["condition"].is_null() && root["counts"].is_null() {
            tally.differences.push(format!("{address}: exists only when {}", resource["condition"]));
        }
        let none = Vec::new();
        let sets = sets.get(resource["type"].as_str().unwrap()).unwrap_or(&none);
        let found = compare_mapping(sets, "", attributes.as_object().unwrap(), resource["attributes"].as_object().unwrap());
        tally.known += found.known;
        tally.equal += found.equal;
        tally.differences.extend(found.differences.into_iter().map(|difference| format!("{address}{difference}")));
    }
    for address in own.keys().filter(|address| !facts.contains_key(**address)) {
        tally.differences.push(format!("{address}: Terraform does not have it"));
    }
}

/// The invented values of the variables that have none, as a variable file that is removed afterwards.
fn tempfile(root: &Value) -> TemporaryFile {
    let name = root["root"].as_str().unwrap().replace('/', "_");
    let path = std::env::temp_dir().join(format!("enilint-{}-{name}.tfvars.json", std::process::id()));
    std::fs::write(&path, root["variables"].to_string()).unwrap();
    TemporaryFile(path)
}

struct TemporaryFile(PathBuf);

impl TemporaryFile {
    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // A file that stays behind in the directory for temporary files does no harm.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What a comparison found.
#[derive(Default)]
struct Found {
    known: usize,
    equal: usize,
    differences: Vec<String>,
}

impl Found {
    fn add(&mut self, path: &str, other: Self) {
        self.known += other.known;
        self.equal += other.equal;
        self.differences.extend(other.differences.into_iter().map(|difference| format!("{path}{difference}")));
    }

    fn one(equal: bool, difference: impl FnOnce() -> String) -> Self {
        let differences = if equal { Vec::new() } else { vec![difference()] };
        Self { known: 1, equal: usize::from(equal), differences }
    }
}

fn compare_mapping(sets: &[String], path: &str, theirs: &Map<String, Value>, own: &Map<String, Value>) -> Found {
    let mut found = Found::default();
    let unwritten = json!({ "value": null });
    for (name, value) in theirs {
        let own = own.get(name).unwrap_or(&unwritten);
        found.add(&format!(".{name}"), compare_value(sets, &format!("{path}{name}"), value, own));
    }
    found
}

/// Compares one value: theirs as the facts write it, our own as the graph does.
fn compare_value(sets: &[String], path: &str, theirs: &Value, own: &Value) -> Found {
    if let Some(own) = own.get("value") {
        return compare_value(sets, path, theirs, &spread(own));
    }
    match theirs {
        Value::Object(marked) if marked.contains_key("$unknown") => match as_known(own) {
            None | Some(Value::Null) => Found::default(),
            Some(own) => Found { differences: vec![format!(": {own} here, not known to Terraform")], ..Found::default() },
        },
        Value::Object(marked) if marked.contains_key("$ref") => {
            let own_reference = own.get("same_as").and_then(Value::as_str);
            Found::one(own_reference == marked["$ref"].as_str(), || format!(": {own} here, {} there", marked["$ref"]))
        }
        Value::Object(marked) if marked.contains_key("$text") => {
            let own_text = own.get("term").and_then(Value::as_str);
            Found::one(own_text == marked["$text"].as_str(), || format!(": {own} here, {} there", marked["$text"]))
        }
        Value::Object(marked) if marked.contains_key("$long") => {
            let known = as_known(own).unwrap_or_default();
            let text = known.as_str().unwrap_or_default();
            let equal = marked["$long"][0] == text.chars().count() && text.starts_with(marked["$long"][1].as_str().unwrap());
            Found::one(equal, || format!(": {own} here, {} there", marked["$long"]))
        }
        Value::Object(theirs) => match own.get("map").unwrap_or(own).as_object() {
            Some(own) if !is_fact(own) => compare_mapping(sets, &format!("{path}."), theirs, own),
            _ => Found::one(false, || format!(": {own} here, {} there", Value::from(theirs.clone()))),
        },
        Value::Array(theirs) => match own.get("list").unwrap_or(own).as_array() {
            Some(items) => compare_items(sets, path, theirs, items, own.is_array()),
            None if theirs.is_empty() && as_known(own) == Some(Value::Null) => Found::default(),
            None => Found::one(false, || format!(": {own} here, {} there", Value::from(theirs.clone()))),
        },
        scalar => {
            let known = as_known(own);
            let equal = known.as_ref().is_some_and(|own| text(own) == text(scalar));
            Found::one(equal, || format!(": {own} here, {scalar} there"))
        }
    }
}

/// A set is matched element by element as well as possible, a list in its order.
fn compare_items(sets: &[String], path: &str, theirs: &[Value], own: &[Value], blocks: bool) -> Found {
    let mut found = Found::default();
    let compare = |theirs: &Value, own: &Value| match (theirs.as_object(), own.as_object()) {
        (Some(theirs), Some(own)) if blocks && !theirs.keys().any(|key| key.starts_with('$')) && !own.contains_key("one_of") => {
            compare_mapping(sets, &format!("{path}."), theirs, own)
        }
        _ => compare_value(sets, path, theirs, own),
    };
    let is_set = sets.iter().any(|set| set == path);
    let mut left: Vec<&Value> = own.iter().collect();
    if is_set {
        // A set has an element once, however often it is written.
        let mut seen = BTreeSet::new();
        left.retain(|own| seen.insert(own.to_string()));
    }
    for (index, value) in theirs.iter().enumerate() {
        let candidates = left.iter().enumerate().map(|(at, own)| (at, compare(value, own)));
        let best = match is_set {
            true => candidates.min_by_key(|(_, found)| (found.differences.len(), std::cmp::Reverse(found.equal))),
            false => candidates.into_iter().next(),
        };
        match best {
            Some((at, compared)) => {
                left.remove(at);
                found.add(&format!("[{index}]"), compared);
            }
            None => found.add(&format!("[{index}]"), Found::one(false, || format!(": nothing here, {value} there"))),
        }
    }
    for own in left.into_iter().filter(|own| as_known(own) != Some(Value::Null)) {
        found.differences.push(format!(": {own} here, nothing there"));
    }
    found
}

/// A known value in the form of facts, one level deep.
fn spread(known: &Value) -> Value {
    let leaf = |value: &Value| json!({ "value": value });
    match known {
        Value::Array(items) => json!({ "list": items.iter().map(leaf).collect::<Vec<_>>() }),
        Value::Object(entries) => {
            json!({ "map": entries.iter().map(|(key, value)| (key.clone(), leaf(value))).collect::<Map<_, _>>() })
        }
        scalar => json!({ "scalar": scalar }),
    }
}

fn as_known(own: &Value) -> Option<Value> {
    own.get("scalar").or_else(|| own.get("value")).cloned()
}

fn is_fact(own: &Map<String, Value>) -> bool {
    ["value", "same_as", "unknown", "one_of", "each_of", "scalar"].iter().any(|key| own.len() <= 2 && own.contains_key(*key))
}

/// Providers convert: numbers, booleans and the strings that spell them are the same.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
