//! Which attributes of a resource cannot be changed where it is: Terraform's `ForceNew` arguments and CloudFormation's create-only
//! properties, of the resource types that the graph has nodes for.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Terraform: read from the schemas in the source of hashicorp/terraform-provider-aws. One line for each argument that is not
/// simply updated in place: type, argument, what a change of it does, what it is without being written.
const TERRAFORM: &str = include_str!("replacement-terraform.csv");

/// CloudFormation: read from the resource schemas that AWS publishes (`createOnlyProperties`, `conditionalCreateOnlyProperties`).
const CLOUDFORMATION: &str = include_str!("replacement-cloudformation.csv");

/// What a change of an attribute does to its resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replaces {
    /// It is updated where it is.
    #[default]
    Never,
    /// It is replaced.
    Always,
    /// It is replaced, or not, depending on what its documentation leaves open.
    Perhaps,
    /// A set of private addresses: it is replaced when the primary one is no longer among them.
    WithoutPrimary,
    /// A list of private addresses: it is replaced when the first one changes.
    WithFirst,
    /// The launch template of an instance: it is replaced when that is another one, or another version.
    WithTemplate,
    /// It is replaced when the value goes from true to false.
    WhenTurnedOff,
    /// User data: it is replaced where `user_data_replace_on_change` says so.
    WhenAsked,
}

/// What is known of an attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttributeFacts {
    /// What a change of it does.
    pub replaces: Replaces,
    /// Left out, it keeps the value it has: leaving it out changes nothing.
    pub keeps: bool,
    /// Left out, it has this value.
    pub default: Option<&'static str>,
}

type Table = FxHashMap<(&'static str, &'static str), AttributeFacts>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let lines = TERRAFORM.lines().chain(CLOUDFORMATION.lines()).filter(|line| !line.starts_with('#'));
    lines.filter_map(read).collect()
});

fn read(line: &'static str) -> Option<((&'static str, &'static str), AttributeFacts)> {
    let mut fields = line.split(',');
    let (resource_type, attribute, replaces) = (fields.next()?, fields.next()?, fields.next()?);
    let replaces = match replaces {
        "always" => Replaces::Always,
        "perhaps" => Replaces::Perhaps,
        "without-primary" => Replaces::WithoutPrimary,
        "with-first" => Replaces::WithFirst,
        "with-template" => Replaces::WithTemplate,
        "when-turned-off" => Replaces::WhenTurnedOff,
        "when-asked" => Replaces::WhenAsked,
        _ => Replaces::Never,
    };
    let (keeps, default) = match fields.next().unwrap_or_default() {
        "keeps" => (true, None),
        "" => (false, None),
        default => (false, Some(default)),
    };
    Some(((resource_type, attribute), AttributeFacts { replaces, keeps, default }))
}

/// What is known of an attribute of a resource type, in the language's own names. Of what the tables do not list nothing is: it is
/// updated in place, and counts as nothing where it is not written.
pub fn attribute_facts(resource_type: &str, attribute: &str) -> AttributeFacts {
    TABLE.get(&(resource_type, attribute)).copied().unwrap_or_default()
}

/// Whether a change of an attribute certainly leaves its resource in place. Of what neither the tables nor this list name nothing
/// is concluded.
pub fn is_updated(resource_type: &str, attribute: &str) -> bool {
    const UPDATED: [&str; 26] = [
        "CreditSpecification",
        "DisableApiTermination",
        "GroupSet",
        "IamInstanceProfile",
        "Monitoring",
        "SecurityGroupIds",
        "SourceDestCheck",
        "Tags",
        "Volumes",
        "credit_specification",
        "description",
        "disable_api_stop",
        "disable_api_termination",
        "ebs_optimized",
        "iam_instance_profile",
        "instance_initiated_shutdown_behavior",
        "instance_type",
        "maintenance_options",
        "metadata_options",
        "monitoring",
        "security_groups",
        "source_dest_check",
        "tags",
        "user_data_replace_on_change",
        "volume_tags",
        "vpc_security_group_ids",
    ];
    match TABLE.get(&(resource_type, attribute)) {
        Some(facts) => facts.replaces == Replaces::Never,
        None => UPDATED.contains(&attribute),
    }
}

/// Whether CloudFormation deletes a resource of this type before it makes its replacement; usually it is the other way round.
pub fn is_deleted_first(resource_type: &str) -> bool {
    const DELETED_FIRST: [&str; 4] = [
        "AWS::EC2::EIPAssociation",
        "AWS::EC2::NetworkInterfaceAttachment",
        "AWS::EC2::SubnetRouteTableAssociation",
        "AWS::EC2::VPCGatewayAttachment",
    ];
    DELETED_FIRST.contains(&resource_type)
}
