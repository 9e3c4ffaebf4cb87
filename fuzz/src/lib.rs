//! What the targets of the fuzzer have in common.

pub mod project;
pub mod structure;
