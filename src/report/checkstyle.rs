//! Checkstyle's XML, which many tools read: one element for each file, one below it for each finding.

use super::{Place, details, headline, xml};
use crate::check::Outcome;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use quick_xml::Writer;
use std::io::{self, Write};

pub(super) fn write(outcome: &Outcome, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let mut document = xml::document(out)?;
    let path = |diagnostic: &Diagnostic| diagnostic.primary().map(|label| sources.get(label.span.file).path.clone());
    document.create_element("checkstyle").with_attribute(("version", "10.0")).write_inner_content(|document| {
        // Sorted by path: the findings of one file stand together.
        for file in outcome.diagnostics.chunk_by(|one, other| path(one) == path(other)) {
            let name = file.first().and_then(path).unwrap_or_default();
            document.create_element("file").with_attribute(("name", &*xml::line(&name))).write_inner_content(|document| {
                file.iter().try_for_each(|diagnostic| write_error(diagnostic, sources, document))
            })?;
        }
        Ok(())
    })?;
    writeln!(document.into_inner())
}

fn write_error(diagnostic: &Diagnostic, sources: &Sources, document: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let Some(primary) = diagnostic.primary() else { return Ok(()) };
    let place = Place::of(sources, primary.span);
    let lines = std::iter::once(headline(diagnostic)).chain(details(diagnostic, sources));
    let attributes = [
        ("line", place.start.line.to_string()),
        ("column", place.start.column.to_string()),
        ("severity", diagnostic.severity.to_string()),
        ("message", xml::line(&lines.collect::<Vec<_>>().join("; "))),
        ("source", format!("enilint.{}", diagnostic.rule)),
    ];
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    document.create_element("error").with_attributes(attributes).write_empty()?;
    Ok(())
}
