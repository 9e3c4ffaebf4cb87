//! Other ways to write a Terraform module.

use crate::edit::Edits;
use crate::{Files, Layout, has_extension};
use enilint::source::{FileId, Sources};
use enilint::syntax::hcl::{self, Block, Body, Expression, ExpressionKind, Step, StepKind};
use std::collections::BTreeSet;

pub(crate) const LAYOUTS: &[(&str, Layout)] = &[
    ("literals_in_locals", |files| literals(files, "local", |name, text| format!("locals {{\n  {name} = {text}\n}}\n"))),
    ("literals_in_variables", |files| {
        literals(files, "var", |name, text| format!("variable \"{name}\" {{\n  default = {text}\n}}\n"))
    }),
    ("literals_in_maps", |files| {
        literals(files, "local.layout", |name, text| format!("locals {{\n  layout_of_{name} = {{ of = {{ it = {text} }} }}\n}}\n"))
    }),
    ("counted", |files| repeated(files, "count = 1", "[0]")),
    ("for_each", |files| repeated(files, "for_each = toset([\"only\"])", "[\"only\"]")),
    ("in_a_module", in_a_module),
    ("network_in_a_module", network_in_a_module),
];

/// Blocks that are about the past of a module, which have to stay where they are.
const HISTORY: [&str; 3] = ["import", "moved", "removed"];

fn file() -> FileId {
    Sources::default().add("main.tf", "")
}

/// The one file of a project that consists of one.
fn single(files: &Files) -> Option<(&str, &str, Body)> {
    let [(path, text)] = files.as_slice() else { return None };
    let (body, errors) = has_extension(path, "tf").then(|| hcl::parse(text, 0, file()))?;
    errors.is_empty().then_some((path, text, body))
}

fn is_resource(block: &Block) -> bool {
    &*block.kind == "resource"
}

/// Replaces the literals of resources by references to what `declare` makes of a name and a text.
fn literals(files: &Files, scope: &str, declare: fn(&str, &str) -> String) -> Option<Files> {
    let (path, text, body) = single(files)?;
    let mut found = Vec::new();
    for block in body.blocks.iter().filter(|block| is_resource(block)) {
        literals_of_body(&block.body, &mut found);
    }
    let mut edits = Edits::default();
    let mut declared = String::new();
    for (number, literal) in found.iter().enumerate() {
        let range = literal.span.range();
        let name = format!("given_{number}");
        declared.push_str(&declare(&name, &text[range.clone()]));
        edits.replace(range, reference(scope, &name));
    }
    (!edits.is_empty()).then(|| vec![(path.to_owned(), edits.apply(text) + &declared)])
}

fn reference(scope: &str, name: &str) -> String {
    match scope.split_once('.') {
        Some((scope, prefix)) => format!("lookup({scope}.{prefix}_of_{name}, \"of\").it"),
        None => format!("{scope}.{name}"),
    }
}

fn literals_of_body<'a>(body: &'a Body, found: &mut Vec<&'a Expression>) {
    let is_value = |name: &str| !["provider", "depends_on", "lifecycle"].contains(&name);
    body.attributes.iter().filter(|attribute| is_value(&attribute.name)).for_each(|attribute| {
        literals_of(&attribute.expression, found);
    });
    body.blocks.iter().filter(|block| is_value(&block.kind)).for_each(|block| literals_of_body(&block.body, found));
}

fn literals_of<'a>(expression: &'a Expression, found: &mut Vec<&'a Expression>) {
    match &expression.kind {
        ExpressionKind::Bool(_) | ExpressionKind::Number(_) | ExpressionKind::String(_) => found.push(expression),
        ExpressionKind::Tuple(items) => items.iter().for_each(|item| literals_of(item, found)),
        ExpressionKind::Object(items) => items.iter().for_each(|item| literals_of(&item.value, found)),
        ExpressionKind::Conditional(parts) => parts.iter().for_each(|part| literals_of(part, found)),
        _ => {}
    }
}

/// Makes every resource repeat once, and every reference to one name its instance.
fn repeated(files: &Files, argument: &str, key: &str) -> Option<Files> {
    let (path, text, body) = single(files)?;
    let once = |block: &&Block| {
        let meta = ["count", "for_each"];
        is_resource(block) && meta.iter().all(|name| block.body.attribute(name).is_none())
    };
    if body.blocks.iter().any(|block| HISTORY.contains(&&*block.kind)) {
        return None;
    }
    let mut edits = Edits::default();
    let mut names = BTreeSet::new();
    for block in body.blocks.iter().filter(once) {
        edits.insert(block.span.end as usize - 1, format!("\n  {argument}\n"));
        names.insert(address(block));
    }
    let mut steps = Vec::new();
    body.blocks.iter().for_each(|block| references_of_body(&block.body, &mut steps));
    for (address, step) in steps {
        if names.contains(&address) {
            edits.insert(step.span.end as usize, key);
        }
    }
    (!edits.is_empty()).then(|| vec![(path.to_owned(), edits.apply(text))])
}

fn address(block: &Block) -> (String, String) {
    (block.labels[0].text.to_string(), block.labels[1].text.to_string())
}

/// A reference: type and name of the resource, and the step that names it.
type Reference<'a> = ((String, String), &'a Step);

fn references_of_body<'a>(body: &'a Body, found: &mut Vec<Reference<'a>>) {
    // What is waited for or followed is the whole resource.
    let whole = ["depends_on", "replace_triggered_by", "ignore_changes"];
    for attribute in body.attributes.iter().filter(|attribute| !whole.contains(&&*attribute.name)) {
        references_of(&attribute.expression, found);
    }
    body.blocks.iter().for_each(|block| references_of_body(&block.body, found));
}

fn references_of<'a>(expression: &'a Expression, found: &mut Vec<Reference<'a>>) {
    if let ExpressionKind::Traversal(operand, steps) = &expression.kind
        && let ExpressionKind::Variable(kind) = &operand.kind
        && let Some(step) = steps.first()
        && let StepKind::Attribute(name) = &step.kind
    {
        found.push(((kind.to_string(), name.to_string()), step));
    }
    children(expression).into_iter().for_each(|child| references_of(child, found));
}

/// The expressions that an expression is made of.
fn children(expression: &Expression) -> Vec<&Expression> {
    use hcl::TemplatePart;
    match &expression.kind {
        ExpressionKind::Tuple(items) => items.iter().collect(),
        ExpressionKind::Object(items) => items.iter().flat_map(|item| [&item.key, &item.value]).collect(),
        ExpressionKind::Conditional(parts) => parts.iter().collect(),
        ExpressionKind::Binary(_, parts) => parts.iter().collect(),
        ExpressionKind::Unary(_, inner) | ExpressionKind::Parenthesis(inner) | ExpressionKind::Wrapped(inner) => vec![inner],
        ExpressionKind::Call(call) => call.arguments.iter().collect(),
        ExpressionKind::For(each) => {
            [Some(&each.collection), each.key.as_ref(), Some(&each.value), each.condition.as_ref()].into_iter().flatten().collect()
        }
        ExpressionKind::Template(parts) => {
            let inner = parts.iter().filter_map(|part| match part {
                TemplatePart::Interpolation(inner) => Some(inner),
                _ => None,
            });
            inner.collect()
        }
        ExpressionKind::Traversal(operand, steps) => {
            let indices = steps.iter().filter_map(|step| match &step.kind {
                StepKind::Index(index) => Some(index),
                _ => None,
            });
            std::iter::once(&**operand).chain(indices).collect()
        }
        _ => Vec::new(),
    }
}

/// Moves everything into a module that is called once.
fn in_a_module(files: &Files) -> Option<Files> {
    let mut moved = Files::new();
    let mut root = String::from("module \"inner\" {\n  source = \"./inner\"\n");
    let mut declared = String::new();
    for (path, text) in files {
        let (body, errors) = has_extension(path, "tf").then(|| hcl::parse(text, 0, file()))?;
        if !errors.is_empty() || body.blocks.iter().any(|block| HISTORY.contains(&&*block.kind)) {
            return None;
        }
        if !path.contains('/') {
            for name in required(&body) {
                root.push_str(&format!("  {name} = var.{name}\n"));
                declared.push_str(&format!("variable \"{name}\" {{}}\n"));
            }
            for output in body.blocks("output") {
                let name = &output.labels[0].text;
                declared.push_str(&format!("output \"{name}\" {{\n  value = module.inner.{name}\n}}\n"));
            }
        }
        moved.push((format!("inner/{path}"), text.clone()));
    }
    root.push_str("}\n");
    moved.push(("main.tf".into(), root + &declared));
    Some(moved)
}

/// The variables without a default.
fn required(body: &Body) -> Vec<String> {
    let required = body.blocks("variable").filter(|block| block.body.attribute("default").is_none());
    required.map(|block| block.labels[0].text.to_string()).collect()
}

/// Types of resources that are often in a module of their own.
const NETWORK: [&str; 5] = ["aws_vpc", "aws_subnet", "aws_security_group", "aws_internet_gateway", "aws_default_security_group"];

/// Moves the network into a module, whose outputs are its resources.
fn network_in_a_module(files: &Files) -> Option<Files> {
    let (path, text, body) = single(files)?;
    let mut inside: Vec<&Block> =
        body.blocks.iter().filter(|block| is_resource(block) && NETWORK.contains(&&*block.labels[0].text)).collect();
    // Only what needs nothing from outside can move.
    loop {
        let names: BTreeSet<_> = inside.iter().map(|block| address(block)).collect();
        let before = inside.len();
        inside.retain(|block| {
            let mut references = Vec::new();
            references_of_body(&block.body, &mut references);
            let stays = |scope: &str| ["var", "each", "count"].contains(&scope);
            block.body.attribute("depends_on").is_none()
                && references.iter().all(|(address, _)| names.contains(address) || stays(&address.0))
        });
        if inside.len() == before {
            break;
        }
    }
    let names: BTreeSet<_> = inside.iter().map(|block| address(block)).collect();
    let waits = |block: &Block| block.body.attribute("depends_on").is_some();
    if inside.is_empty() || body.blocks.iter().any(|block| HISTORY.contains(&&*block.kind) || waits(block)) {
        return None;
    }
    let mut edits = Edits::default();
    let mut network = String::new();
    for block in &inside {
        network.push_str(&text[block.span.range()]);
        let (kind, name) = address(block);
        network.push_str(&format!("\noutput \"{kind}_{name}\" {{\n  value = {kind}.{name}\n}}\n"));
        edits.replace(block.span.range(), "");
    }
    for block in body.blocks.iter().filter(|block| !inside.iter().any(|moved| moved.span == block.span)) {
        let mut references = Vec::new();
        references_of_body(&block.body, &mut references);
        for ((kind, name), step) in references.iter().filter(|(address, _)| names.contains(address)) {
            let start = step.span.end as usize - name.len() - 1 - kind.len();
            edits.replace(start..step.span.end as usize, format!("module.network.{kind}_{name}"));
        }
    }
    let mut call = String::from("module \"network\" {\n  source = \"./network\"\n");
    for block in body.blocks("variable") {
        let name = &block.labels[0].text;
        call.push_str(&format!("  {name} = var.{name}\n"));
        network.push_str(&format!("variable \"{name}\" {{}}\n"));
    }
    call.push_str("}\n");
    Some(vec![(path.to_owned(), edits.apply(text) + &call), ("network/main.tf".into(), network)])
}
