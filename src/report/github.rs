//! Workflow commands of GitHub Actions, which become annotations in the pull request.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use super::{Context, Place, Style, details, headline, summary, text, write_unchecked};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, context: Context<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &outcome.diagnostics {
        write_command(diagnostic, context, out)?;
    }
    if !style.quiet {
        writeln!(out, "{}.", summary(outcome))?;
        write_unchecked(outcome, context.sources, out)?;
    }
    Ok(())
}

fn write_command(diagnostic: &Diagnostic, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(primary) = diagnostic.primary() else { return Ok(()) };
    let place = Place::of(context.sources, primary.span);
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let file = property(&context.repository.path(&place.file.path));
    let (line, column) = (place.start.line, place.start.column);
    write!(out, "::{command} title=enilint {},file={file},line={line}", property(diagnostic.rule))?;
    // Columns are for places within one line; an annotation stands below its last line, so that of a block names the first.
    if place.end.line == line && place.end.column > column {
        write!(out, ",endLine={line},col={column},endColumn={}", place.end.column)?;
    }
    // The log shows nothing but the message.
    let headline = format!("{}:{line}:{column}: {}", text::line(&place.file.path), text::line(&headline(diagnostic)));
    let lines = std::iter::once(headline).chain(details(diagnostic, context.sources));
    writeln!(out, "::{}", lines.map(|line| data(&line)).collect::<Vec<_>>().join("%0A"))
}

/// The message of a command.
fn data(text: &str) -> String {
    text::log(&text::line(text)).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
