//! One line for each finding: `path:line:column: severity[rule]: message`. The form is a contract: what writes a line and what
//! the problem matchers look for are made of one description.

use super::{Place, Style, headline, text};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &outcome.diagnostics {
        if let Some(line) = line(diagnostic, sources, style.color) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What a line is made of.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The same in every line.
    Text(&'static str),
    /// Where a colour may begin or end.
    Color,
    Path,
    Line,
    Column,
    Severity,
    Rule,
    Message,
}

/// The form of a line.
#[rustfmt::skip]
pub(super) const LINE: [Part; 14] = [
    Part::Path, Part::Text(":"), Part::Line, Part::Text(":"), Part::Column, Part::Text(": "),
    Part::Color, Part::Severity, Part::Text("["), Part::Rule, Part::Text("]"), Part::Color, Part::Text(": "),
    Part::Message,
];

/// A line without its line break.
pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> Option<String> {
    let place = Place::of(sources, diagnostic.primary()?.span);
    let mut colors = match diagnostic.severity {
        _ if !color => ["", ""],
        Severity::Error => ["\x1b[1;31m", "\x1b[0m"],
        Severity::Warning => ["\x1b[1;33m", "\x1b[0m"],
        Severity::Info => ["\x1b[1;36m", "\x1b[0m"],
    }
    .into_iter();
    let mut line = String::new();
    for part in LINE {
        match part {
            Part::Text(text) => line.push_str(text),
            Part::Color => line.push_str(colors.next().unwrap_or_default()),
            Part::Path => line.push_str(&path(&place)),
            Part::Line => line.push_str(&place.start.line.to_string()),
            Part::Column => line.push_str(&place.start.column.to_string()),
            Part::Severity => line.push_str(&diagnostic.severity.to_string()),
            Part::Rule => line.push_str(diagnostic.rule),
            Part::Message => line.push_str(&text::line(&headline(diagnostic))),
        }
    }
    Some(text::log(&line).into_owned())
}

/// A path may be written with or without `./`; with it, no build log takes the line for a command.
fn path(place: &Place) -> String {
    let path = text::line(&place.file.path);
    if path.starts_with("::") { format!("./{path}") } else { path.into_owned() }
}
