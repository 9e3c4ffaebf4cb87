//! What a resource waits for: the resources that it names in `DependsOn` and in its properties.

use super::evaluate::Scope;
use super::intrinsic::{AttributePath, Piece, attribute_path, call, pieces, scalar_name};
use crate::syntax::tree::{Node, NodeKind};
use crate::value::Guard;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Scope<'_> {
    /// The resources that a resource waits for, as their addresses. Branches that are never taken do not count.
    pub(super) fn dependencies(self, resource: usize) -> Vec<String> {
        let mut names = BTreeSet::new();
        if let Some(pair) = self.resource_field(resource, "DependsOn") {
            let items = pair.value.items().map_or_else(|| vec![&pair.value], |items| items.iter().collect());
            names.extend(items.iter().filter_map(|item| item.text().cloned()));
        }
        if let Some(pair) = self.resource_field(resource, "Properties") {
            self.references(&pair.value, &mut names);
        }
        names.remove(&self.resources().pairs[resource].key);
        names.iter().filter(|name| self.resources().get(name).is_some()).map(|name| self.stack.qualified(name)).collect()
    }

    fn references(self, root: &Node, names: &mut BTreeSet<Arc<str>>) {
        let mut open = vec![(root, false)];
        while let Some((node, untagged)) = open.pop() {
            if !self.run.take(1, node.span) {
                return;
            }
            if let Some(call) = call(node, untagged) {
                match call.function {
                    "Ref" => names.extend(scalar_name(call.argument, call.tagged)),
                    "GetAtt" => match attribute_path(&call) {
                        Some(AttributePath::Names(name, _) | AttributePath::Computed(name, _)) => {
                            names.insert(name);
                        }
                        None => {}
                    },
                    "Sub" => {
                        let text = match call.items() {
                            Some(items) => items.first().and_then(|text| text.text()),
                            None => call.argument.text(),
                        };
                        self.placeholders(text.map_or("", |text| text), names);
                    }
                    "If" => {
                        if let Some([condition, yes, no]) = call.items() {
                            let guard = scalar_name(condition, false).map(|name| self.condition(&name, condition.span));
                            open.extend((guard != Some(Guard::NEVER)).then_some((&**yes, false)));
                            open.extend((guard != Some(Guard::ALWAYS)).then_some((&**no, false)));
                            continue;
                        }
                    }
                    // `!Base64 {Fn::Sub: …}`: the argument of a tag is the node itself.
                    _ if call.tagged => {
                        open.push((node, true));
                        continue;
                    }
                    _ => {}
                }
            }
            match &node.kind {
                NodeKind::Scalar(_) => {}
                NodeKind::Sequence(items) => open.extend(items.iter().map(|item| (&**item, false))),
                NodeKind::Mapping(pairs) => open.extend(pairs.iter().map(|pair| (&*pair.value, false))),
            }
        }
    }

    fn placeholders(self, text: &str, names: &mut BTreeSet<Arc<str>>) {
        for piece in pieces(text) {
            if let Piece::Name(name) = piece {
                let resource = name.split_once('.').map_or(name, |(resource, _)| resource);
                if let Some((_, pair)) = self.resources().get(resource) {
                    names.insert(Arc::clone(&pair.key));
                }
            }
        }
    }
}
