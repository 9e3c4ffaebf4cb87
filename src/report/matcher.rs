//! Problem matchers: what other programs need to know to read the lines of the concise format.

use super::concise::{LINE, Part};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Who reads the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Matcher {
    /// GitHub Actions: a file for `::add-matcher::`
    Github,
    /// Visual Studio Code: a `tasks.json` with a task that lints the folder
    Vscode,
}

/// Prints a matcher.
pub fn write(matcher: Matcher, out: &mut dyn Write) -> io::Result<()> {
    let document = match matcher {
        Matcher::Github => github(),
        Matcher::Vscode => vscode(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The runner knows `error` and `warning`; what the lines call `info` are its notices, which only a matcher of their own makes.
fn github() -> Value {
    json!({ "problemMatcher": [
        { "owner": "enilint", "pattern": [pattern("error|warning")] },
        { "owner": "enilint-info", "severity": "notice", "pattern": [pattern("info")] },
    ]})
}

fn vscode() -> Value {
    json!({
        "version": "2.0.0",
        "tasks": [{
            "label": "enilint",
            "type": "process",
            "command": "enilint",
            "args": ["check", "--format", "concise"],
            "group": "test",
            "presentation": { "reveal": "never", "clear": true },
            "problemMatcher": {
                "owner": "enilint",
                "source": "enilint",
                "fileLocation": ["autoDetect", "${workspaceFolder}"],
                "pattern": pattern("error|warning|info"),
            },
        }],
    })
}

/// The regular expression for lines of some severities, and which group is which part.
fn pattern(severities: &str) -> Value {
    let mut expression = String::from("^");
    let mut pattern = json!({});
    let mut groups = 0;
    let mut group = |expression: &mut String, name: &str, content: &str| {
        groups += 1;
        pattern[name] = json!(groups);
        expression.push_str(&format!("({content})"));
    };
    for part in LINE {
        match part {
            Part::Text(text) => text.chars().for_each(|c| match c {
                '[' | ']' => expression.extend(['\\', c]),
                _ => expression.push(c),
            }),
            Part::Color => expression.push_str("(?:\\x1b\\[[0-9;]*m)*"),
            // As short as it can be: a colon may be part of a path, and a message may look like another line.
            Part::Path => group(&mut expression, "file", ".+?"),
            Part::Line => group(&mut expression, "line", "\\d+"),
            Part::Column => group(&mut expression, "column", "\\d+"),
            Part::Severity if severities.contains('|') => group(&mut expression, "severity", severities),
            Part::Severity => expression.push_str(severities),
            Part::Rule => group(&mut expression, "code", "[a-z0-9-]+"),
            Part::Message => group(&mut expression, "message", ".+"),
        }
    }
    expression.push('$');
    pattern["regexp"] = json!(expression);
    pattern
}
