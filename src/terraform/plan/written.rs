//! The resources of a module as the configuration of a plan has them: the expressions of those that matter, and of all others
//! only whether they use an Elastic IP address.

use super::super::network;
use super::document::ConfigurationModule;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The resources of a module as they are written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The expressions of each that matters, by `type.name`.
    pub(super) expressions: HashMap<String, Map<String, Json>>,
    uses: AddressUses,
}

/// What uses Elastic IP addresses, beside their associations.
#[derive(Debug, Default)]
struct AddressUses {
    /// The blocks of those that are named.
    named: HashSet<String>,
    /// Whether a local value is named: a plan does not tell what those are.
    by_locals: bool,
}

impl AddressUses {
    /// Looks for names in expressions at all depths.
    fn read(&mut self, expressions: &Json) {
        match expressions {
            Json::Array(items) => items.iter().for_each(|item| self.read(item)),
            Json::Object(entries) => {
                for (name, value) in entries {
                    match value.as_array().filter(|_| name == "references") {
                        Some(names) => names.iter().filter_map(Json::as_str).for_each(|name| self.name(name)),
                        None => self.read(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn name(&mut self, name: &str) {
        self.by_locals |= name.starts_with("local.");
        if let Some(rest) = name.strip_prefix("aws_eip.") {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            self.named.insert(rest[..end].to_owned());
        }
    }

    fn may_use(&self, name: &str) -> bool {
        self.by_locals || self.named.contains(name)
    }
}

impl ConfigurationModule {
    /// Whether something in the module, or something that the module passes it on to, may use the Elastic IP address with this
    /// name, beside an association. What the root module puts out is used by nobody in the plan.
    pub(super) fn may_use_address(&self, name: &str, is_root: bool) -> bool {
        let mut passed = AddressUses::default();
        self.module_calls.values().flat_map(|call| call.expressions.values()).for_each(|expression| passed.read(expression));
        if !is_root {
            self.outputs.values().for_each(|output| passed.read(&output.expression));
        }
        self.resources.uses.may_use(name) || passed.may_use(name)
    }
}

/// One entry of the list.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Block {
    mode: String,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    expressions: Map<String, Json>,
    for_each_expression: Json,
    count_expression: Json,
    provisioners: Json,
}

/// Arguments that hold no address.
const NO_USE: [&str; 2] = ["name", "tags"];

impl Written {
    fn add(&mut self, block: Block) {
        if block.kind != "aws_eip_association" {
            let expressions = block.expressions.iter().filter(|(name, _)| !NO_USE.contains(&name.as_str()));
            let expressions = expressions.map(|(_, expression)| expression);
            let others = [&block.for_each_expression, &block.count_expression, &block.provisioners];
            expressions.chain(others).for_each(|expression| self.uses.read(expression));
        }
        if block.mode != "data" && network::is_network(&block.kind) {
            self.expressions.insert(format!("{}.{}", block.kind, block.name), block.expressions);
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the resources of a module")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut written = Written::default();
                while let Some(block) = items.next_element()? {
                    written.add(block);
                }
                Ok(written)
            }
        }
        deserializer.deserialize_seq(All)
    }
}
