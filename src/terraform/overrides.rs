//! Merging of override files: `override.tf` and `*_override.tf` replace arguments of blocks that other files declare.

use crate::syntax::hcl::{Attribute, Block, Body};

/// Merges the blocks of an override file over those of the other files.
pub(super) fn merge(blocks: &mut Vec<Block>, body: Body) {
    for over in body.blocks {
        match &*over.kind {
            "locals" => merge_locals(blocks, over),
            // Constraints of both kinds hold: an override may narrow what is allowed, and rarely widens it.
            "terraform" => blocks.push(over),
            _ => match blocks.iter_mut().find(|block| is_same(block, &over)) {
                Some(base) => merge_block(&mut base.body, over.body),
                // Terraform refuses an override of nothing; the block is read all the same.
                None => blocks.push(over),
            },
        }
    }
}

fn is_same(base: &Block, over: &Block) -> bool {
    let labels = |block: &Block| block.labels.iter().map(|label| label.text.clone()).collect::<Vec<_>>();
    let alias = |block: &Block| block.body.attribute("alias").map(|attribute| attribute.expression.kind.clone());
    base.kind == over.kind && labels(base) == labels(over) && (&*base.kind != "provider" || alias(base) == alias(over))
}

fn merge_locals(blocks: &mut Vec<Block>, over: Block) {
    let mut new = Vec::new();
    for attribute in over.body.attributes {
        let all = blocks.iter_mut().filter(|block| &*block.kind == "locals").flat_map(|block| &mut block.body.attributes);
        match all.into_iter().find(|base| base.name == attribute.name) {
            Some(base) => *base = attribute,
            None => new.push(attribute),
        }
    }
    if !new.is_empty() {
        blocks.push(Block { body: Body { attributes: new, blocks: Vec::new() }, labels: Vec::new(), ..over });
    }
}

fn merge_block(base: &mut Body, over: Body) {
    over.attributes.into_iter().for_each(|attribute| replace(&mut base.attributes, attribute));
    let mut replaced: Vec<std::sync::Arc<str>> = Vec::new();
    for block in over.blocks {
        let nested = base.blocks.iter_mut().find(|known| known.kind == block.kind);
        match (&*block.kind, nested) {
            ("lifecycle", Some(known)) => {
                block.body.attributes.into_iter().for_each(|attribute| replace(&mut known.body.attributes, attribute));
            }
            _ => {
                // Nested blocks replace all of their type.
                let kind = produced_kind(&block);
                if !replaced.contains(&kind) {
                    base.blocks.retain(|known| produced_kind(known) != kind);
                    replaced.push(kind);
                }
                base.blocks.push(block);
            }
        }
    }
}

/// The type of the blocks that a block stands for: a `dynamic` block stands for blocks of the type in its label.
fn produced_kind(block: &Block) -> std::sync::Arc<str> {
    match block.labels.first() {
        Some(label) if &*block.kind == "dynamic" => label.text.clone(),
        _ => block.kind.clone(),
    }
}

fn replace(attributes: &mut Vec<Attribute>, attribute: Attribute) {
    match attributes.iter_mut().find(|known| known.name == attribute.name) {
        Some(known) => *known = attribute,
        None => attributes.push(attribute),
    }
}
