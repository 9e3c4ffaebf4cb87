//! Logging commands of Azure Pipelines, which become issues of the build.
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>

use super::{Context, Place, Style, concise, details, headline, summary, text, write_unchecked};
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
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        // Issues are errors or warnings; a note is told in the log.
        Severity::Info => {
            let line = concise::line(diagnostic, context.sources, false).unwrap_or_default();
            return writeln!(out, "{line}");
        }
    };
    let path = property(&context.repository.path(&place.file.path));
    let (line, column) = (place.start.line, place.start.column);
    write!(out, "##vso[task.logissue type={kind};sourcepath={path};linenumber={line};columnnumber={column};")?;
    let lines = std::iter::once(headline(diagnostic)).chain(details(diagnostic, context.sources));
    let message: Vec<_> = lines.map(|line| data(&line)).collect();
    writeln!(out, "code={};]{}", property(diagnostic.rule), message.join("%0A"))
}

/// The message of a command.
fn data(text: &str) -> String {
    text::log(&text::line(text)).replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
