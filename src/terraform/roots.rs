//! Which directories are root modules.

use super::cache::ModuleCache;
use super::manifest::{local_directory, source};
use crate::source::{Workspace, normalize};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which of these directories are root modules: those with configuration files that no other of them calls. Of modules that
/// call each other in a circle, and that nobody else calls, the first counts as a root.
pub fn roots(workspace: &Workspace<'_>, cache: &ModuleCache, directories: &[PathBuf]) -> Vec<PathBuf> {
    let directories: BTreeSet<PathBuf> = directories.iter().map(|directory| normalize(directory)).collect();
    let parsed = directories.par_iter().filter_map(|directory| {
        let module = cache.module(workspace, directory);
        let sources = module.calls.values().filter_map(|call| local_directory(directory, source(call)?));
        (!module.is_empty()).then(|| (directory.as_path(), sources.filter(|called| called != directory).collect()))
    });
    let calls: BTreeMap<&Path, BTreeSet<PathBuf>> = parsed.collect();
    let called: BTreeSet<&PathBuf> = calls.values().flatten().collect();
    let mut roots: Vec<PathBuf> =
        calls.keys().filter(|directory| !called.contains(&directory.to_path_buf())).map(PathBuf::from).collect();
    let mut reached = BTreeSet::new();
    roots.iter().for_each(|root| reach(&calls, root, &mut reached));
    for directory in calls.keys() {
        if !reached.contains(*directory) {
            roots.push(directory.to_path_buf());
            reach(&calls, directory, &mut reached);
        }
    }
    roots.sort();
    roots
}

fn reach(calls: &BTreeMap<&Path, BTreeSet<PathBuf>>, from: &Path, reached: &mut BTreeSet<PathBuf>) {
    let mut open = vec![from.to_path_buf()];
    while let Some(directory) = open.pop() {
        if reached.insert(directory.clone()) {
            open.extend(calls.get(directory.as_path()).into_iter().flatten().cloned());
        }
    }
}
