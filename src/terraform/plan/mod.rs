//! Plans and states of Terraform and OpenTofu, as `show -json` prints them: what there is now and what there will be, as two
//! configurations. Real ids are in them, and values that the provider fills in; what is written is told by the plan's own copy of
//! the configuration. Secrets never become values.

mod address;
mod attributes;
mod decisions;
mod document;
mod error;
mod links;
mod provider;
mod references;
mod secrets;
mod sides;
mod text;
mod written;

pub use error::PlanError;

use super::Inputs;
use crate::configuration::{Configuration, Decision};
use crate::facts::{Facts, value};
use crate::source::{Listing, Sources, Span, Workspace};
use crate::syntax::SyntaxError;
use crate::value::{Arena, Value};
use document::Document;
use std::collections::BTreeSet;
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

impl Plan {
    /// Reads what `show -json` prints, as a stream.
    pub fn read(mut reader: impl BufRead) -> Result<Self, PlanError> {
        let start = reader.fill_buf().map_err(|error| PlanError::Syntax(error.to_string()))?;
        let start = start[..start.len().min(MAX_PREAMBLE)].to_vec();
        let reader = skip_to_json(reader).map_err(|error| PlanError::Syntax(error.to_string()))?;
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        let document: Document = serde::Deserialize::deserialize(&mut deserializer).map_err(|error| error::of(&start, &error))?;
        match document.format_version.as_deref().map(|version| (version, version.split('.').next())) {
            None => Err(PlanError::Other(error::what_it_is(&start))),
            Some(_) if document.is_other() => Err(PlanError::Other(Some("another answer of Terraform"))),
            Some((_, Some("0" | "1"))) => Ok(Self { document }),
            Some((version, _)) => Err(PlanError::Version(version.chars().take(MAX_VERSION).collect())),
        }
    }

    /// The sides, shown under the name of the file. Where the configuration that was planned is at hand, evaluated with the plan's
    /// own [`Self::variables`], they have its places.
    pub fn sides(&self, sources: &Sources, path: &str, text: Option<Configuration>) -> Planned {
        let Some(mut text) = text else {
            let mut planned = sides::planned(&self.document, sources, path, Arena::default(), &[]);
            planned.after.others.extend(self.document.untold(&planned.after.resources));
            return planned;
        };
        let arena = std::mem::take(&mut text.arena);
        let planned = sides::planned(&self.document, sources, path, arena, &text.resources);
        let after = Configuration {
            others: text.others,
            set_elements: text.set_elements,
            address_reads: text.address_reads,
            provider: text.provider,
            region: planned.after.region.clone().or(text.region),
            ..planned.after
        };
        Planned { after, ..planned }
    }

    /// What Terraform decided to do; nothing of a mere state, which decides nothing.
    pub fn decisions(&self) -> Option<Vec<Decision>> {
        self.document.is_plan().then(|| decisions::decisions(&self.document))
    }

    /// The blocks of the managed resources that it tells of.
    pub fn blocks(&self) -> BTreeSet<String> {
        let state = self.document.values.iter().flat_map(|values| &values.root_module.resources);
        let managed = self.document.resource_changes.iter().chain(state).filter(|record| record.mode != "data");
        managed.map(|record| record.parsed_address().block()).collect()
    }

    /// The values of the root module's variables; none for what is secret.
    pub fn variables(&self) -> Vec<(Arc<str>, Option<Value>)> {
        let declared = self.document.configuration.as_ref().map(|configuration| &configuration.root_module.variables);
        let is_secret = |name: &str| declared.and_then(|declared| declared.get(name)).is_none_or(|variable| variable.sensitive);
        let given = self.document.variables.iter();
        given.map(|(name, given)| (Arc::from(name.as_str()), (!is_secret(name)).then(|| value(&given.value)))).collect()
    }

    /// What keeps the plan from telling everything.
    pub fn problem(&self) -> Option<&'static str> {
        match self.document.complete {
            _ if self.document.errored => Some("planning failed: the plan holds only what was planned until then"),
            Some(false) => Some("the plan is not complete: what it defers to another run is not in it"),
            _ => None,
        }
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
    let failed = |message: String| {
        let span = Span::new(workspace.sources.add(shown.clone(), ""), 0..0);
        SyntaxError { span, message }
    };
    match plan {
        Ok(plan) => {
            let after = plan.sides(&workspace.sources, &shown, None).after;
            let region = inputs.region.as_deref().map(Arc::from).or(after.region);
            let errors = plan.problem().map(|problem| failed(problem.to_owned())).into_iter().collect();
            Configuration { region, facts: Arc::clone(&inputs.facts), errors, ..after }
        }
        Err(message) => Configuration { errors: vec![failed(message)], ..sides::configuration(Vec::new(), Arena::default()) },
    }
}

/// Whether a file begins as a plan or a state does.
pub fn looks_like_plan(workspace: &Workspace<'_>, path: &Path) -> bool {
    let mut start = Vec::new();
    let read = workspace.files.open(path).map(|reader| reader.take(MAX_PREAMBLE as u64).read_to_end(&mut start));
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
    sensitive.as_bool() == Some(true) || sensitive.get(name).is_some_and(decisions::any)
}

/// Leaves out a byte-order mark and the lines that wrappers of Terraform print first (`[command]…`).
fn skip_to_json(mut reader: impl BufRead) -> io::Result<impl Read> {
    let mut first = Vec::new();
    loop {
        first.clear();
        let read = reader.by_ref().take(MAX_PREAMBLE as u64).read_until(b'\n', &mut first)?;
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
const MAX_PREAMBLE: usize = 4096;

/// No more of a version is repeated in a message.
const MAX_VERSION: usize = 16;
