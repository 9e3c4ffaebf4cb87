//! The attributes of one resource of a plan or a state as values: those that are written, and those that are only known.

use super::provider::Provider;
use super::references::{Meaning, Place, References};
use crate::facts;
use crate::source::Listing;
use crate::value::{Arena, Data, Key, MappingKind, Number, SequenceKind, Term, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One side of one resource.
pub(super) struct Attributes<'a> {
    pub(super) values: &'a Arena,
    /// The resource's own term.
    pub(super) term: TermId,
    pub(super) known: &'a Map<String, Json>,
    pub(super) unknown: &'a Json,
    pub(super) sensitive: &'a Json,
    pub(super) written: Written<'a>,
    pub(super) provider: Provider,
    /// The attribute that counts as written, whoever filled it in.
    pub(super) link: Option<&'static str>,
    /// Terms of the ids of the resources on this side.
    pub(super) ids: &'a FxHashMap<String, Value>,
}

/// What is known of what is written.
#[derive(Clone, Copy)]
pub(super) enum Written<'a> {
    /// The expressions in the configuration, and what their names mean. `fresh` is a side that nothing but these decide: the
    /// resource is made, and has no earlier values.
    Expressions {
        all: &'a Map<String, Json>,
        references: &'a References<'a>,
        place: Place<'a>,
        fresh: bool,
        /// The earlier values.
        before: Option<&'a Map<String, Json>>,
    },
    /// Nothing: only attributes that nobody else fills in are, and these.
    Like(Option<&'a FxHashSet<Arc<str>>>),
}

/// What became of the attributes.
pub(super) struct Split {
    pub(super) written: Value,
    pub(super) computed: Value,
}

/// What an attribute is.
enum Is {
    Written(Value),
    Computed(Value),
    Nothing,
}

impl Attributes<'_> {
    /// Takes the attributes apart and lists them.
    pub(super) fn split(&self, listing: &mut Listing) -> Split {
        let (mut written, mut computed) = (BTreeMap::new(), BTreeMap::new());
        let unknown = self.unknown.as_object().into_iter().flat_map(Map::keys);
        let only_unknown = unknown.filter(|name| !self.known.contains_key(*name));
        for name in self.known.keys().chain(only_unknown) {
            match self.attribute(name) {
                Is::Written(value) => {
                    drop(written.insert(Arc::from(name.as_str()), facts::list(self.values, listing, name, value)));
                }
                Is::Computed(value) => {
                    // What only AWS says is listed where messages may point at it.
                    let value = if LISTED.contains(&&**name) { facts::list(self.values, listing, name, value) } else { value };
                    computed.insert(Arc::from(name.as_str()), value);
                }
                Is::Nothing => {}
            }
        }
        if let Some(primary) = self.primary(&written) {
            let name = "primary_network_interface";
            written.insert(name.into(), facts::list(self.values, listing, name, primary));
        }
        let mapping = |entries| Value::from(Data::Mapping(MappingKind::Object, Arc::new(entries)));
        Split { written: mapping(written), computed: mapping(computed) }
    }

    fn attribute(&self, name: &str) -> Is {
        let known = self.known.get(name).unwrap_or(&Json::Null);
        let part = Part {
            known,
            unknown: self.unknown.get(name).unwrap_or(&Json::Null),
            sensitive: match self.sensitive {
                Json::Bool(true) => self.sensitive,
                _ => self.sensitive.get(name).unwrap_or(&Json::Null),
            },
        };
        if self.link == Some(name) {
            return Is::Written(self.value(name, part, None));
        }
        let (all, references, place, fresh, before) = match self.written {
            Written::Expressions { all, references, place, fresh, before } => (all, references, place, fresh, before),
            Written::Like(names) => return self.without_text(name, part, names.is_some_and(|names| names.contains(name))),
        };
        let Some(expression) = all.get(name) else {
            let blocks = known.as_array().is_some_and(|items| items.first().is_some_and(Json::is_object));
            // Blocks that the configuration does not show are those of `dynamic`.
            return match blocks && (fresh || !self.provider.fills_in(name)) {
                true => Is::Written(self.value(name, part, None)),
                false if part.is_unknown() => Is::Nothing,
                false => self.computed(name, part),
            };
        };
        if part.is_unknown() {
            return self.unknown(name, expression, references, place);
        }
        // What the provider fills in, and nobody writes, keeps its value.
        let is_decided = super::decisions::any(part.unknown) || before.is_some_and(|before| before.get(name) != Some(known));
        let may_be_filled_in = self.provider.fills_in(name) && !fresh && !is_decided;
        let is_constant = expression.get("constant_value").is_some() || expression.is_array();
        match () {
            () if part.is_nothing(name, is_constant) => Is::Nothing,
            () if may_be_filled_in && references.is_null(expression, place) != Some(false) && !is_constant => {
                self.computed(name, part)
            }
            () => Is::Written(self.value(name, part, Some((expression, references, place)))),
        }
    }

    /// An attribute of a state, or one of which no text is at hand.
    fn without_text(&self, name: &str, part: Part<'_>, is_written: bool) -> Is {
        match () {
            () if part.is_nothing(name, is_written && !part.known.is_array()) => Is::Nothing,
            () if is_written || self.links(name) => Is::Written(self.value(name, part, None)),
            () if self.provider.fills_in(name) || is_default(name, part.known) => self.computed(name, part),
            () => Is::Written(self.value(name, part, None)),
        }
    }

    /// Whether an attribute says what an association that exists is about, whoever filled it in.
    fn links(&self, name: &str) -> bool {
        let is_association =
            matches!(&*self.values.term(self.term), Term::Managed(address) if &*address.resource_type == "aws_eip_association");
        let has_instance = self.known.get("instance_id").and_then(Json::as_str).is_some_and(|id| !id.is_empty());
        is_association
            && matches!((name, has_instance), ("allocation_id", _) | ("instance_id", true) | ("network_interface_id", false))
    }

    /// The primary interface of an instance that exists, where that is a resource of its own: whoever wrote it, it is that one.
    fn primary(&self, written: &BTreeMap<Arc<str>, Value>) -> Option<Value> {
        if !matches!(self.written, Written::Like(_)) || written.contains_key("network_interface") {
            return None;
        }
        let listed = self.known.get("primary_network_interface")?.get(0).and_then(|block| block.get("network_interface_id"));
        let id = listed.or_else(|| self.known.get("primary_network_interface_id"))?.as_str()?;
        let value = self.ids.get(id)?;
        let Data::Term(term) = value.data else { return None };
        let (address, _) = self.values.managed(term)?;
        let entries = BTreeMap::from([(Arc::from("network_interface_id"), value.clone())]);
        let block = Value::from(Data::Mapping(MappingKind::Object, Arc::new(entries)));
        (&*address.resource_type == "aws_network_interface").then(|| Value::list(vec![block]))
    }

    fn computed(&self, name: &str, part: Part<'_>) -> Is {
        match part.known {
            Json::Null => Is::Nothing,
            // What the provider's library makes of nothing.
            Json::String(text) if text.is_empty() => Is::Nothing,
            _ if part.sensitive == &Json::Bool(true) => Is::Nothing,
            _ => Is::Computed(self.value(name, part, None)),
        }
    }

    /// An attribute that is written, and whose value is not known yet.
    fn unknown(&self, name: &str, expression: &Json, references: &References<'_>, place: Place<'_>) -> Is {
        let fills_in = self.provider.fills_in(name);
        match references.meaning(expression, name, place) {
            // Of a list as a whole nobody knows how long it is.
            Meaning::Is(_) | Meaning::IsOrNull(_) if name.ends_with('s') => Is::Written(self.unclear(name)),
            Meaning::Is(value) => Is::Written(value),
            Meaning::IsOrNull(value) if !fills_in => Is::Written(value),
            // Every name has a value, so null is written, and the provider fills it in.
            Meaning::Known if fills_in => Is::Nothing,
            _ => Is::Written(self.unclear(name)),
        }
    }

    fn unclear(&self, name: &str) -> Value {
        let text = format!("{}.{name}, known after apply", self.values.describe_term(self.term));
        Data::Term(self.values.opaque(text)).into()
    }

    /// The value of an attribute, or of a part of it.
    fn value(&self, name: &str, part: Part<'_>, written: Option<(&Json, &References<'_>, Place<'_>)>) -> Value {
        if part.sensitive == &Json::Bool(true) {
            // A secret is never held: its name stands for it.
            let is_null = part.known.is_null() && !part.is_unknown();
            return if is_null { Value::NULL } else { Data::Term(self.values.attribute(self.term, name)).into() };
        }
        if part.unknown == &Json::Bool(true) {
            return match written.map(|(expression, references, place)| references.meaning(expression, name, place)) {
                Some(Meaning::Is(value) | Meaning::IsOrNull(value)) => value,
                _ => self.unclear(name),
            };
        }
        match part.known {
            Json::Null => Value::NULL,
            Json::Bool(value) => Data::Bool(*value).into(),
            Json::Number(number) => number.as_f64().and_then(Number::new).map_or(Value::NULL, |number| Data::Number(number).into()),
            Json::String(text) => match self.ids.get(text) {
                Some(id) if !self.is_own(id) => id.clone(),
                _ => Value::string(text),
            },
            Json::Array(items) => self.sequence(name, items, part, written),
            Json::Object(entries) => self.mapping(entries, part, written.map(|(expression, ..)| expression), written),
        }
    }

    /// What a resource names is not itself: an instance that lists an interface lists one that exists without it.
    fn is_own(&self, id: &Value) -> bool {
        let Data::Term(term) = id.data else { return false };
        let own = Term::Element { of: self.term, key: Key::Name("primary_network_interface_id".into()) };
        *self.values.term(term) == own
    }

    fn sequence(&self, name: &str, items: &[Json], part: Part<'_>, written: Option<(&Json, &References<'_>, Place<'_>)>) -> Value {
        let blocks = match written {
            Some((Json::Array(blocks), ..)) => Some(blocks.as_slice()),
            Some((Json::Object(block), ..)) if is_expression(block) => None,
            Some((block @ Json::Object(_), ..)) if items.first().is_some_and(Json::is_object) => Some(std::slice::from_ref(block)),
            _ => None,
        };
        let unknown = (0..items.len()).filter(|&at| part.item(at).unknown == &Json::Bool(true)).count();
        // As many unknown elements as unknown names: each is one of them.
        let elements = written.filter(|_| blocks.is_none()).and_then(|(expression, references, place)| {
            references.elements(expression, name, place).filter(|elements| elements.len() == unknown)
        });
        let mut elements = elements.unwrap_or_default().into_iter();
        let values = items.iter().enumerate().map(|(at, item)| {
            let inner = part.item(at);
            if inner.unknown == &Json::Bool(true) {
                return elements.next().unwrap_or_else(|| self.unclear(name));
            }
            let Some(blocks) = blocks else { return self.item(name, inner, written) };
            let block = block_of(blocks, items, item, at);
            self.value(name, inner, block.zip(written).map(|(block, (_, references, place))| (block, references, place)))
        });
        Data::Sequence(SequenceKind::List, values.collect()).into()
    }

    /// An item of an attribute that holds objects as blocks would: what is unknown in it comes from the expression of the whole.
    fn item(&self, name: &str, item: Part<'_>, written: Option<(&Json, &References<'_>, Place<'_>)>) -> Value {
        let value = self.value(name, item, None);
        let (Data::Mapping(kind, entries), Some((expression, references, place))) = (&value.data, written) else { return value };
        let entries = entries.iter().map(|(name, value)| {
            let is_unknown = item.entry(name).is_unknown();
            let only = is_unknown.then(|| references.only_id(expression, name, place)).flatten();
            (Arc::clone(name), only.unwrap_or_else(|| value.clone()))
        });
        Data::Mapping(*kind, Arc::new(entries.collect())).into()
    }

    /// A nested block or an object. Of a block whose text is known, only what stands there is written.
    fn mapping(
        &self,
        entries: &Map<String, Json>,
        part: Part<'_>,
        block: Option<&Json>,
        written: Option<(&Json, &References<'_>, Place<'_>)>,
    ) -> Value {
        let block = block.and_then(Json::as_object).filter(|block| !is_expression(block));
        let unknown = part.unknown.as_object().into_iter().flat_map(Map::keys).filter(|name| !entries.contains_key(*name));
        let found = entries.keys().chain(unknown).filter_map(|name| {
            let inner = part.entry(name);
            let expression = block.and_then(|block| block.get(name));
            if block.is_some() && expression.is_none() {
                return None;
            }
            let is_constant = expression.is_some_and(|expression| expression.get("constant_value").is_some());
            if inner.is_nothing(name, is_constant) && !inner.is_unknown() {
                return None;
            }
            let written = expression.zip(written).map(|(expression, (_, references, place))| (expression, references, place));
            Some((Arc::from(name.as_str()), self.value(name, inner, written)))
        });
        Data::Mapping(MappingKind::Object, Arc::new(found.collect())).into()
    }
}

/// Attributes that are listed though nobody wrote them.
const LISTED: [&str; 13] = [
    "attachment",
    "availability_zone",
    "availability_zone_id",
    "cidr_block",
    "id",
    "instance_type",
    "interface_type",
    "ipv6_cidr_block",
    "private_ips",
    "security_groups",
    "subnet_id",
    "vpc_id",
    "vpc_security_group_ids",
];

/// A value of a document, with what the document says beside it.
#[derive(Clone, Copy)]
struct Part<'a> {
    known: &'a Json,
    unknown: &'a Json,
    sensitive: &'a Json,
}

impl<'a> Part<'a> {
    fn item(self, at: usize) -> Self {
        let of = |whole: &'a Json| if whole == &Json::Bool(true) { whole } else { whole.get(at).unwrap_or(&Json::Null) };
        Self { known: of(self.known), unknown: of(self.unknown), sensitive: of(self.sensitive) }
    }

    fn entry(self, name: &str) -> Self {
        let of = |whole: &'a Json| if whole == &Json::Bool(true) { whole } else { whole.get(name).unwrap_or(&Json::Null) };
        Self { known: of(self.known), unknown: of(self.unknown), sensitive: of(self.sensitive) }
    }

    fn is_unknown(self) -> bool {
        self.unknown == &Json::Bool(true)
    }

    /// Whether it is what the provider's library makes of null: nothing, zero, the empty string. An index may be zero.
    fn is_nothing(self, name: &str, is_constant: bool) -> bool {
        match self.known {
            Json::Null => !self.is_unknown(),
            _ if is_constant => false,
            Json::String(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(entries) => entries.is_empty() && self.unknown.as_object().is_none_or(Map::is_empty),
            Json::Number(number) => number.as_f64() == Some(0.0) && !name.ends_with("_index"),
            Json::Bool(_) => false,
        }
    }
}

/// The block that an item of a list or set comes from: sets have an order of their own, and `dynamic` makes more of them.
fn block_of<'a>(blocks: &'a [Json], items: &[Json], item: &Json, at: usize) -> Option<&'a Json> {
    if blocks.len() != items.len() {
        return None;
    }
    if let [only] = blocks {
        return Some(only);
    }
    let fits = |block: &&Json| {
        let constants = block.as_object().into_iter().flatten();
        constants.filter_map(|(name, expression)| Some((name, expression.get("constant_value")?))).all(|(name, constant)| {
            let actual = item.get(name).unwrap_or(&Json::Null);
            constant == actual || constant.as_str().is_some_and(|text| text == actual.to_string().as_str())
        })
    };
    let mut fitting = blocks.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        // Where all blocks have the same names, the first tells which those are, but not what they are.
        _ => blocks.get(at).filter(|block| blocks.iter().all(|other| other == *block)),
    }
}

/// Whether an object of the configuration is an expression, and no block.
fn is_expression(object: &Map<String, Json>) -> bool {
    object.is_empty() || object.contains_key("constant_value") || object.contains_key("references")
}

/// Whether a value is what the provider has where nothing is written, though not nothing.
fn is_default(name: &str, value: &Json) -> bool {
    value.as_bool() == Some(name == "source_dest_check")
}
