//! Source excerpts with labels, drawn by miette. It draws one file per report, so the places in other files follow as reports
//! of their own; a file with very long lines (a minified template) is told by positions instead.

use super::excerpt::Excerpts;
use super::story::story;
use super::{Place, Style, headline, summary, text, write_unchecked};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::rules;
use crate::source::{FileId, Sources};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;

/// Longer lines are not drawn.
const MAX_LINE: usize = 400;

/// So many lines are drawn before and after a place.
const CONTEXT_LINES: usize = 1;

/// Reports are never drawn narrower or wider than this.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;

pub(super) fn write(outcome: &Outcome, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let width = style.width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_context_lines(CONTEXT_LINES);
    if let Some(story) = story(outcome).filter(|_| !style.quiet) {
        writeln!(out, "{}", text::line(&story.headline))?;
        story.lines.iter().try_for_each(|line| writeln!(out, "  - {}", text::line(line)))?;
        writeln!(out)?;
    }
    let handler = handler.with_links(style.links).with_link_display_text("");
    let mut texts = Texts { sources, known: HashMap::new() };
    for diagnostic in &outcome.diagnostics {
        for part in Report::parts(diagnostic, &mut texts) {
            let mut drawn = String::new();
            // Drawing to a string does not fail.
            if handler.render_report(&mut drawn, &part).is_ok() {
                for line in drawn.trim_start_matches('\n').lines() {
                    writeln!(out, "{}", text::log(line))?;
                }
            }
        }
        writeln!(out)?;
    }
    if style.quiet { Ok(()) } else { write_summary(outcome, sources, out) }
}

fn write_summary(outcome: &Outcome, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}.", summary(outcome))?;
    write_unchecked(outcome, sources, out)
}

/// The texts of files as they are drawn, each made once.
struct Texts<'a> {
    sources: &'a Sources,
    known: HashMap<FileId, Rc<Excerpts>>,
}

impl Texts<'_> {
    fn of(&mut self, file: FileId) -> Rc<Excerpts> {
        let make = || {
            let source = self.sources.get(file);
            Rc::new(Excerpts::new(text::line(&source.path).into_owned(), text::source(&source.text).into_owned()))
        };
        Rc::clone(self.known.entry(file).or_insert_with(make))
    }
}

/// What miette draws: the places of one diagnostic in one file.
#[derive(Debug)]
struct Report {
    message: String,
    code: Option<&'static str>,
    url: Option<&'static str>,
    severity: miette::Severity,
    help: Option<String>,
    source: Option<Rc<Excerpts>>,
    labels: Vec<LabeledSpan>,
}

impl Report {
    /// One report for each file, that of the primary place first; the help comes with the last. In a file miette draws from the top to the
    /// bottom: what stands further up than the primary place comes in a report behind it, so that the place that is named first is the
    /// one that the finding belongs to.
    fn parts(diagnostic: &Diagnostic, texts: &mut Texts<'_>) -> Vec<Self> {
        let mut files: Vec<(FileId, bool, Vec<&Label>)> = Vec::new();
        for label in &diagnostic.labels {
            let (file, is_above) = (label.span.file, is_above(label, diagnostic, texts.sources));
            match files.iter_mut().find(|(known, above, _)| (*known, *above) == (file, is_above)) {
                Some((.., labels)) => labels.push(label),
                None => files.push((file, is_above, vec![label])),
            }
        }
        let mut parts: Vec<Self> = files.into_iter().map(|(file, _, labels)| Self::part(file, &labels, texts)).collect();
        if let Some(first) = parts.first_mut() {
            let message = text::line(&headline(diagnostic)).into_owned();
            first.message = if first.source.is_none() { format!("{message}\n{}", first.message) } else { message };
            first.code = Some(diagnostic.rule);
            first.url = rules::find(diagnostic.rule).and_then(rules::Rule::url);
            first.severity = match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            };
        }
        if let Some(last) = parts.last_mut() {
            last.help = diagnostic.help.as_deref().map(|help| text::line(help).into_owned());
        }
        parts
    }

    fn empty(message: String) -> Self {
        Self { message, code: None, url: None, severity: miette::Severity::Advice, help: None, source: None, labels: Vec::new() }
    }

    /// The places in one file. Where a line is too long to be drawn, the message lists them.
    fn part(file: FileId, labels: &[&Label], texts: &mut Texts<'_>) -> Self {
        let sources = texts.sources;
        let source = sources.get(file);
        let path = text::line(&source.path).into_owned();
        let too_long = |label: &&&Label| {
            let place = Place::of(sources, label.span);
            (place.start.line..=place.end.line).any(|line| source.line_range(line).len() > MAX_LINE)
        };
        if source.text.is_empty() || labels.iter().any(|label| too_long(&label)) {
            let lines = labels.iter().map(|label| {
                let start = source.position(label.span.start as usize);
                format!("{path}:{}:{}: {}", start.line, start.column, text::line(&label.text))
            });
            let lines: Vec<_> = lines.collect();
            return Self::empty(lines.join("\n"));
        }
        let spans = labels.iter().enumerate().map(|(index, label)| {
            let text = (!label.text.is_empty()).then(|| text::line(&label.text).into_owned());
            // Of a block the first line is enough to recognise it.
            let first_line = source.line_range(source.position(label.span.start as usize).line).end;
            let span = label.span.range();
            let span = span.start..span.end.min(first_line.max(span.start));
            match index {
                0 => LabeledSpan::new_primary_with_span(text, span),
                _ => LabeledSpan::new_with_span(text, span),
            }
        });
        Self { labels: spans.collect(), source: Some(texts.of(file)), ..Self::empty("together with".into()) }
    }
}

/// Whether a place stands further up in the file than the primary one, so far that the two are not drawn as one excerpt.
fn is_above(label: &Label, diagnostic: &Diagnostic, sources: &Sources) -> bool {
    let Some(primary) = diagnostic.primary().filter(|primary| primary.span.file == label.span.file) else { return false };
    let line = |span| Place::of(sources, span).start.line;
    line(label.span) + 2 * CONTEXT_LINES < line(primary.span)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.url.map(|url| Box::new(url) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_deref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
