//! GitLab's code quality report, which a merge request shows beside the changed lines.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use super::{Context, Place, details, headline, safe_json};
use crate::check::Outcome;
use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(outcome: &Outcome, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<_> = outcome.diagnostics.iter().filter_map(|diagnostic| issue(diagnostic, context)).collect();
    safe_json::write(&issues, out)
}

fn issue<'a>(diagnostic: &'a Diagnostic, context: Context<'_>) -> Option<Issue<'a>> {
    let place = Place::of(context.sources, diagnostic.primary()?.span);
    let lines = std::iter::once(headline(diagnostic)).chain(details(diagnostic, context.sources));
    Some(Issue {
        description: lines.collect::<Vec<_>>().join("; "),
        check_name: diagnostic.rule,
        fingerprint: &diagnostic.fingerprint,
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location: Location {
            path: context.repository.path(&place.file.path),
            lines: Lines { begin: place.start.line, end: place.end.line },
        },
    })
}
