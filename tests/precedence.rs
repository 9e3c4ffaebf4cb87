//! One mistake, one finding: of every two rules of which one is silent where the other speaks there is a case in which both would speak, and only
//! the more specific one does. The cases are the examples of all pages, and those in `testdata/precedence.md`.

#![allow(clippy::unwrap_used, reason = "a test")]

use enilint::check::{Base, Flags, Inputs, Outcome, RuleFlag, check, check_change};
use enilint::rules::{self, Example, Level};
use enilint::source::{Memory, Workspace};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

const ROOT: &str = "/project";

/// Evaluation recurses.
const STACK_SIZE: usize = 64 * 1024 * 1024;

#[test]
fn the_more_specific_rule_speaks() {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build().unwrap();
    pool.install(settle);
}

fn settle() {
    let pages = rules::ALL.iter().flat_map(|rule| rule.page().examples());
    let examples: Vec<Example> = pages.chain(rules::examples(include_str!("../testdata/precedence.md"))).collect();
    let told: Vec<(&Example, BTreeSet<&str>)> = examples
        .par_iter()
        .filter(|example| example.bad)
        .map(|example| (example, rules_of(&run(example, &all_on(|_| true)))))
        .collect();
    let unsettled = |(specific, general): &(&'static str, &'static str)| {
        !told.par_iter().any(|(example, together)| {
            let told_by = |ids: &[&str]| rules_of(&run(example, &all_on(|rule| ids.contains(&rule))));
            together.contains(specific)
                && told_by(&[general]).contains(general)
                && told_by(&[specific]).contains(specific)
                && told_by(&[specific, general]) == BTreeSet::from([*specific])
        })
    };
    let unsettled: Vec<_> = rules::precedence().into_iter().filter(unsettled).collect();
    assert!(unsettled.is_empty(), "without a case in which both would speak and only the first does: {unsettled:#?}");
}

#[test]
fn a_rule_is_silent_once_at_most_for_another() {
    let pairs = rules::precedence();
    let exist = |id: &str| rules::find(id).is_some();
    assert!(pairs.iter().all(|(specific, general)| exist(specific) && exist(general) && specific != general));
    assert_eq!(pairs.iter().collect::<BTreeSet<_>>().len(), pairs.len());
}

/// The flags that switch on some rules, and off the others.
fn all_on(is_wanted: impl Fn(&str) -> bool) -> Inputs {
    let level = |id: &str| if is_wanted(id) { Level::On } else { Level::Off };
    let flags = rules::ALL.iter().map(|rule| RuleFlag::everywhere(rule.id, level(rule.id)).unwrap()).collect();
    Inputs { flags: Flags { rules: flags, ..Flags::default() }, ..Inputs::default() }
}

fn rules_of(outcome: &Outcome) -> BTreeSet<&'static str> {
    outcome.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect()
}

fn run(example: &Example, inputs: &Inputs) -> Outcome {
    let (mut files, mut base) = (Memory::default(), Memory::default());
    for fence in &example.fences {
        let side = if fence.before { &mut base } else { &mut files };
        side.insert(Path::new(ROOT).join(fence.path()), fence.text.as_str());
    }
    let workspace = Workspace::new(&files, Path::new(ROOT), &[ROOT.into()]);
    if !example.fences.iter().any(|fence| fence.before) {
        return check(&workspace, &[ROOT.into()], inputs);
    }
    let before = Workspace::new(&base, Path::new(ROOT), &[ROOT.into()]).before(&workspace);
    let base = Base { workspace: before, after: ROOT.into(), before: ROOT.into(), new_only: false };
    check_change(&workspace, &[ROOT.into()], inputs, &base)
}
