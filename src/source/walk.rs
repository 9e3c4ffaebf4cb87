//! Walking a directory on the disk as git sees it: hidden and ignored files are left out, and links to directories are not
//! followed, so a walk always ends.

use super::Walk;
use super::file_system::open;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Directories nest this deep at most; deeper ones are reported as unreadable.
const MAX_DEPTH: usize = 128;
/// Larger `.gitignore` files are not read, and reported.
const MAX_PATTERNS: u64 = 256 * 1024;

pub(super) fn walk(directory: &Path) -> Walk {
    let mut walk = Walk::default();
    let mut patterns = Patterns::above(directory);
    let mut entries = WalkDir::new(directory).max_depth(MAX_DEPTH).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(directory).to_path_buf();
                walk.unreadable.push((path, error.io_error().map_or_else(|| error.to_string(), ToString::to_string)));
                continue;
            }
        };
        let is_directory = entry.file_type().is_dir();
        if entry.depth() > 0 && (is_hidden(&entry) || patterns.ignore(entry.path(), is_directory)) {
            if is_directory {
                entries.skip_current_dir();
            }
        } else if is_directory {
            walk.unreadable.extend(patterns.enter(entry.path()));
            if entry.depth() == MAX_DEPTH {
                walk.unreadable.push((entry.into_path(), format!("directories nest deeper than {MAX_DEPTH} levels")));
            }
        } else if entry.file_type().is_file() || (entry.path_is_symlink() && entry.path().is_file()) {
            walk.files.push(entry.into_path());
        } else if is_configuration(entry.path()) && !entry.path().is_dir() {
            walk.unreadable.push((entry.into_path(), "not a regular file".into()));
        }
    }
    walk
}

/// A device, a FIFO or a link to nothing matters where Terraform would read it.
fn is_configuration(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tf" || extension == "tofu")
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// The `.gitignore` files that count at a place, outermost first.
struct Patterns {
    levels: Vec<(PathBuf, Gitignore)>,
}

impl Patterns {
    /// Those of the directories above, up to the root of the repository.
    fn above(directory: &Path) -> Self {
        let directory = std::path::absolute(directory).unwrap_or_else(|_| directory.to_path_buf());
        let ancestors: Vec<_> = directory.ancestors().skip(1).collect();
        let root =
            if directory.join(".git").exists() { None } else { ancestors.iter().position(|path| path.join(".git").exists()) };
        let within = root.map_or(&ancestors[..0], |root| &ancestors[..=root]);
        let mut patterns = Self { levels: Vec::new() };
        for path in within.iter().rev() {
            // What lies above is not what was asked for: nothing is told about it.
            let _ = patterns.enter(path);
        }
        patterns
    }

    /// Reads the patterns of a directory; or says why that was not done.
    fn enter(&mut self, directory: &Path) -> Option<(PathBuf, String)> {
        self.levels.retain(|(level, _)| directory.starts_with(level));
        let file = directory.join(".gitignore");
        // Links are not followed here, as in git.
        let metadata = fs::symlink_metadata(&file).ok().filter(fs::Metadata::is_file)?;
        if metadata.len() > MAX_PATTERNS {
            return Some((
                file,
                format!("{} KiB; .gitignore files over {} KiB are not read", metadata.len() >> 10, MAX_PATTERNS >> 10),
            ));
        }
        let mut bytes = Vec::new();
        open(&file).ok()?.0.take(MAX_PATTERNS).read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let mut builder = GitignoreBuilder::new(directory);
        for line in text.trim_start_matches('\u{feff}').lines() {
            // A pattern that cannot be read ignores nothing, as in git.
            let _ = builder.add_line(Some(file.clone()), line);
        }
        self.levels.extend(builder.build().ok().map(|patterns| (directory.to_path_buf(), patterns)));
        None
    }

    /// The innermost file that says something decides.
    fn ignore(&self, path: &Path, is_directory: bool) -> bool {
        let answers = self.levels.iter().rev().filter(|(level, _)| path.starts_with(level));
        let decided = answers.map(|(_, patterns)| patterns.matched(path, is_directory)).find(|answer| !answer.is_none());
        matches!(decided, Some(Match::Ignore(_)))
    }
}
