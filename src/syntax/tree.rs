//! The spanned tree of YAML and JSON documents.

use crate::source::Span;
use rustc_hash::FxHashSet;
use std::collections::HashSet;
use std::sync::Arc;

/// How many values a file may have: a tree is many times as large as its text, and AWS takes templates of one megabyte, in which there is
/// no room for more.
pub const MAX_SIZE: usize = 500_000;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its YAML tag without the exclamation mark (`Ref`, `Sub`, `GetAtt`); `None` in JSON and for `!!str` and the like.
    pub tag: Option<Arc<str>>,
    /// Where it stands.
    pub span: Span,
}

/// The forms of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Text of a scalar.
    Scalar(Scalar),
    /// `[a, b]`, `- a`
    Sequence(Vec<Arc<Node>>),
    /// `{a: b}`, repeated keys included, in source order. YAML merge keys (`<<`) are not resolved here.
    Mapping(Vec<Pair>),
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key. Keys that are not scalars are a syntax error in both languages, and never get here.
    pub key: Arc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value; shared where a YAML alias names it.
    pub value: Arc<Node>,
}

/// A scalar as written. What type it has is for the reader to say: CloudFormation takes `"1"` and `1` alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text, escapes resolved and block scalars folded.
    pub text: Arc<str>,
    /// Whether it was written without quotes (a plain YAML scalar; `null`, a number or a boolean in JSON).
    pub plain: bool,
}

impl Scalar {
    /// Whether this is `null`, `~` or nothing at all.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}

impl Node {
    /// The value of a key of a mapping; of a repeated key the last, as CloudFormation takes it.
    pub fn get(&self, key: &str) -> Option<&Arc<Node>> {
        self.pair(key).map(|pair| &pair.value)
    }

    /// A key of a mapping with its value; of a repeated key the last.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        self.pairs().iter().rev().find(|pair| &*pair.key == key)
    }

    /// The pairs of a mapping; empty for anything else.
    pub fn pairs(&self) -> &[Pair] {
        match &self.kind {
            NodeKind::Mapping(pairs) => pairs,
            _ => &[],
        }
    }

    /// The items of a sequence; `None` for anything else.
    pub fn items(&self) -> Option<&[Arc<Node>]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether this is a mapping.
    pub fn is_mapping(&self) -> bool {
        matches!(self.kind, NodeKind::Mapping(_))
    }
}

/// The pairs, anywhere below a node, whose key an earlier pair of the same mapping has, in source order. A value that several
/// aliases name is looked at once.
pub fn repeated_keys(node: &Node) -> Vec<&Pair> {
    let mut repeated = Vec::new();
    let mut seen = FxHashSet::default();
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        if !seen.insert(std::ptr::from_ref(node)) {
            continue;
        }
        match &node.kind {
            NodeKind::Scalar(_) => {}
            NodeKind::Sequence(items) => stack.extend(items.iter().map(|item| &**item)),
            NodeKind::Mapping(pairs) => {
                // Of attackers' keys, so with the hash that collisions cannot be made for.
                let mut keys = HashSet::new();
                repeated.extend(pairs.iter().filter(|pair| !keys.insert(&pair.key)));
                stack.extend(pairs.iter().map(|pair| &*pair.value));
            }
        }
    }
    repeated.sort_by_key(|pair| pair.key_span);
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn repeated_keys_are_found_once_however_many_aliases_lead_there() {
        let mut text = String::from("a0: &a0 {k: 1, l: 2, k: 3}\n");
        for level in 1..100 {
            let below = level - 1;
            text += &["a", &level.to_string(), ": &a", &level.to_string(), &format!(" [*a{below}, *a{below}]\n")].concat();
        }
        text += "a1: again\n";
        let (documents, errors) = crate::syntax::yaml::parse(&text, 0, Sources::default().add("a", ""));
        assert_eq!(errors, []);
        let repeated = repeated_keys(&documents[0]);
        assert_eq!(repeated.iter().map(|pair| &*pair.key).collect::<Vec<_>>(), ["k", "a1"]);
        assert_eq!(&text[repeated[0].key_span.range()], "k");
        assert_eq!(repeated[0].key_span.start as usize, text.find("k: 3").unwrap_or_default());
    }
}
