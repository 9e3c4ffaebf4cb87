//! `format` and `formatlist`: Go's verbs, as Terraform takes them.

use super::{Invocation, Outcome};
use crate::terraform::convert::text_of;
use crate::terraform::operators::number;
use crate::value::{Data, Value};
use unicode_segmentation::UnicodeSegmentation;

/// Wider than this nothing is padded, and longer than this no fraction is written.
const MAX_WIDTH: usize = 1_000;

/// One verb of a pattern: `%-8.2f`, `%[2]s`.
#[derive(Debug, Default)]
struct Verb {
    letter: char,
    /// The argument that is named, from 0.
    index: Option<usize>,
    /// `-`, `+`, space, `0` and `#`, as they were written.
    flags: String,
    width: usize,
    precision: Option<usize>,
}

impl Verb {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn formatting(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("format", [pattern, values @ ..]) => self.format(pattern, values),
            ("formatlist", [pattern, values @ ..]) => self.format_list(pattern, values),
            _ => return None,
        })
    }

    fn format(&self, pattern: &Value, values: &[Value]) -> Outcome {
        let Some(pattern) = pattern.as_str() else { return Self::mismatch(pattern) };
        match formatted(pattern, values) {
            Formatted::Parts(parts) => Outcome::Value(self.evaluator.joined(&parts, self.span)),
            Formatted::Unknown => Outcome::Unknown,
            Formatted::Fails(reason) => Outcome::Fails(reason),
        }
    }

    fn format_list(&self, pattern: &Value, values: &[Value]) -> Outcome {
        let Some(text) = pattern.as_str() else { return Self::mismatch(pattern) };
        let mut length = None;
        for value in values {
            if let Some(items) = value.items() {
                if length.is_some_and(|length| length != items.len()) {
                    return Outcome::Fails("formatlist with lists of different lengths");
                }
                length = Some(items.len());
            } else if Self::is_unknown(value) {
                return Outcome::Unknown;
            }
        }
        let mut result = Vec::new();
        for at in 0..length.unwrap_or(1) {
            let row: Vec<Value> =
                values.iter().map(|value| value.items().and_then(|items| items.get(at)).unwrap_or(value).clone()).collect();
            match formatted(text, &row) {
                Formatted::Parts(parts) => result.push(self.evaluator.joined(&parts, self.span)),
                Formatted::Unknown => return Outcome::Unknown,
                Formatted::Fails(reason) => return Outcome::Fails(reason),
            }
        }
        self.list(result)
    }
}

/// What a pattern makes of its arguments.
enum Formatted {
    Parts(Vec<Value>),
    Unknown,
    Fails(&'static str),
}

fn formatted(pattern: &str, values: &[Value]) -> Formatted {
    let mut parts = Vec::new();
    let (mut next, mut used, mut unknown) = (0, 0, false);
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        parts.push(Value::string(&rest[..at]));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            parts.push(Value::string("%"));
            rest = after;
            continue;
        }
        let Some((verb, after)) = verb(rest) else { return Formatted::Fails("format with a verb that does not exist") };
        rest = after;
        let position = verb.index.unwrap_or(next);
        next = position + 1;
        used = used.max(next);
        let Some(value) = values.get(position) else { return Formatted::Fails("format with too few arguments") };
        match written(&verb, value) {
            Some(Ok(value)) => parts.push(value),
            Some(Err(())) => return Formatted::Fails("format with an argument that does not fit its verb"),
            None => unknown = true,
        }
    }
    parts.push(Value::string(rest));
    match () {
        () if used < values.len() => Formatted::Fails("format with too many arguments"),
        () if unknown => Formatted::Unknown,
        () => Formatted::Parts(parts),
    }
}

/// Reads what follows a `%`.
fn verb(text: &str) -> Option<(Verb, &str)> {
    let mut verb = Verb::default();
    let mut rest = text;
    if let Some(inner) = rest.strip_prefix('[') {
        let (index, after) = inner.split_once(']')?;
        verb.index = Some(index.parse::<usize>().ok()?.checked_sub(1)?);
        rest = after;
    }
    while let Some(flag) = rest.chars().next().filter(|flag| "-+ 0#".contains(*flag)) {
        verb.flags.push(flag);
        rest = &rest[1..];
    }
    let (width, after) = digits(rest)?;
    (verb.width, rest) = (width.unwrap_or_default(), after);
    if let Some(after) = rest.strip_prefix('.') {
        let (precision, after) = digits(after)?;
        (verb.precision, rest) = (Some(precision.unwrap_or_default()), after);
    }
    if let Some(inner) = rest.strip_prefix('[') {
        let (index, after) = inner.split_once(']')?;
        verb.index = Some(index.parse::<usize>().ok()?.checked_sub(1)?);
        rest = after;
    }
    verb.letter = rest.chars().next().filter(|letter| "bdoxXeEfgGqstv".contains(*letter))?;
    Some((verb, &rest[1..]))
}

fn digits(text: &str) -> Option<(Option<usize>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 {
        return Some((None, text));
    }
    let number = text[..end].parse().ok().filter(|number| *number <= MAX_WIDTH)?;
    Some((Some(number), &text[end..]))
}

/// A value as a verb writes it; `None` where the value is not known.
fn written(verb: &Verb, value: &Value) -> Option<Result<Value, ()>> {
    let plain = verb.width == 0 && verb.precision.is_none() && verb.flags.is_empty();
    let text = match (verb.letter, &value.data) {
        ('s' | 'v' | 'd', Data::Term(_)) if plain => return Some(Ok(value.clone())),
        (_, Data::Term(_) | Data::Each(_) | Data::Choice(_)) => return None,
        ('v', Data::String(text)) if !verb.has('#') => Ok(text.to_string()),
        ('v', Data::Number(number)) if !verb.has('#') => {
            return Some(Ok(Value::string(&signed(verb, &general(number.as_f64(), None)))));
        }
        ('v', _) => Ok(super::json::encode(value)?),
        ('s', _) => text_of(value).map(|text| shortened(verb, &text)).ok_or(()),
        ('q', _) => text_of(value).map(|text| format!("{:?}", shortened(verb, &text))).ok_or(()),
        // Terraform does not pad booleans.
        ('t', _) => return Some(value.as_bool().map(|value| Value::string(&value.to_string())).ok_or(())),
        _ => return Some(numeric(verb, value).map(|text| Value::string(&text)).ok_or(())),
    };
    Some(text.map(|text| Value::string(&padded(verb, &text))))
}

fn shortened(verb: &Verb, text: &str) -> String {
    verb.precision.map_or_else(|| text.to_owned(), |length| text.graphemes(true).take(length).collect())
}

fn numeric(verb: &Verb, value: &Value) -> Option<String> {
    let number = match value.data {
        Data::Bool(_) => None,
        _ => number(value),
    }?;
    let precision = verb.precision.unwrap_or(6);
    let text = match verb.letter {
        'd' | 'b' | 'o' | 'x' | 'X' => whole(verb, number)?,
        'f' => format!("{number:.precision$}"),
        'e' => exponential(number, precision),
        'E' => exponential(number, precision).to_uppercase(),
        'g' => general(number, verb.precision),
        _ => general(number, verb.precision).to_uppercase(),
    };
    Some(signed(verb, &text))
}

/// A whole number in the base of the verb.
#[allow(clippy::cast_possible_truncation, reason = "the bound is checked")]
fn whole(verb: &Verb, number: f64) -> Option<String> {
    if number.fract() != 0.0 {
        return None;
    }
    if number.abs() >= 1e30 {
        return (verb.letter == 'd').then(|| format!("{number}"));
    }
    let number = number as i128;
    let (sign, size) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let digits = match verb.letter {
        'b' => format!("{size:b}"),
        'o' => format!("{size:o}"),
        'x' => format!("{size:x}"),
        'X' => format!("{size:X}"),
        _ => size.to_string(),
    };
    let prefix = match verb.letter {
        _ if !verb.has('#') => "",
        'b' => "0b",
        'o' => "0",
        'x' => "0x",
        'X' => "0X",
        _ => "",
    };
    let digits = format!("{digits:0>width$}", width = verb.precision.unwrap_or_default());
    Some(format!("{sign}{prefix}{digits}"))
}

/// A number with its sign, as wide as the verb says.
fn signed(verb: &Verb, text: &str) -> String {
    let (negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    let sign = match (negative, verb.has('+'), verb.has(' ')) {
        (true, ..) => "-",
        (_, true, _) if verb.letter != 'v' => "+",
        (_, _, true) if verb.letter != 'v' => " ",
        _ => "",
    };
    let zeros = verb.has('0') && !verb.has('-') && verb.width > sign.len();
    match zeros {
        true => format!("{sign}{size:0>width$}", width = verb.width - sign.len()),
        false => padded(verb, &format!("{sign}{size}")),
    }
}

fn padded(verb: &Verb, text: &str) -> String {
    let width = verb.width;
    if verb.has('-') { format!("{text:<width$}") } else { format!("{text:>width$}") }
}

/// `1.234500e+04`
fn exponential(number: f64, precision: usize) -> String {
    with_go_exponent(&format!("{number:.precision$e}"))
}

/// Go writes the exponent with its sign and at least two digits.
fn with_go_exponent(text: &str) -> String {
    let Some((mantissa, exponent)) = text.split_once('e') else { return text.to_owned() };
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// `%g`: the shorter of the two notations. Without a precision there are as many digits as the number needs.
fn general(number: f64, precision: Option<usize>) -> String {
    let shortest = format!("{number:e}");
    let text = match precision {
        Some(precision) => format!("{number:.digits$e}", digits = precision.max(1) - 1),
        None => shortest,
    };
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mantissa = if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    // With as many digits as the number needs, six decide between the notations.
    let limit = precision.map_or(6, |precision| i32::try_from(precision.max(1)).unwrap_or(i32::MAX));
    if exponent < -4 || exponent >= limit {
        return with_go_exponent(&format!("{mantissa}e{exponent}"));
    }
    let decimals = usize::try_from(i32::try_from(digits).unwrap_or(i32::MAX) - 1 - exponent).unwrap_or_default();
    format!("{number:.decimals$}")
}
