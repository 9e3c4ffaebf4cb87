//! `Ref` and `Fn::GetAtt`: parameters, resources and their attributes.

use super::{Call, call};
use crate::cloudformation::attributes::{echoed, is_ref};
use crate::cloudformation::evaluate::Scope;
use crate::cloudformation::{nested, scalar};
use crate::source::Span;
use crate::syntax::tree::{Node, NodeKind};
use crate::value::{Address, Data, Guard, InstanceKey, Notation, Term, TermId, Value};
use std::sync::Arc;

/// The name that a scalar argument is; `None` where it is a function or no scalar.
pub(in crate::cloudformation) fn scalar_name(node: &Node, untagged: bool) -> Option<Arc<str>> {
    match &node.kind {
        NodeKind::Scalar(scalar) if call(node, untagged).is_none() => Some(scalar::text(scalar)),
        _ => None,
    }
}

/// The resource and the attribute of a `Fn::GetAtt`; the attribute may be a function.
pub(in crate::cloudformation) enum AttributePath<'n> {
    /// `Resource.Attribute`, also as a list of names
    Names(Arc<str>, String),
    /// `[Resource, !Ref Attribute]`
    Computed(Arc<str>, &'n Node),
}

/// Takes the argument of a `Fn::GetAtt` apart; `None` where the resource's name is not written, or the form is none.
pub(in crate::cloudformation) fn attribute_path<'n>(call: &Call<'n>) -> Option<AttributePath<'n>> {
    if let Some(text) = scalar_name(call.argument, call.tagged) {
        let (name, attribute) = text.split_once('.')?;
        return Some(AttributePath::Names(name.into(), attribute.into()));
    }
    let (name, attributes) = call.items()?.split_first()?;
    let name = scalar_name(name, false)?;
    let names: Option<Vec<_>> = attributes.iter().map(|node| scalar_name(node, false)).collect();
    match (names, attributes) {
        (_, []) => None,
        (Some(names), _) => Some(AttributePath::Names(name, names.join("."))),
        (None, [attribute]) => Some(AttributePath::Computed(name, attribute)),
        (None, _) => None,
    }
}

impl Scope<'_> {
    pub(super) fn reference_call(self, call: &Call<'_>) -> Option<Value> {
        if let Some(name) = scalar_name(call.argument, call.tagged) {
            Some(self.reference(&name, call.span, call.argument.span))
        } else {
            let name = self.argument(call);
            name.as_str().map(|name| self.reference(name, call.span, call.argument.span))
        }
    }

    /// What a name stands for. An unknown one is an error at `place`.
    pub(super) fn reference(self, name: &str, span: Span, place: Span) -> Value {
        if let Some(value) = self.pseudo_parameter(name, span) {
            return value;
        }
        if let Some(value) = self.parameter(name) {
            return self.run.referred(&value, name, span);
        }
        if let Some((resource, pair)) = self.resources().get(name) {
            let value = Value::new(Data::Term(self.resource_ref(resource)), self.run.arena.written(pair.key_span));
            self.run.referred(&value, name, span)
        } else {
            self.miss(place, format!("there is no parameter or resource `{name}`"));
            self.run.opaque(name, span)
        }
    }

    /// The address of a resource.
    pub(in crate::cloudformation) fn address(self, resource: usize) -> Arc<Address> {
        Arc::new(Address {
            modules: self.stack.modules.clone().into(),
            resource_type: self.resource_type(resource),
            name: Arc::clone(&self.resources().pairs[resource].key),
            key: InstanceKey::None,
            notation: Notation::CloudFormation,
        })
    }

    /// The term of a resource as a whole.
    pub(in crate::cloudformation) fn resource_term(self, resource: usize) -> TermId {
        self.run.arena.intern(Term::Managed(self.address(resource)))
    }

    /// The term of what `Ref` gives; no comma is in an id or name, though in an ARN of an unknown type there may be.
    fn resource_ref(self, resource: usize) -> TermId {
        let term = self.run.arena.attribute(self.resource_term(resource), "Ref");
        if self.resource_type(resource).starts_with("AWS::EC2::") {
            self.run.identifiers.borrow_mut().insert(term);
        }
        term
    }

    pub(super) fn get_att(self, call: &Call<'_>) -> Option<Value> {
        let (name, attribute) = match attribute_path(call) {
            Some(AttributePath::Names(name, attribute)) => (name, attribute),
            Some(AttributePath::Computed(name, attribute)) => (name, self.value(attribute).as_str()?.to_owned()),
            None => return None,
        };
        Some(self.attribute(&name, &attribute, call.span, call.argument.span))
    }

    /// The attribute of a resource. An unknown resource is an error at `place`.
    pub(super) fn attribute(self, name: &str, attribute: &str, span: Span, place: Span) -> Value {
        let Some((resource, pair)) = self.resources().get(name) else {
            self.miss(place, format!("there is no resource `{name}`"));
            return self.run.opaque(&format!("{name}.{attribute}"), span);
        };
        let full_name = format!("{name}.{attribute}");
        let resource_type = self.resource_type(resource);
        let declared = pair.key_span;
        if let (true, Some(output)) = (nested::is_stack(&resource_type), attribute.strip_prefix("Outputs.")) {
            return self.run.referred(&self.nested_output(resource, output), &full_name, span);
        }
        let value = if is_ref(&resource_type, attribute) && self.ref_is_id(resource, &resource_type) {
            Value::new(Data::Term(self.resource_ref(resource)), self.run.arena.written(declared))
        } else {
            self.attribute_value(resource, &resource_type, attribute, declared)
        };
        self.run.referred(&value, &full_name, span)
    }

    fn attribute_value(self, resource: usize, resource_type: &str, attribute: &str, declared: Span) -> Value {
        let arena = &self.run.arena;
        let term = arena.attribute(self.resource_term(resource), attribute);
        let element = Value::new(Data::Term(term), arena.written(declared));
        match echoed(resource_type, attribute).and_then(|property| self.property(resource, property)) {
            Some(written) => arena.map(&written, |written| if written.is_null() { element.clone() } else { written.clone() }),
            None => element,
        }
    }

    /// Whether `Ref` is the id: that of a security group outside a VPC, or in the default VPC, may be its name.
    fn ref_is_id(self, resource: usize, resource_type: &str) -> bool {
        resource_type != "AWS::EC2::SecurityGroup"
            || self.property(resource, "VpcId").is_some_and(|vpc| self.run.arena.is_absent(&vpc) == Guard::NEVER)
    }
}
