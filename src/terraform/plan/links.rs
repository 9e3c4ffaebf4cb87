//! What Elastic IP addresses are associated with by what a plan or a state says of the addresses themselves. The provider fills that
//! in whoever made the association; where no association in the document did, it stands for itself.

use super::document::Document;
use crate::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};

/// The addresses that associations tell of, on either side.
pub(super) struct Links<'a> {
    associated: FxHashSet<&'a str>,
}

impl<'a> Links<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let changes = document.resource_changes.iter().filter(|record| record.kind == ASSOCIATION);
        let changes =
            changes.filter_map(|record| record.change.as_ref()).flat_map(|change| [&change.before, &change.after]).flatten();
        let states = [document.values.as_ref(), document.prior_state.as_ref().and_then(|state| state.values.as_ref())];
        let records = states.into_iter().flatten().flat_map(|values| &values.root_module.resources);
        let records = records.filter(|record| record.kind == ASSOCIATION).map(|record| &record.values);
        Self { associated: changes.chain(records).filter_map(|attributes| text(attributes, "allocation_id")).collect() }
    }

    /// The attribute of an address that says what it is associated with, where nothing else does: that of the interface, and if that
    /// has no resource, that of the instance.
    pub(super) fn of(&self, attributes: &Map<String, Json>, ids: &FxHashMap<String, Value>) -> Option<&'static str> {
        let is_told =
            ["id", "allocation_id"].iter().any(|name| text(attributes, name).is_some_and(|id| self.associated.contains(id)));
        let mut names = ["network_interface", "instance"].into_iter().filter(|_| !is_told);
        names.find(|name| text(attributes, name).is_some_and(|id| ids.contains_key(id)))
    }
}

const ASSOCIATION: &str = "aws_eip_association";

fn text<'a>(attributes: &'a Map<String, Json>, name: &str) -> Option<&'a str> {
    attributes.get(name)?.as_str()
}
