//! One line for each finding: `path:line:column: severity[rule]: message`. The form is a contract that problem matchers rely on.

use super::{Place, Style, text};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &outcome.diagnostics {
        write_line(diagnostic, sources, style, out)?;
    }
    Ok(())
}

fn write_line(diagnostic: &Diagnostic, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(primary) = diagnostic.primary() else { return Ok(()) };
    let place = Place::of(sources, primary.span);
    let (path, message) = (text::line(&place.file.path), diagnostic.text());
    let (line, column) = (place.start.line, place.start.column);
    let (severity, rule) = (diagnostic.severity, diagnostic.rule);
    let (on, off) = match (style.color, severity) {
        (false, _) => ("", ""),
        (true, Severity::Error) => ("\x1b[1;31m", "\x1b[0m"),
        (true, Severity::Warning) => ("\x1b[1;33m", "\x1b[0m"),
        (true, Severity::Info) => ("\x1b[1;36m", "\x1b[0m"),
    };
    write!(out, "{path}:{line}:{column}: {on}{severity}[{rule}]{off}: {}", text::line(&message))?;
    match &diagnostic.condition {
        Some(condition) => writeln!(out, " (when {})", text::line(condition)),
        None => writeln!(out),
    }
}
