//! Searching values: the words in them, and the terms that they are made of.

use super::{Arena, Data, Term, TermId, Value, base64};
use rustc_hash::FxHashSet;

impl Arena {
    /// All texts and keys within a value, for searching words in tags and descriptions.
    pub fn words(&self, value: &Value) -> String {
        let mut words = String::new();
        self.collect_words(value, &mut words);
        words
    }

    fn collect_words(&self, value: &Value, words: &mut String) {
        match &value.data {
            Data::String(text) => words.extend([text, " "]),
            Data::Sequence(_, items) => items.iter().for_each(|item| self.collect_words(item, words)),
            Data::Mapping(_, entries) => entries.iter().for_each(|(key, entry)| {
                words.extend([key, " "]);
                self.collect_words(entry, words);
            }),
            Data::Each(each) => self.collect_words(&each.item, words),
            Data::Choice(alternatives) => alternatives.iter().for_each(|(_, value)| self.collect_words(value, words)),
            Data::Term(term) => {
                if let Some(default) = self.domain(*term).and_then(|domain| domain.default.clone()) {
                    self.collect_words(&default, words);
                }
                if let Term::Apply { arguments, .. } = &*self.term(*term) {
                    arguments.iter().for_each(|argument| self.collect_words(argument, words));
                }
            }
            Data::Null | Data::Bool(_) | Data::Number(_) => {}
        }
    }

    /// What is known of a text that is put together, line by line as far as it is: what is not known is left out, and what is
    /// encoded in base64 is decoded.
    pub fn text(&self, value: &Value) -> String {
        let mut text = String::new();
        self.visit(value, &mut |part| {
            if let Some(part) = part.as_str() {
                match decoded(part) {
                    Some(decoded) => text.push_str(&decoded),
                    None => text.push_str(part),
                }
                // Parts of one word may be apart; that two of them are no word together matters more.
                text.push('\n');
            }
        });
        text
    }

    /// The terms within a value, at any depth: those of its parts, those that they are elements of, and those that functions are
    /// applied to. Each once.
    pub fn terms_within(&self, value: &Value) -> Vec<TermId> {
        let mut terms = Vec::new();
        self.visit(value, &mut |part| {
            if let Data::Term(term) = part.data {
                terms.push(term);
            }
        });
        terms
    }

    /// Visits a value and everything in it. A term is visited once, however often it occurs.
    fn visit(&self, value: &Value, visit: &mut impl FnMut(&Value)) {
        let mut seen: FxHashSet<TermId> = FxHashSet::default();
        let mut open = vec![value.clone()];
        while let Some(value) = open.pop() {
            if let Data::Term(term) = value.data
                && !seen.insert(term)
            {
                continue;
            }
            visit(&value);
            // The last one pushed comes next: parts are pushed in reverse to be met in their order.
            match &value.data {
                Data::Sequence(_, items) => open.extend(items.iter().rev().cloned()),
                Data::Mapping(_, entries) => open.extend(entries.values().rev().cloned()),
                Data::Each(each) => open.push(each.item.clone()),
                Data::Choice(alternatives) => open.extend(alternatives.iter().rev().map(|(_, value)| value.clone())),
                Data::Term(term) => match &*self.term(*term) {
                    Term::Apply { arguments, .. } => open.extend(arguments.iter().rev().cloned()),
                    Term::Element { of, .. } | Term::EachKey { over: of } => open.push(Data::Term(*of).into()),
                    _ => {}
                },
                Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => {}
            }
        }
    }
}

/// The text that a text in base64 holds. Short words look like base64 as well: what holds no text of several words is left alone.
fn decoded(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() < 8 || !text.len().is_multiple_of(4) {
        return None;
    }
    let decoded = String::from_utf8(base64::decode(text)?).ok()?;
    decoded.chars().all(|c| !c.is_control() || c.is_whitespace()).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::InputKind;

    #[test]
    fn a_text_is_known_around_what_is_not() {
        let arena = Arena::default();
        let term = arena.input("var.id", InputKind::Variable);
        let id = Value::from(Data::Term(term));
        let encoded = Value::string(&base64::encode(b"aws ec2 attach-network-interface"));
        let apply = |function: &str, arguments: &[Value]| {
            Value::from(Data::Term(arena.intern(Term::Apply { function: function.into(), arguments: arguments.into() })))
        };
        let script = apply("base64encode", &[apply("template", &[Value::string("attach "), id.clone(), encoded, id.clone()])]);
        assert_eq!(arena.text(&script), "attach \naws ec2 attach-network-interface\n");
        assert_eq!(arena.terms_within(&script).iter().filter(|found| **found == term).count(), 1);
    }

    #[test]
    fn words_are_no_base64() {
        for word in ["password", "#!/bin/sh", "keepalived"] {
            assert_eq!(decoded(word), None, "{word}");
        }
    }
}
