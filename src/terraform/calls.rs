//! Module calls: from a `module` block to the module instances that it makes.

use super::evaluator::{Evaluator, Name};
use super::instance::{Caller, ModuleInstance, Node, Repetition};
use super::manifest::{local_directory, source};
use super::module::Module;
use crate::source::{FileKind, Span};
use crate::syntax::UNRENDERED;
use crate::syntax::hcl::Block;
use crate::value::{Guard, InputKind, InstanceKey, Key, TermId, Value};
use std::rc::Rc;
use std::sync::Arc;

/// Calls within calls.
const MAX_CALLS: usize = 20;
/// Module instances of one configuration.
const MAX_INSTANCES: u32 = 5_000;

impl Evaluator<'_> {
    /// The instance of the root module.
    pub(super) fn root_instance(&self) -> Rc<ModuleInstance> {
        let module = self.cache.module(self.workspace, &self.root);
        self.report(&module);
        Rc::new(ModuleInstance {
            id: self.next_instance(),
            module: Some(module),
            term: None,
            path: Box::default(),
            guard: Guard::ALWAYS,
            caller: None,
            calls: Arc::default(),
        })
    }

    fn report(&self, module: &Module) {
        module.errors.iter().for_each(|error| self.error(error.span, error.message.as_str()));
        module.unrendered.iter().for_each(|&span| self.note(span, UNRENDERED));
    }

    /// `module.name`
    pub(super) fn call_value(&self, module: &Rc<ModuleInstance>, name: &Arc<str>, span: Span) -> Value {
        let call = module.module.as_ref().and_then(|parsed| parsed.calls.get(name).cloned());
        let memo = Name::Call(Arc::clone(name));
        match call {
            Some(call) => match self.expansion(module, &call, memo, span) {
                Ok(expansion) => expansion.whole.clone(),
                Err(value) => value,
            },
            None => self.undeclared(module, &memo.to_string(), span),
        }
    }

    /// The term that stands for an instance of a module call.
    pub(super) fn module_term(
        &self,
        caller: &Rc<ModuleInstance>,
        call: &Arc<Block>,
        key: InstanceKey,
        guard: Guard,
        repetition: Repetition,
    ) -> TermId {
        let name = call.labels.first().map_or_else(|| Arc::from(""), |label| Arc::clone(&label.text));
        let term = self.call_term(caller, &name, &key);
        if self.node(term).is_some() {
            return term;
        }
        let mut path = caller.path.to_vec();
        path.push((name, key));
        let mut calls = caller.calls.to_vec();
        calls.push(call.header);
        let instance = ModuleInstance {
            id: self.next_instance(),
            module: self.called(caller, call),
            term: Some(term),
            path: path.into(),
            guard: self.arena.and(caller.guard, guard),
            caller: Some(Caller { module: Rc::clone(caller), call: Arc::clone(call), repetition }),
            calls: calls.into(),
        };
        self.nodes.borrow_mut().insert(term, Node::Module(Rc::new(instance)));
        term
    }

    fn call_term(&self, caller: &ModuleInstance, name: &str, key: &InstanceKey) -> TermId {
        let name = format!("module.{name}");
        let whole = match caller.term.filter(|_| caller.is_symbolic()) {
            Some(term) => self.arena.attribute(term, &name),
            None => self.arena.input(self.name_in(caller, &name), InputKind::Missing),
        };
        match key {
            InstanceKey::None => whole,
            InstanceKey::Index(index) => self.arena.element(whole, Key::Index(*index)),
            InstanceKey::Name(name) => self.arena.element(whole, Key::Name(Arc::clone(name))),
            InstanceKey::Term(term) => self.arena.element(whole, Key::Term(*term)),
        }
    }

    /// The module that a call names, where it is at hand; else a note says why it is not.
    fn called(&self, caller: &ModuleInstance, call: &Block) -> Option<Arc<Module>> {
        let span = call.header;
        let name = call.labels.first().map(|label| Arc::clone(&label.text)).unwrap_or_default();
        let note = |reason: &str| {
            self.note(span, format!("module {name:?} {reason}"));
            None
        };
        let Some(source) = source(call) else { return note("has no source that could be read") };
        let Some(parent) = &caller.module else { return None };
        let directory = match local_directory(&parent.directory, source) {
            Some(directory) => directory,
            None => match self.manifest.directory(&key(caller, &name)) {
                Some(directory) => directory.to_path_buf(),
                None => return note(&format!("comes from {source:?} and is not installed")),
            },
        };
        if !self.workspace.may_read(&directory) {
            return note("lies outside the directories that may be read");
        }
        if self.workspace.files.kind(&directory) != Some(FileKind::Directory) {
            return note("lies in a directory that is not there");
        }
        let mut callers = std::iter::successors(Some(caller), |caller| Some(&*caller.caller.as_ref()?.module));
        if callers.any(|caller| caller.module.as_ref().is_some_and(|module| module.directory == directory)) {
            self.error(span, format!("module {name:?} calls itself"));
            return None;
        }
        if caller.path.len() >= MAX_CALLS {
            return note("is called through too many other modules");
        }
        if self.instances.get() >= MAX_INSTANCES {
            self.note(span, format!("more than {MAX_INSTANCES} instances of modules: what the others hold is not known"));
            return None;
        }
        let module = self.cache.module(self.workspace, &directory);
        if module.is_empty() {
            return note("has no configuration files");
        }
        self.report(&module);
        Some(module)
    }
}

fn key(caller: &ModuleInstance, name: &str) -> String {
    let names = caller.path.iter().map(|(name, _)| &**name).chain([name]);
    names.collect::<Vec<_>>().join(".")
}
