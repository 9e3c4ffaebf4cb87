//! `yamlencode` and `yamldecode`, with YAML 1.1's idea of what a plain scalar is, as Terraform has it.

use super::{Invocation, Outcome};
use crate::syntax::tree::{Node, NodeKind, Scalar};
use crate::terraform::convert::text_of;
use crate::value::{Data, MappingKind, Number, SequenceKind, Value};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Aliases may repeat what they name: so many values are made of one text at most.
const MAX_VALUES: usize = 10_000;

/// A line in double quotes is broken at a space after this column.
const LINE: usize = 80;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn yaml(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("yamlencode", [value]) => {
                let mut text = String::new();
                match write(value, 0, false, &mut text) {
                    Some(()) if is_plain_scalar(value) => self.text(text + "...\n"),
                    Some(()) => self.text(text),
                    None => Outcome::Unknown,
                }
            }
            ("yamldecode", [text]) => match text.as_str() {
                Some(text) => self.decoded(text),
                None => Self::mismatch(text),
            },
            _ => return None,
        })
    }

    fn decoded(&self, text: &str) -> Outcome {
        let (documents, errors) = crate::syntax::yaml::parse(text, 0, self.span.file);
        let ([document], []) = (documents.as_slice(), errors.as_slice()) else {
            return Outcome::Fails("a text that is no YAML");
        };
        let mut budget = MAX_VALUES;
        match value(document, &mut budget) {
            Ok(value) => Outcome::Value(value),
            Err(Refused::Wrong) => Outcome::Fails("a text that is no YAML"),
            Err(Refused::Large) => Outcome::Value(self.evaluator.too_large("a large collection", self.span)),
        }
    }
}

enum Refused {
    Wrong,
    Large,
}

fn value(node: &Node, budget: &mut usize) -> Result<Value, Refused> {
    *budget = budget.checked_sub(1).ok_or(Refused::Large)?;
    if node.tag.is_some() {
        return Err(Refused::Wrong);
    }
    Ok(match &node.kind {
        NodeKind::Scalar(scalar) => scalar_value(scalar),
        NodeKind::Sequence(items) => {
            let items: Result<Vec<Value>, Refused> = items.iter().map(|item| value(item, budget)).collect();
            Data::Sequence(SequenceKind::Tuple, items?.into()).into()
        }
        NodeKind::Mapping(pairs) => {
            let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
            for pair in pairs {
                let inner = value(&pair.value, budget)?;
                match &*pair.key {
                    "<<" => entries.extend(inner.entries().ok_or(Refused::Wrong)?.clone()),
                    "null" | "~" => return Err(Refused::Wrong),
                    _ => _ = entries.insert(Arc::clone(&pair.key), inner),
                }
            }
            Data::Mapping(MappingKind::Object, Arc::new(entries)).into()
        }
    })
}

fn scalar_value(scalar: &Scalar) -> Value {
    let text = &*scalar.text;
    if !scalar.plain {
        return Value::string(text);
    }
    match text {
        _ if scalar.is_null() => Data::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Data::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Data::Bool(false),
        _ => match number(text) {
            Some(number) => Data::Number(number),
            None => Data::String(timestamp(text).unwrap_or_else(|| text.to_owned()).into()),
        },
    }
    .into()
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(digits, 16).ok().map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return i64::from_str_radix(digits, 8).ok().map(Number::from);
    }
    let size = text.strip_prefix(['-', '+']).unwrap_or(text);
    let begins = size.starts_with(|c: char| c.is_ascii_digit()) || (size.starts_with('.') && size.len() > 1);
    let digits = size.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+'));
    if begins && digits { text.parse().ok().and_then(Number::new) } else { None }
}

/// A date or a point in time is written in full.
fn timestamp(text: &str) -> Option<String> {
    if text.len() == 10 {
        return text.parse::<Date>().ok().map(|date| format!("{date}T00:00:00Z"));
    }
    let written = text.strip_suffix('Z').unwrap_or(text);
    let time: DateTime = written.replacen(' ', "T", 1).parse().ok()?;
    (written.len() == 19).then(|| format!("{time}Z"))
}

fn is_plain_scalar(value: &Value) -> bool {
    matches!(value.data, Data::Null | Data::Bool(_) | Data::Number(_))
}

/// Writes a value after the indentation, key or dash that leads to it.
fn write(value: &Value, indentation: usize, in_key: bool, text: &mut String) -> Option<()> {
    match &value.data {
        Data::Null => text.push_str("null\n"),
        Data::Bool(_) | Data::Number(_) => text.push_str(&(text_of(value)? + "\n")),
        Data::String(string) => write_string(string, indentation, text),
        Data::Sequence(SequenceKind::Set, items) if !crate::terraform::set_order::is_ordered(items) => return None,
        Data::Sequence(_, items) if items.is_empty() => text.push_str("[]\n"),
        Data::Mapping(_, entries) if entries.is_empty() => text.push_str("{}\n"),
        Data::Sequence(_, items) => {
            // A list below a key stands at the key's own column.
            let column = if in_key { indentation.saturating_sub(2) } else { indentation };
            begin(in_key, text);
            for (at, item) in items.iter().enumerate() {
                indent(if at == 0 && !in_key { 0 } else { column }, text);
                text.push_str("- ");
                write(item, column + 2, false, text)?;
            }
        }
        Data::Mapping(_, entries) => {
            begin(in_key, text);
            for (at, (key, entry)) in entries.iter().enumerate() {
                indent(if at == 0 && !in_key { 0 } else { indentation }, text);
                text.push_str(&quoted(key, indentation));
                text.push_str(": ");
                write(entry, indentation + 2, true, text)?;
            }
        }
        Data::Each(_) | Data::Term(_) | Data::Choice(_) => return None,
    }
    Some(())
}

/// What follows a key stands on the next line.
fn begin(in_key: bool, text: &mut String) {
    if in_key {
        text.pop();
        text.push('\n');
    }
}

fn indent(columns: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', columns));
}

/// A text of several lines is a block where its characters allow that, everything else stands in quotes.
fn write_string(string: &str, indentation: usize, text: &mut String) {
    let printable = |c: char| {
        c == '\n'
            || (c >= ' ' && !matches!(c, '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}') && u32::from(c) <= 0xffff)
    };
    let block = string.contains('\n') && string.chars().all(printable) && !string.contains(" \n") && !string.ends_with(' ');
    if !block {
        let column = text.len() - text.rfind('\n').map_or(0, |at| at + 1);
        text.push_str(&(quoted(string, column) + "\n"));
        return;
    }
    let columns = indentation.max(2);
    text.push('|');
    if string.starts_with([' ', '\n']) {
        text.push('2');
    }
    let body = string.trim_end_matches('\n');
    match string.len() - body.len() {
        0 => text.push('-'),
        1 if !body.is_empty() => {}
        _ => text.push('+'),
    }
    for line in string.strip_suffix('\n').unwrap_or(string).split('\n') {
        text.push('\n');
        if !line.is_empty() {
            indent(columns, text);
            text.push_str(line);
        }
    }
    text.push('\n');
}

/// A text in double quotes, broken where a space comes after the end of the line.
fn quoted(string: &str, column: usize) -> String {
    let mut result = String::from("\"");
    let mut column = column + 1;
    let mut characters = string.chars().peekable();
    let mut first = true;
    while let Some(c) = characters.next() {
        if c == ' ' && column > LINE && !first && characters.peek().is_some() {
            result.push_str("\n  ");
            column = 2;
            if characters.peek() == Some(&' ') {
                result.push('\\');
            }
            first = false;
            continue;
        }
        let before = result.len();
        match c {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            '\t' => result.push_str("\\t"),
            '\r' => result.push_str("\\r"),
            '\0' => result.push_str("\\0"),
            '\u{2028}' => result.push_str("\\L"),
            '\u{2029}' => result.push_str("\\P"),
            '\u{85}' => result.push_str("\\N"),
            '\u{a0}' => result.push_str("\\_"),
            c if u32::from(c) > 0xffff => result.push_str(&format!("\\U{:08X}", u32::from(c))),
            c if c < ' ' || c == '\u{7f}' => result.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => result.push(c),
        }
        column += result[before..].chars().count();
        first = false;
    }
    result.push('"');
    result
}
