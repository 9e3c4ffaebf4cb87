//! Conditions as guards, and `Fn::If`.

use super::evaluate::Scope;
use super::intrinsic::{Call, call, scalar_name};
use super::template::entries;
use crate::source::Span;
use crate::syntax::tree::Node;
use crate::value::{Data, Guard, Term, TermId, Value};
use std::sync::Arc;

/// Two values with this many alternatives each are compared one by one; beyond that their comparison is not known.
const MAX_COMPARED: usize = 32;

impl Scope<'_> {
    /// When a named condition holds. An unknown name, and a condition that needs itself, is an error.
    pub(super) fn condition(self, name: &str, place: Span) -> Guard {
        let known = self.stack.known.conditions.borrow().get(name).copied();
        match known {
            Some(Some(guard)) => return guard,
            Some(None) => {
                self.refuse(place, format!("the condition `{name}` depends on itself"));
                return self.unknown_condition(name);
            }
            None => {}
        }
        let Some((_, pair)) = self.conditions().get(name) else {
            self.miss(place, format!("there is no condition `{name}`"));
            let guard = self.unknown_condition(name);
            // The same name is the same condition, though none knows which.
            self.stack.known.conditions.borrow_mut().insert(name.into(), Some(guard));
            return guard;
        };
        let name: Arc<str> = Arc::clone(&pair.key);
        self.stack.known.conditions.borrow_mut().insert(Arc::clone(&name), None);
        let guard = self.condition_value(&pair.value, false);
        self.stack.known.conditions.borrow_mut().insert(name, Some(guard));
        guard
    }

    fn unknown_condition(self, name: &str) -> Guard {
        self.run.arena.is_true(self.run.arena.opaque(name))
    }

    /// When the condition that a node describes holds.
    fn condition_value(self, node: &Node, untagged: bool) -> Guard {
        // `Condition` is a function here only: elsewhere it is a key like others.
        if let (false, [pair]) = (node.tag.is_some() && !untagged, &*entries(node))
            && &*pair.key == "Condition"
            && let Some(name) = scalar_name(&pair.value, false)
        {
            return self.condition(&name, pair.value.span);
        }
        match call(node, untagged) {
            Some(call) if is_condition(call.function) => {
                if !self.run.enter(node.span) {
                    return self.unknown_condition("a condition that lies too deep");
                }
                let guard = self.condition_call(&call);
                self.run.leave();
                guard
            }
            _ => {
                let value = if untagged { self.untagged(node) } else { self.value(node) };
                self.run.arena.condition(&value).unwrap_or_else(|| self.unknown_condition("something that is no condition"))
            }
        }
    }

    /// When a condition function gives true.
    pub(super) fn condition_call(self, call: &Call<'_>) -> Guard {
        let arena = &self.run.arena;
        let operands = |count| self.arguments(call, count).unwrap_or_default();
        let guards =
            |operands: &[Arc<Node>]| operands.iter().map(|operand| self.condition_value(operand, false)).collect::<Vec<_>>();
        match call.function {
            "Condition" => match scalar_name(call.argument, call.tagged) {
                Some(name) => self.condition(&name, call.argument.span),
                None => self.unknown_condition("a condition without a name"),
            },
            "Not" => match call.items() {
                Some([operand]) => arena.not(self.condition_value(operand, false)),
                // A condition that is not in a list is refused by some accounts and taken by others.
                None => arena.not(self.condition_value(call.argument, call.tagged)),
                Some(_) => {
                    operands(1..=1);
                    self.unknown_condition("Fn::Not")
                }
            },
            "And" => match call.items() {
                Some(operands) => arena.all(guards(operands)),
                None => self.unknown_condition("Fn::And"),
            },
            "Or" => match call.items() {
                Some(operands) => guards(operands).into_iter().fold(Guard::NEVER, |any, guard| arena.or(any, guard)),
                None => self.unknown_condition("Fn::Or"),
            },
            "Equals" => match operands(2..=2) {
                [a, b] => self.equal(&self.value(a), &self.value(b), call.span),
                _ => self.unknown_condition("Fn::Equals"),
            },
            _ => self.unknown_condition(call.function),
        }
    }

    /// When two values are equal.
    fn equal(self, a: &Value, b: &Value, span: Span) -> Guard {
        let arena = &self.run.arena;
        let (a, b) = (arena.alternatives(a), arena.alternatives(b));
        if a.len() > MAX_COMPARED || b.len() > MAX_COMPARED {
            return self.unknown_condition("Fn::Equals");
        }
        let mut result = Guard::NEVER;
        for (a_guard, a) in &a {
            for (b_guard, b) in &b {
                let both = arena.and(*a_guard, *b_guard);
                if both != Guard::NEVER && arena.possible(both) {
                    let equal = self.equal_case(a, b, span);
                    result = arena.or(result, arena.and(both, equal));
                }
            }
        }
        result
    }

    fn equal_case(self, a: &Value, b: &Value, span: Span) -> Guard {
        let arena = &self.run.arena;
        match (&a.data, &b.data) {
            (Data::String(a), Data::String(b)) => {
                if a == b {
                    Guard::ALWAYS
                } else {
                    Guard::NEVER
                }
            }
            (Data::Term(a), Data::Term(b)) if a == b && !self.is_opaque(*a) => Guard::ALWAYS,
            _ if arena.same(a, b).no == Guard::ALWAYS => Guard::NEVER,
            (Data::Term(term), Data::String(_)) => arena.equals(*term, b),
            (Data::String(_), Data::Term(term)) => arena.equals(*term, a),
            (Data::Term(a_term), Data::Term(b_term)) => {
                let listed = |term| arena.domain(term).and_then(|domain| domain.allowed.clone());
                if let Some(allowed) = listed(*a_term).or_else(|| listed(*b_term)).filter(|allowed| allowed.len() <= MAX_COMPARED) {
                    allowed.iter().fold(Guard::NEVER, |any, value| {
                        arena.or(any, arena.and(arena.equals(*a_term, value), arena.equals(*b_term, value)))
                    })
                } else {
                    let (first, second) = if a_term <= b_term { (a, b) } else { (b, a) };
                    self.compared(first, second, span)
                }
            }
            _ if arena.same(a, b).yes == Guard::ALWAYS => Guard::ALWAYS,
            _ => self.compared(a, b, span),
        }
    }

    fn is_opaque(self, term: TermId) -> bool {
        matches!(&*self.run.arena.term(term), Term::Opaque { .. })
    }

    /// "These are equal", of values that are not known: the same comparison has the same answer.
    fn compared(self, a: &Value, b: &Value, span: Span) -> Guard {
        match self.run.apply("Fn::Equals", vec![a.clone(), b.clone()], span).data {
            Data::Term(term) => self.run.arena.is_true(term),
            _ => Guard::NEVER,
        }
    }

    /// `Fn::If`: one of two values, under the condition and its contrary.
    pub(super) fn if_call(self, call: &Call<'_>) -> Option<Value> {
        let arena = &self.run.arena;
        let [condition, yes, no] = self.arguments(call, 3..=3)? else { return None };
        let guard = match scalar_name(condition, false) {
            Some(name) => self.condition(&name, condition.span),
            None => self.condition_value(condition, false),
        };
        Some(match () {
            () if arena.certain(guard) => self.value(yes),
            () if !arena.possible(guard) => self.value(no),
            () => {
                let alternatives = [(guard, self.value(yes)), (arena.not(guard), self.value(no))];
                arena.choice(alternatives, arena.written(call.span))
            }
        })
    }
}

fn is_condition(function: &str) -> bool {
    matches!(function, "Equals" | "And" | "Or" | "Not" | "Condition")
}
