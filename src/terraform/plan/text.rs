//! A plan joined to the configuration files it was made from: values are the plan's, places and the way of a value are those of the
//! text. Where the plan does not know a value yet, the text tells what it will be.

use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, MappingKind, Origin, Term, Value};

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The resources as they are written, evaluated with the variables of the plan in the arena of its values.
pub(super) struct Text<'a> {
    by_address: FxHashMap<String, &'a Resource>,
    by_block: FxHashMap<String, &'a Resource>,
    addresses: FxHashSet<String>,
}

impl<'a> Text<'a> {
    /// Of these resources, those that the plan tells of by their addresses.
    pub(super) fn new(resources: &'a [Resource], planned: FxHashSet<String>) -> Self {
        let managed = || resources.iter().filter(|resource| resource.is_managed());
        Self {
            by_address: managed().map(|resource| (resource.address.to_string(), resource)).collect(),
            by_block: managed().map(|resource| (resource.address.block(), resource)).collect(),
            addresses: planned,
        }
    }

    /// The resource as it is written, and whether it is this instance and not only its block.
    pub(super) fn of(&self, address: &crate::value::Address) -> Option<(&'a Resource, bool)> {
        let own = self.by_address.get(&address.to_string()).filter(|resource| !resource.address.is_each());
        own.map(|resource| (*resource, true)).or_else(|| self.by_block.get(&address.block()).map(|resource| (*resource, false)))
    }

    /// A resource that the plan tells, with the places of the text and what only the text says.
    pub(super) fn joined(&self, values: &Arena, planned: Resource) -> Resource {
        let Some((text, is_own)) = self.of(&planned.address) else { return planned };
        let join = Join { values, text: self, takes_values: is_own };
        let (properties, computed) = if is_own { join.settle(&planned, text) } else { (planned.properties, planned.computed) };
        let mut lifecycle = text.lifecycle.clone();
        lifecycle.create_before_destroy =
            lifecycle.create_before_destroy.or(planned.lifecycle.create_before_destroy.map(|_| text.header));
        Resource {
            header: text.header,
            block: text.block,
            properties: join.value(&properties, &text.properties, Origin::NONE, 0),
            computed: join.value(&computed, &text.properties, Origin::NONE, 0),
            calls: Arc::clone(&text.calls),
            dependencies: Arc::clone(&text.dependencies),
            lifecycle,
            ..planned
        }
    }
}

/// Nobody writes values that are nested deeper.
const MAX_DEPTH: usize = 16;

struct Join<'a> {
    values: &'a Arena,
    text: &'a Text<'a>,
    /// Whether the text is that of this very instance, so that its values can be taken.
    takes_values: bool,
}

impl Join<'_> {
    /// What is written for certain is no value that the provider filled in, though the plan alone cannot tell; and an instance whose
    /// text lists no interfaces only keeps those that it listed once.
    fn settle(&self, planned: &Resource, text: &Resource) -> (Value, Value) {
        let both = (planned.properties.entries(), planned.computed.entries(), text.properties.entries());
        let (Some(properties), Some(computed), Some(text)) = both else {
            return (planned.properties.clone(), planned.computed.clone());
        };
        let is_written = |name: &Arc<str>| text.get(name).is_some_and(|value| self.values.is_present(value) == Guard::ALWAYS);
        let (written, filled_in): (BTreeMap<_, _>, BTreeMap<_, _>) =
            computed.clone().into_iter().partition(|(name, _)| is_written(name));
        let is_kept = |name: &Arc<str>| {
            (&*planned.address.resource_type, &**name) == ("aws_instance", "network_interface")
                && text.get(name).is_none_or(|value| self.values.is_absent(value) == Guard::ALWAYS)
        };
        let (kept, properties): (BTreeMap<_, _>, BTreeMap<_, _>) =
            properties.clone().into_iter().partition(|(name, _)| is_kept(name));
        let filled_in: BTreeMap<_, _> = filled_in.into_iter().chain(kept).collect();
        let properties: BTreeMap<_, _> = properties.into_iter().chain(written).collect();
        let mapping = |entries| Value::from(Data::Mapping(MappingKind::Object, Arc::new(entries)));
        (mapping(properties), mapping(filled_in))
    }

    fn value(&self, planned: &Value, text: &Value, around: Origin, depth: usize) -> Value {
        let own = if self.values.span(text.origin).is_some() { text.origin } else { around };
        if depth > MAX_DEPTH {
            return planned.clone();
        }
        match (&planned.data, self.shape(planned, text)) {
            (Data::Term(term), _) if self.is_opaque(*term) && self.tells(text) => text.clone(),
            (Data::Mapping(kind, entries), Some(Data::Mapping(_, written))) => {
                let entries = entries.iter().map(|(name, value)| {
                    let joined = match written.get(name) {
                        Some(text) => self.value(value, text, own, depth + 1),
                        None if depth == 0 => value.clone(),
                        None => self.place(value, own),
                    };
                    (name.clone(), joined)
                });
                Value::new(Data::Mapping(*kind, Arc::new(entries.collect())), self.or(own, planned))
            }
            (Data::Sequence(kind, items), Some(Data::Sequence(_, written))) => {
                let partners = self.partners(items, &written);
                let items = items.iter().zip(partners).map(|(item, partner)| match partner {
                    Some(text) => self.value(item, text, own, depth + 1),
                    None => self.place(item, own),
                });
                Value::new(Data::Sequence(*kind, items.collect()), self.or(own, planned))
            }
            _ => self.place(planned, own),
        }
    }

    /// What a value of the text is where it has the form of the planned one: the first of its alternatives that has.
    fn shape(&self, planned: &Value, text: &Value) -> Option<Data> {
        let fits = |data: &Data| std::mem::discriminant(data) == std::mem::discriminant(&planned.data);
        let alternatives = self.values.alternatives(text).into_iter();
        alternatives.map(|(_, value)| value.data).find(fits)
    }

    /// A value of which only the place is another.
    fn place(&self, planned: &Value, origin: Origin) -> Value {
        if self.values.span(origin).is_none() {
            return planned.clone();
        }
        let data = match &planned.data {
            Data::Sequence(kind, items) => Data::Sequence(*kind, items.iter().map(|item| self.place(item, origin)).collect()),
            Data::Mapping(kind, entries) => {
                let entries = entries.iter().map(|(name, value)| (name.clone(), self.place(value, origin)));
                Data::Mapping(*kind, Arc::new(entries.collect()))
            }
            data => data.clone(),
        };
        Value::new(data, origin)
    }

    fn or(&self, origin: Origin, planned: &Value) -> Origin {
        if self.values.span(origin).is_some() { origin } else { planned.origin }
    }

    fn is_opaque(&self, term: crate::value::TermId) -> bool {
        matches!(&*self.values.term(term), Term::Opaque { .. })
    }

    /// Whether a value of the text says what an unknown one will be: always something, in terms of what the plan tells of.
    fn tells(&self, text: &Value) -> bool {
        self.takes_values
            && self.values.is_absent(text) == Guard::NEVER
            && !matches!(text.data, Data::Null)
            && self.values.terms_within(text).into_iter().all(|term| match &*self.values.term(term) {
                Term::Managed(address) => self.text.addresses.contains(&address.to_string()),
                Term::Opaque { .. } | Term::EachKey { .. } => false,
                _ => true,
            })
    }

    /// What in the text each item of a list or set comes from. A plan has sets in an order of its own.
    fn partners<'v>(&self, items: &[Value], written: &'v [Value]) -> Vec<Option<&'v Value>> {
        let mut free: Vec<Option<&Value>> = written.iter().map(Some).collect();
        let mut partners: Vec<Option<&Value>> = vec![None; items.len()];
        for (item, partner) in items.iter().zip(&mut partners) {
            let same = free.iter().position(|text| text.is_some_and(|text| self.agrees(item, text) == Some(true)));
            *partner = same.and_then(|at| free.get_mut(at)?.take());
        }
        for (at, (item, partner)) in items.iter().zip(&mut partners).enumerate() {
            if partner.is_none() {
                let may = |text: Option<&Value>| text.is_some_and(|text| self.agrees(item, text).is_none());
                let beside = free.get(at).filter(|text| may(**text)).map(|_| at);
                let next = beside.or_else(|| free.iter().position(|text| may(*text)));
                *partner = next.and_then(|at| free.get_mut(at)?.take());
            }
        }
        partners
    }

    /// Whether two items are certainly one, or certainly not. Blocks are by what both say.
    fn agrees(&self, item: &Value, text: &Value) -> Option<bool> {
        let (Some(entries), Some(written)) = (item.entries(), text.entries()) else {
            let same = self.values.same(item, text);
            return match () {
                () if same.yes == Guard::ALWAYS => Some(true),
                () if same.no == Guard::ALWAYS => Some(false),
                () => None,
            };
        };
        let mut answer = None;
        for (name, value) in entries {
            match written.get(name).filter(|text| !text.is_null()).map(|text| self.values.same(value, text)) {
                Some(same) if same.no == Guard::ALWAYS => return Some(false),
                Some(same) if same.yes == Guard::ALWAYS => answer = Some(true),
                _ => {}
            }
        }
        answer
    }
}
