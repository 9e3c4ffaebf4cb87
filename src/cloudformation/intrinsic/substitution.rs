//! `Fn::Sub`.

use super::{Call, scalar_name};
use crate::cloudformation::evaluate::Scope;
use crate::cloudformation::template::entries;
use crate::source::Span;
use crate::value::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// A piece of a text with placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cloudformation) enum Piece<'t> {
    /// Text as it is.
    Text(&'t str),
    /// `${!Name}`, which stands for `${Name}`: the name.
    Escaped(&'t str),
    /// `${Name}`
    Name(&'t str),
}

/// The pieces of a text in order.
pub(in crate::cloudformation) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut searched = 0;
    while let Some(start) = rest[searched..].find("${").map(|at| at + searched) {
        let inner = &rest[start + 2..];
        // What another brace opens before it is closed is no placeholder.
        let Some(end) = inner.find(['{', '}']) else { break };
        if inner.as_bytes()[end] == b'{' {
            searched = start + 2;
            continue;
        }
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        let name = inner[..end].trim();
        pieces.push(match name.strip_prefix('!') {
            Some(name) => Piece::Escaped(name),
            None if name.is_empty() => Piece::Text(&rest[start..start + end + 3]),
            None => Piece::Name(name),
        });
        rest = &inner[end + 1..];
        searched = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

impl Scope<'_> {
    pub(super) fn sub(self, call: &Call<'_>) -> Option<Value> {
        let mut variables: HashMap<Arc<str>, Value> = HashMap::new();
        let (text, place) = if call.items().is_none() {
            (scalar_name(call.argument, call.tagged)?, call.argument.span)
        } else {
            let arguments = self.arguments(call, 2..=2)?;
            for pair in entries(&arguments[1]).iter() {
                variables.insert(Arc::clone(&pair.key), self.value(&pair.value));
            }
            (scalar_name(&arguments[0], false)?, arguments[0].span)
        };
        if !self.run.take(text.len() / 64, call.span) {
            return None;
        }
        let mut parts = Vec::new();
        for piece in pieces(&text) {
            parts.push(match piece {
                Piece::Text(text) => Value::string(text),
                Piece::Escaped(name) => Value::string(&format!("${{{name}}}")),
                Piece::Name(name) => match variables.get(name) {
                    Some(value) => value.clone(),
                    None => self.placeholder(name, call.span, place),
                },
            });
        }
        Some(self.text(&parts, call.span))
    }

    /// The value of `${name}`.
    fn placeholder(self, name: &str, span: Span, text: Span) -> Value {
        if !self.run.take(1, span) {
            return self.run.opaque(name, span);
        }
        match name.split_once('.') {
            Some((resource, attribute)) if self.resources().get(name).is_none() => {
                self.attribute(resource, attribute, span, self.place(name, resource, text))
            }
            _ => self.reference(name, span, self.place(name, name, text)),
        }
    }

    /// Where the part of a placeholder stands in the text; the text as a whole where it is not written so.
    fn place(self, placeholder: &str, part: &str, text: Span) -> Span {
        // Only an error needs the place, so only then it is searched.
        if self.stack.template.open || self.resources().get(part).is_some() || self.stack.parameters.get(part).is_some() {
            return text;
        }
        let source = self.run.workspace.0.sources.get(text.file);
        match source.slice(text).find(&format!("${{{placeholder}}}")) {
            Some(at) => {
                let start = text.start as usize + at + 2;
                Span::new(text.file, start..start + part.len())
            }
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Piece::{Escaped, Name, Text};

    #[test]
    fn placeholders_are_found() {
        for (text, expected) in [
            ("", vec![]),
            ("a", vec![Text("a")]),
            ("${A}", vec![Name("A")]),
            ("x${A.B}${ C }y", vec![Text("x"), Name("A.B"), Name("C"), Text("y")]),
            ("${!A}-$A-{B}", vec![Escaped("A"), Text("-$A-{B}")]),
            ("a${", vec![Text("a${")]),
            ("${${A}", vec![Text("${"), Name("A")]),
            ("${}a", vec![Text("${}"), Text("a")]),
            ("é${é}", vec![Text("é"), Name("é")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
