//! Evaluation of a template's values, demand-driven, with its budgets. The functions are in [`super::intrinsic`].

use super::intrinsic::call;
use super::stack::Stack;
use super::template::{Template, entries};
use super::{Inputs, resources, scalar};
use crate::configuration::{AddressRead, Configuration, History, Language, OtherResource, Resource, Unchecked};
use crate::source::{Span, Workspace};
use crate::syntax::tree::{Node, NodeKind, Pair};
use crate::syntax::{SyntaxError, UNRENDERED};
use crate::value::{Arena, Data, Guard, MappingKind, Origin, OriginKind, Term, TermId, Value};
use rustc_hash::FxHashSet;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// The steps that the evaluation of a template with its nested stacks may take.
const MAX_STEPS: usize = 2_000_000;
/// How deep values and references may lead.
const MAX_DEPTH: usize = 300;
/// The longest list that keeps its elements.
pub(super) const MAX_ELEMENTS: usize = 10_000;

/// Evaluates the template of a root stack.
pub(super) fn configuration(workspace: &Workspace<'_>, path: &Path, inputs: &Inputs, arena: Arena) -> Configuration {
    let run = Run::new(workspace, inputs, arena);
    let template = run.template(path);
    run.note_macros(&template);
    let stack = Stack::new(template, Guard::ALWAYS);
    let scope = Scope { run: &run, stack: &stack };
    resources::collect(scope);
    scope.note_reads_of_outputs();
    let mut address_reads: Vec<_> = run.address_reads.take().into_iter().collect();
    address_reads.sort_by_cached_key(|read| (workspace.sources.place(read.span), read.attribute));
    let mut errors = run.errors.into_inner();
    errors.sort_by_cached_key(|error| (workspace.sources.place(error.span), error.message.clone()));
    errors.dedup();
    let mut unchecked = run.unchecked.into_inner();
    unchecked.sort_by_cached_key(|note| workspace.sources.place(note.span));
    unchecked.dedup();
    Configuration {
        set_elements: Vec::new(),
        address_reads,
        provider: None,
        language: Language::CloudFormation,
        arena: run.arena,
        resources: run.resources.into_inner(),
        others: run.others.into_inner(),
        region: inputs.region.as_deref().map(Arc::from),
        facts: Arc::clone(&inputs.facts),
        errors,
        unchecked,
        history: History::default(),
    }
}

/// What the evaluation of a root stack and its nested stacks shares.
#[derive(Debug)]
pub(super) struct Run<'w> {
    pub(super) workspace: Files<'w>,
    pub(super) inputs: &'w Inputs,
    pub(super) arena: Arena,
    pub(super) resources: RefCell<Vec<Resource>>,
    /// What resources that the graph has no node for wait for.
    pub(super) others: RefCell<Vec<OtherResource>>,
    /// Where public addresses of instances are read.
    pub(super) address_reads: RefCell<FxHashSet<AddressRead>>,
    /// Terms that are lists.
    pub(super) lists: RefCell<FxHashSet<TermId>>,
    /// Terms that are ids or names, in which no comma can be.
    pub(super) identifiers: RefCell<FxHashSet<TermId>>,
    /// Nested stacks so far.
    pub(super) stacks: Cell<usize>,
    errors: RefCell<Vec<SyntaxError>>,
    unchecked: RefCell<Vec<Unchecked>>,
    templates: RefCell<HashMap<PathBuf, Rc<Template>>>,
    steps: Cell<usize>,
    depth: Cell<usize>,
}

/// A workspace; its files are nothing to print.
#[derive(Clone, Copy)]
pub(super) struct Files<'w>(pub(super) &'w Workspace<'w>);

impl std::fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

/// Where something is evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) stack: &'a Stack,
}

impl<'w> Run<'w> {
    fn new(workspace: &'w Workspace<'w>, inputs: &'w Inputs, arena: Arena) -> Self {
        Self {
            workspace: Files(workspace),
            inputs,
            arena,
            resources: RefCell::default(),
            others: RefCell::default(),
            address_reads: RefCell::default(),
            lists: RefCell::default(),
            identifiers: RefCell::default(),
            stacks: Cell::new(0),
            errors: RefCell::default(),
            unchecked: RefCell::default(),
            templates: RefCell::default(),
            steps: Cell::new(0),
            depth: Cell::new(0),
        }
    }

    /// A template; its file is read once, and its errors are reported once.
    pub(super) fn template(&self, path: &Path) -> Rc<Template> {
        if let Some(template) = self.templates.borrow().get(path) {
            return Rc::clone(template);
        }
        let template = Rc::new(Template::load(self.workspace.0, path));
        self.errors.borrow_mut().extend(template.errors.iter().cloned());
        template.unrendered.iter().for_each(|&span| self.note(span, UNRENDERED));
        self.templates.borrow_mut().insert(path.into(), Rc::clone(&template));
        template
    }

    /// Says that a macro may change what is checked.
    pub(super) fn note_macros(&self, template: &Template) {
        for (name, span) in template.transforms.iter().filter(|(name, _)| !name.starts_with("AWS::")) {
            self.note(*span, format!("the macro `{name}` is not run"));
        }
    }

    /// Something that is left out of the check.
    pub(super) fn note(&self, span: Span, reason: impl Into<String>) {
        self.unchecked.borrow_mut().push(Unchecked { span, reason: reason.into() });
    }

    /// Takes steps; whether there were as many left.
    pub(super) fn take(&self, steps: usize, span: Span) -> bool {
        let before = self.steps.get();
        self.steps.set(before.saturating_add(steps));
        if before <= MAX_STEPS && self.steps.get() > MAX_STEPS {
            self.note(span, "the template takes too many steps to evaluate to its end");
        }
        self.steps.get() <= MAX_STEPS
    }

    /// Goes one level deeper; whether that is allowed. Then [`Self::leave`] leads back.
    pub(super) fn enter(&self, span: Span) -> bool {
        let deeper = self.depth.get() < MAX_DEPTH;
        if deeper {
            self.depth.set(self.depth.get() + 1);
        } else {
            self.note(span, "values and references lead too deep to be followed");
        }
        deeper
    }

    /// Goes back from where [`Self::enter`] led.
    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// A value of which nothing is known.
    pub(super) fn opaque(&self, text: &str, span: Span) -> Value {
        Value::new(Data::Term(self.arena.opaque(text)), self.arena.written(span))
    }

    /// A function of arguments of which not all are known: the same function of the same arguments is the same value.
    pub(super) fn apply(&self, function: &str, arguments: Vec<Value>, span: Span) -> Value {
        let term = self.arena.intern(Term::Apply { function: function.into(), arguments: arguments.into() });
        Value::new(Data::Term(term), self.arena.written(span))
    }

    /// The value of something that is referred to, as it is seen from the place of the reference.
    pub(super) fn referred(&self, value: &Value, name: &str, span: Span) -> Value {
        let origin = |from: Origin| self.arena.origin(span, OriginKind::Reference(name.into()), from);
        let data = match &value.data {
            Data::Choice(alternatives) => {
                let moved = |(guard, value): &(Guard, Value)| (*guard, self.referred(value, name, span));
                Data::Choice(alternatives.iter().map(moved).collect())
            }
            Data::Sequence(kind, items) if self.take(items.len(), span) => {
                Data::Sequence(*kind, items.iter().map(|item| self.referred(item, name, span)).collect())
            }
            data => data.clone(),
        };
        Value::new(data, origin(value.origin))
    }
}

impl Scope<'_> {
    /// Reports what CloudFormation refuses, where no macro may put it right.
    pub(super) fn refuse(self, span: Span, message: impl Into<String>) {
        if !self.stack.template.open {
            self.run.errors.borrow_mut().push(SyntaxError { span, message: message.into() });
        }
    }

    /// Notes a name that is not declared, where no macro may declare it.
    pub(super) fn miss(self, span: Span, message: impl Into<String>) {
        if !self.stack.template.open {
            self.run.note(span, message);
        }
    }

    /// The value of a node.
    pub(super) fn value(self, node: &Node) -> Value {
        self.bounded(node, false)
    }

    /// The value of a node whose tag is already seen to.
    pub(super) fn untagged(self, node: &Node) -> Value {
        self.bounded(node, true)
    }

    fn bounded(self, node: &Node, untagged: bool) -> Value {
        let run = self.run;
        if !run.take(1, node.span) {
            return run.opaque("a value past the budget of evaluation", node.span);
        }
        if !run.enter(node.span) {
            return run.opaque("a value that lies too deep", node.span);
        }
        let value = match call(node, untagged) {
            Some(call) => self.apply(&call),
            None => self.plain(node, untagged),
        };
        run.leave();
        value
    }

    fn plain(self, node: &Node, untagged: bool) -> Value {
        match &node.kind {
            NodeKind::Scalar(scalar) if scalar.is_null() && !untagged => {
                self.refuse(node.span, "null is not allowed in a template");
                Value::new(Data::Null, self.run.arena.written(node.span))
            }
            NodeKind::Scalar(scalar) => self.literal(&scalar::text(scalar), node.span),
            NodeKind::Sequence(items) if items.len() > MAX_ELEMENTS => self.too_large(node.span),
            NodeKind::Sequence(items) => {
                let values = items.iter().map(|item| self.value(item)).filter(|value| !value.is_null());
                Value::list(values.collect()).with_origin(self.run.arena.written(node.span))
            }
            NodeKind::Mapping(_) => self.mapping(&entries(node), node.span),
        }
    }

    /// A collection that is not looked into.
    pub(super) fn too_large(self, span: Span) -> Value {
        self.run.note(span, format!("a collection has more than {MAX_ELEMENTS} elements"));
        self.run.opaque("a large collection", span)
    }

    /// A mapping with each of its values; what is `AWS::NoValue` is not there.
    pub(super) fn mapping(self, pairs: &[Pair], span: Span) -> Value {
        if pairs.len() > MAX_ELEMENTS {
            return self.too_large(span);
        }
        if pairs.iter().any(|pair| pair.key.starts_with("Fn::ForEach::")) {
            let expanded = super::foreach::expand(self, pairs.to_vec());
            if expanded.iter().any(|pair| pair.key.starts_with("Fn::")) {
                return self.run.opaque("a mapping with a loop that is not known", span);
            }
            return self.mapping(&expanded, span);
        }
        if pairs.iter().any(|pair| pair.key.starts_with("Fn::")) {
            return self.run.opaque("a mapping that a macro completes", span);
        }
        let mut mapping = BTreeMap::new();
        for pair in pairs {
            let value = self.value(&pair.value);
            if value.is_null() {
                mapping.remove(&pair.key)
            } else {
                mapping.insert(Arc::clone(&pair.key), value)
            };
        }
        Value::new(Data::Mapping(MappingKind::Object, mapping.into()), self.run.arena.written(span))
    }
}
