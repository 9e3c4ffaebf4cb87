//! Every example on every rule's page is a test: `bad` ones give exactly the findings they mark, `good` ones none at all.

use enilint::check::{Base, Flags, Inputs, Outcome, RuleFlag, check, check_change};
use enilint::rules::{self, Example, Level, Rule};
use enilint::source::{Memory, Workspace};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

const ROOT: &str = "/project";

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for rule in rules::ALL {
        for (number, example) in rule.page().examples().into_iter().enumerate() {
            let kind = if example.bad { "bad" } else { "good" };
            let name = format!("{}::{kind}_{}_{}", rule.id, number + 1, example.fences[0].path());
            trials.push(Trial::test(name, move || run(rule, &example)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A finding, or the expectation of one: its rule, path and line.
type Place = (String, String, usize);

fn run(rule: &Rule, example: &Example) -> Result<(), Failed> {
    let (mut files, mut base) = (Memory::default(), Memory::default());
    let is_change = example.fences.iter().any(|fence| fence.before);
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    let mut words = Vec::new();
    for fence in &example.fences {
        let side = if fence.before { &mut base } else { &mut files };
        side.insert(Path::new(ROOT).join(fence.path()), fence.text.as_str());
        for (line, text) in fence.text.lines().enumerate() {
            if let Some((_, text)) = text.split_once("# finding: ") {
                let place = (rule.id.to_owned(), shown(&fence.path(), fence.before), line + 1);
                // In JSON, which has no comments, the mark stands at the end of a string.
                words.push((place.clone(), text.trim().trim_end_matches(['"', ',']).to_owned()));
                expected.insert(place);
            }
        }
    }
    if example.bad == expected.is_empty() {
        return Err(format!("a {} example marks {} findings", if example.bad { "bad" } else { "good" }, expected.len()).into());
    }
    let workspace = Workspace::new(&files, Path::new(ROOT), &[ROOT.into()]);
    // A rule that is off by default runs on its own page.
    let flags = Flags { rules: vec![RuleFlag::everywhere(rule.id, Level::On)?], ..Flags::default() };
    let inputs = Inputs { flags, ..Inputs::default() };
    let outcome = if is_change {
        let before = Workspace::new(&base, Path::new(ROOT), &[ROOT.into()]).before(&workspace);
        let base = Base { workspace: before, after: ROOT.into(), before: ROOT.into(), new_only: false };
        check_change(&workspace, &[ROOT.into()], &inputs, &base)
    } else {
        check(&workspace, &[ROOT.into()], &inputs)
    };
    let found = places(&workspace, &outcome);
    if found.iter().map(|(place, _)| place).ne(&expected) {
        let mut report = String::new();
        writeln!(report, "expected {expected:#?}\nfound")?;
        found.iter().try_for_each(|(place, message)| writeln!(report, "  {place:?}: {message}"))?;
        outcome.unchecked.iter().try_for_each(|unchecked| writeln!(report, "  not checked: {}", unchecked.reason))?;
        return Err(report.into());
    }
    for (place, text) in words {
        let told = found.iter().any(|(found, message)| *found == place && message.contains(&text));
        if !told {
            return Err(format!("no message at {place:?} contains {text:?}: {found:#?}").into());
        }
    }
    Ok(())
}

/// A place on the old side of a change is another one than that on the new side.
fn shown(path: &str, before: bool) -> String {
    if before { format!("{path} (before)") } else { path.to_owned() }
}

fn places(workspace: &Workspace<'_>, outcome: &Outcome) -> Vec<(Place, String)> {
    let mut places: Vec<_> = outcome
        .diagnostics
        .iter()
        .filter_map(|diagnostic| {
            let span = diagnostic.primary()?.span;
            let file = workspace.sources.get(span.file);
            let line = file.position(span.start as usize).line;
            let path = shown(&file.path, file.before);
            Some(((diagnostic.rule.to_owned(), path, line), diagnostic.message.clone()))
        })
        .collect();
    places.sort();
    places
}
