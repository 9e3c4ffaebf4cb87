//! Patterns of paths, as in `.gitignore`.

use crate::source::Span;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// One pattern, relative to the directory of the file it stands in.
#[derive(Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    /// Where it is written; nowhere for one of the command line.
    pub span: Option<Span>,
    matcher: Gitignore,
    used: AtomicBool,
}

impl Pattern {
    /// A pattern, or what is wrong with it.
    pub fn new(text: &str, span: Option<Span>) -> Result<Self, String> {
        // Paths are given relative to the directory.
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, text).map_err(|error| error.to_string())?;
        let matcher = builder.build().map_err(|error| error.to_string())?;
        match matcher.is_empty() {
            true => Err("it is empty or a comment".into()),
            false => Ok(Self { text: text.to_owned(), span, matcher, used: AtomicBool::new(false) }),
        }
    }

    /// Whether a path, relative to the pattern's directory, or a directory above it is meant; `Some(false)` where `!` takes it out.
    pub fn matches(&self, path: &Path, is_directory: bool) -> Option<bool> {
        if path.as_os_str().is_empty() || path.has_root() {
            return None;
        }
        let answer = match self.matcher.matched_path_or_any_parents(path, is_directory) {
            Match::None => return None,
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
        };
        self.used.store(true, Ordering::Relaxed);
        Some(answer)
    }

    /// Whether it has matched anything so far.
    pub fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}

/// Whether the last of some patterns that says something about a path means it. All are asked, so that it is known which ones matter.
pub fn matches(patterns: &[Pattern], path: &Path, is_directory: bool) -> bool {
    let answers = patterns.iter().filter_map(|pattern| pattern.matches(path, is_directory));
    answers.fold(false, |_, answer| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_gitignore() {
        let patterns = ["legacy/", "**/examples/**", "*.generated.tf", "/top.yaml", "!legacy/keep"];
        let patterns: Vec<_> = patterns.iter().filter_map(|text| Pattern::new(text, None).ok()).collect();
        let is = |path: &str| matches(&patterns, Path::new(path), false);
        assert!(
            is("legacy/a.tf") && is("x/legacy/y/a.tf") && is("a/examples/b/c.yaml") && is("x/a.generated.tf") && is("top.yaml")
        );
        assert!(!is("x/top.yaml") && !is("legacy.tf") && !is("legacy/keep/main.tf") && !is(""));
        assert!(matches(&patterns, Path::new("legacy"), true) && patterns.iter().all(Pattern::is_used));
        assert!(Pattern::new("", None).is_err() && Pattern::new("# x", None).is_err() && Pattern::new("a[z-a]", None).is_err());
    }
}
