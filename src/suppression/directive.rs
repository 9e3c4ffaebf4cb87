//! What an `enilint:ignore` says: rules, a reason, and until when. Where it stands and what it reaches is not known here.

use super::date::Date;
use crate::rules;
use std::ops::Range;

/// An `enilint:ignore` or `enilint:ignore-file`, as far as it could be read. Ranges are byte offsets in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// All of it.
    pub(super) range: Range<usize>,
    /// Whether it is about the whole file.
    pub(super) whole_file: bool,
    /// The rules as they are written, and where.
    pub(super) rules: Vec<(String, Range<usize>)>,
    /// Why.
    pub(super) has_reason: bool,
    /// The last day on which it counts, and where that is written.
    pub(super) until: Option<(Date, Range<usize>)>,
    /// What is wrong with it, and where.
    pub(super) fault: Option<(String, Range<usize>)>,
}

/// What every directive begins with.
pub(super) const MARK: &str = "enilint";

/// How a comment is written, for messages.
const FORM: &str = "write `enilint:ignore RULE REASON` or `enilint:ignore-file RULE REASON`";

/// Words with which people ask other linters for the same.
const OTHER_WORDS: [&str; 8] = ["ignore", "disable", "skip", "suppress", "allow", "off", "noqa", "nolint"];

/// Reads the text of a comment, or one line of it, that begins at an offset of the file. `None` where it is about something else.
pub(super) fn read(comment: &str, base: usize) -> Option<Directive> {
    let at = start(comment)?;
    let rest = &comment[at + MARK.len()..];
    let end = at + comment[at..].trim_end().len();
    let mut directive = Directive {
        range: base + at..base + end,
        whole_file: false,
        rules: Vec::new(),
        has_reason: false,
        until: None,
        fault: None,
    };
    let Some(after_colon) = rest.strip_prefix(':') else {
        return without_colon(rest).then(|| directive.faulty(FORM.into()));
    };
    let word_end = after_colon.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(after_colon.len());
    let (word, written) = after_colon.split_at(word_end);
    let is_known = matches!(word, "ignore" | "ignore-file") && (written.is_empty() || written.starts_with(char::is_whitespace));
    if !is_known {
        // Prose may well begin with the name of the program.
        let first = after_colon.split_whitespace().next().unwrap_or_default();
        let is_prose = word.is_empty() && !OTHER_WORDS.iter().any(|other| first.starts_with(other));
        return (!is_prose).then(|| directive.faulty(FORM.into()));
    }
    directive.whole_file = word == "ignore-file";
    let offset = base + at + MARK.len() + 1 + word_end;
    directive.content(written, offset);
    Some(directive)
}

/// Where a directive begins in a comment: at its start, or behind another comment sign, after what is meant for other tools.
fn start(comment: &str) -> Option<usize> {
    comment.match_indices(MARK).map(|(at, _)| at).find(|&at| {
        let before = comment[..at].trim_end();
        before.trim_matches(['#', '/', '*', ' ', '\t']).is_empty() || before.ends_with(['#']) || before.ends_with("//")
    })
}

/// `enilint-ignore same-subnet-enis`: hardly prose.
fn without_colon(rest: &str) -> bool {
    let words = rest.trim_start_matches(['-', ' ', '_', '=']);
    let mut words = words.split([' ', ':', '=', ',', '\t']).filter(|word| !word.is_empty());
    let verb = words.next().unwrap_or_default();
    OTHER_WORDS.iter().any(|other| verb.starts_with(other)) && words.next().is_some_and(|rule| rules::find(rule).is_some())
}

impl Directive {
    /// A directive that is given in parts.
    pub(super) fn new(range: Range<usize>) -> Self {
        Self { range, whole_file: false, rules: Vec::new(), has_reason: false, until: None, fault: None }
    }

    /// The same with something wrong.
    pub(super) fn faulty(mut self, message: String) -> Self {
        self.fault = Some((message, self.range.clone()));
        self
    }

    /// Puts all places of it at one, where the text cannot be told apart.
    pub(super) fn at(&mut self, range: Range<usize>) {
        self.rules.iter_mut().for_each(|(_, place)| *place = range.clone());
        self.until.iter_mut().for_each(|(_, place)| *place = range.clone());
        self.fault.iter_mut().for_each(|(_, place)| *place = range.clone());
        self.range = range;
    }

    /// `rule, rule until=2027-01-31 reason`
    fn content(&mut self, written: &str, base: usize) {
        let mut at = 0;
        loop {
            at += written[at..].len() - written[at..].trim_start().len();
            let length = written[at..].find(|c: char| c.is_whitespace() || c == ',').unwrap_or(written.len() - at);
            let word = written[at..at + length].trim_end_matches(':');
            if !word.is_empty() {
                self.rules.push((word.to_owned(), base + at..base + at + word.len()));
            }
            at += length;
            let next = written[at..].trim_start();
            if !next.starts_with(',') {
                break;
            }
            at = written.len() - next.len() + 1;
        }
        if self.rules.is_empty() {
            self.fault = Some((format!("it names no rule; {FORM}"), self.range.clone()));
            return;
        }
        self.rest(&written[at..], base + at);
    }

    /// The reason, with the date in it.
    fn rest(&mut self, written: &str, base: usize) {
        let mut first = true;
        for word in written.split_whitespace() {
            // A part of the same text: its place is the difference of the two.
            let at = base + (word.as_ptr() as usize - written.as_ptr() as usize);
            let range = at..at + word.len();
            if let Some(date) = word.strip_prefix("until=") {
                self.set_until(date.trim_end_matches([',', '.', ';', ':']), range);
                continue;
            }
            if first && rules::find(word.trim_end_matches([',', ':'])).is_some() {
                self.fault = Some(("rules are separated by commas".into(), range));
            }
            self.has_reason |= word.contains(char::is_alphanumeric);
            first &= !word.contains(char::is_alphanumeric);
        }
    }

    /// The last day, as it is written.
    pub(super) fn set_until(&mut self, date: &str, range: Range<usize>) {
        match Date::parse(date) {
            Some(date) => self.until = Some((date, range)),
            None => self.fault = Some(("this is no date; write `until=2027-01-31`".into(), range)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn names(directive: &Directive) -> Vec<&str> {
        directive.rules.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn rules_reason_and_date() {
        let text = "# enilint:ignore same-subnet-enis, too-many-enis until=2027-01-31 it routes by policy ";
        let directive = read(text, 100).unwrap();
        assert_eq!(names(&directive), ["same-subnet-enis", "too-many-enis"]);
        assert!(directive.has_reason && directive.fault.is_none() && !directive.whole_file);
        assert_eq!(directive.range, 102..100 + text.len() - 1);
        assert_eq!(&text[directive.rules[1].1.start - 100..directive.rules[1].1.end - 100], "too-many-enis");
        let (date, range) = directive.until.unwrap();
        assert_eq!(&text[range.start - 100..range.end - 100], format!("until={date}"));
    }

    #[test]
    fn other_spellings_of_the_same() {
        for text in [
            "#enilint:ignore a,b why",
            "## enilint:ignore a ,b: why until=2027-01-31",
            "// enilint:ignore a, b - why",
            " * enilint:ignore a,  b\twhy",
            "# checkov:skip=CKV_1: x # enilint:ignore a, b why",
        ] {
            let directive = read(text, 0).unwrap();
            assert_eq!(names(&directive), ["a", "b"], "{text}");
            assert!(directive.has_reason && directive.fault.is_none(), "{text}");
        }
        assert!(read("# enilint:ignore-file a b", 0).unwrap().whole_file);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for text in [
            "# enilint:ignore",
            "# enilint:ignore ,",
            "# enilint:ignored a b",
            "# enilint:disable a b",
            "# enilint: ignore a b",
            "# enilint:ignore=a b",
            "# enilint-ignore same-subnet-enis b",
            "# enilint disable: same-subnet-enis",
            "# enilint:ignore a until=tomorrow b",
            "# enilint:ignore a too-many-enis b",
        ] {
            assert!(read(text, 0).is_some_and(|directive| directive.fault.is_some()), "{text}");
        }
        for text in ["# enilint:ignore a", "# enilint:ignore a --", "# enilint:ignore a until=2027-01-31"] {
            let directive = read(text, 0).unwrap();
            assert!(directive.fault.is_none() && !directive.has_reason, "{text}");
        }
    }

    #[test]
    fn prose_is_no_directive() {
        for text in [
            "# see enilint:ignore in the README",
            "# enilint ignores this",
            "# enilint: see the README",
            "# enilint",
            "# the enilint-ignore list",
            "# enilint-ignore lists are long",
        ] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }
}
