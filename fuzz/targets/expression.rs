//! One expression of Terraform as the address of a network: functions and operators with whatever arguments.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let main = format!(
        "variable \"v\" {{}}\nresource \"aws_vpc\" \"a\" {{\n  cidr_block = {text}\n}}\nlocals {{\n  l = {{ a = [1, \"x\"], b = null }}\n}}\n"
    );
    Project::of(&[("main.tf", &main)]).lint();
});
