//! What is said about `enilint.toml`.

use crate::diagnostic::{Diagnostic, MALFORMED_SETTING, Severity, UNKNOWN_SETTING, UNUSED_SETTING, closest};
use crate::rules::{self, Rule};
use crate::source::Span;

/// Something that cannot be read, or not be what it is meant to be.
pub fn malformed(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(MALFORMED_SETTING, Severity::Error, format!("this setting has no effect: {message}"), span)
}

/// Something that matches nothing.
pub fn unused(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(UNUSED_SETTING, Severity::Warning, message, span).help("correct or remove it")
}

fn unknown(span: Span, message: String, meant: Option<&str>, otherwise: String) -> Diagnostic {
    let help = meant.map_or(otherwise, |meant| format!("write `{meant}`"));
    Diagnostic::new(UNKNOWN_SETTING, Severity::Error, message, span).help(help)
}

pub(super) fn unknown_key(span: Span, name: &str, keys: impl Iterator<Item = &'static str> + Clone) -> Diagnostic {
    let all: Vec<_> = keys.clone().collect();
    unknown(
        span,
        format!("there is no setting `{}` here", shortened(name)),
        closest(name, keys),
        format!("there are {}", listed(&all)),
    )
}

pub(super) fn unknown_rule(span: Span, name: &str) -> Diagnostic {
    let meant = closest(name, rules::ALL.iter().map(|rule| rule.id));
    unknown(span, format!("there is no rule `{}`", shortened(name)), meant, "`enilint rules` lists all rules".into())
}

pub(super) fn unknown_option(span: Span, rule: &'static Rule, name: &str) -> Diagnostic {
    let message = format!("the rule `{}` has no option `{}`", rule.id, shortened(name));
    let options = rule.page().options.iter().map(|option| option.name.as_str());
    let all: Vec<&str> = std::iter::once(super::keys::LEVEL).chain(options).collect();
    let there = if all.len() == 1 { "is" } else { "are" };
    unknown(span, message, closest(name, all.iter().copied()), format!("there {there} {}", listed(&all)))
}

pub(super) fn unknown_word(span: Span, word: &str, words: &[&'static str]) -> Diagnostic {
    let meant = closest(word, words.iter().copied());
    let message = format!("`{}` is none of {}", shortened(word), listed(words));
    let diagnostic = malformed(span, &message);
    match meant {
        Some(meant) => diagnostic.help(format!("write `\"{meant}\"`")),
        None => diagnostic,
    }
}

/// `a`, `b` and `c`
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|word| format!("`{word}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

/// A name short enough for a message.
fn shortened(name: &str) -> String {
    const LIMIT: usize = 60;
    match name.char_indices().nth(LIMIT) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}
