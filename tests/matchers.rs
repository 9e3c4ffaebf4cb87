//! The problem matchers, on every line that the golden cases print: plain and coloured, and for paths that look like something
//! else. Node runs the patterns where it is at hand, as editors and build logs do.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod harness;

use harness::{compare, enilint, project};
use regex::Regex;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Matches every line with every pattern, as JavaScript does.
const NODE: &str = "
const [patterns, lines] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(patterns.map(pattern => lines.map(line => new RegExp(pattern).exec(line)))));
";

/// The matchers' patterns, each with the severities it is for.
fn patterns() -> Vec<(Value, &'static [&'static str])> {
    let print = |reader| serde_json::from_str::<Value>(&enilint(&project(""), &["matcher", reader]).out).unwrap();
    let (github, vscode) = (print("github"), print("vscode"));
    vec![
        (github["problemMatcher"][0]["pattern"][0].clone(), &["error", "warning"]),
        (github["problemMatcher"][1]["pattern"][0].clone(), &["info"]),
        (vscode["tasks"][0]["problemMatcher"]["pattern"].clone(), &["error", "warning", "info"]),
    ]
}

/// The lines of a project, plain and coloured, each with the parts it is made of.
fn lines(directory: &Path, more: &[&str]) -> Vec<(String, [String; 6])> {
    let print = |arguments: &[&str]| enilint(directory, &[&["check"], arguments, more].concat()).out;
    let json: Value = serde_json::from_str(&print(&["--format", "json"])).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut all = Vec::new();
    for color in ["never", "always"] {
        let printed = print(&["--format", "concise", "--color", color]);
        let diagnostics = json["diagnostics"].as_array().unwrap();
        assert_eq!(printed.lines().count(), diagnostics.len(), "{}", directory.display());
        for (line, diagnostic) in printed.lines().zip(diagnostics) {
            let place = &diagnostic["labels"][0];
            let condition = diagnostic["condition"].as_str().map(|condition| format!(" (when {condition})")).unwrap_or_default();
            let parts = [
                text(&place["path"]),
                place["start"]["line"].to_string(),
                place["start"]["column"].to_string(),
                text(&diagnostic["severity"]),
                text(&diagnostic["rule"]),
                text(&diagnostic["message"]) + &condition,
            ];
            all.push((line.to_owned(), parts));
        }
    }
    all
}

/// The projects of the golden cases, and the arguments they are run with.
fn cases() -> Vec<(PathBuf, Vec<String>)> {
    let entries = std::fs::read_dir(project("testdata/cases")).unwrap().map(|entry| entry.unwrap().path());
    let cases = entries.map(|directory| {
        let arguments = std::fs::read_to_string(directory.join("arguments.txt")).unwrap_or_default();
        (directory, arguments.lines().map(str::to_owned).collect())
    });
    cases.chain([(project("testdata/example"), Vec::new())]).collect()
}

/// Findings in files with odd names.
fn odd_paths() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for name in ["with a space.tf", "a:b:3.tf", "C:2: error.tf", "é\u{1f310}/ü (1).tf", "[x]: y/error[z].tf"] {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let address = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let text = format!(
            "resource \"aws_network_interface_attachment\" \"a{address}\" {{\n  instance_id = \"i-0abcdef1234567890\"\n  \
             network_interface_id = \"eni-0abcdef1234567890\"\n  device_index = 0\n}}\n"
        );
        std::fs::write(path, text).unwrap();
    }
    directory
}

fn all_lines() -> Vec<(String, [String; 6])> {
    let mut all: Vec<_> = cases()
        .iter()
        .flat_map(|(directory, arguments)| lines(directory, &arguments.iter().map(String::as_str).collect::<Vec<_>>()))
        .collect();
    let odd = odd_paths();
    let odd = lines(odd.path(), &[]);
    assert!(odd.len() >= 10, "{odd:?}");
    all.extend(odd);
    all
}

#[test]
fn every_line_is_matched_and_its_parts_are_found() {
    let lines = all_lines();
    for (pattern, severities) in patterns() {
        let regex = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
        for (line, parts) in &lines {
            let found = regex.captures(line);
            assert_eq!(found.is_some(), severities.contains(&parts[3].as_str()), "{line}");
            let found = |group: usize| found.as_ref().and_then(|found| found.get(group)).map(|group| group.as_str().to_owned());
            compare_parts(&pattern, line, parts, found);
        }
    }
}

/// Each part is in the group that the pattern names, where the line is matched at all.
fn compare_parts(pattern: &Value, line: &str, parts: &[String; 6], found: impl Fn(usize) -> Option<String>) {
    if found(0).is_none() {
        return;
    }
    for (name, part) in ["file", "line", "column", "severity", "code", "message"].iter().zip(parts) {
        // A pattern for one severity has no group for it.
        match pattern[name].as_u64() {
            Some(group) => assert_eq!(found(usize::try_from(group).unwrap()).as_ref(), Some(part), "{name} of {line}"),
            None => assert_eq!((*name, part.as_str()), ("severity", "info"), "{line}"),
        }
    }
}

#[test]
fn other_lines_are_not_matched() {
    let human = enilint(&project("testdata/example"), &["check", "--color", "always"]).out;
    for (pattern, _) in patterns() {
        let regex = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
        for line in human.lines().chain(["", "main.tf:1:2: error: x", "error[x]: y", "2026-01-01 12:00:00: error"]) {
            assert!(!regex.is_match(line), "{line}");
        }
    }
}

#[test]
fn node_finds_the_same() {
    let Ok(mut node) = Command::new("node").args(["-e", NODE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
        println!("node is not here: its regular expressions are not tried");
        return;
    };
    let (patterns, lines) = (patterns(), all_lines());
    let input = json!([
        patterns.iter().map(|(pattern, _)| &pattern["regexp"]).collect::<Vec<_>>(),
        lines.iter().map(|(line, _)| line).collect::<Vec<_>>(),
    ]);
    node.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let answer: Value = serde_json::from_slice(&node.wait_with_output().unwrap().stdout).unwrap();
    for (pattern, (expression, severities)) in answer.as_array().unwrap().iter().zip(&patterns) {
        for (found, (line, parts)) in pattern.as_array().unwrap().iter().zip(&lines) {
            assert_eq!(found.is_array(), severities.contains(&parts[3].as_str()), "{line}");
            compare_parts(expression, line, parts, |group| found[group].as_str().map(str::to_owned));
        }
    }
}

#[test]
fn the_matchers_are_the_ones_that_are_known() {
    for (reader, file) in [("github", "github.json"), ("vscode", "tasks.json")] {
        let printed = enilint(&project(""), &["matcher", reader]).out;
        compare(&project("testdata/matchers").join(file), &printed).unwrap();
    }
}
