//! Reading repeated blocks: a list of mappings of which some exist under conditions, or of which nobody knows how many there are.

use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, Value};

/// The blocks of one kind in one resource.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    /// The blocks that are known to be written.
    pub items: Vec<Block>,
    /// There may be others that nothing is known about.
    pub open: bool,
}

/// One block.
#[derive(Clone, Debug)]
pub struct Block {
    /// When it is there.
    pub guard: Guard,
    /// It stands for any number of blocks like this.
    pub each: bool,
    /// A mapping of its attributes, or a term.
    pub value: Value,
}

impl Blocks {
    /// Reads the value of a block attribute: nothing, one mapping, or a sequence of them.
    pub fn read(values: &Arena, list: &Value) -> Self {
        let mut blocks = Self::default();
        blocks.add(values, Guard::ALWAYS, false, list);
        blocks
    }

    /// The attributes of a resource as its only block.
    pub(super) fn one(resource: &Resource) -> Self {
        Self { items: vec![Block { guard: Guard::ALWAYS, each: false, value: resource.properties.clone() }], open: false }
    }

    /// The blocks of one kind within these blocks.
    pub(super) fn nested(&self, values: &Arena, name: &str) -> Self {
        let mut nested = Self { items: Vec::new(), open: self.open };
        for block in &self.items {
            nested.add(values, block.guard, block.each, &values.get(&block.value, name));
        }
        nested
    }

    /// Whether one of these attributes may be written in one of the blocks.
    pub(super) fn may_have(&self, values: &Arena, names: &[&str]) -> bool {
        let absent = |block: &Block, name: &&str| values.is_absent(&values.get(&block.value, name)) == Guard::ALWAYS;
        self.open || self.items.iter().any(|block| !names.iter().all(|name| absent(block, name)))
    }

    /// An attribute of a block of which there is at most one; null where there is none.
    pub(super) fn attribute(&self, values: &Arena, name: &str) -> Value {
        if self.open || self.items.iter().any(|block| block.each) {
            return Data::Term(values.opaque("an attribute of a block that may be there")).into();
        }
        let mut otherwise = Guard::ALWAYS;
        let mut alternatives = Vec::new();
        for block in &self.items {
            alternatives.push((values.and(otherwise, block.guard), values.get(&block.value, name)));
            otherwise = values.and(otherwise, values.not(block.guard));
        }
        alternatives.push((otherwise, Value::NULL));
        values.choice(alternatives, crate::value::Origin::NONE)
    }

    fn add(&mut self, values: &Arena, guard: Guard, each: bool, value: &Value) {
        match &value.data {
            Data::Null => {}
            Data::Choice(alternatives) => {
                for (inner, value) in alternatives.iter() {
                    self.add(values, values.and(guard, *inner), each, value);
                }
            }
            Data::Sequence(_, items) => items.iter().for_each(|item| self.add(values, guard, each, item)),
            Data::Each(all) => self.add(values, guard, true, &all.item),
            Data::Mapping(..) => self.push(values, Block { guard, each, value: value.clone() }),
            Data::Term(_) | Data::Bool(_) | Data::Number(_) | Data::String(_) => self.open = true,
        }
    }

    /// A block that several alternatives of a list have in common is one block.
    fn push(&mut self, values: &Arena, block: Block) {
        if !values.possible(block.guard) {
            return;
        }
        let same = |known: &&mut Block| {
            known.value.origin == block.value.origin
                && known.value == block.value
                && !values.possible(values.and(known.guard, block.guard))
        };
        match self.items.iter_mut().find(same) {
            Some(known) => known.guard = values.or(known.guard, block.guard),
            None => self.items.push(block),
        }
    }
}
