//! Whole texts: files, where an error in one item leaves the others, and single expressions and templates.

use super::body::Contents;
use super::cursor::{MAX_SIZE, Parsed, Parser, Place};
use super::names::Names;
use super::split::{Item, items};
use super::{Body, Expression, SyntaxError};
use crate::source::{FileId, Span};

/// Reads a file: native syntax of a configuration or of variable values. `base` is the offset of the text in the file.
///
/// Each top-level item that is not well-formed gives one error and is left out as a whole: what remained of it would say
/// something else than what its author meant.
pub fn parse(text: &str, base: usize, file: FileId) -> (Body, Vec<SyntaxError>) {
    parse_items(text, &items(text), &[], base, file)
}

/// The same of a text that is cut already. Of the blocks that are marked as left out only the header is read, and their body is empty; items
/// without a mark are read.
pub fn parse_items(text: &str, items: &[Item<'_>], left_out: &[bool], base: usize, file: FileId) -> (Body, Vec<SyntaxError>) {
    let mut contents = Contents::default();
    let mut errors = Vec::new();
    let mut failed = false;
    let (mut names, mut size) = (Names::of_file(), 0);
    for (position, item) in items.iter().enumerate() {
        // With its line end, where there is one: a heredoc needs it.
        let end = text[item.range.end..].find('\n').map_or(text.len(), |length| item.range.end + length + 1);
        let mut parser = Parser::new(&text[..end], Place::Offset(file, base));
        (parser.names, parser.size) = (std::mem::take(&mut names), size);
        parser.at = item.range.start;
        parser.line_ends = true;
        if left_out.get(position) == Some(&true) {
            contents.body.blocks.extend(parser.header_only(item.range.end).map_err(|error| errors.push(error)));
            (names, size) = (parser.names, parser.size);
            if size > MAX_SIZE {
                break;
            }
            continue;
        }
        let read = parser.structure().and_then(|structure| {
            parser.skip_blank();
            let ended = parser.at_end() || parser.at_line_end();
            if ended { Ok(structure) } else { Err(parser.unexpected("the end of the line")) }
        });
        (names, size) = (parser.names, parser.size);
        let result = read.and_then(|structure| contents.add(structure));
        // What does not even begin like an item is the rest of the broken one before it, and says nothing new.
        let consequence = failed && item.keyword.is_empty();
        failed = result.is_err();
        errors.extend(result.err().filter(|_| !consequence));
        if size > MAX_SIZE {
            break;
        }
    }
    (contents.body, errors)
}

/// Reads a text that is one expression, as Terraform does where JSON holds an expression: line ends mean nothing.
pub fn parse_expression(text: &str, base: usize, file: FileId) -> Result<Expression, SyntaxError> {
    expression_at(text, Place::Offset(file, base))
}

/// Reads a text that is a template, such as a file for `templatefile` or a string in JSON.
pub fn parse_template(text: &str, base: usize, file: FileId) -> Result<Expression, SyntaxError> {
    let span = Span::new(file, base..base + text.len());
    template_at(text, Place::Offset(file, base), span)
}

/// [`parse_expression`] anywhere.
pub(super) fn expression_at(text: &str, place: Place) -> Parsed<Expression> {
    let mut parser = Parser::new(text, place);
    parser.skip_blank();
    let expression = parser.expression()?;
    parser.skip_blank();
    if parser.at_end() { Ok(expression) } else { Err(parser.unexpected("the end of the expression")) }
}

/// [`parse_template`] anywhere; the whole has the given span.
pub(super) fn template_at(text: &str, place: Place, span: Span) -> Parsed<Expression> {
    let kind = Parser::new(text, place).bare_template()?;
    Ok(Expression { kind, span })
}
