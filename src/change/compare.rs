//! Comparing a value of the old side with one of the new side, at all depths: the same, different, or not known, each under its
//! guard. Beyond what [`Arena::same`] knows, ids of what is replaced in between differ from themselves.

use crate::value::{Arena, Comparison, Data, Guard, Key, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Attributes that are new with every new resource.
const NEW: [&str; 14] = [
    "AllocationId",
    "Arn",
    "AttachmentId",
    "GroupId",
    "Id",
    "Ref",
    "allocation_id",
    "arn",
    "attachment_id",
    "id",
    "mac_address",
    "primary_network_interface_id",
    "public_ip",
    "PublicIp",
];

/// Resources that are known by names which their replacements have too.
const NAMED: [&str; 3] = ["aws_autoscaling_group", "AWS::AutoScaling::AutoScalingGroup", "AWS::EKS::Nodegroup"];

/// Nobody looks deeper into a property.
const MAX_DEPTH: usize = 8;

/// Compares with the knowledge of what is replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparer<'a> {
    pub(super) values: &'a Arena,
    /// The new side's resources that are replaced, and when; the data sources that ask for something else; and the numbers of
    /// template versions that may be other ones, with when they certainly are.
    pub(super) renewed: &'a FxHashMap<TermId, Guard>,
    /// Whether the order of a list says something.
    pub(super) ordered: bool,
}

impl Comparer<'_> {
    /// Compares two values; that of the old side is in the names of the new one.
    pub(super) fn compare(self, before: &Value, after: &Value) -> Comparison {
        self.deep(before, after, 0)
    }

    fn deep(self, before: &Value, after: &Value, depth: usize) -> Comparison {
        let values = self.values;
        let mut result = Comparison::MAYBE;
        for (before_guard, before) in values.alternatives(before) {
            for (after_guard, after) in values.alternatives(after) {
                let both = values.and(before_guard, after_guard);
                if values.possible(both) {
                    let answer = self.case(&before, &after, depth);
                    result.yes = values.or(result.yes, values.and(both, answer.yes));
                    result.no = values.or(result.no, values.and(both, answer.no));
                }
            }
        }
        result
    }

    fn case(self, before: &Value, after: &Value, depth: usize) -> Comparison {
        match (&before.data, &after.data) {
            _ if depth > MAX_DEPTH => Comparison::MAYBE,
            (Data::Null, _) if is_empty(after) => Comparison::YES,
            (_, Data::Null) if is_empty(before) => Comparison::YES,
            (Data::Term(before), Data::Term(after)) if before == after => self.same_term(*before),
            (Data::Mapping(_, a), Data::Mapping(_, b)) => {
                let names: BTreeSet<_> = a.keys().chain(b.keys()).collect();
                let get = |entries: &BTreeMap<_, Value>, name| entries.get(name).cloned().unwrap_or(Value::NULL);
                self.all(names.into_iter().map(|name| self.deep(&get(a, name), &get(b, name), depth + 1)))
            }
            (Data::Sequence(_, a), Data::Sequence(_, b)) => self.sequences(a, b, depth),
            (Data::Each(a), Data::Each(b)) if a.key == b.key => self.deep(&a.item, &b.item, depth + 1),
            // A list where there was none: whoever is in it is new.
            (Data::Null, Data::Sequence(..) | Data::Mapping(..)) | (Data::Sequence(..) | Data::Mapping(..), Data::Null) => {
                Comparison::NO
            }
            // What was not written is written now, with a value that nobody knows but that there is one.
            (Data::Null, Data::Term(_)) => Comparison { yes: Guard::NEVER, no: self.values.is_present(after) },
            (Data::Term(_), Data::Null) => Comparison { yes: Guard::NEVER, no: self.values.is_present(before) },
            (Data::Term(one), Data::Term(other)) if self.is_lookup(*one) && self.is_lookup(*other) => {
                self.lookups(*one, *other, depth).unwrap_or_else(|| self.values.same(before, after))
            }
            _ if is_placeholder(before) || is_placeholder(after) => Comparison::MAYBE,
            _ => self.values.same(before, after),
        }
    }

    /// All are the same; at least one differs.
    fn all(self, answers: impl Iterator<Item = Comparison>) -> Comparison {
        answers.fold(Comparison::YES, |all, answer| Comparison {
            yes: self.values.and(all.yes, answer.yes),
            no: self.values.or(all.no, answer.no),
        })
    }

    fn sequences(self, before: &[Value], after: &[Value], depth: usize) -> Comparison {
        // An item that is null is a block that is not there.
        let written = |items: &[Value]| -> Vec<Value> { items.iter().filter(|item| !item.is_null()).cloned().collect() };
        let (before, after) = (&written(before), &written(after));
        if before.len() == after.len() {
            let answer = self.all(before.iter().zip(after).map(|(before, after)| self.deep(before, after, depth + 1)));
            if self.ordered || answer.yes == Guard::ALWAYS || before.len() == 1 {
                return answer;
            }
        }
        if self.ordered {
            return Comparison { yes: Guard::NEVER, no: Guard::ALWAYS };
        }
        // Without an order they differ for certain where one has an item that the other certainly has not.
        let without = |one: &Value, others: &[Value], flip: bool| {
            let answers = others.iter().map(|other| match flip {
                false => self.deep(one, other, depth + 1).no,
                true => self.deep(other, one, depth + 1).no,
            });
            answers.fold(Guard::ALWAYS, |all, no| self.values.and(all, no))
        };
        let gone = before.iter().map(|one| without(one, after, false));
        let come = after.iter().map(|one| without(one, before, true));
        let differ = gone.chain(come).fold(Guard::NEVER, |any, guard| self.values.or(any, guard));
        let same = before.len() == after.len() && after.iter().all(|item| before.contains(item)) && differ == Guard::NEVER;
        Comparison { yes: if same { Guard::ALWAYS } else { Guard::NEVER }, no: differ }
    }

    /// A term is the same as itself, unless it names something new of a resource that is replaced.
    fn same_term(self, term: TermId) -> Comparison {
        let Term::Element { of, key: Key::Name(name) } = &*self.values.term(term) else {
            return self.same_parts(term);
        };
        if let Some(&guard) = self.renewed.get(&term) {
            return Comparison { yes: Guard::NEVER, no: guard };
        }
        let Some(&guard) = self.renewed.get(of) else { return self.same_parts(term) };
        if matches!(&*self.values.term(*of), Term::Data(_)) {
            return Comparison::MAYBE;
        }
        let named = matches!(&*self.values.term(*of), Term::Managed(address) if NAMED.contains(&&*address.resource_type));
        match NEW.contains(&&**name) && !named {
            true => Comparison { yes: self.values.not(guard), no: guard },
            // What AWS fills in may come out the same again.
            false => Comparison { yes: self.values.not(guard), no: Guard::NEVER },
        }
    }

    fn is_lookup(self, term: TermId) -> bool {
        matches!(&*self.values.term(term), Term::Apply { function, .. } if is_find_in_map(function))
    }

    /// Compares what one mapping gives for one key that is not known: it differs if it differs for every key.
    fn lookups(self, before: TermId, after: TermId, depth: usize) -> Option<Comparison> {
        let (before, after) = (self.values.term(before), self.values.term(after));
        let (Term::Apply { arguments: before, .. }, Term::Apply { arguments: after, .. }) = (&*before, &*after) else {
            return None;
        };
        let (old, new) = (column(before)?, column(after)?);
        if before.len() != after.len() || before[..LOOKED_UP] != after[..LOOKED_UP] || before.len() > LOOKED_UP + 1 {
            return None;
        }
        let both = old.iter().filter_map(|(key, value)| Some(self.deep(value, new.get(key)?, depth + 1)));
        both.reduce(|all, answer| Comparison { yes: self.values.and(all.yes, answer.yes), no: self.values.and(all.no, answer.no) })
    }

    /// What is made of parts that are the same is the same; where a part is new, nobody knows.
    fn same_parts(self, term: TermId) -> Comparison {
        match &*self.values.term(term) {
            Term::Opaque { .. } => Comparison::MAYBE,
            // The mapping itself may have changed, unless its values are among the arguments.
            Term::Apply { function, arguments } if is_find_in_map(function) && column(arguments).is_none() => Comparison::MAYBE,
            Term::Apply { arguments, .. } => {
                let yes = self.all(arguments.iter().map(|argument| self.deep(argument, argument, 1))).yes;
                Comparison { yes, no: Guard::NEVER }
            }
            Term::Element { of, .. } => Comparison { yes: self.same_parts(*of).yes, no: Guard::NEVER },
            // It asks for something else than before, and may get the same.
            Term::Data(_) if self.renewed.contains_key(&term) => Comparison::MAYBE,
            Term::Managed(_) | Term::Data(_) | Term::Input { .. } | Term::EachKey { .. } => Comparison::YES,
        }
    }
}

/// An empty list is as good as none.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.items().is_some_and(<[Value]>::is_empty)
}

/// Whether a text only holds the place of a real one, as defaults in examples do: `subnet-xxxxxxx`, `<key>`.
fn is_placeholder(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with('<') || text.to_ascii_lowercase().contains("xxx"))
}

/// The arguments of `Fn::FindInMap` that name a value: the mapping and two keys.
const LOOKED_UP: usize = 3;

fn is_find_in_map(function: &str) -> bool {
    function == "Fn::FindInMap"
}

/// What a mapping has for every first key, where that is told.
fn column(arguments: &[Value]) -> Option<&BTreeMap<Arc<str>, Value>> {
    match &arguments.get(LOOKED_UP)?.data {
        Data::Mapping(_, entries) => Some(entries),
        _ => None,
    }
}
