//! Why a resource is replaced, as labels of a finding.

use super::Finding;
use crate::change::{Change, ResourceChange};
use crate::configuration::Reason;
use crate::graph::Graph;
use crate::source::Span;

impl Finding {
    /// Shows what forces a replacement: the attributes, and what they were.
    #[must_use]
    pub fn because_replaced(mut self, change: &Change, own: &ResourceChange) -> Self {
        let (graph, values) = (&change.after, &change.after.values);
        let term = |change: &ResourceChange| change.after.as_ref().map(|after| after.term);
        for (root, cause) in change.roots(own) {
            let (Some(before), Some(after)) = (&root.before, &root.after) else { continue };
            let (is, was) = (graph.span(&cause.after, after.header), graph.span(&cause.before, before.header));
            let old = match cause.before.is_null() {
                true => format!("had no `{}`", cause.name),
                false => format!("was {}", values.describe(&cause.before)),
            };
            self = match term(root) == term(own) {
                true => self.label(is, format!("`{}` changes: that is a replacement", cause.name)),
                false => self.label(is, format!("`{}` changes: `{}` is replaced, and what names it", cause.name, after.name())),
            };
            self = self.label(was, old).because(values, &cause.after);
        }
        self
    }
}

/// The names of the attributes that force a replacement, for a message: `, because ... changes`; nothing where none is known.
pub(super) fn because(own: &ResourceChange) -> String {
    let names: Vec<String> = own.replacing().map(|cause| format!("`{}`", cause.name)).collect();
    match names.as_slice() {
        [] => match own.reason {
            None => String::new(),
            Some(Reason::Tainted) => ", because it is tainted".into(),
            Some(Reason::Requested) => ", because `-replace` asks for it".into(),
            Some(Reason::Triggered) => ", because of its `replace_triggered_by`".into(),
        },
        [one] => format!(", because {one} changes"),
        names => format!(", because {} change", names.join(" and ")),
    }
}

/// The place of the first attribute that forces a replacement, or another one where none is known.
pub(super) fn place(graph: &Graph, own: &ResourceChange, otherwise: Span) -> Span {
    own.replacing().next().map_or(otherwise, |cause| graph.span(&cause.after, otherwise))
}
