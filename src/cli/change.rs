//! Where a change comes from: the old side as a git revision or a directory, or what a tool is about to do.

use super::values::Run;
use crate::check::{Base, GivenChangeSet, GivenPlan};
use crate::cloudformation::ChangeSet;
use crate::source::{Disk, FileSystem, Git, Workspace, normalize};
use crate::terraform::Plan;
use clap::Args;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct ChangeArguments {
    /// Compare with a git revision: what the change since then breaks
    #[arg(long, value_name = "REVISION", conflicts_with = "base_dir", help_heading = "Change")]
    base: Option<String>,

    /// Compare with the files in another directory
    #[arg(long, value_name = "DIR", help_heading = "Change")]
    base_dir: Option<PathBuf>,

    /// Check what Terraform is about to do: `terraform show -json` of a plan, or of a state; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["base", "base_dir"], help_heading = "Change")]
    plan: Option<PathBuf>,

    /// Check what CloudFormation is about to do: `aws cloudformation describe-change-set --include-property-values`, all pages; `-` reads
    /// standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["base", "base_dir", "plan"], help_heading = "Change")]
    change_set: Option<PathBuf>,

    /// Leave out what was there before the change
    #[arg(long, help_heading = "Change")]
    new_only: bool,
}

/// Where the old side's files come from, and which of its paths are which.
pub(super) struct OldSide {
    files: Box<dyn FileSystem>,
    after: PathBuf,
    before: PathBuf,
    new_only: bool,
}

/// What a tool tells of a change.
pub(super) enum Told {
    Plan(Box<GivenPlan>),
    ChangeSet(GivenChangeSet),
}

impl ChangeArguments {
    /// The old side, if one is given; or why it cannot be read.
    pub(super) fn old_side(&self, run: &Run) -> Result<Option<OldSide>, String> {
        match (&self.base, &self.base_dir) {
            (Some(revision), _) => self.revision(revision, run).map(Some),
            (None, Some(directory)) => self.directory(directory, run).map(Some),
            (None, None) if self.new_only && self.plan.is_none() => Err("--new-only needs --base, --base-dir or --plan".into()),
            (None, None) => Ok(None),
        }
    }

    /// What a tool tells, if that is given; or why it cannot be opened.
    pub(super) fn told(&self, run: &Run, workspace: &Workspace<'_>, input: &mut dyn Read) -> Result<Option<Told>, String> {
        let (flag, file) = match (&self.plan, &self.change_set) {
            (Some(file), _) => ("--plan", file),
            (None, Some(file)) => ("--change-set", file),
            (None, None) => return Ok(None),
        };
        let (path, shown) = place(file, run, workspace);
        let mut reader: Box<dyn BufRead + '_> = match &path {
            Some(path) => workspace.files.open(path).map_err(|error| format!("{flag} {shown}: {error}"))?,
            None => Box::new(BufReader::new(input)),
        };
        let new_only = self.new_only;
        Ok(Some(match self.plan {
            Some(_) => Told::Plan(Box::new(GivenPlan { shown, path, plan: Plan::read(&mut reader), new_only })),
            None => Told::ChangeSet(GivenChangeSet { shown, path, sets: ChangeSet::read(&mut reader), new_only }),
        }))
    }

    fn revision(&self, revision: &str, run: &Run) -> Result<OldSide, String> {
        let path = run.paths.first().unwrap_or(&run.working_directory);
        let directory = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        let git = Git::open(directory, revision).map_err(|error| format!("--base {revision}: {error}"))?;
        let root = git.root().to_path_buf();
        if let Some(outside) = run.paths.iter().find(|path| !path.starts_with(&root)) {
            return Err(format!("--base {revision}: {} lies in another repository", outside.display()));
        }
        Ok(OldSide { files: Box::new(git), after: root.clone(), before: root, new_only: self.new_only })
    }

    /// The directory stands for the working directory, or for the one path that is given where it does not hold that path itself.
    fn directory(&self, directory: &Path, run: &Run) -> Result<OldSide, String> {
        let before = normalize(&run.working_directory.join(directory));
        if !before.exists() {
            return Err(format!("--base-dir {}: there is no such file or directory", directory.display()));
        }
        let after = match run.paths.as_slice() {
            [path] => match path.strip_prefix(&run.working_directory) {
                Ok(rest) if before.join(rest).exists() && before.is_dir() => run.working_directory.clone(),
                _ if path.is_file() && before.is_dir() => path.parent().unwrap_or(path).to_path_buf(),
                _ => path.clone(),
            },
            _ => run.working_directory.clone(),
        };
        Ok(OldSide { files: Box::new(Disk), after, before, new_only: self.new_only })
    }
}

/// The path of a file and what it is called in reports; `-` is standard input, and has no path.
fn place(file: &Path, run: &Run, workspace: &Workspace<'_>) -> (Option<PathBuf>, String) {
    if file == Path::new("-") {
        return (None, "stdin".into());
    }
    let path = normalize(&run.working_directory.join(file));
    let shown = workspace.shown(&path);
    (Some(path), shown)
}

impl OldSide {
    /// The old side beside the new one.
    pub(super) fn base<'a>(&'a self, run: &Run, workspace: &Workspace<'_>) -> Base<'a> {
        let around = super::values::boundary(&self.before, &run.working_directory);
        let boundaries: Vec<_> =
            [around, self.before.clone()].into_iter().chain(run.inputs.terraform.variable_files.iter().cloned()).collect();
        Base {
            workspace: Workspace::new(&*self.files, &run.working_directory, &boundaries).before(workspace),
            after: self.after.clone(),
            before: self.before.clone(),
            new_only: self.new_only,
        }
    }
}
