//! Plans and states of Terraform and OpenTofu, as `show -json` prints them: what there is now and what there will be, as two
//! configurations. Real ids are in them, and values that the provider fills in; what is written is told by the plan's own copy of
//! the configuration. Secrets never become values.

mod address;
mod attributes;
mod document;
mod provider;
mod references;
mod sides;

use super::Inputs;
use crate::configuration::Configuration;
use crate::facts::{Facts, value};
use crate::source::{Listing, Sources, Span, Workspace};
use crate::syntax::SyntaxError;
use crate::value::Arena;
use document::Document;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::Arc;

/// A plan or a state that was read.
#[derive(Debug)]
pub struct Plan {
    document: Document,
}

/// What a plan makes of the resources.
#[derive(Debug)]
pub struct Planned {
    /// What there is now; `None` for a mere state. Its arena is empty: its terms are in that of the other side.
    pub before: Option<Configuration>,
    /// What there will be, or what a state says that there is.
    pub after: Configuration,
}

/// Why a document cannot be used.
#[derive(Debug)]
pub enum PlanError {
    /// It is no JSON, or ends too early.
    Syntax(String),
    /// It is JSON, but neither a plan nor a state.
    Other,
    /// Its format has another major version than those that are known.
    Version(String),
}

impl std::fmt::Display for PlanError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(message) => write!(f, "no plan as JSON: {message}"),
            Self::Other => f.write_str("neither a plan nor a state: it has to be what `terraform show -json` prints"),
            Self::Version(version) => write!(f, "the format version {version} of this plan is not known"),
        }
    }
}

impl Plan {
    /// Reads what `show -json` prints, as a stream.
    pub fn read(reader: impl BufRead) -> Result<Self, PlanError> {
        let reader = skip_to_json(reader).map_err(|error| PlanError::Syntax(error.to_string()))?;
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        let document: Document = serde::Deserialize::deserialize(&mut deserializer).map_err(|error| match error.is_data() {
            true => PlanError::Syntax(format!("something in it is not what it should be: {error}")),
            false => PlanError::Syntax(error.to_string()),
        })?;
        match document.format_version.as_deref().map(|version| (version, version.split('.').next())) {
            None => Err(PlanError::Other),
            Some((_, Some("0" | "1"))) => Ok(Self { document }),
            Some((version, _)) => Err(PlanError::Version(version.to_owned())),
        }
    }

    /// The sides, shown under the name of the file.
    pub fn sides(&self, sources: &Sources, path: &str) -> Planned {
        sides::planned(&self.document, sources, path, Arena::default())
    }

    /// What a state, or the state before a plan, says of things that exist.
    pub fn facts(&self, sources: &Sources, path: &str, facts: &mut Facts) {
        let mut listing = Listing::new(sources, path);
        let prior = self.document.prior_state.as_ref().and_then(|state| state.values.as_ref());
        let states = self.document.values.iter().chain(prior);
        for record in states.flat_map(|values| &values.root_module.resources) {
            let id = record.values.get("id").and_then(serde_json::Value::as_str);
            let Some(id) = id.filter(|_| FACTS.contains(&&*record.kind)) else { continue };
            let attributes = record.values.iter().filter(|(name, _)| !is_sensitive(&record.sensitive_values, name));
            let attributes = attributes.filter(|(name, _)| TOLD.contains(&&***name));
            let kind = if record.kind == "aws_default_subnet" { "aws_subnet" } else { &record.kind };
            facts.add(&mut listing, kind, id, attributes.map(|(name, json)| (Arc::from(name.as_str()), value(json))));
        }
        listing.finish(sources);
    }
}

/// Evaluates a plan or a state by itself: what there will be, or what there is.
pub fn evaluate_plan(workspace: &Workspace<'_>, path: &Path, inputs: &Inputs) -> Configuration {
    let shown = workspace.shown(path);
    let plan = match workspace.files.open(path) {
        Ok(reader) => Plan::read(reader).map_err(|error| error.to_string()),
        Err(error) => Err(format!("cannot be read: {error}")),
    };
    match plan {
        Ok(plan) => {
            let after = plan.sides(&workspace.sources, &shown).after;
            let region = inputs.region.as_deref().map(Arc::from).or(after.region);
            Configuration { region, facts: Arc::clone(&inputs.facts), ..after }
        }
        Err(message) => {
            let span = Span::new(workspace.sources.add(shown, ""), 0..0);
            let mut empty = sides::configuration(Vec::new(), Arena::default());
            empty.errors.push(SyntaxError { span, message });
            empty
        }
    }
}

/// Whether a file begins as a plan or a state does.
pub fn looks_like_plan(workspace: &Workspace<'_>, path: &Path) -> bool {
    let mut start = Vec::new();
    let read = workspace.files.open(path).map(|reader| reader.take(MAX_PREAMBLE).read_to_end(&mut start));
    let start = String::from_utf8_lossy(&start);
    let is_json = start.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    read.is_ok() && is_json && start.contains("\"format_version\"")
}

/// The types that facts are told of.
const FACTS: [&str; 6] =
    ["aws_default_subnet", "aws_instance", "aws_network_interface", "aws_security_group", "aws_subnet", "aws_vpc"];

/// The attributes that facts tell: those that AWS would tell too.
const TOLD: [&str; 20] = [
    "availability_zone",
    "availability_zone_id",
    "assign_ipv6_address_on_creation",
    "cidr_block",
    "description",
    "id",
    "instance_type",
    "interface_type",
    "ipv6_cidr_block",
    "ipv6_native",
    "map_public_ip_on_launch",
    "name",
    "outpost_arn",
    "primary_network_interface_id",
    "security_groups",
    "source_dest_check",
    "subnet_id",
    "tags",
    "vpc_id",
    "vpc_security_group_ids",
];

/// Whether any part of an attribute is a secret.
fn is_sensitive(sensitive: &serde_json::Value, name: &str) -> bool {
    fn any(json: &serde_json::Value) -> bool {
        match json {
            serde_json::Value::Bool(secret) => *secret,
            serde_json::Value::Array(items) => items.iter().any(any),
            serde_json::Value::Object(entries) => entries.values().any(any),
            _ => false,
        }
    }
    sensitive.as_bool() == Some(true) || sensitive.get(name).is_some_and(any)
}

/// Leaves out a byte-order mark and the lines that wrappers of Terraform print first (`[command]…`).
fn skip_to_json(mut reader: impl BufRead) -> io::Result<impl Read> {
    let mut first = Vec::new();
    loop {
        first.clear();
        let read = reader.by_ref().take(MAX_PREAMBLE).read_until(b'\n', &mut first)?;
        let text = first.trim_ascii_start();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if read == 0 || !(text.is_empty() || text.starts_with(b"[command]")) {
            first = text.to_vec();
            break;
        }
    }
    Ok(io::Cursor::new(first).chain(reader))
}

/// A plan is one line: no more of it is held at a time.
const MAX_PREAMBLE: u64 = 4096;
