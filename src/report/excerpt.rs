//! What miette reads source text through: whole lines around a span, and the number of lines that really are in them, so that
//! places far apart are drawn apart.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// The text of one file under the name that is shown.
#[derive(Debug)]
pub(super) struct Excerpts {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Excerpts {
    pub(super) fn new(name: String, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, line_starts }
    }

    /// The number of the line that holds an offset, from 0.
    fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The start of the line that holds an offset, some lines further up.
    fn line_start(&self, offset: usize, lines_before: usize) -> usize {
        self.line(offset).checked_sub(lines_before).map_or(0, |line| self.line_starts[line])
    }

    /// The end of the line that holds an offset, some lines further down.
    fn line_end(&self, offset: usize, lines_after: usize) -> usize {
        let mut breaks = self.text[offset..].match_indices('\n').map(|(at, _)| offset + at);
        breaks.nth(lines_after).unwrap_or(self.text.len())
    }
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (span.offset(), span.offset() + span.len());
        if self.text.get(from..to).is_none() {
            return Err(MietteError::OutOfBounds);
        }
        let (start, end) = match (lines_before, lines_after) {
            // Without context miette asks for the place alone, to print its line and column.
            (0, 0) => (from, to),
            _ => (self.line_start(from, lines_before), self.line_end(to, lines_after)),
        };
        let excerpt = &self.text[start..end];
        let line = self.line(start);
        let column = self.text[self.line_start(start, 0)..start].chars().count();
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            excerpt.as_bytes(),
            (start, end - start).into(),
            line,
            column,
            excerpt.matches('\n').count() + 1,
        );
        Ok(Box::new(contents))
    }
}
