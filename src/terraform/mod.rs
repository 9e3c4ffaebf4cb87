//! Terraform and OpenTofu: from the directory of a root module to a [`Configuration`]. Evaluation starts from the resources that
//! the graph has nodes for and goes wherever references lead. Nothing here knows a rule.

mod access;
mod addresses;
mod build;
mod cache;
mod calls;
mod convert;
mod data_source;
mod dependencies;
mod dynamic;
mod each;
mod evaluator;
mod expand;
mod expression;
mod files;
mod functions;
mod history;
mod inert;
mod inputs;
mod instance;
mod iteration;
mod manifest;
mod module;
mod network;
mod operators;
mod overrides;
mod plan;
mod providers;
mod reference;
mod requirements;
mod resource;
mod roots;
mod scope;
mod set_order;
mod template;
mod types;
mod variables;

pub use cache::{ModuleCache, Whole};
pub use files::matters;
pub use inputs::{Inputs, given_names, variable_names};
pub use plan::{Plan, PlanError, Planned, evaluate_plan, looks_like_plan};
pub use roots::roots;

use crate::configuration::{Configuration, Language};
use crate::source::{Workspace, normalize};
use crate::value::Arena;
use std::path::Path;
use std::sync::Arc;

/// Evaluates a root module with the modules it calls. Takes up to 64 MiB of stack for configurations made to be deep.
pub fn evaluate(workspace: &Workspace<'_>, cache: &ModuleCache, root: &Path, inputs: &Inputs) -> Configuration {
    evaluate_into(Arena::default(), workspace, cache, root, inputs)
}

/// The same on top of an arena that holds another configuration's values: the values of both can be compared then.
pub fn evaluate_into(arena: Arena, workspace: &Workspace<'_>, cache: &ModuleCache, root: &Path, inputs: &Inputs) -> Configuration {
    let root = normalize(root);
    let manifest = manifest::Manifest::read(workspace, &root, inputs.data_dir.as_deref());
    let mut evaluator = evaluator::Evaluator::new(arena, workspace, cache, root, manifest);
    evaluator.facts = Arc::clone(&inputs.facts);
    evaluator.given = inputs::collect(&evaluator, inputs);
    evaluator.workspace_name.clone_from(&inputs.workspace);
    evaluator.given_region.clone_from(&inputs.region);
    let instance = evaluator.root_instance();
    let mut resources = Vec::new();
    evaluator.resources(&instance, &mut resources);
    evaluator.named_instances(&mut resources);
    let mut others = Vec::new();
    if !resources.is_empty() {
        evaluator.other_dependencies(&instance, &mut others);
    }
    let (set_elements, address_reads) = evaluator.mentions_of_addresses(&instance, &resources);
    // What is found is told in the order in which a reader meets it.
    resources.sort_by_cached_key(|resource| workspace.sources.place(resource.header));
    let region = evaluator.region_of_provider(&instance, &None);
    let provider = if resources.is_empty() { None } else { evaluator.provider_versions(&instance) };
    let history = history::of(&evaluator, &instance);
    let root = evaluator.root.clone();
    let (arena, errors, unchecked) = evaluator.finish();
    // Nobody calls a root module, and its tree may be as large as all that becomes of it.
    drop(instance);
    cache.forget(&root);
    let facts = Arc::clone(&inputs.facts);
    Configuration {
        language: Language::Terraform,
        arena,
        resources,
        others,
        set_elements,
        address_reads,
        provider,
        region,
        facts,
        errors,
        unchecked,
        history,
    }
}
