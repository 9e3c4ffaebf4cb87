//! `enilint rules`.

use super::{Status, Streams};
use crate::rules;
use std::io;

pub(super) fn run(streams: &mut Streams<'_>) -> io::Result<Status> {
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in rules::ALL {
        let page = rule.page();
        let on = if page.default { "on" } else { "off" };
        let (id, severity, languages) = (rule.id, page.severity.to_string(), page.languages().join(", "));
        writeln!(streams.out, "{id:width$}  {severity:7}  {on:3}  {languages:25}  {}", page.title)?;
    }
    streams.out.flush()?;
    Ok(Status::Clean)
}
