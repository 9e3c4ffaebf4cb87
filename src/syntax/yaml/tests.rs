//! Tests of places, tags, aliases, recovery and bounds.

#![allow(clippy::unwrap_used)]

use super::builder::MAX_DEPTH;
use super::parse;
use crate::source::{Sources, Span};
use crate::syntax::SyntaxError;
use crate::syntax::tree::{Node, NodeKind};
use std::fmt::Write;
use std::sync::Arc;

fn read(text: &str) -> (Vec<Arc<Node>>, Vec<SyntaxError>) {
    parse(text, 0, Sources::default().add("a.yaml", ""))
}

fn one(text: &str) -> Arc<Node> {
    let (documents, errors) = read(text);
    assert_eq!((documents.len(), &*errors), (1, &[][..]), "{text}");
    Arc::clone(&documents[0])
}

/// The value behind keys and indexes.
fn at<'n>(node: &'n Arc<Node>, path: &[&str]) -> &'n Arc<Node> {
    path.iter().fold(node, |node, step| match node.items() {
        Some(items) => &items[step.parse::<usize>().unwrap()],
        None => node.get(step).unwrap(),
    })
}

fn slice<'t>(text: &'t str, node: &Node) -> &'t str {
    &text[node.span.range()]
}

fn text(node: &Node) -> &str {
    node.text().unwrap()
}

fn places<'t>(text: &'t str, errors: &[SyntaxError]) -> Vec<(&'t str, String)> {
    let line = |span: Span| text[span.start as usize..].lines().next().unwrap_or_default();
    errors.iter().map(|error| (line(error.span), error.message.clone())).collect()
}

#[test]
fn spans_cover_what_is_written() {
    let source = "é: &a !Ref \u{1f310}x  # c\n'q''': \"a\\\"b\"   # c\nlist:\n- a\n-   !Sub 'x' \n\nflow: !Join [ -x, {b: c} ] # c\n\
                  map:\n  b:\n    c: d\n\n\nlast: x\n";
    let root = one(source);
    assert_eq!(slice(source, &root), source.trim_end());
    let written = |path: &[&str]| slice(source, at(&root, path));
    assert_eq!(written(&["é"]), "&a !Ref \u{1f310}x");
    assert_eq!(written(&["q'"]), "\"a\\\"b\"");
    assert_eq!(&source[root.pair("q'").unwrap().key_span.range()], "'q'''");
    assert_eq!(written(&["list"]), "- a\n-   !Sub 'x'");
    assert_eq!(written(&["list", "1"]), "!Sub 'x'");
    assert_eq!(written(&["flow"]), "!Join [ -x, {b: c} ]");
    assert_eq!(written(&["flow", "1"]), "{b: c}");
    assert_eq!(written(&["map"]), "b:\n    c: d");
    assert_eq!(written(&["map", "b", "c"]), "d");
}

#[test]
fn spans_count_from_the_base() {
    let source = "\u{feff}é: [ü, x]\r\nb: y\r\n";
    let (documents, errors) = parse(&source[3..], 3, Sources::default().add("a", ""));
    assert_eq!(errors, []);
    assert_eq!(slice(source, at(&documents[0], &["é", "1"])), "x");
    assert_eq!(slice(source, at(&documents[0], &["b"])), "y");
    assert_eq!(slice(source, &documents[0]), source[3..].trim_end());
}

#[test]
fn long_lines_of_wide_characters_keep_their_places() {
    let mut source = String::new();
    for index in 0..500 {
        writeln!(source, "\u{1f310}é{index}: ü{index} # ñ").unwrap();
    }
    let root = one(&source);
    for (index, pair) in root.pairs().iter().enumerate() {
        assert_eq!(&source[pair.key_span.range()], format!("\u{1f310}é{index}"));
        assert_eq!(slice(&source, &pair.value), format!("ü{index}"));
    }
}

#[test]
fn block_scalars_end_with_their_last_line() {
    let source = "a: |\r\n  x\r\n\r\n  y\r\n\r\nb: !Sub >-\n  ${x}\n  z\n\n# c\nc: |\n";
    let root = one(source);
    assert_eq!((text(at(&root, &["a"])), slice(source, at(&root, &["a"]))), ("x\n\ny\n", "x\r\n\r\n  y"));
    assert_eq!(text(at(&root, &["b"])), "${x} z");
    assert_eq!(slice(source, at(&root, &["b"])), "!Sub >-\n  ${x}\n  z");
    assert_eq!(text(at(&root, &["c"])), "");
}

#[test]
fn values_that_are_not_written_stand_after_their_colon() {
    let source = "a:\nb:   # c\nc: {d, e: }\nf:\n-\n- g\n";
    let root = one(source);
    for (path, after) in [(&["a"][..], "a:"), (&["b"], "b:"), (&["c", "d"], "{d"), (&["c", "e"], "e:")] {
        let node = at(&root, path);
        let end = source.find(after).unwrap() + after.len();
        assert_eq!(node.span.range(), end..end, "{path:?}");
        assert!(matches!(&node.kind, NodeKind::Scalar(scalar) if scalar.is_null()));
    }
    assert_eq!(slice(source, at(&root, &["f"])), "-\n- g");
}

#[test]
fn tags_are_names_on_all_forms() {
    let root =
        one("a: !Ref x\nb: !GetAtt [x, y]\nc: !Transform {Name: x}\nd: !If\n  - x\n  - !Ref y\ne: !Fn::Sub\n  k: v\nf: !GetAZs\n");
    let tag = |path: &[&str]| at(&root, path).tag.clone().unwrap();
    let tags = [&["a"][..], &["b"], &["c"], &["d"], &["d", "1"], &["e"], &["f"]].map(tag);
    assert_eq!(tags.map(|tag| tag.to_string()), ["Ref", "GetAtt", "Transform", "If", "Ref", "Fn::Sub", "GetAZs"]);
}

#[test]
fn core_tags_are_no_names_but_strings_are_not_plain() {
    let root = one("a: !!str 1\nb: ! 1\nc: !<tag:yaml.org,2002:str> 1\nd: !!int 1\ne: '1'\nf: 1\n");
    let plain = |key: &str| {
        let node = at(&root, &[key]);
        assert_eq!((text(node), &node.tag), ("1", &None));
        matches!(&node.kind, NodeKind::Scalar(scalar) if scalar.plain)
    };
    assert_eq!(["a", "b", "c", "d", "e", "f"].map(plain), [false, false, false, true, false, true]);
}

#[test]
fn aliases_share_their_node() {
    let root = one("a: &x [1]\nb: *x\nc: {<<: *x}\n*k : v\n".replace("*k", "&k k").as_str());
    assert!(Arc::ptr_eq(at(&root, &["a"]), at(&root, &["b"])));
    assert!(Arc::ptr_eq(at(&root, &["a"]), at(&root, &["c", "<<"])));
}

#[test]
fn an_alias_without_a_finished_anchor_is_an_error_at_its_place() {
    let source = "a: 1\nb: [*x]\nc: &y [*y]\n";
    let (documents, errors) = read(source);
    let expected = [("*x]", "unknown anchor"), ("*y]", "an alias within the value that it names")];
    assert_eq!(places(source, &errors), expected.map(|(line, message)| (line, message.to_owned())));
    assert_eq!(documents[0].pairs().len(), 1);
    // Anchors end with their document.
    assert_eq!(read("a: &x 1\n---\nb: *x\n").1.len(), 1);
}

#[test]
fn alias_bombs_and_alias_chains_are_harmless() {
    let bomb = |levels: usize| {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for level in 1..levels {
            let below = level - 1;
            writeln!(text, "a{level}: &a{level} [*a{below}, *a{below}]").unwrap();
        }
        text
    };
    assert_eq!(one(&bomb(100)).pairs().len(), 100);
    // Behind aliases too values nest only so deep: dropping 20,000 levels would overflow the stack.
    let (_, errors) = read(&bomb(3000));
    assert!(errors.iter().any(|error| error.message.contains("nest deeper")), "{errors:?}");
}

#[test]
fn deep_nesting_is_an_error() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    one(&deep(MAX_DEPTH));
    let indented: String = (0..3000).fold(String::new(), |text, level| format!("{text}{}a:\n", " ".repeat(level)));
    let texts = [
        deep(MAX_DEPTH + 1),
        deep(1_000_000),
        "[".repeat(1_000_000),
        "{a: ".repeat(1_000_000),
        "- ".repeat(1_000_000),
        "? ".repeat(1_000_000),
        "- - ? ".repeat(300_000),
        "!a ".repeat(1_000_000),
        "a: [".repeat(100_000),
        indented,
    ];
    for text in texts {
        let (_, errors) = read(&text);
        assert!(!errors.is_empty(), "{}", &text[..20]);
        assert!(errors.iter().all(|error| error.span.end as usize <= text.len()));
    }
}

#[test]
fn a_dash_before_a_flow_indicator_is_a_scalar() {
    let source =
        "# é -, \na: !Join [-, [b, !Ref c, -]]\nd: |\n  [-, x]\ne: '[-, ]'\nf: {g: -, h: i -}\n- -,: j\n".replace("- -,", "k");
    let root = one(&source);
    assert_eq!(text(at(&root, &["a", "0"])), "-");
    assert_eq!(slice(&source, at(&root, &["a"])), "!Join [-, [b, !Ref c, -]]");
    assert_eq!(slice(&source, at(&root, &["a", "1", "2"])), "-");
    assert_eq!(text(at(&root, &["d"])), "[-, x]\n");
    assert_eq!(text(at(&root, &["e"])), "[-, ]");
    assert_eq!(text(at(&root, &["f", "g"])), "-");
    assert_eq!(text(at(&root, &["f", "h"])), "i -");
    assert_eq!(read("a: [ - , b]\n").1.len(), 1, "AWS refuses this too");
}

#[test]
fn lines_in_brackets_and_quotes_need_no_indentation() {
    let source = "a:\n  b: {\nc: d\n e,   # it's ] a comment\n\"f\": 'it''s]',\ng: [h,\n!Ref é ]\n}\n  i: [\n  j\n  ]\nk:\n  l: \"m\\n\n\no\"\n";
    let root = one(source);
    assert_eq!(text(at(&root, &["a", "b", "c"])), "d e");
    assert_eq!(text(at(&root, &["a", "b", "f"])), "it's]");
    assert_eq!(slice(source, at(&root, &["a", "b", "g"])), "[h,\n!Ref é ]");
    assert_eq!(slice(source, at(&root, &["a", "i"])), "[\n  j\n  ]");
    assert_eq!(text(at(&root, &["k", "l"])), "m\n\no");
    assert_eq!(slice(source, at(&root, &["k", "l"])), "\"m\\n\n\no\"");
}

#[test]
fn a_comment_may_touch_a_quote() {
    assert_eq!(text(at(&one("a: \"b\"# é\nc: d\n"), &["a"])), "b");
}

#[test]
fn documents_come_in_order() {
    let (documents, errors) = read("--- # c\na: 1\n...\n---\nb: 2\n--- !Foo\n- c\n");
    assert_eq!((documents.len(), errors), (3, vec![]));
    assert_eq!(documents[2].tag.as_deref(), Some("Foo"));
    assert_eq!(read(""), (vec![], vec![]));
    assert_eq!(read("# only a comment\n").0.len(), 0);
}

#[test]
fn a_broken_resource_loses_only_itself() {
    let source = "Parameters:\n  P: &p {Type: String}\nResources:\n  A:\n    Type: é\n  # about B\n  B:\n    Type: [x\n  C:\n    X: \"y\n\
                  \x20 D:\n    Type: b: c\n  'E':\n    Type: *p\nOutputs:\n  O: {Value: x}\n";
    let (documents, errors) = read(source);
    assert_eq!(documents.len(), 1);
    let names = |node: &Node| node.pairs().iter().map(|pair| pair.key.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&documents[0]), ["Parameters", "Resources", "Outputs"]);
    assert_eq!(names(at(&documents[0], &["Resources"])), ["A", "E"]);
    assert_eq!(slice(source, at(&documents[0], &["Resources", "E"])), "Type: *p");
    let lines: Vec<_> = places(source, &errors).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, ["", "\"y", ": c"], "{errors:?}");
    assert_eq!(errors[0].span.start as usize, source.find("[x").unwrap() + 2);
}

#[test]
fn a_broken_section_does_not_change_its_neighbours() {
    let (documents, errors) = read("A: |+\n  text\nB: [\nC: x\n");
    assert_eq!(errors.len(), 1);
    assert_eq!(text(at(&documents[0], &["A"])), "text\n");
    assert_eq!(documents[0].pairs().len(), 2);
}

#[test]
fn what_cannot_be_cut_gives_no_document() {
    for text in ["{a: 1, b: [}\n", "- a\n- [\n", "[a", "\"a", "a: b: c", "'", "&", "*", "%", "\u{0}", "}", "a: \u{feff}b"] {
        let (documents, errors) = read(text);
        assert_eq!(errors.len(), 1, "{text}");
        assert!(documents.iter().all(|document| document.pairs().is_empty()), "{text}: {documents:?}");
    }
    let (documents, errors) = read("a: 1\n---\n{b: [}\n");
    assert_eq!((documents.len(), errors.len()), (1, 1));
}

#[test]
fn a_key_is_a_scalar_without_a_tag() {
    for text in ["[a]: b\n", "{a: b}: c\n", "? [a]\n: b\n", "!Ref a: b\n"] {
        let (documents, errors) = read(text);
        assert!(errors.len() == 1 && errors[0].message.starts_with("a key"), "{text}: {errors:?}");
        assert!(documents.iter().all(|document| document.pairs().is_empty()));
    }
}
