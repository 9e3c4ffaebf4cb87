//! Confidence in the rules: one mistake after the other is planted into real configurations, and the rule that is about it has to
//! find it at its place, and no other rule anything. `cargo test --test mutations -- --nocapture` prints the numbers and what went otherwise.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test; it says why it does nothing")]

mod element;
#[path = "../harness/mod.rs"]
mod harness;
mod mutation;
mod project;
mod read;
mod recipes;

use enilint::configuration::Language;
use enilint::rules;
use harness::project;
use mutation::Mutation;
use project::{New, Project, projects};
use rayon::prelude::*;
use recipes::Recipe;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// So many of a kind are planted per language, and so many of them in one project.
const MAX_PLANTED: usize = 24;
const MAX_IN_PROJECT: usize = 3;

/// So many of a hundred have to be found, and nothing else.
const WANTED: usize = 98;

/// Evaluation recurses.
const STACK_SIZE: usize = 64 * 1024 * 1024;

#[test]
fn planted_mistakes_are_found() {
    let Ok(corpus) = project("../shared/corpus").canonicalize() else {
        eprintln!("skipped: the corpus is not at {}", project("../shared/corpus").display());
        return;
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build().unwrap();
    let trials = pool.install(|| {
        let mut repositories: Vec<_> = std::fs::read_dir(&corpus).unwrap().flatten().map(|entry| entry.path()).collect();
        repositories.sort();
        let projects: Vec<Project> = repositories.iter().filter(|path| path.is_dir()).flat_map(|path| projects(path)).collect();
        let kinds: Vec<_> = recipes::all()
            .into_iter()
            .flat_map(|recipe| [Language::Terraform, Language::CloudFormation].map(|language| (recipe, language)))
            .collect();
        kinds.into_par_iter().map(|(recipe, language)| trial(recipe, language, &projects, &corpus)).collect::<Vec<Trial>>()
    });
    let (planted, found) = trials.iter().fold((0, 0), |(planted, found), trial| (planted + trial.planted, found + trial.found));
    let summary = summary(&trials);
    eprintln!("{summary}{planted:7}  {found:5}  in all");
    assert!(found * 100 >= planted * WANTED, "{found} of {planted} mistakes are found\n{summary}");
}

#[test]
fn mistakes_are_about_rules_that_exist() {
    for recipe in recipes::all() {
        assert!(rules::find(recipe.rule).is_some(), "there is no rule {}", recipe.rule);
    }
}

/// What became of the mistakes of one kind in one language.
struct Trial {
    recipe: Recipe,
    language: Language,
    planted: usize,
    found: usize,
    /// What went otherwise.
    remarks: Vec<String>,
}

fn trial(recipe: Recipe, language: Language, projects: &[Project], corpus: &Path) -> Trial {
    let of_language = projects.iter().filter(|project| project.language == language);
    let planted: Vec<(&Project, Mutation)> = choose(of_language.map(|project| (project, (recipe.plant)(project))));
    let remarks: Vec<Option<String>> =
        planted.par_iter().map(|(project, mutation)| remark(&recipe, project, mutation, corpus)).collect();
    let found = remarks.iter().filter(|remark| remark.is_none()).count();
    Trial { recipe, language, planted: planted.len(), found, remarks: remarks.into_iter().flatten().collect() }
}

/// Some mutations of every repository in turn, few of each project: they repeat each other.
fn choose<'a>(candidates: impl Iterator<Item = (&'a Project, Vec<Mutation>)>) -> Vec<(&'a Project, Mutation)> {
    let mut by_repository: BTreeMap<&Path, Vec<(&Project, Mutation)>> = BTreeMap::new();
    for (project, mutations) in candidates {
        let of_repository = by_repository.entry(&project.repository).or_default();
        of_repository.extend(mutations.into_iter().take(MAX_IN_PROJECT).map(|mutation| (project, mutation)));
    }
    let mut queues: Vec<_> = by_repository.into_values().map(Vec::into_iter).collect();
    let mut chosen = Vec::new();
    while chosen.len() < MAX_PLANTED {
        let round: Vec<_> = queues.iter_mut().filter_map(Iterator::next).collect();
        if round.is_empty() {
            break;
        }
        chosen.extend(round);
    }
    chosen.truncate(MAX_PLANTED);
    chosen
}

/// What went otherwise than it should.
fn remark(recipe: &Recipe, project: &Project, mutation: &Mutation, corpus: &Path) -> Option<String> {
    let planted = mutation.plant(project);
    let (file, (text, ranges)) = planted.iter().next().unwrap();
    let line = |text: &str, offset: usize| text[..offset].matches('\n').count() + 1;
    let path = project.files[*file].path.strip_prefix(corpus).unwrap();
    let place = format!("{}:{}", path.display(), ranges.first().map_or(1, |range| line(text, range.start)));
    let Some(new) = project.check(recipe.rule, mutation, &planted) else { return Some(format!("broken at {place}")) };
    let is_there = |found: &&New| {
        found.rule == recipe.rule
            && found.places.iter().any(|(path, lines)| {
                planted.iter().filter(|(file, _)| project.files[**file].path == *path).any(|(_, (text, ranges))| {
                    ranges.iter().any(|range| line(text, range.start) <= *lines.end() && line(text, range.end) >= *lines.start())
                })
            })
    };
    let others: Vec<_> = new.iter().filter(|found| found.rule != recipe.rule).collect();
    if std::env::var_os("ENILINT_MUTATIONS").is_some_and(|rule| rule == recipe.rule) {
        new.iter().for_each(|found| eprintln!("{place}: {}: {}", found.rule, found.message));
    }
    match new.iter().find(is_there) {
        Some(_) if others.is_empty() => None,
        Some(_) => {
            let others: Vec<_> = others.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect();
            Some(format!("also {} at {place}", others.join("; ")))
        }
        None => match new.iter().find(|found| found.rule == recipe.rule) {
            Some(found) => Some(format!("elsewhere at {place}: {}", found.message)),
            None if others.is_empty() => Some(format!("missed at {place}")),
            None => Some(format!("missed at {place}, but {}: {}", others[0].rule, others[0].message)),
        },
    }
}

fn summary(trials: &[Trial]) -> String {
    let mut text = String::from("planted  found\n");
    for trial in trials.iter().filter(|trial| trial.planted > 0) {
        let language = if trial.language == Language::Terraform { "Terraform" } else { "CloudFormation" };
        let (rule, what) = (trial.recipe.rule, trial.recipe.what);
        writeln!(text, "{:7}  {:5}  {rule}: {what} ({language})", trial.planted, trial.found).unwrap();
        trial.remarks.iter().for_each(|remark| writeln!(text, "                {remark}").unwrap());
    }
    let is_tried = |id: &str| trials.iter().any(|trial| trial.planted > 0 && trial.recipe.rule == id);
    let untried = rules::ALL.iter().map(|rule| rule.id).filter(|id| !rules::is_about_changes(id) && !is_tried(id));
    writeln!(text, "                not tried: {}", untried.collect::<Vec<_>>().join(", ")).unwrap();
    text
}
