//! `enilint explain`.

use super::{Status, Streams};
use crate::diagnostic;
use crate::rules::{self, Rule};
use clap::Args;
use std::io;

#[derive(Args)]
#[command(after_help = "\
Examples:
  enilint explain same-subnet-enis
  enilint explain \"There are multiple interfaces attached to instance 'i-0123456789abcdef0'\"")]
pub(super) struct Arguments {
    /// A rule's id, or an error message of AWS
    #[arg(value_name = "RULE|MESSAGE", required = true)]
    subject: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    // A message that the shell has split is one message.
    let subject = arguments.subject.join(" ");
    if let Some(notice) = diagnostic::notice(&subject) {
        writeln!(streams.out, "{} ({})\n\n# {}\n\n{}", notice.id, notice.severity, notice.title, notice.text)?;
        streams.out.flush()?;
        return Ok(Status::Clean);
    }
    let rules = rules::find(&subject).map_or_else(|| rules::explaining(&subject), |rule| vec![rule]);
    match rules.as_slice() {
        [] => {
            let subject = subject.escape_debug();
            writeln!(streams.err, "enilint: no rule is called `{subject}` or explains it; `enilint rules` lists them all")?;
            return Ok(Status::Usage);
        }
        [rule] => explain(rule, streams)?,
        several => {
            writeln!(streams.out, "Several rules explain this; `enilint explain RULE` tells more:\n")?;
            let width = several.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
            for rule in several {
                writeln!(streams.out, "{:width$}  {}", rule.id, rule.page().title)?;
            }
        }
    }
    streams.out.flush()?;
    Ok(Status::Clean)
}

fn explain(rule: &Rule, streams: &mut Streams<'_>) -> io::Result<()> {
    let page = rule.page();
    writeln!(streams.out, "{} ({}, {})\n", rule.id, page.severity, page.languages().join(" and "))?;
    writeln!(streams.out, "{}", page.text.trim_end())?;
    if !page.options.is_empty() {
        writeln!(
            streams.out,
            "\nOptions, in enilint.toml (`{}.{} = …` under `[rules]`) or with --option:",
            rule.id, page.options[0].name
        )?;
        for option in &page.options {
            let default = serde_json::Value::from(&option.default);
            writeln!(streams.out, "- {}: {} By default {default}.", option.name, option.text)?;
        }
    }
    if !page.references.is_empty() {
        writeln!(streams.out, "\nRead more:")?;
        for reference in &page.references {
            writeln!(streams.out, "- {}: {}", reference.title, reference.url)?;
        }
    }
    Ok(())
}
