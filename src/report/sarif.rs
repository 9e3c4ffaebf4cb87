//! SARIF 2.1.0, for code scanning. <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use super::{Context, details, headline, related, safe_json, text};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, SYNTAX_ERROR, Severity, UNREADABLE};
use crate::rules;
use crate::source::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What relative addresses of files start from.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(outcome: &Outcome, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let ids: BTreeSet<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let results = outcome.diagnostics.iter().map(|diagnostic| result(diagnostic, &ids, context));
    let unchecked = outcome.unchecked.iter().map(|unchecked| {
        json!({ "level": "note", "message": message(&format!("Not checked: {}", unchecked.reason)),
                "locations": [location(unchecked.span, context)] })
    });
    let run = json!({
        "tool": { "driver": {
            "name": "enilint",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": ids.iter().map(|id| rule(id)).collect::<Vec<_>>(),
        }},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository" } } },
        "invocations": [{
            "executionSuccessful": !outcome.is_incomplete(),
            "toolExecutionNotifications": unchecked.collect::<Vec<_>>(),
        }],
        "results": results.collect::<Vec<_>>(),
    });
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    safe_json::write(&document, out)
}

fn result(diagnostic: &Diagnostic, ids: &[&str], context: Context<'_>) -> Value {
    let lines = std::iter::once(headline(diagnostic)).chain(details(diagnostic, context.sources));
    let related = related(diagnostic).iter().enumerate().map(|(index, label)| {
        let mut location = location(label.span, context);
        location["id"] = json!(index + 1);
        location["message"] = message(&label.text);
        location
    });
    json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": ids.iter().position(|id| *id == diagnostic.rule),
        "level": level(diagnostic.severity),
        "message": message(&lines.collect::<Vec<_>>().join("\n")),
        "locations": diagnostic.primary().map(|label| location(label.span, context)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": { "enilint/v1": diagnostic.fingerprint },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A plain text. Viewers make links of `[text](target)`, also in plain text; a finding has none.
fn message(text: &str) -> Value {
    let lines: Vec<_> = text.lines().map(|line| text::line(line).replace("](", "] (")).collect();
    json!({ "text": lines.join("\n") })
}

fn location(span: Span, context: Context<'_>) -> Value {
    let file = context.sources.get(span.file);
    let (start, end) = file.positions(span);
    let uri = context.repository.uri(&file.path);
    let artifact = if uri.starts_with("file:") { json!({ "uri": uri }) } else { json!({ "uri": uri, "uriBaseId": ROOT }) };
    json!({ "physicalLocation": {
        "artifactLocation": artifact,
        "region": {
            "startLine": start.line,
            "startColumn": file.utf16_column(start.offset),
            "endLine": end.line,
            "endColumn": file.utf16_column(end.offset),
        },
    }})
}

/// What is known of a rule, its page among it.
fn rule(id: &str) -> Value {
    let Some(rule) = rules::find(id) else { return unknown(id) };
    let page = rule.page();
    let category = format!("{:?}", page.category).to_lowercase();
    let tags = page.languages().into_iter().map(str::to_lowercase).chain([category]);
    json!({
        "id": id,
        "shortDescription": { "text": page.title },
        "fullDescription": { "text": paragraph(page.text) },
        "help": { "text": format!("enilint explain {id}"), "markdown": page.text },
        "helpUri": rule.url().unwrap_or_default(),
        "defaultConfiguration": { "level": level(page.severity), "enabled": page.default },
        "properties": {
            "precision": "very-high",
            "problem.severity": match page.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
            "tags": tags.collect::<BTreeSet<_>>(),
        },
    })
}

/// What is reported under an id that is no rule's.
fn unknown(id: &str) -> Value {
    let description = match id {
        SYNTAX_ERROR => "A file is not well-formed",
        UNREADABLE => "A file cannot be read",
        _ => "enilint is not used as it is meant to be",
    };
    json!({ "id": id, "shortDescription": { "text": description } })
}

/// The first paragraph below the heading, on one line.
fn paragraph(page: &str) -> String {
    let lines = page.lines().skip(1).skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
