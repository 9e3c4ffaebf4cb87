//! Writing down what a plan, a state or a change set says, so that values have a place.

use crate::source::Listing;
use crate::value::{Arena, Data, MappingKind, Origin, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is long, and may hold what nobody wants to see printed, marked as secret or not.
const UNLISTED: [&str; 3] = ["UserData", "user_data", "user_data_base64"];

/// Writes an attribute down, and gives its value that place. Mappings, and lists of them, become blocks.
pub fn list(values: &Arena, listing: &mut Listing, name: &str, value: Value) -> Value {
    match value.data {
        _ if UNLISTED.contains(&name) => value,
        Data::Sequence(kind, items) if items.first().is_some_and(|item| matches!(item.data, Data::Mapping(..))) => {
            let items: Arc<[Value]> = items.iter().map(|item| list_block(values, listing, name, item)).collect();
            let origin = items.first().map_or(Origin::NONE, |item| item.origin);
            Value::new(Data::Sequence(kind, items), origin)
        }
        Data::Sequence(kind, items) => {
            let text: Vec<_> = items.iter().map(|item| values.describe(item)).collect();
            let origin = values.written(listing.attribute(name, &format!("[{}]", text.join(", "))));
            let items = items.iter().map(|item| item.clone().with_origin(origin)).collect();
            Value::new(Data::Sequence(kind, items), origin)
        }
        Data::Mapping(..) => list_block(values, listing, name, &value),
        _ => {
            let span = listing.attribute(name, &values.describe(&value));
            value.with_origin(values.written(span))
        }
    }
}

fn list_block(values: &Arena, listing: &mut Listing, name: &str, block: &Value) -> Value {
    let Some(entries) = block.entries() else { return block.clone() };
    let origin = values.written(listing.open(name));
    let entries = entries.iter().map(|(name, value)| (Arc::clone(name), list(values, listing, name, value.clone())));
    let entries: BTreeMap<_, _> = entries.collect();
    listing.close();
    Value::new(Data::Mapping(MappingKind::Object, Arc::new(entries)), origin)
}
