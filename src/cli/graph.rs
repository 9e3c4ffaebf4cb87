//! `enilint graph`.

use super::values::Values;
use super::{Color, Status, Streams};
use crate::check::{Evaluated, Outcome, Policy, syntax_error, unreadable};
use crate::graph::Graph;
use crate::report::facts::{Facts, Format};
use crate::report::{self, Context, Repository, facts};
use crate::source::Disk;
use clap::Args;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Exit status: 0 everything could be read, 2 wrong usage, 3 something could not (it is named on standard error).

Examples:
  enilint graph infra                         the launches below a directory, each with its interfaces
  enilint graph --format json infra           every network resource with what is known of it")]
pub(super) struct Arguments {
    /// Directories and files to read [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to print the graph
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    format: Format,

    #[command(flatten)]
    values: Values,
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let Some(mut run) = arguments.values.resolve(&arguments.paths, streams)? else { return Ok(Status::Usage) };
    let workspace = run.workspace(&Disk);
    if !run.read_facts(&workspace, streams)? {
        return Ok(Status::Usage);
    }
    let policy = Policy::new(&workspace, &run.inputs);
    let Evaluated { results, targets } = policy.evaluate(&run.paths, |root, mut configuration| {
        let errors = std::mem::take(&mut configuration.errors);
        (Facts::of(&Graph::new(configuration), &workspace.sources, &workspace.shown(root)), errors)
    });
    let mut problems = Outcome::default();
    let mut all = Facts::default();
    for (facts, errors) in results {
        all.extend(facts);
        problems.diagnostics.extend(errors.into_iter().map(syntax_error));
    }
    for (path, reason) in targets.unreadable {
        problems.diagnostics.push(unreadable(&workspace, &path, &reason));
    }
    problems.diagnostics.extend(policy.problems(&run.paths));
    facts::write(arguments.format, &all, streams.out)?;
    streams.out.flush()?;
    let style = streams.style(Color::Never, true);
    let context = Context { sources: &workspace.sources, repository: &Repository::default() };
    report::write(report::Format::Concise, &problems, context, style, streams.err)?;
    Ok(match () {
        () if problems.is_misconfigured() => Status::Usage,
        () if problems.is_incomplete() => Status::Incomplete,
        () => Status::Clean,
    })
}
