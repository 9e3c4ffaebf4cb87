//! Rewriting values: the same value in other names, where some of the things it is made of are called otherwise.

use super::{Arena, Data, Each, Guard, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;

/// How terms are replaced, with what was worked out so far.
#[derive(Debug, Default)]
pub struct Renaming {
    terms: RefCell<FxHashMap<TermId, TermId>>,
}

impl Renaming {
    /// A renaming of whole terms, and with them of everything that is made of them.
    pub fn new(terms: FxHashMap<TermId, TermId>) -> Self {
        Self { terms: RefCell::new(terms) }
    }

    /// The value in the new names. The guards of choices stay: what they ask about are inputs, which keep their names.
    pub fn apply(&self, values: &Arena, value: &Value) -> Value {
        let data = match &value.data {
            Data::Term(term) => Data::Term(self.term(values, *term)),
            Data::Sequence(kind, items) => Data::Sequence(*kind, items.iter().map(|item| self.apply(values, item)).collect()),
            Data::Mapping(kind, entries) => {
                let entries = entries.iter().map(|(key, entry)| (Arc::clone(key), self.apply(values, entry)));
                Data::Mapping(*kind, Arc::new(entries.collect()))
            }
            Data::Each(each) => {
                let (key, item) = (self.term(values, each.key), self.apply(values, &each.item));
                Data::Each(Arc::new(Each { key, item, mapping: each.mapping }))
            }
            Data::Choice(alternatives) => {
                let renamed = |(guard, value): &(Guard, Value)| (*guard, self.apply(values, value));
                Data::Choice(alternatives.iter().map(renamed).collect())
            }
            data => data.clone(),
        };
        Value::new(data, value.origin)
    }

    fn term(&self, values: &Arena, term: TermId) -> TermId {
        if let Some(&known) = self.terms.borrow().get(&term) {
            return known;
        }
        let renamed = match &*values.term(term) {
            Term::Element { of, key } => {
                let renamed = self.term(values, *of);
                if renamed == *of { term } else { values.element(renamed, key.clone()) }
            }
            Term::EachKey { over } => values.intern(Term::EachKey { over: self.term(values, *over) }),
            Term::Apply { function, arguments } => {
                let arguments = arguments.iter().map(|argument| self.apply(values, argument)).collect();
                values.intern(Term::Apply { function: Arc::clone(function), arguments })
            }
            Term::Managed(_) | Term::Data(_) | Term::Input { .. } | Term::Opaque { .. } => term,
        };
        self.terms.borrow_mut().insert(term, renamed);
        renamed
    }
}
