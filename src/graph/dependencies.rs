//! Which blocks wait for which: by a written dependency, or because one names the other.

use super::Graph;
use crate::configuration::{MISSING_MODULE, OtherResource, Resource};
use crate::value::{Address, Data, Term, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The dependencies of all blocks, among them those of resources that have no node in the graph.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    numbers: FxHashMap<String, usize>,
    names: Vec<String>,
    /// The types of resources, of which a block is one.
    types: FxHashMap<String, Arc<str>>,
    /// The blocks that wait for a block.
    dependents: Vec<Vec<usize>>,
}

impl Dependencies {
    pub(super) fn new(resources: &[Arc<Resource>], others: &[OtherResource]) -> Self {
        let mut all = Self::default();
        let mut seen = FxHashSet::default();
        for resource in resources {
            let block = resource.address.block();
            // The instances of a block wait for the same.
            if seen.insert(block.clone()) {
                all.types.insert(block.clone(), Arc::clone(&resource.address.resource_type));
                all.add(block, &resource.dependencies);
            }
        }
        for other in others {
            all.types.entry(other.block.clone()).or_insert_with(|| Arc::clone(&other.resource_type));
            all.add(other.block.clone(), &other.dependencies);
        }
        all
    }

    fn add(&mut self, block: String, dependencies: &[String]) {
        let dependent = self.number(block);
        for dependency in dependencies {
            let number = self.number(dependency.clone());
            self.dependents[number].push(dependent);
        }
    }

    fn number(&mut self, block: String) -> usize {
        let next = self.names.len();
        let number = *self.numbers.entry(block.clone()).or_insert(next);
        if number == next {
            self.names.push(block);
            self.dependents.push(Vec::new());
        }
        number
    }

    /// The blocks that wait for a block directly.
    pub(super) fn direct(&self, block: &str) -> impl Iterator<Item = &str> {
        let number = self.numbers.get(block);
        number.into_iter().flat_map(|&number| &self.dependents[number]).map(|&dependent| &*self.names[dependent])
    }

    /// The given blocks and all that wait for one of them, directly or through others.
    pub(super) fn waiting<'a>(&'a self, blocks: impl IntoIterator<Item = &'a str>) -> FxHashSet<&'a str> {
        let mut open: Vec<&str> = blocks.into_iter().collect();
        let mut waiting = FxHashSet::default();
        while let Some(block) = open.pop() {
            if waiting.insert(block) {
                open.extend(self.direct(block));
            }
        }
        waiting
    }
}

impl Graph {
    /// The given blocks, by their addresses, and all that wait for one of them, directly or through others.
    pub fn waiting_for<'a>(&'a self, blocks: impl IntoIterator<Item = &'a str>) -> FxHashSet<&'a str> {
        self.dependencies().waiting(blocks)
    }

    /// The address of the managed resource whose id or other attribute a value is.
    pub fn declaration(&self, value: &Value) -> Option<Arc<Address>> {
        match value.data {
            Data::Term(term) => self.values.managed(term).map(|(address, _)| address),
            _ => None,
        }
    }

    /// The blocks, by their addresses, that name a block or wait for it directly.
    pub fn dependents_of<'a>(&'a self, block: &str) -> impl Iterator<Item = &'a str> {
        self.dependencies().direct(block)
    }

    /// The type of a resource block, by its address.
    pub fn type_of(&self, block: &str) -> Option<&str> {
        self.dependencies().types.get(block).map(|kind| &**kind)
    }

    /// Whether a resource that runs code of its own names a block: what that code does to it is not known.
    pub fn is_given_to_code(&self, block: &str) -> bool {
        self.dependents_of(block).any(|name| self.runs_code(name))
    }

    /// Whether such a resource names the block of an instance for anything else than to read its public address.
    pub fn is_given_to_code_for_more(&self, instance: &Resource) -> bool {
        let reads_address = |name: &str| {
            let of_instance = |attribute| matches!(&*self.values.term(attribute), Term::Element { of, .. } if *of == instance.term);
            self.address_reads.iter().any(|read| read.reader.as_deref() == Some(name) && of_instance(read.attribute))
        };
        self.dependents_of(&instance.address.block()).any(|name| self.runs_code(name) && !reads_address(name))
    }

    fn runs_code(&self, block: &str) -> bool {
        self.type_of(block).is_some_and(|kind| CODE.iter().any(|code| kind.starts_with(code)))
    }

    /// Whether a block is given to a module or a nested stack that is not at hand: what there is in it is not known.
    pub fn is_given_to_missing(&self, block: &str) -> bool {
        self.dependents_of(block).any(|name| matches!(self.type_of(name), Some(MISSING_MODULE | "AWS::CloudFormation::Stack")))
    }

    /// The resources without a node that are functions.
    pub fn functions(&self) -> impl Iterator<Item = &OtherResource> {
        let is_function =
            |kind: &str| matches!(kind, "aws_lambda_function" | "AWS::Lambda::Function" | "AWS::Serverless::Function");
        self.others.iter().filter(move |other| is_function(&other.resource_type))
    }

    fn dependencies(&self) -> &Dependencies {
        self.dependencies.get_or_init(|| Dependencies::new(&self.resources, &self.others))
    }
}

/// The beginnings of types whose resources run scripts, functions or documents of the user's own.
const CODE: [&str; 9] = [
    "null_resource",
    "terraform_data",
    "aws_lambda_",
    "aws_ssm_association",
    "aws_cloudformation_stack",
    "AWS::CloudFormation::",
    "AWS::Lambda::",
    "AWS::SSM::",
    "Custom::",
];
