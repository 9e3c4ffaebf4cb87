//! Reading the files of a project into elements.

use crate::element::{Attribute, Element, Insert};
use enilint::configuration::Language;
use enilint::source::SourceFile;
use enilint::syntax::hcl::{Block, Body};
use enilint::syntax::tree::{Node, NodeKind, Pair};
use std::ops::Range;

/// The resources of a Terraform file.
pub(crate) fn terraform(body: &Body, file: usize, source: &SourceFile) -> Vec<Element> {
    let resources = body.blocks("resource").filter(|block| block.labels.len() == 2);
    resources.map(|block| block_element(block, &block.labels[0].text, &block.labels[1].text, file, source)).collect()
}

fn block_element(block: &Block, kind: &str, name: &str, file: usize, source: &SourceFile) -> Element {
    let span = block.span.range();
    let attributes = block.body.attributes.iter().map(|attribute| Attribute {
        name: attribute.name.to_string(),
        key: attribute.name_span.range(),
        value: attribute.expression.span.range(),
        text: source.slice(attribute.expression.span).to_owned(),
    });
    let nested = block.body.blocks.iter().filter(|nested| &*nested.kind != "dynamic");
    Element {
        language: Language::Terraform,
        kind: kind.to_owned(),
        name: name.to_owned(),
        file,
        header: block.header.range(),
        insert: after_brace(&span, block.header.end as usize, source),
        span,
        attributes: attributes.collect(),
        blocks: nested.map(|nested| block_element(nested, &nested.kind, "", file, source)).collect(),
        open: block.body.blocks("dynamic").filter_map(|block| Some(block.labels.first()?.text.to_string())).collect(),
    }
}

/// Behind the opening brace of a block that has lines of its own.
fn after_brace(span: &Range<usize>, header_end: usize, source: &SourceFile) -> Insert {
    let rest = &source.text[header_end..span.end];
    match rest.find('{').filter(|brace| rest[brace + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')) {
        Some(brace) => Insert::Hcl { offset: header_end + brace + 1, indent: column(source, span.start) + 2 },
        None => Insert::Nowhere,
    }
}

/// The resources of a template, and where another one can be written.
pub(crate) fn template(root: &Node, file: usize, source: &SourceFile) -> (Vec<Element>, Insert) {
    let Some(resources) = root.get("Resources") else { return (Vec::new(), Insert::Nowhere) };
    let elements = resources.pairs().iter().filter_map(|pair| resource_element(pair, file, source)).collect();
    (elements, first_key(resources, source))
}

fn resource_element(pair: &Pair, file: usize, source: &SourceFile) -> Option<Element> {
    let kind = pair.value.get("Type")?.text()?.to_string();
    let properties = pair.value.get("Properties")?;
    let mut element = mapping_element(properties, &kind, &pair.key, file, source);
    element.header = pair.key_span.range();
    element.span = pair.key_span.start as usize..pair.value.span.end as usize;
    let own = pair.value.pairs().iter().filter(|own| !matches!(&*own.key, "Type" | "Properties"));
    element.attributes.extend(own.map(|own| attribute(own, source)));
    Some(element)
}

fn mapping_element(mapping: &Node, kind: &str, name: &str, file: usize, source: &SourceFile) -> Element {
    let mut element = Element {
        language: Language::CloudFormation,
        kind: kind.to_owned(),
        name: name.to_owned(),
        file,
        header: mapping.span.range(),
        span: mapping.span.range(),
        insert: first_key(mapping, source),
        attributes: mapping.pairs().iter().map(|pair| attribute(pair, source)).collect(),
        blocks: Vec::new(),
        open: Vec::new(),
    };
    for pair in mapping.pairs() {
        for item in pair.value.items().unwrap_or(std::slice::from_ref(&pair.value)) {
            let is_function =
                item.tag.is_some() || matches!(item.pairs(), [only] if &*only.key == "Ref" || only.key.starts_with("Fn::"));
            match is_function {
                false if matches!(item.kind, NodeKind::Mapping(_)) => {
                    element.blocks.push(mapping_element(item, &pair.key, "", file, source));
                }
                false => {}
                true => element.open.push(pair.key.to_string()),
            }
        }
    }
    element
}

fn attribute(pair: &Pair, source: &SourceFile) -> Attribute {
    let text = source.slice(pair.value.span).trim_end().to_owned();
    let value = pair.value.span.range();
    Attribute { name: pair.key.to_string(), key: pair.key_span.range(), value: value.start..value.start + text.len(), text }
}

fn first_key(mapping: &Node, source: &SourceFile) -> Insert {
    let Some(first) = mapping.pairs().first() else { return Insert::Nowhere };
    let offset = first.key_span.start as usize;
    match source.text[mapping.span.start as usize..].starts_with('{') {
        true => Insert::Flow { offset },
        false => Insert::Yaml { offset, indent: column(source, offset) },
    }
}

fn column(source: &SourceFile, offset: usize) -> usize {
    source.position(offset).column - 1
}
