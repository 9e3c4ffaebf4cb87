//! One line for each finding: `path:line:column: severity[rule]: message`. The form is a contract that problem matchers rely on.

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

/// A line without its line break.
pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> Option<String> {
    let place = Place::of(sources, diagnostic.primary()?.span);
    let (path, message) = (text::line(&place.file.path), headline(diagnostic));
    let (line, column) = (place.start.line, place.start.column);
    let (severity, rule) = (diagnostic.severity, diagnostic.rule);
    let (on, off) = match (color, severity) {
        (false, _) => ("", ""),
        (true, Severity::Error) => ("\x1b[1;31m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1;33m", "\x1b[0m"),
        (true, Severity::Info) => ("\x1b[1;36m", "\x1b[0m"),
    };
    // A path may be written with or without `./`; with it, no build log takes the line for a command.
    let here = if path.starts_with("::") { "./" } else { "" };
    let line = format!("{here}{path}:{line}:{column}: {on}{severity}[{rule}]{off}: {}", text::line(&message));
    Some(text::log(&line).into_owned())
}
