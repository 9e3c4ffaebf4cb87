//! What scalars mean: CloudFormation reads YAML 1.1, and then takes numbers, booleans and strings alike.

use crate::syntax::tree::Scalar;
use std::sync::Arc;

/// The string that CloudFormation makes of a scalar: an unquoted `yes` is `true`, an unquoted `010` is `8`.
pub(super) fn text(scalar: &Scalar) -> Arc<str> {
    if !scalar.plain {
        return Arc::clone(&scalar.text);
    }
    match &*scalar.text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => "true".into(),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => "false".into(),
        text => match integer(text) {
            Some(number) => number.to_string().into(),
            None => Arc::clone(&scalar.text),
        },
    }
}

/// A whole number that is not in plain decimal notation.
fn integer(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = unsigned.replace('_', "");
    let magnitude = match digits.as_bytes() {
        [b'0', b'x', ..] => i64::from_str_radix(&digits[2..], 16).ok()?,
        [b'0', b'b', ..] => i64::from_str_radix(&digits[2..], 2).ok()?,
        [b'0', _, ..] => i64::from_str_radix(&digits, 8).ok()?,
        _ if digits.len() == text.len() => return None,
        _ => digits.parse().ok()?,
    };
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_read_as_yaml_1_1() {
        for (written, meant) in [
            ("yes", "true"),
            ("No", "false"),
            ("on", "true"),
            ("010", "8"),
            ("0x1F", "31"),
            ("1_000", "1000"),
            ("+5", "5"),
            ("-010", "-8"),
            ("09", "09"),
            ("1", "1"),
            ("1.0", "1.0"),
            ("012345678901", "012345678901"),
            ("10.0.0.0/16", "10.0.0.0/16"),
            ("2010-09-09", "2010-09-09"),
            ("y", "y"),
        ] {
            assert_eq!(&*text(&Scalar { text: written.into(), plain: true }), meant, "{written}");
            assert_eq!(&*text(&Scalar { text: written.into(), plain: false }), written);
        }
    }
}
