//! Why a document is no plan that can be used, in words that say what it is instead and what to do.

use std::fmt;

/// Why a document cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// It is no JSON, or ends too early.
    Syntax(String),
    /// It is JSON, but neither a plan nor a state; what it is, where that can be told.
    Other(Option<&'static str>),
    /// Its format has another major version than those that are known.
    Version(String),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "no plan as JSON: {message}"),
            Self::Other(what) => {
                let what = what.map(|what| format!("it is {what}, ")).unwrap_or_default();
                write!(f, "{what}neither a plan nor a state as JSON: it has to be what `terraform show -json PLANFILE` prints")
            }
            Self::Version(version) => write!(f, "the format version {version:?} of this plan is not known; versions 0 and 1 are"),
        }
    }
}

/// What a parser's error means for a document that begins like this.
pub(super) fn of(start: &[u8], error: &serde_json::Error) -> PlanError {
    match what_it_is(start) {
        Some(what) => PlanError::Other(Some(what)),
        None if error.is_eof() => {
            PlanError::Syntax(format!("it ends in the middle, at line {} column {}", error.line(), error.column()))
        }
        None if error.is_data() => PlanError::Syntax(format!("something in it is not what it should be: {error}")),
        None => PlanError::Syntax(error.to_string()),
    }
}

/// What a document is that begins like this and is no plan.
pub(super) fn what_it_is(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"PK\x03\x04") {
        return Some("a plan in Terraform's own format");
    }
    let start = String::from_utf8_lossy(start);
    let has = |name: &str| start.contains(&format!("\"{name}\""));
    match () {
        () if has("@level") && has("@message") => Some("the log of `terraform plan -json`"),
        () if has("format_version") => None,
        () if has("ChangeSetName") || has("ChangeSetId") || has("Changes") => {
            Some("a change set of CloudFormation (`--change-set`)")
        }
        () if has("serial") && has("version") && !has("lockVersion") => Some("a state file as it lies in a backend"),
        () if has("AWSTemplateFormatVersion") || has("Resources") => Some("a CloudFormation template"),
        () if start.contains("Terraform will perform")
            || start.contains("OpenTofu will perform")
            || start.contains("Resource actions are") =>
        {
            Some("a plan as text")
        }
        () if start.trim().is_empty() => Some("empty"),
        () => None,
    }
}
