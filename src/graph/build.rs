//! What both builders share: reading attributes of resources into the fields of nodes.

use super::driver::DriverNames;
use super::{
    AddressRequest, AddressSetting, Attach, Blocks, Driver, FixedAddress, Graph, LaunchInterface, Setting, Via, Zone, attach,
    cloudformation, known, security_groups, terraform,
};
use crate::configuration::{Configuration, Language, Resource};
use crate::source::Span;
use crate::value::{Address, Arena, Data, Guard, Notation, Value};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

pub(super) fn graph(configuration: Configuration, values: Rc<Arena>) -> Graph {
    let mut resources: Vec<Arc<Resource>> = configuration.resources.into_iter().map(Arc::new).collect();
    // Collected in place, with all the room that the resources themselves took.
    resources.shrink_to_fit();
    let mut graph = Graph {
        language: configuration.language,
        values,
        facts: configuration.facts,
        resources,
        subnets: super::Table::default(),
        subnets_with_further_networks: Vec::new(),
        interfaces: super::Table::default(),
        instances: super::Table::default(),
        templates: super::Table::default(),
        groups: Vec::new(),
        security_groups: super::Table::default(),
        security_group_vpcs: Vec::new(),
        default_vpcs: Vec::new(),
        security_group_attachments: Vec::new(),
        security_group_rules: Vec::new(),
        rules_of_groups: FxHashMap::default(),
        attached_groups: super::AttachedGroups::default(),
        vpcs: super::Table::default(),
        vpc_cidr_blocks: Vec::new(),
        internet_gateways: Vec::new(),
        route_tables: super::Table::default(),
        table_associations: Vec::new(),
        main_tables: Vec::new(),
        attachments: Vec::new(),
        elastic_ips: super::Table::default(),
        associations: Vec::new(),
        routes: Vec::new(),
        target_groups: super::Table::default(),
        registrations: Vec::new(),
        launches: Vec::new(),
        left_out: Vec::new(),
        others: configuration.others,
        imports: configuration.history.imports,
        set_elements: configuration.set_elements,
        address_reads: configuration.address_reads,
        provider: configuration.provider,
        dependencies: std::cell::OnceCell::new(),
    };
    let add = match graph.language {
        Language::Terraform => terraform::add,
        Language::CloudFormation => cloudformation::add,
    };
    for index in 0..graph.resources.len() {
        let resource = Arc::clone(&graph.resources[index]);
        add(&mut graph, &resource);
    }
    known::add(&mut graph);
    graph.attached_groups = super::membership::attached_groups(&graph);
    (graph.launches, graph.left_out) = attach::launches(&graph);
    graph.rules_of_groups = security_groups::rules_of_groups(&graph);
    graph
}

/// How one language names the attributes of an interface that is listed for a launch.
pub(super) struct InterfaceNames {
    pub(super) device_index: &'static str,
    pub(super) card_index: &'static str,
    pub(super) interface: &'static str,
    pub(super) subnet: &'static str,
    pub(super) interface_type: &'static str,
    pub(super) description: &'static str,
    pub(super) addresses: &'static [AddressName],
    pub(super) address_settings: &'static [AddressSetting],
    pub(super) security_groups: &'static str,
    pub(super) associate_public_ip_address: &'static str,
    pub(super) delete_on_termination: &'static str,
    pub(super) driver: &'static DriverNames,
    /// What CloudFormation has in launch templates only.
    pub(super) only_in_templates: &'static [&'static str],
    /// What only an interface that is made at launch may have.
    pub(super) of_new: &'static [&'static str],
}

/// Where fixed addresses are written.
pub(super) enum AddressName {
    /// One address, or a list of them.
    Plain(&'static str),
    /// A list of mappings, each with the address under a key.
    Keyed(&'static str, &'static str),
}

/// The interfaces that a launch lists itself.
#[derive(Clone, Debug, Default)]
pub struct ListedInterfaces {
    /// The interfaces.
    pub items: Vec<LaunchInterface>,
    /// There may be others.
    pub open: bool,
}

/// Reads the attributes of one resource.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) values: &'a Arena,
    pub(super) resource: &'a Resource,
}

impl Reader<'_> {
    /// What is written, or null. What exists already has every attribute, whether written or not.
    pub(super) fn get(&self, name: &str) -> Value {
        if matches!(self.resource.address.notation, Notation::TerraformData | Notation::Id) {
            return self.computed(name);
        }
        self.written(name)
    }

    fn written(&self, name: &str) -> Value {
        self.values.get(&self.resource.properties, name)
    }

    /// What is written, or what a plan, a state or AWS says; null where nobody says anything.
    pub(super) fn known(&self, name: &str) -> Value {
        let otherwise = self.values.get(&self.resource.computed, name);
        self.values.map(&self.get(name), |value| if value.is_null() { otherwise.clone() } else { value.clone() })
    }

    /// What is written, or what AWS has filled in or will.
    pub(super) fn computed(&self, name: &str) -> Value {
        let filled_in = self.values.get(&self.resource.computed, name);
        self.values.map(&self.written(name), |value| match value.data {
            Data::Null if !filled_in.is_null() => filled_in.clone(),
            Data::Null => Value::new(Data::Term(self.values.attribute(self.resource.term, name)), value.origin),
            _ => value.clone(),
        })
    }

    /// What is written or known, or the default.
    pub(super) fn or(&self, name: &str, default: &Data) -> Value {
        self.values.map(&self.known(name), |value| match value.data {
            Data::Null => Value::new(default.clone(), value.origin),
            _ => value.clone(),
        })
    }

    /// When none of these is written, nor known otherwise.
    pub(super) fn absent(&self, names: &[&str]) -> Guard {
        self.values.all(names.iter().map(|name| self.values.is_absent(&self.known(name))))
    }

    pub(super) fn blocks(&self, name: &str) -> Blocks {
        Blocks::read(self.values, &self.values.get(&self.resource.properties, name))
    }

    pub(super) fn zone(&self, name: &str, id: &str) -> Zone {
        Zone { name: self.computed(name), id: self.computed(id) }
    }

    pub(super) fn addresses(&self, names: &[AddressName]) -> Vec<FixedAddress> {
        addresses(self.values, &self.resource.properties, names)
    }

    pub(super) fn address_requests(&self, settings: &'static [AddressSetting]) -> Vec<AddressRequest> {
        address_requests(self.values, &self.resource.properties, settings)
    }

    /// The interfaces listed in a block attribute.
    pub(super) fn interfaces(&self, blocks: &Blocks, names: &InterfaceNames, via: Via) -> ListedInterfaces {
        let items = blocks.items.iter().map(|block| {
            let get = |name: &str| self.values.get(&block.value, name);
            let span = self.values.span(block.value.origin).unwrap_or(self.resource.header);
            LaunchInterface {
                guard: block.guard,
                each: block.each,
                device_index: get(names.device_index),
                card_index: get(names.card_index),
                interface: get(names.interface),
                subnet: get(names.subnet),
                addresses: addresses(self.values, &block.value, names.addresses),
                address_requests: address_requests(self.values, &block.value, names.address_settings),
                interface_type: get(names.interface_type),
                description: get(names.description),
                security_groups: get(names.security_groups),
                associate_public_ip_address: get(names.associate_public_ip_address),
                delete_on_termination: get(names.delete_on_termination),
                driver: Driver::read(self.values, &block.value, names.driver),
                only_in_templates: names.only_in_templates.iter().map(|name| Setting { name, value: get(name) }).collect(),
                of_new: names.of_new.iter().map(|name| Setting { name, value: get(name) }).collect(),
                ..LaunchInterface::new(via, Attach::Cold, span)
            }
        });
        ListedInterfaces { items: items.collect(), open: blocks.open }
    }

    /// Settings by their names, where they are written.
    pub(super) fn settings(&self, names: &[&'static str]) -> Vec<Setting> {
        names.iter().map(|name| Setting { name, value: self.written(name) }).collect()
    }
}

impl ListedInterfaces {
    /// When no interface is listed, as far as is known.
    pub(super) fn none(&self, values: &Arena) -> Guard {
        if self.open {
            return Guard::NEVER;
        }
        let any = self.items.iter().fold(Guard::ALWAYS, |none, item| values.and(none, values.not(item.guard)));
        if self.items.iter().any(|item| item.each) { Guard::NEVER } else { any }
    }
}

fn address_requests(values: &Arena, mapping: &Value, settings: &'static [AddressSetting]) -> Vec<AddressRequest> {
    let requests = settings.iter().map(|setting| AddressRequest { setting, value: values.get(mapping, setting.name) });
    requests.filter(|request| !request.value.is_null()).collect()
}

fn addresses(values: &Arena, mapping: &Value, names: &[AddressName]) -> Vec<FixedAddress> {
    let mut found = Vec::new();
    for name in names {
        match name {
            AddressName::Plain(name) => collect_addresses(values, Guard::ALWAYS, &values.get(mapping, name), &mut found),
            AddressName::Keyed(list, key) => {
                for block in Blocks::read(values, &values.get(mapping, list)).items {
                    collect_addresses(values, block.guard, &values.get(&block.value, key), &mut found);
                }
            }
        }
    }
    found
}

fn collect_addresses(values: &Arena, guard: Guard, value: &Value, found: &mut Vec<FixedAddress>) {
    for (inner, value) in values.alternatives(value) {
        let guard = values.and(guard, inner);
        match &value.data {
            Data::Null | Data::Each(_) => {}
            Data::Sequence(_, items) => items.iter().for_each(|item| collect_addresses(values, guard, item, found)),
            // An empty text gives no address.
            _ => {
                let empty = values.when(&value, |value| value.as_str() == Some(""));
                let guard = values.and(guard, values.not(empty));
                if values.possible(guard) {
                    found.push(FixedAddress { guard, value });
                }
            }
        }
    }
}

/// A sub-resource of a resource stands at its own place when it exists under its own guard.
pub(super) fn nested_guard(values: &Arena, resource: &Resource, guard: Guard) -> Guard {
    values.and(resource.guard, guard)
}

/// Whether an attribute of "each of them" of one block can stand for several of another.
pub(super) fn is_repeated_for(attached: &Address, to: &Address) -> bool {
    attached.is_each() && !to.is_each()
}

/// The place of a nested block, or of its resource.
pub(super) fn block_span(values: &Arena, value: &Value, resource: &Resource) -> Span {
    values.span(value.origin).unwrap_or(resource.header)
}
