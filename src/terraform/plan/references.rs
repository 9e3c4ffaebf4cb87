//! What an unknown value of a plan will be: the plan's configuration tells which names an expression refers to, and nothing more.
//! From those names alone the value follows where there is one that is not known either, and it is an id.

use super::address::{key, modules};
use super::document::{ConfigurationModule, Document};
use crate::terraform::network;
use crate::value::{Address, Arena, Data, InstanceKey, Key, Notation, Term, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;
use std::cell::Cell;
use std::sync::Arc;

/// What the names in an expression tell of an unknown value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// Every name has a known value, so the expression has: a known value that is missing is null.
    Known,
    /// It is this.
    Is(Value),
    /// It is this, or null: other names decide.
    IsOrNull(Value),
    /// It can be anything.
    Unclear,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The module instance.
    pub(super) modules: &'a [(Arc<str>, InstanceKey)],
    /// The key of the resource or module call: `each.key`.
    pub(super) key: &'a InstanceKey,
}

/// Answers what references of a plan mean.
pub(super) struct References<'a> {
    values: &'a Arena,
    root: &'a ConfigurationModule,
    document: &'a Document,
    /// The managed resources on the new side, and of those with keys the number.
    resources: FxHashMap<Address, TermId>,
    instances: FxHashMap<String, u32>,
    /// Attributes that keep a known value.
    known: FxHashSet<(TermId, &'a str)>,
    /// How many more expressions are looked at.
    budget: Cell<u32>,
}

/// Modules and variables that are followed within each other.
const MAX_DEPTH: usize = 64;
/// Expressions that are looked at in all.
const MAX_EXPRESSIONS: u32 = 5_000_000;
/// Names in one expression.
const MAX_NAMES: usize = 64;

impl<'a> References<'a> {
    pub(super) fn new(values: &'a Arena, root: &'a ConfigurationModule, document: &'a Document) -> Self {
        let mut references = Self {
            values,
            root,
            document,
            resources: FxHashMap::default(),
            instances: FxHashMap::default(),
            known: FxHashSet::default(),
            budget: Cell::new(MAX_EXPRESSIONS),
        };
        for record in &document.resource_changes {
            let Some(after) = record.change.as_ref().and_then(|change| change.after.as_ref()) else { continue };
            let address = record.parsed_address();
            let term = values.intern(whole(&address));
            *references.instances.entry(address.block()).or_default() += 1;
            references.resources.insert(address, term);
            let known = after.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| (term, name.as_str()));
            references.known.extend(known);
        }
        references
    }

    /// What an expression means that gives an attribute of this name an unknown value.
    pub(super) fn meaning(&self, expression: &Json, attribute: &str, place: Place<'_>) -> Meaning {
        self.expression(expression, attribute, place, 0)
    }

    /// What the unknown elements of a list are, in the order of the names: each of them by itself is an id.
    pub(super) fn elements(&self, expression: &Json, attribute: &str, place: Place<'_>) -> Option<Vec<Value>> {
        let meanings = names(expression)?.into_iter().map(|name| match self.name(name, attribute, place, 0) {
            Meaning::Is(value) => Some(Some(value)),
            Meaning::Known => Some(None),
            Meaning::IsOrNull(_) | Meaning::Unclear => None,
        });
        let all: Option<Vec<_>> = meanings.collect();
        Some(all?.into_iter().flatten().collect())
    }

    /// What an unknown attribute of one of several objects is that are written as one expression: the only name in it that this
    /// attribute can hold.
    pub(super) fn only_id(&self, expression: &Json, attribute: &str, place: Place<'_>) -> Option<Value> {
        let mut found: Option<Value> = None;
        for name in names(expression)? {
            match self.name(name, attribute, place, 0) {
                Meaning::Known => {}
                Meaning::Is(value) if self.is_of_another_type(&value, attribute) => {}
                Meaning::Is(value) if found.is_none() => found = Some(value),
                _ => return None,
            }
        }
        found
    }

    /// Whether a value is the id of a resource that an attribute of this name never holds.
    fn is_of_another_type(&self, value: &Value, attribute: &str) -> bool {
        let Data::Term(term) = value.data else { return false };
        let own = self.values.managed(term).filter(|(_, key)| matches!(key, Some(Key::Name(name)) if &**name == "id"));
        own.is_some_and(|(address, _)| network::is_network(&address.resource_type) && !is_id_of(attribute, &address.resource_type))
    }

    /// Whether an expression certainly gives null, or certainly something else; `None` where that cannot be told.
    pub(super) fn is_null(&self, expression: &Json, place: Place<'_>) -> Option<bool> {
        self.null(expression, place, 0)
    }

    fn null(&self, expression: &Json, place: Place<'_>, depth: usize) -> Option<bool> {
        if let Some(constant) = expression.get("constant_value") {
            return Some(constant.is_null());
        }
        let [name] = names(expression)?[..] else { return None };
        let Some(name) = name.strip_prefix("var.").filter(|name| !name.contains(['.', '[']) && depth < MAX_DEPTH) else {
            return self.is_id_of_resource(name, place).then_some(false);
        };
        let Some(((call, key), path)) = place.modules.split_last() else {
            let given = self.document.variables.get(name).map(|given| given.value.is_null());
            return given.or_else(|| Some(self.root.variables.get(name)?.default.is_null()));
        };
        let caller = self.module(path)?.module_calls.get(&**call)?;
        match caller.expressions.get(name) {
            Some(argument) => self.null(argument, Place { modules: path, key }, depth + 1),
            None => Some(caller.module.variables.get(name)?.default.is_null()),
        }
    }

    /// Whether a name is that of an id of a resource that there will be: it is never null.
    fn is_id_of_resource(&self, name: &str, place: Place<'_>) -> bool {
        let is_resource =
            !["data.", "module.", "local.", "each.", "count.", "path.", "var."].iter().any(|root| name.starts_with(root));
        is_resource && matches!(self.resource(name, Notation::Terraform, "", place), Meaning::Is(_) | Meaning::Known) && {
            let attribute = name.rsplit(['.', ']']).next().unwrap_or_default();
            is_identity(attribute)
        }
    }

    fn module(&self, path: &[(Arc<str>, InstanceKey)]) -> Option<&'a ConfigurationModule> {
        path.iter().try_fold(self.root, |module, (name, _)| Some(&module.module_calls.get(&**name)?.module))
    }

    fn expression(&self, expression: &Json, attribute: &str, place: Place<'_>, depth: usize) -> Meaning {
        let Some(names) = names(expression) else {
            return if expression.get("constant_value").is_some() { Meaning::Known } else { Meaning::Unclear };
        };
        // The only name beside `each.key` is that of the instance with this key.
        if let ([one, "each.key"] | ["each.key", one], InstanceKey::Name(_)) = (&names[..], place.key) {
            return self.same_key(one, attribute, place);
        }
        let budget = self.budget.get();
        self.budget.set(budget.saturating_sub(1));
        if depth > MAX_DEPTH || names.is_empty() || budget == 0 {
            return Meaning::Unclear;
        }
        let mut found = None;
        for name in &names {
            match (self.name(name, attribute, place, depth), &found) {
                (Meaning::Known, _) => {}
                (Meaning::Unclear, _) | (_, Some(_)) => return Meaning::Unclear,
                (meaning, None) => found = Some(meaning),
            }
        }
        match found {
            None => Meaning::Known,
            Some(Meaning::Is(value)) if names.len() > 1 => Meaning::IsOrNull(value),
            Some(meaning) => meaning,
        }
    }

    fn name(&self, name: &str, attribute: &str, place: Place<'_>, depth: usize) -> Meaning {
        let (root, rest) = name.split_once('.').unwrap_or((name, ""));
        match root {
            "path" | "terraform" | "tofu" | "count" => Meaning::Known,
            "each" if rest == "key" => Meaning::Known,
            "each" | "local" | "self" | "ephemeral" => Meaning::Unclear,
            "data" => self.resource(rest, Notation::TerraformData, attribute, place),
            "var" => self.variable(rest, attribute, place, depth),
            "module" => self.output(name, attribute, place, depth),
            _ => self.resource(name, Notation::Terraform, attribute, place),
        }
    }

    fn variable(&self, name: &str, attribute: &str, place: Place<'_>, depth: usize) -> Meaning {
        let Some(((call, key), path)) = place.modules.split_last() else { return Meaning::Known };
        let Some(caller) = self.module(path).and_then(|module| module.module_calls.get(&**call)) else { return Meaning::Unclear };
        let (own, part) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
        match caller.expressions.get(own) {
            None => Meaning::Known,
            Some(argument) => match self.expression(argument, attribute, Place { modules: path, key }, depth + 1) {
                // A part of what is passed is something else than that.
                Meaning::Is(_) | Meaning::IsOrNull(_) if !part.is_empty() => Meaning::Unclear,
                meaning => meaning,
            },
        }
    }

    /// `module.net.subnet_id`, `module.net["a"].subnet_id`
    fn output(&self, name: &str, attribute: &str, place: Place<'_>, depth: usize) -> Meaning {
        let (path, output) = modules(name);
        let [(call, key)] = &path[..] else { return Meaning::Unclear };
        let inner: Vec<_> = place.modules.iter().cloned().chain([(Arc::clone(call), key.clone())]).collect();
        let expression = self.module(&inner).and_then(|module| module.outputs.get(output));
        let place = Place { modules: &inner, key: &InstanceKey::None };
        expression.map_or(Meaning::Unclear, |output| self.expression(&output.expression, attribute, place, depth + 1))
    }

    /// `aws_subnet.a.id`, `aws_subnet.a[0].id`; in plans of old versions of Terraform `aws_subnet.a` alone.
    fn resource(&self, name: &str, notation: Notation, attribute: &str, place: Place<'_>) -> Meaning {
        let Some((kind, rest)) = name.split_once('.') else { return Meaning::Unclear };
        let (label, rest) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
        let (key, rest) = key(rest);
        let of = rest.strip_prefix('.').unwrap_or(rest);
        self.attribute_of(address(place, kind, label, key, notation), of, attribute)
    }

    fn same_key(&self, name: &str, attribute: &str, place: Place<'_>) -> Meaning {
        match name.split('.').collect::<Vec<_>>()[..] {
            [kind, label] if !matches!(kind, "var" | "local" | "module" | "data" | "each") => {
                self.attribute_of(address(place, kind, label, place.key.clone(), Notation::Terraform), "", attribute)
            }
            _ => Meaning::Unclear,
        }
    }

    /// An attribute of a resource that gives one of the same name, or an id, its value. Without a name it can only be the id.
    fn attribute_of(&self, address: Address, of: &str, attribute: &str) -> Meaning {
        let kind = &*address.resource_type;
        let Some(&term) = self.resources.get(&address) else {
            // Of several instances one is meant, or all. What is looked at and is not there does not exist, or keeps its values;
            // everything else may be unknown.
            let is_nothing = network::is_network(kind) && address.notation == Notation::Terraform;
            return if is_nothing && !self.instances.contains_key(&address.block()) { Meaning::Known } else { Meaning::Unclear };
        };
        let of = if of.is_empty() && is_id_of(attribute, kind) { "id" } else { of };
        match () {
            () if self.known.contains(&(term, of)) => Meaning::Known,
            () if is_identity(of) || (of == attribute && !of.is_empty()) => {
                Meaning::Is(Data::Term(self.values.attribute(term, of)).into())
            }
            () => Meaning::Unclear,
        }
    }
}

fn address(place: Place<'_>, kind: &str, label: &str, key: InstanceKey, notation: Notation) -> Address {
    Address { modules: place.modules.into(), resource_type: kind.into(), name: label.into(), key, notation }
}

/// The term of a resource.
pub(super) fn whole(address: &Address) -> Term {
    match address.notation {
        Notation::TerraformData => Term::Data(Arc::new(address.clone())),
        _ => Term::Managed(Arc::new(address.clone())),
    }
}

/// The names in an expression: the longest of each, without those that only repeat their beginnings.
fn names(expression: &Json) -> Option<Vec<&str>> {
    let all: Vec<&str> = expression.get("references")?.as_array()?.iter().filter_map(Json::as_str).collect();
    if all.len() > MAX_NAMES {
        return None;
    }
    let is_beginning = |name: &str| {
        let longer = |other: &&str| other.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '[']));
        all.iter().any(longer)
    };
    let mut seen = FxHashSet::default();
    Some(all.iter().copied().filter(|name| !is_beginning(name) && seen.insert(*name)).collect())
}

/// Whether an attribute is an id that no function is applied to.
fn is_identity(name: &str) -> bool {
    name == "id" || name == "arn" || (name.ends_with("_id") && !name.contains(['.', '[']))
}

/// Whether an attribute of this name can only hold ids of resources of this type.
fn is_id_of(attribute: &str, kind: &str) -> bool {
    matches!(
        (attribute, kind),
        ("subnet_id", "aws_subnet" | "aws_default_subnet")
            | ("network_interface_id" | "network_interface", "aws_network_interface")
            | ("instance_id" | "instance", "aws_instance" | "aws_spot_instance_request")
            | ("vpc_id", "aws_vpc" | "aws_default_vpc")
            | ("allocation_id", "aws_eip")
            | ("route_table_id", "aws_route_table" | "aws_default_route_table")
            | (
                "security_group_id" | "security_groups" | "vpc_security_group_ids",
                "aws_security_group" | "aws_default_security_group"
            )
    )
}
