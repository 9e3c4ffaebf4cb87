//! `enilint baseline`, and what `--baseline` does to an outcome.

use super::levels::Rules;
use super::output::replace;
use super::values::{Run, Values};
use super::{Color, Status, Streams};
use crate::check::{Outcome, Policy, check};
use crate::diagnostic::{Baseline, Diagnostic, Known, Severity, UNUSED_BASELINE};
use crate::report::{self, Context, Repository};
use crate::settings::{self, Entry, FILE_NAME};
use crate::source::{Disk, Span, Workspace, normalize};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
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

    /// The baseline [default: those of enilint.toml, or enilint-baseline.json]
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
    let files = match &arguments.file {
        Some(given) => BTreeSet::from([normalize(&run.working_directory.join(given))]),
        None => named(&run, &policy, &outcome).into_keys().collect(),
    };
    let is_named = arguments.file.is_none() && !files.is_empty();
    let files = if files.is_empty() { BTreeSet::from([run.working_directory.join("enilint-baseline.json")]) } else { files };
    for file in &files {
        let governs = |finding: &Diagnostic| !is_named || of_finding(&policy, finding).is_some_and(|entry| entry.value == *file);
        let shown = workspace.shown(file);
        let (text, told) = if arguments.prune {
            match pruned(&run, &workspace, file, &governs, &mut outcome) {
                Ok((text, gone)) => (text, format!("Took {} out of", plural(gone))),
                Err(reason) => {
                    writeln!(streams.err, "enilint: {shown}: {reason}")?;
                    return Ok(Status::Usage);
                }
            }
        } else {
            let directory = file.parent().unwrap_or(file);
            let findings = outcome.diagnostics.iter().filter(|finding| governs(finding));
            let (text, count) = Baseline::of(findings.map(|finding| (finding, path_of(&workspace, directory, finding))));
            (text, format!("Wrote {} to", plural(count)))
        };
        if let Err(error) = replace(file, text.as_bytes()) {
            writeln!(streams.err, "enilint: {shown}: cannot be written: {error}")?;
            return Ok(Status::Incomplete);
        }
        writeln!(streams.out, "{told} {shown}.")?;
    }
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

/// A baseline without what is found in it no more, and how much that is.
fn pruned(
    run: &Run,
    workspace: &Workspace<'_>,
    file: &Path,
    governs: &dyn Fn(&Diagnostic) -> bool,
    outcome: &mut Outcome,
) -> Result<(String, usize), String> {
    let mut baseline = read(workspace, file)?;
    let judge = Judge::new(run, workspace, outcome, file);
    judge.hide(&mut baseline, governs, outcome);
    let gone = baseline.prune(|known| judge.looked_at(&known.path));
    Ok((baseline.text(), gone))
}

/// The baseline that the settings name which govern a finding.
fn of_finding(policy: &Policy<'_>, finding: &Diagnostic) -> Option<Entry<PathBuf>> {
    let file = policy.workspace.sources.get(finding.primary()?.span.file);
    policy.of(&policy.workspace.path(&file.path), false)?.settings.baseline.clone()
}

/// The baselines that settings name which govern a path, a finding, or something that was linted, each with the place where that is said.
fn named(run: &Run, policy: &Policy<'_>, outcome: &Outcome) -> BTreeMap<PathBuf, Span> {
    let of_path = |path: &PathBuf| policy.of(path, path.is_dir())?.settings.baseline.clone();
    let found = outcome.diagnostics.iter().filter_map(|finding| of_finding(policy, finding));
    let sources = policy.workspace.sources.all();
    let read = sources.iter().filter(|(_, file)| !file.before).map(|(_, file)| policy.workspace.path(&file.path));
    // Settings further up say what is left out here, and that is all.
    let is_below = |file: &PathBuf| run.paths.iter().any(|path| file.starts_with(path));
    let read: Vec<_> = read.filter(|file| file.file_name().is_some_and(|name| name == FILE_NAME) && is_below(file)).collect();
    run.paths.iter().chain(&read).filter_map(of_path).chain(found).map(|entry| (entry.value, entry.span)).collect()
}

/// Hides what the baselines know that the settings name, each where those settings govern.
pub(super) fn hide_by_settings(run: &Run, workspace: &Workspace<'_>, outcome: &mut Outcome) {
    let policy = Policy::new(workspace, &run.inputs);
    for (file, span) in named(run, &policy, outcome) {
        let governs = |finding: &Diagnostic| of_finding(&policy, finding).is_some_and(|entry| entry.value == file);
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
    let judge = Judge::new(run, workspace, outcome, &file);
    judge.hide(&mut baseline, governs, outcome);
    outcome.hidden += before - outcome.diagnostics.len();
    let policy = Policy::new(workspace, &run.inputs);
    let gone = baseline.unused().filter(|known| judge.looked_at(&known.path));
    outcome.diagnostics.extend(gone.map(|known| {
        let message = format!("`{}` is found no more in `{}`: {}", known.rule, known.path, known.message);
        let diagnostic = Diagnostic::new(UNUSED_BASELINE, Severity::Info, message, known.span);
        let fails = policy.fail_on(known.span.file) <= Severity::Info;
        Diagnostic { fails, ..diagnostic.help("`enilint baseline --prune` takes it out") }
    }));
    Ok(())
}

fn read(workspace: &Workspace<'_>, file: &Path) -> Result<Baseline, String> {
    let id = workspace.load(file).map_err(|error| error.to_string())?;
    Baseline::read(&workspace.sources.get(id).text, id)
}

/// Of which files it can be said that something is found in them no more, or somewhere else.
struct Judge<'a> {
    run: &'a Run,
    workspace: &'a Workspace<'a>,
    directory: PathBuf,
    is_whole: bool,
}

impl<'a> Judge<'a> {
    fn new(run: &'a Run, workspace: &'a Workspace<'a>, outcome: &Outcome, file: &Path) -> Self {
        let directory = file.parent().unwrap_or(file).to_path_buf();
        // What could not be read may hold it.
        let is_whole = !outcome.is_incomplete() && !outcome.is_misconfigured() && run.paths.iter().all(|path| path.is_dir());
        Self { run, workspace, directory, is_whole }
    }

    fn looked_at(&self, path: &str) -> bool {
        self.is_whole && self.is_given(&normalize(&self.directory.join(path)))
    }

    fn is_given(&self, path: &Path) -> bool {
        self.run.paths.iter().any(|given| path.starts_with(given))
    }

    /// Hides what a baseline knows. A finding may have moved from a file that is no more, that is looked through, or beside it.
    fn hide(&self, baseline: &mut Baseline, governs: &dyn Fn(&Diagnostic) -> bool, outcome: &mut Outcome) {
        let path_of = |finding: &Diagnostic| governs(finding).then(|| path_of(self.workspace, &self.directory, finding));
        let may_have_moved = |known: &Known, path: &str| {
            let [old, new] = [&*known.path, path].map(|path| normalize(&self.directory.join(path)));
            self.is_given(&old) || old.parent() == new.parent() || self.workspace.files.kind(&old).is_none()
        };
        baseline.hide(&mut outcome.diagnostics, &path_of, &may_have_moved);
    }
}

/// What a baseline in a directory calls the file of a finding.
fn path_of(workspace: &Workspace<'_>, directory: &Path, finding: &Diagnostic) -> String {
    let file = finding.primary().map(|label| workspace.sources.get(label.span.file));
    file.map_or_else(String::new, |file| relative(directory, &workspace.path(&file.path)))
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
