//! Intrinsic functions. Here they are recognised in both their forms and handed to those who know them.

mod json;
mod network;
mod reference;
mod selection;
mod substitution;
mod text;

pub(super) use reference::{AttributePath, attribute_path, scalar_name};
pub(super) use substitution::{Piece, pieces};

use super::evaluate::Scope;
use crate::source::Span;
use crate::syntax::tree::Node;
use crate::value::{Data, Guard, Origin, Value};
use std::sync::Arc;

/// A function is applied to no more combinations of its arguments' values than these.
const MAX_COMBINATIONS: usize = 256;

/// A function with its argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'n> {
    /// Its name without `Fn::`.
    pub(super) function: &'n str,
    /// The argument; the node itself where the function is a tag.
    pub(super) argument: &'n Node,
    /// The function is a tag on the argument.
    pub(super) tagged: bool,
    /// The whole call.
    pub(super) span: Span,
}

/// The function that a node calls: `!Sub x`, `Fn::Sub: x`, `{Ref: x}`. A tag that is already seen to is passed over.
pub(super) fn call(node: &Node, untagged: bool) -> Option<Call<'_>> {
    if let (Some(tag), false) = (&node.tag, untagged) {
        return Some(Call { function: tag, argument: node, tagged: true, span: node.span });
    }
    let (last, others) = node.pairs().split_last()?;
    let function = match &*last.key {
        "Ref" => "Ref",
        key => key.strip_prefix("Fn::")?,
    };
    let alone = others.iter().all(|pair| pair.key == last.key) && !function.starts_with("ForEach::");
    alone.then(|| Call { function, argument: &last.value, tagged: false, span: node.span })
}

impl<'n> Call<'n> {
    /// The items of the argument, where it is a list.
    pub(super) fn items(&self) -> Option<&'n [Arc<Node>]> {
        if self.tagged || self.argument.tag.is_none() { self.argument.items() } else { None }
    }
}

impl Scope<'_> {
    /// The value of the only argument of a function.
    pub(super) fn argument(self, call: &Call<'_>) -> Value {
        if call.tagged { self.untagged(call.argument) } else { self.value(call.argument) }
    }

    /// The arguments of a function that takes a list of so many; the wrong number is an error.
    pub(super) fn arguments<'n>(self, call: &Call<'n>, count: std::ops::RangeInclusive<usize>) -> Option<&'n [Arc<Node>]> {
        let items = call.items();
        if let Some(items) = items
            && count.contains(&items.len())
        {
            return Some(items);
        }
        let (least, most) = (count.start(), count.end());
        let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
        let function = call.function;
        self.refuse(call.span, format!("`Fn::{function}` takes a list of {wanted} values"));
        None
    }

    /// Applies a function to each combination of values that its arguments can have. Too many of them are left to the function as
    /// they are.
    pub(super) fn by_cases(self, arguments: &[&Value], apply: impl Fn(&[Value]) -> Value) -> Value {
        let arena = &self.run.arena;
        let cases: Vec<_> = arguments.iter().map(|argument| arena.cases(argument)).collect();
        let count = cases.iter().fold(1_usize, |count, cases| count.saturating_mul(cases.len()));
        let mut combinations: Vec<(Guard, Vec<Value>)> = vec![(Guard::ALWAYS, Vec::new())];
        if count > MAX_COMBINATIONS {
            return apply(&arguments.iter().copied().cloned().collect::<Vec<_>>());
        }
        for cases in cases {
            let extended = combinations.iter().flat_map(|(outer, values)| {
                cases.iter().map(move |(inner, value)| {
                    (arena.and(*outer, *inner), values.iter().chain([value]).cloned().collect::<Vec<_>>())
                })
            });
            combinations = extended.filter(|(guard, _)| arena.possible(*guard)).collect();
        }
        if let [(_, only)] = combinations.as_slice() {
            apply(only)
        } else {
            let applied: Vec<_> = combinations.iter().map(|(guard, values)| (*guard, apply(values))).collect();
            arena.choice(applied, arguments.first().map_or(Origin::NONE, |argument| argument.origin))
        }
    }

    /// The value of a call.
    pub(super) fn apply(self, call: &Call<'_>) -> Value {
        let arena = &self.run.arena;
        let value = match call.function {
            "Ref" => self.reference_call(call),
            "GetAtt" => self.get_att(call),
            "If" => self.if_call(call),
            "Sub" => self.sub(call),
            "Join" => self.join(call),
            "Split" => self.split_call(call),
            "Base64" => Some(self.base64(call)),
            "Select" => self.select(call),
            "FindInMap" => self.find_in_map(call),
            "Length" => Some(self.length(call)),
            "Cidr" => self.cidr(call),
            "GetAZs" => self.get_azs(call),
            "ImportValue" => Some(self.run.apply("Fn::ImportValue", vec![self.argument(call)], call.span)),
            "ToJsonString" => Some(self.to_json_string(call)),
            "Equals" | "And" | "Or" | "Not" | "Condition" => {
                let (guard, origin) = (self.condition_call(call), arena.written(call.span));
                Some(arena.map(&arena.boolean(guard, origin), |value| {
                    let text = if value.data == Data::Bool(true) { "true" } else { "false" };
                    Value::string(text).with_origin(origin)
                }))
            }
            _ => None,
        };
        value.unwrap_or_else(|| self.run.opaque(&format!("Fn::{}", call.function), call.span))
    }
}
