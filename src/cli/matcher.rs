//! `enilint matcher`.

use super::{Status, Streams};
use crate::report::matcher::{self, Matcher};
use clap::Args;
use std::io;

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint matcher vscode > .vscode/tasks.json
  enilint matcher github > \"$RUNNER_TEMP/enilint.json\" && echo \"::add-matcher::$RUNNER_TEMP/enilint.json\"")]
pub(super) struct Arguments {
    /// Who reads the lines
    #[arg(value_name = "READER", value_enum)]
    matcher: Matcher,
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    matcher::write(arguments.matcher, streams.out)?;
    streams.out.flush()?;
    Ok(Status::Clean)
}
