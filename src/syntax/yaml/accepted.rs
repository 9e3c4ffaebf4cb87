//! Forms that AWS accepts and the parser refuses, shown to the parser in a form that it accepts too.
//!
//! AWS reads YAML 1.1 as libyaml, PyYAML and SnakeYAML do. What is shown differs from the text in single characters only, so
//! every place stays where it is.

use super::place::Places;
use super::{Fault, FaultKind};
use saphyr_parser::{Event, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// What the parser sees of a text.
#[derive(Clone, Debug)]
pub(super) struct Shown<'t> {
    pub(super) text: Cow<'t, str>,
    /// The character that stands for a dash, and the character indexes where it does, ascending.
    dashes: Option<(char, Vec<usize>)>,
    /// Whether line breaks in flow collections are shown as spaces.
    has_joined_lines: bool,
    /// The character indexes at which quoted scalars start whose content is hidden, in no order.
    hidden: Vec<usize>,
}

impl<'t> Shown<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), dashes: None, has_joined_lines: false, hidden: Vec::new() }
    }

    /// The text shown so that this fault is gone, if it is one of those that AWS does not see.
    pub(super) fn without(&self, fault: &Fault, places: &Places<'_>) -> Option<Self> {
        match fault.kind {
            FaultKind::FlowIndentation { from } => self.with_joined_lines(places.character(from)),
            FaultKind::QuotedLines => self.with_hidden_quotes(fault.at, places),
            FaultKind::Comment => self.without_comment(places.character(fault.at)),
            FaultKind::Other if self.dashes.is_none() => self.with_masked_dashes(places.character(fault.at)),
            _ => None,
        }
    }

    /// The text of a scalar where it differs from what the parser read. It stands at these bytes and characters.
    pub(super) fn restored(
        &self,
        read: &str,
        is_plain: bool,
        bytes: Range<usize>,
        at: Range<usize>,
        places: &Places<'_>,
    ) -> Option<String> {
        if matches!(self.text, Cow::Borrowed(_)) {
            return None;
        }
        let start = places.after_properties(bytes.start).min(bytes.end);
        let written = &places.text[start..bytes.end];
        if is_plain && self.has_joined_lines && written.contains('\n') {
            return Some(folded(written));
        }
        if !self.hidden.is_empty() && self.hidden.contains(&places.character(start)) {
            return read_alone(&places.text[start..places.quoted_end(start)?]);
        }
        let (mask, dashes) = self.dashes.as_ref()?;
        let next = dashes.partition_point(|&dash| dash < at.start);
        dashes.get(next).is_some_and(|&dash| dash < at.end).then(|| read.replace(*mask, "-"))
    }

    /// Hides the content of the quoted scalar at a byte, so that its lines need no indentation: YAML 1.1 asks for none.
    fn with_hidden_quotes(&self, start: usize, places: &Places<'_>) -> Option<Self> {
        let end = places.quoted_end(start)?;
        read_alone(&places.text[start..end])?;
        let (open, close) = (places.character(start), places.character(end - 1));
        if self.hidden.contains(&open) {
            return None;
        }
        let hide = |(at, c)| if open < at && at < close { 'x' } else { c };
        let text = self.text.chars().enumerate().map(hide).collect();
        let hidden = self.hidden.iter().copied().chain([open]).collect();
        Some(Self { text: Cow::Owned(text), hidden, ..self.clone() })
    }

    /// Shows a comment as spaces. YAML 1.1 asks for none before it, as in `"a"# b`.
    fn without_comment(&self, from: usize) -> Option<Self> {
        let (start, _) = self.text.char_indices().nth(from).filter(|&(_, c)| c == '#')?;
        let end = self.text[start..].find(['\r', '\n']).map_or(self.text.len(), |width| start + width);
        let spaces = " ".repeat(self.text[start..end].chars().count());
        let text = [&self.text[..start], &spaces, &self.text[end..]].concat();
        Some(Self { text: Cow::Owned(text), ..self.clone() })
    }

    /// Masks the dashes that stand before a flow indicator, as in `!Join [-, [a, b]]`, if one of them is at the fault.
    ///
    /// YAML 1.1 reads them as the plain scalar `-`, YAML 1.2 forbids them. A dash that starts a sequence entry is followed by
    /// white space, so it is never one of these.
    fn with_masked_dashes(&self, fault: usize) -> Option<Self> {
        let mut places = Vec::new();
        let mut before = ' ';
        let mut characters = self.text.chars().enumerate().peekable();
        while let Some((at, c)) = characters.next() {
            let starts = before.is_whitespace() || is_flow_indicator(before);
            if c == '-' && starts && characters.peek().is_some_and(|&(_, next)| is_flow_indicator(next)) {
                places.push(at);
            }
            before = c;
        }
        places.binary_search(&fault).ok()?;
        let mask = ('\u{e000}'..='\u{f8ff}').find(|&c| !self.text.contains(c))?;
        let mut next = places.iter().copied().peekable();
        let masked = self.text.chars().enumerate().map(|(at, c)| if next.next_if_eq(&at).is_some() { mask } else { c });
        Some(Self { text: Cow::Owned(masked.collect()), dashes: Some((mask, places)), ..self.clone() })
    }

    /// Shows the first flow collection from a character on in one line, without comments.
    ///
    /// YAML 1.1 asks for no indentation within brackets: the closing one may stand at the column of the key.
    fn with_joined_lines(&self, from: usize) -> Option<Self> {
        let start = self.text.char_indices().nth(from)?.0;
        let mut joined = String::with_capacity(self.text.len());
        joined.push_str(&self.text[..start]);
        let mut lexer = FlowLexer::default();
        let mut rest = self.text[start..].chars();
        let mut changed = false;
        for c in rest.by_ref() {
            let shown = lexer.shown(c);
            changed |= shown != c;
            joined.push(shown);
            if lexer.is_done {
                break;
            }
        }
        joined.push_str(rest.as_str());
        (lexer.is_done && changed).then(|| Self { text: Cow::Owned(joined), has_joined_lines: true, ..self.clone() })
    }
}

fn is_flow_indicator(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

/// The text of a quoted scalar.
fn read_alone(written: &str) -> Option<String> {
    let mut events = Parser::new_from_str(written);
    events.find_map(|event| match event {
        Ok((Event::Scalar(text, ..), _)) => Some(Some(text.into_owned())),
        Ok(_) => None,
        Err(_) => Some(None),
    })?
}

/// A plain scalar over several lines as YAML folds it.
fn folded(written: &str) -> String {
    let mut folded = String::new();
    let mut empty_lines = 0;
    for (at, line) in written.split('\n').map(str::trim).enumerate() {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        match (at, empty_lines) {
            (0, _) => {}
            (_, 0) => folded.push(' '),
            (_, lines) => folded.extend(std::iter::repeat_n('\n', lines)),
        }
        empty_lines = 0;
        folded.push_str(line);
    }
    folded
}

/// Follows a flow collection character by character, far enough to tell its line breaks and comments from its scalars.
#[derive(Debug, Default)]
struct FlowLexer {
    depth: usize,
    state: FlowState,
    before: Option<char>,
    /// Whether the collection is closed.
    is_done: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum FlowState {
    /// Between scalars.
    #[default]
    Between,
    /// In a tag, an anchor or an alias.
    Property,
    Plain,
    /// In quotes; whether the last character was a backslash.
    Double(bool),
    Single,
    Comment,
}

impl FlowLexer {
    /// Takes the next character, and returns what to show of it.
    fn shown(&mut self, c: char) -> char {
        let after_space = self.before.is_none_or(char::is_whitespace);
        self.before = Some(c);
        let is_break = matches!(c, '\n' | '\r');
        self.state = match self.state {
            FlowState::Double(true) => FlowState::Double(false),
            FlowState::Double(false) if c == '"' => FlowState::Between,
            FlowState::Double(false) => FlowState::Double(c == '\\'),
            // A doubled quote ends one scalar and begins the next as far as this goes.
            FlowState::Single if c == '\'' => FlowState::Between,
            FlowState::Single => FlowState::Single,
            FlowState::Comment if !is_break => FlowState::Comment,
            _ if c == '#' && after_space => FlowState::Comment,
            _ if is_flow_indicator(c) => self.bracket(c),
            FlowState::Plain if after_space && self.depth == 0 => FlowState::Between,
            FlowState::Plain if c != ':' => FlowState::Plain,
            FlowState::Property if !c.is_whitespace() => FlowState::Property,
            _ => match c {
                '"' => FlowState::Double(false),
                '\'' => FlowState::Single,
                '!' | '&' | '*' => FlowState::Property,
                ':' | '-' | '?' => FlowState::Between,
                _ if c.is_whitespace() => FlowState::Between,
                _ => FlowState::Plain,
            },
        };
        match self.state {
            FlowState::Double(_) | FlowState::Single => c,
            FlowState::Comment => ' ',
            _ if is_break && self.depth > 0 => ' ',
            _ => c,
        }
    }

    fn bracket(&mut self, c: char) -> FlowState {
        match c {
            '[' | '{' => self.depth += 1,
            ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                self.is_done = self.depth == 0;
            }
            _ => {}
        }
        FlowState::Between
    }
}
