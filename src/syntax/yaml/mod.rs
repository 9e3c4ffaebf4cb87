//! YAML to the tree of [`super::tree`], with the byte range of every value. What a tag or a key means is not known here.
//!
//! `saphyr-parser` reads the text. Two things are closed around it: forms that AWS accepts and the parser refuses
//! ([`accepted`]), and what is left of a file that has a syntax error ([`recovery`]).

mod accepted;
mod builder;
mod place;
mod recovery;
#[cfg(test)]
mod tests;

use super::SyntaxError;
use super::tree::Node;
use crate::source::FileId;
use accepted::Shown;
use place::Places;
use std::sync::Arc;

/// Reads a text that begins at byte `base` of a file, and returns its documents in order with what is wrong.
///
/// Where there are errors, a document may lack top-level pairs and resources: those that could not be read. So with errors,
/// nothing can be concluded from the absence of a key.
pub fn parse(text: &str, base: usize, file: FileId) -> (Vec<Arc<Node>>, Vec<SyntaxError>) {
    let places = Places::new(text, base, file);
    match read(&places, text) {
        Ok(documents) => (documents, Vec::new()),
        Err(failure) => recovery::recover(&places, failure),
    }
}

/// What stops the reading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    /// The byte offset in the text (without the base).
    at: usize,
    message: String,
    kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FaultKind {
    /// An alias names an anchor that is not there. Says nothing where only a part of a document is read.
    UnknownAnchor,
    /// A line in a flow collection is not indented enough. The collection is the first one from this byte on.
    FlowIndentation {
        from: usize,
    },
    /// A quoted scalar, which starts at the fault, has a line that is not indented enough, or does not end.
    QuotedLines,
    /// A comment follows a value without a space.
    Comment,
    Other,
}

/// A text that could not be read to its end.
#[derive(Debug)]
struct Failure {
    /// The documents that ended before the fault.
    documents: Vec<Arc<Node>>,
    fault: Fault,
}

/// Reads all documents. `text` is the text of `places`, or one that differs from it only in that characters were replaced
/// one by one.
fn read(places: &Places<'_>, text: &str) -> Result<Vec<Arc<Node>>, Failure> {
    let mut shown = Shown::new(text);
    loop {
        let failure = match builder::build(places, &shown) {
            Ok(documents) => return Ok(documents),
            Err(failure) => failure,
        };
        match shown.without(&failure.fault, places) {
            Some(next) if places.may_read_again() => shown = next,
            _ => return Err(failure),
        }
    }
}
