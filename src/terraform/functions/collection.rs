//! Functions that make collections of collections.

use super::{Invocation, Outcome};
use crate::terraform::convert::{text_of, unified};
use crate::value::{Data, Each, MappingKind, SequenceKind, Term, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn collection(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("length", [value]) => self.length(value),
            ("concat", lists) => self.concat(lists),
            ("merge", maps) => self.merge(maps),
            ("flatten", [list]) => self.flatten(list),
            ("keys", [map]) => self.keys(map),
            ("values", [map]) => self.values(map),
            ("reverse", [list]) => self.over_list(list, |items| items.iter().rev().cloned().collect()),
            ("slice", [list, from, to]) => self.slice(list, from, to),
            ("chunklist", [list, size]) => self.chunks(list, size),
            ("zipmap", [keys, values]) => self.zipmap(keys, values),
            ("transpose", [map]) => self.transpose(map),
            ("range", bounds) => self.range(bounds),
            ("tolist", [value]) => self.to_list(value),
            ("tomap", [value]) => self.to_map(value),
            ("sensitive" | "nonsensitive" | "ephemeralasnull", [value]) => Outcome::Value(value.clone()),
            _ => return None,
        })
    }

    fn length(&self, value: &Value) -> Outcome {
        let count = |count: usize| Outcome::Value(Value::integer(i64::try_from(count).unwrap_or(i64::MAX)));
        match &value.data {
            Data::Sequence(SequenceKind::Set, items) if !self.are_different(items) => Outcome::Unknown,
            Data::Sequence(_, items) => count(items.len()),
            Data::Mapping(_, entries) => count(entries.len()),
            Data::String(text) => count(text.graphemes(true).count()),
            // The number of instances of a block with an unknown `count` is that count.
            Data::Each(each) => match &*self.evaluator.arena.term(each.key) {
                Term::EachKey { over } if self.evaluator.counts.borrow().contains(over) => Data::Term(*over).into(),
                Term::EachKey { over } => {
                    let of = [Value::from(Data::Term(*over))];
                    Outcome::Value(self.evaluator.application("length", &of, self.span))
                }
                _ => Outcome::Unknown,
            },
            Data::Term(term) => match self.evaluator.elements(value) {
                Some(elements) => count(elements.len()),
                // The keys, and what is in a loop without conditions, are as many as the elements of the whole.
                None => match &*self.evaluator.arena.term(*term) {
                    Term::Apply { function, arguments } if matches!(&**function, "keys" | "values" | "sort" | "reverse") => {
                        Outcome::Value(self.evaluator.apply("length", arguments, self.span))
                    }
                    _ => Outcome::Unknown,
                },
            },
            _ => Self::mismatch(value),
        }
    }

    /// Whether the items of a set are certainly different: only then their number is known.
    pub(super) fn are_different(&self, items: &[Value]) -> bool {
        items.iter().all(Value::is_known)
            || items.len() < 2
            || (items.len() <= 64
                && items.iter().enumerate().all(|(at, a)| {
                    items[..at].iter().all(|b| {
                        let comparison = self.evaluator.arena.same(a, b);
                        self.evaluator.arena.certain(comparison.no)
                    })
                }))
    }

    fn concat(&self, lists: &[Value]) -> Outcome {
        if lists.is_empty() || lists.iter().any(Self::is_set) {
            return Outcome::Fails("a list of what are no lists");
        }
        let filled: Vec<&Value> = lists.iter().filter(|list| list.items().is_none_or(|items| !items.is_empty())).collect();
        if let [only] = filled.as_slice()
            && Self::is_unknown(only)
        {
            return Outcome::Value((*only).clone());
        }
        let mut all = Vec::new();
        for list in filled {
            match Self::ordered(list) {
                Some(items) => all.extend(items.iter().cloned()),
                None => return Self::mismatch(list),
            }
        }
        self.tuple(all)
    }

    fn merge(&self, maps: &[Value]) -> Outcome {
        let filled: Vec<&Value> =
            maps.iter().filter(|map| !map.is_null() && map.entries().is_none_or(|entries| !entries.is_empty())).collect();
        if let [only] = filled.as_slice()
            && Self::is_unknown(only)
        {
            return Outcome::Value((*only).clone());
        }
        let mut all = BTreeMap::new();
        for map in filled {
            match &map.data {
                Data::Mapping(_, entries) => {
                    all.extend(entries.iter().map(|(key, value)| (Arc::clone(key), value.clone())));
                }
                _ => return Self::mismatch(map),
            }
        }
        Outcome::Value(self.evaluator.mapping(MappingKind::Object, all, self.span))
    }

    fn flatten(&self, list: &Value) -> Outcome {
        let mut flat = Vec::new();
        let mut open = match Self::ordered(list) {
            Some(items) => items.iter().rev().cloned().collect::<Vec<_>>(),
            None => return Self::mismatch(list),
        };
        while let Some(item) = open.pop() {
            match &item.data {
                Data::Sequence(..) => match Self::ordered(&item) {
                    Some(items) => open.extend(items.iter().rev().cloned()),
                    None => return Outcome::Unknown,
                },
                Data::Each(_) => return Outcome::Unknown,
                // A term may be a list as well, but for what is known to be a resource or a text.
                Data::Term(term) if !self.is_no_list(*term) => return Outcome::Unknown,
                _ => flat.push(item),
            }
            if flat.len() + open.len() > crate::terraform::evaluator::MAX_ELEMENTS {
                return Outcome::Value(self.evaluator.too_large("a large collection", self.span));
            }
        }
        self.tuple(flat)
    }

    fn is_no_list(&self, term: crate::value::TermId) -> bool {
        use crate::terraform::types::Type;
        if self.evaluator.node(term).is_some() {
            return true;
        }
        if let Some(kind) = self.evaluator.type_of(term) {
            return !matches!(kind, Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_));
        }
        match &*self.evaluator.arena.term(term) {
            Term::Element { of, key: crate::value::Key::Name(name) } => {
                let resource = matches!(&*self.evaluator.arena.term(*of), Term::Managed(_) | Term::Data(_));
                resource
                    && matches!(&**name, "id" | "arn" | "name" | "private_ip" | "public_ip" | "availability_zone" | "cidr_block")
            }
            Term::EachKey { .. } => true,
            Term::Apply { function, .. } => {
                matches!(&**function, "template" | "cidrsubnet" | "cidrhost" | "join" | "format")
            }
            _ => false,
        }
    }

    fn keys(&self, map: &Value) -> Outcome {
        match self.evaluator.elements(map) {
            _ if map.items().is_some() => Outcome::Fails("the keys of what is no map"),
            Some(elements) => self.list(elements.into_iter().map(|(key, _)| key).collect()),
            _ => Self::mismatch(map),
        }
    }

    fn values(&self, map: &Value) -> Outcome {
        match (self.evaluator.elements(map), &map.data) {
            _ if map.items().is_some() => Outcome::Fails("the values of what is no map"),
            (Some(elements), _) => self.tuple(elements.into_iter().map(|(_, value)| value).collect()),
            // In the order of the keys: the element at each position is the one at the key of that position.
            (None, Data::Each(each)) if each.mapping => {
                let keys = self.evaluator.application("keys", std::slice::from_ref(map), self.span);
                let Data::Term(over) = keys.data else { return Outcome::Unknown };
                let position = self.evaluator.arena.intern(Term::EachKey { over });
                let key = Data::Term(self.evaluator.arena.element(over, crate::value::Key::Term(position))).into();
                let item = self.evaluator.at(map, &key, self.span);
                Data::Each(Arc::new(Each { key: position, item, mapping: false })).into()
            }
            _ => Self::mismatch(map),
        }
    }

    fn over_list(&self, list: &Value, change: impl Fn(&[Value]) -> Vec<Value>) -> Outcome {
        match Self::ordered(list) {
            Some(items) => self.tuple(change(items)),
            None => Self::mismatch(list),
        }
    }

    fn slice(&self, list: &Value, from: &Value, to: &Value) -> Outcome {
        let refused = |bound: &Value| bound.as_integer().is_some_and(|bound| bound < 0);
        if Self::is_set(list) || refused(from) || refused(to) {
            return Outcome::Fails("a slice out of range");
        }
        let bound = |value: &Value| value.as_integer().and_then(|index| usize::try_from(index).ok());
        match (Self::ordered(list), bound(from), bound(to)) {
            (Some(items), Some(from), Some(to)) => match items.get(from..to) {
                Some(items) => self.tuple(items.to_vec()),
                None => Outcome::Fails("a slice out of range"),
            },
            // The first ones of a list of unknown length are its elements one by one.
            (None, Some(from), Some(to)) if Self::is_unknown(list) && from <= to && to - from <= 64 => {
                let index = |at: usize| Value::integer(i64::try_from(at).unwrap_or_default());
                self.tuple((from..to).map(|at| self.evaluator.index(list, &index(at), self.span)).collect())
            }
            _ => Outcome::Unknown,
        }
    }

    fn chunks(&self, list: &Value, size: &Value) -> Outcome {
        let known = matches!(size.data, Data::Number(_));
        match (Self::ordered(list), size.as_integer().and_then(|size| usize::try_from(size).ok())) {
            (_, None) if known => Outcome::Fails("chunks of a size that is no natural number"),
            (Some(items), Some(0)) => self.list(vec![Value::list(items.to_vec())]),
            (Some(items), Some(size)) => self.list(items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect()),
            _ => Outcome::Unknown,
        }
    }

    fn zipmap(&self, keys: &Value, values: &Value) -> Outcome {
        if matches!(values.data, Data::Sequence(SequenceKind::Set, _)) {
            return Outcome::Fails("zipmap with a set of values, which have no order");
        }
        let (Some(keys), Some(values)) = (Self::ordered(keys), Self::ordered(values)) else { return Outcome::Unknown };
        if keys.len() != values.len() {
            return Outcome::Fails("zipmap with lists of different lengths");
        }
        let pairs = keys.iter().cloned().zip(values.iter().cloned()).collect();
        Outcome::Value(self.evaluator.object_of(pairs, self.span))
    }

    fn transpose(&self, map: &Value) -> Outcome {
        let Some(entries) = map.entries() else { return Self::mismatch(map) };
        let mut result: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        for (key, values) in entries {
            let Some(values) = values.items() else { return Outcome::Unknown };
            for value in values {
                let Some(text) = text_of(value) else { return Outcome::Unknown };
                result.entry(text.into()).or_default().push(Data::String(Arc::clone(key)).into());
            }
        }
        let entries = result.into_iter().map(|(key, values)| (key, Value::list(values))).collect();
        Outcome::Value(self.evaluator.mapping(MappingKind::Map, entries, self.span))
    }

    #[allow(clippy::cast_precision_loss, reason = "bounded")]
    fn range(&self, bounds: &[Value]) -> Outcome {
        use crate::terraform::operators::number;
        let numbers: Option<Vec<f64>> = bounds.iter().map(number).collect();
        let Some(numbers) = numbers else {
            return match bounds {
                // The elements of `range(n)` are their own positions.
                [Value { data: Data::Term(over), .. }] => {
                    self.evaluator.counts.borrow_mut().insert(*over);
                    let key = self.evaluator.arena.intern(Term::EachKey { over: *over });
                    Data::Each(Arc::new(Each { key, item: Data::Term(key).into(), mapping: false })).into()
                }
                _ => Outcome::Unknown,
            };
        };
        let (start, end, step) = match numbers.as_slice() {
            [end] => (0.0, *end, if *end < 0.0 { -1.0 } else { 1.0 }),
            [start, end] => (*start, *end, if end < start { -1.0 } else { 1.0 }),
            [start, end, step] => (*start, *end, *step),
            _ => return Outcome::Fails("range with the wrong number of arguments"),
        };
        if step == 0.0 || (end - start) * step < 0.0 {
            return Outcome::Fails("range with a step in the wrong direction");
        }
        let mut items = Vec::new();
        loop {
            let value = start + step * items.len() as f64;
            if (step > 0.0 && value >= end) || (step < 0.0 && value <= end) {
                return self.list(items);
            }
            if items.len() >= 1024 {
                self.evaluator.note(self.span, "Terraform refuses a range of more than 1,024 values");
                return Outcome::Fails("range with more than 1,024 values");
            }
            items.push(self.evaluator.number(value, self.span));
        }
    }

    fn to_list(&self, value: &Value) -> Outcome {
        match &value.data {
            Data::Sequence(kind, items) => {
                let kind = if Self::ordered(value).is_some() { SequenceKind::List } else { *kind };
                match unified(items.to_vec()) {
                    Some(items) => Outcome::Value(self.evaluator.sequence(kind, items, self.span)),
                    None => Outcome::Fails("a list of what has no common type"),
                }
            }
            Data::Null | Data::Term(_) | Data::Each(_) => Outcome::Value(value.clone()),
            _ => Self::mismatch(value),
        }
    }

    fn to_map(&self, value: &Value) -> Outcome {
        match &value.data {
            Data::Mapping(_, entries) => {
                let (keys, values): (Vec<_>, Vec<_>) = entries.iter().map(|(key, value)| (Arc::clone(key), value.clone())).unzip();
                let Some(values) = unified(values) else { return Outcome::Fails("a map of what has no common type") };
                let entries = keys.into_iter().zip(values).collect();
                Outcome::Value(self.evaluator.mapping(MappingKind::Map, entries, self.span))
            }
            Data::Null | Data::Term(_) | Data::Each(_) => Outcome::Value(value.clone()),
            _ => Self::mismatch(value),
        }
    }
}
