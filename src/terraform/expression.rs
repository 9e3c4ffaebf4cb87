//! Evaluation of the forms of an expression. References, operators, templates, `for` and calls have modules of their own.

use super::evaluator::{Evaluator, MAX_ELEMENTS};
use super::scope::Scope;
use crate::source::Span;
use crate::syntax::hcl::{Expression, ExpressionKind, ObjectItem, StepKind};
use crate::value::{Data, MappingKind, Number, OriginKind, SequenceKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The value of an expression.
    pub(super) fn evaluate(&self, expression: &Expression, scope: &Scope<'_>) -> Value {
        self.step(expression.span, || self.form(expression, scope))
    }

    fn form(&self, expression: &Expression, scope: &Scope<'_>) -> Value {
        let span = expression.span;
        let known = |data: Data| Value::new(data, self.arena.written(span));
        match &expression.kind {
            ExpressionKind::Null => known(Data::Null),
            ExpressionKind::Bool(value) => known(Data::Bool(*value)),
            ExpressionKind::Number(text) => match Number::parse(text) {
                Some(number) => known(Data::Number(number)),
                None => self.opaque(text, span),
            },
            ExpressionKind::String(text) => known(Data::String(composed(text))),
            ExpressionKind::Template(parts) => self.template(parts, span, scope),
            ExpressionKind::Wrapped(inner) | ExpressionKind::Parenthesis(inner) => self.evaluate(inner, scope),
            ExpressionKind::Tuple(items) if items.len() > MAX_ELEMENTS => self.oversized(span),
            ExpressionKind::Tuple(items) => {
                let items = items.iter().map(|item| self.evaluate(item, scope)).collect();
                self.sequence(SequenceKind::Tuple, items, span)
            }
            ExpressionKind::Object(items) => self.object(items, span, scope),
            ExpressionKind::Variable(_) => self.reference(expression, &[], span, scope),
            ExpressionKind::Traversal(operand, steps) => match &operand.kind {
                ExpressionKind::Variable(_) => self.reference(operand, steps, span, scope),
                _ => {
                    let value = self.evaluate(operand, scope);
                    let value = self.steps(value, steps, span, scope);
                    self.used(value, span)
                }
            },
            ExpressionKind::Call(call) => self.call(call, span, scope),
            ExpressionKind::Conditional(parts) => self.conditional(parts, span, scope),
            ExpressionKind::Unary(operator, operand) => {
                let operand = self.evaluate(operand, scope);
                self.unary(*operator, &operand, span)
            }
            ExpressionKind::Binary(operator, operands) => {
                let left = self.evaluate(&operands[0], scope);
                let right = self.evaluate(&operands[1], scope);
                self.binary(*operator, &left, &right, span)
            }
            ExpressionKind::For(form) => self.iterate(form, span, scope),
        }
    }

    /// The same value, used here.
    pub(super) fn used(&self, value: Value, span: Span) -> Value {
        let origin = self.arena.origin(span, OriginKind::Expression, value.origin);
        value.with_origin(origin)
    }

    fn conditional(&self, parts: &[Expression; 3], span: Span, scope: &Scope<'_>) -> Value {
        let [condition, yes, no] = parts;
        let condition = self.evaluate(condition, scope);
        let origin = self.arena.written(span);
        if self.is_failure(&condition) {
            return condition;
        }
        let sound = self.without_failures(&condition);
        let Some(guard) = self.arena.condition(&sound).filter(|_| !sound.is_null()) else {
            return self.failure("a condition that is neither true nor false", origin);
        };
        // Terraform converts both results to one type: `true ? 1 : "a"` is a string.
        let value = match () {
            () if self.arena.certain(guard) => {
                let value = self.evaluate(yes, scope);
                if is_string(no) { self.as_text(value) } else { value }
            }
            () if !self.arena.possible(guard) => {
                let value = self.evaluate(no, scope);
                if is_string(yes) { self.as_text(value) } else { value }
            }
            () => {
                let (yes, no) = (self.evaluate(yes, scope), self.evaluate(no, scope));
                let (yes, no) = self.unified(yes, no);
                self.arena.choice([(guard, yes), (self.arena.not(guard), no)], origin)
            }
        };
        self.failing_with(&condition, value)
    }

    /// A value computed from another one fails where the other one fails.
    pub(super) fn failing_with(&self, cause: &Value, value: Value) -> Value {
        let Data::Choice(alternatives) = &cause.data else { return value };
        let failing = alternatives.iter().filter(|(_, value)| self.is_failure(value));
        let mut result = value;
        for (guard, failed) in failing {
            let origin = result.origin;
            result = self.arena.choice([(*guard, failed.clone()), (self.arena.not(*guard), result)], origin);
        }
        result
    }

    fn as_text(&self, value: Value) -> Value {
        self.arena.map(&value, |value| match &value.data {
            Data::Number(_) | Data::Bool(_) => {
                let text = super::convert::text_of(value).unwrap_or_default();
                Value::new(Data::String(text.into()), value.origin)
            }
            _ => value.clone(),
        })
    }

    fn unified(&self, yes: Value, no: Value) -> (Value, Value) {
        match (yes.as_str().is_some(), no.as_str().is_some()) {
            (true, false) => (yes, self.as_text(no)),
            (false, true) => (self.as_text(yes), no),
            _ => (yes, no),
        }
    }

    fn object(&self, items: &[ObjectItem], span: Span, scope: &Scope<'_>) -> Value {
        let items: Vec<(Value, Value)> =
            items.iter().map(|item| (self.object_key(&item.key, scope), self.evaluate(&item.value, scope))).collect();
        self.object_of(items, span)
    }

    fn object_key(&self, key: &Expression, scope: &Scope<'_>) -> Value {
        match &key.kind {
            // A bare name is a text, not a reference.
            ExpressionKind::Variable(name) => Value::new(Data::String(Arc::clone(name)), self.arena.written(key.span)),
            // `a.b = 1` in old configurations: Terraform refuses it with a hint; the text is what was meant.
            ExpressionKind::Traversal(_, steps) if steps.is_empty() => self.failure("a key", self.arena.written(key.span)),
            _ => self.evaluate(key, scope),
        }
    }

    /// An object of keys and values. Of a repeated key the last counts.
    pub(super) fn object_of(&self, items: Vec<(Value, Value)>, span: Span) -> Value {
        let unknown = |items: &[(Value, Value)]| {
            let flat: Vec<Value> = items.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect();
            self.application("object", &flat, span)
        };
        if items.iter().all(|(key, _)| key.as_str().is_some()) {
            let entries = items.into_iter().filter_map(|(key, value)| Some((Arc::from(key.as_str()?), value)));
            return self.mapping(MappingKind::Object, entries.collect(), span);
        }
        let mut states: Vec<(crate::value::Guard, BTreeMap<Arc<str>, Value>)> =
            vec![(crate::value::Guard::ALWAYS, BTreeMap::new())];
        for (key, value) in &items {
            let cases = self.arena.alternatives(key);
            if let Some((_, failed)) = cases.iter().find(|(_, key)| self.is_failure(key) || key.is_null()) {
                return self.failure("an object with a key that is not there", failed.origin);
            }
            if let Some((_, wrong)) = cases.iter().find(|(_, key)| matches!(key.data, Data::Sequence(..) | Data::Mapping(..))) {
                return self.failure("an object with a key that is no text", wrong.origin);
            }
            if cases.iter().any(|(_, key)| super::convert::text_of(key).is_none()) {
                return unknown(&items);
            }
            let next = self.branch(states, &cases, |entries, key| {
                let key = super::convert::text_of(key).unwrap_or_default();
                entries.insert(key.into(), value.clone());
            });
            let Some(next) = next else { return unknown(&items) };
            states = next;
        }
        let built: Vec<_> =
            states.into_iter().map(|(guard, entries)| (guard, self.mapping(MappingKind::Object, entries, span))).collect();
        self.arena.choice(built, self.arena.written(span))
    }
}

/// A text with its characters in composed form, as Terraform keeps all texts.
pub(super) fn composed(text: &Arc<str>) -> Arc<str> {
    use unicode_normalization::{UnicodeNormalization, is_nfc};
    if text.is_ascii() || is_nfc(text) { Arc::clone(text) } else { text.nfc().collect::<String>().into() }
}

/// Whether an expression gives a string whatever its parts are.
fn is_string(expression: &Expression) -> bool {
    matches!(expression.kind, ExpressionKind::String(_) | ExpressionKind::Template(_))
}

/// The text of a reference: `var.subnets["a"].id`, with `[…]` where an index is computed.
pub(super) fn reference_text(root: &str, steps: &[crate::syntax::hcl::Step]) -> String {
    let mut text = root.to_owned();
    for step in steps {
        match &step.kind {
            StepKind::Attribute(name) => {
                text.push('.');
                text.push_str(name);
            }
            StepKind::Index(index) | StepKind::ElementIndex(index) => match &index.kind {
                ExpressionKind::Number(number) => text.push_str(&format!("[{number}]")),
                ExpressionKind::String(key) => text.push_str(&format!("[{key:?}]")),
                ExpressionKind::Traversal(operand, inner) => match &operand.kind {
                    ExpressionKind::Variable(root) => text.push_str(&format!("[{}]", reference_text(root, inner))),
                    _ => text.push_str("[…]"),
                },
                ExpressionKind::Variable(name) => text.push_str(&format!("[{name}]")),
                _ => text.push_str("[…]"),
            },
            StepKind::AttributeSplat => text.push_str(".*"),
            StepKind::FullSplat => text.push_str("[*]"),
        }
    }
    text
}
