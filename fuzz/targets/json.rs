//! The parser of JSON.
#![no_main]

use enilint::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let sources = Sources::default();
    let file = sources.add("a", text);
    let _ = enilint::syntax::json::parse(text, 0, file);
});
