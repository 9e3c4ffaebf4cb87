//! Suppressions: instructions in the linted files that silence findings, and what is wrong with them. An `enilint:ignore` belongs to
//! the block it stands in, on or above, and silences what a rule finds there: where the primary place lies in the block, or where
//! the block is a call that leads to it.

mod blocks;
mod date;
mod directive;
mod hcl;
mod notices;
mod yaml;

pub use date::Date;

use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::source::{FileId, SourceFile, Sources, Span};
use directive::{Directive, MARK};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// So many directives of one file are read.
const MAX_IN_FILE: usize = 1000;

/// The suppressions of all files.
#[derive(Debug, Default)]
pub struct Suppressions {
    files: HashMap<FileId, Vec<Suppression>>,
    notices: Vec<Diagnostic>,
}

/// One rule of one directive.
#[derive(Clone, Debug)]
struct Suppression {
    rule: &'static str,
    /// Where the rule is written.
    written: Span,
    /// What it is about.
    reach: Range<usize>,
    used: bool,
}

/// A file in which directives are looked for.
struct Text<'a> {
    whole: &'a str,
    /// Without a byte-order mark.
    body: &'a str,
    base: usize,
    file: FileId,
}

/// A directive and where it belongs.
#[derive(Clone, Debug)]
struct Found {
    directive: Directive,
    reach: Reach,
}

#[derive(Clone, Debug)]
enum Reach {
    Within(Range<usize>),
    /// It stands in, on or above no block.
    Nothing,
    /// The block could not be read.
    Unreadable,
}

impl Text<'_> {
    fn found(&self, directive: Directive, block: Option<Range<usize>>, failed: bool) -> Found {
        let reach = match block {
            _ if directive.whole_file => Reach::Within(0..self.whole.len()),
            Some(block) => Reach::Within(block),
            None if failed => Reach::Unreadable,
            None => Reach::Nothing,
        };
        Found { directive, reach }
    }
}

impl Suppressions {
    /// Reads the directives of all files that were read. One that counts until a day before `today` counts no more.
    pub fn read(sources: &Sources, today: Option<Date>) -> Self {
        let marked = sources.all().into_par_iter().filter(|(_, source)| source.text.contains(MARK));
        let found: Vec<_> = marked.map(|(file, source)| (file, read(file, &source))).collect();
        let mut suppressions = Self::default();
        for (file, found) in found {
            if let Some(last) = found.get(MAX_IN_FILE) {
                let span = Span::new(file, last.directive.range.clone());
                suppressions.notices.push(notices::too_many(span, MAX_IN_FILE));
            }
            found.into_iter().take(MAX_IN_FILE).for_each(|found| suppressions.add(file, found, today));
        }
        suppressions
    }

    fn add(&mut self, file: FileId, found: Found, today: Option<Date>) {
        let Found { directive, reach } = found;
        let span = |range: &Range<usize>| Span::new(file, range.clone());
        let whole = span(&directive.range);
        if let Some((message, range)) = &directive.fault {
            return self.notices.push(notices::malformed(span(range), message));
        }
        for (rule, range) in &directive.rules {
            if rules::find(rule).is_none() {
                self.notices.push(notices::unknown(span(range), rule));
            }
        }
        if !directive.has_reason {
            return self.notices.push(notices::reasonless(whole));
        }
        if let Some((until, range)) = directive.until.filter(|(until, _)| today.is_some_and(|today| today > *until)) {
            return self.notices.push(notices::expired(span(&range), until));
        }
        let reach = match reach {
            Reach::Within(reach) => reach,
            Reach::Nothing => return self.notices.push(notices::misplaced(whole)),
            Reach::Unreadable => return,
        };
        for (rule, range) in &directive.rules {
            if let Some(rule) = rules::find(rule) {
                let suppression = Suppression { rule: rule.id, written: span(range), reach: reach.clone(), used: false };
                self.files.entry(file).or_default().push(suppression);
            }
        }
    }

    /// Whether a finding is silenced. Remembers by which.
    pub fn silence(&mut self, diagnostic: &Diagnostic) -> bool {
        let places = diagnostic.primary().map(|label| label.span).into_iter().chain(diagnostic.calls.iter().copied());
        let mut silenced = false;
        for place in places {
            for suppression in self.files.get_mut(&place.file).into_iter().flatten() {
                let reach = &suppression.reach;
                let within = reach.start <= place.start as usize && place.end as usize <= reach.end;
                if within && suppression.rule == diagnostic.rule {
                    suppression.used = true;
                    silenced = true;
                }
            }
        }
        silenced
    }

    /// What is wrong with the directives. Which are unused is told of those files and rules only for which it can be said; `left` are
    /// the findings that are not silenced.
    pub fn into_notices(self, judged: impl Fn(FileId, &str) -> bool, left: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut notices = self.notices;
        for (file, suppressions) in self.files {
            let unused = suppressions.iter().filter(|suppression| !suppression.used && judged(file, suppression.rule));
            notices.extend(unused.map(|suppression| notices::unused(suppression, left)));
        }
        notices
    }

    /// The files with a suppression that silenced nothing.
    pub fn with_unused(&self) -> Vec<FileId> {
        let unused = self.files.iter().filter(|(_, suppressions)| suppressions.iter().any(|suppression| !suppression.used));
        unused.map(|(file, _)| *file).collect()
    }
}

fn read(file: FileId, source: &Arc<SourceFile>) -> Vec<Found> {
    let (body, base) = source.body();
    let text = Text { whole: &source.text, body, base, file };
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    match () {
        () if ends(&[".tf", ".tofu"]) => hcl::read(&text),
        () if ends(&[".tf.json", ".tofu.json"]) => hcl::read_json(&text),
        // Values and files that functions read are not what findings are about.
        () if ends(&[".tfvars", ".tfvars.json", ".tpl", ".tftpl", ".toml"]) => Vec::new(),
        () => yaml::read(&text),
    }
}
