//! Parsed module directories, shared between root modules and threads: a directory is parsed once in a run.

use super::module::Module;
use crate::source::{Workspace, normalize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Parsed module directories.
#[derive(Debug, Default)]
pub struct ModuleCache {
    modules: Mutex<HashMap<PathBuf, Arc<OnceLock<Arc<Module>>>>>,
}

impl ModuleCache {
    /// The module in a directory. Two threads that ask for the same directory wait for one parse; others do not wait.
    pub(super) fn module(&self, workspace: &Workspace<'_>, directory: &Path) -> Arc<Module> {
        let directory = normalize(directory);
        let slot = {
            let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(modules.entry(directory.clone()).or_default())
        };
        Arc::clone(slot.get_or_init(|| Arc::new(Module::load(workspace, &directory))))
    }
}
