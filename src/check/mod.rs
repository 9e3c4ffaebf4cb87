//! The main job: from targets to diagnostics. Root modules and templates are independent, and are checked on all cores.

mod change_set;
mod cores;
mod coverage;
mod facts;
mod plan;
mod policy;
mod preset;
mod settled;
mod sides;
mod untouched;
mod values;

pub use change_set::{GivenChangeSet, check_change_set};
pub use cores::{LEAST_MEMORY, is_memory_short, memory_limit};
pub use facts::add_facts;
pub use plan::{GivenPlan, check_plan};
pub use policy::{FAIL_ON, Flags, OptionFlag, Origin, Policy, RuleFlag};
pub use settled::Settled;
pub use sides::{Base, check_change};
pub use values::Given;

use crate::change::Changed;
use crate::configuration::{Configuration, Unchecked};
use crate::diagnostic::{self, Diagnostic, SYNTAX_ERROR, Severity, UNREADABLE};
use crate::discover::Targets;
use crate::graph::Graph;
use crate::rules::{self, Level, Runs};
use crate::source::{FileId, Span, Workspace};
use crate::suppression::{Date, Suppressions};
use crate::syntax::SyntaxError;
use crate::terraform::Whole;
use crate::{cloudformation, terraform};
use cores::on_all_cores;
use coverage::{Coverage, Covered};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is given beside the files.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// For Terraform.
    pub terraform: terraform::Inputs,
    /// For CloudFormation.
    pub cloudformation: cloudformation::Inputs,
    /// Whether these values are those of one environment among others, so that other runs may find something else.
    pub one_environment: bool,
    /// Whether findings are reported that the linted files ignore.
    pub no_ignores: bool,
    /// Whether the syntax of files that cannot lead to a network resource is checked, too.
    pub whole_syntax: bool,
    /// The day on which ignores may expire; without one, none does.
    pub today: Option<Date>,
    /// What the command line says about findings.
    pub flags: Flags,
    /// What the command line gives values to.
    pub given: Given,
}

/// What came out.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Everything to report, by path and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out, and why.
    pub unchecked: Vec<Unchecked>,
    /// What becomes of the network resources, where two sides were compared.
    pub changes: Vec<Changed>,
    /// The number of files that were linted.
    pub files: usize,
    /// Values of the command line that nothing takes, and why.
    pub refused: Vec<String>,
    /// The number of findings that a baseline hides.
    pub hidden: usize,
}

/// Lints everything at the given paths.
pub fn check(workspace: &Workspace<'_>, paths: &[PathBuf], inputs: &Inputs) -> Outcome {
    let policy = Policy::new(workspace, inputs);
    let Evaluated { results, targets } = policy.evaluate(paths, |root, configuration| {
        let covered = Covered::of(workspace, root, &configuration);
        (check_configuration(configuration, &policy), covered)
    });
    let mut outcome = Outcome::default();
    let mut coverage = Coverage::default();
    for ((diagnostics, unchecked), covered) in results {
        outcome.diagnostics.extend(diagnostics);
        outcome.unchecked.extend(unchecked);
        coverage.add(covered);
    }
    outcome.files = workspace.sources.len_after() - policy.files();
    if !inputs.no_ignores {
        let complete = |files| coverage.complete(workspace, paths, inputs, &targets, files);
        outcome.ignore(&policy, &targets, complete);
    }
    outcome.judge_values(&policy, &targets);
    outcome.judge_settings(&policy, &targets, paths);
    outcome.finish(&policy, paths, targets);
    outcome
}

/// What was made of every configuration at the given paths.
pub struct Evaluated<T> {
    /// In the order of the paths: root modules first, then templates.
    pub results: Vec<T>,
    /// What there was to evaluate.
    pub targets: Targets,
}

/// Evaluates every root module and template at the given paths, on all cores, and hands each to `then` with its path.
pub fn evaluate<T: Send>(
    workspace: &Workspace<'_>,
    paths: &[PathBuf],
    inputs: &Inputs,
    then: impl Fn(&Path, Configuration) -> T + Sync,
) -> Evaluated<T> {
    Policy::new(workspace, inputs).evaluate(paths, then)
}

impl Policy<'_> {
    /// Evaluates every root module and template at the given paths.
    pub fn evaluate<T: Send>(&self, paths: &[PathBuf], then: impl Fn(&Path, Configuration) -> T + Sync) -> Evaluated<T> {
        on_all_cores(|| evaluate_targets(self, self.targets(paths), &then))
    }
}

enum Unit<'a> {
    Module(&'a Path),
    Template(&'a Path),
    Plan(&'a Path),
}

fn evaluate_targets<T: Send>(
    policy: &Policy<'_>,
    targets: Targets,
    then: &(impl Fn(&Path, Configuration) -> T + Sync),
) -> Evaluated<T> {
    let Policy { workspace, inputs, .. } = *policy;
    let cache = cache(&targets, inputs);
    let roots = terraform::roots(workspace, &cache, &directories(workspace, &targets, &cache));
    let modules = roots.iter().map(|root| Unit::Module(root));
    let templates = targets.templates.iter().map(|path| Unit::Template(path));
    let plans = targets.plans.iter().map(|path| Unit::Plan(path));
    let units: Vec<Unit<'_>> = modules.chain(templates).chain(plans).collect();
    let results = units.par_iter().map(|unit| match unit {
        Unit::Module(root) => then(root, terraform::evaluate(workspace, &cache, root, &policy.terraform(root, true))),
        Unit::Template(path) => then(path, cloudformation::evaluate(workspace, path, &policy.cloudformation(path))),
        Unit::Plan(path) => then(path, terraform::evaluate_plan(workspace, path, &policy.terraform(path, false))),
    });
    Evaluated { results: results.collect(), targets }
}

/// The directories of modules that are parsed: those that can lead to a network resource, and all whose whole syntax is asked for.
fn directories(workspace: &Workspace<'_>, targets: &Targets, cache: &terraform::ModuleCache) -> Vec<PathBuf> {
    let wanted = |directory: &&PathBuf| cache.is_whole(directory) || terraform::matters(workspace, directory);
    targets.modules.par_iter().filter(wanted).cloned().collect()
}

/// A cache for modules: whole is the syntax where a file is named, and everywhere where that is asked for.
fn cache(targets: &Targets, inputs: &Inputs) -> terraform::ModuleCache {
    let named = targets.named.iter().filter_map(|file| file.parent()).map(Path::to_path_buf);
    terraform::ModuleCache::new(if inputs.whole_syntax { Whole::All } else { Whole::These(named.collect()) })
}

fn check_configuration(mut configuration: Configuration, policy: &Policy<'_>) -> (Vec<Diagnostic>, Vec<Unchecked>) {
    let errors = std::mem::take(&mut configuration.errors);
    let mut unchecked = std::mem::take(&mut configuration.unchecked);
    let mut diagnostics: Vec<Diagnostic> = errors.into_iter().map(syntax_error).collect();
    let mut graph = Graph::new(configuration);
    unchecked.append(&mut graph.left_out);
    diagnostics.extend(rules::check(&graph, policy));
    (diagnostics, unchecked)
}

/// What is not well-formed, as a diagnostic.
pub fn syntax_error(error: SyntaxError) -> Diagnostic {
    Diagnostic::new(SYNTAX_ERROR, Severity::Error, error.message, error.span)
}

/// A file that cannot be read still has a place: its path.
pub fn unreadable(workspace: &Workspace<'_>, path: &Path, reason: &str) -> Diagnostic {
    let file = workspace.sources.add(workspace.shown(path), "");
    Diagnostic::new(UNREADABLE, Severity::Error, format!("cannot be read: {reason}"), Span::new(file, 0..0))
}

impl Outcome {
    /// Whether something could not be checked at all.
    pub fn is_incomplete(&self) -> bool {
        !self.diagnostics.iter().all(Diagnostic::is_finding)
    }

    /// Whether settings do not mean what their author means.
    pub fn is_misconfigured(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.is_about_settings() && diagnostic.severity == Severity::Error)
    }

    /// Whether a finding fails the run; what could not be checked is not one.
    pub fn has_failed(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.is_finding() && diagnostic.fails)
    }

    /// Takes out what the linted files ignore, and says what is wrong with the ignores in them.
    fn ignore(&mut self, policy: &Policy<'_>, targets: &Targets, complete: impl FnOnce(Vec<FileId>) -> BTreeSet<FileId>) {
        let Policy { workspace, inputs, .. } = *policy;
        let mut suppressions = Suppressions::read(&workspace.sources, inputs.today);
        self.diagnostics.retain(|diagnostic| !suppressions.silence(diagnostic));
        let complete = complete(suppressions.with_unused());
        // Once a change is done, nothing tells of it: an ignore of it is not unused.
        let is_on = |file, rule: &str| rules::find(rule).is_some_and(|rule| policy.level(rule, file) != Level::Off);
        let judged = |file, rule: &str| complete.contains(&file) && is_on(file, rule) && !rules::is_about_changes(rule);
        let mut notices = suppressions.into_notices(judged, &self.diagnostics);
        // Modules that were installed are not this repository's to correct.
        let own: BTreeSet<String> = targets.files().map(|path| workspace.shown(path)).collect();
        notices.retain(|notice| {
            notice.primary().is_some_and(|label| {
                let file = workspace.sources.get(label.span.file);
                let path = &file.path;
                !file.before && (own.contains(path) || own.contains(path.rsplit_once('/').map_or(".", |(directory, _)| directory)))
            })
        });
        self.diagnostics.extend(notices);
    }

    /// Adds what could not be read, and brings everything into the order and the selection in which it is reported.
    fn finish(&mut self, policy: &Policy<'_>, paths: &[PathBuf], targets: Targets) {
        let workspace = policy.workspace;
        for (path, reason) in targets.unreadable {
            self.diagnostics.push(unreadable(workspace, &path, &reason));
        }
        policy.settle(&mut self.diagnostics, paths);
        let named: BTreeSet<String> = targets.named.iter().map(|path| workspace.shown(path)).collect();
        self.select(workspace, &named);
    }

    /// Sorts by path and place, says what several roots have in common once, and keeps what concerns the named files.
    fn select(&mut self, workspace: &Workspace<'_>, named: &BTreeSet<String>) {
        let path = |span: Span| workspace.sources.get(span.file).path.clone();
        if !named.is_empty() {
            let concerns = |span: Span| named.contains(&path(span));
            self.diagnostics.retain(|diagnostic| {
                // Settings concern everything.
                diagnostic.is_about_settings() || diagnostic.labels.iter().any(|label| concerns(label.span))
            });
            self.unchecked.retain(|unchecked| concerns(unchecked.span));
        }
        let place = |span: Option<Span>| span.map(|span| (path(span), span.start, span.end));
        self.diagnostics.sort_by_cached_key(|diagnostic| {
            (place(diagnostic.primary().map(|label| label.span)), diagnostic.rule, diagnostic.message.clone())
        });
        self.join();
        diagnostic::identify(&mut self.diagnostics, &workspace.sources);
        self.unchecked.sort_by_cached_key(|unchecked| (place(Some(unchecked.span)), unchecked.reason.clone()));
        self.unchecked.dedup();
    }

    /// What several roots find in one module is told once: the same places in the module's file, whoever calls it.
    fn join(&mut self) {
        let mut joined: Vec<Diagnostic> = Vec::new();
        for diagnostic in self.diagnostics.drain(..) {
            let same = |known: &&mut Diagnostic| {
                known.primary().map(|label| label.span) == diagnostic.primary().map(|label| label.span)
                    && known.rule == diagnostic.rule
                    && known.severity == diagnostic.severity
                    && (known.message == diagnostic.message || known.own_places().eq(diagnostic.own_places()))
            };
            // Sorted by place: what could be the same stands together.
            match joined.iter_mut().rev().take(MAX_AT_ONE_PLACE).find(same) {
                Some(known) if diagnostic.is_finding() => {
                    known.repeats += diagnostic.repeats + 1;
                    // What happens always in one place happens always.
                    known.condition = known.condition.take().filter(|_| diagnostic.condition.is_some());
                }
                Some(_) => {}
                None => joined.push(diagnostic),
            }
        }
        self.diagnostics = joined;
    }
}

/// So many different findings are kept apart at one place.
const MAX_AT_ONE_PLACE: usize = 32;
