//! Instances of modules and blocks: one module directory may be called several times, one block may have many instances.

use super::module::Module;
use crate::source::Span;
use crate::syntax::hcl::Block;
use crate::value::{Address, Guard, InstanceKey, TermId, Value};
use std::rc::Rc;
use std::sync::Arc;

/// One instance of a module: the root module, or one instance of a module call.
#[derive(Debug)]
pub(super) struct ModuleInstance {
    /// Numbers the instances of an evaluation.
    pub(super) id: u32,
    /// What it declares; `None` where the module is not at hand.
    pub(super) module: Option<Arc<Module>>,
    /// The term of which its outputs are elements; `None` for the root module.
    pub(super) term: Option<TermId>,
    /// The module calls that lead here.
    pub(super) path: Box<[(Arc<str>, InstanceKey)]>,
    /// When it exists.
    pub(super) guard: Guard,
    /// Who calls it; `None` for the root module.
    pub(super) caller: Option<Caller>,
    /// The headers of the module calls that lead here.
    pub(super) calls: Arc<[Span]>,
}

/// The call of a module instance.
#[derive(Debug)]
pub(super) struct Caller {
    /// In which module instance.
    pub(super) module: Rc<ModuleInstance>,
    /// The `module` block.
    pub(super) call: Arc<Block>,
    /// Which of its instances.
    pub(super) repetition: Repetition,
}

/// What `count.index` or `each` are for an instance of a block.
#[derive(Clone, Debug)]
pub(super) enum Repetition {
    /// The block has neither `count` nor `for_each`.
    None,
    /// `count.index`
    Count(Value),
    /// `each.key` and `each.value`
    Each {
        /// `each.key`
        key: Value,
        /// `each.value`
        value: Value,
    },
}

/// What a term stands for whose attributes are looked up in the configuration before they count as unknown.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// An instance of a managed resource or a data source.
    Resource(Rc<ResourceInstance>),
    /// An instance of a module call; its attributes are the module's outputs.
    Module(Rc<ModuleInstance>),
}

/// An instance of a resource or data source.
#[derive(Debug)]
pub(super) struct ResourceInstance {
    /// The module instance that it is in.
    pub(super) module: Rc<ModuleInstance>,
    /// Its block.
    pub(super) block: Arc<Block>,
    /// Its address.
    pub(super) address: Arc<Address>,
    /// The term of which its attributes are elements.
    pub(super) term: TermId,
    /// Its `count.index` or `each`.
    pub(super) repetition: Repetition,
}

impl ModuleInstance {
    /// `module.a.module.b.`, or nothing for the root module, without instance keys.
    pub(super) fn prefix(&self) -> String {
        self.path.iter().map(|(name, _)| format!("module.{name}.")).collect()
    }

    /// Whether it stands for each of several.
    pub(super) fn is_symbolic(&self) -> bool {
        self.path.iter().any(|(_, key)| matches!(key, InstanceKey::Term(_)))
    }

    /// `module.a["x"].module.b.`, or nothing for the root module.
    pub(super) fn keyed_prefix(&self) -> String {
        self.path.iter().map(|(name, key)| format!("module.{name}{key}.")).collect()
    }
}
