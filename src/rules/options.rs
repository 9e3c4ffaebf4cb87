//! How rules run: their levels, and the options that some of them have, by the file that a finding belongs to.

use super::{Level, Rule};
use crate::source::FileId;
use serde::Deserialize;

/// How each rule runs in each file.
pub trait Runs: Sync {
    /// Whether a rule runs there, and with which severity.
    fn level(&self, rule: &Rule, file: FileId) -> Level;

    /// What an option of a rule is set to there; `None` where it is not set.
    fn option(&self, _rule: &Rule, _name: &str, _file: FileId) -> Option<OptionValue> {
        None
    }
}

/// Without options.
impl<F: Fn(&Rule, FileId) -> Level + Sync> Runs for F {
    fn level(&self, rule: &Rule, file: FileId) -> Level {
        self(rule, file)
    }
}

/// An option, as the front matter of a rule's page describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleOption {
    /// As it is written.
    pub name: String,
    /// What it is where nobody sets it; its form is that of all values.
    pub default: OptionValue,
    /// What it means: a sentence.
    pub text: String,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// A number that is not negative.
    Number(u64),
    /// A list of words.
    Words(Vec<String>),
}

impl OptionValue {
    /// What a message calls the form of the value.
    pub fn form(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number that is not negative",
            Self::Words(_) => "a list of words",
        }
    }

    /// Reads a value of the same form from the command line, where words are separated by commas.
    pub fn parse_like(&self, text: &str) -> Option<Self> {
        match self {
            Self::Number(_) => text.parse().ok().map(Self::Number),
            Self::Words(_) => {
                Some(Self::Words(text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()))
            }
        }
    }
}

impl From<&OptionValue> for serde_json::Value {
    fn from(value: &OptionValue) -> Self {
        match value {
            OptionValue::Number(number) => (*number).into(),
            OptionValue::Words(words) => words.clone().into(),
        }
    }
}
