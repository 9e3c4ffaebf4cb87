//! Facts: what AWS says of existing things, or a state.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

const MAIN: &str = "resource \"aws_network_interface\" \"a\" {\n  subnet_id       = \"subnet-1\"\n  security_groups = [\"sg-1\"]\n}\n\
    resource \"aws_network_interface_attachment\" \"a\" {\n  instance_id          = \"i-1\"\n  network_interface_id = \"eni-1\"\n  \
    device_index         = 1\n}\n";

fuzz_target!(|text: &str| Project::of(&[("main.tf", MAIN), ("facts.json", text)]).with_facts("facts.json").lint());
