//! What is certainly in a collection, also in one of which only a part is known.

use super::{Arena, Data, Guard, Term, Value};
use rustc_hash::FxHashMap;

impl Arena {
    /// The elements that are certainly in a collection, each with the guard under which it is; one that is written twice counts
    /// once. Of `concat(known, unknown)` and its like these are the known ones, and a single text or mapping is its own element.
    pub fn certain_items(&self, collection: &Value) -> Vec<(Guard, Value)> {
        let mut contained = Contained { values: self, found: Vec::new(), known: FxHashMap::default() };
        contained.add_all(Guard::ALWAYS, collection, Elements::Any);
        contained.found
    }

    /// The least number of elements: those that are always there, and, where that is more, those that can be there together.
    pub fn least_length(&self, guard: Guard, items: &[(Guard, Value)]) -> Vec<(Guard, u64)> {
        let (mut always, mut together, mut most) = (0, guard, 0);
        for (item, _) in items {
            always += u64::from(self.implies(guard, *item));
            let both = self.and(together, *item);
            if self.possible(both) {
                (together, most) = (both, most + 1);
            }
        }
        if most == always { vec![(guard, always)] } else { vec![(together, most), (self.and(guard, self.not(together)), always)] }
    }
}

/// Which elements of a list count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elements {
    /// All that are not null.
    Any,
    /// Those that are certainly not empty: `compact` drops the others.
    Filled,
    /// Lists count by their elements, as `flatten` does it.
    Nested,
}

struct Contained<'a> {
    values: &'a Arena,
    found: Vec<(Guard, Value)>,
    /// Positions in `found`.
    known: FxHashMap<Value, usize>,
}

impl Contained<'_> {
    fn add_all(&mut self, guard: Guard, collection: &Value, elements: Elements) {
        for (inner, collection) in self.values.alternatives(collection) {
            let guard = self.values.and(guard, inner);
            match &collection.data {
                Data::Sequence(_, items) => items.iter().for_each(|item| self.add(guard, item, elements)),
                Data::Mapping(..) | Data::String(_) => self.push(guard, &collection),
                Data::Term(term) => self.add_applied(guard, &self.values.term(*term), elements),
                Data::Null | Data::Bool(_) | Data::Number(_) | Data::Each(_) | Data::Choice(_) => {}
            }
        }
    }

    /// Looks through functions that keep the elements of their arguments.
    fn add_applied(&mut self, guard: Guard, term: &Term, elements: Elements) {
        let Term::Apply { function, arguments } = term else { return };
        match (&**function, &**arguments) {
            ("concat" | "setunion", lists) => lists.iter().for_each(|list| self.add_all(guard, list, elements)),
            ("toset" | "tolist" | "distinct" | "sort" | "reverse", [list]) => self.add_all(guard, list, elements),
            ("compact", [list]) => self.add_all(guard, list, Elements::Filled),
            ("flatten", [list]) => self.add_all(guard, list, Elements::Nested),
            _ => {}
        }
    }

    fn add(&mut self, guard: Guard, item: &Value, elements: Elements) {
        for (inner, item) in self.values.alternatives(item) {
            let guard = self.values.and(guard, inner);
            let filled = || self.values.same(&item, &Value::string("")).no == Guard::ALWAYS;
            match &item.data {
                Data::Null | Data::Each(_) => {}
                Data::Sequence(..) if elements == Elements::Nested => self.add_all(guard, &item, elements),
                Data::Term(term) if elements == Elements::Nested && !filled() => {
                    self.add_applied(guard, &self.values.term(*term), elements);
                }
                _ if elements == Elements::Filled && !filled() => {}
                _ => self.push(guard, &item),
            }
        }
    }

    fn push(&mut self, guard: Guard, item: &Value) {
        if let Some(&position) = self.known.get(item) {
            let known = &mut self.found[position].0;
            *known = self.values.or(*known, guard);
        } else if self.values.possible(guard) {
            self.known.insert(item.clone(), self.found.len());
            self.found.push((guard, item.clone()));
        }
    }
}
