//! Interfaces that AWS makes for a service and keeps for it: nobody else attaches them, and some take no address from anybody else.

use super::Graph;
use crate::value::{Address, Data, Key, Term, TermId, Value};
use std::sync::Arc;

/// What an interface belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceInterface {
    /// What a message calls the owner.
    pub owner: String,
    /// The service associates Elastic IP addresses with it itself, and refuses those of others.
    pub refuses_addresses: bool,
}

/// Types of resources whose attribute names interfaces that belong to a service.
const OWNERS: [(&str, &str, bool); 8] = [
    ("aws_nat_gateway", "network_interface_id", true),
    ("aws_vpc_endpoint", "network_interface_ids", false),
    ("aws_efs_mount_target", "network_interface_id", false),
    ("aws_fsx_lustre_file_system", "network_interface_ids", false),
    ("aws_fsx_openzfs_file_system", "network_interface_ids", false),
    ("aws_fsx_windows_file_system", "network_interface_ids", false),
    ("aws_ec2_instance_connect_endpoint", "network_interface_ids", false),
    ("AWS::EC2::VPCEndpoint", "NetworkInterfaceIds", false),
];

/// Functions that hand on elements of their first argument.
const HAND_ON: [&str; 9] = ["tolist", "toset", "tostring", "one", "element", "sort", "flatten", "try", "coalesce"];

impl Graph {
    /// The service that an interface certainly belongs to, by the attribute that its id comes from; of an id that is no choice.
    pub fn service_of_interface(&self, id: &Value) -> Option<ServiceInterface> {
        let Data::Term(term) = id.data else { return None };
        let mut names = Vec::new();
        let address = self.source_of(term, &mut names)?;
        let owner = |(kind, attribute, _): &&(&str, &str, bool)| {
            *kind == &*address.resource_type && names.iter().any(|name| &**name == *attribute)
        };
        let (_, _, refuses_addresses) = OWNERS.iter().find(owner)?;
        Some(ServiceInterface { owner: format!("`{address}`"), refuses_addresses: *refuses_addresses })
    }

    /// The resource that an id comes from, and the attributes on the way.
    fn source_of(&self, term: TermId, names: &mut Vec<Arc<str>>) -> Option<Arc<Address>> {
        match &*self.values.term(term) {
            Term::Managed(address) | Term::Data(address) => Some(Arc::clone(address)),
            Term::Element { of, key } => {
                if let Key::Name(name) = key {
                    names.push(Arc::clone(name));
                }
                self.source_of(*of, names)
            }
            Term::EachKey { over } => self.source_of(*over, names),
            Term::Apply { function, arguments } if HAND_ON.contains(&&**function) => match arguments.first()?.data {
                Data::Term(term) => self.source_of(term, names),
                _ => None,
            },
            Term::Apply { .. } | Term::Input { .. } | Term::Opaque { .. } => None,
        }
    }
}
