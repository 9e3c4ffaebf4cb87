//! Values that are given for variables or parameters that nothing here has: a misspelled name would have no effect, and nobody would
//! notice.

use super::{Outcome, Policy};
use crate::cloudformation;
use crate::diagnostic::{Diagnostic, Severity, UNUSED_VALUE, closest};
use crate::discover::Targets;
use crate::source::Span;
use crate::terraform;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What the command line gives, by name.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Parameters that are set one by one.
    pub parameters: Vec<String>,
    /// Files with values of parameters.
    pub parameter_files: Vec<PathBuf>,
    /// What is linted is only a part of what the values are for.
    pub is_partial: bool,
}

/// The names of variables or parameters that are there.
type Names = BTreeSet<Arc<str>>;

impl Outcome {
    /// Tells which given values nothing takes. What could not be read may take them.
    pub(super) fn judge_values(&mut self, policy: &Policy<'_>, targets: &Targets) {
        let (given, terraform) = (&policy.inputs.given, &policy.inputs.terraform);
        if given.is_partial || self.is_incomplete() {
            return;
        }
        let no_parameters = given.parameters.is_empty() && given.parameter_files.is_empty();
        if !(no_parameters || targets.templates.is_empty()) {
            let templates = targets.templates.iter();
            let names: Names = templates.flat_map(|path| cloudformation::parameter_names(policy.workspace, path)).collect();
            self.judge_flags(&given.parameters, "--parameter", "template that is checked has this parameter", &names);
            for (name, span) in given.parameter_files.iter().flat_map(|file| cloudformation::given_names(policy.workspace, file)) {
                self.judge(&name, span, "no template that is checked has a parameter", Severity::Warning, &names);
            }
        }
        let no_variables = terraform.variables.is_empty() && terraform.variable_files.is_empty();
        if !(no_variables || targets.modules.is_empty()) {
            let modules = targets.modules.iter();
            let names: Names = modules.flat_map(|path| terraform::variable_names(policy.workspace, path)).collect();
            let flags: Vec<String> = terraform.variables.iter().map(|(name, _)| name.clone()).collect();
            self.judge_flags(&flags, "--var", "module that is checked declares this variable", &names);
            for (name, span) in terraform.variable_files.iter().flat_map(|file| terraform::given_names(policy.workspace, file)) {
                // Terraform takes such a file with a warning: it is often shared.
                self.judge(&name, span, "no module that is checked declares a variable", Severity::Info, &names);
            }
        }
    }

    fn judge_flags(&mut self, given: &[String], flag: &str, what: &str, names: &Names) {
        for name in given.iter().filter(|name| !names.contains(name.as_str())) {
            let meant = closest(name, names.iter().map(|name| &**name)).map(|meant| format!("; is `{meant}` meant?"));
            self.refused.push(format!("{flag} {name}: no {what}{}", meant.unwrap_or_default()));
        }
    }

    fn judge(&mut self, name: &str, span: Span, what: &str, severity: Severity, names: &Names) {
        if names.contains(name) {
            return;
        }
        let diagnostic = Diagnostic::new(UNUSED_VALUE, severity, format!("{what} `{name}`"), span);
        let meant = closest(name, names.iter().map(|name| &**name));
        self.diagnostics
            .push(diagnostic.help(meant.map_or("remove it, or correct its name".into(), |meant| format!("write `{meant}`"))));
    }
}
