//! Facts about the repository that would otherwise drift.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::rules::{self, Fix};
use harness::project;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn names(directory: &str, suffix: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(project(directory)).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(suffix).map(str::to_owned)).collect()
}

fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(sources(&path)),
            false if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
            false => {}
        }
    }
    found
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let ids: Vec<_> = rules::ALL.iter().map(|rule| rule.id.to_owned()).collect();
    assert!(ids.is_sorted());
    let ids: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(ids.len(), rules::ALL.len());
    assert_eq!(ids, names("rules", ".md"));
    let files = names("src/rules", ".rs").into_iter().filter(|name| {
        !matches!(&**name, "mod" | "page" | "findings" | "level" | "messages" | "options" | "precedence" | "reasons")
    });
    assert_eq!(ids, files.map(|name| name.replace('_', "-")).collect());
}

#[test]
fn every_page_is_complete() {
    for rule in rules::ALL {
        let (id, page) = (rule.id, rule.page());
        assert_eq!(page.error, None, "{id}");
        assert!(page.text.starts_with("# ") && !page.title.ends_with('.'), "{id}");
        assert!(!page.references.is_empty() && !page.since.is_empty(), "{id}");
        assert!(page.references.iter().all(|reference| reference.url.starts_with("https://")), "{id}");
        assert!(matches!(page.fix, Fix::None | Fix::Safe | Fix::Unsafe));
        let prose = page.text.split("```").step_by(2).flat_map(str::lines).filter(|line| !line.trim().is_empty()).count();
        assert!((8..=60).contains(&prose), "{id}: {prose} lines of prose");
        for language in page.languages() {
            let of = |extension: &str| (extension == "tf") == (language == "Terraform");
            let examples = page.examples();
            let examples = examples.iter().filter(|example| of(example.fences[0].path().rsplit('.').next().unwrap()));
            let bad = examples.clone().filter(|example| example.bad).count();
            assert!(bad >= 2 && examples.count() - bad >= 2, "{id} in {language}");
        }
    }
}

#[test]
fn the_readme_lists_the_rules() {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let is_row = |line: &&str| line.starts_with("| [`");
    let expected: Vec<_> = rules::ALL.iter().map(|rule| row(rule)).collect();
    let before = readme.lines().take_while(|line| !is_row(line)).map(str::to_owned);
    let after = readme.lines().skip_while(|line| !is_row(line)).filter(|line| !is_row(line)).map(str::to_owned);
    let current = before.chain(expected).chain(after).collect::<Vec<_>>().join("\n") + "\n";
    harness::compare(&project("README.md"), &current).unwrap();
}

fn row(rule: &rules::Rule) -> String {
    let page = rule.page();
    format!("| [`{0}`](rules/{0}.md) | {1} | {2} | {3} |", rule.id, page.severity, page.languages().join(", "), page.title)
}

#[test]
fn files_stay_small() {
    for file in [sources(&project("src")), sources(&project("tests"))].concat() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 400, "{}: {lines} lines", file.display());
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!["utils", "util", "helpers", "common", "misc"].contains(&&*name), "{}", file.display());
    }
}

#[test]
fn every_file_says_what_lives_there() {
    for file in sources(&project("src")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn checks_are_short() {
    let mut lines: Vec<_> = names("src/rules", ".rs")
        .into_iter()
        .filter(|name| {
            !matches!(&**name, "mod" | "page" | "findings" | "level" | "messages" | "options" | "precedence" | "reasons")
        })
        .map(|name| fs::read_to_string(project("src/rules").join(name + ".rs")).unwrap().lines().count())
        .collect();
    lines.sort_unstable();
    assert!(lines[lines.len() / 2] < 100, "{lines:?}");
}

/// Each layer, and the layers it may use. `lib`, `check`, `cli` and `discover` put everything together.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("syntax", &["source"]),
    ("value", &["source"]),
    ("ec2", &[]),
    ("facts", &["source", "value"]),
    ("configuration.rs", &["source", "syntax", "value", "facts"]),
    ("terraform", &["source", "syntax", "value", "facts", "configuration"]),
    ("cloudformation", &["source", "syntax", "value", "facts", "configuration"]),
    ("graph", &["source", "value", "configuration", "ec2", "facts"]),
    ("change", &["source", "value", "configuration", "ec2", "graph"]),
    ("diagnostic", &["source", "syntax"]),
    ("suppression", &["source", "syntax", "diagnostic", "rules"]),
    ("settings", &["source", "diagnostic", "rules"]),
    ("rules", &["source", "value", "configuration", "ec2", "graph", "change", "diagnostic"]),
];

#[test]
fn layers_use_only_what_is_left_of_them() {
    for &(layer, allowed) in LAYERS {
        let path = project("src").join(layer);
        let files = if path.is_dir() { sources(&path) } else { vec![path] };
        let own = layer.trim_end_matches(".rs");
        for file in files {
            for line in fs::read_to_string(&file).unwrap().lines() {
                for (at, _) in line.match_indices("crate::") {
                    let rest = &line[at + "crate::".len()..];
                    let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    assert!(used.is_empty() || used == own || allowed.contains(&&*used), "{}: {line}", file.display());
                }
            }
        }
    }
}
