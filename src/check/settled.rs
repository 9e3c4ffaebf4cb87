//! Settings with what they lead to: the files that they name are there, and facts are read when they are needed.

use super::Policy;
use super::facts::add_facts;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::settings::{self, Entry, Section, Settings};
use crate::source::{FileKind, Span, Workspace};
use crate::{cloudformation, terraform};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The settings of one file.
#[derive(Debug)]
pub struct Settled {
    /// What the file says.
    pub settings: Settings,
    /// What it is called.
    pub shown: String,
    /// The values that files with parameters give.
    parameters: BTreeMap<PathBuf, Vec<(String, String)>>,
    facts: OnceLock<Arc<Facts>>,
    problems: Mutex<Vec<Diagnostic>>,
}

impl Settled {
    /// Reads a file that lies in a directory, or counts as if it did.
    pub(super) fn read(workspace: &Workspace<'_>, file: &Path, directory: &Path) -> Self {
        let shown = workspace.shown(file);
        let text = match workspace.files.kind(file) {
            Some(FileKind::File) => workspace.load(file).map_err(|error| error.to_string()),
            _ => Err("not a regular file".into()),
        };
        let mut settings = match text {
            Ok(id) => Settings::read(&workspace.sources, id, directory),
            Err(reason) => {
                let span = Span::new(workspace.sources.add(shown.clone(), ""), 0..0);
                let problems = vec![settings::malformed(span, &format!("the file cannot be read: {reason}"))];
                Settings { directory: directory.to_path_buf(), problems, ..Settings::default() }
            }
        };
        let mut problems = std::mem::take(&mut settings.problems);
        let mut sections = vec![&mut settings.general];
        sections.extend(settings.overrides.iter_mut().map(|one| &mut one.section));
        let lists = sections.into_iter().flat_map(|section| [&mut section.variable_files, &mut section.parameter_files]);
        lists.chain([&mut settings.facts]).for_each(|files| keep_readable(files, workspace, &mut problems));
        let mut parameters = BTreeMap::new();
        for file in settings.all_sections().flat_map(|section| &section.parameter_files) {
            let text = workspace.files.read(&file.value).map_err(|error| error.to_string());
            match text.and_then(|text| cloudformation::read_parameters(&text)) {
                Ok(read) => drop(parameters.insert(file.value.clone(), read)),
                Err(reason) => problems.push(settings::malformed(file.span, &format!("the file gives no parameters: {reason}"))),
            }
        }
        Self { settings, shown, parameters, facts: OnceLock::new(), problems: Mutex::new(problems) }
    }

    pub(super) fn problems(&self) -> Vec<Diagnostic> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The facts of the files that are named, and newer ones on top.
    fn facts(&self, workspace: &Workspace<'_>, newer: &Arc<Facts>) -> Arc<Facts> {
        if self.settings.facts.is_empty() {
            return Arc::clone(newer);
        }
        let read = || {
            let mut facts = Facts::default();
            for file in &self.settings.facts {
                if let Err(reason) = add_facts(workspace, &file.value, &mut facts) {
                    let problem = settings::malformed(file.span, &format!("the file tells no facts: {reason}"));
                    self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                }
            }
            facts.extend(newer);
            Arc::new(facts)
        };
        Arc::clone(self.facts.get_or_init(read))
    }
}

/// Takes out the files that are not there, or may not be read.
fn keep_readable(files: &mut Vec<Entry<PathBuf>>, workspace: &Workspace<'_>, problems: &mut Vec<Diagnostic>) {
    files.retain(|file| {
        let reason = match workspace.files.kind(&file.value) {
            _ if !workspace.may_read(&file.value) => "it lies outside of the repository",
            None => "there is no such file",
            Some(FileKind::File) => return true,
            Some(_) => "it is no file",
        };
        problems.push(settings::malformed(file.span, reason));
        false
    });
}

impl Policy<'_> {
    /// What Terraform is told about a root module.
    pub fn terraform(&self, root: &Path, is_directory: bool) -> Cow<'_, terraform::Inputs> {
        let given = &self.inputs.terraform;
        let Some(settled) = self.of(root, is_directory) else { return Cow::Borrowed(given) };
        let mut inputs = given.clone();
        inputs.facts = settled.facts(self.workspace, &given.facts);
        for section in settled.settings.sections(root, is_directory) {
            let variables = section.variables.iter().map(|(name, value)| (name.clone(), expression(&value.value)));
            inputs.preset_variables.extend(variables);
            inputs.preset_files.extend(section.variable_files.iter().map(|file| file.value.clone()));
            preset(&mut inputs.workspace, given.workspace.as_ref(), section.workspace.as_ref());
            preset(&mut inputs.region, given.region.as_ref(), section.region.as_ref());
        }
        Cow::Owned(inputs)
    }

    /// What CloudFormation is told about a template.
    pub fn cloudformation(&self, template: &Path) -> Cow<'_, cloudformation::Inputs> {
        let given = &self.inputs.cloudformation;
        let Some(settled) = self.of(template, false) else { return Cow::Borrowed(given) };
        let mut inputs = given.clone();
        inputs.facts = settled.facts(self.workspace, &given.facts);
        let sections = settled.settings.sections(template, false);
        let text = |(name, value): &(String, Entry<Value>)| (name.clone(), parameter(&value.value));
        let preset_values = sections.iter().flat_map(|section: &&Section| section.parameters.iter().map(text));
        let files = sections.iter().flat_map(|section: &&Section| &section.parameter_files);
        let of_files = files.filter_map(|file| settled.parameters.get(&file.value)).flatten().cloned();
        inputs.parameters = of_files.chain(preset_values).chain(given.parameters.iter().cloned()).collect();
        sections.iter().for_each(|section| preset(&mut inputs.region, given.region.as_ref(), section.region.as_ref()));
        Cow::Owned(inputs)
    }
}

/// A setting counts where no flag is given.
fn preset(value: &mut Option<String>, flag: Option<&String>, setting: Option<&Entry<String>>) {
    if let (None, Some(setting)) = (flag, setting) {
        *value = Some(setting.value.clone());
    }
}

/// The value of a variable, as the command line takes it: a text as it is, everything else as an expression.
fn expression(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // What looks like an interpolation is none.
        other => other.to_string().replace("${", "$${").replace("%{", "%%{"),
    }
}

/// The value of a parameter: a list is written with commas.
fn parameter(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(parameter).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
