//! Resource addresses as Terraform prints them, read back: `module.net["a"].aws_subnet.this[0]`.

use super::document::Record;
use crate::value::{Address, InstanceKey, Notation};
use serde_json::Value as Json;
use std::sync::Arc;

/// The module calls that an address or a reference begins with, and what follows them.
pub(super) fn modules(text: &str) -> (Vec<(Arc<str>, InstanceKey)>, &str) {
    let (mut modules, mut rest) = (Vec::new(), text);
    while let Some(after) = rest.strip_prefix("module.") {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let (key, behind) = key(&after[end..]);
        let Some(next) = behind.strip_prefix('.') else { break };
        modules.push((Arc::from(&after[..end]), key));
        rest = next;
    }
    (modules, rest)
}

/// The instance key at the start of a text, and what follows it.
pub(super) fn key(text: &str) -> (InstanceKey, &str) {
    let Some(inside) = text.strip_prefix('[') else { return (InstanceKey::None, text) };
    if let Some(quoted) = inside.strip_prefix('"') {
        // A quote ends the key unless it is escaped.
        let mut escaped = false;
        let end = quoted.find(|c| {
            let is_end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            is_end
        });
        let Some(end) = end.map(|end| end + 2) else { return (InstanceKey::None, text) };
        let name = serde_json::from_str::<String>(&inside[..end]).unwrap_or_else(|_| inside[1..end - 1].to_owned());
        return (InstanceKey::Name(name.into()), inside[end..].strip_prefix(']').unwrap_or_default());
    }
    match inside.split_once(']') {
        Some((number, rest)) => (number.parse().map_or(InstanceKey::None, InstanceKey::Index), rest),
        None => (InstanceKey::None, text),
    }
}

impl Record {
    /// The address of the resource.
    pub(super) fn parsed_address(&self) -> Address {
        let key = match &self.index {
            Some(Json::Number(number)) => number.as_i64().map_or(InstanceKey::None, InstanceKey::Index),
            Some(Json::String(name)) => InstanceKey::Name(name.as_str().into()),
            _ => InstanceKey::None,
        };
        Address {
            modules: modules(&self.address).0.into(),
            resource_type: self.kind.as_str().into(),
            name: self.name.as_str().into(),
            key,
            notation: if self.mode == "data" { Notation::TerraformData } else { Notation::Terraform },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let (path, rest) = modules(r#"module.a.module.b["x.\"y\"]"].module.c[2].aws_subnet.d[0]"#);
        let name = |key: &InstanceKey| key.to_string();
        let path: Vec<_> = path.iter().map(|(module, key)| format!("{module}{}", name(key))).collect();
        assert_eq!((path.join(" ").as_str(), rest), (r#"a b["x.\"y\"]"] c[2]"#, "aws_subnet.d[0]"));
        assert_eq!(modules("aws_subnet.d"), (Vec::new(), "aws_subnet.d"));
        assert_eq!(modules("module.a").1, "module.a");
        for broken in ["module.a[", "module.a[\"x", "module.a[x].b", "module.", "["] {
            modules(broken);
            key(broken);
        }
    }
}
