//! Every example of every page in other layouts: its literals in locals, variables, mappings or behind conditions, its resources repeated once,
//! the whole of it in a module or a nested stack. What it says stays the same, and so must be what is found.

mod cloudformation;
mod edit;
mod terraform;

use enilint::check::{Base, Flags, Inputs, Outcome, RuleFlag, check, check_change};
use enilint::rules::{self, Example, Fence, Level, Rule};
use enilint::source::{Memory, Workspace};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;

const ROOT: &str = "/project";

/// The files of one side: path and text.
type Files = Vec<(String, String)>;

/// Another way to write a project; nothing where it cannot be written so.
type Layout = fn(&Files) -> Option<Files>;

/// Whether a file is of one kind, by its name.
fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == extension)
}

fn main() {
    let arguments = Arguments::from_args();
    let layouts: Vec<(&str, Layout)> = terraform::LAYOUTS.iter().chain(cloudformation::LAYOUTS).copied().collect();
    let mut trials = Vec::new();
    for rule in rules::ALL {
        for (number, example) in rule.page().examples().into_iter().enumerate() {
            let kind = if example.bad { "bad" } else { "good" };
            for &(name, layout) in &layouts {
                let Some(sides) = Sides::of(&example).rewritten(layout) else { continue };
                let name = format!("{}::{kind}_{}::{name}", rule.id, number + 1);
                let example = example.clone();
                trials.push(Trial::test(name, move || run(rule, &example, &sides)));
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// The files of an example, and those of the old side where it is about a change.
struct Sides {
    before: Files,
    after: Files,
}

impl Sides {
    fn of(example: &Example) -> Self {
        let (before, after): (Vec<_>, Vec<_>) = example.fences.iter().partition(|fence| fence.before);
        let files = |fences: Vec<&Fence>| fences.into_iter().map(|fence| (fence.path(), fence.text.clone())).collect();
        Self { before: files(before), after: files(after) }
    }

    fn rewritten(&self, layout: Layout) -> Option<Self> {
        let before = if self.before.is_empty() { Files::new() } else { layout(&self.before)? };
        Some(Self { before, after: layout(&self.after)? })
    }

    /// The findings of one rule.
    fn findings(&self, rule: &Rule) -> Result<Vec<String>, Failed> {
        let memory = |files: &Files| {
            let mut memory = Memory::default();
            files.iter().for_each(|(path, text)| memory.insert(Path::new(ROOT).join(path), text.as_str()));
            memory
        };
        let (before, after) = (memory(&self.before), memory(&self.after));
        let workspace = Workspace::new(&after, Path::new(ROOT), &[ROOT.into()]);
        let flags = Flags { rules: vec![RuleFlag::everywhere(rule.id, Level::On)?], ..Flags::default() };
        let inputs = Inputs { flags, ..Inputs::default() };
        let outcome = if self.before.is_empty() {
            check(&workspace, &[ROOT.into()], &inputs)
        } else {
            let old = Workspace::new(&before, Path::new(ROOT), &[ROOT.into()]).before(&workspace);
            let base = Base { workspace: old, after: ROOT.into(), before: ROOT.into(), new_only: false };
            check_change(&workspace, &[ROOT.into()], &inputs, &base)
        };
        Ok(told(&outcome))
    }
}

/// The rules that found something, once for each finding.
fn told(outcome: &Outcome) -> Vec<String> {
    let mut told: Vec<_> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule.to_owned()).collect();
    told.sort();
    told
}

fn run(rule: &Rule, example: &Example, sides: &Sides) -> Result<(), Failed> {
    let (expected, found) = (Sides::of(example).findings(rule)?, sides.findings(rule)?);
    if expected == found {
        return Ok(());
    }
    let texts = |files: &Files| files.iter().map(|(path, text)| format!("--- {path}\n{text}")).collect::<String>();
    Err(format!("expected {expected:?}, found {found:?} in\n{}{}", texts(&sides.before), texts(&sides.after)).into())
}
