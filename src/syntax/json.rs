//! JSON to the tree of [`super::tree`], with the byte range of every value.
//!
//! `serde_json` judges the text and resolves the escapes of strings. Between the two, valid text is only walked along for the
//! places of its values: `serde_json` does not tell them.

use super::SyntaxError;
use super::tree::{MAX_SIZE, Node, NodeKind, Pair, Scalar};
use crate::source::{FileId, Span};
use serde::de::{Deserialize, Deserializer, IgnoredAny, Visitor};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// How deep values may nest: later readers recurse, and so does dropping a tree.
const MAX_DEPTH: usize = 128;

/// Reads a text that begins at byte `base` of a file. The value is `None` where the text is not JSON, or nests too deep.
pub fn parse(text: &str, base: usize, file: FileId) -> (Option<Arc<Node>>, Vec<SyntaxError>) {
    let mut reader = Reader { text, at: 0, base, file, size: 0, errors: Vec::new() };
    let root = match check(text) {
        Ok(()) => reader.value(1),
        Err(error) => {
            reader.refuse(0..text.len(), &error);
            None
        }
    };
    (root, reader.errors)
}

/// Whether a text is JSON, however deep it nests and however much is in it.
pub fn is_json(text: &str) -> bool {
    check(text).is_ok()
}

/// What is wrong with a text that is to be JSON. What is ignored is skipped without recursion, however deep it nests.
fn check(text: &str) -> serde_json::Result<()> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| ())
}

/// Walks along a valid text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    base: usize,
    file: FileId,
    /// How many values were read.
    size: usize,
    errors: Vec<SyntaxError>,
}

impl Reader<'_> {
    /// Reads the value at the current place, and goes to its end. `None` is an error that was reported.
    fn value(&mut self, depth: usize) -> Option<Arc<Node>> {
        self.skip_space();
        let start = self.at;
        if depth > MAX_DEPTH {
            let message = format!("values nest deeper than {MAX_DEPTH} levels");
            self.errors.push(SyntaxError { span: self.span(start..start + 1), message });
            return None;
        }
        self.size += 1;
        if self.size > MAX_SIZE {
            let message = format!("more than {MAX_SIZE} values in one file");
            self.errors.push(SyntaxError { span: self.span(start..start + 1), message });
            return None;
        }
        let kind = match self.peek()? {
            b'{' => NodeKind::Mapping(self.pairs(depth)?),
            b'[' => NodeKind::Sequence(self.items(depth)?),
            b'"' => NodeKind::Scalar(Scalar { text: self.string()?, plain: false }),
            _ => {
                self.skip_while(|byte| !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n'));
                NodeKind::Scalar(Scalar { text: self.text[start..self.at].into(), plain: true })
            }
        };
        Some(Arc::new(Node { kind, tag: None, span: self.span(start..self.at) }))
    }

    fn pairs(&mut self, depth: usize) -> Option<Vec<Pair>> {
        let mut pairs = Vec::new();
        self.at += 1;
        while self.has_item(b'}')? {
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span(start..self.at);
            self.skip_while(|byte| byte != b':');
            self.at += 1;
            pairs.push(Pair { key, key_span, value: self.value(depth + 1)? });
        }
        Some(pairs)
    }

    fn items(&mut self, depth: usize) -> Option<Vec<Arc<Node>>> {
        let mut items = Vec::new();
        self.at += 1;
        while self.has_item(b']')? {
            items.push(self.value(depth + 1)?);
        }
        Some(items)
    }

    /// Goes to the next item of a collection, or behind its closing bracket.
    fn has_item(&mut self, close: u8) -> Option<bool> {
        self.skip_while(|byte| matches!(byte, b',' | b' ' | b'\t' | b'\r' | b'\n'));
        let is_closed = self.peek()? == close;
        self.at += usize::from(is_closed);
        Some(!is_closed)
    }

    /// A string with its escapes resolved. Half of a surrogate pair is an error and becomes U+FFFD.
    fn string(&mut self) -> Option<Arc<str>> {
        let start = self.at;
        let mut is_escaped = false;
        self.at += 1;
        self.skip_while(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            !is_end
        });
        self.at += 1;
        let written = self.text.get(start..self.at)?;
        let error = match serde_json::from_str::<String>(written) {
            Ok(text) => return Some(text.into()),
            Err(error) => error,
        };
        self.refuse(start..self.at, &error);
        serde_json::from_str(written).ok().map(|Bytes(bytes)| String::from_utf8_lossy(&bytes).into())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    }

    fn skip_while(&mut self, mut skips: impl FnMut(u8) -> bool) {
        while self.peek().is_some_and(&mut skips) {
            self.at += 1;
        }
    }

    /// Reports what `serde_json` says of a part of the text.
    fn refuse(&mut self, part: Range<usize>, error: &serde_json::Error) {
        let mut lines = self.text[part.clone()].split_inclusive('\n');
        let before: usize = lines.by_ref().take(error.line().saturating_sub(1)).map(str::len).sum();
        let width = lines.next().map_or(0, str::len);
        let at = part.start + before + error.column().saturating_sub(1).min(width);
        // serde_json adds the line and the column, which are those of the part and not of the file.
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message).to_owned();
        let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
        let start = self.text.floor_char_boundary(at.min(end));
        self.errors.push(SyntaxError { span: self.span(start..end), message });
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }
}

/// A string as bytes, which may hold halves of surrogate pairs.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl Visitor<'_> for Visit {
            type Value = Bytes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Visit)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Option<Arc<Node>>, Vec<SyntaxError>) {
        parse(text, 0, Sources::default().add("a.json", text))
    }

    fn node(text: &str) -> Arc<Node> {
        let (node, errors) = read(text);
        assert_eq!(errors, []);
        node.unwrap()
    }

    #[test]
    fn spans_are_byte_offsets_in_the_file() {
        let text = "\u{feff} { \"é\\u00e9\" : [ \"\u{1f310}\", -1.5e3 , true ],\r\n \"b\": {} } \n";
        let body = &text[3..];
        let (root, errors) = parse(body, 3, Sources::default().add("a.json", text));
        assert_eq!(errors, []);
        let root = root.unwrap();
        let slice = |span: Span| &text[span.range()];
        assert_eq!(slice(root.span), text[3..].trim());
        let pair = root.pair("éé").unwrap();
        assert_eq!(slice(pair.key_span), "\"é\\u00e9\"");
        let items = pair.value.items().unwrap();
        assert_eq!(items.iter().map(|item| slice(item.span)).collect::<Vec<_>>(), ["\"\u{1f310}\"", "-1.5e3", "true"]);
        assert_eq!(&**items[0].text().unwrap(), "\u{1f310}");
        assert_eq!(items[1].kind, NodeKind::Scalar(Scalar { text: "-1.5e3".into(), plain: true }));
        assert_eq!(slice(root.get("b").unwrap().span), "{}");
    }

    #[test]
    fn repeated_keys_survive_in_order() {
        let root = node(r#"{"a": 1, "b": 2, "a": 3}"#);
        assert_eq!(root.pairs().iter().map(|pair| &*pair.key).collect::<Vec<_>>(), ["a", "b", "a"]);
        assert_eq!(&**root.get("a").unwrap().text().unwrap(), "3");
        assert_eq!(crate::syntax::tree::repeated_keys(&root).len(), 1);
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(&**node(r#""\ud83c\udf10\n\"\/""#).text().unwrap(), "\u{1f310}\n\"/");
    }

    #[test]
    fn half_a_surrogate_pair_is_an_error_at_its_place() {
        let text = r#"{"a": "x", "b": "é\ud83c."}"#;
        let (root, errors) = read(text);
        assert!(root.unwrap().get("b").unwrap().text().unwrap().contains('\u{fffd}'));
        assert_eq!(errors.len(), 1);
        assert!(errors[0].span.start as usize > text.find('é').unwrap(), "{errors:?}");
    }

    #[test]
    fn an_error_has_its_place() {
        let (root, errors) = read("{\n  \"é\": 1,\n  \"b\" 2\n}");
        assert_eq!(root, None);
        assert_eq!(errors.len(), 1);
        let start = errors[0].span.start as usize;
        assert_eq!(&"{\n  \"é\": 1,\n  \"b\" 2\n}"[start..], "2\n}");
        assert_eq!(errors[0].message, "expected `:`");
        for text in ["", " ", "{", "[1,]", "{\"a\"", "\"a", "nul", "{} {}", "{'a': 1}", "\u{1f310}"] {
            let (root, errors) = read(text);
            assert_eq!((root, errors.len()), (None, 1), "{text}");
            assert!(errors[0].span.end as usize <= text.len());
        }
    }

    #[test]
    fn a_file_has_a_bound_for_what_is_in_it() {
        let list = |count: usize| format!("[{}1]", "1,".repeat(count - 1));
        assert!(read(&list(MAX_SIZE - 1)).0.is_some());
        let (root, errors) = read(&list(MAX_SIZE));
        assert_eq!((root, errors.len()), (None, 1));
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&deep(MAX_DEPTH)).0.is_some());
        for text in [deep(MAX_DEPTH + 1), deep(1_000_000), "[".repeat(1_000_000), "{\"a\":".repeat(300_000)] {
            let (root, errors) = read(&text);
            assert_eq!((root, errors.len()), (None, 1));
        }
    }
}
