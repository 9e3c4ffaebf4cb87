//! `enilint check`.

use super::change::{ChangeArguments, Told};
use super::levels::{FailOn, Rules};
use super::values::Values;
use super::{Status, Streams, baseline, output, progress};
use crate::check::{Outcome, check, check_change, check_change_set, check_plan};
use crate::discover::skip_unrelated;
use crate::report::{Context, Repository};
use crate::source::{Disk, FileSystem, MAX_FILE_SIZE, Overlay};
use clap::Args;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Exit status: 0 nothing to report, 1 findings at or above --fail-on, 2 wrong usage or settings, 3 something could not be checked.

Examples:
  enilint check                               everything below the current directory
  enilint check infra/ template.yaml          a directory and a file
  enilint check --format concise | head       one line for each finding
  enilint check --base main                   what is new since a revision, and what the change breaks
  enilint check --plan plan.json infra        what Terraform is about to do, by `terraform show -json`
  enilint check --output enilint.sarif        a file for code scanning beside the report on the terminal
  enilint check --baseline enilint-baseline.json  what is new since the baseline
  enilint check --change-set changes.json     what CloudFormation is about to do
  enilint check - --stdin-filename main.tf < buffer   what an editor holds, with the rest of its module
  enilint check --var-file prod.tfvars infra  with the values of one environment")]
pub(super) struct Arguments {
    /// Directories and files to lint; `-` is the file of --stdin-filename with the text on standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The file whose text is on standard input; what belongs to it is read from the disk
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,

    /// Skip files that are named but would not be found in a directory, for tools that name what was changed
    #[arg(long, help_heading = "Findings")]
    skip_unrelated: bool,

    #[command(flatten)]
    output: output::Destinations,

    /// The least severity that makes the exit status 1
    ///
    /// [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<FailOn>,

    /// Hide what is in a baseline that `enilint baseline` wrote
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    baseline: Option<PathBuf>,

    /// Hide nothing that a baseline of enilint.toml knows
    #[arg(long, conflicts_with = "baseline", help_heading = "Findings")]
    no_baseline: bool,

    /// Report what comments and metadata in the linted files ignore, too
    #[arg(long, help_heading = "Findings")]
    no_ignores: bool,

    /// Which files and blocks have their syntax checked: those that can lead to a network resource, or all
    #[arg(long, value_enum, default_value_t, value_name = "WHICH", help_heading = "Findings")]
    syntax: Syntax,

    #[command(flatten)]
    rules: Rules,

    #[command(flatten)]
    change: ChangeArguments,

    #[command(flatten)]
    values: Values,
}

/// What has its syntax checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Syntax {
    /// Those that can lead to a network resource
    #[default]
    Relevant,
    /// All
    All,
}

impl Arguments {
    /// The text of an editor, where one is given.
    fn buffer(&self, streams: &mut Streams<'_>) -> Result<Option<Overlay<'static>>, String> {
        let is_given = self.paths.iter().any(|path| path == Path::new("-"));
        let Some(file) = &self.stdin_filename else {
            return if is_given {
                Err("`-` needs --stdin-filename: what lies around the file belongs to it".into())
            } else {
                Ok(None)
            };
        };
        if !is_given {
            return Err("--stdin-filename needs `-` among the paths".into());
        }
        let mut bytes = Vec::new();
        streams.input.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Err("standard input: the text is too large".into());
        }
        let text = String::from_utf8(bytes).map_err(|error| format!("standard input: {error}"))?;
        Ok(Some(Overlay::new(&Disk, &streams.working_directory.join(file), text)))
    }

    /// The paths, with the name of the file that is on standard input.
    fn paths(&self) -> Vec<PathBuf> {
        let named = |path: &PathBuf| self.stdin_filename.clone().filter(|_| path == Path::new("-")).unwrap_or_else(|| path.clone());
        self.paths.iter().map(named).collect()
    }
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let buffer = match arguments.buffer(streams) {
        Ok(buffer) => buffer,
        Err(reason) => {
            writeln!(streams.err, "enilint: {reason}")?;
            return Ok(Status::Usage);
        }
    };
    let disk = match &buffer {
        Some(buffer) => buffer as &dyn FileSystem,
        None => &Disk,
    };
    let paths = arguments.paths();
    let Some(mut run) = arguments.values.resolve_in(disk, &paths, streams)? else { return Ok(Status::Usage) };
    run.inputs.no_ignores = arguments.no_ignores;
    run.inputs.flags.fail_on = arguments.fail_on.map(FailOn::severity);
    arguments.rules.put_into(&mut run.inputs.flags);
    run.inputs.whole_syntax = arguments.syntax == Syntax::All;
    let workspace = run.workspace(disk);
    run.inputs.given.is_partial = arguments.skip_unrelated;
    if arguments.skip_unrelated {
        skip_unrelated(&workspace, &mut run.paths);
    }
    if !run.read_facts(&workspace, streams)? {
        return Ok(Status::Usage);
    }
    let side = match arguments.change.old_side(&run) {
        Ok(side) => side,
        Err(reason) => {
            writeln!(streams.err, "enilint: {reason}")?;
            return Ok(Status::Usage);
        }
    };
    let told = match arguments.change.told(&run, &workspace, streams.input) {
        Ok(told) => told,
        Err(reason) => {
            writeln!(streams.err, "enilint: {reason}")?;
            return Ok(Status::Usage);
        }
    };
    let base = side.as_ref().map(|side| side.base(&run, &workspace));
    let files = || workspace.sources.len();
    let mut outcome = progress::during(streams.progress.take(), files, || match (&base, &told) {
        (None, None) => check(&workspace, &run.paths, &run.inputs),
        (Some(base), _) => check_change(&workspace, &run.paths, &run.inputs, base),
        (None, Some(Told::Plan(plan))) => check_plan(&workspace, &run.paths, &run.inputs, plan),
        (None, Some(Told::ChangeSet(set))) => check_change_set(&workspace, &run.paths, &run.inputs, set),
    });
    match &arguments.baseline {
        Some(file) => {
            if let Err(reason) = baseline::hide(&run, &workspace, file, &|_| true, &mut outcome) {
                writeln!(streams.err, "enilint: --baseline {}: {reason}", file.display())?;
                return Ok(Status::Usage);
            }
        }
        None if arguments.no_baseline => {}
        None => baseline::hide_by_settings(&run, &workspace, &mut outcome),
    }
    let repository = Repository::around(&streams.working_directory);
    let context = Context { sources: &workspace.sources, repository: &repository };
    let failed = arguments.output.write(&outcome, context, streams)?;
    for refused in &outcome.refused {
        writeln!(streams.err, "enilint: {refused}")?;
    }
    Ok(failed.unwrap_or(status(&outcome)))
}

fn status(outcome: &Outcome) -> Status {
    match () {
        () if outcome.is_misconfigured() || !outcome.refused.is_empty() => Status::Usage,
        () if outcome.is_incomplete() => Status::Incomplete,
        () if outcome.has_failed() => Status::Findings,
        () => Status::Clean,
    }
}
