//! Nested stacks whose templates are local files: their parameters, outputs and resources.

use super::evaluate::Scope;
use super::resources;
use super::stack::Stack;
use super::template::field;
use crate::source::{FileKind, normalize};
use crate::value::{InputKind, InstanceKey, OriginKind, Value};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// How deep stacks may nest.
const MAX_DEPTH: usize = 16;
/// How many nested stacks there may be in all.
const MAX_STACKS: usize = 1_000;

/// What a resource of a stack type leads to.
#[derive(Clone, Debug)]
pub(super) enum Nested {
    /// A template that is at hand.
    Stack(Rc<Stack>),
    /// One that is not.
    Missing,
}

/// Whether a resource of this type is a stack.
pub(super) fn is_stack(resource_type: &str) -> bool {
    template_property(resource_type).is_some()
}

/// The property that names the template.
fn template_property(resource_type: &str) -> Option<&'static str> {
    match resource_type {
        "AWS::CloudFormation::Stack" => Some("TemplateURL"),
        "AWS::Serverless::Application" => Some("Location"),
        _ => None,
    }
}

impl Scope<'_> {
    /// The value of an output of a nested stack.
    pub(super) fn nested_output(self, resource: usize, output: &str) -> Value {
        if let Some(Nested::Stack(stack)) = self.nested(resource)
            && let Some(value) = (Scope { run: self.run, stack: &stack }).output(output)
        {
            return value;
        }
        let pair = &self.resources().pairs[resource];
        let stack = self.run.arena.input(self.stack.qualified(&pair.key), InputKind::Missing);
        let term = self.run.arena.attribute(stack, &format!("Outputs.{output}"));
        Value::new(crate::value::Data::Term(term), self.run.arena.written(pair.key_span))
    }

    /// The value of an output of this stack; `None` where there is no such output, or it needs itself.
    fn output(self, name: &str) -> Option<Value> {
        if let Some(known) = self.stack.known.outputs.borrow().get(name) {
            return known.clone();
        }
        let (_, pair) = self.outputs().get(name)?;
        self.stack.known.outputs.borrow_mut().insert(Arc::clone(&pair.key), None);
        let value = field(&pair.value, "Value").map(|value| self.value(&value.value));
        self.stack.known.outputs.borrow_mut().insert(Arc::clone(&pair.key), value.clone());
        value
    }

    /// Evaluates the resources of a nested stack, and returns the names of all of them.
    pub(super) fn nested_resources(self, resource: usize) -> Vec<String> {
        let Some(Nested::Stack(stack)) = self.nested(resource) else { return Vec::new() };
        let scope = Scope { run: self.run, stack: &stack };
        resources::collect(scope);
        scope.resources().iter().map(|(_, pair)| stack.qualified(&pair.key)).collect()
    }

    /// The stack behind a resource; `None` while its parameters are evaluated.
    fn nested(self, resource: usize) -> Option<Nested> {
        if let Some(known) = self.stack.known.nested.borrow().get(&resource) {
            return known.clone();
        }
        self.stack.known.nested.borrow_mut().insert(resource, None);
        let nested = self.open(resource).unwrap_or_else(|reason| {
            let pair = &self.resources().pairs[resource];
            self.run.note(pair.key_span, format!("the template of the nested stack `{}` {reason}", pair.key));
            Nested::Missing
        });
        self.stack.known.nested.borrow_mut().insert(resource, Some(nested.clone()));
        Some(nested)
    }

    fn open(self, resource: usize) -> Result<Nested, String> {
        let path = self.template_path(resource)?;
        let pair = &self.resources().pairs[resource];
        if self.stack.modules.len() >= MAX_DEPTH || self.run.stacks.get() >= MAX_STACKS {
            return Err("is one of too many".into());
        }
        if self.stack.paths.contains(&path) {
            return Err(format!("is {}, which contains itself", self.run.workspace.0.shown(&path)));
        }
        self.run.stacks.set(self.run.stacks.get() + 1);
        let template = self.run.template(&path);
        self.run.note_macros(&template);
        let mut stack = Stack::new(template, self.resource_guard(resource));
        stack.modules.clone_from(&self.stack.modules);
        stack.modules.push((Arc::clone(&pair.key), InstanceKey::None));
        stack.calls = self.stack.calls.iter().copied().chain([pair.key_span]).collect();
        stack.paths.splice(0..0, self.stack.paths.iter().cloned());
        stack.waits_for = self.all_dependencies(resource);
        stack.arguments = Some(self.stack_arguments(resource));
        Ok(Nested::Stack(Rc::new(stack)))
    }

    /// The values that a nested stack's parameters are given.
    fn stack_arguments(self, resource: usize) -> HashMap<Arc<str>, Value> {
        let Some(parameters) = self.property(resource, "Parameters") else { return HashMap::new() };
        let Some(entries) = parameters.entries() else { return HashMap::new() };
        let argument = |(name, value): (&Arc<str>, &Value)| {
            let span = self.run.arena.span(value.origin).unwrap_or_else(|| self.resources().pairs[resource].key_span);
            let origin = self.run.arena.origin(span, OriginKind::Argument(Arc::clone(name)), value.origin);
            (Arc::clone(name), value.clone().with_origin(origin))
        };
        entries.iter().map(argument).collect()
    }

    /// The file beside a synthesized template that is uploaded as the template of a nested stack: its metadata name it.
    fn asset(self, resource: usize) -> Option<PathBuf> {
        let metadata = self.resource_field(resource, "Metadata")?;
        let path = field(&metadata.value, "aws:asset:path")?;
        let directory = self.stack.template.path.parent().map(PathBuf::from).unwrap_or_default();
        let path = normalize(&directory.join(&**path.value.text()?));
        let files = self.run.workspace.0;
        (files.may_read(&path) && files.files.kind(&path) == Some(FileKind::File)).then_some(path)
    }

    /// The file of a nested stack's template.
    fn template_path(self, resource: usize) -> Result<PathBuf, String> {
        if let Some(asset) = self.asset(resource) {
            return Ok(asset);
        }
        let name = template_property(&self.resource_type(resource)).unwrap_or_default();
        let url = self.property(resource, name);
        let Some(url) = url.as_ref().and_then(|url| url.as_str()) else {
            return Err(format!("is not known from its `{name}`"));
        };
        if url.is_empty() || url.contains("://") || url.starts_with('/') {
            return Err(format!("is at {url:?}, not in a file beside this one"));
        }
        let directory = self.stack.template.path.parent().map(PathBuf::from).unwrap_or_default();
        let path = normalize(&directory.join(url));
        let files = self.run.workspace.0;
        match () {
            () if !files.may_read(&path) => Err(format!("is {}, outside of what may be read", files.shown(&path))),
            () if files.files.kind(&path) != Some(FileKind::File) => {
                Err(format!("is {}, which does not exist", files.shown(&path)))
            }
            () => Ok(path),
        }
    }
}
