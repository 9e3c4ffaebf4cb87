//! A change: two graphs of one configuration, before and after, and what becomes of each resource between them. Built from two
//! revisions of a text by the replacement tables, or from what a tool decided (a plan, a change set); rules see the same list.

mod causes;
mod compare;
mod order;
mod pairing;
mod query;
mod roots;
mod story;
mod succession;
mod versions;

pub use query::{InterfaceChange, KnownInterface, KnownLaunch, LaunchChange, Use};
pub use story::Changed;
pub use succession::Succession;

use crate::configuration::{Configuration, DecidedAction, Decision, Reason, Resource};
use crate::graph::Graph;
use crate::value::{Guard, Renaming, TermId, Value};
use causes::Verdict;
use pairing::Pair;
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Everything that rules about a change look at.
#[derive(Debug)]
pub struct Change {
    /// The side that is there now.
    pub before: Graph,
    /// The side that is to be. Both graphs share one arena.
    pub after: Graph,
    /// What becomes of every managed resource, in the order of the new side; what is deleted comes last.
    pub resources: Vec<ResourceChange>,
    by_before: FxHashMap<TermId, usize>,
    by_after: FxHashMap<TermId, usize>,
    renaming: Renaming,
    /// The new side's resources that are replaced, and when; the data sources that ask for something else; and the numbers of
    /// template versions that may be other ones, with when they certainly are.
    renewed: FxHashMap<TermId, Guard>,
    /// Whether a tool decided what becomes of the resources.
    is_decided: bool,
}

/// What becomes of one resource instance.
#[derive(Clone, Debug)]
pub struct ResourceChange {
    /// What it is now; nothing where it is made.
    pub before: Option<Arc<Resource>>,
    /// What it will be; nothing where it goes.
    pub after: Option<Arc<Resource>>,
    /// What is done with it.
    pub action: Action,
    /// When that is done; what is not known to happen is not said.
    pub guard: Guard,
    /// The attributes that certainly change.
    pub causes: Vec<Cause>,
    /// Why a tool replaces it, where no attribute is the reason.
    pub reason: Option<Reason>,
}

/// What is done with a resource. That it gets another address is told by the addresses of its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing that is known of.
    Keep,
    /// It is made.
    Create,
    /// It exists, and is taken over.
    Import,
    /// It is changed where it is.
    Update,
    /// It is made anew, and the old one is deleted.
    Replace(Order),
    /// It is deleted.
    Delete,
    /// It is no longer managed, and stays as it is.
    Forget,
}

/// The order of a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The old one is deleted, then the new one is made.
    DeleteFirst,
    /// The new one is made while the old one is there.
    CreateFirst,
}

/// An attribute that changes.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Its name in the source language.
    pub name: Arc<str>,
    /// What it is now, in the names of the new side; null where it is not written.
    pub before: Value,
    /// What it will be.
    pub after: Value,
    /// When it differs.
    pub guard: Guard,
    /// Whether the resource cannot keep existing with that.
    pub replaces: bool,
}

impl ResourceChange {
    /// When it is replaced, and in which order.
    pub fn replaced(&self) -> Option<(Guard, Order)> {
        match self.action {
            Action::Replace(order) => Some((self.guard, order)),
            _ => None,
        }
    }

    /// Whether it goes, and nothing takes its place.
    pub fn is_deleted(&self) -> bool {
        self.action == Action::Delete
    }

    /// Whether it has another address than before.
    pub fn is_moved(&self) -> bool {
        matches!((&self.before, &self.after), (Some(before), Some(after)) if before.address != after.address)
    }

    /// The attribute with this name, where it certainly changes.
    pub fn cause(&self, name: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| &*cause.name == name)
    }

    /// The attributes that force the replacement.
    pub fn replacing(&self) -> impl Iterator<Item = &Cause> {
        self.causes.iter().filter(|cause| cause.replaces)
    }

    /// The resource as it will be, or as it was where it goes.
    pub fn resource(&self) -> Option<&Arc<Resource>> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

impl Change {
    /// Compares two sides of a configuration. `before` was evaluated first, and `after` on top of its arena, which it holds: the
    /// arena of `before` is not looked at. Decisions are those of a tool about all resources; what it does not mention, it keeps.
    ///
    /// In sides that a tool tells, an id that a resource of the same side has is a term (`aws_subnet.a.id`), as in text: ids as
    /// mere strings lead to no resource.
    pub fn new(before: Configuration, mut after: Configuration, decisions: Option<&[Decision]>) -> Self {
        // A resource that cannot be seen on the new side may be there all the same.
        let is_complete = decisions.is_some() || is_complete(&before, &after);
        let values = Rc::new(std::mem::take(&mut after.arena));
        let history = std::mem::take(&mut after.history);
        let (before, after) = (Graph::sharing(&values, before), Graph::sharing(&values, after));
        let pairs = pairing::pairs(&values, &before.resources, &after.resources, &history, decisions);
        let renaming = Renaming::new(pairing::renamed_terms(&pairs));
        let mut change = Self {
            before,
            after,
            resources: Vec::new(),
            by_before: FxHashMap::default(),
            by_after: FxHashMap::default(),
            renaming,
            renewed: FxHashMap::default(),
            is_decided: decisions.is_some(),
        };
        change.decide(pairs, &history, decisions);
        if !is_complete {
            change.resources.retain(|resource| resource.after.is_some());
        }
        for (position, resource) in change.resources.iter().enumerate() {
            change.by_before.extend(resource.before.iter().map(|resource| (resource.term, position)));
            change.by_after.extend(resource.after.iter().map(|resource| (resource.term, position)));
        }
        change
    }

    /// What becomes of a resource of the old side.
    pub fn of_before(&self, resource: &Resource) -> Option<&ResourceChange> {
        self.by_before.get(&resource.term).map(|&position| &self.resources[position])
    }

    /// What became of a resource of the new side.
    pub fn of_after(&self, resource: &Resource) -> Option<&ResourceChange> {
        self.by_after.get(&resource.term).map(|&position| &self.resources[position])
    }

    /// A value of the old side in the names of the new one, to be compared with values there.
    pub fn carried(&self, value: &Value) -> Value {
        self.renaming.apply(&self.after.values, value)
    }

    /// Works out what becomes of every pair. What is replaced changes the ids that others hold: they are looked at again.
    fn decide(&mut self, pairs: Vec<Pair>, history: &crate::configuration::History, decisions: Option<&[Decision]>) {
        let values = Rc::clone(&self.after.values);
        let by_address: Option<FxHashMap<&str, &Decision>> =
            decisions.map(|decisions| decisions.iter().map(|decision| (decision.address.as_str(), decision)).collect());
        let created_first = order::created_first(&self.after.resources);
        let mut renewed = self.changed_sources();
        let mut open: Vec<usize> = (0..pairs.len()).collect();
        let mut decided: Vec<Option<ResourceChange>> = vec![None; pairs.len()];
        // A chain of replacements is as long as the resources are many; every round ends one link of it.
        for _ in 0..=pairs.len().min(MAX_ROUNDS) {
            let mut news: FxHashSet<TermId> = FxHashSet::default();
            for &position in &open {
                let pair = &pairs[position];
                let sides = causes::Sides { values: &values, renaming: &self.renaming, renewed: &renewed };
                let verdict = match (&by_address, pair.after.as_ref().or(pair.before.as_ref())) {
                    (None, _) => Verdict::NoTool,
                    (Some(by_address), Some(resource)) => {
                        by_address.get(resource.name().as_str()).map_or(Verdict::Nothing, |decision| Verdict::Decided(decision))
                    }
                    (Some(_), None) => Verdict::Nothing,
                };
                let change = sides.change(pair, history, verdict, &created_first);
                let versions = sides.new_versions(&change);
                if let (Some((guard, _)), Some(after)) = (change.replaced(), &change.after)
                    && renewed.get(&after.term) != Some(&guard)
                {
                    news.insert(after.term);
                    renewed.insert(after.term, guard);
                }
                for (term, guard) in versions {
                    if renewed.insert(term, guard) != Some(guard) {
                        news.insert(term);
                    }
                }
                decided[position] = Some(change);
            }
            if news.is_empty() {
                break;
            }
            // Only what can depend on something is looked at again.
            open.retain(|&position| pairs[position].before.is_some() && pairs[position].after.is_some());
        }
        self.resources = decided.into_iter().flatten().collect();
        self.renewed = renewed;
    }

    /// The data sources that are not written as before.
    fn changed_sources(&self) -> FxHashMap<TermId, Guard> {
        let known = self.before.resources.iter().filter(|resource| !resource.is_managed());
        let known: FxHashMap<TermId, &Value> = known.map(|resource| (resource.term, &resource.properties)).collect();
        let sources = self
            .after
            .resources
            .iter()
            .filter(|resource| known.get(&resource.term).is_some_and(|before| self.carried(before) != resource.properties));
        sources.map(|resource| (resource.term, Guard::ALWAYS)).collect()
    }

    /// When a resource certainly stays the one that it is.
    pub fn kept(&self, change: &ResourceChange) -> Guard {
        let (Some(before), Some(after)) = (&change.before, &change.after) else { return Guard::NEVER };
        let values = &self.after.values;
        let replaced = change.replaced().map_or(Guard::NEVER, |(guard, _)| guard);
        if self.is_decided {
            return values.not(replaced);
        }
        let sides = causes::Sides { values, renaming: &self.renaming, renewed: &self.renewed };
        values.and(sides.kept(before, after), values.not(replaced))
    }
}

/// Chains of replacements are followed this far.
const MAX_ROUNDS: usize = 16;

/// Whether everything that the old side shows would be seen on the new one too: nothing there failed that did not fail before.
fn is_complete(before: &Configuration, after: &Configuration) -> bool {
    let known: FxHashSet<&str> = before.unchecked.iter().map(|unchecked| unchecked.reason.as_str()).collect();
    after.errors.is_empty() && after.unchecked.iter().all(|unchecked| known.contains(unchecked.reason.as_str()))
}

impl DecidedAction {
    /// Whether nothing is done to the resource itself.
    fn keeps(self) -> bool {
        matches!(self, Self::None | Self::MayReplace)
    }
}
