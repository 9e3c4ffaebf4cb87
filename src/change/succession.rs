//! What is deleted and what is made in one change, where the one still has what the other needs: a network interface, or a private
//! address. That happens when something gets another name and nobody says that it is the same.

use super::{Action, Change, ResourceChange};
use crate::configuration::{Language, Resource};
use crate::graph::{Attach, FixedAddress, Launch, LaunchInterface};
use crate::value::{Guard, TermId, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Something that is made and needs what something that goes still has.
#[derive(Clone, Copy, Debug)]
pub struct Succession<'a> {
    /// When both is so.
    pub guard: Guard,
    /// What goes.
    pub from: &'a Arc<Resource>,
    /// What is made.
    pub to: &'a Arc<Resource>,
    /// What both need: the interface's id, or the address, as the new side has it.
    pub needed: &'a Value,
}

/// A fixed address, and the subnet that it is in.
struct Place<'a> {
    guard: Guard,
    resource: &'a Arc<Resource>,
    subnet: &'a Value,
    address: &'a FixedAddress,
}

impl Change {
    /// Interfaces that stay, of instances that go, and that instances which are made list.
    pub fn handed_over_interfaces(&self) -> Vec<Succession<'_>> {
        let mut needed: FxHashMap<TermId, Vec<(&Launch, &LaunchInterface)>> = FxHashMap::default();
        for launch in self.instances().filter(|launch| self.comes(launch.change)) {
            let Some(after) = launch.after.filter(|after| !after.is_template()) else { continue };
            for entry in after.interfaces.iter().filter(|entry| entry.attach == Attach::Cold) {
                if let Some(resource) = &entry.resource {
                    needed.entry(resource.term).or_default().push((after, entry));
                }
            }
        }
        let mut found = Vec::new();
        for launch in self.instances().filter(|launch| self.goes(launch.change) && !needed.is_empty()) {
            let Some(before) = launch.before.filter(|before| !before.is_template()) else { continue };
            for entry in &before.interfaces {
                let Some(own) = entry.resource.as_deref().and_then(|resource| self.of_before(resource)) else { continue };
                if self.is_renamed(own) {
                    continue;
                }
                let Some(stays) = own.after.as_ref().and_then(|after| needed.get(&after.term)) else { continue };
                for (after, new) in stays {
                    let guards = [before.guard, entry.guard, after.guard, new.guard, self.kept(own)];
                    let parts = (self.after.together(guards), &before.resource, &after.resource);
                    if let (Some(guard), Some(from), Some(to)) = parts {
                        found.push(Succession { guard, from, to, needed: &new.interface });
                    }
                }
            }
        }
        found
    }

    /// Fixed addresses of instances and interfaces that go, and that others which are made are to have in the same subnet.
    pub fn handed_over_addresses(&self) -> Vec<Succession<'_>> {
        let mut needed: FxHashMap<&str, Vec<Place<'_>>> = FxHashMap::default();
        for place in self.fixed_addresses(&|change| self.comes(change), false) {
            if let Some(text) = place.address.value.as_str() {
                needed.entry(text).or_default().push(place);
            }
        }
        if needed.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for old in self.fixed_addresses(&|change| self.goes(change), true) {
            let places = old.address.value.as_str().and_then(|text| needed.get(text));
            for new in places.into_iter().flatten() {
                let same_subnet = self.compare(old.subnet, new.subnet).yes;
                let written = self.after.values.is_present(new.subnet);
                if let Some(guard) = self.after.together([old.guard, new.guard, same_subnet, written]) {
                    found.push(Succession { guard, from: old.resource, to: new.resource, needed: &new.address.value });
                }
            }
        }
        found
    }

    /// The fixed addresses of the interfaces and instances of one side with which this is done.
    fn fixed_addresses(&self, is_meant: &dyn Fn(&ResourceChange) -> bool, before: bool) -> Vec<Place<'_>> {
        let mut places = Vec::new();
        for interface in self.interfaces().filter(|interface| is_meant(interface.change)) {
            let Some(node) = (if before { interface.before } else { interface.after }) else { continue };
            let place = |address| Place { guard: node.resource.guard, resource: &node.resource, subnet: &node.subnet, address };
            places.extend(node.addresses.iter().map(place));
        }
        for launch in self.instances().filter(|launch| is_meant(launch.change)) {
            let side = if before { launch.before } else { launch.after };
            let Some((launch, resource)) = side.and_then(|side| Some((side, side.resource.as_ref()?))) else { continue };
            let made = |entry: &&LaunchInterface| entry.attach == Attach::Cold && entry.interface.is_null() && !entry.each;
            for entry in launch.interfaces.iter().filter(|_| !launch.is_template()).filter(made) {
                let guard = self.after.values.and(launch.guard, entry.guard);
                places.extend(entry.addresses.iter().map(|address| Place { guard, resource, subnet: &entry.subnet, address }));
            }
        }
        for place in &mut places {
            place.guard = self.after.values.and(place.guard, place.address.guard);
        }
        places
    }

    /// Whether something leaves the configuration: whether AWS deletes it at the end or not at all, it is there meanwhile.
    fn goes(&self, change: &ResourceChange) -> bool {
        matches!(change.action, Action::Delete | Action::Forget) || self.is_renamed(change)
    }

    fn comes(&self, change: &ResourceChange) -> bool {
        change.action == Action::Create || self.is_renamed(change)
    }

    /// Whether it has another logical id than before, which makes it another resource: in Terraform the state may have been moved.
    fn is_renamed(&self, change: &ResourceChange) -> bool {
        self.after.language == Language::CloudFormation && !self.is_decided && change.is_moved()
    }
}
