//! Facts: what is known of subnets, interfaces, instances, security groups and VPCs that exist already and are only named by
//! their ids. They come from the answers of AWS ([`read`]) or from a state. A fact is nothing that anyone wrote into a
//! configuration, and never counts as that.

mod aws;
mod listed;

use crate::source::{Listing, Span};
use crate::value::{Data, MappingKind, Number, SequenceKind, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use aws::read;
pub use listed::list;

/// Everything that is known, by id.
#[derive(Debug, Default)]
pub struct Facts {
    known: FxHashMap<Arc<str>, Known>,
}

/// What is known of one thing.
#[derive(Clone, Debug)]
pub struct Known {
    /// Terraform's type for it: `aws_subnet`, `aws_network_interface`, …
    pub kind: Arc<str>,
    /// Where it is listed.
    pub header: Span,
    /// The whole entry.
    pub block: Span,
    /// Its attributes, by Terraform's names.
    pub attributes: BTreeMap<Arc<str>, Fact>,
}

/// The value of one attribute.
#[derive(Clone, Debug)]
pub struct Fact {
    /// A known value.
    pub value: Value,
    /// Where it is listed.
    pub span: Span,
}

impl Facts {
    /// What is known of the thing with this id.
    pub fn get(&self, id: &str) -> Option<&Known> {
        self.known.get(id)
    }

    /// What is known of the thing with this id, if it is of this type.
    pub fn of_kind(&self, kind: &str, id: &str) -> Option<&Known> {
        self.get(id).filter(|known| &*known.kind == kind)
    }

    /// Adds what others tell; they are newer.
    pub fn extend(&mut self, newer: &Self) {
        for (id, known) in &newer.known {
            match self.known.get_mut(id) {
                Some(older) => older.attributes.extend(known.attributes.clone()),
                None => {
                    self.known.insert(Arc::clone(id), known.clone());
                }
            }
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Lists what is known of a thing. Two sources that know the same thing complete each other; the later one is newer.
    pub fn add(&mut self, listing: &mut Listing, kind: &str, id: &str, attributes: impl IntoIterator<Item = (Arc<str>, Value)>) {
        let header = listing.open(id);
        let attributes = attributes.into_iter().filter(|(_, value)| !value.is_null() && value.is_known());
        let attributes: BTreeMap<_, _> = attributes
            .map(|(name, value)| {
                let span = listing.attribute(&name, &text(&value));
                (name, Fact { value, span })
            })
            .collect();
        listing.close();
        let block = listing.since(header);
        let known = Known { kind: kind.into(), header, block, attributes: BTreeMap::new() };
        let entry = self.known.entry(id.into()).or_insert(known);
        entry.attributes.extend(attributes);
    }
}

/// A known value as it would be written.
pub fn text(value: &Value) -> String {
    match &value.data {
        Data::Null => "null".into(),
        Data::Bool(value) => value.to_string(),
        Data::Number(number) => number.to_string(),
        Data::String(text) => format!("{text:?}"),
        Data::Sequence(_, items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", ")),
        Data::Mapping(_, entries) => {
            let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key} = {}", text(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Data::Each(_) | Data::Term(_) | Data::Choice(_) => "…".into(),
    }
}

/// A JSON value as a known value; what is not finite is null.
pub fn value(json: &serde_json::Value) -> Value {
    let data = match json {
        serde_json::Value::Null => Data::Null,
        serde_json::Value::Bool(value) => Data::Bool(*value),
        serde_json::Value::Number(number) => number.as_f64().and_then(Number::new).map_or(Data::Null, Data::Number),
        serde_json::Value::String(text) => Data::String(text.as_str().into()),
        serde_json::Value::Array(items) => Data::Sequence(SequenceKind::List, items.iter().map(value).collect()),
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(key, item)| (Arc::from(key.as_str()), value(item)));
            Data::Mapping(MappingKind::Object, Arc::new(entries.collect()))
        }
    };
    data.into()
}
