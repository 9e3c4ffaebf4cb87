//! Functions on texts.

use super::{Invocation, Outcome};
use crate::terraform::convert::text_of;
use crate::value::{Data, Key, Term, Value};
use unicode_segmentation::UnicodeSegmentation;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn string(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("join", [separator, lists @ ..]) => self.join(separator, lists),
            ("split", [separator, text]) => self.split(separator, text),
            ("chomp" | "lower" | "trimspace", [text]) if self.is_id(text) => Outcome::Value(text.clone()),
            ("lower", [text]) => self.one_text(text, |text| text.chars().map(lower).collect()),
            ("upper", [text]) => self.one_text(text, |text| text.chars().map(upper).collect()),
            ("title", [text]) => self.one_text(text, title),
            ("strrev", [text]) => self.one_text(text, |text| text.graphemes(true).rev().collect()),
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
        if lists.is_empty() {
            return Outcome::Fails("join without a list");
        }
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
            (Some(separator), None) if separator == "," => self.split_ids(text).unwrap_or_else(|| Self::mismatch(text)),
            (None, _) => Self::mismatch(separator),
            _ => Self::mismatch(text),
        }
    }

    /// A text of ids that are not known yet and of commas, as `join` makes it: no id has a comma.
    fn split_ids(&self, text: &Value) -> Option<Outcome> {
        if self.is_id(text) {
            return Some(self.list(vec![text.clone()]));
        }
        let Data::Term(term) = text.data else { return None };
        let term = self.evaluator.arena.term(term);
        let Term::Apply { function, arguments } = &*term else { return None };
        if &**function != "template" || !arguments.iter().all(|part| part.as_str().is_some() || self.is_id(part)) {
            return None;
        }
        let mut items: Vec<Vec<Value>> = vec![Vec::new()];
        for part in arguments {
            let Some(known) = part.as_str() else {
                items.last_mut()?.push(part.clone());
                continue;
            };
            for (position, piece) in known.split(',').enumerate() {
                if position > 0 {
                    items.push(Vec::new());
                }
                items.last_mut()?.extend((!piece.is_empty()).then(|| Value::string(piece)));
            }
        }
        Some(self.list(items.iter().map(|parts| self.evaluator.joined(parts, self.span)).collect()))
    }

    /// Whether a value is the id of a network resource, which has small letters, digits and dashes only.
    fn is_id(&self, value: &Value) -> bool {
        let Data::Term(term) = value.data else { return false };
        match &*self.evaluator.arena.term(term) {
            Term::Element { of, key: Key::Name(name) } if &**name == "id" => match &*self.evaluator.arena.term(*of) {
                Term::Managed(address) => crate::terraform::network::is_network(&address.resource_type),
                _ => false,
            },
            _ => false,
        }
    }

    fn replace(&self, text: &Value, from: &Value, to: &Value) -> Outcome {
        match (text_of(text), text_of(from), text_of(to)) {
            (Some(text), Some(from), Some(to)) => {
                let growth = text.len().saturating_mul(to.len().max(1));
                if growth > 16 * crate::terraform::evaluator::MAX_STRING {
                    return Outcome::Value(self.evaluator.too_large("a long string", self.span));
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
            let fraction = [offset, length]
                .into_iter()
                .any(|value| matches!(value.data, Data::Number(number) if number.as_integer().is_none()));
            return if fraction { Outcome::Fails("a position that is no whole number") } else { Outcome::Unknown };
        };
        let count = i64::try_from(text.graphemes(true).count()).unwrap_or(i64::MAX);
        let start = if offset < 0 { (count + offset).max(0) } else { offset };
        let start = usize::try_from(start).unwrap_or_default();
        let rest = text.graphemes(true).skip(start);
        match usize::try_from(length) {
            // Counted from the end, no length at all means the rest.
            Ok(0) if offset < 0 => self.text(rest.collect()),
            Ok(length) => self.text(rest.take(length).collect()),
            Err(_) => self.text(rest.collect()),
        }
    }

    fn indent(&self, spaces: &Value, text: &Value) -> Outcome {
        match (spaces.as_integer().and_then(|count| usize::try_from(count).ok()), text_of(text)) {
            (Some(spaces), Some(text)) if spaces <= 1000 => {
                let lines = text.matches('\n').count();
                if lines.saturating_mul(spaces) > crate::terraform::evaluator::MAX_STRING {
                    return Outcome::Value(self.evaluator.too_large("a long string", self.span));
                }
                self.text(text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
            }
            _ if spaces.as_integer().is_some_and(|spaces| spaces < 0) => Outcome::Fails("an indentation of less than nothing"),
            _ => Outcome::Unknown,
        }
    }
}

/// Every word with a capital letter.
fn title(text: &str) -> String {
    let mut start = true;
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if start {
            result.push(upper(c));
        } else {
            result.push(c);
        }
        start = !(c.is_alphanumeric() || c == '_');
    }
    result
}

/// The capital letter of a letter, where it is a single one: Go changes letters one by one.
fn upper(c: char) -> char {
    let mut letters = c.to_uppercase();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => c,
    }
}

/// The small letter of a letter.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
