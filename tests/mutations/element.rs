//! Resources and their blocks as they are written, the same for Terraform and CloudFormation: enough to find a place for a mistake and
//! to write it there.

use enilint::configuration::Language;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A name in Terraform, and the same in CloudFormation; empty where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Name(pub(crate) &'static str, pub(crate) &'static str);

impl Name {
    pub(crate) fn of(self, language: Language) -> &'static str {
        match language {
            Language::Terraform => self.0,
            Language::CloudFormation => self.1,
        }
    }
}

/// A resource, or a block in one.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) language: Language,
    /// The type of the resource or block.
    pub(crate) kind: String,
    /// The label or logical id; empty for blocks.
    pub(crate) name: String,
    /// The position of its file in the project.
    pub(crate) file: usize,
    /// What a finding about the whole points at.
    pub(crate) header: Range<usize>,
    pub(crate) span: Range<usize>,
    /// Where another attribute can be written.
    pub(crate) insert: Insert,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) blocks: Vec<Element>,
    /// The types of its blocks that are made by `dynamic` blocks or intrinsic functions.
    pub(crate) open: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    /// What is written.
    pub(crate) text: String,
}

/// Where a line or an entry can be written.
#[derive(Clone, Debug)]
pub(crate) enum Insert {
    /// After the brace of an HCL block.
    Hcl { offset: usize, indent: usize },
    /// Before the first key of a YAML mapping.
    Yaml { offset: usize, indent: usize },
    /// Before the first key of a mapping in braces.
    Flow { offset: usize },
    /// Nowhere: there is nothing to learn the form from.
    Nowhere,
}

impl Element {
    pub(crate) fn attribute(&self, name: Name) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name.of(self.language))
    }

    pub(crate) fn has(&self, name: Name) -> bool {
        self.attribute(name).is_some() || self.blocks(name).next().is_some()
    }

    /// What is written for an attribute.
    pub(crate) fn text(&self, name: Name) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.text.as_str())
    }

    /// The number that is written for an attribute.
    pub(crate) fn number(&self, name: Name) -> Option<i64> {
        self.text(name)?.trim_matches(['"', '\'']).parse().ok()
    }

    pub(crate) fn blocks(&self, kind: Name) -> impl Iterator<Item = &Self> {
        self.blocks.iter().filter(move |block| block.kind == kind.of(self.language))
    }

    /// Whether further blocks of a type may be made.
    pub(crate) fn is_open(&self, kind: Name) -> bool {
        self.open.iter().any(|open| open == kind.of(self.language))
    }

    /// Whether both are the same one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        (self.file, self.span.start) == (other.file, other.span.start)
    }

    /// Whether there is exactly one instance of it, always.
    pub(crate) fn is_single(&self) -> bool {
        !self.has(Name("count", "Condition")) && !self.has(Name("for_each", "Condition"))
    }

    /// How something refers to the resource.
    pub(crate) fn reference(&self) -> String {
        match self.language {
            Language::Terraform => format!("{}.{}.id", self.kind, self.name),
            Language::CloudFormation => format!("{{\"Ref\": \"{}\"}}", self.name),
        }
    }
}

/// What an expression refers to, where it is nothing but the id of one resource: its type, if that is written, and its name.
pub(crate) fn referred(text: &str) -> Option<(Option<&str>, &str)> {
    static TERRAFORM: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^(?:"\$\{\s*)?(aws_\w+)\.([\w-]+)\.id(?:\s*\})?"?$"#));
    static CLOUDFORMATION: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"^(?:!Ref\s+"?|\{?\s*"?Ref"?\s*:\s*["']?|!GetAtt\s+"?|\{?\s*"?Fn::GetAtt"?\s*:\s*\[?\s*"?)(\w+)["']?(?:\.(?:Group)?Id"?|\s*,\s*"?(?:Group)?Id"?\s*\])?\s*\}?$"#,
        )
    });
    let text = text.trim();
    if let Some(found) = TERRAFORM.captures(text) {
        return Some((Some(found.get(1)?.as_str()), found.get(2)?.as_str()));
    }
    Some((None, CLOUDFORMATION.captures(text)?.get(1)?.as_str()))
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}
