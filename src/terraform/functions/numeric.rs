//! Functions on numbers, and conversions to scalars.

use super::{Invocation, Outcome};
use crate::terraform::convert::primitive;
use crate::terraform::operators::number;
use crate::terraform::types::Type;
use crate::value::{Data, Value};

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn numeric(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("min", values) => self.fold(values, f64::min),
            ("max", values) => self.fold(values, f64::max),
            ("sum", [list]) => match list.items() {
                Some([]) => Outcome::Fails("the sum of nothing"),
                Some(items) => self.fold(items, |a, b| a + b),
                None => Self::mismatch(list),
            },
            ("abs", [value]) => self.one_number(value, f64::abs),
            ("ceil", [value]) => self.one_number(value, f64::ceil),
            ("floor", [value]) => self.one_number(value, f64::floor),
            ("signum", [value]) if number(value).is_some_and(|value| value.fract() != 0.0) => {
                Outcome::Fails("signum of a fraction")
            }
            ("signum", [value]) => self.one_number(value, |value| if value == 0.0 { 0.0 } else { value.signum() }),
            ("pow", [base, power]) => self.two_numbers(base, power, f64::powf),
            ("log", [value, base]) => self.two_numbers(value, base, f64::log),
            ("parseint", [text, base]) => self.parse_integer(text, base),
            ("tostring", [value]) => Self::scalar(value, &Type::String),
            ("tonumber", [value]) => Self::scalar(value, &Type::Number),
            ("tobool", [value]) => Self::scalar(value, &Type::Bool),
            _ => return None,
        })
    }

    fn result(&self, value: f64) -> Outcome {
        if value.is_nan() {
            return Outcome::Fails("a number that does not exist");
        }
        Outcome::Value(self.evaluator.number(value, self.span))
    }

    fn fold(&self, values: &[Value], combine: impl Fn(f64, f64) -> f64) -> Outcome {
        let numbers: Option<Vec<f64>> = values.iter().map(number).collect();
        match numbers {
            Some(numbers) => numbers.into_iter().reduce(combine).map_or(Outcome::Fails("nothing"), |value| self.result(value)),
            None => values.iter().find(|value| number(value).is_none()).map_or(Outcome::Unknown, Self::mismatch),
        }
    }

    fn one_number(&self, value: &Value, change: impl Fn(f64) -> f64) -> Outcome {
        number(value).map_or_else(|| Self::mismatch(value), |value| self.result(change(value)))
    }

    fn two_numbers(&self, a: &Value, b: &Value, combine: impl Fn(f64, f64) -> f64) -> Outcome {
        match (number(a), number(b)) {
            (Some(a), Some(b)) => self.result(combine(a, b)),
            (None, _) => Self::mismatch(a),
            _ => Self::mismatch(b),
        }
    }

    fn parse_integer(&self, text: &Value, base: &Value) -> Outcome {
        let (Some(text), Some(base)) = (text.as_str(), base.as_integer()) else { return Self::mismatch(text) };
        match integer(text, base) {
            Some(value) => self.result(value),
            None => Outcome::Fails("a text that is no number in this base"),
        }
    }

    fn scalar(value: &Value, kind: &Type) -> Outcome {
        match &value.data {
            Data::Null | Data::Term(_) => Outcome::Value(value.clone()),
            _ => match primitive(value, kind) {
                Some(data) => Outcome::Value(Value::new(data, value.origin)),
                None => Self::mismatch(value),
            },
        }
    }
}

/// A whole number in a base from 2 to 62; from 37 on capital letters are digits of their own.
#[allow(clippy::cast_precision_loss, reason = "larger numbers than 2^53 name nothing in EC2")]
fn integer(text: &str, base: i64) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text.strip_prefix('+').unwrap_or(text)), |digits| (-1.0, digits));
    if !(2..=62).contains(&base) || digits.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for c in digits.bytes() {
        let digit = match c {
            b'0'..=b'9' => c - b'0',
            b'a'..=b'z' => c - b'a' + 10,
            b'A'..=b'Z' if base <= 36 => c - b'A' + 10,
            b'A'..=b'Z' => c - b'A' + 36,
            _ => return None,
        };
        if i64::from(digit) >= base {
            return None;
        }
        value = value * base as f64 + f64::from(digit);
    }
    Some(sign * value)
}
