//! Origins: where a value was written, and through which names it came to where it is used.

use super::TermId;
use crate::source::Span;
use std::sync::Arc;

/// Where a value came from: a handle into the arena's list of [`Step`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin(pub(super) u32);

impl Origin {
    /// Written nowhere: a default of AWS, or an internal value.
    pub const NONE: Self = Self(u32::MAX);
}

/// One step on the way of a value, from its use back to where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The place: an expression, an argument, a default.
    pub span: Span,
    /// What happens there.
    pub kind: OriginKind,
    /// The step before; [`Origin::NONE`] where the value was written at `span`.
    pub from: Origin,
}

/// What a step of an origin is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginKind {
    /// An expression: a literal, a call, an operator.
    Expression,
    /// A reference to a name: `var.subnet_id`, `local.zones`, `!Ref Subnet`.
    Reference(Arc<str>),
    /// The default of a variable or parameter with this name.
    Default(Arc<str>),
    /// The argument of a module call or nested stack, for the variable or parameter with this name.
    Argument(Arc<str>),
    /// A value in a variable or parameter file, for this name.
    File(Arc<str>),
    /// A set, told by the attribute that holds it: its elements have no order.
    Set(TermId),
}
