//! One JSON document. Its form is a contract: fields are only ever added.

use super::{Place, counts, safe_json};
use crate::change;
use crate::check::Outcome;
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::source::{Position, Sources};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    unchecked: Vec<Unchecked<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Changed<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: String,
    message: String,
    help: Option<&'a str>,
    url: Option<&'static str>,
    condition: Option<&'a str>,
    fingerprint: &'a str,
    labels: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    primary: bool,
    text: &'a str,
    path: String,
    /// Whether the place is on the old side of a change; `path` is then the path it had there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    before: bool,
    start: Point,
    end: Point,
}

/// What becomes of a resource, where two sides were compared.
#[derive(Serialize)]
struct Changed<'a> {
    address: &'a str,
    previous_address: Option<&'a str>,
    r#type: &'a str,
    action: &'static str,
    /// Of a replacement.
    order: Option<&'static str>,
    attributes: Vec<Attribute<'a>>,
    /// What is interrupted by that, by address.
    interrupts: &'a [String],
    condition: Option<&'a str>,
    path: String,
    line: usize,
}

#[derive(Serialize)]
struct Attribute<'a> {
    name: &'a str,
    replaces: bool,
}

#[derive(Serialize)]
struct Point {
    offset: usize,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Unchecked<'a> {
    path: String,
    line: usize,
    reason: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

pub(super) fn write(outcome: &Outcome, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let [(_, errors), (_, warnings), (_, infos)] = counts(outcome);
    let document = Document {
        version: 1,
        diagnostics: outcome.diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
        unchecked: outcome
            .unchecked
            .iter()
            .map(|unchecked| {
                let place = Place::of(sources, unchecked.span);
                Unchecked { path: place.file.path.clone(), line: place.start.line, reason: &unchecked.reason }
            })
            .collect(),
        changes: outcome.changes.iter().map(|change| changed(change, sources)).collect(),
        summary: Summary { files: outcome.files, errors, warnings, infos },
    };
    safe_json::write(&document, out)
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Finding<'a> {
    let labels = diagnostic.labels.iter().enumerate().map(|(index, label)| {
        let place = Place::of(sources, label.span);
        Label {
            primary: index == 0,
            text: &label.text,
            path: place.file.path.clone(),
            before: place.file.before,
            start: point(place.start),
            end: point(place.end),
        }
    });
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.to_string(),
        message: diagnostic.text(),
        help: diagnostic.help.as_deref(),
        url: rules::find(diagnostic.rule).and_then(rules::Rule::url),
        condition: diagnostic.condition.as_deref(),
        fingerprint: &diagnostic.fingerprint,
        labels: labels.collect(),
    }
}

fn changed<'a>(change: &'a change::Changed, sources: &Sources) -> Changed<'a> {
    let place = Place::of(sources, change.span);
    let attributes = change.attributes.iter().map(|attribute| Attribute { name: &attribute.name, replaces: attribute.replaces });
    Changed {
        address: &change.address,
        previous_address: change.previous_address.as_deref(),
        r#type: &change.resource_type,
        action: change.action.word(),
        order: change.action.order(),
        attributes: attributes.collect(),
        interrupts: &change.interrupts,
        condition: change.condition.as_deref(),
        path: place.file.path.clone(),
        line: place.start.line,
    }
}

fn point(position: Position) -> Point {
    Point { offset: position.offset, line: position.line, column: position.column }
}
