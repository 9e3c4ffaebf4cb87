//! Linting of files in memory, for the targets that go the whole way.

use enilint::check::{
    Base, GivenChangeSet, GivenPlan, Inputs, Outcome, add_facts, check, check_change, check_change_set, check_plan,
};
use enilint::cloudformation::ChangeSet;
use enilint::facts::Facts;
use enilint::report::{self, Context, Format, Repository, Style};
use enilint::source::{Memory, Workspace};
use enilint::suppression::Date;
use enilint::terraform::Plan;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

/// Where the files lie.
const ROOT: &str = "/project";

/// An attachment that is found whatever lies beside it.
pub const FINDING: &str = "resource \"aws_network_interface_attachment\" \"a\" {\n  device_index = 0\n}\n";

/// A directory of files, and what is given beside them.
#[derive(Default)]
pub struct Project {
    files: Memory,
    paths: Vec<PathBuf>,
    inputs: Inputs,
}

impl Project {
    /// A directory of files by their names.
    pub fn of(files: &[(&str, &str)]) -> Self {
        only_one_thread();
        let mut project = Self {
            inputs: Inputs { whole_syntax: true, today: Date::parse("2026-11-25"), ..Inputs::default() },
            ..Self::default()
        };
        for (name, text) in files {
            let path = Path::new(ROOT).join(name);
            project.files.insert(&path, *text);
            project.paths.push(path);
        }
        project
    }

    /// What is given beside the files.
    pub fn inputs(&mut self) -> &mut Inputs {
        &mut self.inputs
    }

    fn workspace<'f>(&self, files: &'f Memory) -> Workspace<'f> {
        Workspace::new(files, Path::new(ROOT), &[PathBuf::from(ROOT)])
    }

    /// Takes one of the files as facts.
    pub fn with_facts(mut self, name: &str) -> Self {
        let workspace = self.workspace(&self.files);
        let mut facts = Facts::default();
        let _ = add_facts(&workspace, &Path::new(ROOT).join(name), &mut facts);
        let facts = Arc::new(facts);
        self.inputs.terraform.facts = Arc::clone(&facts);
        self.inputs.cloudformation.facts = facts;
        self
    }

    /// Lints everything as it is found in the directory.
    pub fn lint(&self) {
        let workspace = self.workspace(&self.files);
        told(&workspace, &check(&workspace, &[PathBuf::from(ROOT)], &self.inputs));
    }

    /// Lints every file as one that is named, whatever it looks like.
    pub fn lint_named(&self) {
        let workspace = self.workspace(&self.files);
        told(&workspace, &check(&workspace, &self.paths, &self.inputs));
    }

    /// What the change from another directory does.
    pub fn lint_change(&self, old: &Self) {
        let workspace = self.workspace(&self.files);
        let before = old.workspace(&old.files).before(&workspace);
        let base = Base { workspace: before, after: ROOT.into(), before: ROOT.into(), new_only: false };
        told(&workspace, &check_change(&workspace, &[PathBuf::from(ROOT)], &self.inputs, &base));
    }

    /// What a plan does.
    pub fn lint_plan(&self, plan: &str) {
        let workspace = self.workspace(&self.files);
        let given = GivenPlan { shown: "plan.json".into(), path: None, plan: Plan::read(plan.as_bytes()), new_only: false };
        told(&workspace, &check_plan(&workspace, &[PathBuf::from(ROOT)], &self.inputs, &given));
    }

    /// What a change set does.
    pub fn lint_change_set(&self, changes: &str) {
        let workspace = self.workspace(&self.files);
        let given =
            GivenChangeSet { shown: "changes.json".into(), path: None, sets: ChangeSet::read(changes.as_bytes()), new_only: false };
        told(&workspace, &check_change_set(&workspace, &[PathBuf::from(ROOT)], &self.inputs, &given));
    }
}

/// What is parallel in a check runs where the fuzzer does: another thread would be waited for longer than most inputs take.
fn only_one_thread() {
    static MADE: Once = Once::new();
    MADE.call_once(|| {
        let made = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
        assert!(made.is_ok(), "there is a pool already");
    });
}

/// The formats of reports.
const FORMATS: [Format; 11] = [
    Format::Human,
    Format::Concise,
    Format::Json,
    Format::Sarif,
    Format::Github,
    Format::Gitlab,
    Format::Junit,
    Format::Checkstyle,
    Format::Rdjson,
    Format::Azure,
    Format::Markdown,
];

/// Prints the outcome in one of the formats: printing them all would take most of the time.
fn told(workspace: &Workspace<'_>, outcome: &Outcome) {
    let length: usize = workspace.sources.all().iter().map(|(_, source)| source.text.len()).sum();
    let format = FORMATS[length % FORMATS.len()];
    let repository = Repository::default();
    let context = Context { sources: &workspace.sources, repository: &repository };
    let style = Style { color: true, links: true, width: 100, quiet: false };
    let mut text = Vec::new();
    let written = report::write(format, outcome, context, style, &mut text);
    assert!(written.is_ok() && std::str::from_utf8(&text).is_ok(), "{format:?}");
}
