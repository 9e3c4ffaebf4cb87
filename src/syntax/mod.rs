//! Text to spanned trees: HCL ([`hcl`]), YAML and JSON ([`tree`]). Trees say what is written, not what it means.

pub mod hcl;
pub mod json;
pub mod tree;
mod unrendered;
pub mod yaml;

pub use unrendered::{UNRENDERED, unrendered};

use crate::source::Span;

/// Something in a text that is not well-formed. Parsers return what they could read beside the errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
}
