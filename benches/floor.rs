//! The floor: the crate `hcl-rs` parses the files whose paths stand in a file, one on a line, and nothing is done with what comes out.
//! `benches/compare.py` runs it beside a check of the same files: `cargo bench --bench floor -- LIST`.

#![allow(clippy::print_stdout, reason = "says what was parsed")]

use std::fs::read_to_string;

fn main() {
    // What begins with a dash is an option that cargo adds.
    let lists = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let texts = lists.flat_map(|list| read_to_string(list).unwrap_or_default().lines().map(read_to_string).collect::<Vec<_>>());
    let (mut bytes, mut parsed) = (0, 0);
    for text in texts.flatten() {
        bytes += text.len();
        parsed += usize::from(std::hint::black_box(hcl::edit::parser::parse_body(&text)).is_ok());
    }
    println!("{parsed} files, {bytes} bytes");
}
