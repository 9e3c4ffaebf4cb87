//! Where elements of a set are taken as if it had an order. `private_ips` of an interface is such a set: its first element need not be
//! the primary address. A set is recognised by the origin of its value, so that it does not matter through which names it comes.

use super::dependencies::references;
use super::evaluator::{Evaluator, Name};
use super::instance::{ModuleInstance, Node, Repetition, ResourceInstance};
use super::scope::Scope;
use crate::configuration::SetElement;
use crate::source::Span;
use crate::syntax::hcl::{Attribute, Body, Expression, StepKind};
use crate::value::{Data, Notation, OriginKind, TermId, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// The attribute that holds the set.
pub(super) const ADDRESSES: &str = "private_ips";

/// Functions whose result is the same set in a list, or its elements in another order.
const REARRANGING: [&str; 9] =
    ["tolist", "toset", "sort", "reverse", "distinct", "compact", "flatten", "sensitive", "nonsensitive"];

/// Instances of one block that are looked at: the others are written the same.
const MAX_INSTANCES: usize = 16;

/// While expressions are evaluated.
impl Evaluator<'_> {
    /// The value of an attribute, marked where it is a set of addresses.
    pub(super) fn marked(&self, resource: &ResourceInstance, name: &str, value: Value) -> Value {
        let address = &resource.address;
        if name != ADDRESSES || &*address.resource_type != "aws_network_interface" || address.notation != Notation::Terraform {
            return value;
        }
        self.elements.borrow_mut().get_or_insert_default();
        let kind = OriginKind::Set(self.arena.attribute(resource.term, name));
        self.arena.map(&value, |value| {
            let span = self.arena.span(value.origin).unwrap_or(resource.block.header);
            value.clone().with_origin(self.arena.origin(span, kind.clone(), value.origin))
        })
    }

    /// The result of a function, with the origin of what it only rearranges.
    pub(super) fn rearranged(&self, name: &str, arguments: &[Value], result: Value) -> Value {
        match arguments {
            [only] if REARRANGING.contains(&name) && self.set_of(only).is_some() => result.with_origin(only.origin),
            _ => result,
        }
    }

    /// Notes that a function takes an element of a set.
    pub(super) fn take_by_function(&self, name: &str, arguments: &[Value], span: Span) {
        match (name, arguments) {
            ("element", [list, _]) => self.take_element("element", list, span),
            ("one", [list]) => self.take_element("one", list, span),
            // The old way to make a text of the only element.
            ("join", [separator, list]) if separator.as_str() == Some("") => self.take_element("join", list, span),
            _ => {}
        }
    }

    /// Notes that an element is taken of a value, where that is such a set.
    pub(super) fn take_element(&self, by: &'static str, collection: &Value, span: Span) {
        if self.elements.borrow().is_none() {
            return;
        }
        for (_, collection) in self.arena.alternatives(collection) {
            if let Some(set) = self.set_of(&collection)
                && let Some(elements) = &mut *self.elements.borrow_mut()
            {
                elements.insert(SetElement { set, by, span });
            }
        }
    }

    /// The attribute that holds the set which a value is, as far as its origin says so.
    fn set_of(&self, value: &Value) -> Option<TermId> {
        if self.elements.borrow().is_none() || matches!(value.data, Data::Null | Data::String(_) | Data::Mapping(..)) {
            return None;
        }
        self.arena.steps(value.origin).into_iter().find_map(|step| match step.kind {
            OriginKind::Set(term) => Some(term),
            _ => None,
        })
    }
}

/// Afterwards: what no network resource needed, but mentions the addresses of one.
impl Evaluator<'_> {
    /// All places where an element of a set is taken.
    pub(super) fn set_elements(&self, root: &Rc<ModuleInstance>) -> Vec<SetElement> {
        self.is_quiet.set(true);
        self.look_through(root);
        let mut elements: Vec<_> = self.elements.take().into_iter().flatten().collect();
        elements.sort_by_key(|element| (element.span.file, element.span.start, element.span.end, element.set));
        elements
    }

    /// Evaluates what mentions addresses in a module and in the modules it calls. Returns whether anything does.
    fn look_through(&self, module: &Rc<ModuleInstance>) -> bool {
        let Some(parsed) = module.module.clone() else { return false };
        let mut names = Names::default();
        let mut calls = Vec::new();
        for (name, call) in &parsed.calls {
            let Ok(expansion) = self.expansion(module, call, Name::Call(Arc::clone(name)), call.header) else { continue };
            for instance in expansion.instances.iter().take(MAX_INSTANCES) {
                let Some(Node::Module(called)) = self.node(instance.term) else { continue };
                if self.arena.possible(called.guard) {
                    if self.look_through(&called) {
                        names.calls.insert(Arc::clone(name));
                    }
                    calls.extend(called.caller.as_ref().map(|caller| (call, caller.repetition.clone())));
                }
            }
        }
        if !parsed.mentions_addresses && names.calls.is_empty() {
            return false;
        }
        names.add_locals(&parsed.locals);
        let scope = Scope::of(module, &Repetition::None);
        let values = parsed.outputs.values().filter_map(|block| block.body.attribute("value"));
        values.chain(parsed.locals.values()).for_each(|attribute| self.look_at(&attribute.expression, &names, &scope));
        calls.iter().for_each(|(call, repetition)| self.look_into(&call.body, &names, &Scope::of(module, repetition)));
        for block in parsed.resources.values().chain(parsed.data.values()).filter(|block| names.are_in(&block.body)) {
            let Some(expansion) = self.resource_expansion(module, block) else { continue };
            for instance in expansion.instances.iter().take(MAX_INSTANCES) {
                if let Some(Node::Resource(resource)) = self.node(instance.term) {
                    self.look_into(&block.body, &names, &Scope::of(module, &resource.repetition));
                }
            }
        }
        true
    }

    fn look_into(&self, body: &Body, names: &Names, scope: &Scope<'_>) {
        body.attributes.iter().for_each(|attribute| self.look_at(&attribute.expression, names, scope));
        body.blocks.iter().for_each(|block| self.look_into(&block.body, names, scope));
    }

    fn look_at(&self, expression: &Expression, names: &Names, scope: &Scope<'_>) {
        if names.are_mentioned(expression) {
            self.evaluate(expression, scope);
        }
    }
}

/// What addresses may come from within a module.
#[derive(Default)]
struct Names {
    locals: BTreeSet<Arc<str>>,
    calls: BTreeSet<Arc<str>>,
}

impl Names {
    /// Adds the locals that lead to addresses, through others too.
    fn add_locals(&mut self, locals: &BTreeMap<Arc<str>, Attribute>) {
        loop {
            let leading: Vec<_> = locals
                .iter()
                .filter(|(name, local)| !self.locals.contains(*name) && self.are_mentioned(&local.expression))
                .map(|(name, _)| Arc::clone(name))
                .collect();
            if leading.is_empty() {
                return;
            }
            self.locals.extend(leading);
        }
    }

    fn are_in(&self, body: &Body) -> bool {
        body.attributes.iter().any(|attribute| self.are_mentioned(&attribute.expression))
            || body.blocks.iter().any(|block| self.are_in(&block.body))
    }

    fn are_mentioned(&self, expression: &Expression) -> bool {
        let mut found = false;
        references(expression, &mut |root, steps| {
            let named = |names: &BTreeSet<Arc<str>>| matches!(steps.first().map(|step| &step.kind), Some(StepKind::Attribute(name)) if names.contains(name));
            found |= match root {
                "local" => named(&self.locals),
                "module" => named(&self.calls),
                _ => steps.iter().any(|step| matches!(&step.kind, StepKind::Attribute(name) if &**name == ADDRESSES)),
            };
        });
        found
    }
}
