//! A parsed module directory: its variables, locals, outputs, resources, data sources, module calls and providers, with
//! override files merged. What is written, not what it means.

use super::addresses::Mentions;
use super::files;
use super::overrides;
use super::requirements::{self, Requirement};
use super::types::Type;
use crate::source::{Span, Workspace};
use crate::syntax::hcl::{Attribute, Block, Body, Expression, ExpressionKind, parse_expression};
use crate::syntax::{SyntaxError, unrendered};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The type and the name of a resource or data source.
pub(super) type ResourceName = (Arc<str>, Arc<str>);

/// What the configuration files of a directory declare.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Where the files lie; normalized.
    pub(super) directory: PathBuf,
    /// Input variables.
    pub(super) variables: BTreeMap<Arc<str>, Variable>,
    /// Local values.
    pub(super) locals: BTreeMap<Arc<str>, Attribute>,
    /// Output values.
    pub(super) outputs: BTreeMap<Arc<str>, Arc<Block>>,
    /// Managed resources.
    pub(super) resources: BTreeMap<ResourceName, Arc<Block>>,
    /// Data sources.
    pub(super) data: BTreeMap<ResourceName, Arc<Block>>,
    /// Module calls.
    pub(super) calls: BTreeMap<Arc<str>, Arc<Block>>,
    /// Provider configurations.
    pub(super) providers: Vec<Block>,
    /// Which versions of the AWS provider it may be used with.
    pub(super) requirements: Vec<Requirement>,
    /// What its text may say about addresses.
    pub(super) mentions: Mentions,
    /// `moved`, `import` and `removed` blocks.
    pub(super) history: Vec<Block>,
    /// What is not well-formed.
    pub(super) errors: Vec<SyntaxError>,
    /// Where other programs still have to fill in its files; of those files nothing is read.
    pub(super) unrendered: Vec<Span>,
    /// The first place in its files: what a note about the whole directory points at.
    pub(super) place: Option<Span>,
}

/// An input variable.
#[derive(Debug)]
pub(super) struct Variable {
    /// Its block.
    pub(super) block: Block,
    /// Its type constraint; `None` where there is none.
    pub(super) kind: Option<Type>,
    /// Whether null stays null instead of becoming the default.
    pub(super) nullable: bool,
}

impl Variable {
    fn new(block: Block) -> Self {
        let kind = block.body.attribute("type").map(|attribute| Type::read(&attribute.expression));
        let nullable = block.body.attribute("nullable").map(|attribute| &attribute.expression.kind);
        Self { kind, nullable: nullable != Some(&ExpressionKind::Bool(false)), block }
    }

    /// The default, as it is written.
    pub(super) fn default(&self) -> Option<&Expression> {
        self.block.body.attribute("default").map(|attribute| &attribute.expression)
    }

    /// The conditions of its `validation` blocks.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Expression> {
        let blocks = self.block.body.blocks("validation");
        blocks.filter_map(|block| block.body.attribute("condition")).map(|attribute| &attribute.expression)
    }
}

/// Parses a text that stands in a string as an expression of its own; all places in it are the string's place.
pub(super) fn parse_text(text: &str, place: Span) -> Option<Expression> {
    parse_expression(text, place.start as usize, place.file).ok()
}

impl Module {
    /// Reads and parses a directory, with the `whole` syntax or without the bodies of resources that lead nowhere. Missing directories are empty
    /// modules.
    pub(super) fn load(workspace: &Workspace<'_>, directory: &Path, whole: bool) -> Self {
        let mut module = Self { directory: directory.to_path_buf(), ..Self::default() };
        let found = files::of_directory(workspace, directory);
        let mut blocks = Vec::new();
        for (position, parsed) in files::parse(workspace, &found, whole).into_iter().enumerate() {
            let body = module.body(workspace, parsed);
            match position < found.primary.len() {
                true => blocks.extend(body.blocks),
                false => overrides::merge(&mut blocks, body),
            }
        }
        for block in blocks {
            module.declare(block);
        }
        module
    }

    fn body(&mut self, workspace: &Workspace<'_>, parsed: files::Parsed) -> Body {
        match parsed {
            Ok((file, body, errors)) => {
                self.place.get_or_insert(Span::new(file, 0..0));
                let source = workspace.sources.get(file);
                let (text, base) = source.body();
                if let Some(span) = unrendered(text, base, &errors) {
                    self.unrendered.push(span);
                    return Body::default();
                }
                self.mentions.add(text);
                self.errors.extend(errors);
                body
            }
            Err((file, message)) => {
                let span = Span::new(file, 0..0);
                self.place.get_or_insert(span);
                self.errors.push(SyntaxError { span, message });
                Body::default()
            }
        }
    }

    fn declare(&mut self, block: Block) {
        let labels: Vec<Arc<str>> = block.labels.iter().map(|label| Arc::clone(&label.text)).collect();
        match (&*block.kind, labels.as_slice()) {
            ("locals", []) => {
                for attribute in block.body.attributes {
                    let name = Arc::clone(&attribute.name);
                    let span = attribute.name_span;
                    self.once(|module| module.locals.insert(name, attribute).map(|old| old.name_span), span, "local");
                }
            }
            ("resource", [kind, name]) => {
                let name = (Arc::clone(kind), Arc::clone(name));
                self.once_block(block, "resource", |module, block| module.resources.insert(name, block));
            }
            ("data", [kind, name]) => {
                let name = (Arc::clone(kind), Arc::clone(name));
                self.once_block(block, "data source", |module, block| module.data.insert(name, block));
            }
            ("module", [name]) => {
                let name = Arc::clone(name);
                self.once_block(block, "module call", |module, block| module.calls.insert(name, block));
            }
            ("output", [name]) => {
                let name = Arc::clone(name);
                self.once_block(block, "output", |module, block| module.outputs.insert(name, block));
            }
            ("variable", [name]) => {
                let (name, span) = (Arc::clone(name), block.header);
                let variable = Variable::new(block);
                let insert = |module: &mut Self| module.variables.insert(name, variable).map(|old| old.block.header);
                self.once(insert, span, "variable");
            }
            ("moved" | "import" | "removed", []) => self.history.push(block),
            ("terraform", []) => self.requirements.extend(requirements::of_terraform(&block)),
            ("provider", [_]) => {
                self.requirements.extend(requirements::of_provider(&block));
                self.providers.push(block);
            }
            _ => {}
        }
    }

    fn once_block(&mut self, block: Block, what: &str, insert: impl FnOnce(&mut Self, Arc<Block>) -> Option<Arc<Block>>) {
        let span = block.header;
        self.once(|module| insert(module, Arc::new(block)).map(|old| old.header), span, what);
    }

    /// Terraform refuses a second declaration of a name.
    fn once(&mut self, insert: impl FnOnce(&mut Self) -> Option<Span>, span: Span, what: &str) {
        if insert(self).is_some() {
            self.errors.push(SyntaxError { span, message: format!("this {what} is declared a second time") });
        }
    }

    /// Whether all of its text could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.errors.is_empty() && self.unrendered.is_empty()
    }

    /// Whether there is any configuration.
    pub(super) fn is_empty(&self) -> bool {
        self.place.is_none()
    }
}
