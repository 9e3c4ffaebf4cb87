//! Which blocks wait for which: by a written dependency, or because one names the other.

use crate::configuration::Resource;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The dependencies of all blocks, among them those of resources that have no node in the graph.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    numbers: FxHashMap<String, usize>,
    names: Vec<String>,
    /// The blocks that wait for a block.
    dependents: Vec<Vec<usize>>,
}

impl Dependencies {
    pub(super) fn new(resources: &[Arc<Resource>], others: &[(String, Arc<[String]>)]) -> Self {
        let mut all = Self::default();
        let mut seen = FxHashSet::default();
        for resource in resources {
            let block = resource.address.block();
            // The instances of a block wait for the same.
            if seen.insert(block.clone()) {
                all.add(block, &resource.dependencies);
            }
        }
        others.iter().for_each(|(block, dependencies)| all.add(block.clone(), dependencies));
        all
    }

    fn add(&mut self, block: String, dependencies: &[String]) {
        let dependent = self.number(block);
        for dependency in dependencies {
            let number = self.number(dependency.clone());
            self.dependents[number].push(dependent);
        }
    }

    fn number(&mut self, block: String) -> usize {
        let next = self.names.len();
        let number = *self.numbers.entry(block.clone()).or_insert(next);
        if number == next {
            self.names.push(block);
            self.dependents.push(Vec::new());
        }
        number
    }

    /// The blocks that wait for a block directly.
    pub(super) fn direct(&self, block: &str) -> impl Iterator<Item = &str> {
        let number = self.numbers.get(block);
        number.into_iter().flat_map(|&number| &self.dependents[number]).map(|&dependent| &*self.names[dependent])
    }

    /// The given blocks and all that wait for one of them, directly or through others.
    pub(super) fn waiting<'a>(&'a self, blocks: impl IntoIterator<Item = &'a str>) -> FxHashSet<&'a str> {
        let mut open: Vec<&str> = blocks.into_iter().collect();
        let mut waiting = FxHashSet::default();
        while let Some(block) = open.pop() {
            if waiting.insert(block) {
                open.extend(self.direct(block));
            }
        }
        waiting
    }
}
