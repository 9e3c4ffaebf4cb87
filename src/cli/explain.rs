//! `enilint explain`.

use super::{Status, Streams};
use crate::rules;
use clap::Args;
use std::io;

#[derive(Args)]
pub(super) struct Arguments {
    /// The rule's id
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> io::Result<Status> {
    let Some(rule) = rules::find(&arguments.rule) else {
        writeln!(streams.err, "enilint: there is no rule `{}`; `enilint rules` lists them all", arguments.rule.escape_debug())?;
        return Ok(Status::Usage);
    };
    let page = rule.page();
    writeln!(streams.out, "{} ({}, {})\n", rule.id, page.severity, page.languages().join(" and "))?;
    writeln!(streams.out, "{}", page.text.trim_end())?;
    if !page.references.is_empty() {
        writeln!(streams.out, "\nRead more:")?;
        for reference in &page.references {
            writeln!(streams.out, "- {}: {}", reference.title, reference.url)?;
        }
    }
    streams.out.flush()?;
    Ok(Status::Clean)
}
