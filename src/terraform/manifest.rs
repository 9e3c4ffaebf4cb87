//! Where modules lie: local sources, and the list of modules that `terraform init` installed.

use crate::source::{Workspace, normalize};
use crate::syntax::hcl::{Block, ExpressionKind};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The directories of installed modules by the names of the calls that lead to them: `a.b`.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    directories: HashMap<String, PathBuf>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Installed {
    #[serde(default)]
    modules: Vec<InstalledModule>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InstalledModule {
    key: String,
    dir: PathBuf,
}

impl Manifest {
    /// Reads `modules/modules.json` of a data directory. Without one, no module is installed.
    pub(super) fn read(workspace: &Workspace<'_>, root: &Path, data_directory: Option<&Path>) -> Self {
        let data_directory = data_directory.map_or_else(|| root.join(".terraform"), Path::to_path_buf);
        let path = data_directory.join("modules").join("modules.json");
        if !workspace.may_read(&path) {
            return Self::default();
        }
        let installed = workspace.files.read(&path).ok().and_then(|text| serde_json::from_str::<Installed>(&text).ok());
        let modules = installed.map(|installed| installed.modules).unwrap_or_default();
        let place = |module: InstalledModule| (module.key, normalize(&root.join(module.dir)));
        Self { directories: modules.into_iter().map(place).collect() }
    }

    /// The directory of the module that calls with these names lead to.
    pub(super) fn directory(&self, key: &str) -> Option<&Path> {
        self.directories.get(key).map(PathBuf::as_path)
    }
}

/// The source of a module call, where it is a plain text.
pub(super) fn source(call: &Block) -> Option<&str> {
    match &call.body.attribute("source")?.expression.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

/// The directory of a local source, seen from the directory of the caller.
pub(super) fn local_directory(caller: &Path, source: &str) -> Option<PathBuf> {
    let local = source.starts_with("./") || source.starts_with("../") || matches!(source, "." | "..");
    local.then(|| normalize(&caller.join(source)))
}
