//! `enilint completions`.

use super::{Arguments as Program, Status, Streams};
use clap::{Args, CommandFactory};
use clap_complete::aot::{Generator, Shell};
use std::io;

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint completions bash > ~/.local/share/bash-completion/completions/enilint
  enilint completions zsh > ~/.zfunc/_enilint            (with ~/.zfunc in fpath)
  enilint completions fish > ~/.config/fish/completions/enilint.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let mut command = Program::command();
    command.set_bin_name("enilint");
    command.build();
    arguments.shell.try_generate(&command, streams.out)?;
    streams.out.flush()?;
    Ok(Status::Clean)
}
