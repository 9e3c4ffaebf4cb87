//! Directives in Terraform's two syntaxes: comments, and the `//` keys of JSON.

use super::blocks::{Blocks, Comments};
use super::directive::{self, MARK};
use super::{Found, MAX_IN_FILE, Text};
use crate::source::Span;
use crate::syntax::hcl::{self, Body};
use crate::syntax::json;
use crate::syntax::tree::Node;
use std::ops::Range;

/// The directives in comments.
pub(super) fn read(text: &Text<'_>) -> Vec<Found> {
    let (body, errors) = hcl::parse(text.body, text.base, text.file);
    let mut blocks = Vec::new();
    collect(&body, &mut blocks);
    let blocks = Blocks::new(blocks, false);
    let comments = hcl::comments(text.body).into_iter().map(|comment| comment.start + text.base..comment.end + text.base);
    let comments = Comments::new(text.whole, comments.collect());
    let mut found = Vec::new();
    for comment in comments.iter() {
        for line in lines(text.whole, comment) {
            // One more than are read tells that there are too many.
            if found.len() > MAX_IN_FILE {
                return found;
            }
            let Some(directive) = directive::read(&text.whole[line.clone()], line.start) else { continue };
            let block = blocks.of_comment(text.whole, comment, &comments);
            found.push(text.found(directive, block, !errors.is_empty()));
        }
    }
    found
}

/// The lines of a comment that could hold a directive.
fn lines<'t>(text: &'t str, comment: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 't {
    let mut at = comment.start;
    let lines = text[comment.clone()].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    lines.filter(|(_, line)| line.contains(MARK)).map(|(start, line)| {
        let line = line.trim_end();
        start..start + line.strip_suffix("*/").unwrap_or(line).len()
    })
}

fn collect(body: &Body, blocks: &mut Vec<Range<usize>>) {
    for block in &body.blocks {
        // The content of a dynamic block is what the dynamic block makes.
        if &*block.kind != "content" {
            blocks.push(block.span.range());
        }
        collect(&block.body, blocks);
    }
}

/// The directives in `//` keys.
pub(super) fn read_json(text: &Text<'_>) -> Vec<Found> {
    let (root, _) = json::parse(text.body, text.base, text.file);
    let mut found = Vec::new();
    if let Some(root) = root {
        walk(text, &root, None, &mut found);
    }
    found
}

/// `around` is what an object as a whole is: the place of its name and itself.
fn walk(text: &Text<'_>, node: &Node, around: Option<Span>, found: &mut Vec<Found>) {
    for item in node.items().unwrap_or_default() {
        // Of an array of blocks each is one; an array as the whole file holds no block.
        walk(text, item, around.map(|_| item.span), found);
    }
    for pair in node.pairs() {
        if &*pair.key != "//" {
            walk(text, &pair.value, Some(pair.key_span.to(pair.value.span)), found);
            continue;
        }
        let texts = pair.value.items().unwrap_or(std::slice::from_ref(&pair.value));
        for node in texts {
            let Some(comment) = node.text() else { continue };
            let Some(mut directive) = directive::read(comment, node.span.range().start + 1) else { continue };
            // With escapes in the string its offsets are not those of the text.
            if node.span.range().len() != comment.len() + 2 {
                directive.at(node.span.range());
            }
            found.push(text.found(directive, around.map(Span::range), false));
        }
    }
}
