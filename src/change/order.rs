//! In which order a resource is replaced.

use super::Order;
use crate::configuration::Resource;
use crate::ec2::is_deleted_first;
use crate::value::Notation;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The blocks that are made before their old ones are destroyed: those that say so, and everything that these depend on, because
/// Terraform could not order them otherwise.
pub(super) fn created_first(resources: &[Arc<Resource>]) -> FxHashSet<String> {
    let by_block: FxHashMap<String, &Arc<Resource>> =
        resources.iter().map(|resource| (resource.address.block(), resource)).collect();
    let mut open: Vec<&Arc<Resource>> =
        resources.iter().filter(|resource| resource.lifecycle.create_before_destroy.is_some()).collect();
    let mut found = FxHashSet::default();
    while let Some(resource) = open.pop() {
        if found.insert(resource.address.block()) {
            open.extend(resource.dependencies.iter().filter_map(|block| by_block.get(block)));
        }
    }
    found
}

/// The order in which a resource is replaced by the rules of its language.
pub(super) fn of(resource: &Resource, created_first: &FxHashSet<String>) -> Order {
    let first = match resource.address.notation {
        Notation::CloudFormation => !is_deleted_first(&resource.address.resource_type),
        _ => created_first.contains(&resource.address.block()),
    };
    if first { Order::CreateFirst } else { Order::DeleteFirst }
}
