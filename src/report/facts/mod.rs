//! The graph as facts: every network resource with what is known of its attributes, and the interfaces of every launch.

mod human;
mod launches;
mod values;

use crate::graph::Graph;
use crate::source::Sources;
use crate::value::{Arena, Guard, Notation};
use serde::Serialize;
use std::io::{self, Write};

/// How facts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The interfaces of every launch, for people.
    Human,
    /// One JSON document with everything that is known.
    Json,
}

/// The facts of one or several configurations. As JSON its form is a contract: fields are only ever added.
#[derive(Debug, Default, Serialize)]
pub struct Facts {
    resources: Vec<Resource>,
    launches: Vec<launches::Launch>,
}

#[derive(Debug, Serialize)]
struct Resource {
    address: String,
    #[serde(rename = "type")]
    kind: String,
    /// The root module or template that it belongs to.
    root: String,
    path: String,
    line: usize,
    condition: Option<String>,
    attributes: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    #[serde(flatten)]
    facts: &'a Facts,
}

impl Facts {
    /// The facts of one configuration, whose root module or template is shown as `root`.
    pub fn of(graph: &Graph, sources: &Sources, root: &str) -> Self {
        let managed = graph.resources.iter().filter(|resource| resource.address.notation != Notation::TerraformData);
        let resources = managed.map(|resource| {
            let file = sources.get(resource.header.file);
            Resource {
                address: resource.name(),
                kind: resource.address.resource_type.to_string(),
                root: root.to_owned(),
                line: file.positions(resource.header).0.line,
                path: file.path.clone(),
                condition: condition(&graph.values, resource.guard),
                attributes: values::attributes(graph, &resource.properties),
            }
        });
        let launches = graph.launches.iter().map(|launch| launches::Launch::of(graph, launch, sources, root));
        Self { resources: resources.collect(), launches: launches.collect() }
    }

    /// Adds the facts of another configuration.
    pub fn extend(&mut self, other: Self) {
        self.resources.extend(other.resources);
        self.launches.extend(other.launches);
    }
}

/// Prints facts.
pub fn write(format: Format, facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(facts, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &Document { version: 1, facts })?;
            writeln!(out)
        }
    }
}

/// When something is there, in words; nothing where it always is.
fn condition(values: &Arena, guard: Guard) -> Option<String> {
    let always = values.certain(guard);
    (!always).then(|| values.describe_guard(guard).unwrap_or_else(|| "something that is not known".into()))
}
