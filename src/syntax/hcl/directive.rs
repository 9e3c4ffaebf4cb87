//! What the pieces of a template make together: the indentation of heredocs removed, neighbouring texts joined, and
//! directives with what stands between them.

use super::cursor::{MAX_DEPTH, Parsed, Parser};
use super::{Expression, ExpressionKind, SyntaxError, TemplateFor, TemplatePart};
use crate::source::Span;
use std::sync::Arc;

/// A piece of a template as it is written.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text, escapes resolved.
    Text(String),
    /// `${…}` or `%{…}`.
    Sequence(Sequence, Span),
}

/// What stands in `${…}` or `%{…}`.
#[derive(Debug)]
pub(super) enum Sequence {
    Interpolation(Expression),
    If(Expression),
    Else,
    EndIf,
    For { key_name: Option<Arc<str>>, value_name: Arc<str>, collection: Expression },
    EndFor,
}

/// Removes the indentation that all lines of a `<<-` heredoc share, by Terraform's rules: only what begins a line after
/// trimming counts as its beginning, and a blank line neither counts nor changes.
pub(super) fn remove_indentation(pieces: &mut [Piece]) {
    let mut shared = usize::MAX;
    let mut starts = Vec::new();
    let mut line_start = true;
    for (index, piece) in pieces.iter().enumerate() {
        let text = match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Sequence(..) => "",
        };
        let trimmed = text.trim_start();
        let blank = trimmed.is_empty() && text.ends_with('\n');
        if line_start && !blank {
            shared = shared.min(text[..text.len() - trimmed.len()].chars().count());
            starts.push(index);
        }
        line_start = text.ends_with('\n');
    }
    for index in starts {
        if let Piece::Text(text) = &mut pieces[index] {
            let end = text.char_indices().nth(shared).map_or(text.len(), |(at, _)| at);
            text.drain(..end);
        }
    }
}

/// The expression that the pieces make.
pub(super) fn assemble(mut pieces: Vec<Piece>, parser: &mut Parser) -> Parsed<ExpressionKind> {
    if let [Piece::Sequence(Sequence::Interpolation(_), _)] = &pieces[..]
        && let Some(Piece::Sequence(Sequence::Interpolation(inner), _)) = pieces.pop()
    {
        return Ok(ExpressionKind::Wrapped(Box::new(inner)));
    }
    let mut nest = Nest::default();
    let only_text = pieces.iter().all(|piece| matches!(piece, Piece::Text(_)));
    for piece in pieces {
        match piece {
            Piece::Text(text) => nest.text.push_str(&text),
            Piece::Sequence(sequence, span) => nest.sequence(sequence, span)?,
        }
    }
    if only_text {
        return Ok(ExpressionKind::String(nest.text.into()));
    }
    let height = parser.take_height() + nest.depth;
    parser.grow(height)?;
    Ok(ExpressionKind::Template(nest.finish()?))
}

/// Puts what stands between directives into them.
#[derive(Default)]
struct Nest {
    /// The directives that are not closed yet.
    open: Vec<Open>,
    /// What was read since the last directive began.
    parts: Vec<TemplatePart>,
    /// The text at the end of it.
    text: String,
    /// The highest number of directives within each other.
    depth: usize,
}

/// A directive that is not closed yet, with what was read before it.
struct Open {
    before: Vec<TemplatePart>,
    span: Span,
    directive: Directive,
}

enum Directive {
    If { condition: Expression, yes: Option<Vec<TemplatePart>> },
    For { key_name: Option<Arc<str>>, value_name: Arc<str>, collection: Expression },
}

impl Nest {
    fn sequence(&mut self, sequence: Sequence, span: Span) -> Parsed<()> {
        match sequence {
            Sequence::Interpolation(inner) => {
                self.end_text();
                self.parts.push(TemplatePart::Interpolation(inner));
                Ok(())
            }
            Sequence::If(condition) => self.begin(Directive::If { condition, yes: None }, span),
            Sequence::For { key_name, value_name, collection } => {
                self.begin(Directive::For { key_name, value_name, collection }, span)
            }
            Sequence::Else => self.other_case(span),
            Sequence::EndIf => self.end_if(span),
            Sequence::EndFor => self.end_for(span),
        }
    }

    fn begin(&mut self, directive: Directive, span: Span) -> Parsed<()> {
        let before = self.take_parts();
        self.open.push(Open { before, span, directive });
        self.depth = self.depth.max(self.open.len());
        if self.depth > MAX_DEPTH {
            let message = format!("directives nested deeper than {MAX_DEPTH} levels; this is not read");
            return Err(SyntaxError { span, message });
        }
        Ok(())
    }

    fn other_case(&mut self, span: Span) -> Parsed<()> {
        let parts = self.take_parts();
        match self.open.last_mut().map(|open| &mut open.directive) {
            Some(Directive::If { yes: yes @ None, .. }) => {
                *yes = Some(parts);
                Ok(())
            }
            _ => Err(stray(span, "else", "if")),
        }
    }

    fn end_if(&mut self, span: Span) -> Parsed<()> {
        let last = self.take_parts();
        let Some(Open { before, directive: Directive::If { condition, yes }, .. }) = self.open.pop() else {
            return Err(stray(span, "endif", "if"));
        };
        let (yes, no) = match yes {
            Some(yes) => (yes, last),
            None => (last, Vec::new()),
        };
        self.parts = before;
        self.parts.push(TemplatePart::If(Box::new(condition), yes, no));
        Ok(())
    }

    fn end_for(&mut self, span: Span) -> Parsed<()> {
        let body = self.take_parts();
        let Some(Open { before, directive: Directive::For { key_name, value_name, collection }, .. }) = self.open.pop() else {
            return Err(stray(span, "endfor", "for"));
        };
        self.parts = before;
        self.parts.push(TemplatePart::For(Box::new(TemplateFor { key_name, value_name, collection, body })));
        Ok(())
    }

    fn finish(mut self) -> Parsed<Vec<TemplatePart>> {
        let Some(Open { span, directive, .. }) = self.open.pop() else {
            return Ok(self.take_parts());
        };
        let end = if matches!(directive, Directive::If { .. }) { "endif" } else { "endfor" };
        Err(SyntaxError { span, message: format!("this directive has no `%{{ {end} }}`") })
    }

    fn take_parts(&mut self) -> Vec<TemplatePart> {
        self.end_text();
        std::mem::take(&mut self.parts)
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(TemplatePart::Literal(self.text.as_str().into()));
            self.text.clear();
        }
    }
}

fn stray(span: Span, word: &str, opener: &str) -> SyntaxError {
    SyntaxError { span, message: format!("`%{{ {word} }}` without a `%{{ {opener} }}` before it") }
}
