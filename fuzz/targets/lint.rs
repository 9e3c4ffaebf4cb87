//! Linting of files in memory, for the targets that go the whole way.

use enilint::check::{Inputs, check};
use enilint::source::{Memory, Workspace};
use enilint::suppression::Date;
use std::path::PathBuf;

/// Lints files of a directory by their names, everything in them.
pub fn lint(files: &[(&str, &str)]) {
    let root = PathBuf::from("/project");
    let mut memory = Memory::default();
    for (name, text) in files {
        memory.insert(root.join(name), *text);
    }
    let workspace = Workspace::new(&memory, &root, std::slice::from_ref(&root));
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| root.join(name)).collect();
    let inputs = Inputs { whole_syntax: true, today: Date::parse("2026-11-25"), ..Inputs::default() };
    for diagnostic in check(&workspace, &paths, &inputs).diagnostics {
        let _ = diagnostic.text();
    }
}
