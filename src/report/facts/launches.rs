//! The interfaces of every launch.

use super::condition;
use crate::graph::{self, Attach, Graph, LaunchInterface, LaunchOf, Node};
use crate::source::Sources;
use crate::value::Value;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Launch {
    /// The address of an instance or a launch template, or the id of an instance that is not declared.
    pub(super) of: String,
    pub(super) root: String,
    pub(super) path: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) instance_type: Option<String>,
    pub(super) condition: Option<String>,
    pub(super) interfaces: Vec<Interface>,
    /// Whether there may be interfaces that are not listed.
    pub(super) open: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Interface {
    /// Not known where null.
    pub(super) device_index: Option<i64>,
    /// Not known where null.
    pub(super) card: Option<i64>,
    /// An existing interface; null for one that is made at launch.
    pub(super) interface: Option<String>,
    pub(super) subnet: Option<String>,
    pub(super) zone: Option<String>,
    /// `cold`: at launch; `hot`: afterwards.
    pub(super) attach: &'static str,
    pub(super) condition: Option<String>,
    /// Whether it stands for any number of interfaces like this.
    pub(super) each: bool,
}

impl Launch {
    pub(super) fn of(graph: &Graph, launch: &graph::Launch, sources: &Sources, root: &str) -> Self {
        let place = launch.resource.as_ref().map(|resource| {
            let file = sources.get(resource.header.file);
            (file.path.clone(), file.positions(resource.header).0.line)
        });
        let (path, line) = place.unzip();
        Self {
            of: match (&launch.of, &launch.resource) {
                (LaunchOf::External(id), _) => text(graph, id).unwrap_or_default(),
                (_, resource) => resource.as_ref().map(|resource| resource.name()).unwrap_or_default(),
            },
            root: root.to_owned(),
            path,
            line,
            instance_type: text(graph, &launch.instance_type),
            condition: condition(&graph.values, launch.guard),
            interfaces: launch.interfaces.iter().map(|interface| Interface::of(graph, interface)).collect(),
            open: launch.open,
        }
    }
}

impl Interface {
    fn of(graph: &Graph, interface: &LaunchInterface) -> Self {
        let zone = if interface.zone.name.is_null() { &interface.zone.id } else { &interface.zone.name };
        Self {
            device_index: interface.device_index.as_integer(),
            card: if interface.card_index.is_null() { Some(0) } else { interface.card_index.as_integer() },
            interface: match &interface.resource {
                Some(resource) => Some(resource.name()),
                None => text(graph, &interface.interface),
            },
            subnet: match graph.subnets.position(&graph.values, &interface.subnet) {
                Some(position) => Some(graph.subnets[position].resource().name()),
                None => text(graph, &interface.subnet),
            },
            zone: text(graph, zone),
            attach: match interface.attach {
                Attach::Cold => "cold",
                Attach::Afterwards => "hot",
            },
            condition: condition(&graph.values, interface.guard),
            each: interface.each,
        }
    }
}

/// A string as it is, anything else in words; nothing for null.
fn text(graph: &Graph, value: &Value) -> Option<String> {
    match value.as_str() {
        Some(text) => Some(text.to_owned()),
        None if value.is_null() => None,
        None => Some(graph.values.describe(value)),
    }
}
