//! Text for what has none: the resources of a plan, a state, or an answer of AWS, written down one block each, so that findings
//! about them have a line to point at.

use super::{FileId, Sources, Span};

/// A file that is being written. Its spans are good as soon as they are returned.
#[derive(Debug)]
pub struct Listing {
    file: FileId,
    text: String,
    depth: usize,
}

/// Longer texts are cut: nobody reads further.
const MAX_LINE: usize = 120;

impl Listing {
    /// A listing that is shown under the name of the file that it is made from.
    pub fn new(sources: &Sources, path: impl Into<String>) -> Self {
        Self { file: sources.add(path, ""), text: String::new(), depth: 0 }
    }

    /// A listing of the old side of a change.
    pub fn before(sources: &Sources, path: impl Into<String>) -> Self {
        Self { file: sources.add_before(path, ""), text: String::new(), depth: 0 }
    }

    /// Opens a block; the span of its name.
    pub fn open(&mut self, name: &str) -> Span {
        self.indent();
        let span = self.push(name);
        self.text.push_str(" {\n");
        self.depth += 1;
        span
    }

    /// Closes the innermost block.
    pub fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.push_str("}\n");
        if self.depth == 0 {
            self.text.push('\n');
        }
    }

    /// Writes an attribute; the span of its value.
    pub fn attribute(&mut self, name: &str, value: &str) -> Span {
        self.indent();
        self.push(name);
        self.text.push_str(" = ");
        let span = self.push(value);
        self.text.push('\n');
        span
    }

    /// From the start of a span to what was written last.
    pub fn since(&self, start: Span) -> Span {
        Span::new(self.file, start.start as usize..self.text.trim_end().len())
    }

    /// Puts the text into the file.
    pub fn finish(self, sources: &Sources) {
        sources.fill(self.file, self.text);
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.text.push_str("  "));
    }

    /// One line, whatever it holds.
    fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.extend(text.chars().take(MAX_LINE).map(|c| if c.is_control() { ' ' } else { c }));
        if text.chars().nth(MAX_LINE).is_some() {
            self.text.push('…');
        }
        Span::new(self.file, start..self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_those_of_the_text() {
        let sources = Sources::default();
        let mut listing = Listing::new(&sources, "plan.json");
        let header = listing.open("aws_subnet.a");
        let zone = listing.attribute("availability_zone", "\"us-east-1a\"");
        let long = listing.attribute("description", &"x\n".repeat(100));
        listing.close();
        let block = listing.since(header);
        listing.finish(&sources);
        let file = sources.get(header.file);
        assert_eq!((file.slice(header), file.slice(zone)), ("aws_subnet.a", "\"us-east-1a\""));
        assert_eq!(file.slice(long).chars().count(), MAX_LINE + 1);
        assert_eq!(file.slice(block), file.text.trim_end());
        assert_eq!(file.text.lines().count(), 5);
    }
}
