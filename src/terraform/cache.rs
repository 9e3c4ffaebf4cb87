//! Parsed module directories, shared between root modules and threads: a directory is parsed once in a run.

use super::module::Module;
use crate::source::{Workspace, normalize};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Parsed module directories.
#[derive(Debug, Default)]
pub struct ModuleCache {
    whole: Whole,
    modules: Mutex<HashMap<PathBuf, Arc<OnceLock<Arc<Module>>>>>,
}

/// Which directories are parsed as a whole: of the others, resources that lead nowhere have no body.
#[derive(Debug)]
pub enum Whole {
    /// All.
    All,
    /// These.
    These(BTreeSet<PathBuf>),
}

impl Default for Whole {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Whole {
    fn contains(&self, directory: &Path) -> bool {
        match self {
            Self::All => true,
            Self::These(directories) => directories.contains(directory),
        }
    }
}

impl ModuleCache {
    /// A cache in which these directories are parsed as a whole.
    pub fn new(whole: Whole) -> Self {
        Self { whole, modules: Mutex::default() }
    }

    /// Whether a directory is parsed as a whole.
    pub fn is_whole(&self, directory: &Path) -> bool {
        self.whole.contains(&normalize(directory))
    }

    /// Lets go of a module that nobody will ask for again; who does all the same waits for another parse.
    pub(super) fn forget(&self, directory: &Path) {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner).remove(&normalize(directory));
    }

    /// The module in a directory. Two threads that ask for the same directory wait for one parse; others do not wait.
    pub(super) fn module(&self, workspace: &Workspace<'_>, directory: &Path) -> Arc<Module> {
        let directory = normalize(directory);
        let slot = {
            let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(modules.entry(directory.clone()).or_default())
        };
        Arc::clone(slot.get_or_init(|| Arc::new(Module::load(workspace, &directory, self.whole.contains(&directory)))))
    }
}
