//! `enilint check`.

use super::{Color, Status, Streams};
use crate::check::{Inputs, Outcome, check};
use crate::diagnostic::Severity;
use crate::report::{self, Format};
use crate::source::{Disk, Workspace, normalize};
use crate::{cloudformation, terraform};
use clap::{Args, ValueEnum};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Exit status: 0 nothing to report, 1 findings at or above --fail-on, 2 wrong usage, 3 something could not be checked.

Examples:
  enilint check                               everything below the current directory
  enilint check infra/ template.yaml          a directory and a file
  enilint check --format concise | head       one line for each finding
  enilint check --var-file prod.tfvars infra  with the values of one environment")]
pub(super) struct Arguments {
    /// Directories and files to lint [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    format: Format,

    /// When to use colours
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Output")]
    color: Color,

    /// Print findings only, no summary
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,

    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY", help_heading = "Output")]
    fail_on: FailOn,

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

    /// The region that things are deployed to
    #[arg(long, value_name = "REGION", help_heading = "Values")]
    region: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    if name.is_empty() { Err("expected NAME=VALUE".into()) } else { Ok((name.into(), value.into())) }
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let working_directory = normalize(&streams.working_directory);
    let mut paths: Vec<_> = arguments.paths.iter().map(|path| normalize(&working_directory.join(path))).collect();
    if let Some(missing) = paths.iter().chain(&arguments.var_file).find(|path| !working_directory.join(path).exists()) {
        writeln!(streams.err, "enilint: {}: there is no such file or directory", missing.display())?;
        return Ok(Status::Usage);
    }
    if paths.is_empty() {
        paths.push(working_directory.clone());
    }
    let boundaries: Vec<_> = paths.iter().map(|path| boundary(path, &working_directory)).collect();
    let style = streams.style(arguments.color, arguments.format, arguments.quiet);
    let inputs = Inputs {
        terraform: terraform::Inputs {
            variables: arguments.var,
            variable_files: arguments.var_file.iter().map(|file| working_directory.join(file)).collect(),
            workspace: arguments.workspace,
            region: arguments.region.clone(),
            environment: streams.environment.clone(),
            data_dir: streams.environment.iter().find(|(name, _)| name == "TF_DATA_DIR").map(|(_, value)| PathBuf::from(value)),
        },
        cloudformation: cloudformation::Inputs { parameters: arguments.parameter, region: arguments.region },
    };
    let workspace = Workspace::new(&Disk, &working_directory, &boundaries);
    let outcome = check(&workspace, &paths, &inputs);
    report::write(arguments.format, &outcome, &workspace.sources, style, streams.out)?;
    streams.out.flush()?;
    Ok(status(&outcome, arguments.fail_on))
}

/// What a path's configurations may refer to: the repository it lies in; without one, the working directory or the path itself.
fn boundary(path: &Path, working_directory: &Path) -> PathBuf {
    let repository = path.ancestors().find(|ancestor| ancestor.join(".git").exists());
    match repository {
        Some(repository) => repository.to_path_buf(),
        None if path.starts_with(working_directory) => working_directory.to_path_buf(),
        None if path.is_dir() => path.to_path_buf(),
        None => path.parent().unwrap_or(path).to_path_buf(),
    }
}

fn status(outcome: &Outcome, fail_on: FailOn) -> Status {
    let threshold = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
    };
    match outcome.worst() {
        _ if outcome.is_incomplete() => Status::Incomplete,
        Some(worst) if worst >= threshold => Status::Findings,
        _ => Status::Clean,
    }
}
