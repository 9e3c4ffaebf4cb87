//! `enilint config`: what is in force for a path, as TOML, each line with where it comes from.

use super::levels::{FailOn, Rules};
use super::values::Values;
use super::{Color, Status, Streams};
use crate::check::{FAIL_ON, Outcome, Policy, Settled};
use crate::report::{self, Context, Repository};
use crate::rules::{self, Level};
use crate::settings::keys::LEVEL;
use crate::settings::{Entry, Section, schema};
use crate::source::Disk;
use clap::Args;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Exit status: 0, or 2 for wrong usage or settings (what is wrong with them is told on standard error).

Examples:
  enilint config                              what is in force in the current directory
  enilint config envs/prod/main.tf            for one file
  enilint config --schema > enilint.schema.json")]
pub(super) struct Arguments {
    /// The file or directory that it is about [default: the current directory]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Print the JSON schema of enilint.toml instead, for editors
    #[arg(long)]
    schema: bool,

    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Output")]
    fail_on: Option<FailOn>,

    #[command(flatten)]
    rules: Rules,

    #[command(flatten)]
    values: Values,
}

pub(super) fn run(arguments: Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    if arguments.schema {
        writeln!(streams.out, "{:#}", schema())?;
        streams.out.flush()?;
        return Ok(Status::Clean);
    }
    let paths: Vec<_> = arguments.path.into_iter().collect();
    let Some(mut run) = arguments.values.resolve(&paths, streams)? else { return Ok(Status::Usage) };
    run.inputs.flags.fail_on = arguments.fail_on.map(FailOn::severity);
    arguments.rules.put_into(&mut run.inputs.flags);
    let workspace = run.workspace(&Disk);
    let policy = Policy::new(&workspace, &run.inputs);
    let Some(path) = run.paths.first() else { return Ok(Status::Usage) };
    let is_directory = path.is_dir();
    let settled = policy.of(path, is_directory);
    let mut report = Report { policy: &policy, settled: settled.as_deref(), path, is_directory, text: String::new() };
    report.all();
    streams.out.write_all(report.text.as_bytes())?;
    streams.out.flush()?;
    let problems = Outcome { diagnostics: policy.problems(&run.paths), ..Outcome::default() };
    let context = Context { sources: &workspace.sources, repository: &Repository::default() };
    report::write(report::Format::Concise, &problems, context, streams.style(Color::Never, true), streams.err)?;
    Ok(if problems.is_misconfigured() { Status::Usage } else { Status::Clean })
}

struct Report<'a> {
    policy: &'a Policy<'a>,
    settled: Option<&'a Settled>,
    path: &'a Path,
    is_directory: bool,
    text: String,
}

const FLAG: &str = "command line";

impl Report<'_> {
    fn all(&mut self) {
        let shown = self.policy.workspace.shown(self.path);
        let from = self.settled.map_or("no enilint.toml".into(), |settled| settled.shown.clone());
        self.text = format!("# In force for {shown}: {from}\n\n");
        self.general();
        self.rules();
        self.terraform();
        self.cloudformation();
    }

    fn line(&mut self, name: &str, value: &Value, origin: &str) {
        self.text += &format!("{name} = {}  # {origin}\n", toml(value));
    }

    fn place<T>(&self, entry: &Entry<T>) -> String {
        self.policy.place(entry.span)
    }

    fn general(&mut self) {
        let flags = &self.policy.inputs.flags;
        let settings = self.settled.map(|settled| &settled.settings);
        let set = settings.and_then(|settings| settings.fail_on.as_ref());
        let (fail_on, origin) = match (flags.fail_on, set) {
            (Some(given), _) => (given, FLAG.into()),
            (None, Some(set)) => (set.value, self.place(set)),
            (None, None) => (FAIL_ON, "default".into()),
        };
        self.line("fail-on", &fail_on.to_string().into(), &origin);
        let given = flags.exclude.iter();
        let exclude = settings.into_iter().flat_map(|settings| &settings.exclude).chain(given);
        let exclude: Vec<_> = exclude.map(|one| (one.text.clone(), one.span)).collect();
        self.list("exclude", exclude);
        let facts = settings.into_iter().flat_map(|settings| &settings.facts);
        let facts: Vec<_> = facts.map(|file| (self.policy.workspace.shown(&file.value), Some(file.span))).collect();
        self.list("facts", facts);
        if let Some(baseline) = settings.and_then(|settings| settings.baseline.as_ref()) {
            let (value, origin) = (self.policy.workspace.shown(&baseline.value).into(), self.place(baseline));
            self.line("baseline", &value, &origin);
        }
        let given = self.policy.inputs.terraform.region.clone();
        self.last("region", given, |section| section.region.as_ref());
    }

    /// A list, each of whose items has its own line and origin.
    fn list(&mut self, name: &str, items: Vec<(String, Option<crate::source::Span>)>) {
        if items.is_empty() {
            return;
        }
        self.text += &format!("{name} = [\n");
        for (item, span) in items {
            let origin = span.map_or(FLAG.into(), |span| self.policy.place(span));
            self.text += &format!("  {},  # {origin}\n", toml(&item.into()));
        }
        self.text += "]\n";
    }

    /// What one flag, or else the last section that has it, says.
    fn last(&mut self, name: &str, given: Option<String>, get: impl Fn(&Section) -> Option<&Entry<String>>) {
        let set = self.sections().into_iter().filter_map(get).next_back();
        let line = match (given, set) {
            (Some(given), _) => Some((given, FLAG.to_owned())),
            (None, Some(set)) => Some((set.value.clone(), self.place(set))),
            (None, None) => None,
        };
        if let Some((value, origin)) = line {
            self.line(name, &value.into(), &origin);
        }
    }

    fn sections(&self) -> Vec<&Section> {
        self.settled.map_or(Vec::new(), |settled| settled.settings.sections(self.path, self.is_directory))
    }

    fn rules(&mut self) {
        self.text += "\n[rules]\n";
        for rule in rules::ALL {
            let page = rule.page();
            let (level, origin) = match self.policy.level_at(rule, self.path, self.is_directory) {
                (Some(level), Some(span)) => (level, self.policy.place(span)),
                (Some(level), None) => (level, FLAG.to_owned()),
                (None, _) => (if page.default { Level::On } else { Level::Off }, "default".to_owned()),
            };
            let level = match level {
                Level::Off => "off".to_owned(),
                Level::On => page.severity.to_string(),
                Level::At(severity) => severity.to_string(),
            };
            if page.options.is_empty() {
                self.line(rule.id, &level.into(), &origin);
                continue;
            }
            self.line(&format!("{}.{LEVEL}", rule.id), &level.into(), &origin);
            for option in &page.options {
                let set = self.policy.option_at(rule, &option.name, self.path, self.is_directory);
                let (value, origin) = match set {
                    Some((value, Some(span))) => (value, self.policy.place(span)),
                    Some((value, None)) => (value, FLAG.to_owned()),
                    None => (option.default.clone(), "default".to_owned()),
                };
                self.line(&format!("{}.{}", rule.id, option.name), &(&value).into(), &origin);
            }
        }
    }

    fn terraform(&mut self) {
        self.text += "\n[terraform]\n";
        let inputs = &self.policy.inputs.terraform;
        self.last("workspace", inputs.workspace.clone(), |section| section.workspace.as_ref());
        let set = self.sections().into_iter().flat_map(|section| &section.variable_files);
        let set = set.map(|file| (self.policy.workspace.shown(&file.value), Some(file.span)));
        let given = inputs.variable_files.iter().map(|file| (self.policy.workspace.shown(file), None));
        let files: Vec<_> = set.chain(given).collect();
        self.list("variable-files", files);
        self.values("variables", |section| &section.variables, &inputs.variables);
    }

    fn cloudformation(&mut self) {
        self.text += "\n[cloudformation]\n";
        let set = self.sections().into_iter().flat_map(|section| &section.parameter_files);
        let files: Vec<_> = set.map(|file| (self.policy.workspace.shown(&file.value), Some(file.span))).collect();
        self.list("parameter-files", files);
        self.values("parameters", |section| &section.parameters, &self.policy.inputs.cloudformation.parameters);
    }

    fn values(&mut self, name: &str, get: impl Fn(&Section) -> &Vec<(String, Entry<Value>)>, given: &[(String, String)]) {
        let mut values: std::collections::BTreeMap<String, (Value, String)> = std::collections::BTreeMap::new();
        for (key, entry) in self.sections().into_iter().flat_map(get) {
            values.insert(key.clone(), (entry.value.clone(), self.place(entry)));
        }
        for (key, value) in given {
            values.insert(key.clone(), (value.as_str().into(), FLAG.into()));
        }
        for (key, (value, origin)) in values {
            self.line(&format!("{name}.{}", toml(&key.into())), &value, &origin);
        }
    }
}

/// A value as TOML. A text is written as in JSON, which TOML reads alike.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{} = {}", toml(&key.as_str().into()), toml(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}
