//! Functions that take one element of a collection, or the first of several values.

use super::{Invocation, Outcome};
use crate::terraform::convert::{as_text, text_of};
use crate::value::{Data, Guard, Key, MappingKind, OriginKind, Step, Term, TermId, Value};

/// An unknown key is taken apart into the keys of a known map up to this size.
const MAX_KEYS: usize = 32;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn lookup(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("element", [list, index]) => self.taken_from(list, self.element(list, index)),
            ("lookup", [map, key]) => self.taken_from(map, Outcome::Value(self.evaluator.index(map, key, self.span))),
            ("lookup", [map, key, default]) => self.taken_from(map, self.lookup_or(map, key, default)),
            ("lookup", _) => Outcome::Fails("lookup with too many arguments"),
            ("index", [list, item]) => self.position(list, item),
            ("one", [list]) => self.taken_from(list, self.one(list)),
            ("coalesce", values) => self.coalesce(values),
            ("coalescelist", lists) => self.coalesce_lists(lists),
            ("contains", [list, item]) => self.contains(list, item),
            ("alltrue", [list]) => self.all(list, false),
            ("anytrue", [list]) => self.all(list, true),
            ("matchkeys", [values, keys, wanted]) => self.matching(values, keys, wanted),
            _ => return None,
        })
    }

    /// What was taken from a collection came through the collection's name, as it does with an index.
    fn taken_from(&self, collection: &Value, taken: Outcome) -> Outcome {
        let arena = &self.evaluator.arena;
        match (taken, arena.steps(collection.origin).into_iter().next()) {
            (Outcome::Value(value), Some(Step { span, kind: kind @ OriginKind::Reference(_), .. })) => {
                let origin = arena.origin(span, kind, value.origin);
                Outcome::Value(value.with_origin(origin))
            }
            (taken, _) => taken,
        }
    }

    fn element(&self, list: &Value, index: &Value) -> Outcome {
        if Self::is_set(list) {
            return Outcome::Fails("an element of a set");
        }
        match (Self::ordered(list), &list.data, &index.data) {
            (Some([]), ..) => Outcome::Fails("an element of an empty list"),
            (Some(items), _, Data::Number(_) | Data::String(_)) => {
                let Some(index) = index.as_integer() else { return Outcome::Fails("an index that is no number") };
                let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
                let at = usize::try_from(index.rem_euclid(length)).unwrap_or_default();
                items.get(at).cloned().map_or(Outcome::Unknown, Outcome::Value)
            }
            (Some(items), _, Data::Term(_)) if items.iter().all(|item| *item == items[0]) => Outcome::Value(items[0].clone()),
            // With the key of the collection itself, the index is within its length.
            (None, Data::Each(each), Data::Term(key)) if each.key == *key => Outcome::Value(each.item.clone()),
            // The first element is the first whatever the length is.
            (None, Data::Each(_) | Data::Term(_), Data::Number(_)) if index.as_integer() == Some(0) => {
                Outcome::Value(self.evaluator.index(list, index, self.span))
            }
            // A region has two zones at least.
            (None, Data::Term(zones), Data::Number(_)) if index.as_integer() == Some(1) && self.are_zones(*zones) => {
                Outcome::Value(self.evaluator.index(list, index, self.span))
            }
            (Some(_), ..) => Outcome::Unknown,
            _ => Self::mismatch(list),
        }
    }

    /// Whether a list is that of the Availability Zones of a region.
    fn are_zones(&self, list: TermId) -> bool {
        let arena = &self.evaluator.arena;
        match &*arena.term(list) {
            Term::Element { of, key: Key::Name(name) } if matches!(&**name, "names" | "zone_ids") => {
                matches!(&*arena.term(*of), Term::Data(address) if &*address.resource_type == "aws_availability_zones")
            }
            _ => false,
        }
    }

    fn lookup_or(&self, map: &Value, key: &Value, default: &Value) -> Outcome {
        let Some(entries) = map.entries() else { return Self::mismatch(map) };
        // All values of a map have one type.
        let texts =
            matches!(map.data, Data::Mapping(MappingKind::Map, _)) && entries.values().any(|value| value.as_str().is_some());
        let default = &if texts { as_text(default.clone()) } else { default.clone() };
        match (text_of(key), &key.data) {
            (Some(key), _) => Outcome::Value(entries.get(key.as_str()).unwrap_or(default).clone()),
            (None, Data::Term(term)) if entries.len() <= MAX_KEYS && !self.evaluator.varies(*term) => {
                let arena = &self.evaluator.arena;
                let mut cases: Vec<(Guard, Value)> = entries
                    .iter()
                    .map(|(key, value)| (arena.equals(*term, &Data::String(std::sync::Arc::clone(key)).into()), value.clone()))
                    .collect();
                cases.push((Guard::ALWAYS, default.clone()));
                Outcome::Value(arena.choice(self.evaluator.exclusive(cases), map.origin))
            }
            _ => Self::mismatch(key),
        }
    }

    fn position(&self, list: &Value, item: &Value) -> Outcome {
        let Some(items) = Self::ordered(list).filter(|_| !Self::is_set(list)) else { return Self::mismatch(list) };
        for (at, known) in items.iter().enumerate() {
            let same = self.evaluator.equality(known, item, self.span);
            match () {
                () if self.evaluator.arena.certain(same) => {
                    return Outcome::Value(Value::integer(i64::try_from(at).unwrap_or_default()));
                }
                () if self.evaluator.arena.possible(same) => return Outcome::Unknown,
                () => {}
            }
        }
        Outcome::Fails("an item that is not in the list")
    }

    fn one(&self, list: &Value) -> Outcome {
        match &list.data {
            Data::Sequence(_, items) => match &**items {
                [] => Data::Null.into(),
                [only] => Outcome::Value(only.clone()),
                _ => Outcome::Fails("one of several"),
            },
            Data::Null => Data::Null.into(),
            Data::Mapping(..) | Data::Bool(_) | Data::Number(_) | Data::String(_) => Self::mismatch(list),
            _ => Outcome::Unknown,
        }
    }

    /// The first value that is neither null nor an empty string.
    fn coalesce(&self, values: &[Value]) -> Outcome {
        let arena = &self.evaluator.arena;
        let mut open = Guard::ALWAYS;
        let mut cases: Vec<(Guard, Value)> = Vec::new();
        // All arguments have one type, those that are not taken among them.
        let texts = values.iter().any(|value| value.as_str().is_some());
        for value in values {
            let empty = self.is_empty(value);
            let taken = if texts { as_text(value.clone()) } else { value.clone() };
            cases.push((arena.and(open, arena.not(empty)), taken));
            open = arena.and(open, empty);
            if !arena.possible(open) {
                break;
            }
        }
        if arena.possible(open) {
            let origin = arena.written(self.span);
            cases.push((open, self.evaluator.failure("coalesce, of which nothing is there", origin)));
        }
        Outcome::Value(arena.choice(cases, arena.written(self.span)))
    }

    /// When a value is null or an empty string.
    fn is_empty(&self, value: &Value) -> Guard {
        let arena = &self.evaluator.arena;
        match &value.data {
            Data::Null => Guard::ALWAYS,
            Data::String(text) if text.is_empty() => Guard::ALWAYS,
            Data::Term(term) if self.evaluator.varies(*term) && !self.is_certain(value) => {
                match self.evaluator.application("isempty", std::slice::from_ref(value), self.span).data {
                    Data::Term(term) => arena.is_true(term),
                    _ => Guard::NEVER,
                }
            }
            Data::Term(_) => {
                let null = self.evaluator.equality(value, &Value::NULL, self.span);
                arena.or(null, self.evaluator.equality(value, &Value::string(""), self.span))
            }
            _ => Guard::NEVER,
        }
    }

    fn is_certain(&self, value: &Value) -> bool {
        let null = self.evaluator.equality(value, &Value::NULL, self.span);
        null == Guard::NEVER && self.evaluator.equality(value, &Value::string(""), self.span) == Guard::NEVER
    }

    fn coalesce_lists(&self, lists: &[Value]) -> Outcome {
        for list in lists {
            match &list.data {
                Data::Null => return Outcome::Fails("coalescelist with null"),
                _ if Self::is_set(list) => return Outcome::Fails("coalescelist with a set"),
                Data::Sequence(_, items) if items.is_empty() => {}
                Data::Sequence(..) => return Outcome::Value(list.clone()),
                _ => return Self::mismatch(list),
            }
        }
        Outcome::Fails("coalescelist, of which nothing is there")
    }

    fn contains(&self, list: &Value, item: &Value) -> Outcome {
        let Some(items) = list.items() else {
            return match &list.data {
                Data::Term(_) | Data::Each(_) => self.boolean_application(),
                _ => Self::mismatch(list),
            };
        };
        let arena = &self.evaluator.arena;
        let mut holds = Guard::NEVER;
        for known in items {
            for (guard, known) in arena.alternatives(known) {
                let same = self.evaluator.equality(&known, item, self.span);
                holds = arena.or(holds, arena.and(guard, same));
            }
        }
        Outcome::Value(arena.boolean(holds, arena.written(self.span)))
    }

    fn boolean_application(&self) -> Outcome {
        let term = self.evaluator.application(self.name, self.arguments, self.span);
        match term.data {
            Data::Term(term) => {
                let arena = &self.evaluator.arena;
                Outcome::Value(arena.boolean(arena.is_true(term), arena.written(self.span)))
            }
            _ => Outcome::Unknown,
        }
    }

    /// `alltrue` and `anytrue`.
    fn all(&self, list: &Value, any: bool) -> Outcome {
        let Some(items) = list.items() else {
            return match &list.data {
                Data::Term(_) | Data::Each(_) => self.boolean_application(),
                _ => Self::mismatch(list),
            };
        };
        let arena = &self.evaluator.arena;
        let mut result = if any { Guard::NEVER } else { Guard::ALWAYS };
        for item in items {
            // A null counts as false.
            let holds = if item.is_null() { Some(Guard::NEVER) } else { arena.condition(item) };
            let Some(holds) = holds else { return Outcome::Fails("an item that is no boolean") };
            result = if any { arena.or(result, holds) } else { arena.and(result, holds) };
        }
        Outcome::Value(arena.boolean(result, arena.written(self.span)))
    }

    fn matching(&self, values: &Value, keys: &Value, wanted: &Value) -> Outcome {
        let (Some(values), Some(keys), Some(wanted)) = (Self::ordered(values), Self::ordered(keys), wanted.items()) else {
            return Outcome::Unknown;
        };
        if values.len() != keys.len() {
            return Outcome::Fails("matchkeys with lists of different lengths");
        }
        let mut result = Vec::new();
        for (value, key) in values.iter().zip(keys) {
            let holds = wanted
                .iter()
                .fold(Guard::NEVER, |any, wanted| self.evaluator.arena.or(any, self.evaluator.equality(key, wanted, self.span)));
            match () {
                () if self.evaluator.arena.certain(holds) => result.push(value.clone()),
                () if self.evaluator.arena.possible(holds) => return Outcome::Unknown,
                () => {}
            }
        }
        self.list(result)
    }
}
