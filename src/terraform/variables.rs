//! The values of variables, outputs and module calls: what passes between module instances.

use super::evaluator::{Evaluator, Name};
use super::inputs::GivenValue;
use super::instance::{ModuleInstance, Repetition};
use super::module::{Variable, parse_text};
use super::scope::Scope;
use super::types::Type;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOperator, Expression, ExpressionKind, StepKind};
use crate::value::{Data, Domain, InputKind, Key, OriginKind, TermId, Value};
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// `var.name`
    pub(super) fn variable(&self, module: &Rc<ModuleInstance>, name: &Arc<str>, span: Span) -> Value {
        self.remember(module, Name::Variable(Arc::clone(name)), span, || {
            let parsed = module.module.clone()?;
            let variable = parsed.variables.get(name)?;
            Some(self.variable_value(module, name, variable))
        })
    }

    fn variable_value(&self, module: &Rc<ModuleInstance>, name: &Arc<str>, variable: &Variable) -> Value {
        let place = variable.block.header;
        let given = match &module.caller {
            Some(caller) => {
                let attribute = caller.call.body.attribute(name);
                let scope = Scope::of(&caller.module, &caller.repetition);
                attribute.map(|attribute| {
                    let value = self.evaluate(&attribute.expression, &scope);
                    let kind = OriginKind::Argument(Arc::clone(name));
                    let origin = self.arena.origin(attribute.expression.span, kind, value.origin);
                    value.with_origin(origin)
                })
            }
            None => self.given_value(module, name, variable),
        };
        let kind = variable.kind.as_ref().unwrap_or(&Type::Any);
        let default = || {
            let expression = variable.default()?;
            let value = self.evaluate(expression, &Scope::constant());
            let origin = self.arena.origin(expression.span, OriginKind::Default(Arc::clone(name)), value.origin);
            Some(self.convert(&value.with_origin(origin), kind, place))
        };
        let is_planned = module.caller.is_none() && matches!(self.given.get(name), Some(GivenValue::Planned(_)));
        // What a plan tells is the default where they are the same.
        let same = given.as_ref().filter(|_| is_planned).and_then(|given| default().filter(|default| default == given));
        match given {
            Some(_) if same.is_some() => same.unwrap_or(Value::NULL),
            Some(given) => {
                let value = self.convert(&given, kind, place).with_origin(given.origin);
                match variable.nullable {
                    true => value,
                    // Null is what it is when nothing is given.
                    false => self.arena.map(&value, |value| match value.is_null() {
                        true => default().unwrap_or_else(|| value.clone()),
                        false => value.clone(),
                    }),
                }
            }
            None => default().unwrap_or_else(|| self.input(module, name, variable)),
        }
    }

    /// A variable of which nobody says the value.
    fn input(&self, module: &ModuleInstance, name: &str, variable: &Variable) -> Value {
        let term = self.arena.input(self.name_in(module, &format!("var.{name}")), InputKind::Variable);
        if let Some(kind) = variable.kind.clone().filter(|kind| *kind != Type::Any) {
            self.types.borrow_mut().insert(term, kind);
        }
        if let Some(allowed) = variable.conditions().find_map(|condition| self.allowed(condition, name)) {
            let kind = variable.kind.as_ref().unwrap_or(&Type::Any);
            let allowed = allowed.iter().map(|value| self.convert(value, kind, variable.block.header)).collect();
            self.arena.bound(term, Domain { allowed: Some(allowed), ..Domain::default() });
        }
        Value::new(Data::Term(term), self.arena.written(variable.block.header))
    }

    fn given_value(&self, module: &ModuleInstance, name: &str, variable: &Variable) -> Option<Value> {
        let text = match self.given.get(name)? {
            GivenValue::Value(value) => return Some(value),
            GivenValue::Planned(value) => return Some(value.with_origin(self.arena.written(variable.block.header))),
            GivenValue::Secret => return Some(self.input(module, name, variable)),
            GivenValue::Text(text) => text,
        };
        // Terraform takes the text as it is for primitive types, and as an expression for all others.
        let literal = variable.kind.as_ref().is_none_or(Type::is_primitive);
        let place = variable.block.header;
        let expression = if literal { None } else { parse_text(&text, place) };
        Some(match expression {
            Some(expression) => self.evaluate(&expression, &Scope::constant()),
            None => Value::new(Data::String(text), self.arena.written(place)),
        })
    }

    /// The values that a condition allows a variable: `contains(["a", "b"], var.x)`, `var.x == "a" || var.x == "b"`.
    fn allowed(&self, condition: &Expression, name: &str) -> Option<Vec<Value>> {
        match &condition.kind {
            ExpressionKind::Parenthesis(inner) | ExpressionKind::Wrapped(inner) => self.allowed(inner, name),
            ExpressionKind::Call(call) if &*call.name == "contains" => match call.arguments.as_slice() {
                [list, item] if is_variable(item, name) => {
                    let list = self.evaluate(list, &Scope::constant());
                    list.items().filter(|_| list.is_known()).map(<[Value]>::to_vec)
                }
                _ => None,
            },
            ExpressionKind::Binary(BinaryOperator::Or, sides) => {
                let mut values = self.allowed(&sides[0], name)?;
                values.extend(self.allowed(&sides[1], name)?);
                Some(values)
            }
            ExpressionKind::Binary(BinaryOperator::And, sides) => {
                self.allowed(&sides[0], name).or_else(|| self.allowed(&sides[1], name))
            }
            ExpressionKind::Binary(BinaryOperator::Equal, sides) => {
                let constant = match (is_variable(&sides[0], name), is_variable(&sides[1], name)) {
                    (true, false) => &sides[1],
                    (false, true) => &sides[0],
                    _ => return None,
                };
                let value = self.evaluate(constant, &Scope::constant());
                value.is_known().then(|| vec![value])
            }
            _ => None,
        }
    }

    /// An output of a module instance, as its caller sees it.
    pub(super) fn output(&self, module: &Rc<ModuleInstance>, term: TermId, name: &Arc<str>, span: Span) -> Value {
        let Some(parsed) = module.module.clone() else {
            let element = self.arena.element(term, Key::Name(Arc::clone(name)));
            return Value::new(Data::Term(element), self.arena.written(span));
        };
        self.remember(module, Name::Output(Arc::clone(name)), span, || {
            let block = parsed.outputs.get(name)?;
            Some(match block.body.attribute("value") {
                Some(attribute) => self.evaluate(&attribute.expression, &Scope::of(module, &Repetition::None)),
                None => self.opaque("an output without a value", block.header),
            })
        })
    }
}

fn is_variable(expression: &Expression, name: &str) -> bool {
    match &expression.kind {
        ExpressionKind::Traversal(operand, steps) => match (&operand.kind, steps.as_slice()) {
            (ExpressionKind::Variable(root), [step]) => {
                &**root == "var" && matches!(&step.kind, StepKind::Attribute(attribute) if &**attribute == name)
            }
            _ => false,
        },
        ExpressionKind::Parenthesis(inner) | ExpressionKind::Wrapped(inner) => is_variable(inner, name),
        _ => false,
    }
}
