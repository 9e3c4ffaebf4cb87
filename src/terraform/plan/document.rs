//! The JSON of a plan or a state (`show -json`), read as a stream: what concerns resources that the graph has no node for is
//! skipped where it stands, and never held.

use super::super::{data_source, network};
use super::secrets;
use super::written::Written;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::fmt;

/// What of a document matters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Document {
    pub(super) format_version: Option<String>,
    /// Whether planning failed: what there is of the plan is not all of it.
    pub(super) errored: bool,
    /// Whether everything was planned. Terraform 1.8 and later say it.
    pub(super) complete: Option<bool>,
    /// The values of the root module's variables; secrets among them.
    pub(super) variables: HashMap<String, GivenVariable>,
    /// What a plan does with each resource.
    #[serde(deserialize_with = "records")]
    pub(super) resource_changes: Vec<Record>,
    /// A plan's state before it is applied.
    pub(super) prior_state: Option<StateDocument>,
    /// A state's own values.
    pub(super) values: Option<StateValues>,
    pub(super) configuration: Option<ConfigurationDocument>,
    /// That a plan is a plan, even where it does nothing.
    pub(super) planned_values: Option<IgnoredAny>,
    /// What other answers of Terraform hold.
    provider_schemas: Option<IgnoredAny>,
    function_signatures: Option<IgnoredAny>,
    diagnostics: Option<IgnoredAny>,
}

impl Document {
    /// Whether it is another answer of Terraform than that of `show`: the schemas, the functions, the result of a validation.
    pub(super) fn is_other(&self) -> bool {
        self.provider_schemas.is_some() || self.function_signatures.is_some() || self.diagnostics.is_some()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GivenVariable {
    pub(super) value: Json,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StateDocument {
    pub(super) values: Option<StateValues>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StateValues {
    pub(super) root_module: StateModule,
}

/// The resources of a module and of those it calls, in one list.
#[derive(Debug, Default)]
pub(super) struct StateModule {
    pub(super) resources: Vec<Record>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfigurationDocument {
    pub(super) root_module: ConfigurationModule,
    pub(super) provider_config: HashMap<String, Json>,
}

/// A module as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfigurationModule {
    pub(super) resources: Written,
    pub(super) module_calls: HashMap<String, ConfigurationCall>,
    pub(super) outputs: HashMap<String, ConfigurationOutput>,
    pub(super) variables: HashMap<String, ConfigurationVariable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfigurationCall {
    pub(super) expressions: Map<String, Json>,
    pub(super) module: ConfigurationModule,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfigurationOutput {
    pub(super) expression: Json,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ConfigurationVariable {
    pub(super) default: Json,
    pub(super) sensitive: bool,
}

/// A resource of a state, or an entry of `resource_changes`.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) address: String,
    pub(super) previous_address: Option<String>,
    pub(super) mode: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) index: Option<Json>,
    pub(super) action_reason: Option<String>,
    /// A leftover of an earlier replacement, not the resource itself.
    pub(super) deposed: bool,
    pub(super) change: Option<ChangeRecord>,
    pub(super) values: Map<String, Json>,
    pub(super) sensitive_values: Json,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeRecord {
    pub(super) actions: Vec<String>,
    #[serde(deserialize_with = "attributes")]
    pub(super) before: Option<Map<String, Json>>,
    #[serde(deserialize_with = "attributes")]
    pub(super) after: Option<Map<String, Json>>,
    pub(super) after_unknown: Json,
    pub(super) before_sensitive: Json,
    pub(super) after_sensitive: Json,
    pub(super) replace_paths: Vec<Vec<Json>>,
    pub(super) importing: Option<IgnoredAny>,
}

/// Attributes that nobody asks for and that may be large.
const IGNORED: [&str; 6] = ["tags_all", "user_data_base64", "user_data_replace_on_change", "timeouts", "policy", "password_data"];

impl Record {
    /// Whether the graph has a node for it. While the type is not read yet, it may.
    fn matters(&self) -> bool {
        let is_known = !self.mode.is_empty() && !self.kind.is_empty();
        !is_known
            || if self.mode == "data" { data_source::attributes(&self.kind).is_some() } else { network::is_network(&self.kind) }
    }
}

/// Reads a list of records without those that do not matter.
fn records<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Record>, D::Error> {
    Ok(deserializer.deserialize_any(Records)?.unwrap_or_default())
}

struct Records;

impl<'de> Visitor<'de> for Records {
    type Value = Option<Vec<Record>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of resources")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(record) = items.next_element_seed(RecordSeed)? {
            found.extend(record.filter(|record: &Record| record.matters() && !record.deposed));
        }
        Ok(Some(found))
    }
}

/// Reads one record; what stands behind the type of one that does not matter is skipped.
struct RecordSeed;

impl<'de> DeserializeSeed<'de> for RecordSeed {
    type Value = Option<Record>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed {
    type Value = Option<Record>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a resource")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut record = Record::default();
        while let Some(key) = entries.next_key::<String>()? {
            if !record.matters() {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            match &*key {
                "address" => record.address = entries.next_value()?,
                "previous_address" => record.previous_address = entries.next_value()?,
                "action_reason" => record.action_reason = entries.next_value()?,
                "mode" => record.mode = entries.next_value()?,
                "type" => record.kind = entries.next_value()?,
                "name" => record.name = entries.next_value()?,
                "index" => record.index = entries.next_value()?,
                "deposed" | "deposed_key" => record.deposed = entries.next_value::<Option<String>>()?.is_some(),
                "change" => {
                    record.change = entries.next_value()?;
                    record.change.iter_mut().for_each(secrets::share);
                }
                "values" => record.values = entries.next_value_seed(AttributesSeed)?.unwrap_or_default(),
                "sensitive_values" => record.sensitive_values = entries.next_value()?,
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(record))
    }
}

fn attributes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Map<String, Json>>, D::Error> {
    AttributesSeed.deserialize(deserializer)
}

/// Reads attributes without those that nobody asks for.
struct AttributesSeed;

impl<'de> DeserializeSeed<'de> for AttributesSeed {
    type Value = Option<Map<String, Json>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AttributesSeed {
    type Value = Option<Map<String, Json>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the attributes of a resource")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut found = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if IGNORED.contains(&&*key) {
                entries.next_value::<IgnoredAny>()?;
            } else {
                found.insert(key, entries.next_value()?);
            }
        }
        Ok(Some(found))
    }
}

impl<'de> Deserialize<'de> for StateModule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Module {
            #[serde(deserialize_with = "records")]
            resources: Vec<Record>,
            child_modules: Vec<StateModule>,
        }
        let module = Module::deserialize(deserializer)?;
        let mut resources = module.resources;
        module.child_modules.into_iter().for_each(|child| resources.extend(child.resources));
        Ok(Self { resources })
    }
}
