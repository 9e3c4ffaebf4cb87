//! The properties of a change set as values: what is resolved in it is known, ids of resources of the stack stand for these.

use super::document::{Detail, ResourceChange};
use crate::value::{Arena, Data, MappingKind, Number, SequenceKind, Term, Value};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// What stands for a value that is only known afterwards.
const UNKNOWN: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

/// What stands for a secret: a value that comes from a parameter with `NoEcho`.
const HIDDEN: &str = "****";

/// How a dynamic reference begins: what it leads to is not told.
const RESOLVE: &str = "{{resolve:";

/// Properties are not nested deeper.
const MAX_DEPTH: usize = 16;

/// What the ids of resources stand for.
pub(super) type Ids = FxHashMap<String, Value>;

/// One side of one resource.
pub(super) struct Properties<'a> {
    pub(super) values: &'a Arena,
    pub(super) name: &'a str,
    pub(super) ids: &'a Ids,
    /// By path: the values that are not known yet, where the change set says what they come from.
    pub(super) causes: FxHashMap<String, Value>,
}

impl<'a> Properties<'a> {
    /// Names of resources stand for their terms.
    pub(super) fn new(values: &'a Arena, name: &'a str, ids: &'a Ids, change: &ResourceChange, terms: &Ids) -> Self {
        let mut properties = Self { values, name, ids, causes: FxHashMap::default() };
        for detail in change.details.iter().flatten() {
            let cause = properties.cause(detail, terms);
            let path = detail.target.path.clone().or_else(|| Some(format!("/Properties/{}", detail.property()?)));
            if let (Some(path), Some(cause)) = (path, cause) {
                properties.causes.insert(path, cause);
            }
        }
        properties
    }

    /// What a value comes from, where that is another resource and nothing else.
    fn cause(&self, detail: &Detail, terms: &Ids) -> Option<Value> {
        let entity = detail.causing_entity.as_deref()?;
        let (entity, attribute) = match detail.change_source.as_deref()? {
            "ResourceReference" => (entity, "Ref"),
            "ResourceAttribute" => entity.split_once('.')?,
            _ => return None,
        };
        let prefix = self.name.rsplit_once('.').map(|(prefix, _)| format!("{prefix}.")).unwrap_or_default();
        let Data::Term(term) = terms.get(&format!("{prefix}{entity}"))?.data else { return None };
        Some(Data::Term(self.values.attribute(term, attribute)).into())
    }

    /// What a property comes from as a whole.
    pub(super) fn cause_of(&self, name: &str) -> Option<Value> {
        self.causes.get(&format!("/Properties/{name}")).cloned()
    }

    /// The value of a property.
    pub(super) fn property(&self, name: &str, json: &Json) -> Value {
        self.value(json, &format!("/Properties/{name}"), 0)
    }

    /// What nobody says.
    pub(super) fn unknown(&self, name: &str) -> Value {
        Data::Term(self.values.opaque(format!("{}.{name}", self.name))).into()
    }

    /// A text with dynamic references, as a template has it.
    fn resolved(&self, text: &str) -> Value {
        let only = text.strip_prefix(RESOLVE).and_then(|rest| rest.strip_suffix("}}")).filter(|rest| !rest.contains("}}"));
        let arguments = Box::new([Value::string(only.unwrap_or(text))]);
        Data::Term(self.values.intern(Term::Apply { function: "resolve".into(), arguments })).into()
    }

    fn value(&self, json: &Json, path: &str, depth: usize) -> Value {
        if depth > MAX_DEPTH {
            return self.unknown(path);
        }
        match json {
            Json::Null => Value::NULL,
            Json::Bool(value) => Data::Bool(*value).into(),
            Json::Number(number) => number.as_f64().and_then(Number::new).map_or(Value::NULL, |number| Data::Number(number).into()),
            Json::String(text) if text.contains(UNKNOWN) => match self.causes.get(path) {
                Some(cause) if text == UNKNOWN => cause.clone(),
                _ => Data::Term(self.values.opaque(format!("{}{}, known after it is made", self.name, path.replace('/', "."))))
                    .into(),
            },
            // Two secrets are not one because both are hidden.
            Json::String(text) if text.contains(HIDDEN) => {
                let name = path.trim_start_matches("/Properties/").replace('/', ".");
                Data::Term(self.values.opaque(format!("{}.{name}, a secret", self.name))).into()
            }
            Json::String(text) if text.contains(RESOLVE) => self.resolved(text),
            Json::String(text) => self.ids.get(text).cloned().unwrap_or_else(|| Value::string(text)),
            Json::Array(items) => {
                let items = items.iter().enumerate().map(|(at, item)| self.value(item, &format!("{path}/{at}"), depth + 1));
                Data::Sequence(SequenceKind::List, items.collect()).into()
            }
            Json::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, item)| (Arc::from(key.as_str()), self.value(item, &format!("{path}/{key}"), depth + 1)));
                Data::Mapping(MappingKind::Object, Arc::new(entries.collect())).into()
            }
        }
    }
}

/// Learns which ids the resources of a template have: the change set shows resolved what the template refers to.
pub(super) fn learn(values: &Arena, written: &Value, resolved: &Map<String, Json>, ids: &mut Ids) {
    for (name, json) in resolved {
        learn_from(values, &values.get(written, name), json, ids, 0);
    }
}

fn learn_from(values: &Arena, written: &Value, resolved: &Json, ids: &mut Ids, depth: usize) {
    match (&written.data, resolved) {
        _ if depth > MAX_DEPTH => {}
        (Data::Term(term), Json::String(id)) if is_id(id) => {
            if let Term::Element { of, .. } = &*values.term(*term)
                && matches!(&*values.term(*of), Term::Managed(_))
            {
                ids.entry(id.clone()).or_insert_with(|| Data::Term(*term).into());
            }
        }
        (Data::Sequence(_, items), Json::Array(resolved)) if items.len() == resolved.len() => {
            items.iter().zip(resolved).for_each(|(item, json)| learn_from(values, item, json, ids, depth + 1));
        }
        (Data::Mapping(_, entries), Json::Object(resolved)) => {
            for (name, json) in resolved {
                if let Some(written) = entries.get(name.as_str()) {
                    learn_from(values, written, json, ids, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// Whether a text is an id as EC2 makes them: `subnet-0abc…`
pub(super) fn is_id(text: &str) -> bool {
    let (prefix, rest) = text.split_once('-').unwrap_or_default();
    !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_lowercase()) && rest.bytes().any(|byte| byte.is_ascii_digit())
}
