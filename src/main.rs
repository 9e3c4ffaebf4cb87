//! The binary: streams in, exit status out.

use enilint::cli::{Streams, run};
use enilint::suppression::Date;
use std::io::{BufWriter, IsTerminal, Write, stderr, stdout};
use std::process::ExitCode;
use std::time::SystemTime;

/// Evaluation makes very many small values, on all cores: a quarter of the time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Standard error is not locked: a long run tells there how far it is, from a thread of its own.
    let (mut out, mut err) = (BufWriter::new(stdout().lock()), stderr());
    let environment = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut streams = Streams {
        terminal: stdout().is_terminal().then(|| terminal_size::terminal_size().map_or(100, |(width, _)| width.0.into())),
        links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        progress: stderr().is_terminal().then(|| Box::new(stderr()) as Box<dyn Write + Send>),
        no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        working_directory: std::env::current_dir().unwrap_or_default(),
        home: std::env::home_dir(),
        today: Some(Date::of(SystemTime::now())),
        environment: environment.filter(|(name, _)| name.starts_with("TF_")).collect(),
        input: &mut std::io::stdin(),
        out: &mut out,
        err: &mut err,
    };
    ExitCode::from(run(std::env::args_os(), &mut streams) as u8)
}
