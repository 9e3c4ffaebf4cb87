//! What a resource waits for: the resources that it names in `DependsOn` and in its properties. What is read of them is noted on the way.

use super::evaluate::Scope;
use super::intrinsic::{AttributePath, Piece, attribute_path, call, pieces, scalar_name};
use crate::configuration::AddressRead;
use crate::source::Span;
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
            let own: Arc<str> = self.stack.qualified(&self.resources().pairs[resource].key).into();
            self.references(&pair.value, &mut |name, attribute, span| {
                self.note_read(&name, attribute, span, Some(&own));
                names.insert(name);
            });
        }
        names.remove(&self.resources().pairs[resource].key);
        names.iter().filter(|name| self.resources().get(name).is_some()).map(|name| self.stack.qualified(name)).collect()
    }

    /// Notes where the outputs of the stack read public addresses of instances.
    pub(super) fn note_reads_of_outputs(self) {
        for (_, output) in self.outputs().iter() {
            if let Some(value) = super::template::field(&output.value, "Value") {
                self.references(&value.value, &mut |name, attribute, span| self.note_read(&name, attribute, span, None));
            }
        }
    }

    /// Notes that the public address of an instance is read.
    fn note_read(self, name: &str, attribute: Option<&str>, span: Span, reader: Option<&Arc<str>>) {
        let Some(attribute) = attribute.filter(|attribute| matches!(*attribute, "PublicIp" | "PublicDnsName")) else { return };
        if let Some((resource, _)) = self.resources().get(name)
            && &*self.resource_type(resource) == "AWS::EC2::Instance"
        {
            let attribute = self.run.arena.attribute(self.resource_term(resource), attribute);
            self.run.address_reads.borrow_mut().insert(AddressRead { attribute, span, reader: reader.cloned() });
        }
    }

    /// The resources that the outputs name, as their addresses.
    pub(super) fn given_out(self) -> Vec<String> {
        let mut names = BTreeSet::new();
        let mut add = |name: Arc<str>, _: Option<&str>, _: Span| {
            names.insert(name);
        };
        self.outputs().iter().for_each(|(_, pair)| self.references(&pair.value, &mut add));
        names.iter().filter(|name| self.resources().get(name).is_some()).map(|name| self.stack.qualified(name)).collect()
    }

    /// Visits every reference in a node: the name, the attribute where one is taken, and the place.
    fn references(self, root: &Node, visit: &mut impl FnMut(Arc<str>, Option<&str>, Span)) {
        let mut open = vec![(root, false)];
        while let Some((node, untagged)) = open.pop() {
            if !self.run.take(1, node.span) {
                return;
            }
            if let Some(call) = call(node, untagged) {
                match call.function {
                    "Ref" => scalar_name(call.argument, call.tagged).into_iter().for_each(|name| visit(name, None, call.span)),
                    "GetAtt" => match attribute_path(&call) {
                        Some(AttributePath::Names(name, attribute)) => visit(name, Some(&attribute), call.span),
                        Some(AttributePath::Computed(name, _)) => visit(name, None, call.span),
                        None => {}
                    },
                    "Sub" => {
                        let text = match call.items() {
                            Some(items) => items.first().and_then(|text| text.text()),
                            None => call.argument.text(),
                        };
                        self.placeholders(text.map_or("", |text| text), call.span, visit);
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

    fn placeholders(self, text: &str, span: Span, visit: &mut impl FnMut(Arc<str>, Option<&str>, Span)) {
        for piece in pieces(text) {
            if let Piece::Name(name) = piece {
                let (resource, attribute) =
                    name.split_once('.').map_or((name, None), |(resource, attribute)| (resource, Some(attribute)));
                if let Some((_, pair)) = self.resources().get(resource) {
                    visit(Arc::clone(&pair.key), attribute, span);
                }
            }
        }
    }
}
