//! The syntax tree of every file of the corpus beside the one that the crate `hcl-rs` makes of it: the same attributes and blocks at the
//! same places, the same expressions. What only one of them can read is listed in `testdata/conformance/hcl.txt`.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "says why nothing is done")]

mod harness;

use enilint::source::{Disk, FileSystem, Sources};
use enilint::syntax::hcl as own;
use harness::{compare, project};
use hcl::edit::expr::{Expression, ObjectKey, TraversalOperator};
use hcl::edit::structure::{Body, Structure};
use hcl::edit::template::{Directive, Element, Template};
use hcl::edit::{Span as _, parser};
use std::fmt::Write;

#[test]
fn every_file_has_the_same_tree() {
    let corpus = project("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: the corpus is not at {}", corpus.display());
        return;
    }
    let corpus = corpus.canonicalize().unwrap();
    let mut files = Disk.walk(&corpus).files;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "tf" || extension == "tofu"));
    files.sort();
    let (mut equal, mut lines) = (0, String::new());
    for file in &files {
        let Ok(text) = Disk.read(file) else { continue };
        match difference(&text) {
            None => equal += 1,
            Some(difference) => writeln!(lines, "{}: {difference}", file.strip_prefix(&corpus).unwrap().display()).unwrap(),
        }
    }
    let head = format!("{} files: {equal} have the same tree\n", files.len());
    compare(&project("testdata/conformance/hcl.txt"), &(head + &lines)).unwrap();
}

/// The first thing in which the two trees differ.
fn difference(text: &str) -> Option<String> {
    let sources = Sources::default();
    let (own, errors) = own::parse(text, 0, sources.add("a.tf", text));
    let here = errors.first().map(|error| error.message.clone());
    let there = parser::parse_body(text).map_err(|error| error.message().to_owned());
    match (here, there) {
        (None, Ok(body)) => {
            let (here, there) = (own_body(&own), other_body(&body));
            let mut pairs = here.lines().zip(there.lines());
            let first = pairs.find(|(here, there)| here != there);
            first.map(|(here, there)| format!("{here} here, {there} there")).or_else(|| {
                (here.lines().count() != there.lines().count()).then(|| "more attributes in one than in the other".to_owned())
            })
        }
        (None, Err(error)) => Some(format!("is read here only; there: {error}")),
        (Some(error), Ok(_)) => Some(format!("is read there only; here: {error}")),
        (Some(_), Err(_)) => None,
    }
}

/// One line for each attribute and block, with its place.
fn own_body(body: &own::Body) -> String {
    let mut lines = Vec::new();
    for attribute in &body.attributes {
        let mut tree = String::new();
        own_expression(&attribute.expression, &mut tree);
        lines.push((attribute.name_span.start, format!("{} {} = {tree}\n", attribute.name_span.start, attribute.name)));
    }
    for block in &body.blocks {
        let labels: Vec<_> = block.labels.iter().map(|label| label.text.to_string()).collect();
        let head = format!("{}..{} {} {labels:?}\n", block.span.start, block.span.end, block.kind);
        lines.push((block.span.start, head + &own_body(&block.body)));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn other_body(body: &Body) -> String {
    let mut text = String::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                write!(text, "{} {} = ", attribute.key.span().unwrap().start, attribute.key.as_str()).unwrap();
                other_expression(&attribute.value, &mut text);
                text += "\n";
            }
            Structure::Block(block) => {
                let labels: Vec<_> = block.labels.iter().map(|label| label.as_str().to_owned()).collect();
                let span = block.span().unwrap();
                writeln!(text, "{}..{} {} {labels:?}", span.start, span.end, block.ident.as_str()).unwrap();
                text += &other_body(&block.body);
            }
        }
    }
    text
}

/// A list of expressions between parentheses after a name.
fn form<T>(out: &mut String, name: &str, items: impl IntoIterator<Item = T>, mut write: impl FnMut(T, &mut String)) {
    *out += "(";
    *out += name;
    for item in items {
        *out += " ";
        write(item, out);
    }
    *out += ")";
}

fn own_expression(expression: &own::Expression, out: &mut String) {
    use own::ExpressionKind as Kind;
    match &expression.kind {
        Kind::Null => *out += "null",
        Kind::Bool(value) => write!(out, "{value}").unwrap(),
        Kind::Number(number) => write!(out, "{}", number.parse::<f64>().unwrap()).unwrap(),
        Kind::String(text) => write!(out, "{:?}", plain(text)).unwrap(),
        Kind::Template(parts) => own_parts("template", parts, out),
        Kind::Wrapped(inner) => form(out, "template", [&**inner], own_expression),
        Kind::Tuple(items) => form(out, "tuple", items, own_expression),
        Kind::Object(items) => form(out, "object", items.iter().flat_map(|item| [&item.key, &item.value]), own_expression),
        Kind::Variable(name) => *out += name,
        Kind::Traversal(of, steps) => {
            form(out, "traversal", [&**of], own_expression);
            form(out, "", steps, |step, out| match &step.kind {
                own::StepKind::Attribute(name) => *out += name,
                own::StepKind::Index(index) | own::StepKind::ElementIndex(index) => own_expression(index, out),
                own::StepKind::AttributeSplat => *out += ".*",
                own::StepKind::FullSplat => *out += "[*]",
            });
        }
        Kind::Call(call) => {
            let name = format!("{}{}", call.name, if call.expand_final { "..." } else { "" });
            form(out, &name, &call.arguments, own_expression);
        }
        Kind::Conditional(parts) => form(out, "if", parts.iter(), own_expression),
        // The other tree has a negative number in one piece.
        Kind::Unary(own::UnaryOperator::Negate, operand) if matches!(operand.kind, Kind::Number(_)) => {
            *out += "-";
            own_expression(operand, out);
        }
        Kind::Unary(operator, operand) => form(out, &format!("{operator:?}"), [&**operand], own_expression),
        Kind::Binary(operator, operands) => form(out, symbol(*operator), operands.iter(), own_expression),
        Kind::For(each) => {
            let name = format!("for {:?} {} {}", each.key_name.as_deref(), each.value_name, each.grouping);
            let parts = [Some(&each.collection), each.key.as_ref(), Some(&each.value), each.condition.as_ref()];
            form(out, &name, parts.into_iter().flatten(), own_expression);
        }
        Kind::Parenthesis(inner) => form(out, "", [&**inner], own_expression),
    }
}

/// Literal parts are not compared: one tree has them trimmed, the other does not.
fn own_parts<'a>(name: &str, parts: impl IntoIterator<Item = &'a own::TemplatePart>, out: &mut String) {
    form(out, name, parts.into_iter().filter(|part| !matches!(part, own::TemplatePart::Literal(_))), own_part);
}

fn own_part(part: &own::TemplatePart, out: &mut String) {
    match part {
        own::TemplatePart::Literal(_) => {}
        own::TemplatePart::Interpolation(expression) => own_expression(expression, out),
        own::TemplatePart::If(condition, yes, no) => {
            form(out, "if", [&**condition], own_expression);
            own_parts("", yes.iter().chain(no), out);
        }
        own::TemplatePart::For(each) => {
            form(out, &format!("for {:?} {}", each.key_name.as_deref(), each.value_name), [&each.collection], own_expression);
            own_parts("", &each.body, out);
        }
    }
}

fn other_expression(expression: &Expression, out: &mut String) {
    match expression {
        Expression::Null(_) => *out += "null",
        Expression::Bool(value) => write!(out, "{}", value.value()).unwrap(),
        Expression::Number(number) => write!(out, "{}", number.value().as_f64().unwrap()).unwrap(),
        Expression::String(text) => write!(out, "{:?}", plain(text)).unwrap(),
        Expression::StringTemplate(template) => other_template(template, out),
        Expression::HeredocTemplate(heredoc) => other_template(&heredoc.template, out),
        Expression::Array(items) => form(out, "tuple", items, other_expression),
        Expression::Object(items) => {
            form(out, "object", items, |(key, value), out| {
                match key {
                    ObjectKey::Ident(name) => write!(out, "{:?}", name.as_str()).unwrap(),
                    ObjectKey::Expression(key) => other_expression(key, out),
                }
                *out += " ";
                other_expression(value.expr(), out);
            });
        }
        Expression::Variable(name) => *out += name.as_str(),
        Expression::Traversal(traversal) => {
            form(out, "traversal", [&traversal.expr], other_expression);
            form(out, "", &traversal.operators, |operator, out| match operator.value() {
                TraversalOperator::GetAttr(name) => *out += name.as_str(),
                TraversalOperator::Index(index) => other_expression(index, out),
                TraversalOperator::LegacyIndex(index) => write!(out, "{}", index.value()).unwrap(),
                TraversalOperator::AttrSplat(_) => *out += ".*",
                TraversalOperator::FullSplat(_) => *out += "[*]",
            });
        }
        Expression::FuncCall(call) => {
            let names = call.name.namespace.iter().chain([&call.name.name]).map(|name| name.as_str());
            let name = names.collect::<Vec<_>>().join("::") + if call.args.expand_final() { "..." } else { "" };
            form(out, &name, &call.args, other_expression);
        }
        Expression::Conditional(parts) => {
            form(out, "if", [&parts.cond_expr, &parts.true_expr, &parts.false_expr], other_expression);
        }
        Expression::UnaryOp(operation) => {
            let name = if operation.operator.value().as_str() == "!" { "Not" } else { "Negate" };
            form(out, name, [&operation.expr], other_expression);
        }
        Expression::BinaryOp(operation) => {
            form(out, operation.operator.value().as_str(), [&operation.lhs_expr, &operation.rhs_expr], other_expression);
        }
        Expression::ForExpr(each) => {
            let key = each.intro.key_var.as_ref().map(|name| name.as_str());
            let name = format!("for {key:?} {} {}", each.intro.value_var.as_str(), each.grouping);
            let condition = each.cond.as_ref().map(|condition| &condition.expr);
            let parts = [Some(&each.intro.collection_expr), each.key_expr.as_ref(), Some(&each.value_expr), condition];
            form(out, &name, parts.into_iter().flatten(), other_expression);
        }
        Expression::Parenthesis(inner) => form(out, "", [inner.inner()], other_expression),
    }
}

/// A template without interpolation is a text.
fn other_template(template: &Template, out: &mut String) {
    let elements: Vec<_> = template.iter().collect();
    match elements.as_slice() {
        [] => *out += "\"\"",
        [Element::Literal(text)] => write!(out, "{:?}", plain(text)).unwrap(),
        _ => other_elements("template", template, out),
    }
}

fn other_elements<'a>(name: &str, elements: impl IntoIterator<Item = &'a Element>, out: &mut String) {
    form(out, name, elements.into_iter().filter(|element| !matches!(element, Element::Literal(_))), other_element);
}

fn other_element(element: &Element, out: &mut String) {
    match element {
        Element::Literal(_) => {}
        Element::Interpolation(interpolation) => other_expression(&interpolation.expr, out),
        Element::Directive(directive) => match &**directive {
            Directive::If(branches) => {
                form(out, "if", [&branches.if_expr.cond_expr], other_expression);
                let no = branches.else_expr.iter().flat_map(|branch| &branch.template);
                other_elements("", branches.if_expr.template.iter().chain(no), out);
            }
            Directive::For(each) => {
                let key = each.for_expr.key_var.as_ref().map(|name| name.as_str());
                let name = format!("for {key:?} {}", each.for_expr.value_var.as_str());
                form(out, &name, [&each.for_expr.collection_expr], other_expression);
                other_elements("", &each.for_expr.template, out);
            }
        },
    }
}

/// A text without the indentation that a heredoc may have.
fn plain(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

fn symbol(operator: own::BinaryOperator) -> &'static str {
    use own::BinaryOperator as Operator;
    match operator {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
        Operator::And => "&&",
        Operator::Or => "||",
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Modulo => "%",
    }
}
