//! The story of a change: what becomes of each network resource, in the words of a reviewer, owned and without the graphs.

use super::{Action, Change, Order, ResourceChange};
use crate::source::Span;
use std::sync::Arc;

/// What becomes of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its address; the old one where it goes.
    pub address: String,
    /// The address that it had before, where that is another.
    pub previous_address: Option<String>,
    /// Its type, in the source language.
    pub resource_type: Arc<str>,
    /// What is done with it.
    pub action: Action,
    /// The attributes that change.
    pub attributes: Vec<ChangedAttribute>,
    /// When that happens, where it is not always.
    pub condition: Option<String>,
    /// Its header; on the old side where it goes.
    pub span: Span,
}

/// An attribute that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedAttribute {
    /// Its name.
    pub name: Arc<str>,
    /// Whether it forces a replacement.
    pub replaces: bool,
}

impl Change {
    /// Everything that happens, in the order of the new side.
    pub fn told(&self) -> Vec<Changed> {
        self.resources.iter().filter_map(|change| self.tell(change)).collect()
    }

    fn tell(&self, change: &ResourceChange) -> Option<Changed> {
        if change.action == Action::Keep && !change.is_moved() {
            return None;
        }
        let values = &self.after.values;
        let resource = change.resource()?;
        let attributes =
            change.causes.iter().map(|cause| ChangedAttribute { name: Arc::clone(&cause.name), replaces: cause.replaces });
        let previous = change.before.as_ref().filter(|_| change.is_moved());
        Some(Changed {
            address: resource.name(),
            previous_address: previous.map(|before| before.name()),
            resource_type: Arc::clone(&resource.address.resource_type),
            action: change.action,
            attributes: attributes.collect(),
            condition: if values.certain(change.guard) { None } else { values.describe_guard(change.guard) },
            span: resource.header,
        })
    }
}

impl Action {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Create => "create",
            Self::Import => "import",
            Self::Update => "update",
            Self::Replace(_) => "replace",
            Self::Delete => "delete",
            Self::Forget => "forget",
        }
    }

    /// The order of a replacement, in the words of reports.
    pub fn order(self) -> Option<&'static str> {
        match self {
            Self::Replace(Order::DeleteFirst) => Some("delete-then-create"),
            Self::Replace(Order::CreateFirst) => Some("create-then-delete"),
            _ => None,
        }
    }
}
