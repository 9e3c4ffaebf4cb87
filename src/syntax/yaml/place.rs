//! Where values stand: character indexes of the parser to byte offsets, and the exact ends that the parser does not tell.

use crate::source::{FileId, Span};
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// Every so many characters the byte offset is kept.
const STEP: usize = 64;

/// How many bytes of a file may be read again because of forms that the parser refuses and AWS accepts.
const MAX_READ_AGAIN: usize = 64 * 1024 * 1024;

/// A text, where it stands in its file, and its characters.
#[derive(Debug)]
pub(super) struct Places<'t> {
    /// The text as it is in the file.
    pub(super) text: &'t str,
    /// The offset of the text in the file.
    pub(super) base: usize,
    /// The file.
    pub(super) file: FileId,
    /// Byte offsets of characters 0, [`STEP`], 2 * [`STEP`], …; empty for ASCII, where both counts agree.
    checkpoints: Vec<usize>,
    /// What is left of [`MAX_READ_AGAIN`]; shared by all parts of a text.
    left_to_read: Rc<Cell<usize>>,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, base: usize, file: FileId) -> Self {
        Self::with_budget(text, base, file, Rc::new(Cell::new(MAX_READ_AGAIN)))
    }

    fn with_budget(text: &'t str, base: usize, file: FileId, left_to_read: Rc<Cell<usize>>) -> Self {
        let checkpoints = if text.is_ascii() { Vec::new() } else { text.char_indices().step_by(STEP).map(|(at, _)| at).collect() };
        Self { text, base, file, checkpoints, left_to_read }
    }

    /// A part of the text as a text of its own.
    pub(super) fn part(&self, range: Range<usize>) -> Places<'t> {
        let budget = Rc::clone(&self.left_to_read);
        Places::with_budget(&self.text[range.clone()], self.base + range.start, self.file, budget)
    }

    /// Whether the text may be read once more; counts it as read.
    pub(super) fn may_read_again(&self) -> bool {
        let left = self.left_to_read.get().checked_sub(self.text.len());
        self.left_to_read.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The byte offset of a character.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.checkpoints.is_empty() {
            return character.min(self.text.len());
        }
        let Some(&start) = self.checkpoints.get(character / STEP) else { return self.text.len() };
        let rest = &self.text[start..];
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The index of the character that holds a byte.
    pub(super) fn character(&self, byte: usize) -> usize {
        if self.checkpoints.is_empty() {
            return byte;
        }
        let step = self.checkpoints.partition_point(|&at| at <= byte).saturating_sub(1);
        let rest = &self.text[self.checkpoints[step]..];
        let start = self.checkpoints[step];
        step * STEP + rest.char_indices().take_while(|&(at, _)| start + at < byte).count()
    }

    /// The span of a byte range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end.max(range.start))
    }

    /// The byte at an offset.
    pub(super) fn at(&self, offset: usize) -> Option<u8> {
        self.text.as_bytes().get(offset).copied()
    }

    /// Where the text before `end` that is not white space ends, but not before `start`.
    pub(super) fn trimmed_end(&self, start: usize, end: usize) -> usize {
        start + self.text[start..end.max(start)].trim_end().len()
    }

    /// Where the value itself begins after tags, anchors, white space and comments at `start`.
    pub(super) fn after_properties(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            match bytes.get(at) {
                Some(b'!' | b'&') => {
                    let rest = bytes[at..].iter();
                    at += rest.take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
                }
                Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
                Some(b'#') if at > start => at += bytes[at..].iter().take_while(|&&byte| byte != b'\n').count(),
                _ => return at,
            }
        }
    }

    /// One past the closing quote of the quoted scalar that starts (with its properties) at `start`.
    pub(super) fn quoted_end(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let open = self.after_properties(start);
        let quote = *bytes.get(open).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let mut at = open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if quote == b'"' => at += 1,
                byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
                byte if byte == quote => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// The dash that starts the line which holds `entry`, where the parser tells only what follows the dash.
    pub(super) fn dash_of_line(&self, entry: usize) -> Option<usize> {
        let line = self.text[..entry].rfind('\n').map_or(0, |at| at + 1);
        let dash = line + self.text[line..entry].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (self.at(dash) == Some(b'-')).then_some(dash)
    }
}
