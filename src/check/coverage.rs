//! Of which files everything was checked, so that something can be said about what was *not* found in them.

use super::Inputs;
use crate::configuration::{Configuration, Language};
use crate::discover::{Targets, is_configuration, may_be_template};
use crate::source::{FileId, Sources, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// So many files are searched for callers of what was checked.
const MAX_SEARCHED: usize = 20_000;

/// What one root module or template covers.
#[derive(Debug, Default)]
pub(super) struct Covered {
    /// The directories of modules and the files of templates, as they are shown.
    places: BTreeSet<String>,
    /// Whether everything in it is known.
    settled: bool,
}

impl Covered {
    /// What evaluating a root module or template covered.
    pub(super) fn of(workspace: &Workspace<'_>, root: &Path, configuration: &Configuration) -> Self {
        let mut places = BTreeSet::from([workspace.shown(root)]);
        let mut files: BTreeSet<FileId> = BTreeSet::new();
        for resource in &configuration.resources {
            files.insert(resource.header.file);
            files.extend(resource.calls.iter().map(|call| call.file));
        }
        let name = |file| place(&workspace.sources, file, configuration.language == Language::Terraform);
        places.extend(files.into_iter().map(name));
        let settled = configuration.errors.is_empty() && configuration.unchecked.is_empty() && !configuration.arena.is_open();
        Self { places, settled }
    }
}

/// The directory of a configuration file, the path of a template.
fn place(sources: &Sources, file: FileId, is_module: bool) -> String {
    let path = &sources.get(file).path;
    match path.rsplit_once('/') {
        _ if !is_module => path.clone(),
        Some((directory, _)) => directory.to_owned(),
        None => ".".to_owned(),
    }
}

/// Of which files everything was checked.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    /// By place: whether everything that reaches it is settled.
    settled: BTreeMap<String, bool>,
}

impl Coverage {
    pub(super) fn add(&mut self, covered: Covered) {
        for place in covered.places {
            *self.settled.entry(place).or_insert(true) &= covered.settled;
        }
    }

    /// Those of the given files of which everything was checked.
    pub(super) fn complete(
        &self,
        workspace: &Workspace<'_>,
        paths: &[PathBuf],
        inputs: &Inputs,
        targets: &Targets,
        files: Vec<FileId>,
    ) -> BTreeSet<FileId> {
        if files.is_empty() || !targets.named.is_empty() || inputs.one_environment {
            return BTreeSet::new();
        }
        let own = |path: &str| is_configuration(Path::new(path));
        let mut candidates: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
        for file in files {
            let place = place(&workspace.sources, file, own(&workspace.sources.get(file).path));
            if self.settled.get(&place) == Some(&true) {
                candidates.entry(place).or_default().push(file);
            }
        }
        remove_called_from_elsewhere(workspace, paths, &mut candidates);
        candidates.into_values().flatten().collect()
    }
}

/// Takes out what a file outside the given paths may call: one in which its name occurs. Where not all such files can be looked
/// into, nothing is left.
fn remove_called_from_elsewhere(workspace: &Workspace<'_>, paths: &[PathBuf], candidates: &mut BTreeMap<String, Vec<FileId>>) {
    for boundary in workspace.boundaries() {
        if candidates.is_empty() || paths.iter().any(|path| boundary.starts_with(workspace.files.canonical(path))) {
            continue;
        }
        // Without a repository there is no telling how much lies around.
        let files = workspace.files.kind(&boundary.join(".git")).map(|_| workspace.files.walk(boundary).files);
        let Some(files) = files.filter(|files| files.len() <= MAX_SEARCHED) else { return candidates.clear() };
        for file in files {
            let is_inside = paths.iter().any(|path| file.starts_with(workspace.files.canonical(path)));
            if is_inside || !(is_configuration(&file) || may_be_template(&file)) {
                continue;
            }
            if let Ok(text) = workspace.files.read(&file) {
                candidates.retain(|place, _| !text.contains(place.rsplit('/').next().unwrap_or(place)));
            }
        }
    }
}
