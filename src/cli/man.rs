//! `enilint man`.

use super::{Arguments as Program, Status, Streams};
use clap::{Args, CommandFactory};
use clap_mangen::Man;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
    let mut program = Program::command().disable_help_subcommand(true);
    program.build();
    if let Some(directory) = &arguments.directory {
        if let Err(error) = write_all(&program, &streams.working_directory.join(directory)) {
            writeln!(streams.err, "enilint: {}: cannot be written: {error}", directory.display())?;
            return Ok(Status::Incomplete);
        }
        return Ok(Status::Clean);
    }
    let command = match &arguments.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(command) = command else {
        let name = arguments.command.as_deref().unwrap_or_default();
        writeln!(streams.err, "enilint: there is no command `{}`; `enilint --help` lists them all", name.escape_debug())?;
        return Ok(Status::Usage);
    };
    page(command).render(&mut streams.out)?;
    streams.out.flush()?;
    Ok(Status::Clean)
}

/// The page of a command. All belong to one program, whose version they have.
fn page(command: &clap::Command) -> Man {
    Man::new(command.clone()).source(concat!("enilint ", env!("CARGO_PKG_VERSION"))).manual("User Commands")
}

fn write_all(program: &clap::Command, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for command in std::iter::once(program).chain(program.get_subcommands()) {
        let page = page(command);
        let mut text = Vec::new();
        page.render(&mut text)?;
        fs::write(directory.join(page.get_filename()), text)?;
    }
    Ok(())
}
