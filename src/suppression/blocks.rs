//! The blocks of a file, nested within each other, and which of them a comment stands in, on or above.

use std::ops::Range;

/// Blocks by where they start; what starts at the same place is sorted from the outermost inwards.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    blocks: Vec<Range<usize>>,
    /// The position of the block around each.
    around: Vec<Option<usize>>,
    /// Whether indentation alone ends a block, as in YAML.
    by_indentation: bool,
}

impl Blocks {
    /// Ranges in a file, each within another or beside it.
    pub(super) fn new(mut blocks: Vec<Range<usize>>, by_indentation: bool) -> Self {
        blocks.sort_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        let mut open: Vec<usize> = Vec::new();
        let mut around = Vec::with_capacity(blocks.len());
        for (position, block) in blocks.iter().enumerate() {
            while open.last().is_some_and(|&outer| blocks[outer].end <= block.start) {
                open.pop();
            }
            around.push(open.last().copied());
            open.push(position);
        }
        Self { blocks, around, by_indentation }
    }

    /// The block that a comment is about.
    pub(super) fn of_comment(&self, text: &str, comment: &Range<usize>, comments: &Comments) -> Option<Range<usize>> {
        let line = line_start(text, comment.start);
        let is_trailing = !text[line..comment.start].trim_start_matches('\u{feff}').trim().is_empty();
        if is_trailing {
            let on_line = self.first_within(line..comment.start).or_else(|| self.ended_within(line..comment.start));
            return on_line.or_else(|| self.innermost(comment.start));
        }
        let inside = self.innermost(comment.start);
        let next = comments.next_code(comment);
        let column = comment.start - line;
        if let Some(next) = next.filter(|next| !next.after_blank || inside.is_none()) {
            let is_dedented = self.by_indentation && next.at - line_start(text, next.at) < column;
            let above = self.first_within(next.at..line_end(text, next.at)).filter(|_| !is_dedented);
            if above.is_some() {
                return above;
            }
        }
        if self.by_indentation { inside.or_else(|| self.indented_less(text, comment.start, column)) } else { inside }
    }

    /// The outermost block that starts in a range.
    fn first_within(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.blocks.partition_point(|block| block.start < range.start);
        self.blocks.get(first).filter(|block| block.start < range.end).cloned()
    }

    /// The outermost block that ends in a range.
    fn ended_within(&self, range: Range<usize>) -> Option<Range<usize>> {
        let ended = self.outwards(range.end).take_while(|block| block.end <= range.end);
        ended.filter(|block| block.end > range.start).last().cloned()
    }

    fn innermost(&self, at: usize) -> Option<Range<usize>> {
        self.outwards(at).find(|block| at < block.end).cloned()
    }

    /// The innermost block before a place that indentation does not end there.
    fn indented_less(&self, text: &str, at: usize, column: usize) -> Option<Range<usize>> {
        self.outwards(at).find(|block| block.start - line_start(text, block.start) < column).cloned()
    }

    /// The last block that starts before a place, and those around it.
    fn outwards(&self, at: usize) -> impl Iterator<Item = &Range<usize>> {
        let last = self.blocks.partition_point(|block| block.start < at).checked_sub(1);
        std::iter::successors(last, |&position| self.around[position]).map(|position| &self.blocks[position])
    }
}

/// The next thing that is no comment.
#[derive(Clone, Copy, Debug)]
struct NextCode {
    at: usize,
    /// Whether an empty line stands before it.
    after_blank: bool,
}

/// The comments of a file, in order, each with what follows it.
#[derive(Debug)]
pub(super) struct Comments {
    ranges: Vec<Range<usize>>,
    next: Vec<Option<NextCode>>,
}

impl Comments {
    pub(super) fn new(text: &str, ranges: Vec<Range<usize>>) -> Self {
        let mut next: Vec<Option<NextCode>> = vec![None; ranges.len()];
        for (position, comment) in ranges.iter().enumerate().rev() {
            let rest = &text[comment.end..];
            let at = comment.end + rest.len() - rest.trim_start().len();
            let after_blank = text[comment.end..at].matches('\n').count() > 1;
            next[position] = match ranges.get(position + 1) {
                // Behind several comments stands the same.
                Some(following) if following.start <= at => {
                    next[position + 1].map(|code| NextCode { after_blank: code.after_blank || after_blank, ..code })
                }
                _ => (at < text.len()).then_some(NextCode { at, after_blank }),
            };
        }
        Self { ranges, next }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Range<usize>> {
        self.ranges.iter()
    }

    fn next_code(&self, comment: &Range<usize>) -> Option<NextCode> {
        let position = self.ranges.partition_point(|known| known.start < comment.start);
        self.next.get(position).copied().flatten()
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}
