//! `Fn::ForEach` of the language extensions: a loop writes its body once for each value, and this is done before anything else.

use super::evaluate::{MAX_ELEMENTS, Scope};
use super::intrinsic::{call, scalar_name};
use crate::syntax::tree::{Node, NodeKind, Pair, Scalar};
use std::sync::Arc;

/// The function's name before that of the loop.
const PREFIX: &str = "Fn::ForEach::";
/// A loop writes its body this many times at most.
const MAX_ITERATIONS: usize = 1_000;

/// The pairs of a mapping with each loop among them replaced by what it writes. A loop over a collection that is not known stays,
/// and is noted.
pub(super) fn expand(scope: Scope<'_>, pairs: Vec<Pair>) -> Vec<Pair> {
    expand_within(scope, pairs, 0)
}

/// Loops may stand in loops this deep.
const MAX_DEPTH: usize = 8;

fn expand_within(scope: Scope<'_>, pairs: Vec<Pair>, depth: usize) -> Vec<Pair> {
    if pairs.iter().all(|pair| !pair.key.starts_with(PREFIX)) {
        return pairs;
    }
    let mut expanded = Vec::new();
    for pair in pairs {
        if !pair.key.starts_with(PREFIX) {
            expanded.push(pair);
            continue;
        }
        match iterations(scope, &pair).filter(|_| depth < MAX_DEPTH) {
            Some(written) if expanded.len() + written.len() <= MAX_ELEMENTS => {
                expanded.extend(expand_within(scope, written, depth + 1));
            }
            _ => {
                scope
                    .run
                    .note(pair.key_span, format!("the loop `{}` is over values that are not known", &pair.key[PREFIX.len()..]));
                expanded.push(pair);
            }
        }
    }
    expanded
}

/// What a loop writes; `None` where its values are not known, or it is no loop.
fn iterations(scope: Scope<'_>, pair: &Pair) -> Option<Vec<Pair>> {
    let [identifier, collection, body] = pair.value.items()? else { return None };
    let identifier = scalar_name(identifier, false)?;
    let values = collection_values(scope, collection)?;
    let mut written = Vec::new();
    for value in values {
        let variable = Variable::new(&identifier, &value);
        for entry in body.pairs() {
            written.push(variable.replaced_pair(scope, entry, 0)?);
        }
    }
    Some(written)
}

fn collection_values(scope: Scope<'_>, collection: &Node) -> Option<Vec<Arc<str>>> {
    let mut values = Vec::new();
    match &collection.kind {
        NodeKind::Sequence(items) if collection.tag.is_none() => {
            for item in items {
                match scalar_name(item, false) {
                    Some(value) => values.push(value),
                    None => values.extend(collection_values(scope, item)?),
                }
            }
        }
        _ => {
            // Only parameters are known at this time; resources are about to be made.
            let name = call(collection, false).filter(|call| call.function == "Ref")?;
            let list = scope.parameter(&scalar_name(name.argument, name.tagged)?)?;
            for item in list.items()? {
                values.push(item.as_str()?.into());
            }
        }
    }
    (values.len() <= MAX_ITERATIONS).then_some(values)
}

/// The variable of a loop with one of its values.
struct Variable<'v> {
    reference: &'v str,
    placeholder: String,
    alphanumeric_placeholder: String,
    value: &'v Arc<str>,
    alphanumeric_value: String,
}

impl<'v> Variable<'v> {
    fn new(identifier: &'v Arc<str>, value: &'v Arc<str>) -> Self {
        Self {
            reference: identifier,
            placeholder: format!("${{{identifier}}}"),
            alphanumeric_placeholder: format!("&{{{identifier}}}"),
            value,
            alphanumeric_value: value.chars().filter(char::is_ascii_alphanumeric).collect(),
        }
    }

    fn replaced_text(&self, text: &Arc<str>) -> Arc<str> {
        if !text.contains('{') {
            return Arc::clone(text);
        }
        let text = text.replace(&self.placeholder, self.value);
        text.replace(&self.alphanumeric_placeholder, &self.alphanumeric_value).into()
    }

    fn replaced_pair(&self, scope: Scope<'_>, pair: &Pair, depth: usize) -> Option<Pair> {
        let value = self.replaced(scope, &pair.value, depth)?;
        Some(Pair { key: self.replaced_text(&pair.key), key_span: pair.key_span, value })
    }

    /// A node with the variable replaced; `None` past the budget.
    fn replaced(&self, scope: Scope<'_>, node: &Arc<Node>, depth: usize) -> Option<Arc<Node>> {
        if !scope.run.take(1, node.span) || depth > 128 {
            return None;
        }
        let plain = |text: &Arc<str>| NodeKind::Scalar(Scalar { text: Arc::clone(text), plain: false });
        if let Some(call) = call(node, false)
            && call.function == "Ref"
            && scalar_name(call.argument, call.tagged).as_deref() == Some(self.reference)
        {
            return Some(Arc::new(Node { kind: plain(self.value), tag: None, span: node.span }));
        }
        let kind = match &node.kind {
            NodeKind::Scalar(scalar) => {
                if !scalar.text.contains('{') {
                    return Some(Arc::clone(node));
                }
                scope.run.take(scalar.text.len() / 64, node.span);
                NodeKind::Scalar(Scalar { text: self.replaced_text(&scalar.text), plain: scalar.plain })
            }
            NodeKind::Sequence(items) => {
                NodeKind::Sequence(items.iter().map(|item| self.replaced(scope, item, depth + 1)).collect::<Option<_>>()?)
            }
            NodeKind::Mapping(pairs) => {
                NodeKind::Mapping(pairs.iter().map(|pair| self.replaced_pair(scope, pair, depth + 1)).collect::<Option<_>>()?)
            }
        };
        Some(Arc::new(Node { kind, tag: node.tag.clone(), span: node.span }))
    }
}
