//! The reader of plans and states: as files, and as what Terraform is about to do with a configuration.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (plan, main) = text.split_once("\n---\n").unwrap_or((text, ""));
    Project::of(&[("plan.json", plan)]).lint_named();
    Project::of(&[("main.tf", main)]).lint_plan(plan);
});
