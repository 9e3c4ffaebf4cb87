//! Texts that another program still has to fill in (Jinja, Mustache, Go's templates, ERB): what is wrong with them as they stand says nothing
//! about what becomes of them.

use super::SyntaxError;
use crate::source::Span;

/// Why such a text is not checked.
pub const UNRENDERED: &str = "another program fills in this file first; check what it writes";

/// Where a mark of such a program is the reason for a syntax error: in its line, or alone in the line before it. `base` is the byte of the
/// file at which the text begins.
pub fn unrendered(text: &str, base: usize, errors: &[SyntaxError]) -> Option<Span> {
    errors.iter().find_map(|error| {
        let at = (error.span.start as usize).checked_sub(base)?;
        let before = text.get(..at)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let above = before[..start].trim_end();
        let above_start = above.rfind('\n').map_or(0, |at| at + 1);
        let of_line = mark(line).map(|found| start + found);
        let of_above = || {
            let line = &above[above_start..];
            mark(line).filter(|&found| line[..found].trim().is_empty()).map(|found| above_start + found)
        };
        let found = of_line.or_else(of_above)?;
        Some(Span::new(error.span.file, base + found..base + found + 2))
    })
}

/// The first mark in a line: `{%`, `<%`, or braces around a name. `{{resolve:ssm:…}}` is CloudFormation's own, and `{{ a = 1 }}` a slip.
fn mark(line: &str) -> Option<usize> {
    let statement = ["{%", "<%"].iter().filter_map(|mark| line.find(mark)).min();
    let names_something = |&(at, _): &(usize, &str)| {
        let rest = &line[at + 2..];
        let inside =
            rest.split_once("}}").map(|(inside, _)| inside.trim_start_matches(['{', '-', '#', '/', '^', '&', '>', '.', ' ']));
        inside.is_some_and(|inside| {
            inside.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '"'))
                && !inside.starts_with("resolve:")
                && !inside.contains('=')
        })
    };
    let value = line.match_indices("{{").find(names_something).map(|(at, _)| at);
    statement.into_iter().chain(value).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Sources};

    fn error(file: FileId, at: usize) -> Vec<SyntaxError> {
        vec![SyntaxError { span: Span::new(file, at..at), message: String::new() }]
    }

    /// The text from the mark on, for an error at `!`.
    fn found(text: &str) -> Option<String> {
        let file = Sources::default().add("a", "");
        let at = text.find('!').unwrap_or_default();
        unrendered(text, 0, &error(file, at)).map(|span| text[span.start as usize..].to_owned())
    }

    #[test]
    fn marks_of_other_programs_are_the_reason() {
        for text in [
            "a: {{ name! }}",
            "  {{#LIST}}!",
            "  {{/LIST}}\n\n  - b!",
            "{% if a %}!",
            "{% endif %}\nb: 1!",
            "<%= a %>!",
            "x = {{.Name}}!",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(found("a: 1\nb: c {{ d }} !").as_deref(), Some("{{ d }} !"));
    }

    #[test]
    fn slips_and_dynamic_references_are_not() {
        for text in
            ["a: {{!", "x = {{ a = 1 }}!", "a: {{resolve:ssm:/a}}\n !", "a: {b!", "b: {{ c }} d\ne: !", "{% if a %}\nb: 1\nc: !"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
