//! Where the parser stands in a text: characters, white space and comments, names, spans and errors. Knows no grammar.

use super::SyntaxError;
use super::names::Names;
use crate::source::{FileId, Span};
use std::ops::Range;

/// How deep blocks, expressions and templates may nest. Terraform has no bound; real configurations stay below 20.
/// Everything that walks a tree recursively relies on it.
pub(super) const MAX_DEPTH: usize = 100;

/// How high the tree of an expression may grow: each nested expression and each operator of a chain adds a level.
const MAX_HEIGHT: usize = 200;

/// How many blocks, arguments, terms and steps a file may have: a hundred times what the largest that people write have. A tree is many times
/// as large as its text.
pub const MAX_SIZE: usize = 500_000;

/// What a parsing step gives: its result, or the one error that ends the item.
pub(super) type Parsed<T> = Result<T, SyntaxError>;

/// How offsets in the text become spans in the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// The text begins at this offset of the file.
    Offset(FileId, usize),
    /// The text is not in the file as it is (a JSON string with escapes): everything has the span of the whole.
    Fixed(Span),
}

/// The state of parsing one item.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    /// The text up to the end of the item.
    pub(super) text: &'a str,
    /// The next byte to read.
    pub(super) at: usize,
    /// Whether a line end means something here. Within parentheses, brackets and templates it is white space.
    pub(super) line_ends: bool,
    /// How many levels are open.
    depth: usize,
    /// The height of the highest expression that was read on the current level.
    height: usize,
    place: Place,
    /// What was read in the file before.
    pub(super) names: Names,
    /// How much was read of the file.
    pub(super) size: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, place: Place) -> Self {
        Self { text, at: 0, line_ends: false, depth: 0, height: 0, place, names: Names::default(), size: 0 }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match self.place {
            Place::Offset(file, base) => Span::new(file, range.start + base..range.end + base),
            Place::Fixed(span) => span,
        }
    }

    pub(super) fn error(&self, range: Range<usize>, message: impl Into<String>) -> SyntaxError {
        SyntaxError { span: self.span(range), message: message.into() }
    }

    /// The error that something else than what stands here was expected.
    pub(super) fn unexpected(&self, expected: &str) -> SyntaxError {
        if self.looking_at("/*") {
            return self.error(self.at..self.at + 2, "this comment is never closed");
        }
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return self.error(self.at..self.at, format!("expected {expected}, found the end of the text"));
        };
        let name = name_length(rest);
        let (length, found) = match first {
            _ if self.at_line_end() => (0, "the end of the line".to_owned()),
            _ if name > 0 => (name, format!("`{}`", shortened(&rest[..name]))),
            '\'' => (1, "a single quote; strings are written in double quotes".to_owned()),
            _ if first.is_control() => (first.len_utf8(), format!("the character {first:?}")),
            _ => (first.len_utf8(), format!("`{first}`")),
        };
        self.error(self.at..self.at + length, format!("expected {expected}, found {found}"))
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn looking_at(&self, token: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(token.as_bytes())
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn at_line_end(&self) -> bool {
        self.peek() == Some(b'\n') || self.looking_at("\r\n")
    }

    /// Reads these bytes if they come next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.looking_at(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Skips white space and comments; line ends too where they mean nothing. An unclosed comment is left for
    /// [`Self::unexpected`] to report.
    pub(super) fn skip_blank(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' => self.at += 1,
                b'\n' if !self.line_ends => self.at += 1,
                b'\r' if !self.line_ends && bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                b'#' => self.at = line_end(bytes, self.at),
                b'/' if bytes.get(self.at + 1) == Some(&b'/') => self.at = line_end(bytes, self.at),
                b'/' if bytes.get(self.at + 1) == Some(&b'*') => match self.text[self.at + 2..].find("*/") {
                    Some(length) => self.at += length + 4,
                    None => return,
                },
                _ => return,
            }
        }
    }

    /// Skips white space, comments and line ends, whatever line ends mean here.
    pub(super) fn skip_lines(&mut self) {
        let outer = std::mem::replace(&mut self.line_ends, false);
        self.skip_blank();
        self.line_ends = outer;
    }

    /// Whether this word comes next, as a whole.
    pub(super) fn at_word(&self, word: &str) -> bool {
        self.looking_at(word) && name_length(&self.text[self.at..]) == word.len()
    }

    /// Reads a name if one comes next.
    pub(super) fn name(&mut self) -> Option<(&'a str, Range<usize>)> {
        let start = self.at;
        let length = name_length(&self.text[start..]);
        self.at += length;
        (length > 0).then(|| (&self.text[start..self.at], start..self.at))
    }

    /// Reads what closes a bracket that was opened at `open`.
    pub(super) fn close(&mut self, open: usize, token: &str, expected: &str) -> Parsed<()> {
        self.skip_blank();
        if self.eat(token) {
            return Ok(());
        }
        Err(if self.at_end() { self.never_closed(open) } else { self.unexpected(expected) })
    }

    /// The error that the bracket at `open` has no counterpart.
    pub(super) fn never_closed(&self, open: usize) -> SyntaxError {
        let length = if self.text[open..].starts_with(['$', '%']) { 2 } else { 1 };
        let bracket = &self.text[open..open + length];
        self.error(open..open + length, format!("this `{bracket}` is never closed"))
    }

    /// Reads something one level deeper.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.depth += 1;
        let outer = std::mem::take(&mut self.height);
        let result = read(self)?;
        self.depth -= 1;
        let inner = std::mem::replace(&mut self.height, outer);
        self.grow(inner + 1)?;
        Ok(result)
    }

    /// Reads something with line ends as white space.
    pub(super) fn without_line_ends<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let outer = std::mem::replace(&mut self.line_ends, false);
        let result = read(self)?;
        self.line_ends = outer;
        Ok(result)
    }

    /// The height of what was read on this level; starts a new measurement.
    pub(super) fn take_height(&mut self) -> usize {
        std::mem::take(&mut self.height)
    }

    /// Notes that something of this height was read.
    pub(super) fn grow(&mut self, height: usize) -> Parsed<()> {
        self.height = self.height.max(height);
        if self.height > MAX_HEIGHT {
            let message = format!("more than {MAX_HEIGHT} operators upon another; this is not read");
            return Err(self.error(self.at..self.at, message));
        }
        Ok(())
    }

    /// Counts something that stays in the tree.
    pub(super) fn count(&mut self) -> Parsed<()> {
        self.size += 1;
        if self.size > MAX_SIZE {
            let message = format!("more than {MAX_SIZE} expressions and blocks in one file; what follows is not read");
            return Err(self.error(self.at..self.at, message));
        }
        Ok(())
    }

    fn too_deep(&self) -> SyntaxError {
        self.error(self.at..self.at, format!("nested deeper than {MAX_DEPTH} levels; this is not read"))
    }
}

/// The length of the name at the start of a text, 0 if there is none.
pub(super) fn name_length(text: &str) -> usize {
    let ascii = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    let starts = match text.bytes().next() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphabetic() || byte == b'_',
        Some(_) => text.chars().next().is_some_and(unicode_ident::is_xid_start),
        None => false,
    };
    if !starts {
        return 0;
    }
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let continues = |c: char| c == '-' || unicode_ident::is_xid_continue(c);
    text.find(|c: char| !continues(c)).unwrap_or(text.len())
}

/// The offset of the next line feed (or of the carriage return before it), or the end.
pub(super) fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    match rest.iter().position(|&byte| byte == b'\n') {
        Some(length) if length > 0 && rest[length - 1] == b'\r' => from + length - 1,
        Some(length) => from + length,
        None => bytes.len(),
    }
}

/// A name short enough for a message.
fn shortened(name: &str) -> String {
    const LIMIT: usize = 40;
    match name.char_indices().nth(LIMIT) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}
