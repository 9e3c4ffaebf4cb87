//! The evaluator of Terraform and the rules: two files of a module, cut apart at a line of dashes.
#![no_main]

mod lint;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (main, child) = text.split_once("\n---\n").unwrap_or((text, ""));
    lint::lint(&[("main.tf", main), ("child/main.tf", child)]);
});
