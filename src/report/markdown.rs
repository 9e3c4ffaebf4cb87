//! A Markdown summary, for a job summary or a comment on a pull request. Nothing from the input is taken for Markdown, HTML, a
//! mention or a link.

use super::story::story;
use super::{Place, Style, details, headline, plural, summary, text};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules;
use crate::source::Sources;
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, sources: &Sources, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if !style.quiet {
        writeln!(out, "### enilint\n\n{}.", prose(&summary(outcome)))?;
    }
    if let Some(story) = story(outcome).filter(|_| !style.quiet) {
        writeln!(out, "\n{}", prose(&story.headline))?;
        let lines = if story.lines.is_empty() { "" } else { "\n" };
        write!(out, "{lines}")?;
        story.lines.iter().try_for_each(|line| writeln!(out, "- {}", prose(line)))?;
    }
    if !outcome.diagnostics.is_empty() {
        writeln!(out, "\n| | Place | Finding |\n|---|---|---|")?;
    }
    for diagnostic in &outcome.diagnostics {
        write_row(diagnostic, sources, out)?;
    }
    if !style.quiet && !outcome.unchecked.is_empty() {
        let count = plural(outcome.unchecked.len(), "thing");
        writeln!(out, "\n<details><summary>{count} not checked</summary>\n")?;
        for unchecked in &outcome.unchecked {
            let place = Place::of(sources, unchecked.span);
            let place = code(&format!("{}:{}", place.file.path, place.start.line));
            writeln!(out, "- {place}: {}", prose(&unchecked.reason))?;
        }
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn write_row(diagnostic: &Diagnostic, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let Some(primary) = diagnostic.primary() else { return Ok(()) };
    let place = Place::of(sources, primary.span);
    let mark = match diagnostic.severity {
        Severity::Error => ":x: error",
        Severity::Warning => ":warning: warning",
        Severity::Info => ":information_source: note",
    };
    let rule = match rules::find(diagnostic.rule).and_then(rules::Rule::url) {
        Some(url) => format!("[{}]({url})", diagnostic.rule),
        None => diagnostic.rule.to_owned(),
    };
    let place = code(&format!("{}:{}", place.file.path, place.start.line));
    let lines: Vec<_> = details(diagnostic, sources).iter().map(|line| prose(line)).collect();
    let lines = if lines.is_empty() { String::new() } else { format!("<br><sub>{}</sub>", lines.join("<br>")) };
    writeln!(out, "| {mark} | {place} | {}{lines}<br>{rule} |", prose(&headline(diagnostic)))
}

/// A sentence, in which what stands in backticks becomes code.
fn prose(sentence: &str) -> String {
    let sentence = text::line(sentence);
    if sentence.matches('`').count() % 2 == 1 {
        return escape(&sentence);
    }
    let parts = sentence.split('`').enumerate();
    parts.map(|(position, part)| if position % 2 == 1 { code(part) } else { escape(part) }).collect()
}

/// Code in a cell of a table. As HTML: a code span of Markdown has no way to hold every backtick and bar.
fn code(text: &str) -> String {
    format!("<code>{}</code>", references(&text::line(text)))
}

/// Plain text. What GitHub or GitLab would make a link or a mention becomes code, in which they make none.
fn escape(text: &str) -> String {
    let words = text.split_inclusive(' ').map(|word| {
        let bare = word.trim_end_matches(' ');
        let lower = bare.to_ascii_lowercase();
        let linked = lower.contains("://") || lower.contains("www.") || bare.contains(['@', '#', '!', '~', '%', '$', '&']);
        let space = &word[bare.len()..];
        if linked { format!("{}{space}", code(bare)) } else { references(word) }
    });
    words.collect()
}

/// Everything that Markdown or HTML could act upon as a character reference, which neither acts upon.
fn references(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Within words and sentences these have no meaning, but for `www.`, which begins a link.
            '.' if safe.ends_with(['w', 'W']) => safe.push_str("&#46;"),
            '.' | ',' | '-' | '/' | '\'' | '(' | ')' | '"' | ';' | '?' | '=' | '+' => safe.push(c),
            _ if c.is_ascii_punctuation() => safe.push_str(&format!("&#{};", u32::from(c))),
            _ => safe.push(c),
        }
    }
    safe
}
