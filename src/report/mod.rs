//! How an outcome is printed: one file per format.

mod azure;
mod checkstyle;
mod concise;
mod excerpt;
pub mod facts;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
pub mod matcher;
mod rdjson;
mod repository;
mod safe_json;
mod sarif;
mod story;
mod text;
mod xml;

pub use repository::Repository;

use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Position, SourceFile, Sources, Span};
use std::io::{self, Write};
use std::sync::Arc;

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Source excerpts with labels, for people
    Human,
    /// `path:line:column: severity[rule]: message`, one line for each finding
    Concise,
    /// One JSON document with everything that is known
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions: annotations in the pull request
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// XML as JUnit writes it, for test reports
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// Reviewdog's diagnostic format
    Rdjson,
    /// Logging commands of Azure Pipelines
    Azure,
    /// A Markdown summary, for a job summary or a comment
    Markdown,
}

/// How the output may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Whether the terminal understands hyperlinks.
    pub links: bool,
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether to leave out the summary.
    pub quiet: bool,
}

/// What a format needs beside the outcome.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The files that spans are in.
    pub sources: &'a Sources,
    /// Where the repository's root is: the formats for code hosts name files from there.
    pub repository: &'a Repository,
}

/// Prints an outcome.
pub fn write(format: Format, outcome: &Outcome, context: Context<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(outcome, context.sources, style, out),
        Format::Concise => concise::write(outcome, context.sources, style, out),
        Format::Json => json::write(outcome, context.sources, out),
        Format::Sarif => sarif::write(outcome, context, out),
        Format::Github => github::write(outcome, context, style, out),
        Format::Gitlab => gitlab::write(outcome, context, out),
        Format::Junit => junit::write(outcome, context, out),
        Format::Checkstyle => checkstyle::write(outcome, context.sources, out),
        Format::Rdjson => rdjson::write(outcome, context, out),
        Format::Azure => azure::write(outcome, context, style, out),
        Format::Markdown => markdown::write(outcome, context.sources, style, out),
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

/// The message with the condition it depends on.
fn headline(diagnostic: &Diagnostic) -> String {
    match &diagnostic.condition {
        Some(condition) => format!("{} (when {condition})", diagnostic.text()),
        None => diagnostic.text(),
    }
}

/// What follows the headline where a format has one text for everything: what the places contribute, and the help. Each is one line.
fn details(diagnostic: &Diagnostic, sources: &Sources) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(primary) = diagnostic.primary().filter(|primary| !primary.text.is_empty()) {
        lines.push(text::line(&primary.text).into_owned());
    }
    for label in related(diagnostic) {
        let place = Place::of(sources, label.span);
        let (path, line, column) = (text::line(&place.file.path), place.start.line, place.start.column);
        lines.push(format!("{path}:{line}:{column}: {}", text::line(&label.text)));
    }
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {}", text::line(help))));
    lines
}

/// The labels but the primary one.
fn related(diagnostic: &Diagnostic) -> &[Label] {
    diagnostic.labels.get(1..).unwrap_or_default()
}

/// What was left out, each with its place, as lines for a log.
fn write_unchecked(outcome: &Outcome, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    for unchecked in &outcome.unchecked {
        let place = Place::of(sources, unchecked.span);
        let (reason, path) = (text::line(&unchecked.reason), text::line(&place.file.path));
        writeln!(out, "{}", text::log(&format!("Not checked: {reason} ({path}:{})", place.start.line)))?;
    }
    Ok(())
}

/// `Found 1 error in 3 files`, `No problems in 3 files`.
fn summary(outcome: &Outcome) -> String {
    let files = plural(outcome.files, "file");
    let hidden = match outcome.hidden {
        0 => String::new(),
        hidden => format!(" ({hidden} hidden by the baseline)"),
    };
    let found: Vec<_> =
        counts(outcome).iter().filter(|(_, count)| *count > 0).map(|&(severity, count)| count_of(severity, count)).collect();
    match found.as_slice() {
        [] if outcome.files == 0 => "There are no Terraform or CloudFormation files here".into(),
        [] => format!("No problems in {files}{hidden}"),
        _ => format!("Found {} in {files}{hidden}", found.join(", ")),
    }
}

fn count_of(severity: Severity, count: usize) -> String {
    match severity {
        Severity::Error => plural(count, "error"),
        Severity::Warning => plural(count, "warning"),
        Severity::Info => plural(count, "note"),
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The numbers of errors, warnings and notes.
fn counts(outcome: &Outcome) -> [(Severity, usize); 3] {
    let count = |severity| (severity, outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count());
    [count(Severity::Error), count(Severity::Warning), count(Severity::Info)]
}
