//! CloudFormation: from a template, with the nested stacks it calls, to a [`Configuration`]. What a property means to EC2 is not
//! known here.

mod attributes;
mod change_set;
mod conditions;
mod dependencies;
mod evaluate;
mod foreach;
mod intrinsic;
mod nested;
mod parameter_file;
mod parameters;
mod recognition;
mod resources;
mod scalar;
mod stack;
mod template;

pub use change_set::{ChangeSet, ChangeSetError, Sides};
pub use parameter_file::{given_names, parameter_names, read_parameters};
pub use recognition::looks_like_template;
pub use resources::matters as is_network;

use crate::configuration::Configuration;
use crate::facts::Facts;
use crate::source::Workspace;
use crate::value::Arena;
use std::path::Path;
use std::sync::Arc;

/// What the command line says about a template.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Values of parameters, by name; of a repeated name the last counts.
    pub parameters: Vec<(String, String)>,
    /// The region that the stack is made in.
    pub region: Option<String>,
    /// What is known of things that are only named by their ids.
    pub facts: Arc<Facts>,
}

/// Reads and evaluates a template, and the nested stacks whose templates are local files within the workspace.
pub fn evaluate(workspace: &Workspace<'_>, path: &Path, inputs: &Inputs) -> Configuration {
    evaluate_into(Arena::default(), workspace, path, inputs)
}

/// The same on top of an arena that holds another configuration's values: the values of both can be compared then.
pub fn evaluate_into(arena: Arena, workspace: &Workspace<'_>, path: &Path, inputs: &Inputs) -> Configuration {
    evaluate::configuration(workspace, path, inputs, arena)
}

#[cfg(test)]
mod tests;
