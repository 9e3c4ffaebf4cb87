//! What Terraform decided to do with each resource of a plan.

use super::document::{ChangeRecord, Document, Record};
use crate::configuration::{DecidedAction, Decision, Reason};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A decision for every managed resource that a plan mentions.
pub(super) fn decisions(document: &Document) -> Vec<Decision> {
    let managed = document.resource_changes.iter().filter(|record| record.mode != "data");
    managed.filter_map(|record| Some(decision(document, record, record.change.as_ref()?))).collect()
}

fn decision(document: &Document, record: &Record, change: &ChangeRecord) -> Decision {
    let address = record.parsed_address();
    let written = document.expressions(&address);
    let replaced_by = change.replace_paths.iter().filter_map(|path| path.first()?.as_str()).map(Arc::from);
    let replaced_by: BTreeSet<Arc<str>> = replaced_by.collect();
    Decision {
        address: address.to_string(),
        previous_address: record.previous_address.clone(),
        action: action(change),
        replaced_by: replaced_by.into_iter().collect(),
        changed: Some(changed(change, written)),
        reason: reason(record.action_reason.as_deref()),
    }
}

fn action(change: &ChangeRecord) -> DecidedAction {
    let actions: Vec<&str> = change.actions.iter().map(String::as_str).collect();
    match actions[..] {
        ["create"] => DecidedAction::Create,
        ["update"] => DecidedAction::Update,
        ["delete", "create"] => DecidedAction::DeleteThenCreate,
        // The old one stays, and is no longer managed.
        ["create", "delete" | "forget"] => DecidedAction::CreateThenDelete,
        ["delete"] => DecidedAction::Delete,
        ["forget"] => DecidedAction::Forget,
        _ if change.importing.is_some() => DecidedAction::Import,
        _ => DecidedAction::None,
    }
}

/// The attributes that differ, or may: what is written and not known before it is done counts as another value, as it does for
/// Terraform. What nobody writes and only follows is left out.
fn changed(change: &ChangeRecord, written: Option<&Map<String, Json>>) -> Vec<Arc<str>> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let unknown = change.after_unknown.as_object();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).chain(unknown.into_iter().flat_map(Map::keys)).collect();
    let differs = |name: &&&String| {
        if unknown.and_then(|all| all.get(**name)).is_some_and(any) {
            return written.is_some_and(|written| written.contains_key(**name));
        }
        before.get(**name).unwrap_or(&Json::Null) != after.get(**name).unwrap_or(&Json::Null)
    };
    names.iter().filter(differs).map(|name| Arc::from(name.as_str())).collect()
}

/// Whether any part of what is marked is.
pub(super) fn any(json: &Json) -> bool {
    match json {
        Json::Bool(marked) => *marked,
        Json::Array(items) => items.iter().any(any),
        Json::Object(entries) => entries.values().any(any),
        _ => false,
    }
}

fn reason(text: Option<&str>) -> Option<Reason> {
    match text? {
        "replace_because_tainted" => Some(Reason::Tainted),
        "replace_by_request" => Some(Reason::Requested),
        "replace_by_triggers" => Some(Reason::Triggered),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(json: serde_json::Value) -> ChangeRecord {
        serde_json::from_value(json).unwrap_or_default()
    }

    #[test]
    fn actions_are_terraforms_own() {
        let of = |json| action(&change(json));
        assert_eq!(of(serde_json::json!({"actions": ["no-op"]})), DecidedAction::None);
        assert_eq!(of(serde_json::json!({"actions": ["no-op"], "importing": {"id": "eni-1"}})), DecidedAction::Import);
        assert_eq!(of(serde_json::json!({"actions": ["update"], "importing": {"id": "eni-1"}})), DecidedAction::Update);
        assert_eq!(of(serde_json::json!({"actions": ["delete", "create"]})), DecidedAction::DeleteThenCreate);
        assert_eq!(of(serde_json::json!({"actions": ["create", "forget"]})), DecidedAction::CreateThenDelete);
    }

    #[test]
    fn what_is_not_known_yet_changes() {
        let change = change(serde_json::json!({
            "actions": ["delete", "create"],
            "before": {"id": "eni-1", "subnet_id": "subnet-1", "tags": null, "private_ips": ["10.0.0.4"]},
            "after": {"subnet_id": "subnet-1", "private_ips": []},
            "after_unknown": {"id": true, "attachment": [], "private_ips": [true]},
        }));
        let written =
            serde_json::json!({"private_ips": {"references": ["var.addresses"]}, "subnet_id": {"constant_value": "subnet-1"}});
        let names = changed(&change, written.as_object());
        assert_eq!(names.iter().map(|name| &**name).collect::<Vec<_>>(), ["private_ips"]);
    }
}
