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
            ("signum", [value]) => self.one_number(value, |value| if value == 0.0 { 0.0 } else { value.signum() }),
            ("pow", [base, power]) => self.two_numbers(base, power, f64::powf),
            ("log", [value, base]) => self.two_numbers(value, base, f64::log),
            ("parseint", [text, base]) => Self::parse_integer(text, base),
            ("tostring", [value]) => Self::scalar(value, &Type::String),
            ("tonumber", [value]) => Self::scalar(value, &Type::Number),
            ("tobool", [value]) => Self::scalar(value, &Type::Bool),
            _ => return None,
        })
    }

    fn result(&self, value: f64) -> Outcome {
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

    fn parse_integer(text: &Value, base: &Value) -> Outcome {
        let (Some(text), Some(base)) = (text.as_str(), base.as_integer()) else { return Outcome::Unknown };
        let base = u32::try_from(base).ok().filter(|base| (2..=36).contains(base));
        match base.and_then(|base| i64::from_str_radix(text, base).ok()) {
            Some(value) => Outcome::Value(Value::integer(value)),
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
