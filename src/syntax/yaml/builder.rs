//! Parser events to nodes, without recursion and to a bounded depth.

use super::accepted::Shown;
use super::place::Places;
use super::{Failure, Fault, FaultKind};
use crate::source::Span;
use crate::syntax::tree::{MAX_SIZE, Node, NodeKind, Pair, Scalar};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, Tag};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// How deep values may nest, values behind aliases included: later readers recurse, and so does dropping a tree.
pub(super) const MAX_DEPTH: usize = 200;

/// What the parser says of a quoted scalar with a line that is not indented, too.
const QUOTE_WITHOUT_END: &str = "while scanning a quoted scalar, found unexpected end of stream";

/// Reads the documents of what is shown of the text of `places`.
pub(super) fn build(places: &Places<'_>, shown: &Shown<'_>) -> Result<Vec<Arc<Node>>, Failure> {
    let mut builder =
        Builder { places, shown, documents: Vec::new(), stack: Vec::new(), anchors: HashMap::new(), last_end: 0, size: 0 };
    for event in Parser::new_from_str(&shown.text) {
        let done = match event {
            Ok((event, marks)) => builder.event(event, marks),
            Err(error) => Err(builder.scan_fault(&error)),
        };
        if let Err(fault) = done {
            return Err(Failure { documents: builder.documents, fault });
        }
    }
    Ok(builder.documents)
}

struct Builder<'a, 't> {
    places: &'a Places<'t>,
    shown: &'a Shown<'a>,
    documents: Vec<Arc<Node>>,
    stack: Vec<Frame>,
    /// The finished values that have an anchor, in this document.
    anchors: HashMap<usize, Built>,
    /// Where the last value or indicator ends that the parser told.
    last_end: usize,
    /// How many values were read, keys among them.
    size: usize,
}

/// A collection that is being read.
struct Frame {
    start: usize,
    /// Where what was read last ends.
    end: usize,
    /// The depth of the deepest item.
    depth: usize,
    anchor: usize,
    tag: Option<Arc<str>>,
    content: Content,
}

enum Content {
    Sequence(Vec<Arc<Node>>),
    Mapping(Vec<Pair>, Option<(Arc<str>, Range<usize>)>),
}

/// A finished value.
#[derive(Clone)]
struct Built {
    node: Arc<Node>,
    /// The bytes of the value where it stands, or of the alias that names it.
    range: Range<usize>,
    depth: usize,
}

/// What a tag says.
enum Meaning {
    /// A tag of a language on top of YAML.
    Named(Arc<str>),
    /// The scalar is a string, whatever it looks like.
    String,
    /// Nothing that the reader of the tree asks for.
    Core,
}

impl Builder<'_, '_> {
    fn event(&mut self, event: Event<'_>, marks: Marks) -> Result<(), Fault> {
        let range = self.places.byte(marks.start.index())..self.places.byte(marks.end.index());
        self.last_end = range.end;
        match event {
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let characters = marks.start.index()..marks.end.index();
                let is_plain = style == ScalarStyle::Plain;
                let restored = self.shown.restored(&text, is_plain, range.clone(), characters, self.places);
                let text = restored.as_deref().unwrap_or(&text);
                let built = self.scalar(text, style, tag.as_deref(), range);
                self.finish(built, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                let start = match self.places.at(range.start) {
                    Some(b'[' | b'-' | b'!' | b'&') => range.start,
                    // A sequence at the indentation of its key: the parser tells where the first item stands.
                    _ => self.places.dash_of_line(range.start).unwrap_or(range.start),
                };
                self.open(start, range.end, anchor, tag.as_deref(), Content::Sequence(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.open(range.start, range.end, anchor, tag.as_deref(), Content::Mapping(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(built) => self.finish(Built { range, ..built.clone() }, 0),
                None if self.stack.iter().any(|frame| frame.anchor == id) => {
                    Err(fault(range.start, "an alias within the value that it names"))
                }
                None => Err(Fault { kind: FaultKind::UnknownAnchor, ..fault(range.start, "unknown anchor") }),
            },
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Nothing => Ok(()),
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range<usize>) -> Built {
        let meaning = tag.map(meaning);
        let plain = style == ScalarStyle::Plain && !matches!(meaning, Some(Meaning::String));
        let range = match style {
            ScalarStyle::Plain if text.is_empty() && tag.is_none() => self.empty_place(range),
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
                range.start..self.places.trimmed_end(range.start, range.end)
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                range.start..self.places.quoted_end(range.start).unwrap_or(range.end)
            }
        };
        let kind = NodeKind::Scalar(Scalar { text: text.into(), plain });
        let node = Node { kind, tag: name(meaning), span: self.places.span(range.clone()) };
        Built { node: Arc::new(node), range, depth: 1 }
    }

    /// Where a value stands that is not written: after the colon or dash. The parser tells the place of the next token.
    fn empty_place(&self, range: Range<usize>) -> Range<usize> {
        let at = match self.stack.last() {
            Some(Frame { content: Content::Mapping(_, Some((_, key))), .. }) => {
                if self.places.at(range.start) == Some(b':') {
                    range.start + 1
                } else {
                    key.end
                }
            }
            Some(frame) => self.places.trimmed_end(frame.end.min(range.start), range.start),
            None => range.start,
        };
        at..at
    }

    fn open(&mut self, start: usize, end: usize, anchor: usize, tag: Option<&Tag>, content: Content) -> Result<(), Fault> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(too_deep(start));
        }
        self.stack.push(Frame { start, end, depth: 0, anchor, tag: name(tag.map(meaning)), content });
        Ok(())
    }

    fn close(&mut self, marks: Range<usize>) -> Result<(), Fault> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let opener = self.opener(frame.start);
        let closer = self.places.at(marks.start).filter(|_| !marks.is_empty());
        let is_flow = matches!((opener, closer), (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')));
        let end = if is_flow { marks.start + 1 } else { self.places.trimmed_end(frame.start, frame.end) };
        let range = frame.start..end;
        let kind = match frame.content {
            Content::Sequence(items) => NodeKind::Sequence(items),
            Content::Mapping(pairs, _) => NodeKind::Mapping(pairs),
        };
        let node = Arc::new(Node { kind, tag: frame.tag, span: self.places.span(range.clone()) });
        self.finish(Built { node, range, depth: frame.depth + 1 }, frame.anchor)
    }

    /// The first byte of the collection that starts, with its properties, at an offset.
    fn opener(&self, start: usize) -> Option<u8> {
        self.places.at(self.places.after_properties(start))
    }

    /// Puts a finished value where it belongs.
    fn finish(&mut self, built: Built, anchor: usize) -> Result<(), Fault> {
        self.size += 1;
        if self.size > MAX_SIZE {
            return Err(fault(built.range.start, &format!("more than {MAX_SIZE} values in one file")));
        }
        if built.depth + self.stack.len() > MAX_DEPTH {
            return Err(too_deep(built.range.start));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(frame) = self.stack.last_mut() else {
            self.documents.push(built.node);
            return Ok(());
        };
        frame.end = frame.end.max(built.range.end);
        match &mut frame.content {
            Content::Sequence(items) => items.push(built.node),
            Content::Mapping(pairs, key) => match key.take() {
                Some((key, range)) => pairs.push(Pair { key, key_span: self.places.span(range), value: built.node }),
                None => *key = Some(key_of(&built)?),
            },
        }
        frame.depth = frame.depth.max(built.depth);
        Ok(())
    }

    fn scan_fault(&self, error: &ScanError) -> Fault {
        let mut at = self.places.byte(error.marker().index());
        let text = self.places.text;
        if text[at..].trim().is_empty() {
            // At the end of the text: where there is something to see.
            at = text.trim_end().len();
        }
        match error.info() {
            "recursion limit exceeded" => too_deep(at),
            info if info == "invalid indentation" || info.ends_with("flow construct") => {
                let is_flow = |frame: &&Frame| matches!(self.opener(frame.start), Some(b'[' | b'{'));
                let from = self.stack.iter().find(is_flow).map_or(self.last_end, |frame| frame.start);
                Fault { kind: FaultKind::FlowIndentation { from }, ..fault(at, info) }
            }
            "invalid indentation in quoted scalar" | QUOTE_WITHOUT_END => {
                Fault { kind: FaultKind::QuotedLines, ..fault(at, error.info()) }
            }
            info if info.starts_with("comments must be") => Fault { kind: FaultKind::Comment, ..fault(at, info) },
            info if info.ends_with("unknown anchor") => Fault { kind: FaultKind::UnknownAnchor, ..fault(at, "unknown anchor") },
            info => fault(at, info),
        }
    }
}

fn key_of(built: &Built) -> Result<(Arc<str>, Range<usize>), Fault> {
    match &built.node.kind {
        _ if built.node.tag.is_some() => Err(fault(built.range.start, "a key with a tag")),
        NodeKind::Scalar(scalar) => Ok((Arc::clone(&scalar.text), built.range.clone())),
        _ => Err(fault(built.range.start, "a key that is not a scalar")),
    }
}

fn fault(at: usize, message: &str) -> Fault {
    Fault { at, message: message.to_owned(), kind: FaultKind::Other }
}

fn too_deep(at: usize) -> Fault {
    fault(at, &format!("values nest deeper than {MAX_DEPTH} levels"))
}

fn meaning(tag: &Tag) -> Meaning {
    let whole = format!("{}{}", tag.handle, tag.suffix);
    match whole.strip_prefix("tag:yaml.org,2002:") {
        Some("str") => Meaning::String,
        Some(_) => Meaning::Core,
        None if whole == "!" => Meaning::String,
        None => Meaning::Named(whole.strip_prefix('!').unwrap_or(&whole).into()),
    }
}

fn name(meaning: Option<Meaning>) -> Option<Arc<str>> {
    match meaning {
        Some(Meaning::Named(name)) => Some(name),
        _ => None,
    }
}

/// The span of a fault: the character at its place.
pub(super) fn fault_span(places: &Places<'_>, at: usize) -> Span {
    let width = places.text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    places.span(at..at + width)
}
