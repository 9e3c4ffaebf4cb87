//! The evaluator of CloudFormation and the rules: a template, and one that it may nest.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (template, nested) = text.split_once("\n----\n").unwrap_or((text, ""));
    Project::of(&[("template.yaml", template), ("nested.yaml", nested)]).lint_named();
});
