//! How a rule runs at a place.

use crate::diagnostic::Severity;

/// How a rule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// With the severities that the rule gives its findings.
    On,
    /// With one severity for all its findings.
    At(Severity),
}

impl Level {
    /// `off`, `on` or a severity.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "on" => Some(Self::On),
            _ => Severity::parse(word).map(Self::At),
        }
    }
}
