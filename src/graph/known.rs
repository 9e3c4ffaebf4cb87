//! Nodes for what is named by its id and known from facts: only what the configuration names, and what that leads to.

use super::launch::{Attach, LaunchInterface, Via};
use super::{Graph, ListedInterfaces, terraform};
use crate::configuration::{Lifecycle, Resource};
use crate::facts::Known;
use crate::value::{Address, Arena, Data, Guard, InstanceKey, MappingKind, Notation, Term, Value};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Adds the nodes. Facts use Terraform's names, whatever language the configuration is written in.
pub(super) fn add(graph: &mut Graph) {
    let facts = Arc::clone(&graph.facts);
    if facts.is_empty() {
        return;
    }
    let mut declared = FxHashSet::default();
    let mut mentioned = Vec::new();
    for resource in &graph.resources {
        let own = graph.values.get(&resource.computed, "id");
        declared.extend(own.as_str().map(Arc::<str>::from));
        ids(&resource.properties, &mut mentioned);
        ids(&resource.computed, &mut mentioned);
    }
    while let Some(id) = mentioned.pop() {
        if let Some(known) = facts.get(&id)
            && declared.insert(Arc::clone(&id))
        {
            known.attributes.values().for_each(|fact| ids(&fact.value, &mut mentioned));
            let resource = Arc::new(resource(&graph.values, &id, known));
            let instances = graph.instances.len();
            terraform::add(graph, &resource);
            if graph.instances.len() > instances {
                list_primary(graph);
            }
        }
    }
}

/// All texts in a value that could be ids of something in EC2.
fn ids(value: &Value, found: &mut Vec<Arc<str>>) {
    match &value.data {
        Data::String(text) if text.len() <= 32 && text.contains('-') => found.push(Arc::clone(text)),
        Data::Sequence(_, items) => items.iter().for_each(|item| ids(item, found)),
        Data::Mapping(_, entries) => entries.values().for_each(|entry| ids(entry, found)),
        Data::Choice(alternatives) => alternatives.iter().for_each(|(_, alternative)| ids(alternative, found)),
        Data::Each(each) => ids(&each.item, found),
        Data::String(_) | Data::Null | Data::Bool(_) | Data::Number(_) | Data::Term(_) => {}
    }
}

fn resource(values: &Arena, id: &Arc<str>, known: &Known) -> Resource {
    let address = Arc::new(Address {
        modules: Box::default(),
        resource_type: Arc::clone(&known.kind),
        name: Arc::clone(id),
        key: InstanceKey::None,
        notation: Notation::Id,
    });
    let attributes = known.attributes.iter();
    let attributes = attributes.map(|(name, fact)| (Arc::clone(name), fact.value.clone().with_origin(values.written(fact.span))));
    let own = (Arc::from("id"), Value::string(id));
    let computed = Data::Mapping(MappingKind::Object, Arc::new(attributes.chain([own]).collect()));
    Resource {
        term: values.intern(Term::Data(Arc::clone(&address))),
        address,
        header: known.header,
        block: known.block,
        guard: Guard::ALWAYS,
        properties: Value::NULL,
        computed: computed.into(),
        calls: Arc::default(),
        dependencies: Arc::default(),
        lifecycle: Lifecycle::default(),
        construct: None,
    }
}

/// An instance that exists has its primary interface. Others may be those that the configuration attaches: nothing is said of them.
fn list_primary(graph: &mut Graph) {
    let Some(instance) = graph.instances.last_mut() else { return };
    let primary = LaunchInterface {
        device_index: Value::integer(0),
        subnet: instance.subnet.clone(),
        security_groups: instance.security_groups.clone(),
        source_dest_check: instance.source_dest_check.clone(),
        ..LaunchInterface::new(Via::Automatic, Attach::Cold, instance.resource.header)
    };
    instance.listed = ListedInterfaces { items: vec![primary], open: true };
}
