//! The evaluator of Terraform and the rules: two files of a module, cut apart at a line of dashes.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (main, child) = text.split_once("\n---\n").unwrap_or((text, ""));
    Project::of(&[("main.tf", main), ("child/main.tf", child)]).lint();
});
