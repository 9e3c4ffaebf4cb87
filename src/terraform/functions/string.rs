//! Functions on texts.

use super::{Invocation, Outcome};
use crate::terraform::convert::text_of;
use crate::value::{Data, Value};

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn string(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("join", [separator, lists @ ..]) => self.join(separator, lists),
            ("split", [separator, text]) => self.split(separator, text),
            ("format", [pattern, values @ ..]) => self.format(pattern, values),
            ("formatlist", [pattern, values @ ..]) => self.format_list(pattern, values),
            ("lower", [text]) => self.one_text(text, str::to_lowercase),
            ("upper", [text]) => self.one_text(text, str::to_uppercase),
            ("title", [text]) => self.one_text(text, title),
            ("strrev", [text]) => self.one_text(text, |text| text.chars().rev().collect()),
            ("chomp", [text]) => self.one_text(text, |text| text.trim_end_matches(['\n', '\r']).to_owned()),
            ("trimspace", [text]) => self.one_text(text, |text| text.trim().to_owned()),
            ("trim", [text, characters]) => {
                self.two_texts(text, characters, |text, set| text.trim_matches(|c| set.contains(c)).to_owned())
            }
            ("trimprefix", [text, prefix]) => {
                self.two_texts(text, prefix, |text, prefix| text.strip_prefix(prefix).unwrap_or(text).to_owned())
            }
            ("trimsuffix", [text, suffix]) => {
                self.two_texts(text, suffix, |text, suffix| text.strip_suffix(suffix).unwrap_or(text).to_owned())
            }
            ("replace", [text, from, to]) => self.replace(text, from, to),
            ("substr", [text, offset, length]) => self.substring(text, offset, length),
            ("startswith", [text, prefix]) => self.test(text, prefix, |text, prefix| text.starts_with(prefix)),
            ("endswith", [text, suffix]) => self.test(text, suffix, |text, suffix| text.ends_with(suffix)),
            ("strcontains", [text, part]) => self.test(text, part, |text, part| text.contains(part)),
            ("indent", [spaces, text]) => self.indent(spaces, text),
            _ => return None,
        })
    }

    fn one_text(&self, value: &Value, change: impl Fn(&str) -> String) -> Outcome {
        match text_of(value) {
            Some(text) => self.text(change(&text)),
            None => Self::mismatch(value),
        }
    }

    fn two_texts(&self, a: &Value, b: &Value, combine: impl Fn(&str, &str) -> String) -> Outcome {
        match (text_of(a), text_of(b)) {
            (Some(a), Some(b)) => self.text(combine(&a, &b)),
            (None, _) => Self::mismatch(a),
            _ => Self::mismatch(b),
        }
    }

    fn test(&self, a: &Value, b: &Value, holds: impl Fn(&str, &str) -> bool) -> Outcome {
        match (text_of(a), text_of(b)) {
            (Some(a), Some(b)) => Data::Bool(holds(&a, &b)).into(),
            (None, _) => Self::mismatch(a),
            _ => Self::mismatch(b),
        }
    }

    fn join(&self, separator: &Value, lists: &[Value]) -> Outcome {
        let mut parts: Vec<Value> = Vec::new();
        for list in lists {
            let Some(items) = Self::ordered(list) else { return Self::mismatch(list) };
            for item in items {
                if !parts.is_empty() {
                    parts.push(separator.clone());
                }
                parts.push(item.clone());
            }
        }
        Outcome::Value(self.evaluator.joined(&parts, self.span))
    }

    fn split(&self, separator: &Value, text: &Value) -> Outcome {
        match (text_of(separator), text_of(text)) {
            (Some(separator), Some(text)) if separator.is_empty() => {
                self.list(text.chars().map(|c| Value::string(&c.to_string())).collect())
            }
            (Some(separator), Some(text)) => self.list(text.split(&separator).map(Value::string).collect()),
            (None, _) => Self::mismatch(separator),
            _ => Self::mismatch(text),
        }
    }

    fn replace(&self, text: &Value, from: &Value, to: &Value) -> Outcome {
        match (text_of(text), text_of(from), text_of(to)) {
            // Between slashes stands a regular expression.
            (_, Some(from), _) if from.len() > 1 && from.starts_with('/') && from.ends_with('/') => Outcome::Unknown,
            (Some(text), Some(from), Some(to)) => {
                let growth = text.len().saturating_mul(to.len().max(1));
                if growth > 16 * crate::terraform::evaluator::MAX_STRING {
                    return Outcome::Value(self.evaluator.opaque("a long string", self.span));
                }
                self.text(text.replace(&from, &to))
            }
            (None, ..) => Self::mismatch(text),
            (_, None, _) => Self::mismatch(from),
            _ => Self::mismatch(to),
        }
    }

    fn substring(&self, text: &Value, offset: &Value, length: &Value) -> Outcome {
        let (Some(text), Some(offset), Some(length)) = (text_of(text), offset.as_integer(), length.as_integer()) else {
            return Outcome::Unknown;
        };
        let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let start = if offset < 0 { (count + offset).max(0) } else { offset };
        let start = usize::try_from(start).unwrap_or_default();
        let rest = text.chars().skip(start);
        match usize::try_from(length) {
            Ok(length) => self.text(rest.take(length).collect()),
            Err(_) => self.text(rest.collect()),
        }
    }

    fn indent(&self, spaces: &Value, text: &Value) -> Outcome {
        match (spaces.as_integer().and_then(|count| usize::try_from(count).ok()), text_of(text)) {
            (Some(spaces), Some(text)) if spaces <= 1000 => {
                let lines = text.matches('\n').count();
                if lines.saturating_mul(spaces) > crate::terraform::evaluator::MAX_STRING {
                    return Outcome::Value(self.evaluator.opaque("a long string", self.span));
                }
                self.text(text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
            }
            _ => Outcome::Unknown,
        }
    }

    fn format(&self, pattern: &Value, values: &[Value]) -> Outcome {
        let Some(pattern) = pattern.as_str() else { return Self::mismatch(pattern) };
        match self.formatted(pattern, values) {
            Some(Ok(parts)) => Outcome::Value(self.evaluator.joined(&parts, self.span)),
            Some(Err(reason)) => Outcome::Fails(reason),
            None => Outcome::Unknown,
        }
    }

    /// The parts of a formatted text; `None` where a verb is not understood or needs what is not known.
    fn formatted(&self, pattern: &str, values: &[Value]) -> Option<Result<Vec<Value>, &'static str>> {
        let mut parts = Vec::new();
        let mut next = 0;
        let mut rest = pattern;
        while let Some(at) = rest.find('%') {
            parts.push(Value::string(&rest[..at]));
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                parts.push(Value::string("%"));
                rest = after;
                continue;
            }
            let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
            let (flags, verb) = (&rest[..end], rest[end..].chars().next()?);
            rest = &rest[end + 1..];
            let (flags, index) = explicit_index(flags)?;
            let position = index.unwrap_or(next);
            next = position + 1;
            let Some(value) = values.get(position) else { return Some(Err("format with too few arguments")) };
            parts.push(self.formatted_value(flags, verb, value)?);
        }
        parts.push(Value::string(rest));
        Some(Ok(parts))
    }

    fn formatted_value(&self, flags: &str, verb: char, value: &Value) -> Option<Value> {
        let known = match (verb, &value.data) {
            ('s' | 'v', Data::Term(_)) if flags.is_empty() => return Some(value.clone()),
            (_, Data::Null | Data::Term(_) | Data::Each(_) | Data::Choice(_)) => return None,
            ('s' | 'v', _) => text_of(value)?,
            ('q', _) => format!("{:?}", text_of(value)?),
            ('t', _) => value.as_bool()?.to_string(),
            ('d', _) => {
                return Some(Value::string(&padded_number(flags, crate::terraform::operators::number(value)?.trunc())?));
            }
            ('x' | 'X' | 'b' | 'o', _) if flags.is_empty() => {
                let number = value.as_integer()?;
                match verb {
                    'x' => format!("{number:x}"),
                    'X' => format!("{number:X}"),
                    'b' => format!("{number:b}"),
                    _ => format!("{number:o}"),
                }
            }
            ('f', _) => {
                let number = crate::terraform::operators::number(value)?;
                let (width, precision) = flags.split_once('.').unwrap_or((flags, "6"));
                let precision: usize = precision.parse().ok().filter(|precision| *precision <= 100)?;
                return Some(Value::string(&padded(width, &format!("{number:.precision$}"))?));
            }
            _ => return None,
        };
        Some(Value::string(&padded(flags, &known)?))
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
            match self.formatted(text, &row) {
                Some(Ok(parts)) => result.push(self.evaluator.joined(&parts, self.span)),
                Some(Err(reason)) => return Outcome::Fails(reason),
                None => return Outcome::Unknown,
            }
        }
        self.list(result)
    }
}

/// `[2]` before a verb names the argument.
fn explicit_index(flags: &str) -> Option<(&str, Option<usize>)> {
    match flags.strip_suffix(']').and_then(|flags| flags.split_once('[')) {
        Some((flags, index)) => Some((flags, Some(index.parse::<usize>().ok()?.checked_sub(1)?))),
        None => Some((flags, None)),
    }
}

/// A text as wide as the flags say. `None` for flags that are not understood.
fn padded(flags: &str, text: &str) -> Option<String> {
    let (left, width) = flags.strip_prefix('-').map_or((false, flags), |width| (true, width));
    let width: usize = if width.is_empty() { 0 } else { width.parse().ok().filter(|width| *width <= 10_000)? };
    Some(if left { format!("{text:<width$}") } else { format!("{text:>width$}") })
}

fn padded_number(flags: &str, number: f64) -> Option<String> {
    match flags.strip_prefix('0') {
        Some(width) => {
            let width: usize = width.parse().ok().filter(|width| *width <= 10_000)?;
            Some(format!("{number:0width$}"))
        }
        None => padded(flags, &number.to_string()),
    }
}

/// Every word with a capital letter.
fn title(text: &str) -> String {
    let mut start = true;
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if start {
            result.extend(c.to_uppercase());
        } else {
            result.push(c);
        }
        start = !(c.is_alphanumeric() || c == '_' || c == '\'');
    }
    result
}
