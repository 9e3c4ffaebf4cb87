//! Terraform's JSON configuration syntax into the tree of the native one. Expects JSON that was read already.
//!
//! Which properties of a resource are blocks depends on its provider, which is not known here: apart from the blocks that
//! Terraform itself defines, every property is an attribute with an object or a tuple of objects as its value.

use super::block_types::{CONFIGURATION, Content};
use super::cursor::{MAX_DEPTH, Parsed, Place};
use super::parse::{expression_at, template_at};
use super::{Attribute, Block, Body, Expression, ExpressionKind, Label, ObjectItem, SyntaxError, UnaryOperator};
use crate::source::Span;
use crate::syntax::tree::{Node, NodeKind, Pair, Scalar};
use std::collections::HashSet;
use std::sync::Arc;

/// Reads a `.tf.json` or `.tofu.json` file. A top-level block that is not well-formed gives one error and is left out.
pub fn parse_json(root: &Node) -> (Body, Vec<SyntaxError>) {
    let mut body = Body::default();
    let mut errors = Vec::new();
    for pair in properties(root, &mut errors) {
        let result = match CONFIGURATION.block(&pair.key) {
            Some((labels, content)) => {
                let mut header = Header::new(pair, 0);
                header.blocks(&pair.value, labels, content, &mut |block| match block {
                    Ok(block) => body.blocks.push(block),
                    Err(error) => errors.push(error),
                })
            }
            None => attribute(pair, Strings::Templates).map(|attribute| body.attributes.push(attribute)),
        };
        errors.extend(result.err());
    }
    (body, errors)
}

/// Reads a `.tfvars.json` file, in which all strings are taken as they are.
pub fn parse_json_variables(root: &Node) -> (Body, Vec<SyntaxError>) {
    let mut errors = Vec::new();
    let mut attributes = Vec::new();
    let mut names = HashSet::new();
    for pair in properties(root, &mut errors) {
        match unique(&mut names, pair).and_then(|()| attribute(pair, Strings::Literals)) {
            Ok(attribute) => attributes.push(attribute),
            Err(error) => errors.push(error),
        }
    }
    (Body { attributes, blocks: Vec::new() }, errors)
}

/// The properties of an object, or of all objects in an array, comments left out.
fn properties<'a>(node: &'a Node, errors: &mut Vec<SyntaxError>) -> Vec<&'a Pair> {
    let mut pairs = Vec::new();
    for object in node.items().unwrap_or_default().iter().map(|item| &**item).chain(node.is_mapping().then_some(node)) {
        if !object.is_mapping() {
            errors.push(not_an_object(object));
        }
        pairs.extend(object.pairs().iter().filter(|pair| &*pair.key != "//"));
    }
    if node.text().is_some() {
        errors.push(not_an_object(node));
    }
    pairs
}

fn not_an_object(node: &Node) -> SyntaxError {
    SyntaxError { span: node.span, message: "expected an object with named properties".to_owned() }
}

fn too_deep(node: &Node) -> SyntaxError {
    SyntaxError { span: node.span, message: format!("nested deeper than {MAX_DEPTH} levels; this is not read") }
}

fn unique<'a>(names: &mut HashSet<&'a str>, pair: &'a Pair) -> Parsed<()> {
    if names.insert(&pair.key) {
        return Ok(());
    }
    let message = format!("the argument `{}` is set twice here", pair.key);
    Err(SyntaxError { span: pair.key_span, message })
}

/// The type and the labels of a block, as far as they were read.
struct Header {
    kind: Arc<str>,
    span: Span,
    labels: Vec<Label>,
    /// In how many blocks it stands.
    depth: usize,
}

impl Header {
    fn new(pair: &Pair, depth: usize) -> Self {
        Self { kind: Arc::clone(&pair.key), span: pair.key_span, labels: Vec::new(), depth }
    }

    /// All blocks below a property. With labels to come, the value is an object with a property for each label; without,
    /// it is the body. An array in place of an object holds several.
    fn blocks(&mut self, value: &Node, labels: usize, content: &Content, give: &mut dyn FnMut(Parsed<Block>)) -> Parsed<()> {
        match &value.kind {
            NodeKind::Scalar(scalar) if scalar.is_null() => Ok(()),
            NodeKind::Scalar(_) => Err(not_an_object(value)),
            NodeKind::Sequence(items) => {
                for item in items {
                    if !item.is_mapping() {
                        return Err(not_an_object(item));
                    }
                    self.blocks(item, labels, content, give)?;
                }
                Ok(())
            }
            NodeKind::Mapping(_) if labels == 0 => {
                give(self.block(value, content));
                Ok(())
            }
            NodeKind::Mapping(pairs) => {
                for pair in pairs.iter().filter(|pair| &*pair.key != "//") {
                    self.labels.push(Label { text: Arc::clone(&pair.key), span: pair.key_span });
                    let result = self.blocks(&pair.value, labels - 1, content, give);
                    self.labels.pop();
                    result?;
                }
                Ok(())
            }
        }
    }

    fn block(&self, value: &Node, content: &Content) -> Parsed<Block> {
        // The type may stand far above, before many other blocks: the last label is the block's own.
        let header = self.labels.last().map_or(self.span, |label| label.span);
        let body = block_body(value, content, self.depth)?;
        let span = header.to(value.span);
        Ok(Block { kind: Arc::clone(&self.kind), labels: self.labels.clone(), body, header, span })
    }
}

fn block_body(value: &Node, content: &Content, depth: usize) -> Parsed<Body> {
    if depth > MAX_DEPTH {
        return Err(too_deep(value));
    }
    let mut body = Body::default();
    let mut names = HashSet::new();
    for pair in value.pairs().iter().filter(|pair| &*pair.key != "//") {
        if let Some((labels, content)) = content.block(&pair.key) {
            let mut failed = None;
            Header::new(pair, depth + 1).blocks(&pair.value, labels, content, &mut |block| match block {
                Ok(block) => body.blocks.push(block),
                Err(error) => failed = Some(error),
            })?;
            if let Some(error) = failed {
                return Err(error);
            }
            continue;
        }
        unique(&mut names, pair)?;
        let strings = if content.expressions.contains(&&*pair.key) {
            Strings::Expressions
        } else if content.literals.contains(&&*pair.key) {
            Strings::Literals
        } else {
            Strings::Templates
        };
        body.attributes.push(attribute(pair, strings)?);
    }
    Ok(body)
}

fn attribute(pair: &Pair, strings: Strings) -> Parsed<Attribute> {
    let expression = strings.read(&pair.value, 0)?;
    Ok(Attribute { name: Arc::clone(&pair.key), name_span: pair.key_span, expression })
}

/// What the strings in a value are.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Strings {
    Templates,
    Expressions,
    Literals,
}

impl Strings {
    fn read(self, node: &Node, depth: usize) -> Parsed<Expression> {
        if depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels; this is not read");
            return Err(SyntaxError { span: node.span, message });
        }
        let kind = match &node.kind {
            NodeKind::Scalar(scalar) => return self.scalar(scalar, node.span),
            NodeKind::Sequence(items) => {
                ExpressionKind::Tuple(items.iter().map(|item| self.read(item, depth + 1)).collect::<Parsed<_>>()?)
            }
            NodeKind::Mapping(pairs) => {
                ExpressionKind::Object(pairs.iter().map(|pair| self.item(pair, depth)).collect::<Parsed<_>>()?)
            }
        };
        Ok(Expression { kind, span: node.span })
    }

    fn item(self, pair: &Pair, depth: usize) -> Parsed<ObjectItem> {
        let keys = if self == Self::Expressions { Self::Literals } else { self };
        Ok(ObjectItem { key: keys.string(&pair.key, pair.key_span)?, value: self.read(&pair.value, depth + 1)? })
    }

    fn scalar(self, scalar: &Scalar, span: Span) -> Parsed<Expression> {
        if !scalar.plain {
            return self.string(&scalar.text, span);
        }
        let kind = match &*scalar.text {
            "null" => ExpressionKind::Null,
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            number => return Ok(signed(number, span)),
        };
        Ok(Expression { kind, span })
    }

    fn string(self, text: &Arc<str>, span: Span) -> Parsed<Expression> {
        let has_sequence = text.contains("${") || text.contains("%{");
        match self {
            Self::Expressions => expression_at(text, place(text, span)),
            Self::Templates if has_sequence => template_at(text, place(text, span), span),
            _ => Ok(Expression { kind: ExpressionKind::String(Arc::clone(text)), span }),
        }
    }
}

/// A number; the minus is an operator, as in native syntax.
fn signed(text: &str, span: Span) -> Expression {
    let Some(digits) = text.strip_prefix('-') else {
        return Expression { kind: ExpressionKind::Number(text.into()), span };
    };
    let operand = Expression {
        kind: ExpressionKind::Number(digits.into()),
        span: Span::new(span.file, span.range().start + 1..span.range().end),
    };
    Expression { kind: ExpressionKind::Unary(UnaryOperator::Negate, Box::new(operand)), span }
}

/// Where the text of a string stands. Every escape sequence is longer than what it stands for: where the length is that of
/// the text and two quotes, there is none, and offsets in the text are offsets in the file.
fn place(text: &str, span: Span) -> Place {
    if span.range().len() == text.len() + 2 { Place::Offset(span.file, span.range().start + 1) } else { Place::Fixed(span) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::source::{FileId, Sources};
    use crate::syntax::hcl::{Step, StepKind, TemplatePart, parse};
    use crate::syntax::json;

    fn file() -> FileId {
        Sources::default().add("main.tf.json", "")
    }

    fn read(text: &str) -> (Body, Vec<SyntaxError>) {
        let (root, errors) = json::parse(text, 0, file());
        assert_eq!(errors, [], "{text}");
        parse_json(&root.unwrap())
    }

    /// The same tree without places.
    fn bare(mut body: Body) -> Body {
        let none = Span::new(file(), 0..0);
        for attribute in &mut body.attributes {
            attribute.name_span = none;
            bare_expression(&mut attribute.expression, none);
        }
        for block in &mut body.blocks {
            (block.header, block.span) = (none, none);
            block.labels.iter_mut().for_each(|label| label.span = none);
            block.body = bare(std::mem::take(&mut block.body));
        }
        body
    }

    fn bare_expression(expression: &mut Expression, none: Span) {
        expression.span = none;
        match &mut expression.kind {
            ExpressionKind::Tuple(items) => items.iter_mut().for_each(|item| bare_expression(item, none)),
            ExpressionKind::Object(items) => {
                for item in items {
                    bare_expression(&mut item.key, none);
                    bare_expression(&mut item.value, none);
                }
            }
            ExpressionKind::Wrapped(inner) | ExpressionKind::Unary(_, inner) => bare_expression(inner, none),
            ExpressionKind::Template(parts) => {
                for part in parts {
                    if let TemplatePart::Interpolation(inner) = part {
                        bare_expression(inner, none);
                    }
                }
            }
            ExpressionKind::Traversal(operand, steps) => {
                bare_expression(operand, none);
                for Step { kind, span } in steps {
                    *span = none;
                    if let StepKind::Index(index) = kind {
                        bare_expression(index, none);
                    }
                }
            }
            _ => {}
        }
    }

    #[track_caller]
    fn same(json: &str, native: &str) {
        let (body, errors) = read(json);
        assert_eq!(errors, []);
        let (expected, errors) = parse(native, 0, file());
        assert_eq!(errors, []);
        assert_eq!(bare(body), bare(expected));
    }

    #[test]
    fn blocks_with_labels_at_every_level() {
        same(
            r#"{"//": "c", "resource": {"a": {"b": {"c": 1}, "d": [{"e": null}, {"e": true}]}}, "variable": [{"f": {}}, {"g": {}}]}"#,
            "resource a b {\nc = 1\n}\nresource a d {\ne = null\n}\nresource a d {\ne = true\n}\nvariable f {}\nvariable g {}\n",
        );
        same(
            r#"[{"locals": {"a": "b"}}, {"locals": [{"//": 1, "c": -1.5e3}]}]"#,
            "locals {\na = \"b\"\n}\nlocals {\nc = -1.5e3\n}\n",
        );
    }

    #[test]
    fn terraforms_own_blocks_and_references() {
        same(
            r#"{"resource": {"a": {"b": {
                "depends_on": ["c.d"], "provider": "e.f", "ingress": [{"g": 1}],
                "lifecycle": {"ignore_changes": ["tags[\"h\"]"], "precondition": [{"condition": "${i}"}]},
                "provisioner": [{"local-exec": {"when": "destroy"}}],
                "dynamic": {"k": {"for_each": "${l}", "iterator": "m", "content": {"n": "${m.value}x"}}}
            }}}, "module": {"o": {"providers": {"aws": "aws.p"}}}, "moved": {"from": "q.r", "to": "q.s[0]"}}"#,
            "resource a b {\ndepends_on = [c.d]\nprovider = e.f\ningress = [{ \"g\" = 1 }]\nlifecycle {\nignore_changes = [tags[\"h\"]]\nprecondition {\ncondition = \"${i}\"\n}\n}\nprovisioner local-exec {\nwhen = destroy\n}\ndynamic k {\nfor_each = \"${l}\"\niterator = m\ncontent {\nn = \"${m.value}x\"\n}\n}\n}\nmodule o {\nproviders = { aws = aws.p }\n}\nmoved {\nfrom = q.r\nto = q.s[0]\n}\n",
        );
    }

    #[test]
    fn what_strings_are() {
        same(
            r#"{"variable": {"a": {"type": "list", "default": "${b}"}}, "locals": {"c": "$${d} \\ %", "f": {"${g}": "${~ h ~}"}}}"#,
            "variable a {\ntype = list\ndefault = \"$${b}\"\n}\nlocals {\nc = \"$${d} \\\\ %\"\nf = { \"${g}\" = \"${h}\" }\n}\n",
        );
        let (root, _) = json::parse(r#"{"a": "${b}", "c": ["%{d"]}"#, 0, file());
        let (body, errors) = parse_json_variables(&root.unwrap());
        assert_eq!(errors, []);
        assert_eq!(body.attribute("a").unwrap().expression.kind, ExpressionKind::String("${b}".into()));
    }

    #[test]
    fn places_within_strings_are_exact_without_escapes() {
        let text = r#"{"locals": {"a": "é ${b.c}", "d": "\"${e}\""}}"#;
        let (body, _) = read(text);
        let block = &body.blocks[0];
        assert_eq!(&text[block.header.range()], "\"locals\"");
        let inner = |name: &str| match &block.body.attribute(name).unwrap().expression.kind {
            ExpressionKind::Template(parts) => parts.iter().find_map(|part| match part {
                TemplatePart::Interpolation(inner) => Some(&text[inner.span.range()]),
                _ => None,
            }),
            _ => None,
        };
        assert_eq!(inner("a"), Some("b.c"));
        assert_eq!(inner("d"), Some(r#""\"${e}\"""#));
    }

    #[test]
    fn an_error_takes_its_own_block_only() {
        let text =
            r#"{"resource": {"a": {"b": {"c": "${d"}, "e": {"f": 1}, "g": {"h": 1, "h": 2}}}, "output": 1, "locals": {"i": 1}}"#;
        let (body, errors) = read(text);
        let marked = errors.iter().map(|error| &text[error.span.range()]).collect::<Vec<_>>();
        assert_eq!(marked, ["${", "\"h\"", "1"]);
        assert_eq!(
            body.blocks.iter().map(|block| block.labels.last().map_or("", |label| &label.text)).collect::<Vec<_>>(),
            ["e", ""]
        );
    }
}
