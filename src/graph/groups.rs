//! What launches instances from templates: Auto Scaling groups, fleets and node groups, with the instance types they put in the place
//! of a template's own.

use super::Blocks;
use super::build::Reader;
use crate::configuration::Resource;
use crate::value::{Arena, Data, Guard, Value};
use std::sync::Arc;

/// What launches instances from a template: an Auto Scaling group, a fleet, an EKS node group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// What kind of group.
    pub kind: GroupKind,
    /// The ids or names of the templates it launches from.
    pub templates: Vec<Value>,
    /// It may name instance types of its own, which take the place of the templates'.
    pub(super) may_name_types: bool,
    /// Those of them that are known.
    pub(super) named_types: Vec<NamedType>,
    /// The ids of the subnets it launches into: a list.
    pub subnets: Value,
    /// The most instances it has at a time; null where that is not limited by a number of instances.
    pub max_size: Value,
}

/// The kinds of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// An Auto Scaling group.
    AutoScaling,
    /// An EC2 Fleet or a Spot Fleet.
    Fleet,
    /// A managed node group of EKS.
    NodeGroup,
}

/// An instance type that a group names for one of its templates.
#[derive(Clone, Debug)]
pub(super) struct NamedType {
    /// When it does.
    pub(super) guard: Guard,
    /// The type.
    pub(super) instance_type: Value,
    /// The id or name of the template that is launched as it.
    pub(super) template: Value,
}

/// How a kind of resource names what it launches. What it does not have has an empty name.
#[derive(Clone, Copy)]
struct Names {
    kind: GroupKind,
    /// The template of all instances.
    template: &'static str,
    /// The older launch configuration in its place, by its name.
    launch_configuration: &'static str,
    /// The instance types of that template.
    types: &'static str,
    /// The way to the configurations that each have a template and overrides of it.
    configurations: &'static [&'static str],
    /// The template in such a configuration, or in one of its overrides.
    specification: &'static str,
    overrides: &'static str,
    /// What an override names instance types by: one by its name, or some by what they must have.
    override_types: [&'static str; 2],
    subnets: &'static str,
    max_size: &'static str,
}

const TERRAFORM: Names = Names {
    kind: GroupKind::AutoScaling,
    template: "launch_template",
    launch_configuration: "launch_configuration",
    types: "",
    configurations: &["mixed_instances_policy", "launch_template"],
    specification: "launch_template_specification",
    overrides: "override",
    override_types: ["instance_type", "instance_requirements"],
    subnets: "vpc_zone_identifier",
    max_size: "max_size",
};

const CLOUDFORMATION: Names = Names {
    kind: GroupKind::AutoScaling,
    template: "LaunchTemplate",
    launch_configuration: "LaunchConfigurationName",
    types: "",
    configurations: &["MixedInstancesPolicy", "LaunchTemplate"],
    specification: "LaunchTemplateSpecification",
    overrides: "Overrides",
    override_types: ["InstanceType", "InstanceRequirements"],
    subnets: "VPCZoneIdentifier",
    max_size: "MaxSize",
};

impl Names {
    /// A fleet has configurations only, and its sizes count capacity.
    const fn of_fleet(self, configurations: &'static [&'static str]) -> Self {
        Self { kind: GroupKind::Fleet, template: "", launch_configuration: "", configurations, subnets: "", max_size: "", ..self }
    }

    /// A node group has one template.
    const fn of_node_group(self, types: &'static str, subnets: &'static str) -> Self {
        Self { kind: GroupKind::NodeGroup, launch_configuration: "", configurations: &[], types, subnets, max_size: "", ..self }
    }

    fn of(resource_type: &str) -> Option<Self> {
        Some(match resource_type {
            "aws_autoscaling_group" => TERRAFORM,
            "aws_ec2_fleet" => TERRAFORM.of_fleet(&["launch_template_config"]),
            "aws_spot_fleet_request" => Self { overrides: "overrides", ..TERRAFORM.of_fleet(&["launch_template_config"]) },
            "aws_eks_node_group" => TERRAFORM.of_node_group("instance_types", "subnet_ids"),
            "AWS::AutoScaling::AutoScalingGroup" => CLOUDFORMATION,
            "AWS::EC2::EC2Fleet" => CLOUDFORMATION.of_fleet(&["LaunchTemplateConfigs"]),
            "AWS::EC2::SpotFleet" => CLOUDFORMATION.of_fleet(&["SpotFleetRequestConfigData", "LaunchTemplateConfigs"]),
            "AWS::EKS::Nodegroup" => CLOUDFORMATION.of_node_group("InstanceTypes", "Subnets"),
            _ => return None,
        })
    }
}

/// Reads a group, if the resource is one.
pub(super) fn read(values: &Arena, resource: &Arc<Resource>) -> Option<Group> {
    let names = Names::of(&resource.address.resource_type)?;
    let reader = Reader { values, resource };
    let own = Blocks::one(resource);
    let mut group = Group {
        resource: Arc::clone(resource),
        kind: names.kind,
        templates: Vec::new(),
        may_name_types: own.may_have(values, &[names.types]),
        named_types: Vec::new(),
        subnets: reader.get(names.subnets),
        max_size: reader.get(names.max_size),
    };
    let template = template_reference(values, &own.nested(values, names.template));
    for (guard, instance_type) in values.certain_items(&reader.get(names.types)) {
        group.named_types.push(NamedType { guard, instance_type, template: template.clone() });
    }
    group.templates.extend([template, reader.get(names.launch_configuration)]);
    if let Some((first, others)) = names.configurations.split_first() {
        let configurations = others.iter().fold(own.nested(values, first), |outer, name| outer.nested(values, name));
        group.add_configurations(values, &names, &configurations);
    }
    group.templates.retain(|template| !template.is_null());
    Some(group)
}

impl Group {
    fn add_configurations(&mut self, values: &Arena, names: &Names, configurations: &Blocks) {
        self.may_name_types |= configurations.nested(values, names.overrides).may_have(values, &names.override_types);
        // What is not known in detail may name any template.
        if configurations.open {
            self.templates.push(template_reference(values, configurations));
        }
        for configuration in &configurations.items {
            let configuration = Blocks { items: vec![configuration.clone()], open: false };
            let template = template_reference(values, &configuration.nested(values, names.specification));
            for block in configuration.nested(values, names.overrides).items {
                let block = Blocks { items: vec![block], open: false };
                let own = template_reference(values, &block.nested(values, names.specification));
                let used = values.map(&own, |own| if own.is_null() { template.clone() } else { own.clone() });
                let certain = block.items.iter().filter(|block| !block.each);
                self.named_types.extend(certain.map(|block| NamedType {
                    guard: block.guard,
                    instance_type: values.get(&block.value, names.override_types[0]),
                    template: used.clone(),
                }));
                self.templates.push(own);
            }
            self.templates.push(template);
        }
    }
}

/// A block names a template by its id or its name; blocks of fleets and policies spell both with a prefix.
const REFERENCES: [&str; 8] =
    ["id", "launch_template_id", "Id", "LaunchTemplateId", "name", "launch_template_name", "Name", "LaunchTemplateName"];

/// The id or name in a block that names a template; null where there is none.
pub(super) fn template_reference(values: &Arena, blocks: &Blocks) -> Value {
    if blocks.open {
        return Data::Term(values.opaque("a launch template that is not known")).into();
    }
    let mut alternatives = Vec::new();
    let mut otherwise = Guard::ALWAYS;
    for block in &blocks.items {
        let references = REFERENCES.map(|name| values.get(&block.value, name));
        let reference = references
            .into_iter()
            .rev()
            .reduce(|fallback, name| values.map(&name, |name| if name.is_null() { fallback.clone() } else { name.clone() }));
        let reference = reference.unwrap_or(Value::NULL);
        alternatives.push((values.and(otherwise, block.guard), reference));
        otherwise = values.and(otherwise, values.not(block.guard));
    }
    alternatives.push((otherwise, Value::NULL));
    values.choice(alternatives, crate::value::Origin::NONE)
}
