//! What governs each path of a run: the flags of the command line, and the nearest `enilint.toml` above it, up to the root of the repository.
//! Flags win.

use super::Inputs;
use super::settled::Settled;
use crate::diagnostic::{Diagnostic, Severity, closest};
use crate::discover::{Targets, discover, is_configuration, may_be_template};
use crate::rules::{self, Level, OptionValue, Rule, Runs};
use crate::settings::{self, FILE_NAME, Pattern};
use crate::source::{FileId, FileKind, Span, Workspace};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Findings at or above this fail a run, unless something else is said.
pub const FAIL_ON: Severity = Severity::Warning;

/// Which settings count.
#[derive(Clone, Debug, Default)]
pub enum Origin {
    /// Those of the nearest file above each path.
    #[default]
    Nearest,
    /// Those of one file, as if it lay in the working directory.
    File(PathBuf),
    /// None.
    Nowhere,
}

/// What the command line says about findings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// Where settings come from.
    pub settings: Origin,
    /// The user's home directory: what lies there is about no repository.
    pub home: Option<PathBuf>,
    /// The least severity that fails a run.
    pub fail_on: Option<Severity>,
    /// What is not linted, relative to the working directory.
    pub exclude: Arc<[Pattern]>,
    /// How rules run; the last that is about a rule and a path counts.
    pub rules: Vec<RuleFlag>,
    /// Options of rules; the last that is about an option counts.
    pub options: Vec<OptionFlag>,
}

/// How one rule runs.
#[derive(Clone, Debug)]
pub struct RuleFlag {
    /// Where, relative to the working directory; everywhere without a pattern.
    pub paths: Option<Arc<Pattern>>,
    /// The rule.
    pub rule: &'static str,
    /// How.
    pub level: Level,
}

impl RuleFlag {
    /// `[PATTERN:]RULE=LEVEL`
    pub fn parse(text: &str) -> Result<Self, String> {
        let (subject, level) = text.rsplit_once('=').ok_or("expected [PATTERN:]RULE=LEVEL")?;
        let (pattern, id) = subject.rsplit_once(':').map_or((None, subject), |(pattern, id)| (Some(pattern), id));
        let level = Level::parse(level).ok_or("the level is off, on, info, warning or error")?;
        let paths = pattern.map(|pattern| Pattern::new(pattern, None)).transpose()?.map(Arc::new);
        Ok(Self { paths, rule: rule(id)?.id, level })
    }

    /// A rule that runs in some way everywhere.
    pub fn everywhere(id: &str, level: Level) -> Result<Self, String> {
        Ok(Self { paths: None, rule: rule(id)?.id, level })
    }
}

/// What an option of a rule is set to.
#[derive(Clone, Debug)]
pub struct OptionFlag {
    /// The rule.
    pub rule: &'static str,
    /// The option.
    pub name: String,
    /// The value.
    pub value: OptionValue,
}

impl OptionFlag {
    /// `RULE.OPTION=VALUE`
    pub fn parse(text: &str) -> Result<Self, String> {
        let (subject, value) = text.split_once('=').ok_or("expected RULE.OPTION=VALUE")?;
        let (id, name) = subject.split_once('.').ok_or("expected RULE.OPTION=VALUE")?;
        let rule = rule(id)?;
        let options = &rule.page().options;
        let option = options.iter().find(|option| option.name == name).ok_or_else(|| match options.as_slice() {
            [] => format!("the rule `{id}` has no options"),
            [first, ..] => format!("the rule `{id}` has no such option; is `{}` meant?", first.name),
        })?;
        let value = option.default.parse_like(value).ok_or_else(|| format!("expected {}", option.default.form()))?;
        Ok(Self { rule: rule.id, name: name.to_owned(), value })
    }
}

fn rule(id: &str) -> Result<&'static Rule, String> {
    rules::find(id).ok_or_else(|| match closest(id, rules::ALL.iter().map(|rule| rule.id)) {
        Some(meant) => format!("there is no such rule; is `{meant}` meant?"),
        None => "there is no such rule; `enilint rules` lists them all".to_owned(),
    })
}

/// What governs each path.
pub struct Policy<'a> {
    /// The files.
    pub workspace: &'a Workspace<'a>,
    /// What is given beside them.
    pub inputs: &'a Inputs,
    governing: Mutex<HashMap<PathBuf, Option<Arc<Settled>>>>,
    /// The settings that were read, by their files.
    read: Mutex<BTreeMap<PathBuf, Arc<Settled>>>,
}

impl<'a> Policy<'a> {
    /// A policy for a run. Settings are read when something is asked of them.
    pub fn new(workspace: &'a Workspace<'a>, inputs: &'a Inputs) -> Self {
        let policy = Self { workspace, inputs, governing: Mutex::default(), read: Mutex::default() };
        if let Origin::File(file) = &inputs.flags.settings {
            policy.load(file, workspace.working_directory());
        }
        policy
    }

    /// The settings that govern a path.
    pub fn of(&self, path: &Path, is_directory: bool) -> Option<Arc<Settled>> {
        match &self.inputs.flags.settings {
            Origin::Nowhere => None,
            Origin::File(file) => self.all().get(file).cloned(),
            Origin::Nearest => self.nearest(if is_directory { path } else { path.parent().unwrap_or(path) }),
        }
    }

    /// All settings that were read.
    fn all(&self) -> BTreeMap<PathBuf, Arc<Settled>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of files with settings.
    pub(super) fn files(&self) -> usize {
        self.all().len()
    }

    fn nearest(&self, directory: &Path) -> Option<Arc<Settled>> {
        let mut passed = Vec::new();
        let mut found = None;
        for directory in directory.ancestors() {
            if let Some(known) = self.governing.lock().unwrap_or_else(PoisonError::into_inner).get(directory) {
                found.clone_from(known);
                break;
            }
            passed.push(directory);
            let file = directory.join(FILE_NAME);
            let is_home = self.inputs.flags.home.as_deref() == Some(directory);
            if !is_home && self.workspace.files.kind(&file).is_some() {
                found = Some(self.load(&file, directory));
                break;
            }
            let is_top = self.workspace.files.kind(&directory.join(".git")).is_some();
            if is_top || directory.parent().is_none_or(|parent| !self.workspace.may_read(parent)) {
                break;
            }
        }
        let mut governing = self.governing.lock().unwrap_or_else(PoisonError::into_inner);
        governing.extend(passed.into_iter().map(|directory| (directory.to_path_buf(), found.clone())));
        found
    }

    /// Reads a file, once.
    fn load(&self, file: &Path, directory: &Path) -> Arc<Settled> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let settled = read.entry(file.to_path_buf()).or_insert_with(|| Arc::new(Settled::read(self.workspace, file, directory)));
        Arc::clone(settled)
    }

    /// All files with values of variables that are given.
    pub(super) fn variable_files(&self) -> BTreeSet<PathBuf> {
        let mut files: BTreeSet<PathBuf> = self.inputs.terraform.variable_files.iter().cloned().collect();
        for settled in self.all().values() {
            files
                .extend(settled.settings.all_sections().flat_map(|section| &section.variable_files).map(|file| file.value.clone()));
        }
        files
    }

    fn path(&self, file: FileId) -> PathBuf {
        self.workspace.path(&self.workspace.sources.get(file).path)
    }

    /// What an option of a rule is set to at a path, and where that is said, if not on the command line; `None` where nobody says it.
    pub fn option_at(&self, rule: &Rule, name: &str, path: &Path, is_directory: bool) -> Option<(OptionValue, Option<Span>)> {
        let mut flags = self.inputs.flags.options.iter().rev();
        if let Some(flag) = flags.find(|flag| flag.rule == rule.id && flag.name == name) {
            return Some((flag.value.clone(), None));
        }
        let settled = self.of(path, is_directory)?;
        let set = settled.settings.option(rule.id, name, path, is_directory)?;
        Some((set.value.clone(), Some(set.span)))
    }

    /// How a rule runs at a path where anything is said about that, and where that is said, if not on the command line.
    pub fn level_at(&self, rule: &Rule, path: &Path, is_directory: bool) -> (Option<Level>, Option<Span>) {
        let relative = path.strip_prefix(self.workspace.working_directory()).unwrap_or(path);
        let is_about = |flag: &&RuleFlag| {
            let paths = flag.paths.as_deref();
            flag.rule == rule.id && paths.is_none_or(|pattern| pattern.matches(relative, is_directory) == Some(true))
        };
        if let Some(flag) = self.inputs.flags.rules.iter().rev().find(is_about) {
            return (Some(flag.level), None);
        }
        let settled = self.of(path, is_directory);
        settled
            .and_then(|settled| settled.settings.level(rule.id, path, is_directory).map(|entry| (entry.value, entry.span)))
            .unzip()
    }

    /// The least severity that fails a run, in a file.
    pub fn fail_on(&self, file: FileId) -> Severity {
        let settled = || self.of(&self.path(file), false);
        let given = self.inputs.flags.fail_on;
        given.or_else(|| settled()?.settings.fail_on.as_ref().map(|entry| entry.value)).unwrap_or(FAIL_ON)
    }

    /// Whether a path is not linted.
    pub fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        let relative = path.strip_prefix(self.workspace.working_directory()).unwrap_or(path);
        settings::matches(&self.inputs.flags.exclude, relative, is_directory)
            || self.of(path, is_directory).is_some_and(|settled| settled.settings.excludes(path, is_directory))
            // What lies in a directory that is excluded from further up has no say in that.
            || path.parent().filter(|_| matches!(self.inputs.flags.settings, Origin::Nearest)).is_some_and(|parent| {
                self.above(parent).is_some_and(|settled| settled.settings.excludes(path, is_directory))
            })
    }

    /// The settings above those that govern a directory.
    fn above(&self, directory: &Path) -> Option<Arc<Settled>> {
        let own = self.nearest(directory)?;
        let outer = own.settings.directory.parent()?;
        let is_top = self.workspace.files.kind(&own.settings.directory.join(".git")).is_some() || !self.workspace.may_read(outer);
        if is_top { None } else { self.nearest(outer) }
    }

    /// What there is to lint at some paths.
    pub(super) fn targets(&self, paths: &[PathBuf]) -> Targets {
        let mut targets = discover(self.workspace, paths);
        // Where there is nothing to lint, settings may be wrong all the same.
        paths.iter().for_each(|path| {
            self.of(path, self.is_directory(path));
        });
        // Settings that are named are read, and that is all.
        for file in targets.named.iter().filter(|file| file.file_name().is_some_and(|name| name == FILE_NAME)) {
            targets.templates.remove(file);
            self.of(file, false);
        }
        targets.modules.retain(|directory| !self.excludes(directory, true));
        targets.templates.retain(|file| !self.excludes(file, false));
        targets.plans.retain(|file| !self.excludes(file, false));
        targets.unreadable.retain(|(path, _)| !self.excludes(path, false));
        targets
    }

    /// Takes out what is found in files that are not linted, adds what is wrong with the settings, and says which findings fail the run.
    pub(super) fn settle(&self, diagnostics: &mut Vec<Diagnostic>, paths: &[PathBuf]) {
        let file = |diagnostic: &Diagnostic| diagnostic.primary().map(|label| label.span.file);
        diagnostics.retain(|diagnostic| file(diagnostic).is_none_or(|file| !self.excludes(&self.path(file), false)));
        diagnostics.extend(self.problems(paths));
        for diagnostic in diagnostics {
            diagnostic.fails = file(diagnostic).is_some_and(|file| diagnostic.severity >= self.fail_on(file));
        }
    }

    /// What is wrong with the settings. What matches nothing is told where everything was looked through that it could match.
    pub fn problems(&self, paths: &[PathBuf]) -> Vec<Diagnostic> {
        let mut problems: Vec<_> = self.all().values().flat_map(|settled| settled.problems()).collect();
        for settled in self.looked_through(paths) {
            if !settled.settings.unused().is_empty() {
                self.try_patterns(&settled);
                problems.extend(settled.settings.unused());
            }
        }
        problems
    }

    /// The settings whose whole directory lies at the paths.
    pub(super) fn looked_through(&self, paths: &[PathBuf]) -> Vec<Arc<Settled>> {
        let is_whole = |settled: &Arc<Settled>| {
            paths.iter().any(|path| settled.settings.directory.starts_with(path) && self.is_directory(path))
        };
        self.all().into_values().filter(is_whole).collect()
    }

    fn is_directory(&self, path: &Path) -> bool {
        self.workspace.files.kind(path) == Some(FileKind::Directory)
    }

    /// Patterns count as used where they match a file, whether something was found in it or not.
    fn try_patterns(&self, settled: &Settled) {
        for file in self.workspace.files.walk(&settled.settings.directory).files {
            settled.settings.excludes(&file, false);
            if is_configuration(&file) || may_be_template(&file) {
                settled.settings.sections(&file, false);
            }
        }
    }

    /// A place that says where a setting comes from: `enilint.toml:3`.
    pub fn place(&self, span: Span) -> String {
        let file = self.workspace.sources.get(span.file);
        format!("{}:{}", file.path, file.position(span.start as usize).line)
    }
}

impl Runs for Policy<'_> {
    fn level(&self, rule: &Rule, file: FileId) -> Level {
        let given = self.level_at(rule, &self.path(file), false);
        given.0.unwrap_or_else(|| rules::usual(rule, file))
    }

    fn option(&self, rule: &Rule, name: &str, file: FileId) -> Option<OptionValue> {
        self.option_at(rule, name, &self.path(file), false).map(|(value, _)| value)
    }
}
