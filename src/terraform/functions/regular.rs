//! Functions on regular expressions. Go's and Rust's engines have the syntax and the meaning of RE2 in common.

use super::{Invocation, Outcome};
use crate::value::{Data, MappingKind, SequenceKind, Value};
use regex::{Captures, Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A compiled expression takes at most so many bytes.
const MAX_SIZE: usize = 1 << 20;

/// The matches of one text.
const MAX_MATCHES: usize = 10_000;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn regular(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("regex", [pattern, text]) => self.with_expression(pattern, text, |expression, text| {
                expression.captures(text).map_or(Outcome::Fails("a regular expression that does not match"), |captures| {
                    Outcome::Value(found(expression, &captures))
                })
            }),
            ("regexall", [pattern, text]) => self.with_expression(pattern, text, |expression, text| {
                let matches = expression.captures_iter(text).take(MAX_MATCHES);
                self.list(matches.map(|captures| found(expression, &captures)).collect())
            }),
            ("replace", [text, pattern, by]) => self.replaced(text, pattern, by)?,
            _ => return None,
        })
    }

    fn with_expression(&self, pattern: &Value, text: &Value, apply: impl Fn(&Regex, &str) -> Outcome) -> Outcome {
        match (pattern.as_str(), text.as_str()) {
            (Some(pattern), Some(text)) => match compiled(pattern) {
                Some(expression) => apply(&expression, text),
                None => self.refused(pattern),
            },
            (None, _) => Self::mismatch(pattern),
            _ => Self::mismatch(text),
        }
    }

    /// A text that is no regular expression fails; one that is too large is told.
    fn refused(&self, pattern: &str) -> Outcome {
        match RegexBuilder::new(pattern).size_limit(MAX_SIZE).build() {
            Err(regex::Error::CompiledTooBig(_)) => {
                Outcome::Value(self.evaluator.too_large("a large regular expression", self.span))
            }
            _ => Outcome::Fails("a text that is no regular expression"),
        }
    }

    /// `replace` with a regular expression between slashes; `None` where there is none.
    fn replaced(&self, text: &Value, pattern: &Value, by: &Value) -> Option<Outcome> {
        let inner = pattern.as_str()?.strip_prefix('/')?.strip_suffix('/')?;
        let (Some(text), Some(by)) = (text.as_str(), by.as_str()) else { return Some(Outcome::Unknown) };
        let growth = (text.len() + 1).saturating_mul(by.len().max(1));
        if growth > 16 * crate::terraform::evaluator::MAX_STRING {
            return Some(Outcome::Value(self.evaluator.too_large("a long string", self.span)));
        }
        Some(match compiled(inner) {
            Some(expression) => self.text(expression.replace_all(text, by).into_owned()),
            None => self.refused(inner),
        })
    }
}

/// An expression that Go accepts as well: either all groups of a match have names or none has.
fn compiled(pattern: &str) -> Option<Regex> {
    let expression = RegexBuilder::new(pattern).size_limit(MAX_SIZE).build().ok()?;
    let groups = expression.capture_names().skip(1);
    let named = groups.clone().flatten().count();
    (named == 0 || named == groups.count()).then_some(expression)
}

/// What a match gives: its text, a list of its groups, or an object of its named groups.
fn found(expression: &Regex, captures: &Captures<'_>) -> Value {
    let group = |at: usize| captures.get(at).map_or(Value::NULL, |group| Value::string(group.as_str()));
    let names: Vec<Option<&str>> = expression.capture_names().skip(1).collect();
    match names.first() {
        None => group(0),
        Some(None) => {
            let groups: Vec<Value> = (1..=names.len()).map(group).collect();
            Data::Sequence(SequenceKind::Tuple, groups.into()).into()
        }
        Some(Some(_)) => {
            let entry = |(at, name): (usize, Option<&str>)| Some((Arc::from(name?), group(at + 1)));
            let entries: BTreeMap<Arc<str>, Value> = names.iter().copied().enumerate().filter_map(entry).collect();
            Data::Mapping(MappingKind::Object, Arc::new(entries)).into()
        }
    }
}
