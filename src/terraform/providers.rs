//! Which provider configuration a block uses, and the region that it says.

use super::evaluator::Evaluator;
use super::instance::{ModuleInstance, Repetition, ResourceInstance};
use super::scope::Scope;
use crate::syntax::hcl::{Block, Expression, ExpressionKind, StepKind};
use std::rc::Rc;
use std::sync::Arc;

/// A reference to a configuration of the AWS provider: its alias, or nothing for the default one.
type Alias = Option<Arc<str>>;

impl Evaluator<'_> {
    /// The region that a resource or data source is in, where it is known.
    pub(super) fn region_of(&self, resource: &ResourceInstance) -> Option<Arc<str>> {
        let (block, module) = (&resource.block, &resource.module);
        // From version 6 of the provider on, a resource may name its region itself.
        if let Some(region) = block.body.attribute("region") {
            let scope = Scope::of(module, &resource.repetition);
            return self.evaluate(&region.expression, &scope).as_str().map(Arc::from);
        }
        let alias = block.body.attribute("provider").map_or(Some(None), |attribute| reference(&attribute.expression))?;
        self.region_of_provider(module, &alias)
    }

    /// The region of a provider configuration as a module names it: its own, or the one that its caller hands over.
    pub(super) fn region_of_provider(&self, module: &Rc<ModuleInstance>, alias: &Alias) -> Option<Arc<str>> {
        let parsed = module.module.as_ref()?;
        if let Some(block) = parsed.providers.iter().find(|block| configures(block, alias)) {
            return match block.body.attribute("region") {
                Some(region) => self.evaluate(&region.expression, &Scope::of(module, &Repetition::None)).as_str().map(Arc::from),
                None => self.given_region.as_deref().map(Arc::from),
            };
        }
        let Some(caller) = &module.caller else {
            // Without any configuration, the provider takes the region of the environment.
            return self.given_region.as_deref().filter(|_| alias.is_none()).map(Arc::from);
        };
        let handed_over = caller.call.body.attribute("providers").and_then(|providers| match &providers.expression.kind {
            ExpressionKind::Object(items) => items.iter().find(|item| reference(&item.key).as_ref() == Some(alias)),
            _ => None,
        });
        match handed_over {
            Some(item) => self.region_of_provider(&caller.module, &reference(&item.value)?),
            None if alias.is_none() => self.region_of_provider(&caller.module, alias),
            None => None,
        }
    }
}

/// Whether a `provider` block is the AWS provider's configuration with this alias.
fn configures(block: &Block, alias: &Alias) -> bool {
    let own = block.body.attribute("alias").map(|attribute| match &attribute.expression.kind {
        ExpressionKind::String(name) => Arc::clone(name),
        _ => Arc::from(""),
    });
    block.labels.first().is_some_and(|label| &*label.text == "aws") && own == *alias
}

/// `aws` or `aws.alias`, bare or as a string; `None` for another provider.
fn reference(expression: &Expression) -> Option<Alias> {
    match &expression.kind {
        ExpressionKind::Variable(name) if &**name == "aws" => Some(None),
        ExpressionKind::String(text) => match text.split_once('.') {
            None => (&**text == "aws").then_some(None),
            Some((name, alias)) => (name == "aws").then(|| Some(alias.into())),
        },
        ExpressionKind::Traversal(operand, steps) => match (&operand.kind, steps.as_slice()) {
            (ExpressionKind::Variable(name), [step]) if &**name == "aws" => match &step.kind {
                StepKind::Attribute(alias) => Some(Some(Arc::clone(alias))),
                _ => None,
            },
            _ => None,
        },
        ExpressionKind::Parenthesis(inner) | ExpressionKind::Wrapped(inner) => reference(inner),
        _ => None,
    }
}
