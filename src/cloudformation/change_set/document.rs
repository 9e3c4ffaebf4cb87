//! The JSON of `describe-change-set`: as the AWS command line prints it, page after page, as a list of pages, or as the console shows the
//! changes, whose names begin with small letters.

use super::ChangeSetError;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::io::Read;

/// One page of an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Page {
    #[serde(alias = "changes")]
    pub(super) changes: Option<Vec<Entry>>,
    pub(super) change_set_id: Option<String>,
    pub(super) stack_id: Option<String>,
    pub(super) stack_name: Option<String>,
    pub(super) status: Option<String>,
    pub(super) status_reason: Option<String>,
    pub(super) parameters: Option<Vec<Parameter>>,
    pub(super) next_token: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Parameter {
    pub(super) parameter_key: String,
    pub(super) parameter_value: Option<String>,
    /// Of a parameter that names an entry of the parameter store.
    pub(super) resolved_value: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Entry {
    #[serde(alias = "resourceChange")]
    pub(super) resource_change: Option<ResourceChange>,
}

/// What is done with one resource.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ResourceChange {
    #[serde(alias = "action")]
    pub(super) action: String,
    #[serde(alias = "policyAction")]
    pub(super) policy_action: Option<String>,
    #[serde(alias = "logicalResourceId")]
    pub(super) logical_resource_id: String,
    #[serde(alias = "physicalResourceId")]
    pub(super) physical_resource_id: Option<String>,
    #[serde(alias = "resourceType")]
    pub(super) resource_type: String,
    #[serde(alias = "replacement")]
    pub(super) replacement: Option<String>,
    #[serde(alias = "details")]
    pub(super) details: Option<Vec<Detail>>,
    /// The change set of a nested stack.
    #[serde(alias = "changeSetId")]
    pub(super) change_set_id: Option<String>,
    #[serde(alias = "beforeContext", deserialize_with = "context")]
    pub(super) before_context: Option<Context>,
    #[serde(alias = "afterContext", deserialize_with = "context")]
    pub(super) after_context: Option<Context>,
}

/// Why and how one property changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Detail {
    #[serde(alias = "target")]
    pub(super) target: Target,
    #[serde(alias = "changeSource")]
    pub(super) change_source: Option<String>,
    #[serde(alias = "causingEntity")]
    pub(super) causing_entity: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Target {
    #[serde(alias = "attribute")]
    pub(super) attribute: String,
    #[serde(alias = "name")]
    pub(super) name: Option<String>,
    #[serde(alias = "requiresRecreation")]
    pub(super) requires_recreation: Option<String>,
    #[serde(alias = "path")]
    pub(super) path: Option<String>,
    #[serde(alias = "beforeValue")]
    pub(super) before_value: Option<String>,
    #[serde(alias = "afterValue")]
    pub(super) after_value: Option<String>,
}

/// A resource as it is written on one side, with everything resolved that is known.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Context {
    pub(super) properties: Map<String, Json>,
}

/// JSON within a string; what cannot be read says nothing.
fn context<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Context>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Reads all pages: documents behind each other, or a list of them.
pub(super) fn pages(reader: impl Read) -> Result<Vec<Page>, ChangeSetError> {
    let mut all = Vec::new();
    for json in serde_json::Deserializer::from_reader(reader).into_iter::<Json>() {
        let json = json.map_err(|error| match error.is_eof() {
            true => ChangeSetError::Truncated(error.line(), error.column()),
            false => ChangeSetError::Syntax(error.to_string()),
        })?;
        match json {
            // The list of changes alone, as the console shows it.
            Json::Array(items) if !items.is_empty() && items.iter().all(is_entry) => {
                all.push(Page { changes: Some(typed(Json::Array(items))?), ..Page::default() });
            }
            Json::Array(items) => {
                for item in items {
                    all.push(page(item)?);
                }
            }
            json => all.push(page(json)?),
        }
    }
    if all.is_empty() { Err(ChangeSetError::Other(Some("empty"))) } else { Ok(all) }
}

fn page(json: Json) -> Result<Page, ChangeSetError> {
    let has_changes = ["Changes", "changes"].iter().any(|name| json.get(*name).is_some_and(Json::is_array));
    // A change set that failed may have none, but it says what it is.
    match has_changes || json.get("ChangeSetId").is_some() {
        true => typed(json),
        false => Err(ChangeSetError::Other(what_it_is(&json))),
    }
}

fn typed<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, ChangeSetError> {
    serde_json::from_value(json)
        .map_err(|error| ChangeSetError::Syntax(format!("something in it is not what it should be: {error}")))
}

fn is_entry(json: &Json) -> bool {
    json.get("ResourceChange").or_else(|| json.get("resourceChange")).is_some()
}

/// What a document is that is no change set.
fn what_it_is(json: &Json) -> Option<&'static str> {
    let has = |name: &str| json.get(name).is_some();
    match () {
        () if has("format_version") => Some("a plan or a state of Terraform (`--plan`)"),
        () if has("Resources") => Some("a CloudFormation template"),
        () if has("Summaries") => Some("a list of change sets"),
        () if has("Stacks") || has("StackResources") || has("StackResourceSummaries") => Some("a description of a stack"),
        () if has("Id") && has("StackId") => Some("the answer of `create-change-set`"),
        () => None,
    }
}
