//! How an outcome is printed: one file per format.

mod concise;
mod excerpt;
pub mod facts;
mod human;
mod json;
mod text;

use crate::check::Outcome;
use crate::diagnostic::Severity;
use crate::source::{Position, SourceFile, Sources, Span};
use std::io::{self, Write};
use std::sync::Arc;

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Source excerpts with labels, for people.
    Human,
    /// `path:line:column: severity[rule]: message`, one line for each finding.
    Concise,
    /// One JSON document.
    Json,
}

/// How the output may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether to leave out the summary.
    pub quiet: bool,
}

/// Prints an outcome.
pub fn write(format: Format, outcome: &Outcome, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(outcome, sources, style, out),
        Format::Concise => concise::write(outcome, sources, style, out),
        Format::Json => json::write(outcome, sources, out),
    }
}

/// A span with the file and the positions that people count.
struct Place {
    file: Arc<SourceFile>,
    start: Position,
    end: Position,
}

impl Place {
    fn of(sources: &Sources, span: Span) -> Self {
        let file = sources.get(span.file);
        let (start, end) = file.positions(span);
        Self { file, start, end }
    }
}

/// The numbers of errors, warnings and notes.
fn counts(outcome: &Outcome) -> [(Severity, usize); 3] {
    let count = |severity| (severity, outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count());
    [count(Severity::Error), count(Severity::Warning), count(Severity::Info)]
}
