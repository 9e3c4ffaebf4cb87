//! Which private address of which interface an Elastic IP address is mapped to.

use super::{ElasticIpAssociation, Endpoint, Family, Form, Graph};
use crate::value::{Data, Guard, Term, Value};

/// What an association maps its Elastic IP address to, in one case.
#[derive(Clone, Debug)]
pub struct Mapping<'a> {
    /// When it does.
    pub guard: Guard,
    /// The association.
    pub association: &'a ElasticIpAssociation,
    /// The interface.
    pub endpoint: Endpoint<'a>,
    /// The private address of the interface.
    pub address: PrivateAddress,
}

/// A private address of an interface.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PrivateAddress {
    /// The primary one, whether it is written or not.
    Primary,
    /// One that may be another.
    Given(Value),
}

impl Mapping<'_> {
    /// Whether it stands for several associations with one and the same interface, or for none.
    pub fn is_repeated(&self) -> bool {
        self.association.resource.address.is_each() && !self.endpoint.resource().is_some_and(|target| target.address.is_each())
    }
}

impl Graph {
    /// What every association maps its address to, as far as that is known.
    pub fn mappings(&self) -> Vec<Mapping<'_>> {
        self.associations.iter().flat_map(|association| self.mappings_of(association)).collect()
    }

    /// What an association maps its address to, as far as that is known.
    pub fn mappings_of<'a>(&'a self, association: &'a ElasticIpAssociation) -> Vec<Mapping<'a>> {
        let mut found = Vec::new();
        for endpoint in self.endpoints(&association.target) {
            for (case, written) in self.values.alternatives(&association.private_ip) {
                // Which case it is, may follow from what AWS fills in: then nobody knows.
                if let Some(guard) = self.together([association.resource.guard, endpoint.guard, case])
                    && !self.depends_on_resources(case)
                {
                    let address = match self.is_primary_address(&endpoint, &written) {
                        true => PrivateAddress::Primary,
                        false => PrivateAddress::Given(written),
                    };
                    found.push(Mapping { guard, association, endpoint: endpoint.clone(), address });
                }
            }
        }
        found
    }

    /// Whether a condition is about attributes of resources.
    fn depends_on_resources(&self, guard: Guard) -> bool {
        let terms = self.values.atoms(guard).into_iter().flat_map(|atom| self.values.terms_within(&Data::Term(atom.term).into()));
        terms.into_iter().any(|term| matches!(&*self.values.term(term), Term::Managed(_)))
    }

    /// Whether an address, as an association names it, is certainly the primary one of an interface.
    fn is_primary_address(&self, endpoint: &Endpoint<'_>, address: &Value) -> bool {
        if address.is_null() || address.as_str() == Some("") {
            return true;
        }
        let resources = [endpoint.node.map(|node| &node.resource), endpoint.launch.and_then(|(launch, _)| launch.resource.as_ref())];
        let own = resources.into_iter().flatten().any(|resource| {
            let attributes = PRIMARY_ADDRESS.iter().map(|name| Data::Term(self.values.attribute(resource.term, name)));
            attributes.into_iter().any(|attribute| attribute == address.data)
        });
        own || self.written_primary(endpoint).as_ref() == Some(address)
    }

    /// The primary address of an interface where it is written: by itself, alone in a list, first in an ordered one, or marked.
    fn written_primary(&self, endpoint: &Endpoint<'_>) -> Option<Value> {
        let values = &self.values;
        let made_at_launch = || endpoint.launch.map(|(_, primary)| primary.address_requests.as_slice());
        let requests = endpoint.node.map(|node| node.address_requests.as_slice()).or_else(made_at_launch)?;
        requests.iter().filter(|request| request.setting.family == Family::Ipv4).find_map(|request| match request.setting.form {
            Form::Primary => Some(request.value.clone()),
            Form::List => {
                let items = request.value.items()?;
                let marked = |item: &&Value| values.is_bool(&values.get(item, "Primary"), true) == Guard::ALWAYS;
                let first = || items.first().filter(|_| items.len() == 1 || request.setting.name == "private_ip_list");
                let primary = items.iter().find(marked).or_else(first)?;
                Some(match request.setting.key {
                    "" => primary.clone(),
                    key => values.get(primary, key),
                })
            }
            _ => None,
        })
    }

    /// The Elastic IP addresses that an association may be about, each with the guard under which it is: the id of the resource
    /// where there is one, and otherwise what is written.
    pub fn allocations_of(&self, association: &ElasticIpAssociation) -> Vec<(Guard, Value)> {
        let names = [&association.allocation, &association.public_ip];
        let alternatives = names.into_iter().flat_map(|name| self.values.alternatives(name));
        let written = alternatives.filter(|(_, name)| !name.is_null() && name.as_str() != Some(""));
        let named = written.map(|(guard, name)| match self.elastic_ip(&name) {
            Some(address) => {
                let own = Data::Term(self.values.attribute(address.resource.term, "id"));
                (guard, Value::new(own, name.origin))
            }
            None => (guard, name),
        });
        named.collect()
    }
}

/// Attributes of interfaces and instances that are their primary private address.
const PRIMARY_ADDRESS: [&str; 4] = ["private_ip", "PrimaryPrivateIpAddress", "PrivateIp", "PrivateIpAddress"];
