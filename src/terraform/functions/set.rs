//! Functions on sets, and those that leave out or order elements.

use super::{Invocation, Outcome};
use crate::terraform::convert::{as_text, text_of, unified};
use crate::terraform::set_order::compare;
use crate::value::{Data, Guard, SequenceKind, Value};

/// The combinations that `setproduct` makes at most.
const MAX_PRODUCT: usize = 10_000;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn set(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("toset", [value]) => Outcome::Value(self.evaluator.to_set(value, self.span)),
            ("distinct", [list]) => self.distinct(list),
            ("compact", [list]) => self.compact(list),
            ("sort", [list]) => self.sort(list),
            ("setunion", sets) => self.union(sets),
            ("setintersection", sets) => self.combine(sets, true),
            ("setsubtract", sets @ [_, _]) => self.combine(sets, false),
            ("setproduct", sets) => self.product(sets),
            _ => return None,
        })
    }

    /// When two items are equal: always, never, or not to be said.
    fn equal(&self, a: &Value, b: &Value) -> Option<bool> {
        let same = self.evaluator.equality(a, b, self.span);
        match () {
            () if same == Guard::ALWAYS || self.evaluator.arena.certain(same) => Some(true),
            () if !self.evaluator.arena.possible(same) => Some(false),
            () => None,
        }
    }

    fn distinct(&self, list: &Value) -> Outcome {
        let Some(items) = Self::ordered(list) else { return Self::mismatch(list) };
        if items.iter().all(Value::is_known) {
            let mut seen = rustc_hash::FxHashSet::default();
            return self.list(items.iter().filter(|item| seen.insert(item.data.clone())).cloned().collect());
        }
        if items.len() > 256 {
            return Outcome::Unknown;
        }
        let mut result: Vec<Value> = Vec::new();
        for item in items {
            let mut known = false;
            for other in &result {
                match self.equal(item, other) {
                    Some(true) => known = true,
                    Some(false) => {}
                    None => return Outcome::Unknown,
                }
            }
            if !known {
                result.push(item.clone());
            }
        }
        self.list(result)
    }

    /// Without nulls and empty strings.
    fn compact(&self, list: &Value) -> Outcome {
        let Some(items) = Self::ordered(list) else { return Self::mismatch(list) };
        let mut result = Vec::new();
        for item in items {
            let empty = match &item.data {
                Data::Null => Some(true),
                Data::String(text) => Some(text.is_empty()),
                Data::Term(_) => match (self.equal(item, &Value::NULL), self.equal(item, &Value::string(""))) {
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                },
                _ => Some(false),
            };
            match empty {
                Some(true) => {}
                Some(false) => result.push(item.clone()),
                None => return Outcome::Unknown,
            }
        }
        self.list(result)
    }

    fn sort(&self, list: &Value) -> Outcome {
        let Some(items) = list.items() else { return Self::mismatch(list) };
        if items.iter().any(Value::is_null) {
            return Outcome::Fails("a list with null to be sorted");
        }
        let texts: Option<Vec<Value>> =
            items.iter().map(|item| text_of(item).map(|text| Value::new(Data::String(text.into()), item.origin))).collect();
        match texts {
            Some(mut texts) => {
                texts.sort_by(compare);
                self.list(texts)
            }
            None if items.len() == 1 => Outcome::Value(list.clone()),
            None => Outcome::Unknown,
        }
    }

    fn union(&self, sets: &[Value]) -> Outcome {
        let mut all = Vec::new();
        for set in sets {
            match set.items() {
                Some(items) => all.extend(items.iter().cloned()),
                None => return Self::mismatch(set),
            }
        }
        let list = self.evaluator.sequence(SequenceKind::List, all, self.span);
        Outcome::Value(self.evaluator.to_set(&list, self.span))
    }

    /// The elements of the first set that are in all others (`within`), or in none.
    fn combine(&self, sets: &[Value], within: bool) -> Outcome {
        let [first, others @ ..] = sets else { return Outcome::Fails("a set function without sets") };
        let Some(first) = first.items() else { return Self::mismatch(first) };
        // All sets are of one type.
        let is_text = |value: &Value| value.as_str().is_some();
        let texts = sets.iter().filter_map(Value::items).flatten().any(is_text);
        let of_type = |value: &Value| if texts { as_text(value.clone()) } else { value.clone() };
        let mut kept = Vec::new();
        for item in &first.iter().map(of_type).collect::<Vec<_>>() {
            let mut keep = true;
            for other in others {
                let Some(other) = other.items() else { return Self::mismatch(other) };
                let mut found = Some(false);
                for candidate in other {
                    match self.equal(item, &of_type(candidate)) {
                        Some(true) => {
                            found = Some(true);
                            break;
                        }
                        Some(false) => {}
                        None => found = None,
                    }
                }
                match found {
                    Some(found) => keep &= found == within,
                    None => return Outcome::Unknown,
                }
            }
            if keep {
                kept.push(item.clone());
            }
        }
        let list = self.evaluator.sequence(SequenceKind::List, kept, self.span);
        Outcome::Value(self.evaluator.to_set(&list, self.span))
    }

    fn product(&self, sets: &[Value]) -> Outcome {
        if sets.len() < 2 {
            return Outcome::Fails("setproduct of fewer than two sets");
        }
        let mut result: Vec<Vec<Value>> = vec![Vec::new()];
        let any_set = sets.iter().any(|set| matches!(set.data, Data::Sequence(SequenceKind::Set, _)));
        for set in sets {
            let Some(items) = set.items() else { return Self::mismatch(set) };
            let Some(items) = unified(items.to_vec()) else { return Outcome::Fails("a set of what has no common type") };
            if result.len().saturating_mul(items.len()) > MAX_PRODUCT {
                return Outcome::Value(self.evaluator.too_large("a large collection", self.span));
            }
            result = result
                .iter()
                .flat_map(|start| items.iter().map(move |item| start.iter().chain([item]).cloned().collect()))
                .collect();
        }
        let tuple = |items: Vec<Value>| Value::from(Data::Sequence(SequenceKind::Tuple, items.into()));
        let all = self.evaluator.sequence(SequenceKind::Tuple, result.into_iter().map(tuple).collect(), self.span);
        // Where one of them is a set, so is the result.
        Outcome::Value(if any_set { self.evaluator.to_set(&all, self.span) } else { all })
    }
}
