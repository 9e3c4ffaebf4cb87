//! The two sides of a change set as configurations. Alone it tells of what changes; with the template, of everything.

use super::document::{Context, ResourceChange};
use super::values::{Ids, Properties, is_id, learn};
use super::{ChangeSet, Sides};
use crate::configuration::{Configuration, History, Language, Lifecycle, Resource};
use crate::facts;
use crate::source::{Listing, Sources};
use crate::value::{Address, Arena, Data, Guard, InstanceKey, MappingKind, Notation, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Both sides of a change set.
pub(super) fn of(set: &ChangeSet, sources: &Sources, path: &str, template: Option<Configuration>) -> Sides {
    let mut template = template.unwrap_or_else(|| configuration(Vec::new(), Arena::default()));
    let values = std::mem::take(&mut template.arena);
    let telling = Telling::new(set, &values, &template.resources);
    let mut after = Listing::new(sources, path);
    let new = telling.after(&mut after);
    after.finish(sources);
    let mut before = Listing::before(sources, path);
    let old = telling.before(&new, &mut before);
    before.finish(sources);
    drop(telling);
    let region = set.region.as_deref().map(Arc::from).or(template.region);
    Sides {
        before: Configuration { region: region.clone(), ..configuration(old, Arena::default()) },
        after: Configuration { region, others: template.others, ..configuration(new, values) },
    }
}

fn configuration(resources: Vec<Resource>, arena: Arena) -> Configuration {
    Configuration {
        language: Language::CloudFormation,
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

/// A change set, and what its names and ids stand for.
struct Telling<'a> {
    set: &'a ChangeSet,
    values: &'a Arena,
    /// The resources of the template.
    written: &'a [Resource],
    /// The terms of the resources, by qualified logical id.
    terms: Ids,
    /// Those among them that are there already.
    there: Ids,
    /// What ids stand for on either side.
    old_ids: Ids,
    new_ids: Ids,
}

impl<'a> Telling<'a> {
    fn new(set: &'a ChangeSet, values: &'a Arena, written: &'a [Resource]) -> Self {
        let mut terms: Ids =
            written.iter().map(|resource| (resource.address.to_string(), Data::Term(resource.term).into())).collect();
        let mut ids = Ids::default();
        let by_name: FxHashMap<String, &Resource> =
            written.iter().map(|resource| (resource.address.to_string(), resource)).collect();
        for (name, change) in &set.changes {
            let term = || Data::Term(values.intern(Term::Managed(Arc::new(address(name, change)))));
            terms.entry(name.clone()).or_insert_with(|| term().into());
            if let (Some(resource), Some(context)) = (by_name.get(name), &change.after_context) {
                learn(values, &resource.properties, &context.properties, &mut ids);
            }
        }
        let (mut old_ids, mut new_ids) = (ids.clone(), ids);
        for (name, change) in &set.changes {
            let Some(id) = change.physical_resource_id.as_ref().filter(|id| identifies(id, change)) else { continue };
            let Some(Data::Term(term)) = terms.get(name).map(|term| &term.data) else { continue };
            let own: Value = Data::Term(values.attribute(*term, "Ref")).into();
            old_ids.insert(id.clone(), own.clone());
            // What is made anew or goes will not have it any more.
            if change.action != "Remove" && change.replacement.as_deref() != Some("True") {
                new_ids.insert(id.clone(), own);
            } else {
                new_ids.remove(id);
            }
        }
        let mut there = terms.clone();
        there.retain(|name, _| set.changes.get(name).is_none_or(|change| change.action != "Add"));
        Self { set, values, written, terms, there, old_ids, new_ids }
    }

    /// What will be: the template; without it, what the change set tells.
    fn after(&self, listing: &mut Listing) -> Vec<Resource> {
        if !self.written.is_empty() {
            return self.written.to_vec();
        }
        let there = self.set.changes.iter().filter(|(_, change)| change.action != "Remove" && matters(change));
        let resources = there.map(|(name, change)| {
            let properties = Properties::new(self.values, name, &self.new_ids, change, &self.terms);
            let told = match &change.after_context {
                Some(context) => all(&properties, context),
                None => changed(&properties, change, false),
            };
            self.resource(name, change, told, listing)
        });
        resources.collect()
    }

    /// What is: all that does not change, the old values of what does, and what goes.
    fn before(&self, after: &[Resource], listing: &mut Listing) -> Vec<Resource> {
        let mut resources = Vec::new();
        for resource in after {
            let name = resource.address.to_string();
            let Some(change) = self.set.changes.get(&name) else {
                resources.push(resource.clone());
                continue;
            };
            if !matches!(&*change.action, "Add" | "Import") {
                let told = self.old_properties(&name, change, &resource.properties);
                resources.push(Resource { lifecycle: resource.lifecycle.clone(), ..self.resource(&name, change, told, listing) });
            }
        }
        for (name, change) in self.set.changes.iter().filter(|(_, change)| change.action == "Remove" && matters(change)) {
            let told = self.old_properties(name, change, &Value::NULL);
            resources.push(self.resource(name, change, told, listing));
        }
        resources
    }

    /// The properties as they are: what does not change is as it will be.
    fn old_properties(&self, name: &str, change: &ResourceChange, after: &Value) -> BTreeMap<Arc<str>, Value> {
        let properties = Properties::new(self.values, name, &self.old_ids, change, &self.there);
        let told = match &change.before_context {
            Some(context) => all(&properties, context),
            None => changed(&properties, change, true),
        };
        let names: Vec<Arc<str>> = super::decision(name, change).changed.unwrap_or_default();
        let kept = after.entries().into_iter().flatten().filter(|(name, _)| !names.contains(name));
        let mut all: BTreeMap<_, _> = kept.map(|(name, value)| (Arc::clone(name), value.clone())).collect();
        for (name, value) in told {
            all.entry(name).or_insert(value);
        }
        all
    }

    fn resource(
        &self,
        name: &str,
        change: &ResourceChange,
        properties: BTreeMap<Arc<str>, Value>,
        listing: &mut Listing,
    ) -> Resource {
        let address = Arc::new(address(name, change));
        let header = listing.open(name);
        let listed = properties.into_iter().map(|(name, value)| {
            // What has a place in the template keeps it.
            let has_place = self.values.span(value.origin).is_some();
            let value = if has_place { value } else { facts::list(self.values, listing, &name, value) };
            (name, value)
        });
        let properties = Data::Mapping(MappingKind::Object, Arc::new(listed.collect())).into();
        listing.close();
        Resource {
            block: listing.since(header),
            term: self.term(name, &address),
            address,
            header,
            guard: Guard::ALWAYS,
            properties,
            computed: Value::NULL,
            calls: Arc::default(),
            dependencies: Arc::default(),
            lifecycle: Lifecycle::default(),
            construct: None,
        }
    }

    fn term(&self, name: &str, address: &Arc<Address>) -> TermId {
        match self.terms.get(name).map(|term| &term.data) {
            Some(Data::Term(term)) => *term,
            _ => self.values.intern(Term::Managed(Arc::clone(address))),
        }
    }
}

/// Whether a physical id is like no other text: an id of EC2, or the public address that an Elastic IP address goes by.
fn identifies(id: &str, change: &ResourceChange) -> bool {
    is_id(id) || (change.resource_type == "AWS::EC2::EIP" && id.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether the graph has a node for a resource.
fn matters(change: &ResourceChange) -> bool {
    super::super::resources::matters(&change.resource_type)
}

fn address(name: &str, change: &ResourceChange) -> Address {
    let mut names: Vec<&str> = name.split('.').collect();
    let own = names.pop().unwrap_or_default();
    Address {
        modules: names.into_iter().map(|name| (Arc::from(name), InstanceKey::None)).collect(),
        resource_type: change.resource_type.as_str().into(),
        name: own.into(),
        key: InstanceKey::None,
        notation: Notation::CloudFormation,
    }
}

/// All properties that a side of a change set shows.
fn all(properties: &Properties<'_>, context: &Context) -> BTreeMap<Arc<str>, Value> {
    let told = context.properties.iter().filter(|(_, json)| !json.is_null());
    told.map(|(name, json)| (Arc::from(name.as_str()), properties.property(name, json))).collect()
}

/// The properties that change, where the change set does not show the others: those of which it tells the value, and what is unknown.
fn changed(properties: &Properties<'_>, change: &ResourceChange, old: bool) -> BTreeMap<Arc<str>, Value> {
    let mut told: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for detail in change.details.iter().flatten() {
        let Some(name) = detail.property() else { continue };
        let value = if old { &detail.target.before_value } else { &detail.target.after_value };
        let is_whole = detail.target.path.as_deref().is_none_or(|path| path == format!("/Properties/{name}"));
        let told_already = told.contains_key(&name);
        let value = match value.as_ref().filter(|_| is_whole) {
            // Several details about one property tell parts of it.
            _ if told_already => properties.unknown(&name),
            Some(text) => {
                let json: Option<serde_json::Value> = serde_json::from_str(text).ok();
                let json = json.filter(|json| json.is_object() || json.is_array());
                properties.property(&name, &json.unwrap_or_else(|| text.as_str().into()))
            }
            None => properties.cause_of(&name).unwrap_or_else(|| properties.unknown(&name)),
        };
        told.insert(name, value);
    }
    told
}
