//! Checking a change: the same job on two sides, whose root modules and templates are paired by path, and where a path changed, by
//! the resources in them.

use super::coverage::{Coverage, Covered};
use super::untouched::untouched;
use super::{Inputs, Outcome, Policy, check_configuration, on_all_cores, syntax_error};
use crate::change::{Change, Changed};
use crate::configuration::{Configuration, Unchecked};
use crate::diagnostic::Diagnostic;
use crate::discover::{Targets, discover};
use crate::source::{Workspace, normalize};
use crate::value::Arena;
use crate::{cloudformation, rules, terraform};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The old side of a change.
pub struct Base<'w> {
    /// Its files; their texts lie beside those of the new side.
    pub workspace: Workspace<'w>,
    /// What lies below this directory of the new side …
    pub after: PathBuf,
    /// … lay below this one.
    pub before: PathBuf,
    /// Only what the change introduces is reported.
    pub new_only: bool,
}

impl Base<'_> {
    /// The path on the old side of a path on the new one.
    fn path(&self, after: &Path) -> PathBuf {
        match after.strip_prefix(&self.after) {
            Ok(rest) if rest.as_os_str().is_empty() => self.before.clone(),
            Ok(rest) => self.before.join(rest),
            Err(_) => after.to_path_buf(),
        }
    }

    /// The path on the new side of a path on the old one.
    fn path_after(&self, before: &Path) -> PathBuf {
        match before.strip_prefix(&self.before) {
            Ok(rest) if rest.as_os_str().is_empty() => self.after.clone(),
            Ok(rest) => self.after.join(rest),
            Err(_) => before.to_path_buf(),
        }
    }

    /// What Terraform was told about a root module of the old side: the same as today, from the files of then.
    fn terraform(&self, policy: &Policy<'_>, root: &Path) -> terraform::Inputs {
        let mut inputs = policy.terraform(&self.path_after(root), true).into_owned();
        for files in [&mut inputs.variable_files, &mut inputs.preset_files] {
            let then = files.iter().map(|file| self.path(file));
            // A file that was not there yet gave no values.
            *files = then.filter(|file| self.workspace.files.kind(file).is_some()).collect();
        }
        inputs
    }
}

/// A root module or a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unit {
    Module(PathBuf),
    Template(PathBuf),
}

impl Unit {
    /// The directory of a root module.
    pub(super) fn directory(&self) -> Option<&Path> {
        match self {
            Self::Module(path) => Some(path),
            Self::Template(_) => None,
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Module(path) | Self::Template(path) => path,
        }
    }
}

/// One side with what is needed to evaluate its units.
pub(super) struct Side<'a> {
    pub(super) workspace: &'a Workspace<'a>,
    cache: terraform::ModuleCache,
    pub(super) policy: &'a Policy<'a>,
    /// Where this side lies, if it is the old one.
    old: Option<&'a Base<'a>>,
    pub(super) units: Vec<Unit>,
}

impl<'a> Side<'a> {
    fn new(workspace: &'a Workspace<'a>, targets: &Targets, policy: &'a Policy<'a>, old: Option<&'a Base<'a>>) -> Self {
        let cache = super::cache(targets, policy.inputs);
        let directories = super::directories(workspace, targets, &cache);
        let modules = terraform::roots(workspace, &cache, &directories).into_iter().map(Unit::Module);
        let units = modules.chain(targets.templates.iter().cloned().map(Unit::Template)).collect();
        Self { workspace, cache, policy, old, units }
    }

    fn evaluate(&self, arena: Arena, unit: &Unit) -> Configuration {
        match unit {
            Unit::Module(root) => {
                let inputs = match self.old {
                    Some(base) => Cow::Owned(base.terraform(self.policy, root)),
                    None => self.policy.terraform(root, true),
                };
                terraform::evaluate_into(arena, self.workspace, &self.cache, root, &inputs)
            }
            Unit::Template(path) => {
                let inputs = match self.old {
                    Some(base) => self.policy.cloudformation(&base.path_after(path)),
                    None => self.policy.cloudformation(path),
                };
                cloudformation::evaluate_into(arena, self.workspace, path, &inputs)
            }
        }
    }

    fn covered(&self, unit: &Unit, configuration: &Configuration) -> Covered {
        let (Unit::Module(path) | Unit::Template(path)) = unit;
        Covered::of(self.workspace, path, configuration)
    }
}

/// What was made of one unit.
type Checked = (Vec<Diagnostic>, Vec<Unchecked>, Vec<Changed>, Covered);

/// Lints everything at the given paths, and what the change since the old side does.
pub fn check_change(workspace: &Workspace<'_>, paths: &[PathBuf], inputs: &Inputs, base: &Base<'_>) -> Outcome {
    on_all_cores(|| {
        let policy = Policy::new(workspace, inputs);
        let targets = policy.targets(paths);
        let after = Side::new(workspace, &targets, &policy, None);
        let old_paths = paths.iter().map(|path| base.path(&normalize(path)));
        let there: Vec<PathBuf> = old_paths.filter(|path| base.workspace.files.kind(path).is_some()).collect();
        let before = Side::new(&base.workspace, &discover(&base.workspace, &there), &policy, Some(base));
        let partners = partners(&before, &after, base);
        let units = after.units.par_iter().zip(partners.into_par_iter().zip(untouched(&after, &before, base)));
        let checked = units.map(|(unit, (partner, untouched))| match partner {
            Some(partner) if !untouched => check_pair(&before, &before.units[partner], &after, unit, base),
            partner => check_alone(&after, unit, base, partner.is_some()),
        });
        let checked: Vec<Checked> = checked.collect();
        let mut outcome = Outcome::default();
        let mut coverage = Coverage::default();
        for (diagnostics, unchecked, changes, covered) in checked {
            outcome.diagnostics.extend(diagnostics);
            outcome.unchecked.extend(unchecked);
            outcome.changes.extend(changes);
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
    })
}

/// Lints what has no old side, or the same one.
fn check_alone(after: &Side<'_>, unit: &Unit, base: &Base<'_>, is_old: bool) -> Checked {
    let new = after.evaluate(Arena::default(), unit);
    let covered = after.covered(unit, &new);
    let (mut diagnostics, unchecked) = check_configuration(new, after.policy);
    diagnostics.retain(|diagnostic| !(is_old && base.new_only && diagnostic.is_finding()));
    (diagnostics, unchecked, Vec::new(), covered)
}

fn check_pair(before: &Side<'_>, partner: &Unit, after: &Side<'_>, unit: &Unit, base: &Base<'_>) -> Checked {
    let mut old = before.evaluate(Arena::default(), partner);
    let new = after.evaluate(std::mem::take(&mut old.arena), unit);
    let mut diagnostics: Vec<Diagnostic> = new.errors.iter().cloned().map(syntax_error).collect();
    let mut unchecked = new.unchecked.clone();
    let covered = after.covered(unit, &new);
    let change = Change::new(old, new, None);
    unchecked.extend(change.after.left_out.iter().cloned());
    let mut found = rules::check_change(&change, after.policy);
    if base.new_only {
        let known = known(&change, after.policy);
        found.retain(|diagnostic| !known.contains(&(diagnostic.rule, diagnostic.message.clone())));
    }
    diagnostics.extend(found);
    (diagnostics, unchecked, change.told(), covered)
}

/// What makes the findings of the old side the same on the new one: the rule and the message, which names the resources, with the
/// names that they have now. Lines change.
pub(super) fn known(change: &Change, policy: &Policy<'_>) -> BTreeSet<(&'static str, String)> {
    let mut names: HashMap<String, String> = HashMap::new();
    for change in change.resources.iter().filter(|change| change.is_moved()) {
        if let (Some(before), Some(after)) = (&change.before, &change.after) {
            names.insert(before.name(), after.name());
        }
    }
    let renamed = |message: &str| {
        // What stands in backticks is every second part.
        let parts = message.split('`').enumerate();
        let parts = parts.map(|(at, part)| if at % 2 == 1 { names.get(part).map_or(part, String::as_str) } else { part });
        parts.collect::<Vec<_>>().join("`")
    };
    let found = rules::check(&change.before, policy);
    found.iter().map(|diagnostic| (diagnostic.rule, renamed(&diagnostic.message))).collect()
}

/// The unit of the old side that each unit of the new one was.
fn partners(before: &Side<'_>, after: &Side<'_>, base: &Base<'_>) -> Vec<Option<usize>> {
    let by_unit: HashMap<&Unit, usize> = before.units.iter().enumerate().map(|(position, unit)| (unit, position)).collect();
    let there = |unit: &Unit| match unit {
        Unit::Module(path) => Unit::Module(base.path(path)),
        Unit::Template(path) => Unit::Template(base.path(path)),
    };
    let mut partners: Vec<Option<usize>> = after.units.iter().map(|unit| by_unit.get(&there(unit)).copied()).collect();
    let taken: BTreeSet<usize> = partners.iter().flatten().copied().collect();
    let left: Vec<usize> = (0..before.units.len()).filter(|position| !taken.contains(position)).collect();
    let free: Vec<usize> = (0..after.units.len()).filter(|&position| partners[position].is_none()).collect();
    for (old, new) in alike(before, &left, after, &free) {
        partners[new] = Some(old);
    }
    partners
}

/// How alike two units are: by the last parts of their paths that are the same, and by the resources that they have in common.
type Likeness = (usize, usize);

/// Pairs units whose paths changed: those that have nearly all of their resources in common, and are like no other one as much.
fn alike(before: &Side<'_>, left: &[usize], after: &Side<'_>, free: &[usize]) -> Vec<(usize, usize)> {
    if left.is_empty() || free.is_empty() {
        return Vec::new();
    }
    let (old, new) = (names(before, left), names(after, free));
    let kind = std::mem::discriminant::<Unit>;
    let mut alike: Vec<(Likeness, usize, usize)> = Vec::new();
    for (old_position, old_names) in &old {
        for (new_position, new_names) in &new {
            let (old_unit, new_unit) = (&before.units[*old_position], &after.units[*new_position]);
            let common = old_names.intersection(new_names).count();
            if kind(old_unit) == kind(new_unit) && common * 5 >= old_names.len().max(new_names.len()) * 4 && common > 0 {
                alike.push(((same_ending(old_unit.path(), new_unit.path()), common), *old_position, *new_position));
            }
        }
    }
    // One that is as much like another is perhaps that one.
    let is_best = |likeness: Likeness, old: usize, new: usize| {
        let rivals = alike.iter().filter(|(_, other_old, other_new)| (*other_old == old) != (*other_new == new));
        rivals.into_iter().all(|(other, ..)| *other < likeness)
    };
    alike.iter().filter(|&&(likeness, old, new)| is_best(likeness, old, new)).map(|&(_, old, new)| (old, new)).collect()
}

/// The number of parts at the ends of two paths that are the same.
fn same_ending(a: &Path, b: &Path) -> usize {
    a.components().rev().zip(b.components().rev()).take_while(|(a, b)| a == b).count()
}

/// The names of the resources in each of some units.
fn names(side: &Side<'_>, units: &[usize]) -> Vec<(usize, BTreeSet<String>)> {
    let named = units.par_iter().map(|&position| {
        let configuration = side.evaluate(Arena::default(), &side.units[position]);
        let name = |resource: &crate::configuration::Resource| format!("{} {}", resource.address.resource_type, resource.address);
        (position, configuration.resources.iter().map(name).collect())
    });
    named.collect()
}
