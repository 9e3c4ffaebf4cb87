//! Which root modules and templates a change cannot have touched: their old side is what their new side is, and need not be looked
//! at. Where that is not certain, both sides are.

use super::sides::{Base, Side, Unit};
use crate::discover::may_be_template;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Endings of files that no configuration reads.
const UNREAD: [&str; 8] = ["css", "go", "html", "java", "md", "rs", "ts", "tsx"];

/// What a template has that takes other files into it.
const INCLUDES: [&str; 3] = ["AWS::CloudFormation::Stack", "Transform", "Serverless"];

/// For every unit of the new side: whether nothing that it may read is different on the old side.
pub(super) fn untouched(after: &Side<'_>, before: &Side<'_>, base: &Base<'_>) -> Vec<bool> {
    let Some(changed) = base.workspace.files.changed().filter(|_| base.after == base.before) else {
        return vec![false; after.units.len()];
    };
    let changed = changed.iter().map(PathBuf::as_path).chain(after.workspace.files.edited());
    let changed: Vec<&Path> = changed.filter(|path| !is_unread(path)).collect();
    let roots: BTreeSet<&Path> = [after, before].into_iter().flat_map(|side| &side.units).filter_map(Unit::directory).collect();
    let given = after.policy.variable_files();
    let is_given = changed.iter().any(|path| given.contains(*path));
    // What is neither in a root module nor a template may be read by anything.
    let shared = is_given || changed.iter().any(|path| path.parent().is_none_or(|directory| !roots.contains(directory)));
    let templates = changed.iter().any(|path| may_be_template(path));
    let own: BTreeSet<&Path> = changed.iter().filter_map(|path| path.parent()).collect();
    let is_untouched = |unit: &Unit| match unit {
        Unit::Module(root) => !shared && !own.contains(root.as_path()),
        Unit::Template(path) => !(changed.contains(&path.as_path()) || (templates && includes(after, path))),
    };
    after.units.iter().map(is_untouched).collect()
}

fn is_unread(path: &Path) -> bool {
    path.extension().is_some_and(|extension| UNREAD.iter().any(|unread| extension == *unread))
}

/// Whether a template may take other files into it.
fn includes(side: &Side<'_>, path: &Path) -> bool {
    let text = side.workspace.files.read(path);
    text.map_or(true, |text| INCLUDES.iter().any(|include| text.contains(include)))
}
