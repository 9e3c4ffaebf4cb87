//! The syntax tree of Terraform's language. Native syntax (`.tf`) and its JSON form (`.tf.json`) become the same tree.
//!
//! The grammar is HCL's as Terraform reads it, in a parser of our own: every step is linear in the text, nothing nests
//! deeper than a bound, and what an error spoils is the top-level block it stands in and nothing else.

mod block_types;
mod body;
mod collection;
mod cursor;
mod directive;
mod expression;
mod json;
mod names;
mod parse;
mod split;
mod template;
#[cfg(test)]
mod tests;

pub use cursor::MAX_SIZE;
pub use json::{parse_json, parse_json_variables};
pub use parse::{parse, parse_expression, parse_items, parse_template};
pub use split::{Item, comments, items};

use super::SyntaxError;
use crate::source::Span;
use std::sync::Arc;

/// The content of a file or a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// `name = expression`, in source order.
    pub attributes: Vec<Attribute>,
    /// Nested blocks, in source order.
    pub blocks: Vec<Block>,
}

impl Body {
    /// The attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    /// The blocks of this type.
    pub fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

/// `name = expression`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The expression.
    pub expression: Expression,
}

/// `kind "label" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The block type: `resource`, `ingress`, ….
    pub kind: Arc<str>,
    /// The labels in order.
    pub labels: Vec<Label>,
    /// The content.
    pub body: Body,
    /// Type and labels, without the brace: what a finding about the whole block points at.
    pub header: Span,
    /// From the block type to the closing brace.
    pub span: Span,
}

/// A label of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The text without quotes.
    pub text: Arc<str>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as it is written, for exact arithmetic.
    Number(Arc<str>),
    /// A string without interpolation, escapes resolved; a heredoc with its indentation removed where it says so.
    String(Arc<str>),
    /// A string with interpolations or directives. A template of one interpolation only (`"${x}"`) is [`Self::Wrapped`].
    Template(Vec<TemplatePart>),
    /// `"${x}"`: the value of `x` as it is, not converted to a string.
    Wrapped(Box<Expression>),
    /// `[a, b]`
    Tuple(Vec<Expression>),
    /// `{ a = b }`, repeated keys included, in source order.
    Object(Vec<ObjectItem>),
    /// A name at the start of a traversal: `var`, `local`, `aws_subnet`, `each`, an iterator.
    Variable(Arc<str>),
    /// `operand.step[step]…`
    Traversal(Box<Expression>, Vec<Step>),
    /// `name(arguments)`; `provider::aws::arn_parse` is one name.
    Call(Box<Call>),
    /// `condition ? yes : no`
    Conditional(Box<[Expression; 3]>),
    /// `!x`, `-x`
    Unary(UnaryOperator, Box<Expression>),
    /// `a + b`
    Binary(BinaryOperator, Box<[Expression; 2]>),
    /// `[for …]`, `{for …}`
    For(Box<For>),
    /// `(x)`
    Parenthesis(Box<Expression>),
}

/// One `key = value` of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectItem {
    /// The key: a bare name is a [`ExpressionKind::String`], `(x)` is evaluated.
    pub key: Expression,
    /// The value.
    pub value: Expression,
}

/// One step of a traversal.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the step does.
    pub kind: StepKind,
    /// Where it stands, the dot or brackets included where the parser tells.
    pub span: Span,
}

/// What a step of a traversal does.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `.name`
    Attribute(Arc<str>),
    /// `[index]`; the old form `.0` too, except after `.*`.
    Index(Expression),
    /// `.0` after `.*`: the index into each element, unlike `[0]` there.
    ElementIndex(Expression),
    /// `.*`: applies to the following attribute steps only; an index after it takes from the resulting list.
    AttributeSplat,
    /// `[*]`: applies to all following steps.
    FullSplat,
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name, namespaces included.
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// Whether the last argument is expanded with `...`.
    pub expand_final: bool,
}

/// A `for` expression.
#[derive(Clone, Debug, PartialEq)]
pub struct For {
    /// The key or index name.
    pub key_name: Option<Arc<str>>,
    /// The value name.
    pub value_name: Arc<str>,
    /// What is iterated.
    pub collection: Expression,
    /// The key expression: present in the object form.
    pub key: Option<Expression>,
    /// The value expression.
    pub value: Expression,
    /// Whether `...` groups values by key.
    pub grouping: bool,
    /// The `if` expression.
    pub condition: Option<Expression>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplatePart {
    /// Text, escapes resolved and strip markers applied.
    Literal(Arc<str>),
    /// `${x}`
    Interpolation(Expression),
    /// `%{if x}…%{else}…%{endif}`
    If(Box<Expression>, Vec<TemplatePart>, Vec<TemplatePart>),
    /// `%{for k, v in x}…%{endfor}`
    For(Box<TemplateFor>),
}

/// `%{for}` in a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateFor {
    /// The key or index name.
    pub key_name: Option<Arc<str>>,
    /// The value name.
    pub value_name: Arc<str>,
    /// What is iterated.
    pub collection: Expression,
    /// The repeated part.
    pub body: Vec<TemplatePart>,
}

/// `!` and `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}
