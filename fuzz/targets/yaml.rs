//! The parser of YAML.
#![no_main]

use enilint::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let sources = Sources::default();
    let file = sources.add("a", text);
    let _ = enilint::syntax::yaml::parse(text, 0, file);
});
