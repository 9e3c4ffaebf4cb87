//! Change sets of CloudFormation, as `describe-change-set` prints them: what becomes of the resources of a stack, as two configurations and
//! the decisions of CloudFormation. Where the template is at hand it tells what the change set leaves out.

mod document;
mod sides;
mod values;

use crate::configuration::{Configuration, DecidedAction, Decision};
use crate::source::Sources;
use document::{Page, ResourceChange};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read;
use std::sync::Arc;

/// The change set of a stack, with those of its nested stacks.
#[derive(Debug)]
pub struct ChangeSet {
    /// What is done, by the qualified logical id.
    changes: BTreeMap<String, ResourceChange>,
    parameters: Vec<(String, String)>,
    region: Option<String>,
    problem: Option<String>,
}

/// What a change set makes of the resources.
#[derive(Debug)]
pub struct Sides {
    /// What there is now. Its arena is empty: its terms are in that of the other side.
    pub before: Configuration,
    /// What there will be.
    pub after: Configuration,
}

/// Why a document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSetError {
    /// It is no JSON.
    Syntax(String),
    /// It ends in the middle, at this line and column.
    Truncated(usize, usize),
    /// It is JSON, but no change set; what it is, where that can be told.
    Other(Option<&'static str>),
}

impl fmt::Display for ChangeSetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "no change set as JSON: {message}"),
            Self::Truncated(line, column) => {
                write!(f, "no change set as JSON: it ends in the middle, at line {line} column {column}")
            }
            Self::Other(what) => {
                let what = what.map(|what| format!("it is {what}, ")).unwrap_or_default();
                write!(
                    f,
                    "{what}no change set: it has to be what `aws cloudformation describe-change-set --include-property-values` prints"
                )
            }
        }
    }
}

impl ChangeSet {
    /// Reads what `describe-change-set` prints: all pages of one change set, and of those of nested stacks. One for each root stack.
    pub fn read(reader: impl Read) -> Result<Vec<Self>, ChangeSetError> {
        let mut groups: Vec<Group> = Vec::new();
        for page in document::pages(reader)? {
            let id = page.change_set_id.clone().or_else(|| page.stack_id.clone()).or_else(|| page.stack_name.clone());
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.pages.push(page),
                None => groups.push(Group { id, pages: vec![page] }),
            }
        }
        let nested: BTreeSet<&str> =
            groups.iter().flat_map(Group::changes).filter_map(|change| change.change_set_id.as_deref()).collect();
        let roots = groups.iter().filter(|group| group.id.as_deref().is_none_or(|id| !nested.contains(id)));
        Ok(roots.map(|root| Self::of(root, &groups)).collect())
    }

    fn of(root: &Group, groups: &[Group]) -> Self {
        let mut changes = BTreeMap::new();
        collect(root, groups, "", 0, &mut changes);
        let arn = root.pages.iter().find_map(|page| page.stack_id.as_deref().or(page.change_set_id.as_deref()));
        let region = arn.and_then(|arn| arn.split(':').nth(3)).filter(|region| !region.is_empty()).map(str::to_owned);
        let given = root.pages.iter().flat_map(|page| page.parameters.iter().flatten());
        let parameters: BTreeMap<_, _> = given
            .filter_map(|given| {
                let value = given.resolved_value.as_ref().or(given.parameter_value.as_ref())?;
                // What is not to be shown is shown as asterisks.
                (!value.is_empty() && value.bytes().any(|byte| byte != b'*')).then(|| (given.parameter_key.clone(), value.clone()))
            })
            .collect();
        Self { changes, parameters: parameters.into_iter().collect(), region, problem: root.problem() }
    }

    /// The parameters of the stack, as far as they are told.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The region of the stack.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// What keeps the change set from telling everything.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The qualified logical ids and types of everything that will be there.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let there = self.changes.iter().filter(|(_, change)| change.action != "Remove");
        there.map(|(name, change)| (name.as_str(), change.resource_type.as_str()))
    }

    /// Both sides, shown under the name of the file. Where the template is at hand, evaluated with the change set's own parameters, it
    /// tells all that does not change.
    pub fn sides(&self, sources: &Sources, path: &str, template: Option<Configuration>) -> Sides {
        sides::of(self, sources, path, template)
    }

    /// What CloudFormation decided to do.
    pub fn decisions(&self) -> Vec<Decision> {
        self.changes.iter().map(|(name, change)| decision(name, change)).collect()
    }
}

/// The pages of one change set.
struct Group {
    id: Option<String>,
    pages: Vec<Page>,
}

impl Group {
    fn changes(&self) -> impl Iterator<Item = &ResourceChange> {
        let entries = self.pages.iter().flat_map(|page| page.changes.iter().flatten());
        entries.filter_map(|entry| entry.resource_change.as_ref())
    }

    fn problem(&self) -> Option<String> {
        let last = self.pages.last()?;
        let status = self.pages.iter().find_map(|page| page.status.as_deref()).unwrap_or_default();
        let reason = self.pages.iter().find_map(|page| page.status_reason.as_deref()).unwrap_or_default();
        match status {
            // Nothing to do is no failure.
            "FAILED" if reason.contains("didn't contain changes") || reason.contains("No updates") => None,
            "FAILED" => Some("the change set failed: it cannot be executed, and may not show everything".into()),
            "CREATE_PENDING" | "CREATE_IN_PROGRESS" => {
                Some("the change set is not complete yet: describe it again when it is".into())
            }
            _ if last.next_token.is_some() => {
                Some("the change set has more pages: describe it with `--next-token`, and give them all".into())
            }
            _ => None,
        }
    }
}

/// Stacks are not nested deeper than this.
const MAX_DEPTH: usize = 16;

/// Collects the changes of a change set and of those nested in it, by qualified logical id.
fn collect(group: &Group, groups: &[Group], prefix: &str, depth: usize, changes: &mut BTreeMap<String, ResourceChange>) {
    for change in group.changes() {
        let name = format!("{prefix}{}", change.logical_resource_id);
        let nested = change.change_set_id.as_ref().filter(|_| depth < MAX_DEPTH);
        if let Some(nested) = nested.and_then(|id| groups.iter().find(|group| group.id.as_ref() == Some(id))) {
            collect(nested, groups, &format!("{name}."), depth + 1, changes);
        }
        changes.insert(name, change.clone());
    }
}

fn decision(name: &str, change: &ResourceChange) -> Decision {
    let forgotten = change.policy_action.as_deref().is_some_and(|policy| policy.starts_with("Retain"));
    let action = match (&*change.action, change.replacement.as_deref()) {
        ("Add", _) => DecidedAction::Create,
        ("Import", _) => DecidedAction::Import,
        ("Remove", _) if forgotten => DecidedAction::Forget,
        ("Remove", _) => DecidedAction::Delete,
        ("Modify", Some("True")) => DecidedAction::Replace,
        ("Modify", Some("Conditional")) => DecidedAction::MayReplace,
        ("Modify", _) => DecidedAction::Update,
        _ => DecidedAction::None,
    };
    let names = |recreation: &[&str]| -> Vec<Arc<str>> {
        let details = change.details.iter().flatten();
        let properties = details.filter(|detail| recreation.is_empty() || detail.recreates(recreation));
        let names: BTreeSet<Arc<str>> = properties.filter_map(document::Detail::property).collect();
        names.into_iter().collect()
    };
    let mut replaced_by = Vec::new();
    if action == DecidedAction::Replace {
        replaced_by = names(&["Always"]);
        if replaced_by.is_empty() {
            replaced_by = names(&["Conditionally"]);
        }
    }
    Decision { address: name.to_owned(), previous_address: None, action, replaced_by, changed: Some(names(&[])), reason: None }
}

impl document::Detail {
    /// The top-level property that it is about.
    pub(super) fn property(&self) -> Option<Arc<str>> {
        match &*self.target.attribute {
            "Properties" => self.target.name.as_deref().or_else(|| self.target.path.as_deref()?.split('/').nth(2)).map(Arc::from),
            "Tags" => Some(Arc::from("Tags")),
            _ => None,
        }
    }

    fn recreates(&self, recreation: &[&str]) -> bool {
        self.target.requires_recreation.as_deref().is_some_and(|own| recreation.contains(&own))
    }
}
