//! The command line: arguments, streams, exit statuses, and one file per subcommand.

mod baseline;
mod change;
mod check;
mod completions;
mod config;
mod explain;
mod graph;
mod init;
mod levels;
mod man;
mod matcher;
mod memory;
mod output;
mod progress;
mod rules;
mod values;

use crate::report::Style;
use crate::suppression::Date;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// What a run is connected to. A test gives its own.
pub struct Streams<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    /// Standard input, for what is given as `-`.
    pub input: &'a mut dyn Read,
    /// The width of the terminal that standard output is, if it is one.
    pub terminal: Option<usize>,
    /// Whether that terminal shows hyperlinks.
    pub links: bool,
    /// Where a long run may say how far it is, if there is a terminal for that.
    pub progress: Option<Box<dyn Write + Send>>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// The directory that relative paths start from.
    pub working_directory: PathBuf,
    /// The user's home directory: settings that lie there are about no repository.
    pub home: Option<PathBuf>,
    /// The day on which ignores may expire.
    pub today: Option<Date>,
    /// The environment's `TF_VAR_…` and `TF_DATA_DIR`, for Terraform's variables.
    pub environment: Vec<(String, String)>,
}

/// How a run ended; the process's exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There is nothing to report.
    Clean = 0,
    /// There are findings at or above `--fail-on`.
    Findings = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// Something could not be checked: an unreadable file, a syntax error.
    Incomplete = 3,
}

/// Find the mistakes with EC2 network interfaces in Terraform and CloudFormation before AWS does.
#[derive(Parser)]
#[command(
    name = "enilint",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  enilint check                         lint everything below the current directory
  enilint explain same-subnet-enis      what a rule finds, why it hurts, how to fix it
  enilint completions bash              completions, to be saved where the shell looks for them"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one of them")]
enum Command {
    /// Lint Terraform modules and CloudFormation templates
    Check(check::Arguments),
    /// Print the graph of instances and network interfaces
    Graph(graph::Arguments),
    /// Explain a rule: what it finds, why it hurts, how to fix it
    Explain(explain::Arguments),
    /// List all rules
    Rules,
    /// Write a baseline: findings that `check --baseline` hides
    Baseline(baseline::Arguments),
    /// Write an enilint.toml with all settings, commented out
    Init(init::Arguments),
    /// Print the settings that are in force, and where they come from
    Config(config::Arguments),
    /// Print a problem matcher: how an editor or a build log reads the concise format
    Matcher(matcher::Arguments),
    /// Print the completions of a shell
    Completions(completions::Arguments),
    /// Print a man page
    Man(man::Arguments),
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Runs the program: arguments in, exit status out.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Status {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, streams),
    };
    let result = match memory_for(&arguments.command, streams) {
        Ok(None) => execute(arguments.command, streams),
        ended => ended.map(|status| status.unwrap_or(Status::Incomplete)),
    };
    ended(result, streams)
}

/// Whether there is enough memory for a command, and else how the run ends.
fn memory_for(command: &Command, streams: &mut Streams<'_>) -> io::Result<Option<Status>> {
    match command {
        Command::Check(_) | Command::Graph(_) | Command::Baseline(_) => memory::watch(streams),
        _ => Ok(None),
    }
}

fn execute(command: Command, streams: &mut Streams<'_>) -> io::Result<Status> {
    match command {
        Command::Check(arguments) => check::run(arguments, streams),
        Command::Graph(arguments) => graph::run(arguments, streams),
        Command::Explain(arguments) => explain::run(&arguments, streams),
        Command::Rules => rules::run(streams),
        Command::Baseline(arguments) => baseline::run(arguments, streams),
        Command::Init(arguments) => init::run(&arguments, streams),
        Command::Config(arguments) => config::run(arguments, streams),
        Command::Matcher(arguments) => matcher::run(arguments, streams),
        Command::Completions(arguments) => completions::run(arguments, streams),
        Command::Man(arguments) => man::run(&arguments, streams),
    }
}

/// What cannot be written is told, if that can be.
fn ended(result: io::Result<Status>, streams: &mut Streams<'_>) -> Status {
    match result {
        Ok(status) => status,
        // Whoever reads has seen enough (`| head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            // Where standard error is gone too, the status alone has to tell.
            let _ = writeln!(streams.err, "enilint: cannot write the output: {error}");
            Status::Incomplete
        }
    }
}

/// clap's own messages: help and version are answers, everything else is wrong usage.
fn usage(error: &clap::Error, streams: &mut Streams<'_>) -> Status {
    let colored = streams.terminal.is_some() && !streams.no_color;
    let text = error.render();
    let text = if colored { text.ansi().to_string() } else { text.to_string() };
    if error.use_stderr() {
        // There is nowhere else to say it.
        let _ = streams.err.write_all(text.as_bytes());
        return Status::Usage;
    }
    let written = streams.out.write_all(text.as_bytes()).and_then(|()| streams.out.flush());
    ended(written.map(|()| Status::Clean), streams)
}

impl Streams<'_> {
    fn style(&self, color: Color, quiet: bool) -> Style {
        let color = match color {
            Color::Auto => self.terminal.is_some() && !self.no_color,
            Color::Always => true,
            Color::Never => false,
        };
        Style { color, links: self.links && self.terminal.is_some(), width: self.terminal.unwrap_or(100), quiet }
    }
}
