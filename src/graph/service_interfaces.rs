//! Interfaces that AWS makes for a service and keeps for it: nobody else attaches them, and some take no address from anybody else.

use super::{Blocks, Graph};
use crate::value::{Address, Data, Guard, Key, Notation, Term, TermId, Value};
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

/// How AWS begins the description of an interface that it makes for a service, and whether the service alone gives it addresses.
const DESCRIPTIONS: [(&str, bool); 11] = [
    ("ELB ", true),
    ("Interface for NAT Gateway ", true),
    ("VPC Endpoint Interface ", false),
    ("AWS Lambda VPC ENI", false),
    ("EFS mount target for ", false),
    ("Network Interface for Transit Gateway Attachment ", false),
    ("RDSNetworkInterface", false),
    ("Amazon EKS ", false),
    ("ElastiCache ", false),
    ("DMSNetworkInterface", false),
    ("RedshiftNetworkInterface", false),
];

/// Types of interfaces that only services make.
const TYPES: [(&str, bool); 8] = [
    ("nat_gateway", true),
    ("network_load_balancer", true),
    ("gateway_load_balancer", false),
    ("gateway_load_balancer_endpoint", false),
    ("vpc_endpoint", false),
    ("lambda", false),
    ("transit_gateway", false),
    ("api_gateway_managed", false),
];

/// Whether the value of a filter of DescribeNetworkInterfaces finds interfaces of a service only, and whether that refuses the addresses
/// of others.
fn service_found_by(filter: &str, value: &str) -> Option<bool> {
    let known = |table: &[(&str, bool)], is: fn(&str, &str) -> bool| {
        table.iter().find(|(text, _)| is(value, text)).map(|(_, refuses)| *refuses)
    };
    match filter {
        "description" => known(&DESCRIPTIONS, |value, start| value.starts_with(start)),
        "interface-type" => known(&TYPES, |value, kind| value == kind),
        "requester-id" => value.starts_with("amazon-").then(|| value == "amazon-elb"),
        "requester-managed" => (value == "true").then_some(false),
        _ => None,
    }
}

/// Functions that hand on elements of their first argument.
const HAND_ON: [&str; 9] = ["tolist", "toset", "tostring", "one", "element", "sort", "flatten", "try", "coalesce"];

impl Graph {
    /// The service that an interface certainly belongs to, by the attribute that its id comes from; of an id that is no choice.
    pub fn service_of_interface(&self, id: &Value) -> Option<ServiceInterface> {
        let Data::Term(term) = id.data else { return None };
        let mut names = Vec::new();
        let address = self.source_of(term, &mut names)?;
        if address.notation == Notation::TerraformData {
            return self.service_of_found(&address, &names);
        }
        let owner = |(kind, attribute, _): &&(&str, &str, bool)| {
            *kind == &*address.resource_type && names.iter().any(|name| &**name == *attribute)
        };
        let (_, _, refuses_addresses) = OWNERS.iter().find(owner)?;
        Some(ServiceInterface { owner: format!("`{address}`"), refuses_addresses: *refuses_addresses })
    }

    /// The service whose interfaces a data source looks for, where its filter finds no others.
    fn service_of_found(&self, address: &Address, names: &[Arc<str>]) -> Option<ServiceInterface> {
        let is_id =
            |kind: &str, name: &str| matches!((kind, name), ("aws_network_interface", "id") | ("aws_network_interfaces", "ids"));
        let kind = &*address.resource_type;
        names.iter().find(|name| is_id(kind, name))?;
        let source = self.resources.iter().find(|resource| *resource.address == *address)?;
        let filters = Blocks::read(&self.values, &self.values.get(&source.properties, "filter")).items;
        let refuses_addresses =
            filters.iter().filter(|filter| filter.guard == Guard::ALWAYS && !filter.each).find_map(|filter| {
                let name = self.values.get(&filter.value, "name");
                let wanted = self.values.get(&filter.value, "values");
                let of = |value: &Value| service_found_by(name.as_str()?, self.start_of(value)?.as_ref());
                let all: Option<Vec<bool>> = wanted.items().filter(|wanted| !wanted.is_empty())?.iter().map(of).collect();
                Some(all?.into_iter().all(|refuses| refuses))
            })?;
        Some(ServiceInterface { owner: format!("the service that `{address}` looks for"), refuses_addresses })
    }

    /// Whether a description is that of an interface that a service made.
    pub fn is_of_service(&self, description: &Value) -> Guard {
        let of_service =
            |text: &Value| self.start_of(text).is_some_and(|start| DESCRIPTIONS.iter().any(|(begin, _)| start.starts_with(begin)));
        self.values.when(description, of_service)
    }

    /// The known start of a text: `ELB ` of `"ELB ${aws_lb.app.arn_suffix}"`.
    fn start_of(&self, text: &Value) -> Option<Arc<str>> {
        let known = |value: &Value| match &value.data {
            Data::String(text) => Some(Arc::clone(text)),
            _ => None,
        };
        let Data::Term(term) = text.data else { return known(text) };
        match &*self.values.term(term) {
            Term::Apply { function, arguments } if &**function == "template" => known(arguments.first()?),
            _ => None,
        }
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
