//! What native syntax means, compared with what Terraform makes of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::format_collect)]

use super::*;
use crate::source::{FileId, Sources};

fn file() -> FileId {
    Sources::default().add("main.tf", "")
}

fn read(text: &str) -> (Body, Vec<SyntaxError>) {
    parse(text, 0, file())
}

/// An expression as the value of an attribute.
fn value(text: &str) -> Expression {
    let (body, errors) = read(&format!("x = {text}\n"));
    assert_eq!(errors, [], "{text}");
    body.attributes[0].expression.clone()
}

/// An expression with a parenthesis around every operation, and templates as lists of their parts.
fn show(expression: &Expression) -> String {
    let list = |items: &[Expression]| items.iter().map(show).collect::<Vec<_>>().join(", ");
    match &expression.kind {
        ExpressionKind::Null => "null".to_owned(),
        ExpressionKind::Bool(value) => value.to_string(),
        ExpressionKind::Number(text) | ExpressionKind::Variable(text) => text.to_string(),
        ExpressionKind::String(text) => format!("{text:?}"),
        ExpressionKind::Template(parts) => format!("template{}", show_parts(parts)),
        ExpressionKind::Wrapped(inner) => format!("wrapped({})", show(inner)),
        ExpressionKind::Tuple(items) => format!("[{}]", list(items)),
        ExpressionKind::Object(items) => {
            let item = |item: &ObjectItem| format!("{} = {}", show(&item.key), show(&item.value));
            format!("{{{}}}", items.iter().map(item).collect::<Vec<_>>().join(", "))
        }
        ExpressionKind::Traversal(operand, steps) => {
            format!("{}{}", show(operand), steps.iter().map(|step| show_step(&step.kind)).collect::<String>())
        }
        ExpressionKind::Call(call) => {
            format!("{}({}{})", call.name, list(&call.arguments), if call.expand_final { "..." } else { "" })
        }
        ExpressionKind::Conditional(parts) => {
            format!("({} ? {} : {})", show(&parts[0]), show(&parts[1]), show(&parts[2]))
        }
        ExpressionKind::Unary(operator, operand) => format!("({operator:?} {})", show(operand)),
        ExpressionKind::Binary(operator, operands) => {
            format!("({} {operator:?} {})", show(&operands[0]), show(&operands[1]))
        }
        ExpressionKind::For(parts) => {
            let key_name = parts.key_name.iter().map(|name| format!("{name}, ")).collect::<String>();
            let key = parts.key.iter().map(|key| format!("{} => ", show(key))).collect::<String>();
            let condition = parts.condition.iter().map(|condition| format!(" if {}", show(condition))).collect::<String>();
            let grouping = if parts.grouping { "..." } else { "" };
            let (name, collection, value) = (&parts.value_name, show(&parts.collection), show(&parts.value));
            format!("<for {key_name}{name} in {collection} : {key}{value}{grouping}{condition}>")
        }
        ExpressionKind::Parenthesis(inner) => format!("paren({})", show(inner)),
    }
}

fn show_step(step: &StepKind) -> String {
    match step {
        StepKind::Attribute(name) => format!(".{name}"),
        StepKind::Index(index) => format!("[{}]", show(index)),
        StepKind::ElementIndex(index) => format!(".{}", show(index)),
        StepKind::AttributeSplat => ".*".to_owned(),
        StepKind::FullSplat => "[*]".to_owned(),
    }
}

fn show_parts(parts: &[TemplatePart]) -> String {
    let part = |part: &TemplatePart| match part {
        TemplatePart::Literal(text) => format!("{text:?}"),
        TemplatePart::Interpolation(inner) => show(inner),
        TemplatePart::If(condition, yes, no) => format!("if {} {} {}", show(condition), show_parts(yes), show_parts(no)),
        TemplatePart::For(parts) => format!("for {} {}", parts.value_name, show_parts(&parts.body)),
    };
    format!("[{}]", parts.iter().map(part).collect::<Vec<_>>().join(", "))
}

#[track_caller]
fn means(text: &str, expected: &str) {
    assert_eq!(show(&value(text)), expected, "{text}");
}

/// The errors of a text as (what they mark, message).
fn errors(text: &str) -> Vec<(&str, String)> {
    read(text).1.into_iter().map(|error| (&text[error.span.range()], error.message)).collect()
}

/// The first error marks this text at this offset.
#[track_caller]
fn refuses(text: &str, marked: &str, offset: usize) {
    let (_, errors) = read(text);
    assert!(!errors.is_empty(), "{text:?}");
    let span = errors[0].span;
    assert_eq!((&text[span.range()], span.start as usize), (marked, offset), "{text:?}: {errors:?}");
}

#[test]
fn operators_bind_as_in_terraform() {
    means("1 + 2 * 3 - 4", "((1 Add (2 Multiply 3)) Subtract 4)");
    means("2 - 1 - 1", "((2 Subtract 1) Subtract 1)");
    means("10 % 3 * 2", "((10 Modulo 3) Multiply 2)");
    means("a || b && c == d < e", "(a Or (b And (c Equal (d Less e))))");
    means("1 < 2 == 2 >= 1", "((1 Less 2) Equal (2 GreaterOrEqual 1))");
    means("!a == b", "((Not a) Equal b)");
    means("-a.b[0] * -2", "((Negate a.b[0]) Multiply (Negate 2))");
    means("a ? b : c ? d : e", "(a ? b : (c ? d : e))");
    means("a ? b ? c : d : e", "(a ? (b ? c : d) : e)");
    means("a != !b", "(a NotEqual (Not b))");
    means("(\n a /* x */ + # y\n b\n)", "paren((a Add b))");
}

#[test]
fn numbers_keep_their_digits() {
    for number in ["0", "01", "1.50", "1e5", "1.5e+3", "1E-2", "123456789012345678901234567890", "1e999"] {
        means(number, number);
    }
}

#[test]
fn traversals_of_all_kinds() {
    means("a.b[\"c\"].d", "a.b[\"c\"].d");
    means("a.0.b", "a[0].b");
    means("a . b [ 0 ]", "a.b[0]");
    means("a.*.b.0", "a.*.b.0");
    means("a.*.b.0.1", "a.*.b.0.1");
    means("a.*.b[0].c.1", "a.*.b[0].c[1]");
    means("a[*].b[0]", "a[*].b[0]");
    means("a[*].b.*.c.0", "a[*].b.*.c.0");
    means("f(x).y[\n0\n]", "f(x).y[0]");
    means("[1][0]", "[1][0]");
    means("{a = 1}.a", "{\"a\" = 1}.a");
    refuses("x = a.0.1\n", ".0.1", 5);
    refuses("x = a.*.b.*.c\n", ".*", 9);
}

#[test]
fn objects_keep_repeated_keys_in_order() {
    means("{ a = 1, a = 2, a = 3 }", "{\"a\" = 1, \"a\" = 2, \"a\" = 3}");
    means("{\n a = 1 # one\n\n \"b\" : 2 /* two */\n (c) = 3,\n\n d = 4, }", "{\"a\" = 1, \"b\" = 2, paren(c) = 3, \"d\" = 4}");
    means("{ true = 1, null = 2, 3 = 4 }", "{\"true\" = 1, \"null\" = 2, 3 = 4}");
    means("{ \"a${b}\" = 1, \"${c}\" = 2, (a.b) = 3 }", "{template[\"a\", b] = 1, wrapped(c) = 2, paren(a.b) = 3}");
    means("{ a = [\n1\n], b = (\n2\n) }", "{\"a\" = [1], \"b\" = paren(2)}");
    means("[{\n a = 1\n b = 2\n}]", "[{\"a\" = 1, \"b\" = 2}]");
    refuses("x = { a.b = 1 }\n", "a.b", 6);
    refuses("x = { a = 1 b = 2 }\n", "b", 12);
}

#[test]
fn for_expressions_run_over_lines() {
    means("[for k, v in a\n ? b : c : \"${k}\" # x\n if v > 1]", "<for k, v in (a ? b : c) : wrapped(k) if (v Greater 1)>");
    means("{\n for v in a : v.k => v\n ... if\n true }", "<for v in a : v.k => v... if true>");
    means("{for k, v in a : k => v\n ? 1 : 2}", "<for k, v in a : k => (v ? 1 : 2)>");
    means("[form, format(a)]", "[form, format(a)]");
    refuses("x = [for a in b : a...]\n", ".", 19);
    refuses("x = {for a in b : a}\n", "}", 19);
}

#[test]
fn calls() {
    means("f()", "f()");
    means("f (a,\n b, # c\n)", "f(a, b)");
    means("f(a, b ... )", "f(a, b...)");
    means("provider::aws::arn_parse(a)", "provider::aws::arn_parse(a)");
    means("f(<<E\na\nE\n, b)", "f(\"a\\n\", b)");
    refuses("x = f(a..., )\n", ",", 10);
}

#[test]
fn quoted_templates() {
    means("\"${a}\"", "wrapped(a)");
    means("\"${~ a ~}\"", "wrapped(a)");
    means("\"\"", "\"\"");
    means("\"a $ % $$ %% {\"", "\"a $ % $$ %% {\"");
    means("\"$${a} %%{b} $$${c}\"", "\"${a} %{b} $${c}\"");
    means(r#""\n\r\t\"\\ \u00e9 \U0001F310""#, r#""\n\r\t\"\\ é 🌐""#);
    means("\"a${b}c${\"d${e}\"}\"", "template[\"a\", b, \"c\", template[\"d\", e]]");
    means("\"${ {a = \"}\"}.a /* } */ }x\"", "template[{\"a\" = \"}\"}.a, \"x\"]");
    means("\"${\n a # }\n}\"", "wrapped(a)");
    means("\"a  ${~ b ~} \\n c\"", "template[\"a\", b, \"c\"]");
    means("\"%{ if a }b%{ else }c${d}%{ endif }\"", "template[if a [\"b\"] [\"c\", d]]");
    means("\"%{ if a ~} b %{~ endif ~} c\"", "template[if a [\"b\"] [], \"c\"]");
    means("\"%{ for k, v in a }${v},%{ endfor }\"", "template[for v [v, \",\"]]");
    refuses("x = \"a\\qb\"\n", "\\q", 6);
    refuses("x = \"\\ud800\"\n", "\\u", 5);
    refuses("x = \"%{ if a }b\"\n", "%{ if a }", 5);
    refuses("x = \"b%{ endfor }\"\n", "%{ endfor }", 6);
    refuses("x = \"a ${b\" \n", "\"", 10);
    refuses("x = \"a ${b\n", "${", 7);
}

/// Each expected text is what Terraform's evaluation of the heredoc gave.
#[test]
fn heredocs_as_terraform_evaluates_them() {
    means("<<E\n a\\n \"b\" $${c}\n\n  E", "\" a\\\\n \\\"b\\\" ${c}\\n\\n\"");
    means("<<E\nE", "\"\"");
    means("<<E\r\na\r\n b\r\nE\r", "\"a\\r\\n b\\r\\n\"");
    means("<<E\n${a}\nE", "template[a, \"\\n\"]");
    means("<<E\n${a ~}\nE", "template[a]");
    means("<<E\na\nE # c\n${b}E\nE", "template[\"a\\nE # c\\n\", b, \"E\\n\"]");
    means("<<-E\n    a\n      b\n\n     \n    c\n    E", "\"a\\n  b\\n\\n     \\nc\\n\"");
    means("<<-E\n\ta\n  b\n  E", "\"a\\n b\\n\"");
    means("<<-E\n      ${a}\n    b\n    E", "template[\"  \", a, \"\\nb\\n\"]");
    means("<<-E\n${a}\n    b\n    E", "template[a, \"\\n    b\\n\"]");
    // Trimming ends with the line, and a line after a trimmed line end is not one whose indentation counts.
    means("<<E\n  a\n   ${~ b ~}\n\n   c\nE", "template[\"  a\\n\", b, \"\\n   c\\n\"]");
    let loops = "<<-E\n    %{ for i in a ~}\n    line ${i}\n    %{ endfor ~}\n    end\n    E";
    means(loops, "template[for i [\"    line \", i, \"\\n\"], \"    end\\n\"]");
    means("<<-é\n a\n é", "\"a\\n\"");
}

#[test]
fn a_heredoc_needs_its_marker_alone_on_a_whole_line() {
    refuses("x = <<E\na\n", "<<E", 4);
    refuses("x = [<<E\na\nE, 1]\n", "<<E", 5);
    refuses("x = <<E\na\nE", "", 11);
    refuses("x = << E\na\nE\n", "<", 4);
}

#[test]
fn bodies_and_their_places() {
    let text = "# c\nresource \"aws_subnet\" b {\n  a = 1 // x\n  b { c = [1,\n 2] }\n  d \"e\" {\n  }\n\n  /* y */ f {}\n}\nvariable v {}";
    let (body, errors) = read(text);
    assert_eq!(errors, []);
    let slice = |span: Span| &text[span.range()];
    let block = &body.blocks[0];
    assert_eq!(slice(block.header), "resource \"aws_subnet\" b");
    assert!(slice(block.span).starts_with("resource") && slice(block.span).ends_with("f {}\n}"));
    let labels = block.labels.iter().map(|label| (&*label.text, slice(label.span))).collect::<Vec<_>>();
    assert_eq!(labels, [("aws_subnet", "\"aws_subnet\""), ("b", "b")]);
    let nested = block.body.blocks.iter().map(|block| slice(block.span)).collect::<Vec<_>>();
    assert_eq!(nested, ["b { c = [1,\n 2] }", "d \"e\" {\n  }", "f {}"]);
    let attribute = block.body.attribute("a").unwrap();
    assert_eq!((slice(attribute.name_span), slice(attribute.expression.span)), ("a", "1"));
    assert_eq!(slice(body.blocks[1].header), "variable v");
}

#[test]
fn line_rules_of_bodies() {
    refuses("a { b = 1, c = 2 }\n", ",", 9);
    refuses("a { b {} }\n", "{", 6);
    refuses("a { b = 1\n}\n", "", 9);
    refuses("a {\n b = 1 }\n", "}", 11);
    refuses("a {} b {}\n", "b", 5);
    refuses("a = 1 b = 2\n", "b", 6);
    refuses("a \"b\"\n{\n}\n", "", 5);
    refuses("a \"${b}\" {\n}\n", "\"${b}\"", 2);
    refuses("a == 1\n", "=", 2);
    refuses("a = 1 +\n2\n", "", 7);
    refuses("\"a\" = 1\n", "\"", 0);
    refuses("/* a\n", "/*", 0);
    refuses("a = b\rc = 1\n", "\r", 5);
    refuses("a = 1\na = 2\nb {}\n", "a", 6);
    refuses("a {\n b = 1\n c = 1\n b = 2\n}\n", "b", 19);
}

#[test]
fn nothing_is_a_file_too() {
    for text in ["", "\n", "# a", "/* a */\r\n // b"] {
        assert_eq!(read(text), (Body::default(), Vec::new()), "{text:?}");
    }
}

#[test]
fn an_error_takes_its_own_item_only() {
    let text = "a = 1\nresource \"b\" \"c\" {\n  d = [1 2]\n  e {\n    f = 1\n  }\n}\n\nresource \"g\" \"h\" {\n}\ni = 2\n";
    let (body, errors) = read(text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(&text[errors[0].span.start as usize..][..2], "2]");
    assert_eq!(body.attributes.iter().map(|attribute| &*attribute.name).collect::<Vec<_>>(), ["a", "i"]);
    assert_eq!(body.blocks.iter().map(|block| &*block.labels[0].text).collect::<Vec<_>>(), ["g"]);
}

#[test]
fn messages_say_what_was_found() {
    assert_eq!(errors("a = ]\n"), [("]", "expected an expression, found `]`".to_owned())]);
    assert_eq!(errors("a =\n"), [("", "expected an expression, found the end of the line".to_owned())]);
    assert_eq!(errors("a = [1\n"), [("[", "this `[` is never closed".to_owned())]);
    assert_eq!(errors("a = b c\n"), [("c", "expected the end of the line, found `c`".to_owned())]);
    assert_eq!(errors("a {\n"), [("{", "this `{` is never closed".to_owned())]);
}

#[test]
fn offsets_begin_at_the_base() {
    let (body, errors) = parse("a = b.c\nd = ]\n", 3, file());
    assert_eq!((body.attributes[0].name_span.start, body.attributes[0].expression.span.range()), (3, 7..10));
    assert_eq!(errors[0].span.range(), 15..16);
    let template = parse_template("x ${y}", 10, file()).unwrap();
    assert_eq!((show(&template), template.span.range()), ("template[\"x \", y]".to_owned(), 10..16));
    assert_eq!(show(&parse_template("${y}", 0, file()).unwrap()), "wrapped(y)");
    assert_eq!(show(&parse_expression(" a\n .b ", 0, file()).unwrap()), "a.b");
    assert_eq!(parse_expression("a b", 5, file()).unwrap_err().span.range(), 7..8);
}

/// Every expression's span holds the text that means the expression.
#[test]
fn spans_slice_back_to_what_they_mean() {
    let text = "x = [ a.b[0] . c , f( 1 , -2 )... ]".replace("...", "") + " # c\n";
    let more = "y = { a = b ? \"c ${ d + 1 } e\" : [ for x in ( z ) : x if !x ] , \"f\" = g . * . h }\nz = \"%{ if a }${ b }%{ endif }\"\n";
    let text = text + more;
    let (body, errors) = read(&text);
    assert_eq!(errors, []);
    let mut seen = 0;
    let mut open = body.attributes.iter().map(|attribute| &attribute.expression).collect::<Vec<_>>();
    while let Some(expression) = open.pop() {
        let again = parse_expression(&text[expression.span.range()], expression.span.start as usize, file()).unwrap();
        assert_eq!(&again, expression);
        seen += 1;
        match &expression.kind {
            ExpressionKind::Tuple(items) => open.extend(items),
            ExpressionKind::Object(items) => open.extend(items.iter().map(|item| &item.value)),
            ExpressionKind::Conditional(parts) => open.extend(parts.iter()),
            ExpressionKind::Binary(_, parts) => open.extend(parts.iter()),
            ExpressionKind::Unary(_, inner) | ExpressionKind::Parenthesis(inner) | ExpressionKind::Traversal(inner, _) => {
                open.push(inner);
            }
            ExpressionKind::Call(call) => open.extend(&call.arguments),
            ExpressionKind::For(parts) => open.extend([&parts.collection, &parts.value].into_iter().chain(&parts.condition)),
            ExpressionKind::Template(parts) => open.extend(parts.iter().filter_map(|part| match part {
                TemplatePart::Interpolation(inner) => Some(inner),
                TemplatePart::If(condition, ..) => Some(&**condition),
                _ => None,
            })),
            _ => {}
        }
    }
    assert_eq!(seen, 24);
}

/// Inputs that open something a hundred thousand times give one error each, and no stack is exhausted.
#[test]
fn deep_nesting_is_refused() {
    const N: usize = 100_000;
    let opened =
        ["(", "[", "{a=", "f(", "-", "!", "- !", "a[", "a ? b : ", "a ? ", "\"${", "\"%{if ", "[for a in ", "{(", "\"%{if a}"];
    for start in opened {
        assert_eq!(read(&format!("x = {}\n", start.repeat(N))).1.len(), 1, "{start}");
    }
    let balanced = [
        ("(", ")"),
        ("[", "]"),
        ("{a=", "}"),
        ("f(", ")"),
        ("\"${", "}\""),
        ("a[", "]"),
        ("1+1+(", "<x)"),
        ("\"%{if a}${b}", "%{endif}\""),
    ];
    for (start, end) in balanced {
        assert_eq!(read(&format!("x = {}1{}\n", start.repeat(N), end.repeat(N))).1.len(), 1, "{start}");
    }
    assert_eq!(read(&format!("x = \"{}{}\"\n", "%{if a}".repeat(N), "%{endif}".repeat(N))).1.len(), 1);
    assert_eq!(read(&format!("x = 1{}\n", " + 1".repeat(N))).1.len(), 1);
    assert_eq!(read(&format!("{}{}\n", "a {\n".repeat(N), "}\n".repeat(N))).1.len(), 1);
    assert_eq!(read(&format!("x = {}\n", "<<A\n${".repeat(N))).1.len(), 1);
    assert!(!read(&"resource \"a\" \"b\" {\n".repeat(N)).1.is_empty());
}

#[test]
fn long_is_not_deep() {
    const N: usize = 100_000;
    means(&format!("a{}", ".b".repeat(N)), &format!("a{}", ".b".repeat(N)));
    let ExpressionKind::Object(items) = value(&format!("{{{}}}", "a = 1\n".repeat(N))).kind else { panic!() };
    assert_eq!(items.len(), N);
    let ExpressionKind::Template(parts) = value(&format!("\"{}\"", "${a} ".repeat(N))).kind else { panic!() };
    assert_eq!(parts.len(), 2 * N);
    assert_eq!(value(&format!("1{}", " || a == 1".repeat(150))).kind, value(&format!("1{}", " || a == 1".repeat(150))).kind);
}

#[test]
fn a_file_has_a_bound_for_what_is_in_it() {
    let list = format!("x = [{}]\n", "1,".repeat(300_000));
    assert_eq!(read(&list).1, []);
    let (body, errors) = read(&[&list, &*list.replace('x', "y"), "z = 1\n"].concat());
    assert_eq!(body.attributes.len(), 1);
    let messages: Vec<_> = errors.into_iter().map(|error| error.message).collect();
    assert_eq!(messages, ["more than 500000 expressions and blocks in one file; what follows is not read"]);
    assert_eq!(read(&"a {\n}\n".repeat(600_000)).1.len(), 1);
}
