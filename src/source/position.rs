//! Byte offsets to lines and columns, the only place that converts them.

use super::{SourceFile, Span};

/// A place in a text as people and other tools count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The byte offset from the start of the file.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl SourceFile {
    /// Line and column (in characters) of a byte offset; past the end, the end.
    pub fn position(&self, offset: usize) -> Position {
        let (line, before) = self.line_before(offset);
        Position { offset, line: line + 1, column: before.chars().count() + 1 }
    }

    /// The column of a byte offset in UTF-16 code units, from 1, as SARIF and editors count.
    pub fn utf16_column(&self, offset: usize) -> usize {
        self.line_before(offset).1.encode_utf16().count() + 1
    }

    /// The column of a byte offset in bytes, from 1, as reviewdog counts.
    pub fn byte_column(&self, offset: usize) -> usize {
        self.line_before(offset).1.len() + 1
    }

    /// The start and the end of a span.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        (self.position(span.start as usize), self.position(span.end as usize))
    }

    /// The byte range of a line (from 1) without its line break; empty past the end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = starts.get(line.saturating_sub(1)) else {
            return self.text.len()..self.text.len();
        };
        let end = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = self.text[start as usize..end].trim_end_matches(['\n', '\r']);
        start as usize..start as usize + text.len()
    }

    /// The line (from 0) that holds an offset, and its text before the offset without a byte-order mark.
    fn line_before(&self, offset: usize) -> (usize, &str) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start as usize <= offset).saturating_sub(1);
        let before = &self.text[starts[line] as usize..offset];
        (line, before.strip_prefix('\u{feff}').unwrap_or(before))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sources;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let sources = Sources::default();
        let file = sources.get(sources.add("a.tf", "a\n\u{1f310}é x\r\n"));
        let x = file.text.find('x').unwrap_or_default();
        assert_eq!((file.position(x).line, file.position(x).column), (2, 4));
        assert_eq!((file.utf16_column(x), file.byte_column(x)), (5, 8));
        assert_eq!(&file.text[file.line_range(2)], "\u{1f310}é x");
        assert_eq!(file.position(999).line, 3);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let sources = Sources::default();
        let file = sources.get(sources.add("a.tf", "\u{feff}ab"));
        assert_eq!(file.position(4).column, 2);
    }
}
