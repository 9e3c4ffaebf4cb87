//! Which private address of which interface an Elastic IP address is mapped to.

use super::{AddressRequest, ElasticIpAssociation, Endpoint, Family, Form, Graph};
use crate::source::Span;
use crate::value::{Data, Guard, Key, Term, Value};
use ipnet::IpNet;
use std::net::IpAddr;

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
        let resources =
            [endpoint.node.map(|node| &node.resource), endpoint.launch.and_then(|(launch, _)| launch.resource.as_ref())];
        let own = resources.into_iter().flatten().any(|resource| {
            let attributes = PRIMARY_ADDRESS.iter().map(|name| Data::Term(self.values.attribute(resource.term, name)));
            attributes.into_iter().any(|attribute| attribute == address.data)
        });
        own || self.written_primary(endpoint).as_ref() == Some(address)
    }

    /// The primary address of an interface where it is written: by itself, alone in a list, first in an ordered one, or marked.
    fn written_primary(&self, endpoint: &Endpoint<'_>) -> Option<Value> {
        let values = &self.values;
        self.requests_of(endpoint)?.iter().filter(|request| request.setting.family == Family::Ipv4).find_map(
            |request| match request.setting.form {
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
            },
        )
    }

    /// When an address is certainly none of an interface: it is not among all those that are written, lies outside of the subnet, or is
    /// that of another interface. With the place that says so.
    pub fn is_not_of(&self, address: &Value, endpoint: &Endpoint<'_>) -> Option<(Guard, Span)> {
        let resource = endpoint.resource()?;
        let ignores = ["private_ips", "private_ip_list", "private_ip", "secondary_private_ips"];
        if !resource.is_managed() || ignores.into_iter().any(|setting| resource.lifecycle.ignores(setting)) {
            return None;
        }
        if self.is_of_another(address, endpoint) {
            return Some((Guard::ALWAYS, resource.header));
        }
        if let Some(own) = self.written_addresses(endpoint) {
            let absent = self.values.all(own.iter().map(|own| self.values.same(own, address).no));
            let place = own.first().map_or(resource.header, |own| self.span(own, resource.header));
            return self.values.possible(absent).then_some((absent, place));
        }
        let address: IpAddr = address.as_str()?.parse().ok()?;
        self.subnets.resolve(&self.values, endpoint.subnet).into_iter().find_map(|(guard, subnet)| {
            let network: IpNet = subnet.cidr_block.as_str()?.parse().ok()?;
            let outside = address.is_ipv4() && !network.contains(&address);
            outside.then(|| (guard, self.span(&subnet.cidr_block, subnet.resource.header)))
        })
    }

    /// Whether an address is the primary one of another interface with a resource of its own.
    fn is_of_another(&self, address: &Value, endpoint: &Endpoint<'_>) -> bool {
        let Data::Term(term) = address.data else { return false };
        let Term::Element { of, key: Key::Name(name) } = &*self.values.term(term) else { return false };
        let other = self.interfaces.position_of(*of).map(|position| &self.interfaces[position].resource);
        let own = endpoint.resource();
        PRIMARY_ADDRESS.contains(&&**name)
            && other.is_some_and(|other| other.is_managed() && own.is_some_and(|own| other.address.is_distinct_from(&own.address)))
    }

    /// All private IPv4 addresses of an interface, if each is written.
    fn written_addresses(&self, endpoint: &Endpoint<'_>) -> Option<Vec<Value>> {
        let mut found = Vec::new();
        let mut complete = false;
        for request in self.requests_of(endpoint)?.iter().filter(|request| request.setting.family == Family::Ipv4) {
            match request.setting.form {
                Form::Primary => found.push(request.value.clone()),
                Form::List | Form::Secondary => {
                    let key = request.setting.key;
                    let items = request.value.items()?.iter();
                    found.extend(items.map(|item| if key.is_empty() { item.clone() } else { self.values.get(item, key) }));
                }
                _ if request.value.as_integer() == Some(0) => {}
                _ => return None,
            }
            complete |= matches!(request.setting.form, Form::Primary | Form::List);
        }
        (complete && !found.is_empty()).then_some(found)
    }

    fn requests_of<'a>(&self, endpoint: &Endpoint<'a>) -> Option<&'a [AddressRequest]> {
        let made_at_launch = || endpoint.launch.map(|(_, primary)| primary.address_requests.as_slice());
        endpoint.node.map(|node| node.address_requests.as_slice()).or_else(made_at_launch)
    }

    /// The Elastic IP addresses that an association may be about, each with the guard under which it is: the id of the resource
    /// where there is one, and otherwise what is written.
    pub fn allocations_of(&self, association: &ElasticIpAssociation) -> Vec<(Guard, Value)> {
        let written = [&association.allocation, &association.public_ip];
        let alternatives = written.into_iter().flat_map(|name| self.values.alternatives(name));
        let given = alternatives.filter(|(_, name)| !name.is_null() && name.as_str() != Some(""));
        let resolved = given.map(|(guard, name)| match self.elastic_ip(&name) {
            Some(address) => {
                let own = Data::Term(self.values.attribute(address.resource.term, "id"));
                (guard, Value::new(own, name.origin))
            }
            None => (guard, name),
        });
        resolved.collect()
    }
}

/// Attributes of interfaces and instances that are their primary private address.
const PRIMARY_ADDRESS: [&str; 4] = ["private_ip", "PrimaryPrivateIpAddress", "PrivateIp", "PrivateIpAddress"];
