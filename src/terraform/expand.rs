//! `count` and `for_each`: the instances of a block.

use super::evaluator::{Evaluator, Memo, Name};
use super::instance::{ModuleInstance, Repetition};
use super::operators::number;
use super::scope::Scope;
use crate::source::Span;
use crate::syntax::hcl::Block;
use crate::value::{Address, Data, Each, Guard, InstanceKey, MappingKind, Notation, SequenceKind, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The instances of one block that are told apart; past that one stands for each of them.
const MAX_INSTANCES: usize = 1_000;

/// The instances of a block.
#[derive(Debug)]
pub(super) struct Expansion {
    /// What a reference to the block stands for: the instance, or a collection of instances.
    pub(super) whole: Value,
    /// The instances.
    pub(super) instances: Vec<Instance>,
}

/// An instance of a block.
#[derive(Debug)]
pub(super) struct Instance {
    /// When it exists, if its module does.
    pub(super) guard: Guard,
    /// What stands for it.
    pub(super) term: TermId,
}

/// An instance that is being found: in which cases it exists, and what `each.value` is in each of them.
struct Found {
    key: InstanceKey,
    cases: Vec<(Guard, Repetition)>,
}

/// The instances that were found so far.
#[derive(Default)]
struct Instances {
    list: Vec<Found>,
    positions: FxHashMap<InstanceKey, usize>,
}

impl Instances {
    /// The position of an instance with one more case in which it exists.
    fn find(&mut self, key: InstanceKey, guard: Guard, repetition: Repetition) -> usize {
        match self.positions.get(&key) {
            Some(&position) => {
                self.list[position].cases.push((guard, repetition));
                position
            }
            None => {
                self.positions.insert(key.clone(), self.list.len());
                self.list.push(Found { key, cases: vec![(guard, repetition)] });
                self.list.len() - 1
            }
        }
    }
}

/// What the block is in one case: the positions of its instances in the list of those that were found.
enum Shape {
    Single(usize),
    Sequence(Vec<usize>),
    Mapping(BTreeMap<Arc<str>, usize>),
    Each { position: usize, key: TermId, mapping: bool },
    Failed(Value),
}

impl Evaluator<'_> {
    /// The value of a reference to a resource or data source.
    pub(super) fn block_value(
        &self,
        module: &Rc<ModuleInstance>,
        data: bool,
        kind: &Arc<str>,
        name: &Arc<str>,
        span: Span,
    ) -> Value {
        let resource = (Arc::clone(kind), Arc::clone(name));
        let block = module
            .module
            .as_ref()
            .and_then(|parsed| if data { parsed.data.get(&resource) } else { parsed.resources.get(&resource) }.cloned());
        let memo = match data {
            true => Name::Data(Arc::clone(kind), Arc::clone(name)),
            false => Name::Managed(Arc::clone(kind), Arc::clone(name)),
        };
        match block {
            Some(block) => match self.expansion(module, &block, memo, span) {
                Ok(expansion) => expansion.whole.clone(),
                Err(value) => value,
            },
            None => self.undeclared_block(module, memo, span),
        }
    }

    /// A resource or data source that is declared where nobody can see it is one nevertheless: it has an id that is no other's.
    fn undeclared_block(&self, module: &ModuleInstance, name: Name, span: Span) -> Value {
        self.note_undeclared(module, &name.to_string(), span);
        let modules = module.path.clone();
        let term = match name {
            Name::Data(resource_type, name) => Term::Data(Arc::new(Address {
                modules,
                resource_type,
                name,
                key: InstanceKey::None,
                notation: Notation::TerraformData,
            })),
            Name::Managed(resource_type, name) => Term::Managed(Arc::new(Address {
                modules,
                resource_type,
                name,
                key: InstanceKey::None,
                notation: Notation::Terraform,
            })),
            name => return self.undeclared(module, &name.to_string(), span),
        };
        Value::new(Data::Term(self.arena.intern(term)), self.arena.written(span))
    }

    /// The instances of a resource or data source.
    pub(super) fn resource_expansion(&self, module: &Rc<ModuleInstance>, block: &Arc<Block>) -> Option<Rc<Expansion>> {
        let [kind, name] = block.labels.as_slice() else { return None };
        let (kind, name) = (Arc::clone(&kind.text), Arc::clone(&name.text));
        let memo = if &*block.kind == "data" { Name::Data(kind, name) } else { Name::Managed(kind, name) };
        self.expansion(module, block, memo, block.header).ok()
    }

    /// The instances of a block, worked out once. An error is the value of every reference to it.
    pub(super) fn expansion(
        &self,
        module: &Rc<ModuleInstance>,
        block: &Arc<Block>,
        name: Name,
        span: Span,
    ) -> Result<Rc<Expansion>, Value> {
        let memo = (module.id, name);
        let known = self.expansions.borrow().get(&memo).cloned();
        match known {
            Some(Memo::Done(expansion)) => return Ok(expansion),
            Some(Memo::Running) => return Err(self.cycle(&memo.1.to_string(), span)),
            None => {}
        }
        self.expansions.borrow_mut().insert(memo.clone(), Memo::Running);
        let Some(expansion) = self.follow(span, || self.expand(module, block)) else {
            self.expansions.borrow_mut().remove(&memo);
            return Err(self.opaque("a value behind too many names", span));
        };
        let expansion = Rc::new(expansion);
        self.expansions.borrow_mut().insert(memo, Memo::Done(Rc::clone(&expansion)));
        Ok(expansion)
    }

    fn expand(&self, module: &Rc<ModuleInstance>, block: &Arc<Block>) -> Expansion {
        let scope = Scope::of(module, &Repetition::None);
        let mut found = Instances::default();
        let mut shapes: Vec<(Guard, Shape)> = Vec::new();
        if let Some(count) = block.body.attribute("count") {
            let span = count.expression.span;
            let value = self.evaluate(&count.expression, &scope);
            for (guard, case) in self.arena.cases(&value) {
                shapes.push((guard, self.count_case(&case, guard, span, &mut found)));
            }
        } else if let Some(each) = block.body.attribute("for_each") {
            let span = each.expression.span;
            let value = self.evaluate(&each.expression, &scope);
            let cases = self.unfold(&value, 2).unwrap_or_else(|| self.arena.alternatives(&value));
            for (guard, case) in cases {
                shapes.push((guard, self.each_case(&case, guard, span, &mut found)));
            }
        } else {
            let position = found.find(InstanceKey::None, Guard::ALWAYS, Repetition::None);
            shapes.push((Guard::ALWAYS, Shape::Single(position)));
        }
        self.assemble(module, block, found, shapes)
    }

    fn assemble(
        &self,
        module: &Rc<ModuleInstance>,
        block: &Arc<Block>,
        found: Instances,
        shapes: Vec<(Guard, Shape)>,
    ) -> Expansion {
        let span = block.header;
        let make = |found: Found| {
            let guard = found.cases.iter().fold(Guard::NEVER, |all, (guard, _)| self.arena.or(all, *guard));
            let repetition = self.joined_repetition(&found.cases);
            let key = found.key;
            let term = match &*block.kind {
                "module" => self.module_term(module, block, key, guard, repetition),
                _ => self.resource_term(module, block, key, repetition),
            };
            Instance { guard, term }
        };
        let instances: Vec<Instance> = found.list.into_iter().map(make).collect();
        let origin = self.arena.written(span);
        let item = |position: usize| Value::new(Data::Term(instances[position].term), origin);
        let whole = shapes.into_iter().map(|(guard, shape)| {
            let value = match shape {
                Shape::Single(position) => item(position),
                Shape::Failed(value) => value,
                Shape::Sequence(positions) => self.sequence(SequenceKind::Tuple, positions.into_iter().map(item).collect(), span),
                Shape::Mapping(positions) => {
                    let entries = positions.into_iter().map(|(key, position)| (key, item(position))).collect();
                    self.mapping(MappingKind::Object, entries, span)
                }
                Shape::Each { position, key, mapping } => {
                    Value::new(Data::Each(Arc::new(Each { key, item: item(position), mapping })), origin)
                }
            };
            (guard, value)
        });
        let whole: Vec<_> = whole.collect();
        Expansion { whole: self.arena.choice(whole, origin), instances }
    }

    fn joined_repetition(&self, cases: &[(Guard, Repetition)]) -> Repetition {
        match cases {
            [(_, Repetition::Each { key, .. }), _, ..] => {
                let values = cases.iter().filter_map(|(guard, repetition)| match repetition {
                    Repetition::Each { value, .. } => Some((*guard, value.clone())),
                    _ => None,
                });
                let value = self.arena.choice(values.collect::<Vec<_>>(), key.origin);
                Repetition::Each { key: key.clone(), value }
            }
            [(_, repetition), ..] => repetition.clone(),
            [] => Repetition::None,
        }
    }

    fn count_case(&self, count: &Value, guard: Guard, span: Span, found: &mut Instances) -> Shape {
        let known = number(count).filter(|count| count.fract() == 0.0 && *count >= 0.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "whole, positive and bounded"
        )]
        match (known, &count.data) {
            (Some(known), _) if known <= MAX_INSTANCES as f64 => {
                let one = |index: usize| {
                    let index = i64::try_from(index).unwrap_or_default();
                    let value = Value::integer(index).with_origin(count.origin);
                    found.find(InstanceKey::Index(index), guard, Repetition::Count(value))
                };
                Shape::Sequence((0..known as usize).map(one).collect())
            }
            (Some(known), _) => {
                self.note(span, format!("{known} instances are not told apart: one stands for each of them"));
                let over = self.arena.opaque("a large count");
                self.symbolic_count(over, guard, count, found)
            }
            (None, Data::Term(_)) if self.is_failure(count) => Shape::Failed(count.clone()),
            (None, Data::Term(over)) => self.symbolic_count(*over, guard, count, found),
            _ => Shape::Failed(self.failure("a count that is no number", count.origin)),
        }
    }

    fn symbolic_count(&self, over: TermId, guard: Guard, count: &Value, found: &mut Instances) -> Shape {
        self.counts.borrow_mut().insert(over);
        let key = self.arena.intern(Term::EachKey { over });
        let value = Value::new(Data::Term(key), count.origin);
        // None of them exists where the count is zero.
        let zero = self.arena.equals(over, &Value::integer(0));
        let guard = self.arena.and(guard, self.arena.not(zero));
        let position = found.find(InstanceKey::Term(key), guard, Repetition::Count(value));
        Shape::Each { position, key, mapping: false }
    }

    fn each_case(&self, collection: &Value, guard: Guard, span: Span, found: &mut Instances) -> Shape {
        if self.is_failure(collection) {
            return Shape::Failed(collection.clone());
        }
        match self.elements(collection) {
            Some(elements) if elements.len() <= MAX_INSTANCES => {
                let sequence = collection.items().is_some();
                self.known_keys(elements, sequence, guard, found)
            }
            Some(elements) => {
                let count = elements.len();
                self.note(span, format!("{count} instances are not told apart: one stands for each of them"));
                let over = self.arena.opaque("a large collection");
                let each = self.each_of(&Data::Term(over).into());
                each.map_or_else(|| Shape::Failed(collection.clone()), |each| symbolic_each(&each, guard, collection, found))
            }
            None => match self.each_of(collection) {
                Some(each) => symbolic_each(&each, guard, collection, found),
                None => Shape::Failed(self.failure("a for_each over what is no map or set", collection.origin)),
            },
        }
    }

    fn known_keys(&self, elements: Vec<(Value, Value)>, sequence: bool, guard: Guard, found: &mut Instances) -> Shape {
        let mut positions = BTreeMap::new();
        let mut unknown = Vec::new();
        for (key, value) in elements {
            // The keys of a set are its elements.
            let key = if sequence { value.clone() } else { key };
            let repetition = Repetition::Each { key: key.clone(), value };
            match (super::convert::text_of(&key), &key.data) {
                (Some(name), _) => {
                    let name: Arc<str> = name.into();
                    let position = found.find(InstanceKey::Name(Arc::clone(&name)), guard, repetition);
                    positions.insert(name, position);
                }
                (None, Data::Term(term)) => unknown.push(found.find(InstanceKey::Term(*term), guard, repetition)),
                _ => return Shape::Failed(self.failure("a for_each with a key that is no string", key.origin)),
            }
        }
        match unknown.is_empty() {
            true => Shape::Mapping(positions),
            // Keys are not known: nothing can be looked up in the whole.
            false => Shape::Failed(Value::from(Data::Term(self.arena.opaque("instances with unknown keys")))),
        }
    }
}

fn symbolic_each(each: &Each, guard: Guard, collection: &Value, found: &mut Instances) -> Shape {
    let key = Value::new(Data::Term(each.key), collection.origin);
    let repetition = Repetition::Each { key, value: each.item.clone() };
    let position = found.find(InstanceKey::Term(each.key), guard, repetition);
    Shape::Each { position, key: each.key, mapping: true }
}
