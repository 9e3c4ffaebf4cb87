//! The values of the root module's variables: the environment, variable files and the command line, in that precedence.

use super::evaluator::Evaluator;
use super::files;
use super::module::Module;
use super::scope::Scope;
use crate::facts::Facts;
use crate::source::{FileKind, Span, Workspace};
use crate::value::{OriginKind, Value};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a run of Terraform is told beside the configuration.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Values of variables that all others but the environment and Terraform's own files win over.
    pub preset_variables: Vec<(String, String)>,
    /// Files with such values; the values above win over them.
    pub preset_files: Vec<PathBuf>,
    /// `--var name=value`
    pub variables: Vec<(String, String)>,
    /// `--var-file path`
    pub variable_files: Vec<PathBuf>,
    /// The selected workspace.
    pub workspace: Option<String>,
    /// The region, where no provider says it.
    pub region: Option<String>,
    /// Environment variables; those named `TF_VAR_…` are values of variables.
    pub environment: Vec<(String, String)>,
    /// The values that a plan was made with; none for those that are secret. They win over all others.
    pub planned: Vec<(Arc<str>, Option<Value>)>,
    /// What is known of things that are only named by their ids.
    pub facts: Arc<Facts>,
    /// Where installed modules are listed, instead of `.terraform` in the root module.
    pub data_dir: Option<PathBuf>,
}

/// The given values by variable name.
#[derive(Debug, Default)]
pub(super) struct Given {
    values: HashMap<Arc<str>, GivenValue>,
}

/// A value from outside.
#[derive(Clone, Debug)]
pub(super) enum GivenValue {
    /// Of a variable file.
    Value(Value),
    /// Of the command line or the environment: a text, or an expression, as the variable's type says.
    Text(Arc<str>),
    /// Of a plan.
    Planned(Value),
    /// There is one, and nobody says it.
    Secret,
}

impl Given {
    /// The value of a variable; the last that was given.
    pub(super) fn get(&self, name: &str) -> Option<GivenValue> {
        self.values.get(name).cloned()
    }

    fn set(&mut self, name: &str, value: GivenValue) {
        self.values.insert(name.into(), value);
    }
}

/// Collects the values of the root module's variables.
pub(super) fn collect(evaluator: &Evaluator<'_>, inputs: &Inputs) -> Given {
    let mut given = Given::default();
    for (name, value) in &inputs.environment {
        if let Some(name) = name.strip_prefix("TF_VAR_") {
            given.set(name, GivenValue::Text(value.as_str().into()));
        }
    }
    for path in automatic(evaluator) {
        read(evaluator, &path, &mut given);
    }
    let given_in = [(&inputs.preset_files, &inputs.preset_variables), (&inputs.variable_files, &inputs.variables)];
    for (files, variables) in given_in {
        for path in files {
            read(evaluator, path, &mut given);
        }
        for (name, value) in variables {
            given.set(name, GivenValue::Text(value.as_str().into()));
        }
    }
    for (name, planned) in &inputs.planned {
        match (planned, given.values.get(name)) {
            // It came from this file.
            (Some(planned), Some(GivenValue::Value(value))) if planned == value => {}
            (Some(planned), _) => given.set(name, GivenValue::Planned(planned.clone())),
            (None, _) => given.set(name, GivenValue::Secret),
        }
    }
    given
}

/// The variables that the module in a directory declares.
pub fn variable_names(workspace: &Workspace<'_>, directory: &Path) -> Vec<Arc<str>> {
    Module::load(workspace, directory, false).variables.keys().cloned().collect()
}

/// The names that a variable file gives values to, each with its place.
pub fn given_names(workspace: &Workspace<'_>, file: &Path) -> Vec<(Arc<str>, Span)> {
    let attributes = files::parse_variables(workspace, file).map(|(body, _)| body.attributes).unwrap_or_default();
    attributes.into_iter().map(|attribute| (attribute.name, attribute.name_span)).collect()
}

/// The variable files that Terraform reads unasked.
fn automatic(evaluator: &Evaluator<'_>) -> Vec<PathBuf> {
    let Ok(entries) = evaluator.workspace.files.list(&evaluator.root) else { return Vec::new() };
    let names = entries.iter().filter(|entry| entry.kind == FileKind::File).filter_map(|entry| {
        let name = entry.path.file_name()?.to_str()?;
        let rank = match name {
            "terraform.tfvars" => 0,
            "terraform.tfvars.json" => 1,
            _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 2,
            _ => return None,
        };
        Some((rank, name, &entry.path))
    });
    let mut names: Vec<_> = names.collect();
    names.sort();
    names.into_iter().map(|(_, _, path)| path.clone()).collect()
}

fn read(evaluator: &Evaluator<'_>, path: &Path, given: &mut Given) {
    let body = match files::parse_variables(evaluator.workspace, path) {
        Ok((body, errors)) => {
            errors.into_iter().for_each(|error| evaluator.error(error.span, error.message));
            body
        }
        Err((file, message)) => return evaluator.error(Span::new(file, 0..0), message),
    };
    for attribute in &body.attributes {
        let value = evaluator.evaluate(&attribute.expression, &Scope::constant());
        let kind = OriginKind::File(Arc::clone(&attribute.name));
        let origin = evaluator.arena.origin(attribute.expression.span, kind, value.origin);
        given.set(&attribute.name, GivenValue::Value(value.with_origin(origin)));
    }
}
