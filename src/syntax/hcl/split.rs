//! Cuts a text into its top-level items without parsing them, in one pass and without recursion. Where brackets, strings
//! or heredocs do not close, it finds the next line that begins a block, so that the rest of the file can be read.

use super::cursor::{MAX_SIZE, line_end, name_length};
use super::template::{heredoc_start, marker_end};
use std::ops::Range;

/// A top-level attribute or block, not parsed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// From its first byte to the end of its last line, the line end excluded.
    pub range: Range<usize>,
    /// The name of the attribute or the type of the block; empty where the item begins with something else.
    pub keyword: &'a str,
    /// Whether everything that was opened in it is closed.
    pub closed: bool,
}

impl Item<'_> {
    /// Whether it begins with the name of a block type that Terraform or OpenTofu knows.
    pub fn is_known(&self) -> bool {
        BLOCK_TYPES.contains(&self.keyword)
    }
}

/// The block types that Terraform and OpenTofu know at the top level.
const BLOCK_TYPES: [&str; 14] = [
    "action",
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// The top-level items of a text: one more than may be in a file, at most.
pub fn items(text: &str) -> Vec<Item<'_>> {
    let mut splitter = Splitter::new(text);
    let mut items = Vec::new();
    while items.len() <= MAX_SIZE
        && let Some(item) = splitter.next_item()
    {
        items.push(item);
    }
    items
}

/// The comments of a text: what looks like one in a string or a heredoc is none.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut splitter = Splitter::new(text);
    while splitter.next_item().is_some() {}
    splitter.comments
}

/// Something that is open.
#[derive(Clone, Copy, Debug)]
enum Open<'a> {
    Parenthesis,
    Bracket,
    Brace,
    /// `${` or `%{`
    Sequence,
    Quote,
    /// The marker, and whether a line with it follows (looked up while recovering only).
    Heredoc(&'a str, bool),
}

struct Splitter<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Open<'a>>,
    /// Set when the end of the text was reached with something open: from then on every line that looks like the header
    /// of a top-level block begins an item. Before, such a line may well be part of a heredoc.
    recovering: bool,
    /// How many bytes may still be searched for the markers of heredocs. Keeps the search linear.
    search_budget: usize,
    /// No comment closes after this offset.
    no_comment_end: usize,
    comments: Vec<Range<usize>>,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str) -> Self {
        let search_budget = text.len().saturating_mul(8);
        Self { text, at: 0, open: Vec::new(), recovering: false, search_budget, no_comment_end: usize::MAX, comments: Vec::new() }
    }

    fn next_item(&mut self) -> Option<Item<'a>> {
        self.skip_between();
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let keyword = &self.text[start..start + name_length(&self.text[start..])];
        let mut closed = self.read_item(!keyword.is_empty());
        if !closed && !self.recovering {
            self.recovering = true;
            self.at = start;
            self.comments.retain(|comment| comment.start < start);
            closed = self.read_item(!keyword.is_empty());
        }
        let range = start..start + self.text[start..self.at].trim_end().len();
        Some(Item { range, keyword, closed })
    }

    /// Skips white space, line ends and comments between items.
    fn skip_between(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\n' => self.at += 1,
                b'\r' if bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                b'#' | b'/' if self.skip_comment() => {}
                _ => return,
            }
        }
    }

    /// Skips a comment, the line end after it excluded. Says whether there is one that ends.
    fn skip_comment(&mut self) -> bool {
        let (start, rest) = (self.at, &self.text[self.at..]);
        if rest.starts_with('#') || rest.starts_with("//") {
            self.at = line_end(self.text.as_bytes(), self.at);
            self.comments.push(start..self.at);
            return true;
        }
        if !rest.starts_with("/*") || self.at >= self.no_comment_end {
            return false;
        }
        match rest[2..].find("*/") {
            Some(length) => {
                self.at += length + 4;
                self.comments.push(start..self.at);
            }
            None => self.no_comment_end = self.at,
        }
        self.no_comment_end != self.at
    }

    /// Goes to the end of the item's last line. Says whether everything in it is closed.
    fn read_item(&mut self, named: bool) -> bool {
        self.open.clear();
        let mut has_content = !named;
        loop {
            let Some(&byte) = self.text.as_bytes().get(self.at) else {
                return self.open.is_empty();
            };
            match self.open.last() {
                Some(Open::Quote) => {
                    self.quoted(byte);
                    // A quotation mark is missing in a header: its brace is no text, and what follows is the body.
                    let header = byte == b'\n' && self.open.is_empty() && !has_content;
                    if header && self.text[..self.at].trim_end().ends_with('{') {
                        self.open.push(Open::Brace);
                        has_content = true;
                    }
                }
                Some(&Open::Heredoc(marker, closes)) => {
                    if !closes && self.at_header() {
                        return false;
                    }
                    self.heredoc_line(marker);
                }
                innermost => {
                    let outermost = innermost.is_none();
                    has_content |= matches!(byte, b'=' | b'{');
                    if byte == b'\n' && outermost && (has_content || !self.brace_follows()) {
                        return true;
                    }
                    self.code(byte);
                    if byte == b'\n' && !outermost && self.at_header() {
                        return false;
                    }
                }
            }
        }
    }

    fn code(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b'"' => self.open.push(Open::Quote),
            b'(' => self.open.push(Open::Parenthesis),
            b'[' => self.open.push(Open::Bracket),
            b'{' => self.open.push(Open::Brace),
            b')' => self.close(|open| matches!(open, Open::Parenthesis)),
            b']' => self.close(|open| matches!(open, Open::Bracket)),
            b'}' => self.close_brace(),
            b'#' | b'/' => {
                self.at -= 1;
                if !self.skip_comment() {
                    self.at += 1;
                }
            }
            b'<' => self.heredoc(),
            _ => {}
        }
    }

    fn close(&mut self, matches: impl Fn(&Open) -> bool) {
        if self.open.last().is_some_and(matches) {
            self.open.pop();
        }
    }

    /// A brace closes what was left open within it too. Strings are no obstacle: code in them is in a sequence.
    fn close_brace(&mut self) {
        let brace = self.open.iter().rposition(|open| matches!(open, Open::Brace | Open::Sequence));
        self.open.truncate(brace.unwrap_or(0));
    }

    fn quoted(&mut self, byte: u8) {
        match byte {
            b'"' => {
                self.open.pop();
                self.at += 1;
            }
            // A string ends at the end of its line, closed or not: what follows is hardly meant as text.
            b'\n' => {
                self.open.pop();
            }
            b'\\' if !matches!(self.text.as_bytes().get(self.at + 1), Some(b'\n' | b'\r') | None) => {
                self.at += 2;
            }
            b'$' | b'%' => self.marker(),
            _ => self.at += 1,
        }
    }

    /// `$` or `%` in a template.
    fn marker(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.get(1) == Some(&b'{') {
            self.open.push(Open::Sequence);
            self.at += 2;
        } else if rest.starts_with(b"$${") || rest.starts_with(b"%%{") {
            self.at += 3;
        } else {
            self.at += 1;
        }
    }

    /// The beginning of a heredoc, if it is one; one `<` of it was read.
    fn heredoc(&mut self) {
        let start = self.at - 1;
        let Some(first_line) = heredoc_start(&self.text[start..]) else {
            return;
        };
        let marker = &self.text[start + first_line.marker.start..start + first_line.marker.end];
        self.at = start + first_line.length;
        let closes = !self.recovering || self.marker_follows(marker);
        self.open.push(Open::Heredoc(marker, closes));
    }

    /// Whether some line after this place holds the marker alone.
    fn marker_follows(&mut self, marker: &str) -> bool {
        let mut at = self.at;
        while at < self.text.len() && self.search_budget > 0 {
            if marker_end(&self.text[at..], marker).is_some() {
                return true;
            }
            let end = line_end(self.text.as_bytes(), at);
            let next = self.text[end..].find('\n').map_or(self.text.len(), |length| end + length + 1);
            self.search_budget = self.search_budget.saturating_sub(next - at);
            at = next;
        }
        false
    }

    /// Reads to the end of a heredoc's line, or to a sequence in it.
    fn heredoc_line(&mut self, marker: &str) {
        let bytes = self.text.as_bytes();
        if bytes[self.at - 1] == b'\n'
            && let Some(end) = marker_end(&self.text[self.at..], marker)
        {
            self.at += end;
            self.open.pop();
            return;
        }
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    return;
                }
                b'$' | b'%' => {
                    self.marker();
                    if matches!(self.open.last(), Some(Open::Sequence)) {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// Whether the next thing after blank lines is a brace: the author put it on a line of its own, which is an error in
    /// the block and not an item.
    fn brace_follows(&self) -> bool {
        self.text[self.at..].trim_start().starts_with('{')
    }

    /// While recovering: whether a line begins here that looks like the header of a top-level block.
    fn at_header(&self) -> bool {
        if !self.recovering || self.at == 0 || self.text.as_bytes()[self.at - 1] != b'\n' {
            return false;
        }
        let line = &self.text[self.at..];
        let length = name_length(line);
        BLOCK_TYPES.contains(&&line[..length]) && line[length..].trim_start_matches([' ', '\t']).starts_with(['"', '{'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        items(text).into_iter().map(|item| &text[item.range]).collect()
    }

    #[test]
    fn items_end_with_their_line() {
        let text = "a = 1 # }\n\n// {\nb \"c\" {\n  d = \"}${ {e = \"}\"} }\"\n}\r\n/* f\n*/ g = [\n1] /* {\n*/\nh = <<-E\n  }}} ${[\n  E\n]}\n E\ni = 2";
        let items = items(text);
        assert!(items.iter().all(|item| item.closed), "{items:?}");
        let heads = items.iter().map(|item| item.keyword).collect::<Vec<_>>();
        assert_eq!(heads, ["a", "b", "g", "h", "i"]);
        assert_eq!(&text[items[0].range.clone()], "a = 1 # }");
        assert_eq!(&text[items[2].range.clone()], "g = [\n1] /* {\n*/");
        assert!(text[items[3].range.clone()].ends_with(" E"), "{items:?}");
    }

    #[test]
    fn comments_are_told_from_text() {
        let text =
            "# a\nb = \"# c ${ d /* e */ } // f\" // g\nh = <<-E\n  # i ${\n  # j\n  k}\n  E\nl { # m\n\"unclosed # n\n# o\n";
        let found: Vec<_> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["# a", "/* e */", "// g", "# j", "# m", "# o"]);
    }

    #[test]
    fn a_block_that_never_closes_ends_before_the_next_header() {
        let text = "variable \"a\" {\n  x = {\n}\n\nresource \"b\" \"c\" {\n  y = 1\n}\nlocals {\n";
        let items = items(text);
        let closed = items.iter().map(|item| (item.keyword, item.closed)).collect::<Vec<_>>();
        assert_eq!(closed, [("variable", false), ("resource", true), ("locals", false)]);
        assert_eq!(&text[items[1].range.clone()], "resource \"b\" \"c\" {\n  y = 1\n}");
    }

    #[test]
    fn a_heredoc_may_hold_headers() {
        let text = "locals {\n  a = <<E\nresource \"b\" \"c\" {\nE\n}\n";
        assert_eq!(texts(text).len(), 1);
        // Also where something else in the file is broken.
        assert_eq!(texts(&format!("output \"x\" {{\n{text}{text}")).len(), 3);
    }

    #[test]
    fn a_missing_quotation_mark_spoils_one_item() {
        let text = "resource \"a\" \"b {\n  c = 1\n}\nresource \"d\" \"e\" {\n  f = \"g\n}\nlocals {\n}\n";
        assert_eq!(items(text).iter().map(|item| item.keyword).collect::<Vec<_>>(), ["resource", "resource", "locals"]);
    }

    #[test]
    fn a_wrong_bracket_spoils_one_item() {
        assert_eq!(texts("a {\n  b = [1\n}\nc = (1]\n}\nd = 1\n"), ["a {\n  b = [1\n}", "c = (1]\n}", "d = 1"]);
        assert_eq!(texts("a \"b\"\n\n{\n}\nc = 1\n"), ["a \"b\"\n\n{\n}", "c = 1"]);
    }

    #[test]
    fn any_text_is_covered_once_and_in_order() {
        let pieces =
            ["a {\n", "}", "\"", "${", "<<E\n", "E\n", "\\", "/*", "*/", "#", "\n", "é", "(", "]", "x = ", "$${", "data {\n"];
        let mut state = 1_u32;
        for _ in 0..2000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[state as usize / 65536 % pieces.len()]);
            }
            let mut end = 0;
            for item in items(&text) {
                assert!(item.range.start >= end && item.range.end > item.range.start, "{text:?}");
                assert!(text.get(item.range.clone()).is_some());
                end = item.range.end;
            }
        }
    }
}
