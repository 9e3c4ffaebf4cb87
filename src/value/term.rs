//! Symbolic terms: names for values that are not known yet. Equal terms are the same value; they are interned.

use super::{Address, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// An interned [`Term`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(u32);

/// A name for a value that is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// A managed resource as a whole; its attributes are elements of it.
    Managed(Arc<Address>),
    /// A data source as a whole.
    Data(Arc<Address>),
    /// A value given from outside.
    Input {
        /// As it is referred to: `var.subnet_id`, `VpcId`, `AWS::Region`; with the module or nested stack in front.
        name: Arc<str>,
        /// What kind of input.
        kind: InputKind,
    },
    /// The index or key of "each of them": an instance of a block or an element of a collection of unknown size.
    EachKey {
        /// What is counted or iterated.
        over: TermId,
    },
    /// An attribute or element of another term.
    Element {
        /// Of what.
        of: TermId,
        /// Which.
        key: Key,
    },
    /// A function or operator applied to arguments of which at least one is not known.
    Apply {
        /// The function (`cidrsubnet`, `Fn::Join`) or operator (`+`). `template` joins strings.
        function: Arc<str>,
        /// The arguments.
        arguments: Box<[Value]>,
    },
    /// What nothing is known of, not even that it is the same twice.
    Opaque {
        /// Numbers the places.
        id: u32,
        /// How to call it in a message.
        text: Arc<str>,
    },
}

/// What kind of input a term stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputKind {
    /// A Terraform variable without a value.
    Variable,
    /// A CloudFormation parameter.
    Parameter,
    /// `AWS::Region`, `terraform.workspace`, `path.cwd`.
    Pseudo,
    /// A module, nested stack, macro or export that is not at hand.
    Missing,
}

/// Which element of a term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// An attribute or a key.
    Name(Arc<str>),
    /// An index.
    Index(i64),
    /// An index or key that is not known.
    Term(TermId),
}

/// What is known about the value of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Domain {
    /// All values it can have, where these are listed (`AllowedValues`, a `contains([…], var.x)` validation).
    pub allowed: Option<Arc<[Value]>>,
    /// The value it has when none is given.
    pub default: Option<Value>,
    /// The name under which a store holds it, where none is given.
    pub stored: Option<Arc<str>>,
    /// It is a list that names nothing twice.
    pub distinct: bool,
}

/// The interner.
#[derive(Debug, Default)]
pub(super) struct Terms {
    terms: Vec<Arc<Term>>,
    ids: FxHashMap<Arc<Term>, TermId>,
    pub(super) domains: FxHashMap<TermId, Arc<Domain>>,
    opaque: u32,
}

impl Terms {
    pub(super) fn intern(&mut self, term: Term) -> TermId {
        if let Some(&id) = self.ids.get(&term) {
            return id;
        }
        let id = TermId(u32::try_from(self.terms.len()).unwrap_or(u32::MAX));
        let term = Arc::new(term);
        self.terms.push(Arc::clone(&term));
        self.ids.insert(term, id);
        id
    }

    pub(super) fn get(&self, id: TermId) -> Arc<Term> {
        Arc::clone(&self.terms[id.0 as usize])
    }

    pub(super) fn any(&self, test: impl Fn(&Term) -> bool) -> bool {
        self.terms.iter().any(|term| test(term))
    }

    pub(super) fn opaque(&mut self, text: Arc<str>) -> TermId {
        self.opaque += 1;
        self.intern(Term::Opaque { id: self.opaque, text })
    }
}
