//! A change of a configuration: the same files before and after, cut apart at a line of dashes.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (before, after) = text.split_once("\n---\n").unwrap_or((text, ""));
    for name in ["main.tf", "template.yaml"] {
        Project::of(&[(name, after)]).lint_change(&Project::of(&[(name, before)]));
    }
});
