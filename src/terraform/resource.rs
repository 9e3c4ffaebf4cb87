//! The resources of a configuration with their properties.

use super::access::META_ARGUMENTS;
use super::evaluator::Evaluator;
use super::instance::{ModuleInstance, Node, ResourceInstance};
use super::scope::Scope;
use crate::configuration::{Lifecycle, MAX_RESOURCES, Resource};
use crate::source::Span;
use crate::syntax::hcl::{Block, Body, Expression, ExpressionKind, StepKind};
use crate::value::{Data, Each, Guard, InstanceKey, MappingKind, OriginKind, SequenceKind, Value};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Nested blocks of a resource block that are not properties of the resource.
const META_BLOCKS: [&str; 4] = ["lifecycle", "provisioner", "connection", "dynamic"];

/// What other resources are put into, or get, by naming one of several.
const NAMED_ONE_BY_ONE: [&str; 2] = ["aws_security_group", "aws_subnet"];

/// Nested blocks that are written like arguments in JSON.
const BLOCKS: [&str; 12] = [
    "attachment",
    "egress",
    "ingress",
    "instance_market_options",
    "launch_template",
    "metadata_options",
    "network_interface",
    "network_interfaces",
    "overrides",
    "placement",
    "primary_network_interface",
    "route",
];

impl Evaluator<'_> {
    /// Collects the resources of a module instance and of the modules it calls.
    pub(super) fn resources(&self, module: &Rc<ModuleInstance>, result: &mut Vec<Resource>) {
        let Some(parsed) = module.module.clone() else { return };
        if result.len() >= MAX_RESOURCES {
            return;
        }
        for ((kind, _), block) in &parsed.resources {
            if super::network::is_network(kind) {
                self.instances_of(module, block, result);
            }
        }
        for ((kind, _), block) in &parsed.data {
            if super::data_source::attributes(kind).is_some() {
                self.instances_of(module, block, result);
            }
        }
        for (name, call) in &parsed.calls {
            let memo = super::evaluator::Name::Call(Arc::clone(name));
            let Ok(expansion) = self.expansion(module, call, memo, call.header) else { continue };
            self.note_failed(&expansion, call.header);
            for instance in &expansion.instances {
                if let Some(Node::Module(called)) = self.node(instance.term)
                    && self.arena.possible(called.guard)
                {
                    self.resources(&called, result);
                }
            }
        }
    }

    /// Adds what is named one by one of instances that nobody can count: `aws_subnet.app[0]` where it is not known how many subnets
    /// there are. Others are put into them or get them, so that what is known of this one matters.
    pub(super) fn named_instances(&self, result: &mut Vec<Resource>) {
        let mut added = Vec::new();
        for each in result.iter().filter(|resource| matches!(resource.address.key, InstanceKey::Term(_))) {
            if !NAMED_ONE_BY_ONE.contains(&&*each.address.resource_type) {
                continue;
            }
            let is_one_of_these = |named: &ResourceInstance| {
                let (address, each) = (&named.address, &each.address);
                matches!(address.key, InstanceKey::Index(_) | InstanceKey::Name(_))
                    && (&address.resource_type, &address.name, &address.notation)
                        == (&each.resource_type, &each.name, &each.notation)
                    && address.modules == each.modules
            };
            let nodes = self.nodes.borrow();
            let resources = nodes.values().filter_map(|node| match node {
                Node::Resource(resource) => Some(Rc::clone(resource)),
                Node::Module(_) => None,
            });
            let mut named: Vec<_> = resources.filter(|named| is_one_of_these(named)).collect();
            drop(nodes);
            named.sort_by_cached_key(|named| named.address.to_string());
            for resource in named.into_iter().filter(|named| result.iter().all(|known| known.term != named.term)) {
                let (address, properties) = (Arc::clone(&resource.address), self.properties(&resource, each.guard));
                added.push(Resource { address, term: resource.term, properties, ..each.clone() });
            }
        }
        result.extend(added);
    }

    fn note_failed(&self, expansion: &super::expand::Expansion, span: Span) {
        if expansion.instances.is_empty() && self.is_failure(&expansion.whole) {
            self.note(span, format!("the number of instances cannot be evaluated: {}", self.words(&expansion.whole)));
        }
    }

    fn words(&self, value: &Value) -> String {
        match value.data {
            Data::Term(term) => match &*self.arena.term(term) {
                crate::value::Term::Opaque { text, .. } => text.to_string(),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    fn instances_of(&self, module: &Rc<ModuleInstance>, block: &Arc<Block>, result: &mut Vec<Resource>) {
        if result.len() >= MAX_RESOURCES {
            return self.note(block.header, format!("more than {MAX_RESOURCES} resources: the others are left out"));
        }
        let Some(expansion) = self.resource_expansion(module, block) else { return };
        self.note_failed(&expansion, block.header);
        let dependencies: Arc<[String]> = self.dependencies_of(module, block).into();
        let lifecycle = lifecycle(&block.body);
        for instance in &expansion.instances {
            let guard = self.arena.and(module.guard, instance.guard);
            let Some(Node::Resource(resource)) = self.node(instance.term) else { continue };
            if !self.arena.possible(guard) {
                continue;
            }
            if result.len() >= MAX_RESOURCES {
                self.note(block.header, format!("more than {MAX_RESOURCES} resources: the others are left out"));
                return;
            }
            result.push(Resource {
                address: Arc::clone(&resource.address),
                term: resource.term,
                header: block.header,
                block: block.span,
                guard,
                properties: self.properties(&resource, guard),
                computed: Value::NULL,
                calls: Arc::clone(&module.calls),
                dependencies: Arc::clone(&dependencies),
                lifecycle: lifecycle.clone(),
                construct: None,
            });
        }
    }

    fn properties(&self, resource: &Rc<ResourceInstance>, guard: Guard) -> Value {
        if &*resource.block.kind == "data" {
            let names = super::data_source::attributes(&resource.address.resource_type).unwrap_or_default();
            return self.data_properties(resource, names);
        }
        let scope = Scope::of(&resource.module, &resource.repetition);
        self.body(&resource.block.body, resource.block.header, guard, &scope)
    }

    /// The arguments and nested blocks of a body.
    pub(super) fn body(&self, body: &Body, header: Span, guard: Guard, scope: &Scope<'_>) -> Value {
        let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        for attribute in body.attributes.iter().filter(|attribute| !META_ARGUMENTS.contains(&&*attribute.name)) {
            let place = attribute.expression.span;
            let value = self.evaluate(&attribute.expression, scope);
            let mut value = self.settled(&value, guard, place, 0);
            if BLOCKS.contains(&&*attribute.name) && value.entries().is_some() {
                value = Value::new(Data::Sequence(SequenceKind::List, [value.clone()].into()), value.origin);
            }
            entries.insert(Arc::clone(&attribute.name), value);
        }
        let mut blocks: BTreeMap<Arc<str>, (Span, Vec<Value>)> = BTreeMap::new();
        for block in &body.blocks {
            let (kind, items) = match block.labels.first() {
                Some(label) if &*block.kind == "dynamic" => (&label.text, self.dynamic(block, guard, scope)),
                _ if META_BLOCKS.contains(&&*block.kind) => continue,
                _ => (&block.kind, vec![self.step(block.header, || self.body(&block.body, block.header, guard, scope))]),
            };
            let (_, all) = blocks.entry(Arc::clone(kind)).or_insert((block.header, Vec::new()));
            all.extend(items);
        }
        for (kind, (header, mut items)) in blocks {
            let origin = self.arena.written(header);
            // The old form `network_interface = { … }` beside blocks adds to them.
            if let Some(Data::Sequence(_, written)) = entries.get(&kind).map(|entry| &entry.data) {
                items.splice(0..0, written.iter().cloned());
            }
            entries.insert(kind, Value::new(Data::Sequence(SequenceKind::List, items.into()), origin));
        }
        let origin = self.arena.written(header);
        Value::new(Data::Mapping(MappingKind::Object, Arc::new(entries)), origin)
    }

    /// A value as a property: alternatives that cannot be where the resource exists are left out, those that fail as well,
    /// and everything in it is used at the property's place.
    pub(super) fn settled(&self, value: &Value, guard: Guard, place: Span, depth: usize) -> Value {
        let origin = match self.arena.span(value.origin) {
            Some(span) if place.contains(span) => value.origin,
            _ => self.arena.origin(place, OriginKind::Expression, value.origin),
        };
        // Nobody looks deeper into a property.
        if depth > 8 {
            return value.clone().with_origin(origin);
        }
        let data = match &value.data {
            Data::Sequence(kind, items) => {
                let items = items.iter().map(|item| self.settled(item, guard, place, depth + 1));
                Data::Sequence(*kind, items.collect())
            }
            Data::Mapping(kind, entries) => {
                let entry = |(key, value): (&Arc<str>, &Value)| (Arc::clone(key), self.settled(value, guard, place, depth + 1));
                Data::Mapping(*kind, Arc::new(entries.iter().map(entry).collect()))
            }
            Data::Each(each) => {
                let item = self.settled(&each.item, guard, place, depth + 1);
                Data::Each(Arc::new(Each { key: each.key, item, mapping: each.mapping }))
            }
            Data::Choice(alternatives) => return self.settled_choice(alternatives, guard, place, origin, depth),
            _ => value.data.clone(),
        };
        Value::new(data, origin)
    }

    fn settled_choice(
        &self,
        alternatives: &[(Guard, Value)],
        guard: Guard,
        place: Span,
        origin: crate::value::Origin,
        depth: usize,
    ) -> Value {
        let possible = alternatives.iter().filter(|(under, _)| self.arena.possible(self.arena.and(*under, guard)));
        let settled = possible.map(|(under, value)| (*under, self.settled(value, self.arena.and(*under, guard), place, depth + 1)));
        let settled: Vec<_> = settled.collect();
        match settled.as_slice() {
            [(_, only)] => return only.clone(),
            [] => return Value::new(Data::Term(self.arena.opaque("a value that cannot be")), origin),
            _ => {}
        }
        let value = Value::new(Data::Choice(settled.into()), origin);
        match self.without_failures(&value) {
            // Where one alternative alone does not fail, it is the value: in every other case Terraform refuses.
            only if !matches!(only.data, Data::Choice(_)) => only,
            _ => value,
        }
    }
}

fn lifecycle(body: &Body) -> Lifecycle {
    let mut result = Lifecycle::default();
    for block in body.blocks("lifecycle") {
        if let Some(attribute) = block.body.attribute("ignore_changes") {
            result.ignore_changes = ignored(&attribute.expression);
        }
        let before = block.body.attribute("create_before_destroy");
        let wanted = before.filter(|attribute| match &attribute.expression.kind {
            ExpressionKind::Bool(value) => *value,
            ExpressionKind::String(text) => &**text == "true",
            _ => false,
        });
        result.create_before_destroy = wanted.map(|attribute| attribute.expression.span).or(result.create_before_destroy);
    }
    result
}

fn ignored(expression: &Expression) -> Vec<Arc<str>> {
    match &expression.kind {
        ExpressionKind::Tuple(items) => items.iter().flat_map(ignored).collect(),
        ExpressionKind::Variable(name) => vec![Arc::clone(name)],
        // In JSON and in old configurations the names are strings.
        ExpressionKind::String(name) => vec![name.split(['.', '[']).next().unwrap_or_default().into()],
        ExpressionKind::Traversal(operand, steps) => match (&operand.kind, steps.first().map(|step| &step.kind)) {
            (ExpressionKind::Variable(name), _) if &**name != "self" => vec![Arc::clone(name)],
            (_, Some(StepKind::Attribute(name))) => vec![Arc::clone(name)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
