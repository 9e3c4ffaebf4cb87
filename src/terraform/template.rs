//! Templates: strings with interpolations and directives.

use super::evaluator::{Evaluator, MAX_STRING};
use super::scope::{Frame, Scope};
use crate::source::Span;
use crate::syntax::hcl::{TemplateFor, TemplatePart};
use crate::value::{Data, Term, Value};
use std::sync::Arc;

/// The parts of a string of which some are not known.
const MAX_PARTS: usize = 1_000;

impl Evaluator<'_> {
    /// The string that a template makes.
    pub(super) fn template(&self, parts: &[TemplatePart], span: Span, scope: &Scope<'_>) -> Value {
        let parts: Vec<Value> = parts.iter().map(|part| self.part(part, span, scope)).collect();
        self.joined(&parts, span)
    }

    fn part(&self, part: &TemplatePart, span: Span, scope: &Scope<'_>) -> Value {
        match part {
            TemplatePart::Literal(text) => Data::String(super::expression::composed(text)).into(),
            TemplatePart::Interpolation(expression) => self.evaluate(expression, scope),
            TemplatePart::If(condition, yes, no) => {
                let condition = self.evaluate(condition, scope);
                if self.is_failure(&condition) {
                    return condition;
                }
                let Some(guard) = self.arena.condition(&self.without_failures(&condition)) else {
                    return self.failure("a condition that is neither true nor false", self.arena.written(span));
                };
                let branch = |parts: &[TemplatePart]| self.step(span, || self.template(parts, span, scope));
                let value = match () {
                    () if self.arena.certain(guard) => branch(yes),
                    () if !self.arena.possible(guard) => branch(no),
                    () => {
                        let alternatives = [(guard, branch(yes)), (self.arena.not(guard), branch(no))];
                        self.arena.choice(alternatives, self.arena.written(span))
                    }
                };
                self.failing_with(&condition, value)
            }
            TemplatePart::For(form) => self.template_for(form, span, scope),
        }
    }

    fn template_for(&self, form: &TemplateFor, span: Span, scope: &Scope<'_>) -> Value {
        let collection = self.evaluate(&form.collection, scope);
        let apply = |collection: &Value| match self.elements(collection) {
            Some(elements) => {
                let parts: Vec<Value> = elements
                    .into_iter()
                    .map(|(key, value)| {
                        let outer = Frame { name: form.key_name.as_deref().unwrap_or_default(), value: key, outer: scope.frame };
                        let inner = Frame { name: &form.value_name, value, outer: Some(&outer) };
                        self.step(span, || self.template(&form.body, span, &scope.with(&inner)))
                    })
                    .collect();
                self.joined(&parts, span)
            }
            // What the repeated part is of each element says what is repeated; the collection says over what.
            None => match self.each_of(collection) {
                Some(each) => {
                    let outer = Frame {
                        name: form.key_name.as_deref().unwrap_or_default(),
                        value: Data::Term(each.key).into(),
                        outer: scope.frame,
                    };
                    let inner = Frame { name: &form.value_name, value: each.item.clone(), outer: Some(&outer) };
                    let body = self.step(span, || self.template(&form.body, span, &scope.with(&inner)));
                    self.application("for", &[collection.clone(), body], span)
                }
                None => self.failure("a loop over what is no collection", self.arena.written(span)),
            },
        };
        self.lift(std::slice::from_ref(&collection), collection.origin, |values| apply(&values[0]))
            .unwrap_or_else(|| self.opaque("a template", span))
    }

    /// Joins the parts of a template.
    pub(super) fn joined(&self, parts: &[Value], span: Span) -> Value {
        let origin = self.arena.written(span);
        self.lift(parts, origin, |parts| self.joined_case(parts, span)).unwrap_or_else(|| self.application("template", parts, span))
    }

    fn joined_case(&self, parts: &[Value], span: Span) -> Value {
        let origin = self.arena.written(span);
        let mut joined: Vec<Value> = Vec::new();
        let mut push = |part: &Value| -> bool {
            let Some(text) = super::convert::text_of(part) else {
                joined.push(part.clone());
                return joined.len() < MAX_PARTS;
            };
            match joined.last_mut() {
                Some(Value { data: Data::String(last), .. }) => *last = format!("{last}{text}").into(),
                _ => joined.push(Value::string(&text)),
            }
            joined.last().and_then(Value::as_str).is_none_or(|text| text.len() <= MAX_STRING)
        };
        for part in parts {
            let short = match &part.data {
                Data::Null | Data::Sequence(..) | Data::Mapping(..) | Data::Each(_) => {
                    return self.failure("a template with a part that is no text", origin);
                }
                Data::Term(_) if self.is_failure(part) => return part.clone(),
                // A template within a template is one template, so that it does not matter in how many steps a text is made.
                Data::Term(term) => match &*self.arena.term(*term) {
                    Term::Apply { function, arguments } if &**function == "template" => arguments.iter().all(&mut push),
                    _ => push(part),
                },
                _ => push(part),
            };
            if !short {
                return self.too_large("a long string", span);
            }
        }
        joined.retain(|part| part.as_str() != Some(""));
        match joined.as_slice() {
            [] => Value::new(Data::String("".into()), origin),
            [Value { data: Data::String(text), .. }] => Value::new(Data::String(Arc::clone(text)), origin),
            // A single unknown part is converted to a string, which is what it will be in all likelihood anyway.
            [Value { data: Data::Term(term), .. }] => Value::new(Data::Term(*term), origin),
            _ => {
                let function = "template".into();
                let arguments = joined.into_iter().map(|part| part.data.into()).collect();
                Value::new(Data::Term(self.arena.intern(Term::Apply { function, arguments })), origin)
            }
        }
    }
}
