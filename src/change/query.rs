//! What rules ask of a change: interfaces and launches with both their sides.

use super::{Change, ResourceChange};
use crate::graph::{Interface, Launch};

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
}
