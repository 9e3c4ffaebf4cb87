//! The interface that an Elastic IP address or a route ends at, whichever way its target is written.

use super::{ElasticIp, ElasticIpAssociation, Graph, Interface, Launch, LaunchInterface, Target};
use crate::configuration::Resource;
use crate::value::{Data, Guard, Term, TermId, Value};
use std::sync::Arc;

/// The interface that a target means, in one case.
#[derive(Clone, Debug)]
pub struct Endpoint<'a> {
    /// When the target means it and it exists.
    pub guard: Guard,
    /// Its id; the same for the same interface, whether it or its instance is named.
    pub id: Value,
    /// The id of its subnet; null where AWS decides.
    pub subnet: &'a Value,
    /// The interface, where it has a resource of its own.
    pub node: Option<&'a Interface>,
    /// The launch of the instance whose primary interface it is, where the target says so.
    pub launch: Option<(&'a Launch, &'a LaunchInterface)>,
    /// The id of the instance whose primary interface it is, where nothing else is known of the instance.
    pub instance: Option<Value>,
}

impl<'a> Endpoint<'a> {
    /// The resource of the interface, or of the instance whose automatic one it is.
    pub fn resource(&self) -> Option<&'a Arc<Resource>> {
        match (self.node, self.launch) {
            (Some(node), _) => Some(&node.resource),
            (None, Some((launch, _))) => launch.resource.as_ref(),
            (None, None) => None,
        }
    }

    /// Whether it is an interface of a resource: the interface itself, or the instance that has it.
    pub fn is_of(&self, resource: TermId) -> bool {
        let launch = self.launch.and_then(|(launch, _)| launch.resource.as_ref());
        self.node.is_some_and(|node| node.resource.term == resource) || launch.is_some_and(|launch| launch.term == resource)
    }

    /// What a message calls the interface: an address in backticks, or a description.
    pub fn name(&self, graph: &Graph) -> String {
        match (&self.node, &self.launch, &self.instance) {
            (Some(node), _, _) => format!("`{}`", node.resource.name()),
            (None, Some((launch, _)), _) => format!("the primary network interface of {}", launch.name(&graph.values)),
            (None, None, Some(instance)) => format!("the primary network interface of `{}`", graph.values.describe(instance)),
            (None, None, None) => format!("the network interface `{}`", graph.values.describe(&self.id)),
        }
    }
}

impl Graph {
    /// The interfaces that a target may mean. An instance means its primary interface, where that is certainly known.
    pub fn endpoints<'a>(&'a self, target: &Target) -> Vec<Endpoint<'a>> {
        let mut found = Vec::new();
        for (guard, id) in self.values.alternatives(&target.interface) {
            self.endpoints_of_interface(guard, &id, &mut found);
        }
        let by_instance = self.values.is_absent(&target.interface);
        for (guard, id) in self.values.alternatives(&target.instance) {
            let guard = self.values.and(guard, by_instance);
            match self.instances.position(&self.values, &id) {
                // The launches of instances come first, in the order of the instances.
                Some(position) => self.endpoints_of_launch(guard, &self.launches[position], &mut found),
                None if id.is_null() || id.as_str() == Some("") || !self.values.possible(guard) => {}
                None => {
                    let term = Term::Apply { function: "primary_network_interface_id".into(), arguments: Box::new([id.clone()]) };
                    let primary = Data::Term(self.values.intern(term)).into();
                    found.push(Endpoint { guard, id: primary, subnet: &Value::NULL, node: None, launch: None, instance: Some(id) });
                }
            }
        }
        found
    }

    fn endpoints_of_interface<'a>(&'a self, guard: Guard, id: &Value, found: &mut Vec<Endpoint<'a>>) {
        if let Some(position) = self.interfaces.position(&self.values, id) {
            let node = &self.interfaces[position];
            if let Some(guard) = self.together([guard, node.resource.guard]) {
                found.push(Endpoint {
                    guard,
                    id: id.clone(),
                    subnet: &node.subnet,
                    node: Some(node),
                    launch: None,
                    instance: None,
                });
            }
        } else if let Some(launch) = self.launch_of_primary(id) {
            self.endpoints_of_launch(guard, launch, found);
        } else if !id.is_null() && id.as_str() != Some("") {
            found.push(Endpoint { guard, id: id.clone(), subnet: &Value::NULL, node: None, launch: None, instance: None });
        }
    }

    fn endpoints_of_launch<'a>(&'a self, guard: Guard, launch: &'a Launch, found: &mut Vec<Endpoint<'a>>) {
        for primary in launch.interfaces.iter().filter(|interface| interface.is_primary() && !interface.each) {
            let Some(guard) = self.together([guard, launch.guard, primary.guard]) else { continue };
            let node = primary.node.map(|position| &self.interfaces[position]);
            let own = launch.resource.as_ref().map(|instance| self.values.attribute(instance.term, "primary_network_interface_id"));
            let id =
                own.filter(|_| primary.interface.is_null()).map_or_else(|| primary.interface.clone(), |own| Data::Term(own).into());
            found.push(Endpoint { guard, id, subnet: &primary.subnet, node, launch: Some((launch, primary)), instance: None });
        }
    }

    /// The Elastic IP addresses that an association may mean.
    pub fn elastic_ips_of(&self, association: &ElasticIpAssociation) -> Vec<(Guard, &ElasticIp)> {
        let names = [&association.allocation, &association.public_ip];
        let alternatives = names.into_iter().flat_map(|name| self.values.alternatives(name));
        alternatives.filter_map(|(guard, name)| Some((guard, self.elastic_ip(&name)?))).collect()
    }

    /// Whether the address of an association may come from a pool that uses another gateway than an internet gateway.
    pub fn has_special_pool(&self, association: &ElasticIpAssociation) -> bool {
        let elastic_ips = self.elastic_ips_of(association).into_iter();
        let pools = elastic_ips.flat_map(|(_, address)| address.special_pool.items().unwrap_or_default());
        pools.into_iter().any(|pool| self.values.is_absent(pool) != Guard::ALWAYS)
    }

    /// The Elastic IP address that an allocation id, or the address as such, names.
    pub(super) fn elastic_ip(&self, name: &Value) -> Option<&ElasticIp> {
        let position = self.elastic_ips.position_by(&self.values, name, &ADDRESS_ATTRIBUTES)?;
        Some(&self.elastic_ips[position])
    }
}

/// Attributes that name an Elastic IP address.
const ADDRESS_ATTRIBUTES: [&str; 5] = ["id", "allocation_id", "public_ip", "AllocationId", "Ref"];
