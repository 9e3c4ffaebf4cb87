//! Every template of the pages and cases that is written in YAML, and its twin in JSON, give the same findings.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::check::{Inputs, check};
use enilint::cloudformation::looks_like_template;
use enilint::rules;
use enilint::source::{Memory, Sources, Workspace};
use enilint::syntax::tree::{Node, NodeKind, Scalar};
use enilint::syntax::yaml;
use harness::project;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_template_in_json_has_the_findings_of_its_twin_in_yaml() {
    let mut compared = 0;
    for (name, text) in templates() {
        let file = Sources::default().add("template.yaml", "");
        let (documents, errors) = yaml::parse(&text, 0, file);
        // A broken template has no twin, and comments with instructions have no place in JSON.
        let ([document], []) = (documents.as_slice(), errors.as_slice()) else { continue };
        if text.contains("enilint:ignore") {
            continue;
        }
        compared += 1;
        let twin = long(document, false);
        assert_eq!(findings("template.yaml", &text), findings("template.json", &twin), "{name}:\n{twin}");
    }
    assert!(compared > 50, "{compared} templates were compared");
}

/// The YAML templates of the pages' examples and of the cases, with a name for each.
fn templates() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rule in rules::ALL {
        for example in rule.page().examples() {
            if let [fence] = example.fences.as_slice()
                && Path::new(&fence.path()).extension().is_some_and(|extension| extension == "yaml")
            {
                found.push((rule.id.to_owned(), fence.text.clone()));
            }
        }
    }
    let mut open = vec![project("testdata")];
    while let Some(directory) = open.pop() {
        for path in fs::read_dir(directory).unwrap().flatten().map(|entry| entry.path()) {
            match path.extension() {
                // What is made to break a linter has no twin: an alias bomb, written out, would fill the memory.
                _ if path.is_dir() => open.extend((!path.ends_with("hostile")).then_some(path)),
                Some(extension) if extension == "yaml" => {
                    let text = fs::read_to_string(&path).unwrap_or_default();
                    found.extend(looks_like_template(&path, &text).then(|| (path.display().to_string(), text)));
                }
                _ => {}
            }
        }
    }
    found
}

/// The rules with their messages and conditions.
fn findings(name: &str, text: &str) -> Vec<(String, String, Option<String>)> {
    let mut files = Memory::default();
    let root = PathBuf::from("/project");
    files.insert(root.join(name), text);
    let workspace = Workspace::new(&files, Path::new("/project"), std::slice::from_ref(&root));
    let outcome = check(&workspace, &[root], &Inputs::default());
    let mut findings: Vec<_> = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.rule.to_owned(), diagnostic.text(), diagnostic.condition.clone()))
        .collect();
    findings.sort();
    findings
}

/// A node in JSON, its functions in their long form, everything in the order in which it is written.
fn long(node: &Node, untagged: bool) -> String {
    if let (Some(tag), false) = (&node.tag, untagged) {
        let argument = match (&**tag, node.text()) {
            ("GetAtt", Some(path)) => json!(path.split('.').collect::<Vec<_>>()).to_string(),
            _ => long(node, true),
        };
        let name = if matches!(&**tag, "Ref" | "Condition") { tag.to_string() } else { format!("Fn::{tag}") };
        return format!("{{{}: {argument}}}", json!(name));
    }
    match &node.kind {
        NodeKind::Scalar(scalar) => scalar_of(scalar).to_string(),
        NodeKind::Sequence(items) => {
            let items: Vec<_> = items.iter().map(|item| long(item, false)).collect();
            format!("[{}]", items.join(",\n"))
        }
        NodeKind::Mapping(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|pair| format!("{}: {}", json!(&*pair.key), long(&pair.value, false))).collect();
            format!("{{{}}}", pairs.join(",\n"))
        }
    }
}

fn scalar_of(scalar: &Scalar) -> Value {
    match &*scalar.text {
        _ if scalar.is_null() => Value::Null,
        text @ ("true" | "false") if scalar.plain => json!(text == "true"),
        text => match text.parse::<i64>() {
            Ok(number) if scalar.plain && number.to_string() == text => json!(number),
            _ => json!(text),
        },
    }
}
