//! Everything at once: files of a directory, each below a line with `### ` and its name, changed piece by piece.
#![no_main]

use enilint_fuzz::project::Project;
use enilint_fuzz::structure;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Every third change is one of bytes.
    let changed =
        (seed % 3 > 0).then(|| std::str::from_utf8(&data[..size]).ok().and_then(|text| structure::change(text, seed / 3)));
    match changed.flatten() {
        Some(text) if text.len() <= max_size && text.as_bytes() != &data[..size] => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

fuzz_target!(|text: &str| {
    let files: Vec<(&str, &str)> = text.split("### ").filter_map(|file| file.split_once('\n')).take(8).collect();
    Project::of(&files).lint();
});
