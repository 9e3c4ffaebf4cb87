//! The state of an evaluation: memory of what was evaluated, budgets, errors and notes. How things are evaluated lies in the
//! other modules, as further methods.

use super::cache::ModuleCache;
use super::expand::Expansion;
use super::inputs::Given;
use super::instance::{ModuleInstance, Node};
use super::manifest::Manifest;
use super::types::Type;
use crate::configuration::{AddressRead, SetElement, Unchecked};
use crate::facts::Facts;
use crate::source::{Span, Workspace};
use crate::syntax::SyntaxError;
use crate::value::{Arena, Data, Origin, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// Expressions evaluated within expressions, references included. A step takes some kilobytes of stack.
const MAX_DEPTH: u32 = 1_500;
/// References followed within references.
const MAX_REFERENCES: u32 = 200;
/// Expressions evaluated in all, with the parts of large collections that were built.
const MAX_STEPS: u64 = 2_000_000;
/// The elements of one collection.
pub(super) const MAX_ELEMENTS: usize = 10_000;
/// The values in one collection, at all depths.
const MAX_WEIGHT: usize = 100_000;
/// The length of one string, in bytes.
pub(super) const MAX_STRING: usize = 1 << 20;

/// What is remembered per module instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// `var.x`
    Variable(Arc<str>),
    /// `local.x`
    Local(Arc<str>),
    /// `output.x`, as the caller sees it
    Output(Arc<str>),
    /// `type.name`
    Managed(Arc<str>, Arc<str>),
    /// `data.type.name`
    Data(Arc<str>, Arc<str>),
    /// `module.x`
    Call(Arc<str>),
}

/// An evaluation that is on its way, or its result.
#[derive(Clone)]
pub(super) enum Memo<T> {
    /// Whoever asks now asks in a circle.
    Running,
    /// The result.
    Done(T),
}

/// The evaluation of one root module.
pub(super) struct Evaluator<'a> {
    pub(super) workspace: &'a Workspace<'a>,
    pub(super) cache: &'a ModuleCache,
    pub(super) arena: Arena,
    /// The directory of the root module.
    pub(super) root: PathBuf,
    /// Where installed modules lie.
    pub(super) manifest: Manifest,
    /// The values of the root module's variables.
    pub(super) given: Given,
    /// What is known of things that are only named by their ids.
    pub(super) facts: Arc<Facts>,
    /// The selected workspace, where it is known.
    pub(super) workspace_name: Option<String>,
    /// The region where no provider says it.
    pub(super) given_region: Option<String>,
    pub(super) values: RefCell<FxHashMap<(u32, Name), Memo<Value>>>,
    pub(super) expansions: RefCell<FxHashMap<(u32, Name), Memo<Rc<Expansion>>>>,
    pub(super) attributes: RefCell<FxHashMap<(TermId, Arc<str>), Memo<Value>>>,
    pub(super) dependencies: RefCell<FxHashMap<(u32, Name), Rc<BTreeSet<String>>>>,
    /// What terms stand for that are looked into.
    pub(super) nodes: RefCell<FxHashMap<TermId, Node>>,
    /// Module instances by the terms that stand for them.
    pub(super) instances: Cell<u32>,
    /// The types of inputs.
    pub(super) types: RefCell<FxHashMap<TermId, Type>>,
    /// Terms that are numbers of instances or elements.
    pub(super) counts: RefCell<FxHashSet<TermId>>,
    /// Terms of expressions that Terraform refuses to evaluate.
    failures: RefCell<FxHashSet<TermId>>,
    /// Where elements of sets are taken; `None` until there is such a set.
    pub(super) elements: RefCell<Option<FxHashSet<SetElement>>>,
    /// Where public addresses of instances are read.
    pub(super) address_reads: RefCell<FxHashSet<AddressRead>>,
    /// Nothing is reported: what is evaluated now matters for what is done with addresses alone.
    pub(super) is_quiet: Cell<bool>,
    errors: RefCell<Vec<SyntaxError>>,
    unchecked: RefCell<Vec<Unchecked>>,
    said: RefCell<FxHashSet<(Span, String)>>,
    /// A template file is being rendered.
    pub(super) rendering: Cell<bool>,
    depth: Cell<u32>,
    references: Cell<u32>,
    steps: Cell<u64>,
}

impl<'a> Evaluator<'a> {
    /// An evaluation of the root module in a directory.
    pub(super) fn new(
        arena: Arena,
        workspace: &'a Workspace<'a>,
        cache: &'a ModuleCache,
        root: PathBuf,
        manifest: Manifest,
    ) -> Self {
        Self {
            workspace,
            cache,
            arena,
            root,
            manifest,
            given: Given::default(),
            facts: Arc::default(),
            workspace_name: None,
            given_region: None,
            values: RefCell::default(),
            expansions: RefCell::default(),
            attributes: RefCell::default(),
            dependencies: RefCell::default(),
            nodes: RefCell::default(),
            instances: Cell::new(0),
            types: RefCell::default(),
            counts: RefCell::default(),
            failures: RefCell::default(),
            elements: RefCell::default(),
            address_reads: RefCell::default(),
            is_quiet: Cell::new(false),
            errors: RefCell::default(),
            unchecked: RefCell::default(),
            said: RefCell::default(),
            rendering: Cell::new(false),
            depth: Cell::new(0),
            references: Cell::new(0),
            steps: Cell::new(0),
        }
    }

    /// The arena, the errors and the notes of a finished evaluation.
    pub(super) fn finish(self) -> (Arena, Vec<SyntaxError>, Vec<Unchecked>) {
        (self.arena, self.errors.into_inner(), self.unchecked.into_inner())
    }

    /// Reports what Terraform refuses, once per place.
    pub(super) fn error(&self, span: Span, message: impl Into<String>) {
        let message = message.into();
        if !self.is_quiet.get() && self.said.borrow_mut().insert((span, message.clone())) {
            self.errors.borrow_mut().push(SyntaxError { span, message });
        }
    }

    /// Notes what is left out of the check, once per place.
    pub(super) fn note(&self, span: Span, reason: impl Into<String>) {
        let reason = reason.into();
        if !self.is_quiet.get() && self.said.borrow_mut().insert((span, reason.clone())) {
            self.unchecked.borrow_mut().push(Unchecked { span, reason });
        }
    }
}

/// Budgets.
impl Evaluator<'_> {
    /// Runs one step of the evaluation, unless a budget is used up.
    pub(super) fn step(&self, span: Span, run: impl FnOnce() -> Value) -> Value {
        if !self.charge(1, span) {
            return self.opaque("a value that was not evaluated", span);
        }
        if self.depth.get() >= MAX_DEPTH {
            self.note(span, "expressions are nested too deeply to be evaluated");
            return self.opaque("a deeply nested value", span);
        }
        self.depth.set(self.depth.get() + 1);
        let value = run();
        self.depth.set(self.depth.get() - 1);
        value
    }

    /// Follows a reference, unless too many are being followed.
    pub(super) fn follow<T>(&self, span: Span, run: impl FnOnce() -> T) -> Option<T> {
        if self.references.get() >= MAX_REFERENCES {
            self.note(span, "references lead through too many names to be followed");
            return None;
        }
        self.references.set(self.references.get() + 1);
        let result = run();
        self.references.set(self.references.get() - 1);
        Some(result)
    }

    /// Something that grew past a bound, which is told.
    pub(super) fn too_large(&self, text: &str, span: Span) -> Value {
        self.note(span, format!("{text} is not evaluated"));
        self.opaque(text, span)
    }

    /// Takes from the budget of steps.
    pub(super) fn charge(&self, steps: usize, span: Span) -> bool {
        let steps = self.steps.get() + steps as u64;
        self.steps.set(steps);
        if steps > MAX_STEPS && steps - MAX_STEPS < MAX_WEIGHT as u64 {
            // The first place only: everything that is evaluated later would be noted otherwise.
            self.steps.set(MAX_STEPS + MAX_WEIGHT as u64);
            self.note(span, "the configuration is too large to be evaluated further");
        }
        steps <= MAX_STEPS
    }

    /// Whether a value is small enough to be kept. Shared parts count as often as they occur, because walks visit them so.
    pub(super) fn fits(&self, value: &Value, span: Span) -> bool {
        let weight = weight(value, MAX_WEIGHT);
        self.charge(weight / 8, span) && weight < MAX_WEIGHT
    }
}

fn weight(value: &Value, limit: usize) -> usize {
    let mut weight = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        weight += 1;
        if weight >= limit {
            break;
        }
        match &value.data {
            Data::Sequence(_, items) => open.extend(items.iter().take(limit)),
            Data::Mapping(_, entries) => open.extend(entries.values().take(limit)),
            Data::Choice(alternatives) => open.extend(alternatives.iter().map(|(_, value)| value)),
            Data::Each(each) => open.push(&each.item),
            _ => {}
        }
    }
    weight
}

/// Values that are not known.
impl Evaluator<'_> {
    /// A value that equals nothing else.
    pub(super) fn opaque(&self, text: &str, span: Span) -> Value {
        Value::new(Data::Term(self.arena.opaque(text)), self.arena.written(span))
    }

    /// What Terraform refuses to evaluate: the whole of every expression around it fails as well, up to a `try` or `can`.
    pub(super) fn failure(&self, text: &str, origin: Origin) -> Value {
        let term = self.arena.opaque(text);
        self.failures.borrow_mut().insert(term);
        Value::new(Data::Term(term), origin)
    }

    /// Whether a value is what [`Self::failure`] returned.
    pub(super) fn is_failure(&self, value: &Value) -> bool {
        matches!(value.data, Data::Term(term) if self.failures.borrow().contains(&term))
    }

    /// What a term stands for.
    pub(super) fn node(&self, term: TermId) -> Option<Node> {
        self.nodes.borrow().get(&term).cloned()
    }

    /// The number of the next module instance.
    pub(super) fn next_instance(&self) -> u32 {
        let id = self.instances.get();
        self.instances.set(id + 1);
        id
    }

    /// The path of a module instance and a name in it, as people write it.
    pub(super) fn name_in(&self, module: &ModuleInstance, name: &str) -> String {
        format!("{}{name}", module.keyed_prefix())
    }
}
