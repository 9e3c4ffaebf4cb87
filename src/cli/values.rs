//! What is read and with which values: the paths and flags that every command over configurations has.

use super::Streams;
use crate::check::{Flags, Given, Inputs, Origin, add_facts};
use crate::facts::Facts;
use crate::settings::Pattern;
use crate::source::{Disk, FileSystem, Workspace, normalize};
use crate::{cloudformation, terraform};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Args)]
pub(super) struct Values {
    /// Take the settings of this file for everything, as if it lay in the working directory [default: the nearest enilint.toml]
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    config: Option<PathBuf>,

    /// Use no enilint.toml
    #[arg(long, conflicts_with = "config", help_heading = "Settings")]
    no_config: bool,

    /// Leave out files and directories, by a pattern like those of .gitignore
    #[arg(long, value_name = "PATTERN", value_parser = pattern, help_heading = "Settings")]
    exclude: Vec<Arc<str>>,

    /// Set a Terraform variable of the root modules
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment, help_heading = "Values")]
    var: Vec<(String, String)>,

    /// Read Terraform variables from a file
    #[arg(long, value_name = "FILE", help_heading = "Values")]
    var_file: Vec<PathBuf>,

    /// The Terraform workspace
    #[arg(long, value_name = "NAME", help_heading = "Values")]
    workspace: Option<String>,

    /// Set a CloudFormation parameter
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment, help_heading = "Values")]
    parameter: Vec<(String, String)>,

    /// Read CloudFormation parameters from a file in the form of the AWS CLI or of CodePipeline
    #[arg(long, value_name = "FILE", help_heading = "Values")]
    parameter_file: Vec<PathBuf>,

    /// The region that things are deployed to
    #[arg(long, value_name = "REGION", help_heading = "Values")]
    region: Option<String>,

    /// Read what is known of existing things: a state as JSON, or an answer of `aws ec2 describe-…`
    #[arg(long, value_name = "FILE", help_heading = "Values")]
    facts: Vec<PathBuf>,
}

/// What a run works on.
pub(super) struct Run {
    pub(super) paths: Vec<PathBuf>,
    pub(super) inputs: Inputs,
    facts: Vec<PathBuf>,
    pub(super) working_directory: PathBuf,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    if name.is_empty() { Err("expected NAME=VALUE".into()) } else { Ok((name.into(), value.into())) }
}

fn pattern(text: &str) -> Result<Arc<str>, String> {
    Pattern::new(text, None).map(|_| text.into())
}

impl Values {
    fn flags(&self, working_directory: &Path, home: Option<&Path>) -> Flags {
        let settings = match &self.config {
            Some(file) => Origin::File(normalize(&working_directory.join(file))),
            None if self.no_config => Origin::Nowhere,
            None => Origin::Nearest,
        };
        let exclude = self.exclude.iter().filter_map(|text| Pattern::new(text, None).ok()).collect();
        Flags { settings, home: home.map(normalize), exclude, ..Flags::default() }
    }

    /// Makes paths absolute and reads the environment. `None`, after saying so, where a path does not exist.
    pub(super) fn resolve(self, paths: &[PathBuf], streams: &mut Streams<'_>) -> io::Result<Option<Run>> {
        self.resolve_in(&Disk, paths, streams)
    }

    /// The same where the paths are not those of the disk alone.
    pub(super) fn resolve_in(
        self,
        files: &dyn FileSystem,
        paths: &[PathBuf],
        streams: &mut Streams<'_>,
    ) -> io::Result<Option<Run>> {
        let working_directory = normalize(&streams.working_directory);
        let mut paths: Vec<_> = paths.iter().map(|path| normalize(&working_directory.join(path))).collect();
        if let Some(missing) = paths
            .iter()
            .chain(&self.var_file)
            .chain(&self.parameter_file)
            .chain(&self.facts)
            .chain(&self.config)
            .find(|path| files.kind(&normalize(&working_directory.join(path))).is_none())
        {
            writeln!(streams.err, "enilint: {}: there is no such file or directory", missing.display())?;
            return Ok(None);
        }
        if paths.is_empty() {
            paths.push(working_directory.clone());
        }
        let one_environment = !self.var.is_empty()
            || !self.var_file.is_empty()
            || !self.parameter.is_empty()
            || !self.parameter_file.is_empty()
            || self.workspace.is_some()
            || self.region.is_some();
        let mut parameters = Vec::new();
        for file in &self.parameter_file {
            let text = files.read(&normalize(&working_directory.join(file))).map_err(|error| error.to_string());
            match text.and_then(|text| cloudformation::read_parameters(&text)) {
                Ok(read) => parameters.extend(read),
                Err(error) => {
                    writeln!(streams.err, "enilint: {}: {error}", file.display())?;
                    return Ok(None);
                }
            }
        }
        // What is set one by one wins over files.
        parameters.extend(self.parameter.iter().cloned());
        let inputs = Inputs {
            one_environment,
            today: streams.today,
            whole_syntax: false,
            no_ignores: false,
            given: Given {
                parameters: self.parameter.iter().map(|(name, _)| name.clone()).collect(),
                parameter_files: self.parameter_file.iter().map(|file| normalize(&working_directory.join(file))).collect(),
                is_partial: false,
            },
            flags: self.flags(&working_directory, streams.home.as_deref()),
            terraform: terraform::Inputs {
                variables: self.var,
                variable_files: self.var_file.iter().map(|file| working_directory.join(file)).collect(),
                workspace: self.workspace,
                region: self.region.clone(),
                environment: streams.environment.clone(),
                data_dir: streams.environment.iter().find(|(name, _)| name == "TF_DATA_DIR").map(|(_, value)| PathBuf::from(value)),
                ..Default::default()
            },
            cloudformation: cloudformation::Inputs { parameters, region: self.region, ..Default::default() },
        };
        let facts = self.facts.iter().map(|file| working_directory.join(file)).collect();
        Ok(Some(Run { paths, inputs, facts, working_directory }))
    }
}

impl Run {
    /// The files that may be read: those that are named, and what lies around them.
    pub(super) fn workspace<'f>(&self, files: &'f dyn FileSystem) -> Workspace<'f> {
        let around = self.paths.iter().map(|path| boundary(path, &self.working_directory));
        let given = self.inputs.terraform.variable_files.iter().chain(&self.inputs.given.parameter_files);
        let boundaries: Vec<_> = around.chain(given.cloned()).collect();
        Workspace::new(files, &self.working_directory, &boundaries)
    }

    /// Reads the facts. False, after saying so, where a file tells none.
    pub(super) fn read_facts(&mut self, workspace: &Workspace<'_>, streams: &mut Streams<'_>) -> io::Result<bool> {
        let mut facts = Facts::default();
        for path in &self.facts {
            if let Err(error) = add_facts(workspace, path, &mut facts) {
                writeln!(streams.err, "enilint: {}: {error}", workspace.shown(path))?;
                return Ok(false);
            }
        }
        let facts = Arc::new(facts);
        self.inputs.terraform.facts = Arc::clone(&facts);
        self.inputs.cloudformation.facts = facts;
        Ok(true)
    }
}

/// What a path's configurations may refer to: the repository it lies in; without one, the working directory or the path itself.
pub(super) fn boundary(path: &Path, working_directory: &Path) -> PathBuf {
    let repository = path.ancestors().find(|ancestor| ancestor.join(".git").exists());
    match repository {
        Some(repository) => repository.to_path_buf(),
        None if path.starts_with(working_directory) => working_directory.to_path_buf(),
        None if path.is_dir() => path.to_path_buf(),
        None => path.parent().unwrap_or(path).to_path_buf(),
    }
}
