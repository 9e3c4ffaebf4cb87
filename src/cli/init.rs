//! `enilint init`.

use super::{Status, Streams};
use crate::settings::{FILE_NAME, starter};
use clap::Args;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint init                                enilint.toml in the current directory
  enilint init infra                          in another one, for what lies below it")]
pub(super) struct Arguments {
    /// The directory [default: the current directory]
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let name = arguments.directory.clone().unwrap_or_default().join(FILE_NAME);
    let file = streams.working_directory.join(&name);
    // What is there, be it a link to nothing, stays as it is.
    let written =
        OpenOptions::new().write(true).create_new(true).open(&file).and_then(|mut file| file.write_all(starter().as_bytes()));
    match written {
        Ok(()) => writeln!(streams.out, "Wrote {}: all settings, commented out", name.display())?,
        Err(error) => {
            let reason = match error.kind() {
                ErrorKind::AlreadyExists => "it is there already".to_owned(),
                _ => error.to_string(),
            };
            writeln!(streams.err, "enilint: {} is not written: {reason}", name.display())?;
            return Ok(Status::Usage);
        }
    }
    streams.out.flush()?;
    Ok(Status::Clean)
}
