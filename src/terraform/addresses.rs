//! What is done with addresses: where the public address of an instance is read, and where elements of a set are taken as if it had an order. `private_ips` of an interface is such a set: its first element need not be
//! the primary address. A set is recognised by the origin of its value, so that it does not matter through which names it comes.

use super::dependencies::references;
use super::evaluator::{Evaluator, Name};
use super::instance::{ModuleInstance, Node, Repetition, ResourceInstance};
use super::scope::Scope;
use crate::configuration::{AddressRead, Resource, SetElement};
use crate::source::Span;
use crate::syntax::hcl::{Attribute, Body, Expression, StepKind};
use crate::value::{Data, Key, Notation, OriginKind, Term, TermId, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// The attribute that holds the set.
pub(super) const ADDRESSES: &str = "private_ips";

/// What says that an instance boots on interfaces that exist already.
const LISTS: [&str; 3] = ["network_interface", "primary_network_interface", "launch_template"];

/// Attributes of an instance that are empty where it has no public address.
const PUBLIC: [&str; 2] = ["public_ip", "public_dns"];

/// What a text may say about addresses.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mentions {
    sets: bool,
    public: bool,
}

impl Mentions {
    /// Adds what another text may say.
    pub(super) fn add(&mut self, text: &str) {
        self.sets |= text.contains(ADDRESSES);
        self.public |= [".public_ip", ".public_dns"].into_iter().any(|name| text.contains(name));
    }
}

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
    /// All places where an element of a set is taken, and all where a public address is read.
    pub(super) fn mentions_of_addresses(
        &self,
        root: &Rc<ModuleInstance>,
        resources: &[Resource],
    ) -> (Vec<SetElement>, Vec<AddressRead>) {
        self.is_quiet.set(true);
        // Whether a public address is read matters where an instance may boot on an interface that is there already.
        let lists = |resource: &Resource| LISTS.iter().any(|name| !self.arena.get(&resource.properties, name).is_null());
        let public = resources.iter().any(|resource| &*resource.address.resource_type == "aws_instance" && lists(resource));
        self.look_through(root, public);
        let mut elements: Vec<_> = self.elements.take().into_iter().flatten().collect();
        elements.sort_by_cached_key(|element| (self.workspace.sources.place(element.span), element.set));
        let mut reads: Vec<_> = self.address_reads.take().into_iter().collect();
        reads.sort_by_cached_key(|read| (self.workspace.sources.place(read.span), read.attribute));
        (elements, reads)
    }

    /// Evaluates what mentions addresses in a module and in the modules it calls. Returns whether anything does.
    fn look_through(&self, module: &Rc<ModuleInstance>, public: bool) -> bool {
        let Some(parsed) = module.module.clone() else { return false };
        let mut names = Names { public, ..Names::default() };
        let mut calls = Vec::new();
        for (name, call) in &parsed.calls {
            let Ok(expansion) = self.expansion(module, call, Name::Call(Arc::clone(name)), call.header) else { continue };
            for instance in expansion.instances.iter().take(MAX_INSTANCES) {
                let Some(Node::Module(called)) = self.node(instance.term) else { continue };
                if self.arena.possible(called.guard) {
                    if self.look_through(&called, public) {
                        names.calls.insert(Arc::clone(name));
                    }
                    calls.extend(called.caller.as_ref().map(|caller| (call, caller.repetition.clone())));
                }
            }
        }
        let mentions = parsed.mentions.sets || (public && parsed.mentions.public);
        if !mentions && names.calls.is_empty() {
            return false;
        }
        names.add_locals(&parsed.locals);
        let scope = Scope::of(module, &Repetition::None);
        for value in parsed.outputs.values().filter_map(|block| block.body.attribute("value")) {
            let found = self.look_at(&value.expression, &names, &scope);
            // What another module has for an output is read where the output is.
            if let Some(value) = found.filter(|_| module.path.is_empty()) {
                self.note_reads(&value, None);
            }
        }
        for local in parsed.locals.values() {
            self.look_at(&local.expression, &names, &scope);
        }
        calls.iter().for_each(|(call, repetition)| self.look_into(&call.body, &names, &Scope::of(module, repetition), None));
        for block in parsed.resources.values().chain(parsed.data.values()).filter(|block| names.are_in(&block.body)) {
            let Some(expansion) = self.resource_expansion(module, block) else { continue };
            for instance in expansion.instances.iter().take(MAX_INSTANCES) {
                if let Some(Node::Resource(resource)) = self.node(instance.term) {
                    self.look_into(&block.body, &names, &Scope::of(module, &resource.repetition), Some(&resource));
                }
            }
        }
        true
    }

    fn look_into(&self, body: &Body, names: &Names, scope: &Scope<'_>, own: Option<&ResourceInstance>) {
        for attribute in &body.attributes {
            if let Some(value) = self.look_at(&attribute.expression, names, scope) {
                self.note_reads(&value, own);
                self.note_own_reads(&attribute.expression, own);
            }
        }
        body.blocks.iter().for_each(|block| self.look_into(&block.body, names, scope, own));
    }

    fn look_at(&self, expression: &Expression, names: &Names, scope: &Scope<'_>) -> Option<Value> {
        names.are_mentioned(expression).then(|| self.evaluate(expression, scope))
    }

    /// Notes the public addresses that a value is made of.
    fn note_reads(&self, value: &Value, own: Option<&ResourceInstance>) {
        if let Some(span) = self.arena.span(value.origin) {
            let addresses = self.public_addresses(value, MAX_NESTING).into_iter();
            let reads = addresses.map(|attribute| AddressRead { attribute, span, reader: reader(own) });
            self.address_reads.borrow_mut().extend(reads);
        }
    }

    /// The public addresses that a value is certainly made of. What another value may stand in for can be empty.
    fn public_addresses(&self, value: &Value, depth: usize) -> BTreeSet<TermId> {
        let Some(deeper) = depth.checked_sub(1) else { return BTreeSet::new() };
        let of_all = |values: &[Value]| values.iter().flat_map(|value| self.public_addresses(value, deeper)).collect();
        match &value.data {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => BTreeSet::new(),
            Data::Sequence(_, items) => of_all(items),
            Data::Mapping(_, entries) => entries.values().flat_map(|value| self.public_addresses(value, deeper)).collect(),
            Data::Each(each) => self.public_addresses(&each.item, deeper),
            Data::Choice(alternatives) => {
                let all: Vec<_> = alternatives.iter().map(|(_, value)| self.public_addresses(value, deeper)).collect();
                if all.iter().any(BTreeSet::is_empty) { BTreeSet::new() } else { all.into_iter().flatten().collect() }
            }
            Data::Term(term) => match (self.arena.managed(*term), &*self.arena.term(*term)) {
                (Some((address, Some(Key::Name(name)))), _) if is_public(&address.resource_type, &name) => BTreeSet::from([*term]),
                (_, Term::Apply { function, arguments }) if !LEAVING_OUT.contains(&&**function) => of_all(arguments),
                _ => BTreeSet::new(),
            },
        }
    }

    /// Notes where a block of a resource reads the resource's own public address.
    fn note_own_reads(&self, expression: &Expression, own: Option<&ResourceInstance>) {
        let Some(own) = own else { return };
        references(expression, &mut |root, steps| {
            if let ("self", Some(StepKind::Attribute(name))) = (root, steps.first().map(|step| &step.kind))
                && is_public(&own.address.resource_type, name)
            {
                let attribute = self.arena.attribute(own.term, name);
                self.address_reads.borrow_mut().insert(AddressRead { attribute, span: expression.span, reader: reader(Some(own)) });
            }
        });
    }
}

/// Functions that leave out what is empty, or take something else for it.
const LEAVING_OUT: [&str; 5] = ["coalesce", "coalescelist", "compact", "setsubtract", "try"];

fn reader(own: Option<&ResourceInstance>) -> Option<Arc<str>> {
    own.map(|own| own.address.block().into())
}

/// How deep values are looked into.
const MAX_NESTING: usize = 32;

fn is_public(resource_type: &str, attribute: &str) -> bool {
    resource_type == "aws_instance" && PUBLIC.contains(&attribute)
}

/// What addresses may come from within a module.
#[derive(Default)]
struct Names {
    /// Public addresses of instances count.
    public: bool,
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
                _ => steps.iter().any(
                    |step| matches!(&step.kind, StepKind::Attribute(name) if &**name == ADDRESSES || (self.public && PUBLIC.contains(&&**name))),
                ),
            };
        });
        found
    }
}
