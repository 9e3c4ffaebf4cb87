//! Values in `enilint.toml` that nothing takes which the settings govern: a misspelled name would have no effect, and nobody would notice.

use super::{Outcome, Policy, Settled};
use crate::diagnostic::{Diagnostic, closest};
use crate::discover::Targets;
use crate::settings::{self, Entry, Section};
use crate::source::Span;
use crate::{cloudformation, terraform};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names of variables or parameters.
type Names = BTreeSet<Arc<str>>;

/// What takes values, and what has them.
struct Kind {
    taker: &'static str,
    value: &'static str,
    is_directory: bool,
    /// The names that the one at a path has.
    names: fn(&Policy<'_>, &Path) -> Vec<Arc<str>>,
    /// The names that a file gives values to.
    given: fn(&Policy<'_>, &Path) -> Vec<(Arc<str>, Span)>,
}

const VARIABLES: Kind = Kind {
    taker: "module",
    value: "variable",
    is_directory: true,
    names: |policy, directory| terraform::variable_names(policy.workspace, directory),
    given: |policy, file| terraform::given_names(policy.workspace, file),
};

const PARAMETERS: Kind = Kind {
    taker: "template",
    value: "parameter",
    is_directory: false,
    names: |policy, template| cloudformation::parameter_names(policy.workspace, template),
    given: |policy, file| cloudformation::given_names(policy.workspace, file),
};

impl Outcome {
    /// Tells which values of the settings nothing takes, where everything was looked through that they are for. A value is taken when one
    /// of several modules or templates has its name, a file when one has any of its names: such files are shared.
    pub(super) fn judge_settings(&mut self, policy: &Policy<'_>, targets: &Targets, paths: &[PathBuf]) {
        let inputs = policy.inputs;
        // What is left out, or could not be read, may take them.
        if inputs.given.is_partial || !inputs.flags.exclude.is_empty() || self.is_incomplete() {
            return;
        }
        for settled in policy.looked_through(paths) {
            for section in settled.settings.all_sections() {
                let judge = Judge { policy, settled: &settled, section };
                judge.tell(&VARIABLES, &targets.modules, &section.variables, &section.variable_files, &mut self.diagnostics);
                judge.tell(&PARAMETERS, &targets.templates, &section.parameters, &section.parameter_files, &mut self.diagnostics);
            }
        }
    }
}

/// A section of some settings.
struct Judge<'a> {
    policy: &'a Policy<'a>,
    settled: &'a Arc<Settled>,
    section: &'a Section,
}

impl Judge<'_> {
    fn tell(
        &self,
        kind: &Kind,
        targets: &BTreeSet<PathBuf>,
        values: &[(String, Entry<Value>)],
        files: &[Entry<PathBuf>],
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if values.is_empty() && files.is_empty() {
            return;
        }
        let governed: Vec<_> = targets.iter().filter(|path| self.governs(path, kind.is_directory)).collect();
        // Where there are none, they may be elsewhere, or yet to come.
        if governed.is_empty() {
            return;
        }
        let names: Names = governed.into_iter().flat_map(|path| (kind.names)(self.policy, path)).collect();
        let Kind { taker, value, .. } = kind;
        for (name, entry) in values.iter().filter(|(name, _)| !names.contains(name.as_str())) {
            let found = settings::unused(entry.span, format!("no {taker} that this is for has a {value} `{name}`"));
            let meant = closest(name, names.iter().map(|name| &**name));
            diagnostics.push(match meant {
                Some(meant) => found.help(format!("write `{meant}`")),
                None => found,
            });
        }
        for file in files {
            let given = (kind.given)(self.policy, &file.value);
            if !given.is_empty() && given.iter().all(|(name, _)| !names.contains(name)) {
                diagnostics.push(settings::unused(file.span, format!("no {taker} that this is for has a {value} of this file")));
            }
        }
    }

    fn governs(&self, path: &Path, is_directory: bool) -> bool {
        let is_governing = self.policy.of(path, is_directory).is_some_and(|settled| Arc::ptr_eq(&settled, self.settled));
        let sections = || self.settled.settings.sections(path, is_directory);
        is_governing && sections().into_iter().any(|section| std::ptr::eq(section, self.section))
    }
}
