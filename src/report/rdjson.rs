//! Reviewdog's diagnostic format, which it turns into review comments.
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>

use super::{Context, details, headline, related, safe_json};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules;
use crate::source::{SourceFile, Span};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Issue<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Issue<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

pub(super) fn write(outcome: &Outcome, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = outcome.diagnostics.iter().filter_map(|diagnostic| issue(diagnostic, context)).collect();
    safe_json::write(&Document { source: Source { name: "enilint" }, diagnostics }, out)
}

fn issue<'a>(diagnostic: &'a Diagnostic, context: Context<'_>) -> Option<Issue<'a>> {
    let lines = std::iter::once(headline(diagnostic)).chain(details(diagnostic, context.sources));
    let related = related(diagnostic).iter();
    Some(Issue {
        message: lines.collect::<Vec<_>>().join("\n"),
        location: location(diagnostic.primary()?.span, context),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: diagnostic.rule, url: rules::find(diagnostic.rule).and_then(rules::Rule::url) },
        related_locations: related.map(|label| Related { message: &label.text, location: location(label.span, context) }).collect(),
    })
}

fn location(span: Span, context: Context<'_>) -> Location {
    let file = context.sources.get(span.file);
    let range = Range { start: point(&file, span.start as usize), end: point(&file, span.end as usize) };
    Location { path: context.repository.path(&file.path), range }
}

/// Reviewdog counts columns in bytes.
fn point(file: &SourceFile, offset: usize) -> Point {
    Point { line: file.position(offset).line, column: file.byte_column(offset) }
}
