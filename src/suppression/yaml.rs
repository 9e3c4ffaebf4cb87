//! Directives in CloudFormation templates: comments in YAML, and `Metadata` in YAML and JSON.

use super::blocks::{Blocks, Comments};
use super::directive::{self, Directive, MARK};
use super::{Found, MAX_IN_FILE, Text};
use crate::source::Span;
use crate::syntax::tree::{Node, NodeKind, Pair};
use crate::syntax::{json, yaml};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// The directives of a template.
pub(super) fn read(text: &Text<'_>) -> Vec<Found> {
    let is_json = text.body.trim_start().starts_with('{');
    let (documents, failed) = if is_json {
        let (root, errors) = json::parse(text.body, text.base, text.file);
        (root.into_iter().collect(), !errors.is_empty())
    } else {
        let (documents, errors) = yaml::parse(text.body, text.base, text.file);
        (documents, !errors.is_empty())
    };
    let mut template = Template { text, seen: FxHashSet::default(), blocks: Vec::new(), scalars: Vec::new(), found: Vec::new() };
    documents.iter().for_each(|document| template.document(document));
    let Template { blocks, mut scalars, mut found, .. } = template;
    if !is_json {
        scalars.sort_by_key(|scalar| scalar.start);
        let comments = Comments::new(text.whole, comments(text, &scalars));
        let blocks = Blocks::new(blocks, true);
        for comment in comments.iter().filter(|comment| text.whole[(*comment).clone()].contains(MARK)) {
            // One more than are read tells that there are too many.
            if found.len() > MAX_IN_FILE {
                break;
            }
            let Some(directive) = directive::read(&text.whole[comment.clone()], comment.start) else { continue };
            let block = blocks.of_comment(text.whole, comment, &comments);
            found.push(text.found(directive, block, failed));
        }
    }
    found
}

/// What is collected on the way through a template.
struct Template<'a> {
    text: &'a Text<'a>,
    /// Values that several aliases name are looked at once.
    seen: FxHashSet<*const Node>,
    /// Members of sections, and in them the items of lists of blocks.
    blocks: Vec<Range<usize>>,
    scalars: Vec<Range<usize>>,
    found: Vec<Found>,
}

impl Template<'_> {
    fn document(&mut self, root: &Node) {
        self.metadata(root, None);
        for section in root.pairs() {
            self.scalars.push(section.key_span.range());
            for member in section.value.pairs() {
                self.blocks.push(member.key_span.to(member.value.span).range());
            }
            self.node(&section.value, None);
        }
        if root.pairs().is_empty() {
            self.node(root, None);
        }
    }

    fn node(&mut self, node: &Node, name: Option<&Pair>) {
        if !self.seen.insert(std::ptr::from_ref(node)) {
            return;
        }
        match &node.kind {
            NodeKind::Scalar(_) => self.scalars.push(node.span.range()),
            NodeKind::Sequence(items) => {
                for item in items {
                    if item.is_mapping() && !is_function(item) {
                        self.blocks.push(self.with_dash(item.span));
                    }
                    self.node(item, None);
                }
            }
            NodeKind::Mapping(pairs) => {
                if let Some(name) = name.filter(|_| node.get("Type").is_some()) {
                    self.metadata(node, Some(name));
                }
                for pair in pairs {
                    self.scalars.push(pair.key_span.range());
                    self.node(&pair.value, Some(pair));
                }
            }
        }
    }

    /// An item of a list from its dash on.
    fn with_dash(&self, item: Span) -> Range<usize> {
        let range = item.range();
        let before = self.text.whole[..range.start].trim_end_matches([' ', '\t']);
        let start = if before.ends_with('-') { before.len() - 1 } else { range.start };
        start..range.end
    }

    /// `Metadata: enilint: ignore:` of a resource, or of the whole template.
    fn metadata(&mut self, node: &Node, resource: Option<&Pair>) {
        let Some(ours) = node.get("Metadata").and_then(|metadata| metadata.pair(MARK)) else { return };
        let block = resource.map(|resource| resource.key_span.to(resource.value.span).range());
        let mut add = |directive: Directive| {
            let directive = Directive { whole_file: block.is_none(), ..directive };
            self.found.push(self.text.found(directive, block.clone(), false));
        };
        let faulty = |span: Span, message: &str| Directive::new(span.range()).faulty(message.into());
        if !ours.value.is_mapping() {
            add(faulty(ours.key_span, "expected `ignore:` with a list of rules and reasons"));
        }
        for pair in ours.value.pairs() {
            match (&*pair.key, pair.value.items()) {
                ("ignore", Some(items)) => items.iter().for_each(|item| add(entry(item))),
                ("ignore", None) if pair.value.is_mapping() => add(entry(&pair.value)),
                ("ignore", None) => add(faulty(pair.key_span, "expected a list, each with `rule` and `reason`")),
                _ => add(faulty(pair.key_span, "there is no such setting; write `ignore`")),
            }
        }
    }
}

/// `{rule, reason, until}`
fn entry(item: &Arc<Node>) -> Directive {
    let mut directive = Directive::new(item.span.range());
    let wrong = |span: Span, message: &str| Some((message.to_owned(), span.range()));
    if !item.is_mapping() {
        return directive.faulty("expected `rule` and `reason`".into());
    }
    for pair in item.pairs() {
        match (&*pair.key, pair.value.text()) {
            ("rule", Some(text)) => directive.rules.push((text.trim().to_owned(), pair.value.span.range())),
            ("reason", Some(text)) => directive.has_reason = text.contains(char::is_alphanumeric),
            ("until", Some(text)) => directive.set_until(text.trim(), pair.value.span.range()),
            ("rule" | "reason" | "until", None) => directive.fault = wrong(pair.key_span, "expected a text"),
            _ => directive.fault = wrong(pair.key_span, "there is no such key; there are `rule`, `reason` and `until`"),
        }
    }
    if directive.rules.is_empty() && directive.fault.is_none() {
        return directive.faulty("it names no `rule`".into());
    }
    directive
}

/// Whether an item is the call of an intrinsic function, and no block.
fn is_function(item: &Node) -> bool {
    item.tag.is_some()
        || matches!(item.pairs(), [pair] if pair.key.starts_with("Fn::") || matches!(&*pair.key, "Ref" | "Condition"))
}

/// The comments of a YAML text: from a `#` at the start of a line or behind white space to the end of the line, but for what stands
/// in a scalar. `scalars` are sorted.
fn comments(text: &Text<'_>, scalars: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = text.base;
    for line in text.body.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let begins = content.match_indices('#').map(|(position, _)| position);
        let mut begins = begins.filter(|&position| content[..position].chars().next_back().is_none_or(char::is_whitespace));
        if let Some(start) = begins.find(|&position| !within(scalars, at + position)) {
            comments.push(at + start..at + content.len());
        }
        at += line.len();
    }
    comments
}

/// Whether one of the ranges, of which none holds another, holds a place.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let last = ranges.partition_point(|range| range.start <= at);
    last.checked_sub(1).is_some_and(|last| at < ranges[last].end)
}
