//! Numbers.

use std::fmt;
use std::hash::{Hash, Hasher};

/// A number. Never NaN.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number(f64);

/// Up to this magnitude every whole number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Number {
    /// A number, unless it is not one.
    pub fn new(value: f64) -> Option<Self> {
        // Adding zero makes the negative zero positive, so that equal numbers hash alike.
        (!value.is_nan()).then_some(Self(value + 0.0))
    }

    /// Reads decimal notation with an optional sign and exponent.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.strip_prefix('.').unwrap_or(digits).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().and_then(Self::new)
    }

    /// The nearest double.
    pub fn as_f64(self) -> f64 {
        self.0
    }

    /// The value as a whole number, where it is one and is exact.
    #[allow(clippy::cast_possible_truncation, reason = "the bounds are checked")]
    pub fn as_integer(self) -> Option<i64> {
        (self.0.fract() == 0.0 && self.0.abs() <= EXACT).then_some(self.0 as i64)
    }
}

impl From<i64> for Number {
    #[allow(clippy::cast_precision_loss, reason = "larger numbers than 2^53 name nothing in EC2")]
    fn from(value: i64) -> Self {
        Self(value as f64)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
