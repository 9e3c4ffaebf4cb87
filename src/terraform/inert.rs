//! Resources that lead nowhere: the graph has no node for them, they refer to nothing that could lead to one, and nothing names them. It is
//! seen from the text, without parsing them.

use super::network::is_network;
use crate::syntax::hcl::{Item, items};
use std::collections::HashSet;

/// What a reference to something else than a resource begins with, as far as it may lead to one.
const ROOTS: [&str; 4] = ["data", "local", "module", "var"];

/// What begins a place that another program fills in: a block with one is parsed, so that it is noticed.
const MARKS: [&str; 3] = ["{{", "{%", "<%"];

/// A file of a directory, cut into its items.
#[derive(Debug)]
pub(super) struct Cut<'t> {
    text: &'t str,
    /// In order.
    pub(super) items: Vec<Item<'t>>,
}

impl<'t> Cut<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, items: items(text) }
    }
}

/// For each item of each of these files, which are all of a directory, whether it is a resource that leads nowhere.
pub(super) fn inert(files: &[Cut<'_>]) -> Vec<Vec<bool>> {
    let headers = files.iter().flat_map(|file| file.items.iter().filter_map(|item| header(&file.text[item.range.clone()])));
    let roots: HashSet<&str> = headers.map(|(kind, _)| kind).chain(ROOTS).collect();
    let mut names = HashSet::new();
    let references: Vec<Option<Vec<usize>>> = files.iter().map(|file| references(file.text, &roots, &mut names)).collect();
    if references.iter().any(Option::is_none) {
        return files.iter().map(|file| vec![false; file.items.len()]).collect();
    }
    let of_file = |(file, references): (&Cut<'_>, Vec<usize>)| {
        let leads_on = |item: &Item<'_>| {
            let next = references.partition_point(|at| *at < item.range.start);
            references.get(next).is_some_and(|at| *at < item.range.end)
        };
        let is_inert = |item: &Item<'_>| {
            let text = &file.text[item.range.clone()];
            let unnamed = header(text).is_some_and(|(kind, name)| !is_network(kind) && !names.contains(name));
            unnamed && item.closed && !leads_on(item) && !MARKS.iter().any(|mark| text.contains(mark))
        };
        file.items.iter().map(is_inert).collect()
    };
    files.iter().zip(references.into_iter().flatten()).map(of_file).collect()
}

/// The labels of `resource "type" "name" {`, written as everybody does.
fn header(text: &str) -> Option<(&str, &str)> {
    let label = |text| -> Option<(&str, &str)> {
        let (label, rest) = str::trim_start_matches(text, [' ', '\t']).strip_prefix('"')?.split_once('"')?;
        label.bytes().all(is_word).then_some((label, rest))
    };
    let (kind, rest) = label(text.strip_prefix("resource")?)?;
    let (name, rest) = label(rest)?;
    rest.trim_start_matches([' ', '\t']).starts_with('{').then_some((kind, name))
}

/// Where the references that begin with one of these words are, and the names after them. Nothing where a comment may stand within one.
fn references<'t>(text: &'t str, roots: &HashSet<&str>, names: &mut HashSet<&'t str>) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('.') {
        let before = text[..at].trim_ascii_end();
        let start = before.bytes().rposition(|byte| !is_word(byte)).map_or(0, |position| position + 1);
        if before.ends_with("*/") {
            return None;
        }
        if roots.contains(&before[start..]) {
            let after = text[at + 1..].trim_ascii_start();
            if after.starts_with(['#', '/']) {
                return None;
            }
            names.insert(&after[..after.bytes().position(|byte| !is_word(byte)).unwrap_or(after.len())]);
            found.push(at);
        }
    }
    Some(found)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;
    fn of(texts: &[&str]) -> Vec<bool> {
        let cut: Vec<_> = texts.iter().map(|text| Cut::new(text)).collect();
        inert(&cut).into_iter().flatten().collect()
    }

    #[test]
    fn what_neither_refers_nor_is_named_leads_nowhere() {
        let role = "resource \"aws_iam_role\" \"a\" {\n  name = \"x.${path.module}\"\n}\n";
        assert_eq!(of(&[role]), [true]);
        assert_eq!(of(&[role, "locals {\n  a = aws_iam_role.a.arn\n}\n"]), [false, false]);
        assert_eq!(of(&[role, "locals {\n  a = [aws_iam_role\n  . a]\n}\n"]), [false, false]);
        assert_eq!(of(&[role, "locals {\n  a = aws_iam_role /* b */ . a\n}\n"]), [false, false]);
        assert_eq!(of(&[role, "locals {\n  a = aws_iam_role. # b\n a\n}\n"]), [false, false]);
        assert_eq!(of(&[role, "locals {\n  a = aws_iam_role.b.a\n}\n"]), [true, false]);
    }

    #[test]
    fn what_refers_to_something_may_lead_on() {
        for (value, leads_nowhere) in [
            ("\"sts.amazonaws.com\"", true),
            ("terraform.workspace", true),
            ("\"${var.a}\"", false),
            ("[local.a]", false),
            ("module.a.b", false),
            ("data.aws_ami.b.id", false),
            ("null_resource.b", false),
            ("[\"null_resource.b\"]", false),
            ("aws_instance.a.id", false),
            ("\"{{ value }}\"", false),
        ] {
            let text = format!("resource \"null_resource\" \"a\" {{\n  x = {value}\n}}\nresource \"aws_instance\" \"a\" {{\n}}\n");
            assert_eq!(of(&[&text]), [leads_nowhere, false], "{value}");
        }
    }

    #[test]
    fn other_blocks_and_network_resources_are_parsed() {
        for text in [
            "resource \"aws_vpc\" \"a\" {\n}\n",
            "data \"aws_ami\" \"a\" {\n}\n",
            "resource aws_iam_role a {\n}\n",
            "resource \"aws_iam_role\" {\n}\n",
            "resource \"aws_iam_role\" \"a\" {\n",
        ] {
            assert_eq!(of(&[text]), [false], "{text}");
        }
    }
}
