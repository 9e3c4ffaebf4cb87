//! What rules ask of a change: interfaces and launches with both their sides, and values of both sides beside each other.

use super::compare::Comparer;
use super::{Change, ResourceChange};
use crate::configuration::Resource;
use crate::graph::{Graph, Interface, Launch, LaunchInterface, Zone};
use crate::value::{Comparison, Guard, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A network interface with both its sides.
#[derive(Clone, Copy, Debug)]
pub struct InterfaceChange<'a> {
    /// What becomes of its resource.
    pub change: &'a ResourceChange,
    /// As it is.
    pub before: Option<&'a Interface>,
    /// As it will be.
    pub after: Option<&'a Interface>,
}

/// An instance or launch template with both its sides.
#[derive(Clone, Copy, Debug)]
pub struct LaunchChange<'a> {
    /// What becomes of its resource.
    pub change: &'a ResourceChange,
    /// As it is.
    pub before: Option<&'a Launch>,
    /// As it will be.
    pub after: Option<&'a Launch>,
}

/// An instance that is there on both sides.
#[derive(Clone, Copy, Debug)]
pub struct KnownLaunch<'a> {
    /// What becomes of its resource; none where it is only named by its id, and nothing becomes of it.
    pub change: Option<&'a ResourceChange>,
    /// As it is.
    pub before: &'a Launch,
    /// As it will be.
    pub after: &'a Launch,
}

/// A network interface of an instance that is there on both sides, and has it on both.
#[derive(Clone, Copy, Debug)]
pub struct KnownInterface<'a> {
    /// When it has it.
    pub guard: Guard,
    /// As it is.
    pub before: &'a LaunchInterface,
    /// As it will be.
    pub after: &'a LaunchInterface,
}

/// Where an interface is used: what launches with it or gets it afterwards, and the entry there.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// What has it.
    pub launch: &'a Launch,
    /// The entry that names it.
    pub entry: &'a LaunchInterface,
}

impl Change {
    /// Every network interface that has a resource of its own, with what becomes of it.
    pub fn interfaces(&self) -> impl Iterator<Item = InterfaceChange<'_>> {
        self.resources.iter().filter_map(|change| {
            let before = change.before.as_ref().and_then(|resource| self.before.interfaces.of(resource));
            let after = change.after.as_ref().and_then(|resource| self.after.interfaces.of(resource));
            (before.is_some() || after.is_some()).then_some(InterfaceChange { change, before, after })
        })
    }

    /// Every instance, with what becomes of it.
    pub fn instances(&self) -> impl Iterator<Item = LaunchChange<'_>> {
        self.resources.iter().filter_map(|change| {
            let before = change.before.as_ref().and_then(|resource| self.before.launch_of(resource));
            let after = change.after.as_ref().and_then(|resource| self.after.launch_of(resource));
            (before.is_some() || after.is_some()).then_some(LaunchChange { change, before, after })
        })
    }

    /// Every instance that is there on both sides, those among them that are only named by their ids.
    pub fn known_launches(&self) -> impl Iterator<Item = KnownLaunch<'_>> {
        let own = self
            .instances()
            .filter_map(|launch| Some(KnownLaunch { change: Some(launch.change), before: launch.before?, after: launch.after? }));
        let external = self.before.launches.iter().filter_map(|before| {
            let id = self.carried(before.external_id()?);
            let after = self.after.launches.iter().find(|after| after.external_id() == Some(&id))?;
            Some(KnownLaunch { change: None, before, after })
        });
        own.chain(external)
    }

    /// When a value of the old side is the same as one of the new side, and when it differs, with the ids of what is replaced
    /// being other ones afterwards.
    pub fn compare(&self, before: &Value, after: &Value) -> Comparison {
        let comparer = Comparer { values: &self.after.values, renewed: &self.renewed, ordered: false };
        comparer.compare(&self.carried(before), after)
    }

    /// When a zone of the old side is the same as one of the new side, and when it differs.
    pub fn compare_zones(&self, before: &Zone, after: &Zone) -> Comparison {
        let values = &self.after.values;
        let compare = |before: &Value, after: &Value| match before.is_null() || after.is_null() {
            true => Comparison::MAYBE,
            false => self.compare(before, after),
        };
        let (names, ids) = (compare(&before.name, &after.name), compare(&before.id, &after.id));
        Comparison { yes: values.or(names.yes, ids.yes), no: values.or(names.no, ids.no) }
    }

    /// Whether a resource of the old side and one of the new side are one, whatever becomes of it.
    pub fn is_one(&self, before: &Resource, after: &Resource) -> bool {
        self.of_before(before).and_then(|change| change.after.as_ref()).is_some_and(|known| known.term == after.term)
    }

    /// What has the interfaces of the old side that have resources of their own, by the positions of these.
    pub fn uses(&self) -> FxHashMap<usize, Vec<Use<'_>>> {
        uses(&self.before)
    }
}

fn uses(graph: &Graph) -> FxHashMap<usize, Vec<Use<'_>>> {
    let mut uses: FxHashMap<usize, Vec<Use<'_>>> = FxHashMap::default();
    for launch in graph.launches.iter().filter(|launch| !launch.is_template()) {
        for entry in &launch.interfaces {
            if let Some(position) = entry.node {
                uses.entry(position).or_default().push(Use { launch, entry });
            }
        }
    }
    uses
}

impl<'a> KnownLaunch<'a> {
    /// The interfaces that it has on both sides: one that exists by itself is the same one, one that is made with the instance has
    /// the same place.
    pub fn interfaces(&self, change: &Change) -> Vec<KnownInterface<'a>> {
        let values = &change.after.values;
        let mut found = Vec::new();
        for before in self.before.interfaces.iter().filter(|before| !before.each) {
            for after in self.after.interfaces.iter().filter(|after| !after.each) {
                let guards = [self.before.guard, self.after.guard, before.guard, after.guard, change.is_one_entry(before, after)];
                let guard = values.all(guards);
                if values.possible(guard) {
                    found.push(KnownInterface { guard, before, after });
                }
            }
        }
        found
    }

    /// What a message calls it.
    pub fn name(&self, change: &Change) -> String {
        self.after.name(&change.after.values)
    }

    /// When it is certainly replaced.
    pub fn replaced(&self) -> Guard {
        self.change.and_then(ResourceChange::replaced).map_or(Guard::NEVER, |(guard, _)| guard)
    }

    /// When it certainly stays the instance that it is.
    pub fn kept(&self, change: &Change) -> Guard {
        self.change.map_or(Guard::ALWAYS, |own| change.kept(own))
    }

    /// The resource that declares it.
    pub fn resource(&self) -> Option<&'a Arc<Resource>> {
        self.after.resource.as_ref()
    }
}

impl Change {
    /// When two entries are about one interface, whatever becomes of that.
    fn is_one_entry(&self, before: &LaunchInterface, after: &LaunchInterface) -> Guard {
        let values = &self.after.values;
        match (&before.resource, &after.resource) {
            (Some(before), Some(after)) if self.is_one(before, after) => Guard::ALWAYS,
            (None, None) if before.interface.is_null() && after.interface.is_null() => {
                let zero = |index: &Value| if index.is_null() { Value::integer(0) } else { index.clone() };
                let index = values.same(&before.device_index, &after.device_index).yes;
                values.and(index, values.same(&zero(&before.card_index), &zero(&after.card_index)).yes)
            }
            (None, None) => self.after.same_id(&self.carried(&before.interface), &after.interface),
            _ => Guard::NEVER,
        }
    }
}
