//! Launches with several interfaces, and what is set on an instance as if it had one.

use super::{Graph, Instance, Launch, LaunchInterface};
use crate::value::Guard;

/// A source/destination check that is set on an instance with several interfaces.
#[derive(Clone, Debug)]
pub struct CheckOnInstance<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// When it is set and both interfaces are there.
    pub guard: Guard,
    /// Two of its interfaces: those it is launched with before those attached later.
    pub interfaces: [&'a LaunchInterface; 2],
}

impl Graph {
    /// When a launch certainly has at least two interfaces, and the two to show: those it is launched with before those attached later.
    pub fn two_interfaces<'a>(&self, launch: &'a Launch, guard: Guard) -> Option<(Guard, [&'a LaunchInterface; 2])> {
        let certain = |interface: &&LaunchInterface| !interface.each && self.together([guard, interface.guard]).is_some();
        let interfaces: Vec<_> = launch.interfaces.iter().filter(certain).collect();
        for (position, first) in interfaces.iter().enumerate() {
            for second in &interfaces[position + 1..] {
                if let Some(guard) = self.together([guard, first.guard, second.guard])
                    && !self.is_one_interface(first, second)
                {
                    return Some((guard, [first, second]));
                }
            }
        }
        None
    }

    /// The instances that set their source/destination check, other than to what it is anyway, and certainly have several interfaces.
    pub fn checks_on_instances(&self) -> Vec<CheckOnInstance<'_>> {
        let mut found = Vec::new();
        for (instance, launch) in self.instances.iter().zip(&self.launches) {
            let written = &instance.written_source_dest_check;
            let changed = self.values.and(self.values.is_present(written), self.values.not(self.values.is_bool(written, true)));
            let guard = self.values.and(launch.guard, changed);
            if let Some((guard, interfaces)) = self.two_interfaces(launch, guard) {
                found.push(CheckOnInstance { instance, guard, interfaces });
            }
        }
        found
    }

    /// Interfaces of a launch that are there together and are more than the limit, and when. Those that are always there count first, so that no
    /// condition is named that is not needed.
    pub fn more_interfaces_than<'a>(
        &self,
        launch: &'a Launch,
        guard: Guard,
        limit: usize,
    ) -> Option<(Guard, Vec<&'a LaunchInterface>)> {
        let values = &self.values;
        if !values.possible(guard) {
            return None;
        }
        let (mut guard, mut together): (Guard, Vec<&LaunchInterface>) = (guard, Vec::new());
        let (always, sometimes): (Vec<_>, Vec<_>) = launch
            .interfaces
            .iter()
            .filter(|interface| !interface.each)
            .partition(|interface| values.implies(launch.guard, interface.guard));
        for interface in always.into_iter().chain(sometimes) {
            let repeated = |known: &&LaunchInterface| self.is_one_interface(known, interface);
            let both = values.and(guard, interface.guard);
            if together.iter().any(repeated) || !values.possible(both) {
                continue;
            }
            guard = both;
            together.push(interface);
            // The rest is shown only where it is always there.
            if together.len() > limit && both != values.and(both, launch.guard) {
                break;
            }
        }
        (together.len() > limit).then_some((guard, together))
    }
}
