//! Reading a file of facts, whatever form it has.

use crate::facts::{self, Facts};
use crate::source::Workspace;
use crate::terraform;
use std::path::Path;

/// Reads one file of facts, or says why it tells none.
pub fn add_facts(workspace: &Workspace<'_>, path: &Path, facts: &mut Facts) -> Result<(), String> {
    let shown = workspace.shown(path);
    let reader = workspace.files.open(path).map_err(|error| error.to_string())?;
    if !terraform::looks_like_plan(workspace, path) {
        return facts::read(&workspace.sources, &shown, reader, facts);
    }
    let plan = terraform::Plan::read(reader).map_err(|error| error.to_string())?;
    plan.facts(&workspace.sources, &shown, facts);
    Ok(())
}
