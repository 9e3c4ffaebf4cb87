//! `dynamic` blocks.

use super::evaluator::Evaluator;
use super::scope::{Frame, Scope};
use crate::syntax::hcl::{Block, ExpressionKind};
use crate::value::{Data, Each, Guard, MappingKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The blocks that one `dynamic` block makes; EC2 takes nowhere so many.
const MAX_BLOCKS: usize = 1_000;
/// What a block costs beside the expressions in it.
const STEPS_OF_BLOCK: usize = 50;

impl Evaluator<'_> {
    /// The blocks that a `dynamic` block makes. One that exists in some cases only is null in the others; those of a collection
    /// of unknown size are one [`Data::Each`].
    pub(super) fn dynamic(&self, block: &Block, guard: Guard, scope: &Scope<'_>) -> Vec<Value> {
        let label = block.labels.first().map(|label| Arc::clone(&label.text)).unwrap_or_default();
        let (Some(each), Some(content)) = (block.body.attribute("for_each"), block.body.blocks("content").next()) else {
            return vec![self.opaque("a dynamic block", block.header)];
        };
        let iterator = block.body.attribute("iterator").and_then(|attribute| match &attribute.expression.kind {
            ExpressionKind::Variable(name) | ExpressionKind::String(name) => Some(Arc::clone(name)),
            _ => None,
        });
        let iterator = iterator.unwrap_or(label);
        let collection = self.evaluate(&each.expression, scope);
        let item = |key: Value, value: Value, under: Guard| {
            let entries = BTreeMap::from([("key".into(), key), ("value".into(), value)]);
            let value = Data::Mapping(MappingKind::Object, Arc::new(entries)).into();
            let frame = Frame { name: &iterator, value, outer: scope.frame };
            let guard = self.arena.and(guard, under);
            self.charge(STEPS_OF_BLOCK, content.header);
            self.step(content.header, || self.body(&content.body, block.header, guard, &scope.with(&frame)))
        };
        let mut blocks: Vec<(Guard, Value)> = Vec::new();
        for (under, case) in self.arena.alternatives(&collection) {
            if !self.arena.possible(self.arena.and(guard, under)) {
                continue;
            }
            let made: Vec<Value> = match (self.elements(&case), self.each_of(&case)) {
                (Some(elements), _) if elements.len() > MAX_BLOCKS => {
                    vec![self.too_large("a dynamic block over a large collection", block.header)]
                }
                (Some(elements), _) => elements.into_iter().map(|(key, value)| item(key, value, under)).collect(),
                (None, Some(each)) => {
                    let key = Data::Term(each.key).into();
                    let made = Each { key: each.key, item: item(key, each.item.clone(), under), mapping: each.mapping };
                    vec![Value::new(Data::Each(Arc::new(made)), self.arena.written(block.header))]
                }
                // What fails here fails in this case only; where it fails in all cases, nothing can be said of the blocks.
                (None, None) if collection.data == case.data => vec![self.opaque("dynamic blocks", block.header)],
                (None, None) => Vec::new(),
            };
            made.into_iter().for_each(|made| self.add_block(&mut blocks, under, made));
        }
        let origin = self.arena.written(block.header);
        let absent = Value::new(Data::Null, origin);
        let conditional = |(under, value): (Guard, Value)| match self.arena.implies(guard, under) {
            true => value,
            false => self.arena.choice([(under, value), (self.arena.not(under), absent.clone())], origin),
        };
        blocks.into_iter().map(conditional).collect()
    }

    /// The same block in two cases that exclude each other is one block.
    fn add_block(&self, blocks: &mut Vec<(Guard, Value)>, under: Guard, made: Value) {
        let same = |(guard, value): &&mut (Guard, Value)| *value == made && !self.arena.possible(self.arena.and(*guard, under));
        let known = if under == Guard::ALWAYS { None } else { blocks.iter_mut().find(same) };
        match known {
            Some((guard, _)) => *guard = self.arena.or(*guard, under),
            None => blocks.push((under, made)),
        }
    }
}
