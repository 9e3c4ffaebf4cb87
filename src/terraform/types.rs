//! Type constraints of variables: `list(string)`, `object({ id = string, zone = optional(string, "a") })`.

use crate::syntax::hcl::{Expression, ExpressionKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A type constraint.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    /// `any`, and what is not understood.
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(T)`
    List(Arc<Type>),
    /// `set(T)`
    Set(Arc<Type>),
    /// `map(T)`
    Map(Arc<Type>),
    /// `tuple([T, …])`
    Tuple(Arc<[Type]>),
    /// `object({ name = T, … })`
    Object(Arc<BTreeMap<Arc<str>, AttributeType>>),
}

/// An attribute of an object type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AttributeType {
    /// Its type.
    pub(super) kind: Type,
    /// Whether it may be left out.
    pub(super) optional: bool,
    /// What it is when it is left out or null.
    pub(super) default: Option<Expression>,
}

/// Types are as deep as their expression, which the parser bounds; this bounds what comes from JSON strings as well.
const MAX_DEPTH: usize = 64;

impl Type {
    /// Reads a type constraint. What is not one counts as `any`: nothing is converted then.
    pub(super) fn read(expression: &Expression) -> Self {
        Self::read_nested(expression, MAX_DEPTH)
    }

    fn read_nested(expression: &Expression, depth: usize) -> Self {
        if depth == 0 {
            return Self::Any;
        }
        match &expression.kind {
            ExpressionKind::Variable(name) => Self::named(name),
            // `type = "list"` of old configurations; in JSON every type is a string.
            ExpressionKind::String(text) => match super::module::parse_text(text, expression.span) {
                Some(inner) if !matches!(inner.kind, ExpressionKind::String(_)) => Self::read_nested(&inner, depth - 1),
                _ => Self::Any,
            },
            ExpressionKind::Wrapped(inner) | ExpressionKind::Parenthesis(inner) => Self::read_nested(inner, depth - 1),
            ExpressionKind::Call(call) => match (&*call.name, call.arguments.as_slice()) {
                ("list", [element]) => Self::List(Self::read_nested(element, depth - 1).into()),
                ("set", [element]) => Self::Set(Self::read_nested(element, depth - 1).into()),
                ("map", [element]) => Self::Map(Self::read_nested(element, depth - 1).into()),
                ("tuple", [elements]) => Self::read_tuple(elements, depth),
                ("object", [attributes]) => Self::read_object(attributes, depth),
                ("optional", [kind, ..]) => Self::read_nested(kind, depth - 1),
                _ => Self::Any,
            },
            _ => Self::Any,
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "bool" => Self::Bool,
            "number" => Self::Number,
            "string" => Self::String,
            "list" => Self::List(Self::Any.into()),
            "set" => Self::Set(Self::Any.into()),
            "map" => Self::Map(Self::Any.into()),
            _ => Self::Any,
        }
    }

    fn read_tuple(elements: &Expression, depth: usize) -> Self {
        match &elements.kind {
            ExpressionKind::Tuple(elements) => {
                Self::Tuple(elements.iter().map(|element| Self::read_nested(element, depth - 1)).collect())
            }
            _ => Self::Any,
        }
    }

    fn read_object(attributes: &Expression, depth: usize) -> Self {
        let ExpressionKind::Object(items) = &attributes.kind else { return Self::Any };
        let mut result = BTreeMap::new();
        for item in items {
            let (ExpressionKind::String(name) | ExpressionKind::Variable(name)) = &item.key.kind else {
                return Self::Any;
            };
            result.insert(Arc::clone(name), AttributeType::read(&item.value, depth - 1));
        }
        Self::Object(result.into())
    }

    /// The type of an attribute or element, where the constraint says it.
    pub(super) fn element(&self, name: Option<&str>) -> Option<Self> {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => Some((**element).clone()),
            Self::Object(attributes) => attributes.get(name?).map(|attribute| attribute.kind.clone()),
            _ => None,
        }
    }

    /// Whether values of this type are no collections.
    pub(super) fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }
}

impl AttributeType {
    fn read(expression: &Expression, depth: usize) -> Self {
        match &expression.kind {
            ExpressionKind::Call(call) if &*call.name == "optional" => Self {
                kind: call.arguments.first().map_or(Type::Any, |kind| Type::read_nested(kind, depth)),
                optional: true,
                default: call.arguments.get(1).cloned(),
            },
            _ => Self { kind: Type::read_nested(expression, depth), optional: false, default: None },
        }
    }
}
