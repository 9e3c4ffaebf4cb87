//! The story of a change, as the few lines that a reviewer reads first: what is replaced or dropped, in which order, and what is down
//! meanwhile.

use super::plural;
use crate::change::{Action, Changed, Order};
use crate::check::Outcome;

/// More lines are not read.
const MAX_LINES: usize = 12;

/// So many names stand in a line.
const MAX_NAMES: usize = 4;

/// What a change does to the network.
pub(super) struct Story {
    /// What happens, in numbers.
    pub(super) headline: String,
    /// What is replaced or dropped, one line each.
    pub(super) lines: Vec<String>,
}

/// The story of a change, if there is one.
pub(super) fn story(outcome: &Outcome) -> Option<Story> {
    let happening = |changed: &&Changed| changed.action != Action::Keep;
    if !outcome.changes.iter().any(|changed| happening(&changed)) {
        return None;
    }
    let told: Vec<&Changed> = outcome.changes.iter().filter(|changed| is_told(changed)).collect();
    let mut lines: Vec<String> = told.iter().take(MAX_LINES).map(|changed| line(changed)).collect();
    if told.len() > MAX_LINES {
        lines.push(format!("and {} more, which the JSON report lists", told.len() - MAX_LINES));
    }
    let end = if lines.is_empty() { "." } else { ":" };
    let all: Vec<&Changed> = outcome.changes.iter().filter(happening).collect();
    Some(Story { headline: format!("In this change, {}{end}", numbers(&all)), lines })
}

/// Whether a reviewer wants to know of it by name.
fn is_told(changed: &Changed) -> bool {
    changed.carries_traffic && matches!(changed.action, Action::Replace(_) | Action::Delete | Action::Forget)
}

/// `2 network resources are replaced, 1 is deleted`.
fn numbers(changes: &[&Changed]) -> String {
    let is = |action: Action, changed: &&&Changed| std::mem::discriminant(&changed.action) == std::mem::discriminant(&action);
    let actions = [
        (Action::Replace(Order::DeleteFirst), "replaced"),
        (Action::Delete, "deleted"),
        (Action::Forget, "no longer managed"),
        (Action::Create, "created"),
        (Action::Import, "imported"),
        (Action::Update, "updated in place"),
    ];
    let counted = actions.into_iter().map(|(action, word)| (changes.iter().filter(|changed| is(action, changed)).count(), word));
    let counted = counted.filter(|(count, _)| *count > 0).enumerate().map(|(position, (count, word))| {
        let what = if position == 0 { plural(count, "network resource") } else { count.to_string() };
        format!("{what} {} {word}", if count == 1 { "is" } else { "are" })
    });
    counted.collect::<Vec<_>>().join(", ")
}

fn line(changed: &Changed) -> String {
    let what = match changed.action {
        Action::Replace(Order::DeleteFirst) => "is deleted, then made anew",
        Action::Replace(Order::CreateFirst) => "is made anew, then the old one is deleted",
        Action::Delete => "is deleted",
        _ => "is no longer managed, and stays as it is",
    };
    let mut line = format!("`{}` {what}", changed.address);
    let reasons: Vec<String> =
        changed.attributes.iter().filter(|attribute| attribute.replaces).map(|attribute| format!("`{}`", attribute.name)).collect();
    if !reasons.is_empty() {
        line.push_str(&format!(", because {} {}", list(&reasons), if reasons.len() == 1 { "changes" } else { "change" }));
    }
    let interrupted: Vec<String> = changed.interrupts.iter().map(|name| format!("`{name}`")).collect();
    if !interrupted.is_empty() {
        line.push_str(&format!("; interrupts {}", list(&interrupted)));
    }
    if let Some(condition) = &changed.condition {
        line.push_str(&format!(" (when {condition})"));
    }
    line
}

/// `a`, `b` and 3 more.
fn list(names: &[String]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() && names.len() < MAX_NAMES => format!("{} and {last}", names.join(", ")),
        _ if names.len() > MAX_NAMES => format!("{} and {} more", names[..MAX_NAMES].join(", "), names.len() - MAX_NAMES),
        _ => names.join(", "),
    }
}
