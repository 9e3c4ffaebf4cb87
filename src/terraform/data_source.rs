//! What the arguments of a data source fix: a subnet that was looked up by its zone lies in it.

use super::access::META_ARGUMENTS;
use super::evaluator::Evaluator;
use super::instance::ResourceInstance;
use super::scope::Scope;
use crate::value::{Data, Guard, MappingKind, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The data sources that the graph has nodes for or reads names from, with the attributes that it asks for.
const NODES: [(&str, &[&str]); 7] = [
    ("aws_ami", &["id"]),
    ("aws_network_interface", &["id", "subnet_id", "availability_zone", "vpc_id"]),
    ("aws_network_interfaces", &["ids"]),
    ("aws_security_group", &["id", "vpc_id"]),
    ("aws_ssm_parameter", &["name"]),
    ("aws_subnet", &["id", "vpc_id", "availability_zone", "availability_zone_id", "cidr_block", "ipv6_cidr_block"]),
    ("aws_vpc", &["id", "default"]),
];

/// Names of EC2's filters, with the attribute that has the value one filters by.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html> lists those of subnets.
const FILTERS: [(&str, &str); 13] = [
    ("availability-zone", "availability_zone"),
    ("availability-zone-id", "availability_zone_id"),
    ("availabilityZone", "availability_zone"),
    ("availabilityZoneId", "availability_zone_id"),
    ("cidr", "cidr_block"),
    ("cidr-block", "cidr_block"),
    ("cidrBlock", "cidr_block"),
    ("group-id", "id"),
    ("network-interface-id", "id"),
    ("subnet-id", "id"),
    ("vpc-id", "vpc_id"),
    ("vpcId", "vpc_id"),
    ("zone-name", "names"),
];

/// The attributes of a data source that the graph asks for; `None` where it has no node for it.
pub(super) fn attributes(kind: &str) -> Option<&'static [&'static str]> {
    NODES.iter().find(|(name, _)| *name == kind).map(|(_, attributes)| *attributes)
}

impl Evaluator<'_> {
    /// The value of an attribute that no argument of that name fixes.
    pub(super) fn fixed_by_arguments(&self, source: &ResourceInstance, name: &str) -> Option<Value> {
        match (&*source.address.resource_type, name) {
            ("aws_region", "name" | "region" | "id") => {
                let region = self.region_of(source)?;
                Some(Value::new(Data::String(region), self.arena.written(source.block.header)))
            }
            ("template_file", "rendered") => self.rendered_template(source),
            ("cloudinit_config" | "template_cloudinit_config", "rendered") | ("aws_iam_policy_document", "json") => {
                // Not the text itself, but everything that is in it.
                let scope = Scope::of(&source.module, &source.repetition);
                let body = self.body(&source.block.body, source.block.header, Guard::ALWAYS, &scope);
                Some(self.application(name, &[body], source.block.header))
            }
            ("aws_subnet" | "aws_network_interface" | "aws_vpc" | "aws_security_group" | "aws_instance", _) => {
                self.fixed_by_filter(source, name).or_else(|| self.fixed_by_fact(source, name))
            }
            _ => None,
        }
    }

    /// The old way to render a template, before there was `templatefile`.
    fn rendered_template(&self, source: &ResourceInstance) -> Option<Value> {
        let scope = Scope::of(&source.module, &source.repetition);
        let argument = |name| Some(self.evaluate(&source.block.body.attribute(name)?.expression, &scope));
        let template = argument("template")?;
        let variables = argument("vars").unwrap_or_else(|| Data::Mapping(MappingKind::Map, Arc::default()).into());
        let rendered = template.as_str().zip(variables.entries()).and_then(|(text, variables)| {
            let variables: Vec<_> = variables.iter().collect();
            self.render(text, source.block.header.file, &variables).filter(|value| !self.is_failure(value))
        });
        Some(rendered.unwrap_or_else(|| self.application("template_file", &[template, variables], source.block.header)))
    }

    /// What is known of the thing that the data source reads by its id.
    fn fixed_by_fact(&self, source: &ResourceInstance, name: &str) -> Option<Value> {
        let (kind, facts) = (&*source.address.resource_type, &self.facts);
        if facts.is_empty() || name == "id" {
            return None;
        }
        let scope = Scope::of(&source.module, &source.repetition);
        let argument = if kind == "aws_instance" { "instance_id" } else { "id" };
        let id = match source.block.body.attribute(argument) {
            Some(attribute) => self.evaluate(&attribute.expression, &scope),
            None => self.fixed_by_filter(source, "id")?,
        };
        let fact = facts.of_kind(kind, id.as_str()?)?.attributes.get(name)?;
        Some(fact.value.clone().with_origin(self.arena.written(fact.span)))
    }

    /// A filter with one value and no wildcard says what the attribute is.
    fn fixed_by_filter(&self, source: &ResourceInstance, name: &str) -> Option<Value> {
        let scope = Scope::of(&source.module, &source.repetition);
        source.block.body.blocks("filter").find_map(|block| {
            let filter = self.evaluate(&block.body.attribute("name")?.expression, &scope);
            let attribute = FILTERS.iter().find(|(known, _)| filter.as_str() == Some(known))?.1;
            // An interface is filtered by its subnet's id, and both have an id of their own.
            let is_own = (filter.as_str(), &*source.address.resource_type) != (Some("subnet-id"), "aws_network_interface");
            let attribute = if is_own { attribute } else { "subnet_id" };
            let values = self.evaluate(&block.body.attribute("values")?.expression, &scope);
            match values.items()? {
                [only] if attribute == name && !has_wildcard(only) => Some(only.clone()),
                _ => None,
            }
        })
    }

    /// The attributes of a data source as a resource has them: what its arguments fix.
    pub(super) fn data_properties(&self, source: &std::rc::Rc<ResourceInstance>, names: &[&str]) -> Value {
        let written = source.block.body.attributes.iter().map(|attribute| Arc::clone(&attribute.name));
        let written = written.filter(|name| !META_ARGUMENTS.contains(&&**name) && !names.contains(&&**name));
        let all = written.chain(names.iter().map(|name| Arc::from(*name)));
        let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        for name in all {
            let value = self.resource_attribute(source, &name, source.block.header);
            entries.insert(name, value);
        }
        if source.block.body.blocks("filter").next().is_some() {
            let scope = Scope::of(&source.module, &source.repetition);
            let body = self.body(&source.block.body, source.block.header, Guard::ALWAYS, &scope);
            entries.insert("filter".into(), self.arena.get(&body, "filter"));
        }
        let origin = self.arena.written(source.block.header);
        Value::new(Data::Mapping(MappingKind::Object, Arc::new(entries)), origin)
    }
}

fn has_wildcard(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains(['*', '?']))
}
