//! Which resource of the new side is which of the old one: by address, by `moved` blocks, by a count that came or went, and where a
//! name changed without a word, by what the resources say.

use crate::configuration::{Decision, History, Resource};
use crate::value::{Arena, Data, InstanceKey, MappingKind, Renaming, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A resource on both sides, or on one.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) before: Option<Arc<Resource>>,
    pub(super) after: Option<Arc<Resource>>,
}

/// A chain of `moved` blocks is followed this far.
const MAX_MOVES: usize = 32;

/// Resources that were renamed together are recognised in so many rounds: each recognises what refers to those of the last.
const MAX_ROUNDS: usize = 8;

/// The terms of the old side's resources that are called otherwise on the new side.
pub(super) fn renamed_terms(pairs: &[Pair]) -> FxHashMap<TermId, TermId> {
    let both = pairs.iter().filter_map(|pair| Some((pair.before.as_ref()?.term, pair.after.as_ref()?.term)));
    both.filter(|(before, after)| before != after).collect()
}

/// Pairs the managed resources of both sides, in the order of the new side; what is left of the old side comes last.
pub(super) fn pairs(
    values: &Arena,
    before: &[Arc<Resource>],
    after: &[Arc<Resource>],
    history: &History,
    decisions: Option<&[Decision]>,
) -> Vec<Pair> {
    let mut pairing = Pairing::new(before, after);
    for decision in decisions.unwrap_or_default() {
        if let Some(previous) = &decision.previous_address {
            pairing.pair_addresses(previous, &decision.address);
        }
    }
    pairing.pair_equal_addresses();
    pairing.pair_moved(history);
    if decisions.is_none() {
        pairing.pair_keyed_and_plain();
        pairing.pair_by_content(values);
        pairing.pair_by_block();
    }
    pairing.finish()
}

struct Pairing<'a> {
    before: Vec<&'a Arc<Resource>>,
    after: Vec<&'a Arc<Resource>>,
    before_addresses: FxHashMap<String, usize>,
    after_addresses: FxHashMap<String, usize>,
    /// The partner of each of the old side.
    partners: Vec<Option<usize>>,
    /// Whether each of the new side has a partner.
    taken: Vec<bool>,
}

impl<'a> Pairing<'a> {
    fn new(before: &'a [Arc<Resource>], after: &'a [Arc<Resource>]) -> Self {
        let managed = |resources: &'a [Arc<Resource>]| -> Vec<&'a Arc<Resource>> {
            resources.iter().filter(|resource| resource.is_managed()).collect()
        };
        let addresses = |resources: &[&Arc<Resource>]| -> FxHashMap<String, usize> {
            resources.iter().enumerate().map(|(position, resource)| (key(resource), position)).collect()
        };
        let (before, after) = (managed(before), managed(after));
        Self {
            before_addresses: addresses(&before),
            after_addresses: addresses(&after),
            partners: vec![None; before.len()],
            taken: vec![false; after.len()],
            before,
            after,
        }
    }

    fn pair(&mut self, before: usize, after: usize) {
        let one_type = self.before[before].address.resource_type == self.after[after].address.resource_type;
        if one_type && self.partners[before].is_none() && !self.taken[after] {
            self.partners[before] = Some(after);
            self.taken[after] = true;
        }
    }

    fn pair_addresses(&mut self, before: &str, after: &str) {
        if let (Some(&before), Some(&after)) = (self.before_addresses.get(before), self.after_addresses.get(after)) {
            self.pair(before, after);
        }
    }

    fn pair_equal_addresses(&mut self) {
        for before in 0..self.before.len() {
            if let Some(&after) = self.after_addresses.get(&key(self.before[before])) {
                self.pair(before, after);
            }
        }
    }

    fn pair_moved(&mut self, history: &History) {
        for before in self.left() {
            let mut address = key(self.before[before]);
            for _ in 0..MAX_MOVES {
                let Some(moved) = history.moves.iter().find_map(|(from, to)| moved(&address, from, to)) else { break };
                address = moved;
                if let Some(&after) = self.after_addresses.get(&address) {
                    self.pair(before, after);
                    break;
                }
            }
        }
    }

    /// Terraform moves `a` to `a[0]`, and back, by itself.
    fn pair_keyed_and_plain(&mut self) {
        let plain = |address: String| address.replace("[0]", "");
        let after: FxHashMap<String, usize> = self.free().map(|after| (plain(key(self.after[after])), after)).collect();
        for before in self.left() {
            if let Some(&after) = after.get(&plain(key(self.before[before]))) {
                self.pair(before, after);
            }
        }
    }

    /// Same type, same content: a resource that was renamed. Names that were recognised so far count as the same.
    fn pair_by_content(&mut self, values: &Arena) {
        for _ in 0..MAX_ROUNDS {
            let renaming = Renaming::new(self.renamed());
            let mut known: FxHashMap<(Arc<str>, Value), Vec<usize>> = FxHashMap::default();
            for after in self.free() {
                let resource = self.after[after];
                if let Some(content) = content(&resource.properties) {
                    known.entry((Arc::clone(&resource.address.resource_type), content)).or_default().push(after);
                }
            }
            let mut found = Vec::new();
            for before in self.left().into_iter().rev() {
                let resource = self.before[before];
                let content = content(&resource.properties).map(|content| renaming.apply(values, &content));
                let key = content.map(|content| (Arc::clone(&resource.address.resource_type), content));
                let partner = key.and_then(|key| known.get_mut(&key)).and_then(Vec::pop);
                found.extend(partner.map(|after| (before, after)));
            }
            if found.is_empty() {
                return;
            }
            found.into_iter().for_each(|(before, after)| self.pair(before, after));
        }
    }

    /// The only instance of a block that went, and the only one that came, are one where nobody knows the key of one of them. With
    /// known keys one goes and another one comes, which is what Terraform does.
    fn pair_by_block(&mut self) {
        let mut blocks: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for before in self.left() {
            blocks.entry(self.before[before].address.block()).or_default().0.push(before);
        }
        for after in self.free() {
            blocks.entry(self.after[after].address.block()).or_default().1.push(after);
        }
        for (before, after) in blocks.into_values() {
            if let ([before], [after]) = (before.as_slice(), after.as_slice())
                && (self.before[*before].address.is_each() || self.after[*after].address.is_each())
            {
                self.pair(*before, *after);
            }
        }
    }

    fn renamed(&self) -> FxHashMap<TermId, TermId> {
        let partners = self.partners.iter().enumerate();
        partners.filter_map(|(before, after)| Some((self.before[before].term, self.after[(*after)?].term))).collect()
    }

    fn left(&self) -> Vec<usize> {
        (0..self.before.len()).filter(|&before| self.partners[before].is_none()).collect()
    }

    fn free(&self) -> impl Iterator<Item = usize> {
        (0..self.after.len()).filter(|&after| !self.taken[after])
    }

    fn finish(self) -> Vec<Pair> {
        let mut of_after: Vec<Option<usize>> = vec![None; self.after.len()];
        for (before, after) in self.partners.iter().enumerate() {
            if let Some(after) = after {
                of_after[*after] = Some(before);
            }
        }
        let new = self.after.iter().zip(of_after).map(|(after, before)| Pair {
            before: before.map(|before| Arc::clone(self.before[before])),
            after: Some(Arc::clone(after)),
        });
        // What has an unknown number of instances on the new side may still have this one.
        let open: FxHashSet<String> =
            self.after.iter().filter(|after| after.address.is_each()).map(|after| after.address.block()).collect();
        let left = self.partners.iter().enumerate().filter(|(_, after)| after.is_none()).map(|(before, _)| self.before[before]);
        let old = left.filter(|before| !open.contains(&before.address.block()));
        let old = old.map(|before| Pair { before: Some(Arc::clone(before)), after: None });
        new.chain(old).collect()
    }
}

/// The address; of CloudFormation's resources, whose logical ids are unique whatever their types, the id.
fn key(resource: &Resource) -> String {
    match resource.address.key {
        // "Each of them" is one and the same only for the same index.
        InstanceKey::Term(term) => format!("{}{term:?}", resource.address),
        _ => resource.address.to_string(),
    }
}

/// The address after a move, where the move is about it: about the resource itself, about all instances of its block, or about a
/// module that it is in.
fn moved(address: &str, from: &str, to: &str) -> Option<String> {
    let rest = address.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then(|| format!("{to}{rest}"))
}

/// What makes two resources the same but for their names: everything that is written, without the tags. Nothing where that is
/// nothing at all.
fn content(properties: &Value) -> Option<Value> {
    let entries = properties.entries()?;
    let told = entries.iter().filter(|(name, value)| {
        !matches!(&***name, "tags" | "Tags" | "tags_all") && !value.is_null() && value.items().is_none_or(|items| !items.is_empty())
    });
    let told: BTreeMap<_, _> = told.map(|(name, value)| (Arc::clone(name), value.clone())).collect();
    (!told.is_empty()).then(|| Data::Mapping(MappingKind::Object, Arc::new(told)).into())
}
