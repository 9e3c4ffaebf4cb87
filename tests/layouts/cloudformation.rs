//! Other ways to write a template.

use crate::edit::Edits;
use crate::{Files, Layout, has_extension};
use enilint::source::Sources;
use enilint::syntax::tree::{Node, NodeKind};
use enilint::syntax::yaml;
use std::sync::Arc;

pub(crate) const LAYOUTS: &[(&str, Layout)] = &[
    ("literals_in_a_mapping", |files| literals(files, "Mappings", in_a_mapping)),
    ("literals_under_a_condition", |files| literals(files, "Conditions", under_a_condition)),
    ("literals_in_parameters", |files| literals(files, "Parameters", in_parameters)),
    ("literals_joined", |files| literals(files, "", joined)),
    ("in_a_nested_stack", in_a_nested_stack),
];

/// The one template of a project that consists of one, in block style.
fn single(files: &Files) -> Option<(&str, &str, Arc<Node>)> {
    let [(path, text)] = files.as_slice() else { return None };
    let file = Sources::default().add("template.yaml", "");
    let (documents, errors) = has_extension(path, "yaml").then(|| yaml::parse(text, 0, file))?;
    let ([document], []) = (documents.as_slice(), errors.as_slice()) else { return None };
    (!text.contains("enilint")).then(|| (path.as_str(), text.as_str(), Arc::clone(document)))
}

/// What stands for a literal, and what is declared for it.
struct Given {
    reference: String,
    declared: String,
}

/// Replaces the literals in the properties of resources, and adds what is declared to a section, which the template must not have yet.
fn literals(files: &Files, section: &str, give: fn(usize, &str) -> Option<Given>) -> Option<Files> {
    let (path, text, document) = single(files)?;
    let mut found = Vec::new();
    for resource in document.get("Resources")?.pairs() {
        if let Some(properties) = resource.value.get("Properties") {
            literals_of(properties, &mut found);
        }
    }
    let mut edits = Edits::default();
    let mut declared = String::new();
    for (number, literal) in found.into_iter().enumerate() {
        let range = literal.span.range();
        if let Some(given) = give(number, &text[range.clone()]) {
            edits.replace(range, given.reference);
            declared.push_str(&given.declared);
        }
    }
    if edits.is_empty() {
        return None;
    }
    match document.pair(section) {
        Some(pair) if text[pair.key_span.range()] == *section => {
            let line_end = pair.key_span.end as usize + text[pair.key_span.end as usize..].find('\n')?;
            let rest = text[line_end + 1..].lines().next()?;
            // In flow style, or indented otherwise, it is left alone.
            (rest.starts_with("  ") && !rest.starts_with("   ")).then_some(())?;
            edits.insert(line_end + 1, declared);
        }
        _ if section.is_empty() => {}
        _ => edits.insert(text.len(), format!("{section}:\n{declared}")),
    }
    Some(vec![(path.to_owned(), edits.apply(text))])
}

fn literals_of<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    let is_function = |key: &str| key.starts_with("Fn::") || key == "Ref" || key == "Condition";
    match &node.kind {
        _ if node.tag.is_some() => {}
        NodeKind::Scalar(scalar) if !scalar.is_null() => found.push(node),
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| literals_of(item, found)),
        NodeKind::Mapping(pairs) => {
            for pair in pairs.iter().filter(|pair| !is_function(&pair.key)) {
                literals_of(&pair.value, found);
            }
        }
    }
}

/// The text of a scalar that can stand anywhere: on one line, and quoted where it has marks of the flow style.
fn on_one_line(text: &str) -> Option<&str> {
    let quoted = text.starts_with(['"', '\'']);
    let simple = !text.contains(['\n', ',', '[', ']', '{', '}', '#']) && !text.starts_with(['|', '>', '*', '&']);
    (!text.is_empty() && (simple || quoted && !text.contains('\n'))).then_some(text)
}

fn in_a_mapping(number: usize, text: &str) -> Option<Given> {
    let text = on_one_line(text)?;
    Some(Given {
        reference: format!("!FindInMap [Given{number}, of, it]"),
        declared: format!("  Given{number}: {{of: {{it: {text}}}}}\n"),
    })
}

fn under_a_condition(number: usize, text: &str) -> Option<Given> {
    let text = on_one_line(text)?;
    Some(Given { reference: format!("!If [Given{number}, {text}, other]"), declared: format!("  Given{number}: !Equals [a, a]\n") })
}

fn in_parameters(number: usize, text: &str) -> Option<Given> {
    let text = on_one_line(text)?;
    Some(Given {
        reference: format!("!Ref Given{number}"),
        declared: format!("  Given{number}: {{Type: String, Default: {text}, AllowedValues: [{text}]}}\n"),
    })
}

fn joined(_: usize, text: &str) -> Option<Given> {
    let text = on_one_line(text)?.trim_matches(['"', '\'']);
    (!text.contains(['"', '\'', '\\'])).then_some(())?;
    let middle = text.char_indices().nth(1).map(|(at, _)| at)?;
    let (start, end) = text.split_at(middle);
    Some(Given { reference: format!("!Join ['', ['{start}', '{end}']]"), declared: String::new() })
}

/// Makes the template that of a nested stack.
fn in_a_nested_stack(files: &Files) -> Option<Files> {
    let (_, text, document) = single(files)?;
    let parameters = document.get("Parameters");
    let mut given = String::new();
    let mut own = String::new();
    for parameter in parameters.iter().flat_map(|parameters| parameters.pairs()) {
        let kind = parameter.value.get("Type")?.text()?;
        // What is left out has its default for certain in a nested stack, and nowhere else.
        parameter.value.get("Default").is_none().then_some(())?;
        given.push_str(&format!("        {0}: !Ref {0}\n", parameter.key));
        // A list would have to be handed over as a text.
        (!kind.contains("List")).then_some(())?;
        own.push_str(&format!("  {}: {{Type: '{kind}'}}\n", parameter.key));
    }
    let section = |name: &str, content: &str| if content.is_empty() { String::new() } else { format!("{name}:\n{content}") };
    let parent = format!(
        "{}Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./inner.yaml\n{}",
        section("Parameters", &own),
        section("      Parameters", &given)
    );
    Some(vec![("parent.yaml".into(), parent), ("inner.yaml".into(), text.to_owned())])
}
