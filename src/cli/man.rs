//! `enilint man`.

use super::{Arguments as Program, Status, Streams};
use clap::{Args, CommandFactory};
use clap_mangen::Man;
use std::fs;
use std::io;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint man | man -l -                                 the page of the program
  enilint man check | man -l -                           the page of a command
  enilint man --directory /usr/local/share/man/man1      all pages, as files")]
pub(super) struct Arguments {
    /// The command the page is about [default: the program as a whole]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,

    /// Write all pages to a directory
    #[arg(long, value_name = "DIRECTORY", conflicts_with = "command")]
    directory: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let mut program = Program::command();
    if let Some(directory) = &arguments.directory {
        let place = streams.working_directory.join(directory);
        if let Err(error) = fs::create_dir_all(&place).and_then(|()| clap_mangen::generate_to(program, &place)) {
            writeln!(streams.err, "enilint: {}: cannot be written: {error}", directory.display())?;
            return Ok(Status::Incomplete);
        }
        return Ok(Status::Clean);
    }
    program.build();
    let page = match &arguments.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(page) = page else {
        let name = arguments.command.as_deref().unwrap_or_default();
        writeln!(streams.err, "enilint: there is no command `{}`; `enilint --help` lists them all", name.escape_debug())?;
        return Ok(Status::Usage);
    };
    Man::new(page.clone()).render(&mut streams.out)?;
    streams.out.flush()?;
    Ok(Status::Clean)
}
