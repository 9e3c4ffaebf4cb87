//! What is said about directives.

use super::date::Date;
use super::{MARK, Suppression};
use crate::diagnostic::{
    Diagnostic, EXPIRED_IGNORE, MALFORMED_IGNORE, REASONLESS_IGNORE, Severity, UNKNOWN_IGNORE, UNUSED_IGNORE, closest,
};
use crate::rules;
use crate::source::Span;

fn notice(id: &'static str, message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(id, Severity::Warning, message, span)
}

pub(super) fn malformed(span: Span, message: &str) -> Diagnostic {
    notice(MALFORMED_IGNORE, format!("this ignore has no effect: {message}"), span)
}

pub(super) fn too_many(span: Span, bound: usize) -> Diagnostic {
    malformed(span, &format!("no more than {bound} are read in one file"))
}

pub(super) fn misplaced(span: Span) -> Diagnostic {
    malformed(span, "it stands in, on or above no block")
        .help(format!("move it to the block it is about; `{MARK}:ignore-file RULE REASON` is about the whole file"))
}

pub(super) fn reasonless(span: Span) -> Diagnostic {
    notice(REASONLESS_IGNORE, "this ignore has no effect: it gives no reason", span)
        .help("write behind the rule why this is fine here")
}

pub(super) fn expired(span: Span, until: Date) -> Diagnostic {
    notice(EXPIRED_IGNORE, format!("this ignore has no effect any more: it counted until {until}"), span)
        .help("fix what it covers, or give it a later date")
}

pub(super) fn unknown(span: Span, rule: &str) -> Diagnostic {
    let diagnostic = notice(UNKNOWN_IGNORE, format!("there is no rule `{}`", shortened(rule)), span);
    match closest(rule, rules::ALL.iter().map(|rule| rule.id)) {
        Some(similar) => diagnostic.help(format!("write `{similar}`")),
        None => diagnostic.help("`enilint rules` lists all rules; an ignore names them one by one"),
    }
}

/// An ignore that silences nothing. Where the rule has found something that the block takes part in, that is shown.
pub(super) fn unused(suppression: &Suppression, left: &[Diagnostic]) -> Diagnostic {
    let rule = suppression.rule;
    let diagnostic = notice(UNUSED_IGNORE, format!("`{rule}` finds nothing here that this could ignore"), suppression.written);
    let takes_part = |span: Span| {
        let range = span.range();
        span.file == suppression.written.file && suppression.reach.start <= range.start && range.end <= suppression.reach.end
    };
    let related = left.iter().filter(|diagnostic| diagnostic.rule == rule);
    let mut related = related.filter(|diagnostic| diagnostic.labels.iter().any(|label| takes_part(label.span)));
    match related.next().and_then(Diagnostic::primary) {
        Some(primary) => {
            diagnostic.label(primary.span, "the finding belongs to this block").help("move the ignore to the block of the finding")
        }
        None => diagnostic.help("remove it"),
    }
}

/// A name short enough for a message.
fn shortened(name: &str) -> String {
    const LIMIT: usize = 60;
    match name.char_indices().nth(LIMIT) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}
