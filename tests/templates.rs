//! What enilint makes of the network resources of real templates, beside what another evaluator makes of them.
//! `testdata/conformance/templates` holds the other side, one file for each repository of the corpus; its README says how it is made.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "says why nothing is done")]

mod harness;

use enilint::check::{Inputs, evaluate};
use enilint::configuration::Configuration;
use enilint::source::{Disk, Workspace};
use enilint::value::Guard;
use harness::template_values::{json, mentions, same};
use harness::{compare, project};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const FOLDER: &str = "testdata/conformance/templates";

/// One template, as the other evaluator has it.
#[derive(Deserialize)]
struct Facts {
    template: String,
    refused: Option<String>,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    #[serde(default)]
    resources: BTreeMap<String, Resource>,
}

#[derive(Deserialize)]
struct Resource {
    properties: Json,
    #[serde(default)]
    condition: bool,
}

fn main() {
    let arguments = Arguments::from_args();
    let corpus = project("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: the corpus is not at {}", corpus.display());
        libtest_mimic::run(&arguments, Vec::new()).exit();
    }
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(project(FOLDER).join("facts")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let directory = corpus.join(&name);
        trials.push(Trial::test(name.clone(), move || repository(&name, &file, &directory)));
    }
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    libtest_mimic::run(&arguments, trials).exit();
}

/// Compares all templates of one repository, and the summary with the committed one.
fn repository(name: &str, file: &Path, directory: &Path) -> Result<(), Failed> {
    let templates: Vec<Facts> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let mut tally = Tally::default();
    for facts in templates.iter().filter(|facts| facts.refused.is_none()) {
        compare_template(facts, &directory.join(&facts.template), &mut tally);
    }
    let head = format!(
        "{} values: {} equal; {} more are known here only, {} there only\n",
        tally.values, tally.equal, tally.here_only, tally.there_only
    );
    Ok(compare(&project(FOLDER).join("differences").join(format!("{name}.txt")), &(head + &tally.lines))?)
}

/// What a comparison found.
#[derive(Default)]
struct Tally {
    /// Values that both know.
    values: usize,
    equal: usize,
    here_only: usize,
    there_only: usize,
    lines: String,
}

fn compare_template(facts: &Facts, path: &Path, tally: &mut Tally) {
    let paths = [path.to_path_buf()];
    let workspace = Workspace::new(&Disk, path.parent().unwrap(), &paths);
    let mut inputs = Inputs::default();
    inputs.cloudformation.parameters = facts.parameters.clone().into_iter().collect();
    inputs.cloudformation.region = Some("us-east-1".into());
    evaluate(&workspace, &paths, &inputs, |_, configuration| configuration)
        .results
        .iter()
        .for_each(|configuration| compare_configuration(facts, configuration, tally));
}

fn compare_configuration(facts: &Facts, configuration: &Configuration, tally: &mut Tally) {
    for (name, theirs) in &facts.resources {
        // What the other evaluator could not finish is not compared.
        if facts.errors.iter().any(|error| error.starts_with(&format!("{name}:"))) {
            continue;
        }
        let place = format!("{}: {name}", facts.template);
        let own = configuration.resources.iter().find(|resource| resource.address.to_string() == *name);
        let Some(own) = own else {
            writeln!(tally.lines, "{place}: is not here").unwrap();
            continue;
        };
        if (own.guard == Guard::ALWAYS) == theirs.condition {
            writeln!(tally.lines, "{place}: its condition is open {}", if theirs.condition { "there only" } else { "here only" })
                .unwrap();
        }
        compare_value(&place, &json(&configuration.arena, &own.properties), &theirs.properties, tally);
    }
}

/// Compares value by value.
fn compare_value(place: &str, here: &Json, there: &Json, tally: &mut Tally) {
    match (here, there) {
        (Json::Object(here), Json::Object(there)) if !is_symbol(here) && !is_symbol(there) => {
            for (key, theirs) in there {
                compare_value(&format!("{place}.{key}"), here.get(key).unwrap_or(&Json::Null), theirs, tally);
            }
            for (key, own) in here.iter().filter(|(key, _)| !there.contains_key(*key)) {
                compare_value(&format!("{place}.{key}"), own, &Json::Null, tally);
            }
        }
        (Json::Array(here), Json::Array(there)) if here.len() == there.len() => {
            for (index, (own, theirs)) in here.iter().zip(there).enumerate() {
                compare_value(&format!("{place}[{index}]"), own, theirs, tally);
            }
        }
        _ => compare_leaf(place, here, there, tally),
    }
}

fn compare_leaf(place: &str, here: &Json, there: &Json, tally: &mut Tally) {
    let equal = same(&like(here, there), there) || same(&named(here, there), &reference(there));
    let counted = match (mentions(here, "unknown"), mentions(there, "unknown")) {
        (true, true) => return,
        (true, false) if !equal => &mut tally.there_only,
        (false, true) => &mut tally.here_only,
        _ => &mut tally.values,
    };
    *counted += 1;
    if equal {
        tally.equal += 1;
    } else {
        writeln!(tally.lines, "{place}: {here} here, {there} there").unwrap();
    }
}

/// A value that is only named here, with the other evaluator's inventions in place of the names: its stack, its zones. What is named
/// after a resource, an output of a nested stack for example, is that reference.
fn named(here: &Json, there: &Json) -> Json {
    let Some(name) = here.get("unknown").or_else(|| here.get("ref")).and_then(Json::as_str) else { return here.clone() };
    let mut text = name.to_owned();
    for (name, invented) in INVENTED {
        text = text.replace(&format!("${{{name}}}"), invented);
        if text == name {
            invented.clone_into(&mut text);
        }
    }
    match there {
        Json::Object(entries) if entries.contains_key("ref") => serde_json::json!({ "ref": text }),
        Json::Object(entries) if entries.contains_key("text") => serde_json::json!({ "text": text }),
        Json::Object(entries) if entries.contains_key("long") => {
            let encoded = text.strip_prefix("Fn::Base64(").and_then(|text| text.strip_suffix(')'));
            let Some(encoded) = encoded.map(|text| enilint::value::base64::encode(text.as_bytes())) else { return here.clone() };
            like(&Json::String(encoded), there)
        }
        _ => Json::String(text),
    }
}

/// What the other evaluator invents, by the names that it has here.
const INVENTED: [(&str, &str); 6] = [
    ("AWS::StackName", "oracle"),
    ("AWS::StackId", "arn:aws:cloudformation:us-east-1:123456789012:stack/oracle/00000000-0000-0000-0000-000000000000"),
    ("AWS::AccountId", "123456789012"),
    ("Fn::GetAZs(\"us-east-1\")[0]", "us-east-1a"),
    ("Fn::GetAZs(\"us-east-1\")[1]", "us-east-1b"),
    ("Fn::GetAZs(\"us-east-1\")[2]", "us-east-1c"),
];

/// The id of a security group or an interface is what `Ref` gives, too.
fn reference(there: &Json) -> Json {
    let name = there.get("ref").and_then(Json::as_str);
    match name.and_then(|name| name.strip_suffix(".GroupId").or_else(|| name.strip_suffix(".Id"))) {
        Some(name) => serde_json::json!({ "ref": name }),
        None => there.clone(),
    }
}

/// A long text in the form in which the other one is kept: its length and beginning.
fn like(here: &Json, there: &Json) -> Json {
    match (here, there) {
        (Json::String(text), Json::Object(long)) if long.contains_key("long") => {
            let beginning: String = text.chars().take(40).collect();
            serde_json::json!({ "long": [text.chars().count(), beginning] })
        }
        _ => here.clone(),
    }
}

fn is_symbol(value: &serde_json::Map<String, Json>) -> bool {
    value.len() == 1 && ["ref", "text", "one_of", "unknown", "long"].iter().any(|key| value.contains_key(*key))
}
