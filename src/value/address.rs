//! Addresses of resources: Terraform's resource addresses and CloudFormation's logical ids.

use super::TermId;
use std::fmt;
use std::sync::Arc;

/// The address of one resource instance: `module.net["a"].aws_subnet.this[0]`, or a logical id behind the logical ids of the
/// nested stacks that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The module calls, or nested stacks, from the root inwards.
    pub modules: Box<[(Arc<str>, InstanceKey)]>,
    /// The resource type, in the language's own spelling.
    pub resource_type: Arc<str>,
    /// The resource name or logical id.
    pub name: Arc<str>,
    /// Which instance of a resource with `count` or `for_each`.
    pub key: InstanceKey,
    /// Which language spelled it.
    pub notation: Notation,
}

/// How an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notation {
    /// `module.a.aws_subnet.b`
    Terraform,
    /// `module.a.data.aws_subnet.b`
    TerraformData,
    /// `Nested.Subnet`
    CloudFormation,
    /// `subnet-0abc`: what exists already and is known by its id alone
    Id,
}

/// Which instance of a block with `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InstanceKey {
    /// The block has neither.
    None,
    /// `[0]`
    Index(i64),
    /// `["a"]`
    Name(Arc<str>),
    /// The index or key is not known: the instance stands for each of them.
    Term(TermId),
}

impl Address {
    /// Whether two addresses can never name the same resource instance.
    pub fn is_distinct_from(&self, other: &Self) -> bool {
        if self.resource_type != other.resource_type || self.name != other.name || self.modules.len() != other.modules.len() {
            return true;
        }
        let modules = self.modules.iter().zip(&other.modules);
        self.key.is_distinct_from(&other.key) || modules.into_iter().any(|(a, b)| a.0 != b.0 || a.1.is_distinct_from(&b.1))
    }

    /// Whether code of the user's own stands behind a resource of CloudFormation: what its id is the id of is not known.
    pub fn is_custom(&self) -> bool {
        let kind = &*self.resource_type;
        self.notation == Notation::CloudFormation && (!kind.starts_with("AWS::") || kind == "AWS::CloudFormation::CustomResource")
    }

    /// Whether a resource takes over what is there already instead of making it: the default VPC, say.
    pub fn adopts(&self) -> bool {
        self.resource_type.starts_with("aws_default_")
    }

    /// The address without instance keys: the same for all instances of one block.
    pub fn block(&self) -> String {
        let keyless = Self {
            modules: self.modules.iter().map(|(name, _)| (Arc::clone(name), InstanceKey::None)).collect(),
            key: InstanceKey::None,
            ..self.clone()
        };
        keyless.to_string()
    }

    /// The block as it is called in its own module or template.
    pub fn local(&self) -> String {
        Self { modules: Box::default(), key: InstanceKey::None, ..self.clone() }.to_string()
    }

    /// Whether an instance key on the way is not known.
    pub fn is_each(&self) -> bool {
        let symbolic = |key: &InstanceKey| matches!(key, InstanceKey::Term(_));
        symbolic(&self.key) || self.modules.iter().any(|(_, key)| symbolic(key))
    }
}

impl InstanceKey {
    fn is_distinct_from(&self, other: &Self) -> bool {
        let symbolic = matches!(self, Self::Term(_)) || matches!(other, Self::Term(_));
        !symbolic && self != other
    }
}

impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Name(name) => write_quoted(f, name),
            Self::Term(_) => f.write_str("[*]"),
        }
    }
}

/// A key as Terraform prints it: as a text in its language, in which braces behind `$` and `%` would mean something.
fn write_quoted(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let quoted = format!("{name:?}");
    write!(f, "[{}]", quoted.replace("${", "$${").replace("%{", "%%{"))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, key) in &self.modules {
            match self.notation {
                Notation::CloudFormation | Notation::Id => write!(f, "{name}{key}.")?,
                Notation::Terraform | Notation::TerraformData => write!(f, "module.{name}{key}.")?,
            }
        }
        match self.notation {
            Notation::CloudFormation | Notation::Id => write!(f, "{}{}", self.name, self.key),
            Notation::Terraform => write!(f, "{}.{}{}", self.resource_type, self.name, self.key),
            Notation::TerraformData => {
                write!(f, "data.{}.{}{}", self.resource_type, self.name, self.key)
            }
        }
    }
}
