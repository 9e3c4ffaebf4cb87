//! What is left of a text with syntax errors: everything but the top-level pairs and resources that hold them.
//!
//! A block-style document is cut into sections at the lines of its top-level keys, and `Resources` at its logical ids. Each
//! section is read alone first, so that an unclosed quote or bracket loses its own section and not the rest of the file.
//! What is broken is blanked out and the whole is read again, because anchors reach across sections.

use super::builder::fault_span;
use super::place::Places;
use super::{Failure, Fault, FaultKind, read};
use crate::syntax::SyntaxError;
use crate::syntax::tree::Node;
use std::ops::Range;
use std::sync::Arc;

/// How often the whole is read again. Each time reports one fault more and loses one section more.
const MAX_ROUNDS: usize = 8;

/// Reads what can be read of a text that failed once.
pub(super) fn recover(places: &Places<'_>, first: Failure) -> (Vec<Arc<Node>>, Vec<SyntaxError>) {
    let sections = sections(places.text);
    let mut losses = Losses::default();
    for section in &sections {
        losses.add_what_fails_alone(places, section);
    }
    let mut next = first.fault;
    let mut must_blame = losses.broken.is_empty();
    for _ in 0..MAX_ROUNDS {
        if must_blame && !losses.blame(&sections, &next) {
            break;
        }
        must_blame = true;
        match read(places, &blank(places.text, &losses.broken)) {
            Ok(documents) => return (documents, losses.errors(places)),
            Err(failure) => next = failure.fault,
        }
    }
    if losses.faults.is_empty() {
        losses.faults.push(next);
    }
    (first.documents, losses.errors(places))
}

/// Whole lines of a text.
#[derive(Debug, PartialEq, Eq)]
struct Section {
    range: Range<usize>,
    /// The sections of the logical ids in `Resources`.
    resources: Vec<Range<usize>>,
}

/// The sections that are lost, and why.
#[derive(Debug, Default)]
struct Losses {
    broken: Vec<Range<usize>>,
    faults: Vec<Fault>,
}

impl Losses {
    fn add_what_fails_alone(&mut self, places: &Places<'_>, section: &Section) {
        let Some(fault) = fault_alone(places, &section.range) else { return };
        let before = self.broken.len();
        for resource in &section.resources {
            if let Some(fault) = fault_alone(places, resource) {
                self.add(resource.clone(), fault);
            }
        }
        if self.broken.len() == before {
            self.add(section.resource_at(fault.at).unwrap_or_else(|| section.range.clone()), fault);
        }
    }

    /// Gives up the section that holds a fault of the whole. False where there is none or it is lost already.
    fn blame(&mut self, sections: &[Section], fault: &Fault) -> bool {
        let Some(section) = sections.iter().find(|section| section.range.contains(&fault.at)) else { return false };
        let range = section.resource_at(fault.at).unwrap_or_else(|| section.range.clone());
        if self.broken.contains(&range) {
            return false;
        }
        self.add(range, fault.clone());
        true
    }

    fn add(&mut self, range: Range<usize>, fault: Fault) {
        self.broken.push(range);
        self.faults.push(fault);
    }

    fn errors(mut self, places: &Places<'_>) -> Vec<SyntaxError> {
        self.faults.sort_by_key(|fault| fault.at);
        let error = |fault: Fault| SyntaxError { span: fault_span(places, fault.at), message: fault.message };
        self.faults.into_iter().map(error).collect()
    }
}

impl Section {
    fn resource_at(&self, at: usize) -> Option<Range<usize>> {
        self.resources.iter().find(|range| range.contains(&at)).cloned()
    }
}

fn fault_alone(places: &Places<'_>, range: &Range<usize>) -> Option<Fault> {
    let part = places.part(range.clone());
    let fault = read(&part, part.text).err()?.fault;
    // The anchor may stand in another section.
    (fault.kind != FaultKind::UnknownAnchor).then(|| Fault { at: fault.at + range.start, ..fault })
}

/// The text with ranges of whole lines made a comment and empty lines, character by character.
fn blank(text: &str, ranges: &[Range<usize>]) -> String {
    let mut ranges = ranges.to_vec();
    ranges.sort_by_key(|range| range.start);
    let mut blanked = String::with_capacity(text.len());
    let mut end = 0;
    for range in ranges {
        if range.start < end {
            continue;
        }
        blanked.push_str(&text[end..range.start]);
        // A comment, because empty lines alone would become part of a block scalar before them.
        let mut first = true;
        for c in text[range.clone()].chars() {
            let is_break = matches!(c, '\n' | '\r');
            blanked.push(if is_break {
                c
            } else if first {
                '#'
            } else {
                ' '
            });
            first = false;
        }
        end = range.end;
    }
    blanked.push_str(&text[end..]);
    blanked
}

/// Cuts the block-style documents of a text at their top-level keys. Flow-style documents have no sections.
fn sections(text: &str) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut document = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") || line.starts_with("...") {
            add_document(text, document..at, &mut sections);
            document = at + line.len();
        }
        at += line.len();
    }
    add_document(text, document..at, &mut sections);
    sections
}

fn add_document(text: &str, document: Range<usize>, sections: &mut Vec<Section>) {
    for range in cut(text, document) {
        let header = text[range.clone()].split_inclusive('\n').next().unwrap_or_default();
        let is_resources = header.trim_start().trim_start_matches(['"', '\'']).starts_with("Resources");
        let resources = if is_resources { cut(text, range.start + header.len()..range.end) } else { Vec::new() };
        sections.push(Section { range, resources });
    }
}

/// Cuts lines where one begins that is not indented more than the first, unless it continues a collection.
fn cut(text: &str, lines: Range<usize>) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut indentation = None;
    let mut at = lines.start;
    for line in text[lines.clone()].split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        if !content.trim_end().is_empty() && !content.starts_with('#') {
            if indentation.is_none() && content.starts_with(['{', '[', '-', '%']) {
                return Vec::new();
            }
            let limit = *indentation.get_or_insert(indent);
            if indent <= limit && !content.starts_with(['-', ':', ']', '}', '\t']) {
                starts.push(at);
            }
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([lines.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
