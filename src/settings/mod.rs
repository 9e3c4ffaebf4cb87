//! `enilint.toml`: what a repository says about how it is linted. Which file governs what is not known here.

mod build;
pub mod keys;
mod notices;
mod pattern;
mod reader;
mod schema;
mod starter;

pub use keys::FILE_NAME;
pub use notices::{malformed, unused};
pub use pattern::{Pattern, matches};
pub use reader::Entry;
pub use schema::schema;
pub use starter::starter;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Level, OptionValue};
use crate::source::{FileId, Sources, Span};
use std::path::{Path, PathBuf};

/// What one file says.
#[derive(Debug, Default)]
pub struct Settings {
    /// The directory that the file lies in: patterns and paths start from here.
    pub directory: PathBuf,
    /// The least severity that fails a run.
    pub fail_on: Option<Entry<Severity>>,
    /// What is not linted.
    pub exclude: Vec<Pattern>,
    /// Files with facts.
    pub facts: Vec<Entry<PathBuf>>,
    /// The baseline that hides what is known.
    pub baseline: Option<Entry<PathBuf>>,
    /// What holds for all files.
    pub general: Section,
    /// What holds for some.
    pub overrides: Vec<Override>,
    /// What is wrong with the file.
    pub problems: Vec<Diagnostic>,
}

/// Settings that may differ from path to path.
#[derive(Debug, Default)]
pub struct Section {
    /// Rules and how they run.
    pub rules: Vec<(&'static str, Entry<Level>)>,
    /// Options of rules: the rule, the option and its value.
    pub options: Vec<(&'static str, String, Entry<OptionValue>)>,
    /// The region.
    pub region: Option<Entry<String>>,
    /// Values of Terraform's variables.
    pub variables: Vec<(String, Entry<serde_json::Value>)>,
    /// Files with such values.
    pub variable_files: Vec<Entry<PathBuf>>,
    /// The Terraform workspace.
    pub workspace: Option<Entry<String>>,
    /// Values of CloudFormation's parameters.
    pub parameters: Vec<(String, Entry<serde_json::Value>)>,
    /// Files with such values; the values above win over them.
    pub parameter_files: Vec<Entry<PathBuf>>,
}

/// A section for some paths.
#[derive(Debug)]
pub struct Override {
    /// Where it is written.
    pub span: Span,
    /// Which paths.
    pub paths: Vec<Pattern>,
    /// What holds for them.
    pub section: Section,
}

impl Settings {
    /// Reads a file of a directory.
    pub fn read(sources: &Sources, file: FileId, directory: &Path) -> Self {
        let source = sources.get(file);
        let (text, base) = source.body();
        let mut problems = Vec::new();
        let items = reader::Reader { file, base, problems: &mut problems }.read(text, keys::ROOT);
        let mut settings = build::settings(items, directory, &mut problems);
        settings.problems = problems;
        settings
    }

    /// The sections that hold for a path, the general one first: of what several say, the last counts.
    pub fn sections(&self, path: &Path, is_directory: bool) -> Vec<&Section> {
        let relative = path.strip_prefix(&self.directory).unwrap_or(path);
        let overrides = self.overrides.iter().filter(|one| matches(&one.paths, relative, is_directory));
        std::iter::once(&self.general).chain(overrides.map(|one| &one.section)).collect()
    }

    /// The general section and those of all overrides.
    pub fn all_sections(&self) -> impl Iterator<Item = &Section> {
        std::iter::once(&self.general).chain(self.overrides.iter().map(|one| &one.section))
    }

    /// How a rule runs at a path, where the file says that, and where it does.
    pub fn level(&self, rule: &str, path: &Path, is_directory: bool) -> Option<&Entry<Level>> {
        let sections = self.sections(path, is_directory);
        let entries = sections.into_iter().flat_map(|section| &section.rules);
        entries.rev().find(|(id, _)| *id == rule).map(|(_, entry)| entry)
    }

    /// What an option of a rule is set to at a path, where the file says that.
    pub fn option(&self, rule: &str, name: &str, path: &Path, is_directory: bool) -> Option<&Entry<OptionValue>> {
        let sections = self.sections(path, is_directory);
        let mut entries = sections.into_iter().flat_map(|section| &section.options).rev();
        entries.find(|(id, option, _)| *id == rule && option == name).map(|(.., entry)| entry)
    }

    /// Whether a path is not linted.
    pub fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        let relative = path.strip_prefix(&self.directory).unwrap_or(path);
        matches(&self.exclude, relative, is_directory)
    }

    /// What matched no path.
    pub fn unused(&self) -> Vec<Diagnostic> {
        let told = |pattern: &Pattern, what: &str| {
            let unused = pattern.span.filter(|_| !pattern.is_used());
            unused.map(|span| notices::unused(span, format!("`{}` matches {what}", pattern.text)))
        };
        let excluded = self.exclude.iter().filter_map(|pattern| {
            told(pattern, "no file here").map(|found| found.help("remove it: hidden and git-ignored files are left out anyway"))
        });
        let paths = self.overrides.iter().flat_map(|one| &one.paths);
        excluded.chain(paths.filter_map(|pattern| told(pattern, "nothing that is linted"))).collect()
    }
}
