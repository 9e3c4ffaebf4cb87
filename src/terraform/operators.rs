//! Operators. On what is not known, comparisons become guards and arithmetic becomes terms.

use super::evaluator::Evaluator;
use crate::source::Span;
use crate::syntax::hcl::{BinaryOperator, UnaryOperator};
use crate::value::{Arena, Comparison, Data, Guard, Key, Number, SequenceKind, Term, TermId, Value};
use std::cmp::Ordering;

/// Functions that may give null, and forms that stand for a part of their arguments.
const NULLABLE: [&str; 12] = [
    "defaults",
    "each",
    "ephemeralasnull",
    "index",
    "element",
    "jsondecode",
    "lookup",
    "nonsensitive",
    "one",
    "sensitive",
    "try",
    "yamldecode",
];

impl Evaluator<'_> {
    /// `!x` and `-x`.
    pub(super) fn unary(&self, operator: UnaryOperator, operand: &Value, span: Span) -> Value {
        let origin = self.arena.written(span);
        self.arena.map(operand, |operand| match operator {
            _ if self.is_failure(operand) => operand.clone(),
            UnaryOperator::Not => match self.arena.condition(operand).filter(|_| !operand.is_null()) {
                Some(guard) => self.arena.boolean(self.arena.not(guard), origin),
                None => self.failure("the negation of what is no boolean", origin),
            },
            UnaryOperator::Negate => match number(operand) {
                Some(value) => self.number(-value, span),
                None if is_unknown(operand) => self.application("-", std::slice::from_ref(operand), span),
                None => self.failure("the negative of what is no number", origin),
            },
        })
    }

    /// `a + b` and so on.
    pub(super) fn binary(&self, operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Value {
        let origin = self.arena.written(span);
        if matches!(operator, BinaryOperator::And | BinaryOperator::Or) {
            return self.logical(operator, left, right, span);
        }
        let operands = [left.clone(), right.clone()];
        let result = self.lift(&operands, origin, |operands| match operands {
            [left, right] if self.is_failure(left) || self.is_failure(right) => {
                if self.is_failure(left) {
                    left.clone()
                } else {
                    right.clone()
                }
            }
            [left, right] => match operator {
                BinaryOperator::Equal => self.arena.boolean(self.equality(left, right, span), origin),
                BinaryOperator::NotEqual => self.arena.boolean(self.arena.not(self.equality(left, right, span)), origin),
                BinaryOperator::Less | BinaryOperator::LessOrEqual | BinaryOperator::Greater | BinaryOperator::GreaterOrEqual => {
                    self.ordering(operator, left, right, span)
                }
                _ => self.arithmetic(operator, left, right, span),
            },
            _ => self.opaque("an operation", span),
        });
        result.unwrap_or_else(|| self.application(symbol(operator), &operands, span))
    }

    /// `&&` and `||`. A side that decides by itself does so whether the other one fails or not.
    fn logical(&self, operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Value {
        let origin = self.arena.written(span);
        let condition = |value: &Value| {
            let value = self.without_failures(value);
            // Terraform takes null for false here.
            if self.is_failure(&value) || value.is_null() { Some(Guard::NEVER) } else { self.arena.condition(&value) }
        };
        let (Some(first), Some(second)) = (condition(left), condition(right)) else {
            return self.failure("a logical operator on what is no boolean", origin);
        };
        let (result, decides): (_, fn(&Arena, Guard) -> Guard) = match operator {
            BinaryOperator::And => (self.arena.and(first, second), Arena::not),
            _ => (self.arena.or(first, second), |_, side| side),
        };
        let decisive = self.arena.boolean(if operator == BinaryOperator::And { Guard::NEVER } else { Guard::ALWAYS }, origin);
        // What a side makes of a value: the side's own failures, except where the other one decides.
        let with_failures_of = |side: &Value, other: &Value, of_other: Guard, value: Value| {
            let fails = if self.is_failure(side) { side.clone() } else { self.failing_with(side, value.clone()) };
            let other_fails = self.is_failure(other) || self.failing_with(other, decisive.clone()) != decisive;
            if fails == value {
                return value;
            }
            let settled = if other_fails { Guard::NEVER } else { decides(&self.arena, of_other) };
            self.arena.choice([(settled, decisive.clone()), (self.arena.not(settled), fails)], origin)
        };
        let value = with_failures_of(right, left, first, self.arena.boolean(result, origin));
        with_failures_of(left, right, second, value)
    }

    /// When two values without choices are equal.
    pub(super) fn equality(&self, left: &Value, right: &Value, span: Span) -> Guard {
        match (&left.data, &right.data) {
            (Data::Term(term), Data::Null) | (Data::Null, Data::Term(term)) if self.is_never_null(*term) => Guard::NEVER,
            (Data::Term(term), Data::String(text)) | (Data::String(text), Data::Term(term))
                if text.is_empty() && self.is_id(*term) =>
            {
                Guard::NEVER
            }
            (Data::Term(term), _) if is_scalar(right) => self.equals_known(*term, left, right),
            (_, Data::Term(term)) if is_scalar(left) => self.equals_known(*term, right, left),
            // Whatever is in a collection, it is one.
            (Data::Sequence(..) | Data::Mapping(..) | Data::Each(_), Data::Null)
            | (Data::Null, Data::Sequence(..) | Data::Mapping(..) | Data::Each(_)) => Guard::NEVER,
            _ if left.is_known() && right.is_known() => match known_equality(left, right) {
                Some(true) => Guard::ALWAYS,
                Some(false) => Guard::NEVER,
                None => self.undecided(left, right, span),
            },
            _ => {
                let Comparison { yes, no } = self.arena.same(left, right);
                match () {
                    () if self.arena.certain(yes) => Guard::ALWAYS,
                    () if self.arena.certain(no) => Guard::NEVER,
                    () => self.undecided(left, right, span),
                }
            }
        }
    }

    /// The id or the ARN of something.
    fn is_id(&self, term: TermId) -> bool {
        match &*self.arena.term(term) {
            Term::Element { of, key: Key::Name(name) } if matches!(&**name, "id" | "arn") => {
                matches!(&*self.arena.term(*of), Term::Managed(_) | Term::Data(_))
            }
            _ => false,
        }
    }

    /// Whether a term certainly stands for something.
    fn is_never_null(&self, term: TermId) -> bool {
        self.node(term).is_some()
            || self.is_id(term)
            || match &*self.arena.term(term) {
                Term::Apply { function, .. } => !NULLABLE.contains(&&**function),
                Term::EachKey { .. } => true,
                _ => false,
            }
    }

    fn equals_known(&self, term: TermId, unknown: &Value, known: &Value) -> Guard {
        match self.arena.same(unknown, known) {
            Comparison { yes: Guard::ALWAYS, .. } => Guard::ALWAYS,
            Comparison { no: Guard::ALWAYS, .. } => Guard::NEVER,
            _ => self.arena.equals(term, known),
        }
    }

    /// The guard of an equality of which nothing is known but that it is the same whichever side is written first.
    fn undecided(&self, left: &Value, right: &Value, span: Span) -> Guard {
        let rank = |value: &Value| match value.data {
            Data::Term(term) => term,
            _ => self.arena.intern(Term::Apply { function: "each".into(), arguments: Box::new([value.clone()]) }),
        };
        let ordered = rank(left) <= rank(right);
        let operands = if ordered { [left.clone(), right.clone()] } else { [right.clone(), left.clone()] };
        self.holds("==", &operands, span)
    }

    fn holds(&self, operator: &str, operands: &[Value], span: Span) -> Guard {
        match self.application(operator, operands, span).data {
            Data::Term(term) => self.arena.is_true(term),
            _ => Guard::NEVER,
        }
    }

    fn ordering(&self, operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Value {
        let origin = self.arena.written(span);
        if let (Some(left), Some(right)) = (number(left), number(right)) {
            let order = left.partial_cmp(&right).unwrap_or(Ordering::Equal);
            let result = match operator {
                BinaryOperator::Less => order.is_lt(),
                BinaryOperator::LessOrEqual => order.is_le(),
                BinaryOperator::Greater => order.is_gt(),
                _ => order.is_ge(),
            };
            return Value::new(Data::Bool(result), origin);
        }
        if [left, right].iter().any(|operand| number(operand).is_none() && !is_unknown(operand)) {
            return self.failure("a comparison of what is no number", origin);
        }
        // Everything is told by `>` and `==`, so that `n > 0`, `n <= 0` and `n == 0` are known to exclude each other.
        let guard = match operator {
            BinaryOperator::Greater => self.is_greater(left, right, span),
            BinaryOperator::Less => self.is_greater(right, left, span),
            BinaryOperator::LessOrEqual => self.arena.not(self.is_greater(left, right, span)),
            _ => self.arena.not(self.is_greater(right, left, span)),
        };
        self.arena.boolean(guard, origin)
    }

    fn is_greater(&self, left: &Value, right: &Value, span: Span) -> Guard {
        // A length is no less than nothing.
        if self.is_count(left) && number(right) == Some(0.0) {
            return self.arena.not(self.equality(left, right, span));
        }
        if self.is_count(right) && number(left) == Some(1.0) {
            return self.equality(right, &Value::integer(0), span);
        }
        let greater = match (number(left), number(right)) {
            // `1 > n` is told by the other comparison: neither `n > 1` nor `n == 1`.
            (Some(_), None) => {
                let reverse = self.holds(">", &[right.clone(), left.clone()], span);
                let equal = self.equality(left, right, span);
                let not_equal = self.arena.not(equal);
                let reverse = self.arena.and(reverse, not_equal);
                return self.arena.and(not_equal, self.arena.not(reverse));
            }
            _ => self.holds(">", &[left.clone(), right.clone()], span),
        };
        self.arena.and(greater, self.arena.not(self.equality(left, right, span)))
    }

    /// Whether a value is a number of elements.
    fn is_count(&self, value: &Value) -> bool {
        let Data::Term(term) = value.data else { return false };
        matches!(&*self.arena.term(term), Term::Apply { function, .. } if &**function == "length")
    }

    fn arithmetic(&self, operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Value {
        let origin = self.arena.written(span);
        match (number(left), number(right)) {
            (Some(left), Some(right)) => {
                let result = match operator {
                    BinaryOperator::Add => left + right,
                    BinaryOperator::Subtract => left - right,
                    BinaryOperator::Multiply => left * right,
                    BinaryOperator::Divide if right == 0.0 => return self.failure("a division by zero", origin),
                    BinaryOperator::Divide => left / right,
                    // Terraform's remainder of a division by zero is the whole.
                    _ if right == 0.0 => left,
                    _ => left % right,
                };
                self.number(result, span)
            }
            (left_number, right_number) => {
                let wrong = |value: &Value, number: Option<f64>| number.is_none() && !is_unknown(value);
                match () {
                    () if wrong(left, left_number) || wrong(right, right_number) => {
                        self.failure("arithmetic with what is no number", origin)
                    }
                    () if operator == BinaryOperator::Add && right_number == Some(0.0) => left.clone(),
                    () if operator == BinaryOperator::Subtract && right_number == Some(0.0) => left.clone(),
                    () if operator == BinaryOperator::Add && left_number == Some(0.0) => right.clone(),
                    () => self.application(symbol(operator), &[left.clone(), right.clone()], span),
                }
            }
        }
    }

    /// A number, as the result of an expression.
    pub(super) fn number(&self, value: f64, span: Span) -> Value {
        match Number::new(value) {
            Some(number) if value.is_finite() => Value::new(Data::Number(number), self.arena.written(span)),
            _ => self.opaque("a number out of range", span),
        }
    }
}

/// A known number, or a string that spells one.
pub(super) fn number(value: &Value) -> Option<f64> {
    match &value.data {
        Data::Number(number) => Some(number.as_f64()),
        Data::String(text) => Number::parse(text).map(Number::as_f64),
        _ => None,
    }
}

/// Whether nothing is known of a value but its name.
pub(super) fn is_unknown(value: &Value) -> bool {
    matches!(value.data, Data::Term(_) | Data::Choice(_))
}

fn is_scalar(value: &Value) -> bool {
    matches!(value.data, Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_))
}

/// Whether two known values are equal. Terraform compares types as well, of which collections are told by kind only here:
/// `None` where it depends on more.
fn known_equality(left: &Value, right: &Value) -> Option<bool> {
    match (&left.data, &right.data) {
        (Data::Sequence(left_kind, left), Data::Sequence(right_kind, right)) => {
            let unordered = *left_kind == SequenceKind::Set || *right_kind == SequenceKind::Set;
            if unordered && !left.iter().chain(right.iter()).all(is_scalar) {
                return None;
            }
            let mut equal = Some(left.len() == right.len());
            for (left, right) in left.iter().zip(right.iter()) {
                match known_equality(left, right) {
                    Some(true) => {}
                    Some(false) => return Some(false),
                    None => equal = None,
                }
            }
            if equal == Some(true) && left_kind != right_kind { None } else { equal }
        }
        (Data::Mapping(left_kind, left), Data::Mapping(right_kind, right)) => {
            if !left.keys().eq(right.keys()) {
                return Some(false);
            }
            let mut equal = Some(true);
            for (left, right) in left.values().zip(right.values()) {
                match known_equality(left, right) {
                    Some(true) => {}
                    Some(false) => return Some(false),
                    None => equal = None,
                }
            }
            if equal == Some(true) && left_kind != right_kind { None } else { equal }
        }
        _ => Some(left == right),
    }
}

fn symbol(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::And => "&&",
        BinaryOperator::Or => "||",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Modulo => "%",
    }
}

/// An operator by its symbol, where a term that was made of it is evaluated again.
pub(super) fn operator(symbol_text: &str) -> Option<BinaryOperator> {
    use BinaryOperator::{Add, Divide, Modulo, Multiply, Subtract};
    [Add, Subtract, Multiply, Divide, Modulo].into_iter().find(|&operator| symbol(operator) == symbol_text)
}
