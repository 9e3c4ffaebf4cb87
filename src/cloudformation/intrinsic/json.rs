//! `Fn::ToJsonString`.

use super::{Call, call};
use crate::cloudformation::evaluate::Scope;
use crate::cloudformation::scalar;
use crate::syntax::tree::{Node, NodeKind};
use crate::value::{Data, Value};

impl Scope<'_> {
    pub(super) fn to_json_string(self, call: &Call<'_>) -> Value {
        match self.json_of_node(call.argument, call.tagged) {
            Some(text) => Value::string(&text).with_origin(self.run.arena.written(call.span)),
            None => self.run.apply("Fn::ToJsonString", vec![self.argument(call)], call.span),
        }
    }

    /// The JSON of what is written, its keys in the order in which they are written; `None` where not all of it is known.
    fn json_of_node(self, node: &Node, untagged: bool) -> Option<String> {
        if call(node, untagged).is_some() {
            return json(&self.value(node));
        }
        Some(match &node.kind {
            NodeKind::Scalar(scalar) => match scalar::text(scalar) {
                text if scalar.plain && is_bare(&text) => text.to_string(),
                text => quoted(&text),
            },
            NodeKind::Sequence(items) => {
                let there = items.iter().filter(|item| !self.value(item).is_null());
                let items: Option<Vec<String>> = there.map(|item| self.json_of_node(item, false)).collect();
                format!("[{}]", items?.join(","))
            }
            NodeKind::Mapping(pairs) if pairs.iter().any(|pair| pair.key.starts_with("Fn::")) => return None,
            NodeKind::Mapping(pairs) => {
                let there = pairs.iter().filter(|pair| !self.value(&pair.value).is_null());
                let pair = |key: &str, value: &Node| Some(format!("{}:{}", quoted(key), self.json_of_node(value, false)?));
                let pairs: Option<Vec<String>> = there.map(|written| pair(&written.key, &written.value)).collect();
                format!("{{{}}}", pairs?.join(","))
            }
        })
    }
}

/// The JSON of a known value; of a mapping with several keys the order is not known.
fn json(value: &Value) -> Option<String> {
    Some(match &value.data {
        Data::String(text) => quoted(text),
        Data::Sequence(_, items) => {
            let items: Option<Vec<String>> = items.iter().map(json).collect();
            format!("[{}]", items?.join(","))
        }
        Data::Mapping(_, entries) if entries.len() < 2 => {
            let pairs: Option<Vec<String>> =
                entries.iter().map(|(key, value)| Some(format!("{}:{}", quoted(key), json(value)?))).collect();
            format!("{{{}}}", pairs?.join(","))
        }
        _ => return None,
    })
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether JSON writes a scalar without quotes.
fn is_bare(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse::<serde_json::Number>().is_ok()
}
