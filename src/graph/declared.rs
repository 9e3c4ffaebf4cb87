//! Every network interface that the configuration makes, with what is written where it is made: those with a resource of their
//! own, and those that are made at launch. An interface is here once, however often it is attached.

use super::build::is_repeated_for;
use super::{AddressRequest, Driver, Graph, Interface, Launch, LaunchInterface, SecurityGroupAttachment, Via};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

/// A network interface that the configuration makes.
#[derive(Clone, Debug)]
pub struct DeclaredInterface<'g> {
    /// Declares the interface, or what launches it.
    pub resource: &'g Arc<Resource>,
    /// What a message calls it.
    pub name: String,
    /// When it is made, the resource's own guard included.
    pub guard: Guard,
    /// Where it stands: the resource's header, or the block.
    pub span: Span,
    /// Its node, where it has a resource of its own.
    pub node: Option<&'g Interface>,
    /// What launches it and how, where it is made at launch.
    pub launch: Option<(&'g Launch, &'g LaunchInterface)>,
    /// The id of its subnet; null where it is not written.
    pub subnet: &'g Value,
    /// The kind of interface.
    pub interface_type: &'g Value,
    /// The ids of the security groups that are listed.
    pub security_groups: &'g Value,
    /// What gives it addresses.
    pub address_requests: &'g [AddressRequest],
    /// How the network card is to treat it.
    pub driver: &'g Driver,
}

/// What Terraformer puts before the names of the resources that it writes down; their state lies beside them.
const TERRAFORMER: &str = "tfer--";

impl Graph {
    /// Whether a resource is written down after what exists already: nothing of it is requested, and so nothing is refused.
    pub fn is_taken_over(&self, resource: &Resource) -> bool {
        resource.address.name.starts_with(TERRAFORMER) || self.imports.iter().any(|imported| resource.is_named_by(imported))
    }

    /// Every interface that the configuration makes.
    pub fn declared_interfaces(&self) -> impl Iterator<Item = DeclaredInterface<'_>> {
        let own = self.interfaces.iter().filter(|interface| interface.resource.is_managed()).map(|interface| DeclaredInterface {
            resource: &interface.resource,
            name: format!("`{}`", interface.resource.name()),
            guard: interface.resource.guard,
            span: interface.resource.header,
            node: Some(interface),
            launch: None,
            subnet: &interface.subnet,
            interface_type: &interface.interface_type,
            security_groups: &interface.security_groups,
            address_requests: &interface.address_requests,
            driver: &interface.driver,
        });
        own.chain(self.launches.iter().flat_map(|launch| self.made_at_launch(launch)))
    }

    fn made_at_launch<'g>(&'g self, launch: &'g Launch) -> impl Iterator<Item = DeclaredInterface<'g>> {
        let resource = launch.resource.iter().filter(|resource| resource.is_managed());
        resource.flat_map(move |resource| {
            let made = launch.interfaces.iter().filter(|interface| interface.interface.is_null());
            made.map(move |interface| DeclaredInterface {
                resource,
                name: format!("{} of {}", interface.name(), launch.name(&self.values)),
                guard: self.values.and(launch.guard, interface.guard),
                span: interface.span,
                node: None,
                launch: Some((launch, interface)),
                subnet: &interface.subnet,
                interface_type: &interface.interface_type,
                security_groups: &interface.security_groups,
                address_requests: &interface.address_requests,
                driver: &interface.driver,
            })
        })
    }

    /// The groups that resources of their own add to an interface, each with the guard under which it is added. Of an unknown number
    /// of attachments to one interface there may be none.
    pub fn attached_to<'g>(&'g self, interface: &DeclaredInterface<'g>) -> Vec<(Guard, &'g SecurityGroupAttachment)> {
        // What is made at launch has no resource of its own; the automatic interface goes by its instance's.
        if interface.launch.is_some_and(|(launch, entry)| launch.is_template() || entry.via != Via::Automatic) {
            return Vec::new();
        }
        let attached = self.attached_groups.of(interface.resource).iter();
        let attached = attached.map(|(guard, position)| (*guard, &self.security_group_attachments[*position]));
        attached.filter(|(_, attachment)| !is_repeated_for(&attachment.resource.address, &interface.resource.address)).collect()
    }
}
