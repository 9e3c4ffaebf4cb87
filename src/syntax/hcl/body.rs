//! Attributes and blocks.

use super::cursor::{Parsed, Parser};
use super::{Attribute, Block, Body, Label, SyntaxError};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// One item of a body.
#[derive(Debug)]
pub(super) enum Structure {
    Attribute(Attribute),
    Block(Block),
}

impl Parser<'_> {
    /// An attribute or a block, without what follows it on its line.
    pub(super) fn structure(&mut self) -> Parsed<Structure> {
        self.count()?;
        let Some((name, range)) = self.name() else {
            return Err(self.unexpected("an argument or a block"));
        };
        self.skip_blank();
        if self.at_assignment() {
            return Ok(Structure::Attribute(self.attribute(name, range)?));
        }
        Ok(Structure::Block(self.block(name, range)?))
    }

    fn at_assignment(&self) -> bool {
        self.looking_at("=") && !self.looking_at("==") && !self.looking_at("=>")
    }

    fn attribute(&mut self, name: &str, range: Range<usize>) -> Parsed<Attribute> {
        self.at += 1;
        self.skip_blank();
        let expression = self.expression()?;
        Ok(Attribute { name: self.names.keep(name), name_span: self.span(range), expression })
    }

    fn block(&mut self, kind: &str, range: Range<usize>) -> Parsed<Block> {
        let start = range.start;
        let block = self.header(kind, range)?;
        let body = self.nested(Self::block_body)?;
        Ok(Block { body, span: self.span(start..self.at), ..block })
    }

    /// Type and labels, up to the brace.
    fn header(&mut self, kind: &str, range: Range<usize>) -> Parsed<Block> {
        let mut labels: Vec<Label> = Vec::new();
        let mut header = self.span(range);
        while !self.looking_at("{") {
            let label = self.label(labels.is_empty())?;
            header = header.to(label.span);
            labels.push(label);
            self.skip_blank();
        }
        labels.shrink_to_fit();
        Ok(Block { kind: self.names.keep(kind), labels, body: Body::default(), header, span: header })
    }

    /// A block that ends at a known place, without its body.
    pub(super) fn header_only(&mut self, end: usize) -> Parsed<Block> {
        self.count()?;
        let Some((kind, range)) = self.name() else {
            return Err(self.unexpected("a block"));
        };
        let start = range.start;
        self.skip_blank();
        let block = self.header(kind, range)?;
        Ok(Block { span: self.span(start..end), ..block })
    }

    fn label(&mut self, first: bool) -> Parsed<Label> {
        let start = self.at;
        let text = if let Some((name, _)) = self.name() {
            self.names.keep(name)
        } else if self.looking_at("\"") {
            match self.quoted_template()? {
                super::ExpressionKind::String(text) => text,
                _ => return Err(self.error(start..self.at, "a label cannot have interpolations")),
            }
        } else if first {
            return Err(self.unexpected("`=` and a value, or a block's labels and `{`"));
        } else {
            return Err(self.unexpected("a label or `{` on the same line"));
        };
        Ok(Label { text, span: self.span(start..self.at) })
    }

    fn block_body(&mut self) -> Parsed<Body> {
        let open = self.at;
        self.at += 1;
        self.skip_blank();
        if self.at_line_end() || self.looking_at("}") || self.at_end() { self.lines(open) } else { self.single_line(open) }
    }

    /// `{ name = expression }`: one attribute, no blocks.
    fn single_line(&mut self, open: usize) -> Parsed<Body> {
        let Some((name, range)) = self.name() else {
            return Err(self.unexpected("an argument or `}`"));
        };
        self.skip_blank();
        if !self.at_assignment() {
            return Err(self.unexpected("`=`: a block on one line holds one argument"));
        }
        let attribute = self.attribute(name, range)?;
        self.close(open, "}", "`}` on the same line as `{` and the argument")?;
        Ok(Body { attributes: vec![attribute], blocks: Vec::new() })
    }

    fn lines(&mut self, open: usize) -> Parsed<Body> {
        let mut contents = Contents::default();
        loop {
            self.skip_lines();
            if self.eat("}") {
                // Most bodies are small, and stay: the room that a list grows by would be half of the memory.
                contents.body.attributes.shrink_to_fit();
                contents.body.blocks.shrink_to_fit();
                return Ok(contents.body);
            }
            if self.at_end() {
                return Err(self.never_closed(open));
            }
            let structure = self.structure()?;
            contents.add(structure)?;
            self.skip_blank();
            if !self.at_line_end() && !self.at_end() {
                return Err(self.unexpected("the end of the line"));
            }
        }
    }
}

/// A body to which items are added.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) body: Body,
    /// The names of its attributes, where there are many.
    names: FxHashSet<Arc<str>>,
}

/// So many names are compared one by one.
const FEW: usize = 16;

impl Contents {
    /// Adds an item. An attribute whose name is there already is an error, and left out.
    pub(super) fn add(&mut self, structure: Structure) -> Parsed<()> {
        match structure {
            Structure::Block(block) => self.body.blocks.push(block),
            Structure::Attribute(attribute) => {
                if self.has(&attribute.name) {
                    let message = format!("the argument `{}` is set twice here", attribute.name);
                    return Err(SyntaxError { span: attribute.name_span, message });
                }
                self.body.attributes.push(attribute);
            }
        }
        Ok(())
    }

    fn has(&mut self, name: &Arc<str>) -> bool {
        let known = &self.body.attributes;
        if known.len() < FEW {
            return known.iter().any(|attribute| attribute.name == *name);
        }
        if self.names.is_empty() {
            self.names.extend(known.iter().map(|attribute| Arc::clone(&attribute.name)));
        }
        !self.names.insert(Arc::clone(name))
    }
}
