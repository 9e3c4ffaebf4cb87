//! JUnit XML, for test reports: a suite for each file with findings, in which a finding is a failed test when it fails the run.
//! What was left out is a skipped test; a run with nothing to say has one test, which passes.
//!
//! There are several schemas of JUnit's XML, and Jenkins refuses a report that has more than its own knows (junit-10.xsd of the xUnit
//! plugin): what is written is valid there, and other readers take what they know of it. So the line of a finding stands in the test's
//! name and text, and in no attribute. The schema of Ant also wants to know when, on which host and for how long each test ran: that
//! would be invented here, or differ from run to run.

use super::{Context, Place, details, headline, summary, xml};
use crate::check::Outcome;
use crate::diagnostic::Diagnostic;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::{self, Write};

/// One test of a suite.
struct Case {
    name: String,
    /// The file it is about.
    file: String,
    result: Result,
}

enum Result {
    Passed,
    /// With what is to be said about it all the same.
    Noted(String),
    Skipped(String),
    /// The message, its type, and the details.
    Failed(String, String, String),
    /// The same for what is no finding.
    Broken(String, String, String),
}

pub(super) fn write(outcome: &Outcome, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut cases: Vec<Case> = outcome.diagnostics.iter().filter_map(|diagnostic| case(diagnostic, context)).collect();
    cases.extend(outcome.unchecked.iter().map(|unchecked| {
        let place = Place::of(context.sources, unchecked.span);
        let (file, line) = (place.file.path.clone(), place.start.line);
        Case { name: format!("not checked ({line})"), file, result: Result::Skipped(unchecked.reason.clone()) }
    }));
    if cases.is_empty() {
        cases.push(Case { name: summary(outcome), file: "enilint".into(), result: Result::Passed });
    }
    cases.sort_by(|one, other| one.file.cmp(&other.file));
    let mut document = xml::document(out)?;
    let totals = totals(&cases);
    // The sums of all suites are those of Jenkins: it knows no skipped tests here.
    let sums = pairs(&totals).filter(|(name, _)| *name != "skipped");
    document.create_element("testsuites").with_attribute(("name", "enilint")).with_attributes(sums).write_inner_content(
        |document| {
            for suite in cases.chunk_by(|one, other| one.file == other.file) {
                let file = suite.first().map(|case| xml::line(&case.file)).unwrap_or_default();
                let totals = self::totals(suite);
                let element = document.create_element("testsuite").with_attribute(("name", &*file)).with_attributes(pairs(&totals));
                element.write_inner_content(|document| suite.iter().try_for_each(|case| case.write(document)))?;
            }
            Ok(())
        },
    )?;
    writeln!(document.into_inner())
}

fn case(diagnostic: &Diagnostic, context: Context<'_>) -> Option<Case> {
    let place = Place::of(context.sources, diagnostic.primary()?.span);
    let message = headline(diagnostic);
    let (path, line, column) = (place.file.path.clone(), place.start.line, place.start.column);
    let details: Vec<_> = std::iter::once(format!("{path}:{line}:{column}"))
        .chain(details(diagnostic, context.sources))
        .map(|line| xml::line(&line))
        .collect();
    let (kind, details) = (diagnostic.severity.to_string(), details.join("\n"));
    let result = match diagnostic.is_finding() {
        true if diagnostic.fails => Result::Failed(message, kind, details),
        true => Result::Noted([xml::line(&format!("{kind}: {message}")), details].join("\n")),
        false => Result::Broken(message, diagnostic.rule.into(), details),
    };
    Some(Case { name: format!("{} ({line}:{column})", diagnostic.rule), file: path, result })
}

/// What a suite counts.
fn totals(cases: &[Case]) -> [(&'static str, String); 4] {
    let count = |which: fn(&Result) -> bool| cases.iter().filter(|case| which(&case.result)).count().to_string();
    [
        ("tests", cases.len().to_string()),
        ("failures", count(|result| matches!(result, Result::Failed(..)))),
        ("errors", count(|result| matches!(result, Result::Broken(..)))),
        ("skipped", count(|result| matches!(result, Result::Skipped(_)))),
    ]
}

fn pairs<'a>(attributes: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}

impl Case {
    fn write(&self, document: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let attributes = [("name", xml::line(&self.name)), ("classname", xml::line(&self.file))];
        let element = document.create_element("testcase").with_attributes(pairs(&attributes));
        match &self.result {
            Result::Passed => element.write_empty()?,
            Result::Noted(text) => element.write_inner_content(|document| {
                document.create_element("system-out").write_text_content(BytesText::new(text))?;
                Ok(())
            })?,
            Result::Skipped(reason) => element.write_inner_content(|document| {
                document.create_element("skipped").with_attribute(("message", &*xml::line(reason))).write_empty()?;
                Ok(())
            })?,
            Result::Failed(message, kind, details) => {
                element.write_inner_content(|d| problem(d, "failure", message, kind, details))?
            }
            Result::Broken(message, kind, details) => {
                element.write_inner_content(|d| problem(d, "error", message, kind, details))?
            }
        };
        Ok(())
    }
}

fn problem(document: &mut Writer<&mut dyn Write>, name: &str, message: &str, kind: &str, details: &str) -> io::Result<()> {
    let attributes = [("message", xml::line(message)), ("type", kind.to_owned())];
    document.create_element(name).with_attributes(pairs(&attributes)).write_text_content(BytesText::new(details))?;
    Ok(())
}
