//! One template file: reading it, its sections, and what CloudFormation refuses about their shapes.

use crate::source::{FileId, Span, Workspace};
use crate::syntax::tree::{Node, NodeKind, Pair};
use crate::syntax::{SyntaxError, json, unrendered, yaml};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A template as it was read.
#[derive(Debug)]
pub(super) struct Template {
    /// Where it lies; the templates of nested stacks are named relative to it.
    pub(super) path: PathBuf,
    /// The whole document, where there is one.
    pub(super) root: Option<Arc<Node>>,
    /// What is wrong with the text.
    pub(super) errors: Vec<SyntaxError>,
    /// Where another program still has to fill in the text; then nothing of it is read.
    pub(super) unrendered: Option<Span>,
    /// The names of the top-level transforms.
    pub(super) transforms: Vec<(Arc<str>, Span)>,
    /// There may be parameters, resources and properties that the text does not show: a macro or a module makes them, or a part
    /// could not be read. Then nothing is concluded from what is not there.
    pub(super) open: bool,
    file: FileId,
}

impl Template {
    /// Reads a file. JSON or YAML is told by the content.
    pub(super) fn load(workspace: &Workspace<'_>, path: &Path) -> Self {
        let file = match workspace.load(path) {
            Ok(file) => file,
            Err(error) => {
                let file = workspace.sources.add(workspace.shown(path), "");
                let errors = vec![SyntaxError { span: Span::new(file, 0..0), message: format!("cannot be read: {error}") }];
                return Self { errors, ..Self::unread(path, file) };
            }
        };
        let source = workspace.sources.get(file);
        let (text, base) = source.body();
        let (root, errors) = parse(text, base, file);
        if let Some(span) = unrendered(text, base, &errors) {
            return Self { unrendered: Some(span), ..Self::unread(path, file) };
        }
        let mut template = Self { root, errors, ..Self::unread(path, file) };
        template.transforms = template.section("Transform").map(|pair| names(&pair.value)).unwrap_or_default();
        template.open = !template.errors.is_empty() || template.is_extended();
        template.check();
        template
    }

    /// A template of which nothing is known.
    fn unread(path: &Path, file: FileId) -> Self {
        Self { path: path.into(), root: None, errors: Vec::new(), unrendered: None, transforms: Vec::new(), open: true, file }
    }

    /// A top-level key with its value.
    pub(super) fn section(&self, name: &str) -> Option<Pair> {
        self.root.as_ref().and_then(|root| field(root, name))
    }

    /// The members of a section.
    pub(super) fn members(&self, name: &str) -> Vec<Pair> {
        self.section(name).map(|pair| entries(&pair.value).into_owned()).unwrap_or_default()
    }

    /// Where to point for something about the whole template.
    pub(super) fn start(&self) -> Span {
        self.root.as_ref().map_or(Span::new(self.file, 0..0), |root| root.span.at_start())
    }

    /// Whether macros or modules may add what the text does not show.
    fn is_extended(&self) -> bool {
        let includes = |pairs: &[Pair]| pairs.iter().any(|pair| &*pair.key == "Fn::Transform");
        let resources = self.members("Resources");
        let is_module = |pair: &Pair| type_of(&pair.value).is_some_and(|name| name.ends_with("::MODULE"));
        !self.transforms.is_empty()
            || self.section("Modules").is_some()
            || self.root.as_ref().is_some_and(|root| includes(&entries(root)))
            || includes(&resources)
            || resources.iter().any(is_module)
    }

    /// Shapes that CloudFormation refuses in any case.
    fn check(&mut self) {
        if self.open {
            return;
        }
        let mut errors = Vec::new();
        let mut refuse = |span: Span, message: String| errors.push(SyntaxError { span, message });
        if !self.root.as_ref().is_some_and(|root| root.is_mapping()) {
            refuse(self.start(), "a template is a mapping".into());
            self.errors = errors;
            return;
        }
        let nothing = "a template has at least one resource in `Resources`";
        match self.section("Resources") {
            None => refuse(self.start(), nothing.into()),
            Some(pair) if !pair.value.is_mapping() => {
                refuse(pair.key_span, "`Resources` is a mapping of logical ids to resources".into());
            }
            Some(pair) if pair.value.pairs().is_empty() => refuse(pair.key_span, nothing.into()),
            Some(_) => {}
        }
        for (section, kind) in [("Resources", "resource"), ("Parameters", "parameter")] {
            for member in self.members(section) {
                let name = &member.key;
                if !member.value.is_mapping() && !name.starts_with("Fn::") {
                    refuse(member.key_span, format!("the {kind} `{name}` is not a mapping"));
                } else if member.value.is_mapping()
                    && ["Type", "Fn::Transform"].iter().all(|key| field(&member.value, key).is_none())
                {
                    refuse(member.key_span, format!("the {kind} `{name}` has no `Type`"));
                }
            }
        }
        self.errors = errors;
    }
}

/// Braces begin JSON, and YAML in flow style: it is JSON where it can be read as JSON.
pub(super) fn parse(text: &str, base: usize, file: FileId) -> (Option<Arc<Node>>, Vec<SyntaxError>) {
    if !text.trim_start().starts_with('{') {
        let (documents, errors) = yaml::parse(text, base, file);
        return (documents.into_iter().next(), errors);
    }
    let (root, errors) = json::parse(text, base, file);
    // What is JSON and was given up all the same, for its size or depth, is no other YAML.
    if errors.is_empty() || (root.is_none() && json::is_json(text)) {
        return (root, errors);
    }
    let (documents, yaml_errors) = yaml::parse(text, base, file);
    match documents.into_iter().next() {
        Some(document) if yaml_errors.is_empty() => (Some(document), Vec::new()),
        document => (root.or(document), errors),
    }
}

/// A name, or the names of a list of names or of `{Name: …}` mappings.
fn names(node: &Node) -> Vec<(Arc<str>, Span)> {
    match &node.kind {
        NodeKind::Scalar(scalar) => vec![(Arc::clone(&scalar.text), node.span)],
        NodeKind::Sequence(items) => items.iter().filter(|item| item.items().is_none()).flat_map(|item| names(item)).collect(),
        NodeKind::Mapping(_) => {
            let name = field(node, "Name").and_then(|pair| pair.value.text().cloned());
            vec![(name.unwrap_or_else(|| "a macro".into()), node.span)]
        }
    }
}

/// The resource type.
pub(super) fn type_of(resource: &Node) -> Option<Arc<str>> {
    field(resource, "Type").and_then(|pair| pair.value.text().cloned())
}

/// YAML's merge key.
const MERGE: &str = "<<";
/// Merge keys within merge keys are followed this far.
const MAX_MERGES: usize = 8;
/// For one mapping no more pairs than this are looked at because of merge keys.
const MAX_MERGED: usize = 10_000;

/// The pairs of a mapping; those of merge keys come first, so that the last of a repeated key counts.
pub(super) fn entries(node: &Node) -> Cow<'_, [Pair]> {
    let pairs = node.pairs();
    if pairs.iter().all(|pair| &*pair.key != MERGE) {
        return Cow::Borrowed(pairs);
    }
    let mut merged = Vec::new();
    merge(node, MAX_MERGES, &mut { MAX_MERGED }, &mut merged);
    Cow::Owned(merged)
}

/// `budget` bounds the mappings that are looked at and the pairs that come of them.
fn merge(node: &Node, depth: usize, budget: &mut usize, merged: &mut Vec<Pair>) {
    let cost = 1 + node.pairs().len();
    if depth == 0 || *budget < cost {
        return;
    }
    *budget -= cost;
    for pair in node.pairs().iter().filter(|pair| &*pair.key == MERGE) {
        match pair.value.items() {
            // Of several mappings the first counts.
            Some(items) => items.iter().rev().for_each(|item| merge(item, depth - 1, budget, merged)),
            None => merge(&pair.value, depth - 1, budget, merged),
        }
    }
    merged.extend(node.pairs().iter().filter(|pair| &*pair.key != MERGE).cloned());
}

/// A key of a mapping with its value, merge keys followed.
pub(super) fn field(node: &Node, name: &str) -> Option<Pair> {
    match node.pair(name) {
        Some(pair) => Some(pair.clone()),
        None => entries(node).iter().rev().find(|pair| &*pair.key == name).cloned(),
    }
}
