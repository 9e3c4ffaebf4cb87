//! Settings: a file for everything, and one below it.
#![no_main]

use enilint_fuzz::project::{FINDING, Project};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (outer, inner) = text.split_once("\n---\n").unwrap_or((text, ""));
    let files = [("enilint.toml", outer), ("main.tf", FINDING), ("infra/enilint.toml", inner), ("infra/main.tf", FINDING)];
    Project::of(&files).lint();
});
