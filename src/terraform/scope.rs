//! What names mean where an expression stands.

use super::instance::{ModuleInstance, Repetition};
use crate::value::Value;
use std::rc::Rc;

/// The surroundings of an expression.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    /// The module instance whose names are visible; `None` in variable files and type constraints, where none are.
    pub(super) module: Option<&'s Rc<ModuleInstance>>,
    /// `count.index`, `each`.
    pub(super) repetition: &'s Repetition,
    /// Names of `for` expressions and iterators of dynamic blocks, innermost first.
    pub(super) frame: Option<&'s Frame<'s>>,
}

/// One name that a `for` expression or dynamic block introduces.
pub(super) struct Frame<'s> {
    /// The name.
    pub(super) name: &'s str,
    /// What it stands for.
    pub(super) value: Value,
    /// The names around it.
    pub(super) outer: Option<&'s Frame<'s>>,
}

impl<'s> Scope<'s> {
    /// The scope of what stands directly in a module.
    pub(super) fn of(module: &'s Rc<ModuleInstance>, repetition: &'s Repetition) -> Self {
        Self { module: Some(module), repetition, frame: None }
    }

    /// The scope of constants.
    pub(super) fn constant() -> Self {
        Self { module: None, repetition: &Repetition::None, frame: None }
    }

    /// The same with one more name.
    pub(super) fn with(&self, frame: &'s Frame<'s>) -> Self {
        Self { frame: Some(frame), ..*self }
    }

    /// The value of a name that a `for` expression or dynamic block introduced.
    pub(super) fn local(&self, name: &str) -> Option<&'s Value> {
        let mut frame = self.frame;
        while let Some(inner) = frame {
            if inner.name == name {
                return Some(&inner.value);
            }
            frame = inner.outer;
        }
        None
    }
}
