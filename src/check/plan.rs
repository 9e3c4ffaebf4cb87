//! Checking what Terraform is about to do: a plan, or a state as it is, joined to the configuration files it was made from where these
//! are at hand.

use super::sides::known;
use super::{Inputs, Outcome, Policy, check_configuration, on_all_cores, syntax_error};
use crate::change::Change;
use crate::configuration::Configuration;
use crate::diagnostic::Diagnostic;
use crate::discover::Targets;
use crate::source::{Span, Workspace};
use crate::syntax::SyntaxError;
use crate::terraform::{self, ModuleCache, Plan, PlanError};
use crate::value::Arena;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan or a state that was read, or why it could not be.
pub struct GivenPlan {
    /// What it is called in reports.
    pub shown: String,
    /// The file, if it is one.
    pub path: Option<PathBuf>,
    /// The plan.
    pub plan: Result<Plan, PlanError>,
    /// Only what the change introduces is reported.
    pub new_only: bool,
}

/// Checks a plan: what it does, and what there will be then. Of the files at the given paths only those that it was made from count.
pub fn check_plan(workspace: &Workspace<'_>, paths: &[PathBuf], inputs: &Inputs, given: &GivenPlan) -> Outcome {
    on_all_cores(|| {
        let mut outcome = Outcome::default();
        let policy = Policy::new(workspace, inputs);
        let targets = policy.targets(paths);
        match &given.plan {
            Ok(plan) => {
                outcome.diagnostics.extend(plan.problem().map(|problem| failed(workspace, &given.shown, problem.into())));
                check_read(&policy, &targets, given, plan, &mut outcome);
            }
            Err(error) => outcome.diagnostics.push(failed(workspace, &given.shown, error.to_string())),
        }
        outcome.files = 1;
        if !inputs.no_ignores {
            // A plan shows what becomes of one environment: an ignore may be for another one.
            outcome.ignore(&policy, &targets, |_| BTreeSet::new());
        }
        outcome.finish(&policy, paths, targets);
        outcome
    })
}

fn check_read(policy: &Policy<'_>, targets: &Targets, given: &GivenPlan, plan: &Plan, outcome: &mut Outcome) {
    let workspace = policy.workspace;
    let root = root(policy, targets, given, plan);
    let governed = root.as_deref().or(given.path.as_deref()).unwrap_or(workspace.working_directory());
    let inputs = policy.terraform(governed, given.path.as_deref() != Some(governed));
    let text = root.as_ref().map(|root| {
        let inputs = terraform::Inputs { planned: plan.variables(), ..inputs.clone().into_owned() };
        terraform::evaluate_into(Arena::default(), workspace, &ModuleCache::default(), root, &inputs)
    });
    let planned = plan.sides(&workspace.sources, &given.shown, text);
    let with_inputs = |configuration: Configuration| Configuration {
        region: inputs.region.as_deref().map(Arc::from).or(configuration.region),
        facts: Arc::clone(&inputs.facts),
        ..configuration
    };
    let after = with_inputs(planned.after);
    let (Some(before), Some(decisions)) = (planned.before.map(with_inputs), plan.decisions()) else {
        outcome.diagnostics.extend(check_configuration(after, policy).0);
        return;
    };
    let change = Change::new(before, after, Some(&decisions));
    let mut found = crate::rules::check_change(&change, policy);
    if given.new_only {
        keep_new(&change, policy, &mut found);
    }
    outcome.diagnostics.extend(found);
    outcome.changes = change.told();
}

/// Leaves out what is found on the side that is there now, too.
pub(super) fn keep_new(change: &Change, policy: &Policy<'_>, found: &mut Vec<Diagnostic>) {
    let known = known(change, policy);
    found.retain(|diagnostic| !known.contains(&(diagnostic.rule, diagnostic.message.clone())));
}

/// What keeps a plan or a change set from being checked.
pub(super) fn failed(workspace: &Workspace<'_>, shown: &str, message: String) -> Diagnostic {
    let span = Span::new(workspace.sources.add(shown, ""), 0..0);
    syntax_error(SyntaxError { span, message })
}

/// The root module that has most of what the plan tells of, and has it alone; of several alike, the one that the plan lies in.
fn root(policy: &Policy<'_>, targets: &Targets, given: &GivenPlan, plan: &Plan) -> Option<PathBuf> {
    let (workspace, cache) = (policy.workspace, &ModuleCache::default());
    let planned = plan.blocks();
    let directories: Vec<PathBuf> = targets.modules.iter().cloned().collect();
    let roots = terraform::roots(workspace, cache, &directories);
    let common = |root: &PathBuf| {
        let configuration = terraform::evaluate(workspace, cache, root, &policy.terraform(root, true));
        let blocks = configuration.resources.iter().filter(|resource| resource.is_managed());
        let blocks: BTreeSet<String> = blocks.map(|resource| resource.address.block()).collect();
        (blocks.intersection(&planned).count(), std::cmp::Reverse(blocks.difference(&planned).count()))
    };
    let mut alike: Vec<_> =
        roots.par_iter().map(|root| (common(root), root)).filter(|((common, _), _)| common * 2 > planned.len()).collect();
    let best = alike.iter().map(|(common, _)| *common).max()?;
    alike.retain(|(common, _)| *common == best);
    let beside = given.path.as_deref().and_then(Path::parent);
    let own = alike.iter().find(|(_, root)| Some(root.as_path()) == beside);
    match (own, alike.as_slice()) {
        (Some((_, root)), _) | (None, [(_, root)]) => Some((*root).clone()),
        _ => None,
    }
}
