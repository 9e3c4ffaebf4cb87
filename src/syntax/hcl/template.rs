//! Templates as they are written: quoted strings, heredocs and bare texts become pieces of text and sequences. What the
//! pieces make together is for `directive` to say.

use super::cursor::{Parsed, Parser, line_end, name_length};
use super::directive::{Piece, Sequence, assemble, remove_indentation};
use super::{Expression, ExpressionKind};
use std::ops::Range;

/// The pieces of a template in order, while they are read.
#[derive(Debug, Default)]
struct Pieces {
    list: Vec<Piece>,
    /// Whether the sequence that was read last ends with `~}`.
    trim_next: bool,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        let trim = std::mem::take(&mut self.trim_next);
        let text = if trim { text.trim_start() } else { text };
        self.list.push(Piece::Text(text.to_owned()));
    }

    /// Removes the white space before a sequence that begins with `~`. Like Terraform, of the last piece only: in a
    /// heredoc this does not reach the line before.
    fn trim_last(&mut self) {
        if let Some(Piece::Text(text)) = self.list.last_mut() {
            text.truncate(text.trim_end().len());
        }
    }
}

impl Parser<'_> {
    /// A template in quotes.
    pub(super) fn quoted_template(&mut self) -> Parsed<ExpressionKind> {
        let open = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        let plain = bytes[self.at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n'));
        if let Some(length) = plain.filter(|length| bytes[self.at + length] == b'"') {
            let text = &self.text[self.at..self.at + length];
            self.at += length + 1;
            return Ok(ExpressionKind::String(self.names.keep(text)));
        }
        let mut pieces = Pieces::default();
        let mut text = String::new();
        loop {
            match self.peek() {
                Some(b'"') => break,
                None | Some(b'\n') => return Err(self.open_string(open)),
                Some(b'\\') => text.push(self.escaped_character(open)?),
                Some(b'$' | b'%') if self.at_sequence() => {
                    if !text.is_empty() {
                        pieces.text(&text);
                        text.clear();
                    }
                    self.sequence(&mut pieces)?;
                }
                Some(b'$' | b'%') => self.marker(&mut text),
                Some(_) => self.run(&mut text, |byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n')),
            }
        }
        if !text.is_empty() {
            pieces.text(&text);
        }
        self.at += 1;
        assemble(pieces.list, self)
    }

    fn open_string(&self, open: usize) -> super::SyntaxError {
        let message = if self.at_end() {
            "this string is never closed"
        } else {
            "this string is not closed on its line; write a line break as `\\n`, or use a heredoc"
        };
        self.error(open..line_end(self.text.as_bytes(), open), message)
    }

    /// A template from `<<` to the line that holds its marker.
    pub(super) fn heredoc_template(&mut self) -> Parsed<Expression> {
        let open = self.at;
        let start = heredoc_start(&self.text[open..]);
        let Some(start) = start else {
            return Err(self.unexpected("an expression"));
        };
        let text = self.text;
        let marker = &text[open + start.marker.start..open + start.marker.end];
        self.at = open + start.length;
        let mut pieces = Pieces::default();
        let end = loop {
            if let Some(end) = marker_end(&text[self.at..], marker) {
                let end = self.at + end;
                if !text[end..].contains('\n') {
                    return Err(self.error(end..end, "a heredoc's marker needs a line end after it"));
                }
                break end;
            }
            if self.at_end() {
                let message = format!("this heredoc is never closed: no line holds `{marker}` alone");
                return Err(self.error(open..open + start.marker.end, message));
            }
            self.template_line(&mut pieces)?;
        };
        self.at = end;
        if start.indented {
            remove_indentation(&mut pieces.list);
        }
        let kind = assemble(pieces.list, self)?;
        Ok(Expression { kind, span: self.span(open..end) })
    }

    /// A template that is the whole text.
    pub(super) fn bare_template(&mut self) -> Parsed<ExpressionKind> {
        let mut pieces = Pieces::default();
        while !self.at_end() {
            self.template_line(&mut pieces)?;
        }
        assemble(pieces.list, self)
    }

    /// Text and sequences to the end of the line. Each line has pieces of its own, which trimming goes by.
    fn template_line(&mut self, pieces: &mut Pieces) -> Parsed<()> {
        let mut text = String::new();
        loop {
            match self.peek() {
                Some(b'$' | b'%') if self.at_sequence() => {
                    if !text.is_empty() {
                        pieces.text(&text);
                        text.clear();
                    }
                    self.sequence(pieces)?;
                }
                Some(b'$' | b'%') => self.marker(&mut text),
                Some(b'\n') => {
                    self.at += 1;
                    text.push('\n');
                    break;
                }
                Some(_) => self.run(&mut text, |byte| matches!(byte, b'$' | b'%' | b'\n')),
                None => break,
            }
        }
        if !text.is_empty() {
            pieces.text(&text);
        }
        Ok(())
    }

    /// Copies what comes before the next byte that means something.
    fn run(&mut self, text: &mut String, ends: fn(u8) -> bool) {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        text.push_str(&rest[..length]);
        self.at += length;
    }

    fn at_sequence(&self) -> bool {
        self.looking_at("${") || self.looking_at("%{")
    }

    /// A `$` or `%` that begins no sequence: itself, or with `$${` and `%%{` the escaped beginning of one.
    fn marker(&mut self, text: &mut String) {
        let escaped = self.looking_at("$${") || self.looking_at("%%{");
        let (skipped, taken) = if escaped { (1, 2) } else { (0, 1) };
        let start = self.at + skipped;
        text.push_str(&self.text[start..start + taken]);
        self.at = start + taken;
    }

    fn escaped_character(&mut self, open: usize) -> Parsed<char> {
        let start = self.at;
        self.at += 1;
        let Some(selector) = self.text[self.at..].chars().next() else {
            return Err(self.open_string(open));
        };
        self.at += selector.len_utf8();
        let digits = match selector {
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            '"' | '\\' => return Ok(selector),
            'u' => 4,
            'U' => 8,
            '\n' | '\r' => {
                self.at = start + 1;
                return Err(self.open_string(open));
            }
            _ => {
                let message = "unknown escape sequence; a backslash is written as `\\\\`";
                return Err(self.error(start..self.at, message));
            }
        };
        let code = self.text.get(self.at..self.at + digits).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let Some(character) = character else {
            let message = format!("`\\{selector}` needs the {digits} hexadecimal digits of a character");
            return Err(self.error(start..self.at, message));
        };
        self.at += digits;
        Ok(character)
    }

    /// `${…}` or `%{…}`.
    fn sequence(&mut self, pieces: &mut Pieces) -> Parsed<()> {
        let open = self.at;
        let directive = self.looking_at("%");
        self.at += 2;
        pieces.trim_next = false;
        if self.eat("~") {
            pieces.trim_last();
        }
        let kind = self.without_line_ends(|parser| {
            parser.skip_blank();
            let kind = if directive { parser.directive()? } else { Sequence::Interpolation(parser.expression()?) };
            parser.skip_blank();
            pieces.trim_next = parser.eat("~");
            if parser.eat("}") {
                return Ok(kind);
            }
            Err(if parser.at_end() { parser.never_closed(open) } else { parser.unexpected("`}`") })
        })?;
        pieces.list.push(Piece::Sequence(kind, self.span(open..self.at)));
        Ok(())
    }

    fn directive(&mut self) -> Parsed<Sequence> {
        let Some((word, range)) = self.name() else {
            return Err(self.unexpected("`if` or `for`"));
        };
        self.skip_blank();
        Ok(match word {
            "if" => Sequence::If(self.expression()?),
            "else" => Sequence::Else,
            "endif" => Sequence::EndIf,
            "for" => {
                let (key_name, value_name) = self.for_names()?;
                Sequence::For { key_name, value_name, collection: self.expression()? }
            }
            "endfor" => Sequence::EndFor,
            _ => {
                return Err(self.error(range, "unknown directive; there are `if`, `else`, `endif`, `for` and `endfor`"));
            }
        })
    }
}

/// The first line of a heredoc.
pub(super) struct HeredocStart {
    /// Where the marker stands, from `<<` on.
    pub(super) marker: Range<usize>,
    /// The length, line end included.
    pub(super) length: usize,
    /// Whether it is `<<-`.
    pub(super) indented: bool,
}

/// Reads `<<EOT` or `<<-EOT`, which the end of the line has to follow at once.
pub(super) fn heredoc_start(text: &str) -> Option<HeredocStart> {
    let rest = text.strip_prefix("<<")?;
    let indented = rest.starts_with('-');
    let start = 2 + usize::from(indented);
    let end = start + name_length(&text[start..]);
    let line_end = match &text.as_bytes()[end..] {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return None,
    };
    (end > start).then_some(HeredocStart { marker: start..end, length: end + line_end, indented })
}

/// Where the marker ends, if the line at the start of the text holds it alone.
pub(super) fn marker_end(text: &str, marker: &str) -> Option<usize> {
    let indentation = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let rest = text[indentation..].strip_prefix(marker)?;
    let blank = rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    matches!(rest.as_bytes().get(blank), None | Some(b'\n')).then_some(indentation + marker.len())
}
