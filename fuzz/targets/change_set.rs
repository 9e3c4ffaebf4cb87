//! The reader of change sets: what CloudFormation is about to do with a template.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (changes, template) = text.split_once("\n----\n").unwrap_or((text, ""));
    Project::of(&[("template.yaml", template)]).lint_change_set(changes);
});
