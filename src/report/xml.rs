//! Text in XML documents: one line of it is safe in an attribute or in content, and legal in XML 1.0, which has no place for
//! control characters even as references. Escaping of `<`, `&` and quotes is the writer's part.

use super::text;
use quick_xml::Writer;
use std::io::{self, Write};

/// An indented document.
pub(super) fn document(out: &mut dyn Write) -> io::Result<Writer<&mut dyn Write>> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    Ok(Writer::new_with_indent(out, b' ', 2))
}

/// A line of text.
pub(super) fn line(text: &str) -> String {
    let line = text::line(text);
    // Two code points that are no characters are neither control characters nor allowed.
    text::log(&line).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
