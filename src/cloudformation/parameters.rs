//! Parameters: their values where they are given, else terms with what is known about them; and pseudo parameters.

use super::evaluate::Scope;
use super::scalar;
use super::template::field;
use crate::source::Span;
use crate::syntax::tree::{Node, NodeKind, Pair};
use crate::value::{Data, Domain, InputKind, Key, Origin, OriginKind, Term, TermId, Value};
use std::sync::Arc;

/// What a parameter's type says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A string or number.
    Text,
    /// An id or name of something in the account: it has no comma, and it is not empty.
    Identifier,
    /// A list.
    List,
    /// A list of Availability Zones: whoever gives several means different ones.
    Zones,
    /// What the parameter store holds under the parameter's value: never known.
    Stored,
    /// A list in the parameter store.
    StoredList,
}

impl Kind {
    fn of(parameter: &Node) -> Self {
        let name = field(parameter, "Type").and_then(|pair| pair.value.text().cloned()).unwrap_or_else(|| "String".into());
        let is_list = |name: &str| name == "CommaDelimitedList" || name.starts_with("List<");
        match name.strip_prefix("AWS::SSM::Parameter::Value<") {
            Some(stored) if is_list(stored.trim_end_matches('>')) => Self::StoredList,
            Some(_) => Self::Stored,
            None if &*name == "List<AWS::EC2::AvailabilityZone::Name>" => Self::Zones,
            None if is_list(&name) => Self::List,
            None if name.starts_with("AWS::") && name.ends_with("::Id") => Self::Identifier,
            None => Self::Text,
        }
    }
}

/// Whether what is given must not be told: it never becomes a value.
fn is_secret(parameter: &Node) -> bool {
    let is_true = |node: &Node| matches!(&node.kind, NodeKind::Scalar(scalar) if scalar::text(scalar).eq_ignore_ascii_case("true"));
    field(parameter, "NoEcho").is_some_and(|pair| is_true(&pair.value))
}

impl Scope<'_> {
    /// The value of a parameter, as seen from its declaration; `None` where there is no such parameter.
    pub(super) fn parameter(self, name: &str) -> Option<Value> {
        if let Some(value) = self.stack.known.parameters.borrow().get(name) {
            return Some(value.clone());
        }
        let (_, pair) = self.stack.parameters.get(name)?;
        let value = self.parameter_value(pair);
        self.stack.known.parameters.borrow_mut().insert(name.into(), value.clone());
        Some(value)
    }

    fn parameter_value(self, pair: &Pair) -> Value {
        let kind = Kind::of(&pair.value);
        if matches!(kind, Kind::Stored | Kind::StoredList) {
            return self.parameter_term(pair, kind, InputKind::Parameter);
        }
        let arena = &self.run.arena;
        let Some(arguments) = &self.stack.arguments else {
            let given = self.run.inputs.parameters.iter().rev().find(|(name, _)| **name == *pair.key);
            return match given.filter(|_| !is_secret(&pair.value)) {
                Some((name, text)) => {
                    let origin = arena.origin(pair.key_span, OriginKind::File(name.as_str().into()), Origin::NONE);
                    self.converted(&Value::new(Data::String(text.as_str().into()), origin), kind, pair.key_span)
                }
                None => self.parameter_term(pair, kind, InputKind::Parameter),
            };
        };
        // Nobody can give a nested stack's parameter another value than the template around it does.
        let default = || match default(&pair.value) {
            Some((text, span)) => {
                let origin = arena.origin(span, OriginKind::Default(Arc::clone(&pair.key)), Origin::NONE);
                self.converted(&Value::new(Data::String(text), origin), kind, span)
            }
            None => self.parameter_term(pair, kind, InputKind::Missing),
        };
        match arguments.get(&pair.key) {
            Some(argument) => arena.map(argument, |argument| match argument.data {
                Data::Null => default(),
                _ => self.converted(argument, kind, pair.key_span),
            }),
            None => default(),
        }
    }

    /// A given value in the type of the parameter.
    fn converted(self, value: &Value, kind: Kind, span: Span) -> Value {
        let is_list = |value: &Value| match value.data {
            Data::Sequence(..) => true,
            Data::Term(term) => self.run.lists.borrow().contains(&term),
            _ => false,
        };
        if !matches!(kind, Kind::List | Kind::Zones) || is_list(value) {
            return value.clone();
        }
        let list = self.split(",", value, span);
        let trimmed = |item: &Value| match item.as_str() {
            Some(text) => Value::new(Data::String(text.trim().into()), value.origin),
            None => item.clone(),
        };
        match list.items() {
            Some(items) => Value::list(items.iter().map(trimmed).collect()).with_origin(value.origin),
            None => list.with_origin(value.origin),
        }
    }

    /// A parameter to which no value is given: the term that stands for it, or the one value that is allowed.
    fn parameter_term(self, pair: &Pair, kind: Kind, input: InputKind) -> Value {
        let arena = &self.run.arena;
        let term = arena.input(self.stack.qualified(&pair.key), input);
        match kind {
            Kind::List | Kind::Zones => {
                self.run.lists.borrow_mut().insert(term);
                self.bound_elements(pair, term);
                if kind == Kind::Zones {
                    arena.bound(term, Domain { distinct: true, ..Domain::default() });
                }
            }
            Kind::StoredList => {
                self.run.lists.borrow_mut().insert(term);
            }
            Kind::Identifier => {
                self.run.identifiers.borrow_mut().insert(term);
            }
            Kind::Stored => {
                let stored = default(&pair.value).map(|(name, _)| name);
                arena.bound(term, Domain { stored, ..Domain::default() });
            }
            Kind::Text => {}
        }
        if matches!(kind, Kind::Text | Kind::Identifier) {
            let domain = self.domain(pair);
            if let Some([only]) = domain.allowed.as_deref() {
                return only.clone();
            }
            if domain != Domain::default() {
                arena.bound(term, domain);
            }
        }
        Value::new(Data::Term(term), arena.written(pair.key_span))
    }

    /// Each element of a list has its own default in that of the list.
    fn bound_elements(self, pair: &Pair, list: TermId) {
        let Some((text, span)) = default(&pair.value) else { return };
        let arena = &self.run.arena;
        for (index, text) in (0..).zip(text.split(',')) {
            let origin = arena.origin(span, OriginKind::Default(Arc::clone(&pair.key)), Origin::NONE);
            let default = Value::new(Data::String(text.trim().into()), origin);
            let element = arena.intern(Term::Element { of: list, key: Key::Index(index) });
            arena.bound(element, Domain { default: Some(default), ..Domain::default() });
        }
    }

    fn domain(self, pair: &Pair) -> Domain {
        let arena = &self.run.arena;
        let default = default(&pair.value).map(|(text, span)| {
            let origin = arena.origin(span, OriginKind::Default(Arc::clone(&pair.key)), Origin::NONE);
            Value::new(Data::String(text), origin)
        });
        let allowed = field(&pair.value, "AllowedValues").and_then(|allowed| {
            let items = allowed.value.items()?;
            let mut values: Vec<Value> = Vec::with_capacity(items.len());
            let mut seen = std::collections::HashSet::new();
            for item in items {
                // Something else than a scalar is refused, or a macro's: then nothing is known.
                let (text, span) = scalar_text(item)?;
                if seen.insert(Arc::clone(&text)) {
                    values.push(Value::new(Data::String(text), arena.written(span)));
                }
            }
            (!values.is_empty()).then(|| values.into())
        });
        Domain { allowed, default, ..Domain::default() }
    }

    /// The value of a pseudo parameter; `None` where there is no such one.
    pub(super) fn pseudo_parameter(self, name: &str, span: Span) -> Option<Value> {
        let arena = &self.run.arena;
        let data = match (name, &self.run.inputs.region) {
            ("AWS::NoValue", _) => Data::Null,
            ("AWS::Region", Some(region)) => Data::String(region.as_str().into()),
            ("AWS::Partition", Some(region)) => Data::String(partition(region).0.into()),
            ("AWS::URLSuffix", Some(region)) => Data::String(partition(region).1.into()),
            ("AWS::Region" | "AWS::AccountId" | "AWS::Partition" | "AWS::URLSuffix", _) => {
                Data::Term(arena.input(name, InputKind::Pseudo))
            }
            // A nested stack has its own name.
            ("AWS::StackName" | "AWS::StackId", _) => Data::Term(arena.input(self.stack.qualified(name), InputKind::Pseudo)),
            ("AWS::NotificationARNs", _) => {
                let term = arena.input(self.stack.qualified(name), InputKind::Pseudo);
                self.run.lists.borrow_mut().insert(term);
                Data::Term(term)
            }
            _ => return None,
        };
        Some(Value::new(data, arena.origin(span, OriginKind::Reference(name.into()), Origin::NONE)))
    }
}

/// The partition of a region, and how names in it end, as the general reference of AWS lists them.
fn partition(region: &str) -> (&'static str, &'static str) {
    match region.split_once('-').map_or(region, |(area, _)| area) {
        "cn" => ("aws-cn", "amazonaws.com.cn"),
        "us" if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
        "us" if region.starts_with("us-iso-") => ("aws-iso", "c2s.ic.gov"),
        "us" if region.starts_with("us-isob-") => ("aws-iso-b", "sc2s.sgov.gov"),
        _ => ("aws", "amazonaws.com"),
    }
}

fn default(parameter: &Node) -> Option<(Arc<str>, Span)> {
    field(parameter, "Default").and_then(|pair| scalar_text(&pair.value))
}

fn scalar_text(node: &Node) -> Option<(Arc<str>, Span)> {
    match &node.kind {
        NodeKind::Scalar(scalar) if node.tag.is_none() && !scalar.is_null() => Some((scalar::text(scalar), node.span)),
        _ => None,
    }
}
