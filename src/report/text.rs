//! Making text from the input safe to print: terminal control characters, line breaks, text that runs backwards, and what a
//! build log would take for a command.

use std::borrow::Cow;

/// Text on one line, without anything a terminal acts upon.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) || matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => safe.push_str("\\n"),
            '\t' => safe.push(' '),
            _ if is_unsafe(c) => safe.extend(c.escape_default()),
            _ => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Source text in which everything a terminal acts upon is replaced by something harmless of the same length in bytes, so that
/// offsets into it stay right.
pub(super) fn source(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if text.bytes().all(is_plain) || !text.chars().any(|c| is_unsafe(c) && c != '\r') {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c.len_utf8() {
        _ if !is_unsafe(c) || c == '\r' => c,
        1 => '?',
        2 => '\u{bf}',
        3 => '\u{fffd}',
        _ => '\u{1f4a0}',
    };
    Cow::Owned(text.chars().map(replace).collect())
}

/// A whole line of output in which a build log finds no command: GitHub's runner acts upon lines that begin with `::` and upon
/// `##[` anywhere, Azure Pipelines upon `##vso[` anywhere.
pub(super) fn log(line: &str) -> Cow<'_, str> {
    let trimmed = line.trim_start();
    let begins = trimmed.starts_with("::");
    if !begins && !line.contains("##") {
        return Cow::Borrowed(line);
    }
    let indent = &line[..line.len() - trimmed.len()];
    let rest = if begins { format!(":\\u{{3a}}{}", &trimmed[2..]) } else { trimmed.to_owned() };
    let rest = rest.replace("##[", "#\\u{23}[").replace("##vso[", "#\\u{23}vso[");
    Cow::Owned(format!("{indent}{rest}"))
}

/// Control characters but tab and line feed, the characters that change the direction of text, and invisible tags.
pub(super) fn is_unsafe(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    control
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_acts_upon_is_left() {
        assert_eq!(line("a\u{1b}[31mb\nc\u{202e}"), "a\\u{1b}[31mb\\nc\\u{202e}");
        let text = "a\u{1b}\u{9b}\u{202e}\u{e0001}é\r\n";
        assert_eq!(source(text).len(), text.len());
        assert_eq!(source("plain é"), "plain é");
    }

    #[test]
    fn no_line_is_a_command_of_a_build_log() {
        assert_eq!(log("  ::error::x"), "  :\\u{3a}error::x");
        assert_eq!(log("a ##[error]b ##vso[task.x]"), "a #\\u{23}[error]b #\\u{23}vso[task.x]");
        assert_eq!(log("`AWS::EC2::Instance` ## x"), "`AWS::EC2::Instance` ## x");
    }
}
