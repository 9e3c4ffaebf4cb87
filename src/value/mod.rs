//! Values as they are known before anything is applied: known, symbolic with a reason, or one of several under guards.
//! Both front ends evaluate to these values; the graph is made of them. Nothing here knows a language's syntax.

mod address;
mod arena;
pub mod base64;
mod cases;
mod compare;
mod contained;
mod guard;
mod number;
mod origin;
mod presence;
mod rewrite;
mod search;
mod term;

pub use address::{Address, InstanceKey, Notation};
pub use arena::Arena;
pub use compare::Comparison;
pub use guard::{Atom, Guard};
pub use number::Number;
pub use origin::{Origin, OriginKind, Step};
pub use rewrite::Renaming;
pub use term::{Domain, InputKind, Key, Term, TermId};

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A value and where it came from. Equality and hashing look at the value alone.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Where it was written and how it got here.
    pub origin: Origin,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Data {
    /// Terraform's `null`, CloudFormation's `AWS::NoValue`, or simply not written.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Arc<str>),
    /// A list, set or tuple of known length.
    Sequence(SequenceKind, Arc<[Value]>),
    /// A map or object with known keys.
    Mapping(MappingKind, Arc<BTreeMap<Arc<str>, Value>>),
    /// A collection of unknown size, told by what each of its elements is.
    Each(Arc<Each>),
    /// A name for what is not known yet.
    Term(TermId),
    /// One of several values. The guards exclude each other and together cover every case; no alternative is itself a choice.
    Choice(Arc<[(Guard, Value)]>),
}

/// Terraform distinguishes these; CloudFormation has lists only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SequenceKind {
    /// A list.
    List,
    /// A set: no order, no repeated elements.
    Set,
    /// A tuple: elements of different types.
    Tuple,
}

/// Terraform distinguishes these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MappingKind {
    /// A map: all values of one type.
    Map,
    /// An object: every attribute has its own type.
    Object,
}

/// "Each of them": stands for all elements of a collection whose size is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Each {
    /// The term that stands for the index or key of the element.
    pub key: TermId,
    /// The element.
    pub item: Value,
    /// Whether the collection is a mapping from keys (else a sequence).
    pub mapping: bool,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.data.hash(state);
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Self { data, origin: Origin::NONE }
    }
}

impl Value {
    /// Nothing, written nowhere.
    pub const NULL: Self = Self { data: Data::Null, origin: Origin::NONE };

    /// A value with its origin.
    pub const fn new(data: Data, origin: Origin) -> Self {
        Self { data, origin }
    }

    /// A string without an origin.
    pub fn string(text: &str) -> Self {
        Data::String(text.into()).into()
    }

    /// A number without an origin.
    pub fn integer(number: i64) -> Self {
        Data::Number(Number::from(number)).into()
    }

    /// A list without an origin.
    pub fn list(items: Vec<Self>) -> Self {
        Data::Sequence(SequenceKind::List, items.into()).into()
    }

    /// The same value from another place.
    #[must_use]
    pub fn with_origin(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// Whether this is [`Data::Null`].
    pub fn is_null(&self) -> bool {
        self.data == Data::Null
    }

    /// A known string, as it is.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// A known boolean; the strings `true` and `false` are booleans too, in both languages, and to Terraform `"1"` and `"0"`.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.data {
            Data::Bool(value) => Some(*value),
            Data::String(text) if text.eq_ignore_ascii_case("true") || &**text == "1" => Some(true),
            Data::String(text) if text.eq_ignore_ascii_case("false") || &**text == "0" => Some(false),
            _ => None,
        }
    }

    /// A known whole number; a string of digits is a number too, in both languages.
    pub fn as_integer(&self) -> Option<i64> {
        match &self.data {
            Data::Number(number) => number.as_integer(),
            Data::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The items of a known sequence.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.data {
            Data::Sequence(_, items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a known mapping.
    pub fn entries(&self) -> Option<&BTreeMap<Arc<str>, Self>> {
        match &self.data {
            Data::Mapping(_, entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether the value holds no term and no choice, at any depth.
    pub fn is_known(&self) -> bool {
        match &self.data {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => true,
            Data::Sequence(_, items) => items.iter().all(Self::is_known),
            Data::Mapping(_, entries) => entries.values().all(Self::is_known),
            Data::Each(_) | Data::Term(_) | Data::Choice(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
