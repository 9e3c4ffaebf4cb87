//! What other tools are told about the program: versions, names of files and arguments that would otherwise drift.

#![allow(clippy::unwrap_used)]

mod harness;

use harness::{enilint, project};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn read(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap()
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).unwrap()
}

#[test]
fn the_hook_installs_the_wheel_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let hook = read("pyproject.toml");
    assert!(hook.contains(&format!("\nversion = \"{version}\"\n")));
    assert!(hook.contains(&format!("\ndependencies = [\"enilint=={version}\"]\n")));
    let wheel = read("packaging/wheel/pyproject.toml");
    assert!(wheel.contains("\nname = \"enilint\"\ndynamic = [\"version\"]\n"));
}

#[test]
fn hooks_differ_in_how_they_are_installed_alone() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    let installed: Vec<_> = hooks.iter().map(|hook| (hook["id"].as_str().unwrap(), hook["language"].as_str().unwrap())).collect();
    assert_eq!(installed, [("enilint", "python"), ("enilint-from-source", "rust")]);
    for key in ["entry", "files", "types", "require_serial"] {
        assert_eq!(hooks[0][key], hooks[1][key], "{key}");
    }
}

#[test]
fn hooks_run_on_files_that_can_matter() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let files = regex::Regex::new(hooks[0]["files"].as_str().unwrap()).unwrap();
    for name in [
        "main.tf",
        "a/b.tofu",
        "x.tf.json",
        "prod.tfvars",
        "prod.auto.tfvars.json",
        "t.yaml",
        "t.yml",
        "t.json",
        "t.template",
        "enilint.toml",
        "a/enilint.toml",
    ] {
        assert!(files.is_match(name), "{name}");
    }
    for name in ["README.md", "main.py", "tf", "a.tf/notes.txt", "main.tf.bak", "other.toml", "xenilint.toml"] {
        assert!(!files.is_match(name), "{name}");
    }
}

/// The arguments of a command that are named `--so`, from its help.
fn known(command: &str) -> BTreeSet<String> {
    let help = enilint(&project(""), &[command, "--help"]).out;
    arguments(&help).map(str::to_owned).collect()
}

/// Everything in a text that looks like `--an-argument`.
fn arguments(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|word| word.strip_prefix("--").is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase())))
}

#[test]
fn every_argument_that_is_written_somewhere_exists() {
    let mut seen = 0;
    for path in ["README.md", ".pre-commit-hooks.yaml", "action.yml", "templates/enilint.gitlab-ci.yml"] {
        for line in read(path).lines() {
            // A command ends where the shell's next one begins.
            let Some((_, command)) = line.split_once("enilint check") else { continue };
            let command = command.split(['|', '&', ';', '`', '#']).next().unwrap();
            let known = known("check");
            for argument in arguments(command) {
                seen += 1;
                assert!(known.contains(argument), "{path}: {argument} in {line}");
            }
        }
    }
    assert!(seen >= 5, "{seen}");
}
