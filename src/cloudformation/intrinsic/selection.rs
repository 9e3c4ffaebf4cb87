//! `Fn::Select`, `Fn::FindInMap` and `Fn::Length`.

use super::{Call, scalar_name};
use crate::cloudformation::evaluate::Scope;
use crate::cloudformation::template::field;
use crate::source::Span;
use crate::syntax::tree::Node;
use crate::value::{Data, Key, MappingKind, Value};
use std::sync::Arc;

impl Scope<'_> {
    pub(super) fn select(self, call: &Call<'_>) -> Option<Value> {
        let arguments = self.arguments(call, 2..=2)?;
        let list = self.value(&arguments[1]);
        let index = self.value(&arguments[0]);
        Some(self.by_cases(&[&index], |index| self.run.arena.map(&list, |list| self.element(&index[0], list, call.span))))
    }

    fn element(self, index: &Value, list: &Value, span: Span) -> Value {
        let arena = &self.run.arena;
        let symbolic = || self.run.apply("Fn::Select", vec![index.clone(), list.clone()], span);
        let known = index.as_integer();
        match (&list.data, known, &index.data) {
            (Data::Term(list), Some(known), _) => {
                let term = arena.element(*list, Key::Index(known));
                Value::new(Data::Term(term), arena.written(span))
            }
            (Data::Term(list), None, Data::Term(index)) => {
                let term = arena.element(*list, Key::Term(*index));
                Value::new(Data::Term(term), arena.written(span))
            }
            (Data::Sequence(_, items), Some(known), _) => {
                let item = |items: &[Value]| match usize::try_from(known).ok().and_then(|at| items.get(at)) {
                    Some(item) => item.clone(),
                    None => self.run.opaque("an element that is not in the list", span),
                };
                let optional = |item: &Value| {
                    matches!(item.data, Data::Choice(_)) && arena.alternatives(item).iter().any(|(_, v)| v.is_null())
                };
                if items.iter().any(optional) {
                    let lists = self.alternatives(items, span).into_iter().map(|(guard, list)| (guard, item(&list)));
                    arena.choice(lists.collect::<Vec<_>>(), list.origin)
                } else {
                    item(items)
                }
            }
            _ => symbolic(),
        }
    }

    pub(super) fn find_in_map(self, call: &Call<'_>) -> Option<Value> {
        let arguments = self.arguments(call, 3..=4)?;
        let [map, first, second, rest @ ..] = arguments else { return None };
        if let Some(name) = scalar_name(map, false)
            && !self.stack.has_mapping(&name)
            && rest.is_empty()
        {
            self.miss(map.span, format!("there is no mapping `{name}`"));
        }
        let default = rest.first().and_then(|options| field(options, "DefaultValue"));
        let default = default.as_ref().map(|pair| &*pair.value);
        let (map, first, second) = (self.value(map), self.value(first), self.value(second));
        let found = self.by_cases(&[&map, &first, &second], |path| self.mapped_value(path, default, call.span));
        Some(self.run.referred(&found, "Fn::FindInMap", call.span))
    }

    fn mapped_value(self, path: &[Value], default: Option<&Node>, span: Span) -> Value {
        let names: Option<Vec<&str>> = path.iter().map(Value::as_str).collect();
        let Some(&[map, first, second]) = names.as_deref() else {
            let mut arguments = path.to_vec();
            arguments.extend(self.column(path));
            arguments.extend(default.map(|default| self.value(default)));
            return self.run.apply("Fn::FindInMap", arguments, span);
        };
        match (self.stack.mapped(map, first, second), default) {
            (Some(node), _) => self.value(node),
            (None, Some(default)) => self.value(default),
            (None, None) => self.run.opaque(&format!("{map}.{first}.{second}, which is not mapped"), span),
        }
    }

    /// What a mapping has under a known second key, by first key: where the first key is not known, the value is one of these.
    fn column(self, path: &[Value]) -> Option<Value> {
        let [map, _, second] = path else { return None };
        let column = self.stack.column(map.as_str()?, second.as_str()?);
        let entries = column.into_iter().map(|(first, node)| (Arc::clone(first), self.value(node))).collect();
        Some(Value::from(Data::Mapping(MappingKind::Map, Arc::new(entries))))
    }

    pub(super) fn length(self, call: &Call<'_>) -> Value {
        let list = self.argument(call);
        self.run.arena.map(&list, |list| match list.items() {
            Some(items) if items.iter().all(|item| !matches!(item.data, Data::Choice(_))) => {
                Value::string(&items.len().to_string()).with_origin(self.run.arena.written(call.span))
            }
            _ => self.run.apply("Fn::Length", vec![list.clone()], call.span),
        })
    }
}
