//! Checking what CloudFormation is about to do: a change set, joined to the template where that is at hand.

use super::plan::{failed, keep_new};
use super::{Inputs, Outcome, Policy, on_all_cores};
use crate::change::Change;
use crate::cloudformation::{self, ChangeSet, ChangeSetError};
use crate::configuration::{Configuration, Unchecked};
use crate::discover::Targets;
use crate::source::{Span, Workspace};
use crate::value::Arena;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Change sets that were read, or why they could not be.
pub struct GivenChangeSet {
    /// What the file is called in reports.
    pub shown: String,
    /// The file, if it is one.
    pub path: Option<PathBuf>,
    /// One for each root stack.
    pub sets: Result<Vec<ChangeSet>, ChangeSetError>,
    /// Only what the change introduces is reported.
    pub new_only: bool,
}

/// Checks change sets: what they do, and what there will be then. Of the files at the given paths only their templates count.
pub fn check_change_set(workspace: &Workspace<'_>, paths: &[PathBuf], inputs: &Inputs, given: &GivenChangeSet) -> Outcome {
    on_all_cores(|| {
        let mut outcome = Outcome { files: 1, ..Outcome::default() };
        let policy = Policy::new(workspace, inputs);
        let targets = policy.targets(paths);
        match &given.sets {
            Ok(sets) => sets.iter().for_each(|set| check_one(&policy, &targets, given, set, &mut outcome)),
            Err(error) => outcome.diagnostics.push(failed(workspace, &given.shown, error.to_string())),
        }
        if !inputs.no_ignores {
            // A change set shows what becomes of one stack: an ignore may be for another one.
            outcome.ignore(&policy, &targets, |_| BTreeSet::new());
        }
        outcome.finish(&policy, paths, targets);
        outcome
    })
}

fn check_one(policy: &Policy<'_>, targets: &Targets, given: &GivenChangeSet, set: &ChangeSet, outcome: &mut Outcome) {
    let workspace = policy.workspace;
    outcome.diagnostics.extend(set.problem().map(|problem| failed(workspace, &given.shown, problem.to_owned())));
    let (path, template) = template(policy, targets, given, set, &mut outcome.unchecked).unzip();
    let governed = path.or_else(|| given.path.clone()).unwrap_or_else(|| workspace.path(&given.shown));
    let inputs = policy.cloudformation(&governed);
    let sides = set.sides(&workspace.sources, &given.shown, template);
    let with_facts = |configuration: Configuration| Configuration {
        facts: Arc::clone(&inputs.facts),
        region: inputs.region.as_deref().map(Arc::from).or(configuration.region),
        ..configuration
    };
    let change = Change::new(with_facts(sides.before), with_facts(sides.after), Some(&set.decisions()));
    let mut found = crate::rules::check_change(&change, policy);
    if given.new_only {
        keep_new(&change, policy, &mut found);
    }
    outcome.diagnostics.extend(found);
    outcome.changes.extend(change.told());
}

/// The template of the stack, evaluated with its parameters, where it is among the targets: the only one that has all that will be
/// there, or of several the one that the change set lies beside. That it could be several is told.
fn template(
    policy: &Policy<'_>,
    targets: &Targets,
    given: &GivenChangeSet,
    set: &ChangeSet,
    unchecked: &mut Vec<Unchecked>,
) -> Option<(PathBuf, Configuration)> {
    let workspace = policy.workspace;
    let names: Vec<(&str, &str)> = set.names().filter(|(_, kind)| cloudformation::is_network(kind)).collect();
    if names.is_empty() {
        return None;
    }
    let fits = |path: &&PathBuf| {
        let Ok(text) = workspace.files.read(path) else { return false };
        names.iter().filter(|(name, _)| !name.contains('.')).all(|(name, _)| text.contains(*name))
    };
    let evaluated = targets.templates.iter().filter(fits).filter_map(|path| {
        let mut own = policy.cloudformation(path).into_owned();
        own.parameters = set.parameters().iter().cloned().chain(own.parameters).collect();
        own.region = own.region.or_else(|| set.region().map(str::to_owned));
        let configuration = cloudformation::evaluate_into(Arena::default(), workspace, path, &own);
        let has: BTreeSet<(String, &str)> = configuration
            .resources
            .iter()
            .map(|resource| (resource.address.to_string(), &*resource.address.resource_type))
            .collect();
        let has_all = names.iter().all(|(name, kind)| has.contains(&((*name).to_owned(), kind)));
        has_all.then_some((path, configuration))
    });
    let mut evaluated: Vec<_> = evaluated.collect();
    let fitting: Vec<_> = evaluated.iter().map(|(path, _)| workspace.shown(path)).collect();
    if evaluated.len() > 1 {
        let beside = given.path.as_deref().and_then(Path::parent);
        evaluated.retain(|(path, _)| path.parent() == beside);
    }
    match evaluated.len() {
        1 => evaluated.pop().map(|(path, configuration)| (path.clone(), configuration)),
        _ => {
            if let [one, other, ..] = fitting.as_slice() {
                let reason = format!("the template of the change set could be {one} or {other}: name the one that it is of");
                let span = Span::new(workspace.sources.add(given.shown.clone(), ""), 0..0);
                unchecked.push(Unchecked { span, reason });
            }
            None
        }
    }
}
