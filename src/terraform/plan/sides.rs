//! The two sides of a plan, and the one of a state, as configurations.

use super::attributes::{Attributes, Written};
use super::document::{ChangeRecord, ConfigurationModule, Document, Record, StateValues};
use super::links::Links;
use super::provider::Provider;
use super::references::{Place, References, whole};
use super::text::Text;
use super::{Planned, address::modules};
use crate::configuration::{Configuration, History, Language, Lifecycle, OtherResource, Resource};
use crate::source::{Listing, Sources};
use crate::value::{Address, Arena, Data, Guard, InstanceKey, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Both sides of a plan, or a state as it is, with the places of the text where that is at hand. The terms of both are in the arena of
/// the new side.
pub(super) fn planned(document: &Document, sources: &Sources, path: &str, values: Arena, text: &[Resource]) -> Planned {
    let root = ConfigurationModule::default();
    let root = document.configuration.as_ref().map_or(&root, |configuration| &configuration.root_module);
    let references = References::new(&values, root, document);
    let text = Text::new(text, document.addresses());
    let links = Links::new(document);
    let mut side = Side::new(&values, Listing::new(sources, path), &links, Some(&text));
    if document.is_plan() {
        side.after(document, &references);
    } else {
        side.state(document.values.as_ref());
    }
    let written = side.written();
    let after = side.finish(sources);
    let before = document.is_plan().then(|| {
        let mut side = Side::new(&values, Listing::before(sources, path), &links, None);
        side.before(document, &written);
        side.finish(sources)
    });
    let region = region(document);
    drop(references);
    let before = before.map(|resources| Configuration { region: region.clone(), ..configuration(resources, Arena::default()) });
    Planned { before, after: Configuration { region, ..configuration(after, values) } }
}

/// A configuration of these resources.
pub(super) fn configuration(resources: Vec<Resource>, arena: Arena) -> Configuration {
    Configuration {
        language: Language::Terraform,
        arena,
        resources,
        others: Vec::new(),
        set_elements: Vec::new(),
        address_reads: Vec::new(),
        provider: None,
        region: None,
        facts: Arc::default(),
        errors: Vec::new(),
        unchecked: Vec::new(),
        history: History::default(),
    }
}

impl Document {
    /// Whether it is a plan, and not a mere state.
    pub(super) fn is_plan(&self) -> bool {
        self.planned_values.is_some() || self.configuration.is_some() || !self.resource_changes.is_empty()
    }

    /// The addresses of the managed resources on the new side.
    fn addresses(&self) -> FxHashSet<String> {
        let there = |record: &&Record| {
            let change = record.change.as_ref();
            record.mode != "data" && change.is_none_or(|change| change.after.is_some())
        };
        let state = self.values.iter().flat_map(|values| &values.root_module.resources);
        self.resource_changes.iter().chain(state).filter(there).map(|record| record.parsed_address().to_string()).collect()
    }

    /// The module that a resource is written in.
    pub(super) fn module(&self, address: &Address) -> Option<&ConfigurationModule> {
        let root = &self.configuration.as_ref()?.root_module;
        address.modules.iter().try_fold(root, |module, (name, _)| Some(&module.module_calls.get(&**name)?.module))
    }

    /// What is not in the graph may use an address: a load balancer, a gateway, something behind a local value.
    pub(super) fn untold(&self, resources: &[Resource]) -> Option<OtherResource> {
        let addresses = resources.iter().map(|resource| &resource.address).filter(|address| &*address.resource_type == "aws_eip");
        let may_be_used = |address: &&Arc<Address>| {
            let module = self.module(address);
            module.is_none_or(|module| module.may_use_address(&address.name, address.modules.is_empty()))
        };
        let dependencies: Arc<[String]> = addresses.filter(may_be_used).map(|address| address.block()).collect();
        (!dependencies.is_empty()).then(|| OtherResource { block: String::new(), resource_type: "".into(), dependencies })
    }

    /// The expressions of a resource, as they are written.
    pub(super) fn expressions(&self, address: &Address) -> Option<&Map<String, Json>> {
        self.module(address)?.resources.expressions.get(&format!("{}.{}", address.resource_type, address.name))
    }

    /// What the state before the plan says of resources that the plan does not mention, and of data sources.
    fn prior(&self) -> impl Iterator<Item = &Record> {
        let mentioned: FxHashSet<&str> = self.resource_changes.iter().map(|record| record.address.as_str()).collect();
        let values = self.prior_state.as_ref().and_then(|state| state.values.as_ref());
        let records = values.into_iter().flat_map(|values| &values.root_module.resources);
        records.filter(move |record| !mentioned.contains(record.address.as_str()))
    }
}

/// The attributes that are written, by resource.
type WrittenNames = FxHashMap<String, FxHashSet<Arc<str>>>;

/// One side that is being put together.
struct Side<'a> {
    values: &'a Arena,
    text: Option<&'a Text<'a>>,
    listing: Listing,
    ids: FxHashMap<String, Value>,
    links: &'a Links<'a>,
    resources: Vec<Resource>,
}

/// One resource of a side.
struct Entry<'a> {
    address: Address,
    known: &'a Map<String, Json>,
    unknown: &'a Json,
    sensitive: &'a Json,
    /// Whether it is made before the one that it replaces is destroyed.
    created_first: bool,
}

impl<'a> Side<'a> {
    fn new(values: &'a Arena, listing: Listing, links: &'a Links<'a>, text: Option<&'a Text<'a>>) -> Self {
        Self { values, text, listing, ids: FxHashMap::default(), links, resources: Vec::new() }
    }

    /// What is written now counts as written before: where the provider filled it in, it had that value all the same.
    fn before(&mut self, document: &Document, written: &WrittenNames) {
        let changed = document.resource_changes.iter().filter_map(|record| {
            let change = record.change.as_ref()?;
            let mut address = record.parsed_address();
            let also = written.get(&address.to_string());
            if let Some(previous) = &record.previous_address {
                address = previous_address(&address, previous);
            }
            let entry = Entry {
                address,
                known: change.before.as_ref().filter(|_| record.mode != "data")?,
                unknown: &Json::Null,
                sensitive: &change.before_sensitive,
                created_first: false,
            };
            Some((entry, also))
        });
        let prior = document.prior().map(|record| (Entry::of_state(record), None));
        let entries: Vec<_> = changed.chain(prior).collect();
        entries.iter().for_each(|(entry, _)| self.know(entry));
        entries.into_iter().for_each(|(entry, also)| self.add(entry, Written::Like(also)));
    }

    /// The attributes that are written on this side.
    fn written(&self) -> WrittenNames {
        let names = |resource: &Resource| resource.properties.entries().into_iter().flat_map(|all| all.keys().cloned()).collect();
        self.resources.iter().map(|resource| (resource.address.to_string(), names(resource))).collect()
    }

    fn after(&mut self, document: &Document, references: &References<'_>) {
        let changes = document.resource_changes.iter().filter_map(|record| Some((record, record.change.as_ref()?)));
        let changes: Vec<_> = changes.filter(|(_, change)| change.after.is_some()).collect();
        let prior: Vec<_> = document.prior().map(Entry::of_state).collect();
        let entries: Vec<_> = changes.iter().filter_map(|(record, change)| Entry::of_change(record, change)).collect();
        entries.iter().chain(&prior).for_each(|entry| self.know(entry));
        let none = Map::new();
        for (entry, (record, change)) in entries.into_iter().zip(&changes) {
            let address = entry.address.clone();
            let place = Place { modules: &address.modules, key: &address.key };
            let all = document.expressions(&address);
            // What is made, or made anew, has no value but those that are written.
            let fresh = change.actions.iter().any(|action| action == "create");
            let written = match document.configuration {
                Some(_) if record.mode != "data" => {
                    Written::Expressions { all: all.unwrap_or(&none), references, place, fresh, before: change.before.as_ref() }
                }
                _ => Written::Like(None),
            };
            self.add(entry, written);
        }
        prior.into_iter().for_each(|entry| self.add(entry, Written::Like(None)));
        self.wait_for_gateways();
    }

    fn state(&mut self, state: Option<&StateValues>) {
        let records = state.into_iter().flat_map(|values| &values.root_module.resources);
        let entries: Vec<_> = records.map(Entry::of_state).collect();
        entries.iter().for_each(|entry| self.know(entry));
        entries.into_iter().for_each(|entry| self.add(entry, Written::Like(None)));
        self.wait_for_gateways();
    }

    /// Ids of resources on this side stand for the resources, wherever they are named.
    fn know(&mut self, entry: &Entry<'_>) {
        let is_data = entry.address.notation == crate::value::Notation::TerraformData;
        let term = self.values.intern(whole(&entry.address));
        for name in ["id", "primary_network_interface_id"] {
            let id = entry.known.get(name).and_then(Json::as_str).filter(|id| is_id(id));
            let id = id.filter(|id| name == "id" || !lists(entry.known, id));
            // An interface with a resource of its own goes by that, also where it is the primary one of an instance.
            let is_own = name == "id" && !is_data;
            if let Some(id) = id.filter(|id| is_own || !self.ids.contains_key(*id)) {
                self.ids.insert(id.to_owned(), Data::Term(self.values.attribute(term, name)).into());
            }
        }
    }

    fn add(&mut self, entry: Entry<'_>, written: Written<'_>) {
        let address = Arc::new(entry.address);
        let term = self.values.intern(whole(&address));
        let header = self.listing.open(&address.to_string());
        let attributes = Attributes {
            values: self.values,
            term,
            known: entry.known,
            unknown: entry.unknown,
            sensitive: entry.sensitive,
            written,
            provider: Provider::of(&address.resource_type),
            link: (&*address.resource_type == "aws_eip").then(|| self.links.of(entry.known, &self.ids)).flatten(),
            ids: &self.ids,
        };
        let split = attributes.split(&mut self.listing);
        self.listing.close();
        let resource = Resource {
            block: self.listing.since(header),
            address,
            term,
            header,
            guard: Guard::ALWAYS,
            properties: split.written,
            computed: split.computed,
            calls: Arc::default(),
            dependencies: Arc::default(),
            lifecycle: Lifecycle {
                create_before_destroy: entry.created_first.then_some(header),
                is_untold: true,
                ..Lifecycle::default()
            },
            construct: None,
        };
        self.resources.push(match self.text {
            Some(text) => text.joined(self.values, resource),
            None => resource,
        });
    }

    /// A plan does not tell what waits for what: it holds no locals. So everything may wait for an internet gateway.
    fn wait_for_gateways(&mut self) {
        let gateways = self.resources.iter().filter(|resource| resource.address.resource_type.contains("internet_gateway"));
        let gateways: Arc<[String]> = gateways.map(|resource| resource.address.block()).collect();
        let untold = self.resources.iter_mut().filter(|resource| self.text.is_none_or(|text| text.of(&resource.address).is_none()));
        untold.for_each(|resource| resource.dependencies = Arc::clone(&gateways));
    }

    fn finish(self, sources: &Sources) -> Vec<Resource> {
        self.listing.finish(sources);
        self.resources
    }
}

impl<'a> Entry<'a> {
    fn of_state(record: &'a Record) -> Self {
        Self {
            address: record.parsed_address(),
            known: &record.values,
            unknown: &Json::Null,
            sensitive: &record.sensitive_values,
            created_first: false,
        }
    }

    fn of_change(record: &Record, change: &'a ChangeRecord) -> Option<Self> {
        let created_first = change.actions.first().is_some_and(|action| action == "create") && change.actions.len() > 1;
        Some(Self {
            address: record.parsed_address(),
            known: change.after.as_ref()?,
            unknown: &change.after_unknown,
            sensitive: &change.after_sensitive,
            created_first,
        })
    }
}

/// Where a resource was that moved: only its modules, its name and its key can be others.
fn previous_address(address: &Address, previous: &str) -> Address {
    let (modules, rest) = modules(previous);
    let Some((kind, rest)) = rest.split_once('.') else { return address.clone() };
    let (name, rest) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
    let (key, _): (InstanceKey, _) = super::address::key(rest);
    Address { modules: modules.into(), resource_type: kind.into(), name: name.into(), key, ..address.clone() }
}

/// Whether an instance lists an interface that exists without it.
fn lists(instance: &Map<String, Json>, interface: &str) -> bool {
    let listed = instance.get("network_interface").and_then(Json::as_array).into_iter().flatten();
    listed.filter_map(|block| block.get("network_interface_id")?.as_str()).any(|id| id == interface)
}

/// Whether a text is an id as EC2 makes them: `subnet-0abc…`
fn is_id(text: &str) -> bool {
    let (prefix, rest) = text.split_once('-').unwrap_or_default();
    !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase()) && rest.bytes().any(|byte| byte.is_ascii_digit())
}

/// The region of the root module's provider, where the plan says it.
fn region(document: &Document) -> Option<Arc<str>> {
    let configuration = document.configuration.as_ref()?;
    let region = configuration.provider_config.get("aws")?.get("expressions")?.get("region")?;
    if let Some(constant) = region.get("constant_value") {
        return constant.as_str().map(Arc::from);
    }
    let [name] = &region.get("references")?.as_array()?[..] else { return None };
    let name = name.as_str()?.strip_prefix("var.")?;
    let declared = configuration.root_module.variables.get(name)?;
    let given = document.variables.get(name).map_or(&declared.default, |given| &given.value);
    given.as_str().filter(|_| !declared.sensitive).map(Arc::from)
}
