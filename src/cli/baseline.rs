//! `enilint baseline`, and what `--baseline` does to an outcome.

use super::levels::Rules;
use super::output::replace;
use super::values::{Run, Values};
use super::{Color, Status, Streams};
use crate::check::{FAIL_ON, Outcome, Policy, check};
use crate::diagnostic::{Baseline, Diagnostic, Severity, UNUSED_BASELINE};
use crate::report::{self, Context, Repository};
use crate::settings;
use crate::source::{Disk, Span, Workspace, normalize};
use clap::Args;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint baseline                            write what is found now to enilint-baseline.json
  enilint check --baseline enilint-baseline.json
  enilint baseline --prune                    take out what is found no more")]
pub(super) struct Arguments {
    /// Directories and files to lint [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The baseline [default: that of enilint.toml, or enilint-baseline.json]
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Take out what is found no more, and add nothing
    #[arg(long)]
    prune: bool,

    #[command(flatten)]
    rules: Rules,

    #[command(flatten)]
    values: Values,
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let Some(mut run) = arguments.values.resolve(&arguments.paths, streams)? else { return Ok(Status::Usage) };
    arguments.rules.put_into(&mut run.inputs.flags);
    let workspace = run.workspace(&Disk);
    if !run.read_facts(&workspace, streams)? {
        return Ok(Status::Usage);
    }
    let mut outcome = check(&workspace, &run.paths, &run.inputs);
    let policy = Policy::new(&workspace, &run.inputs);
    let set = policy.of(&run.working_directory, true).and_then(|settled| Some(settled.settings.baseline.as_ref()?.value.clone()));
    let file = match &arguments.file {
        Some(given) => normalize(&run.working_directory.join(given)),
        None => set.unwrap_or_else(|| run.working_directory.join("enilint-baseline.json")),
    };
    let shown = workspace.shown(&file);
    let (text, told) = if arguments.prune {
        let mut baseline = match read(&workspace, &file) {
            Ok(baseline) => baseline,
            Err(reason) => {
                writeln!(streams.err, "enilint: {shown}: {reason}")?;
                return Ok(Status::Usage);
            }
        };
        outcome.diagnostics.retain(|diagnostic| !baseline.hides(diagnostic));
        let judge = Judge::new(&run, &outcome, &file);
        let gone = baseline.prune(|known| judge.looked_at(&known.path));
        (baseline.text(), format!("Took {} out of", plural(gone)))
    } else {
        let directory = file.parent().unwrap_or(&file);
        let path = |diagnostic: &Diagnostic| {
            diagnostic
                .primary()
                .map_or(String::new(), |label| relative(directory, &workspace.path(&workspace.sources.get(label.span.file).path)))
        };
        let text = Baseline::of(outcome.diagnostics.iter().map(|diagnostic| (diagnostic, path(diagnostic))));
        let count = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.is_finding()).count();
        (text, format!("Wrote {} to", plural(count)))
    };
    if let Err(error) = replace(&file, text.as_bytes()) {
        writeln!(streams.err, "enilint: {shown}: cannot be written: {error}")?;
        return Ok(Status::Incomplete);
    }
    writeln!(streams.out, "{told} {shown}.")?;
    streams.out.flush()?;
    // What could not be checked is not in it.
    outcome.diagnostics.retain(|diagnostic| !diagnostic.is_finding() || diagnostic.is_about_settings());
    let context = Context { sources: &workspace.sources, repository: &Repository::default() };
    report::write(report::Format::Concise, &outcome, context, streams.style(Color::Never, true), streams.err)?;
    Ok(match () {
        () if outcome.is_misconfigured() => Status::Usage,
        () if outcome.is_incomplete() => Status::Incomplete,
        () => Status::Clean,
    })
}

/// Hides what the baselines know that the settings name, each where those settings govern.
pub(super) fn hide_by_settings(run: &Run, workspace: &Workspace<'_>, outcome: &mut Outcome) {
    let policy = Policy::new(workspace, &run.inputs);
    let of = |path: &Path, is_directory: bool| policy.of(path, is_directory)?.settings.baseline.clone();
    let of_finding = |diagnostic: &Diagnostic| {
        let file = diagnostic.primary()?.span.file;
        of(&workspace.path(&workspace.sources.get(file).path), false)
    };
    let given = run.paths.iter().filter_map(|path| of(path, path.is_dir()));
    let found = outcome.diagnostics.iter().filter_map(of_finding);
    let baselines: BTreeMap<PathBuf, Span> = given.chain(found).map(|entry| (entry.value, entry.span)).collect();
    for (file, span) in baselines {
        let governs = |diagnostic: &Diagnostic| of_finding(diagnostic).is_some_and(|entry| entry.value == file);
        if let Err(reason) = hide(run, workspace, &file, &governs, outcome) {
            let wrong = settings::malformed(span, &format!("the baseline cannot be read: {reason}"));
            outcome.diagnostics.push(Diagnostic { fails: true, ..wrong.help("`enilint baseline` writes it") });
        }
    }
}

/// Hides what a baseline knows, and tells what of it is found no more.
pub(super) fn hide(
    run: &Run,
    workspace: &Workspace<'_>,
    file: &Path,
    governs: &dyn Fn(&Diagnostic) -> bool,
    outcome: &mut Outcome,
) -> Result<(), String> {
    let file = normalize(&run.working_directory.join(file));
    let mut baseline = read(workspace, &file)?;
    let before = outcome.diagnostics.len();
    outcome.diagnostics.retain(|diagnostic| !(governs(diagnostic) && baseline.hides(diagnostic)));
    outcome.hidden += before - outcome.diagnostics.len();
    let judge = Judge::new(run, outcome, &file);
    let gone: Vec<_> = baseline.unused().filter(|known| judge.looked_at(&known.path)).cloned().collect();
    let fails = run.inputs.flags.fail_on.unwrap_or(FAIL_ON) <= Severity::Info;
    outcome.diagnostics.extend(gone.into_iter().map(|known| {
        let message = format!("`{}` is found no more in `{}`: {}", known.rule, known.path, known.message);
        let diagnostic = Diagnostic::new(UNUSED_BASELINE, Severity::Info, message, known.span);
        Diagnostic { fails, ..diagnostic.help("`enilint baseline --prune` takes it out") }
    }));
    Ok(())
}

fn read(workspace: &Workspace<'_>, file: &Path) -> Result<Baseline, String> {
    let id = workspace.load(file).map_err(|error| error.to_string())?;
    Baseline::read(&workspace.sources.get(id).text, id)
}

/// Of which files it can be said that something is found in them no more.
struct Judge<'a> {
    run: &'a Run,
    directory: PathBuf,
    is_whole: bool,
}

impl<'a> Judge<'a> {
    fn new(run: &'a Run, outcome: &Outcome, file: &Path) -> Self {
        let directory = file.parent().unwrap_or(file).to_path_buf();
        // What could not be read may hold it.
        let is_whole = !outcome.is_incomplete() && !outcome.is_misconfigured() && run.paths.iter().all(|path| path.is_dir());
        Self { run, directory, is_whole }
    }

    fn looked_at(&self, path: &str) -> bool {
        let path = normalize(&self.directory.join(path));
        self.is_whole && self.run.paths.iter().any(|given| path.starts_with(given))
    }
}

/// A path as seen from a directory above it; any other as it is.
fn relative(directory: &Path, path: &Path) -> String {
    let names =
        path.strip_prefix(directory).map(|path| path.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/"));
    names.unwrap_or_else(|_| path.display().to_string())
}

fn plural(count: usize) -> String {
    if count == 1 { "1 finding".into() } else { format!("{count} findings") }
}
