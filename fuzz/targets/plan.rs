//! The reader of plans and states.
#![no_main]

mod lint;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| lint::lint(&[("plan.json", text)]));
