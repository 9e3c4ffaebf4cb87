//! Flags about rules and what fails a run.

use crate::check::{Flags, OptionFlag, RuleFlag};
use crate::diagnostic::Severity;
use crate::rules::Level;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(super) struct Rules {
    /// Run a rule that is off
    #[arg(long, value_name = "RULE", value_parser = enabled, help_heading = "Findings")]
    enable: Vec<RuleFlag>,

    /// Leave a rule out
    #[arg(long, value_name = "RULE", value_parser = disabled, help_heading = "Findings")]
    disable: Vec<RuleFlag>,

    /// Set a rule to off, on, info, warning or error, for all files or those that a pattern like those of .gitignore matches
    #[arg(long, value_name = "[PATTERN:]RULE=LEVEL", value_parser = RuleFlag::parse, help_heading = "Findings")]
    rule: Vec<RuleFlag>,

    /// Set an option of a rule; words are separated by commas. `enilint explain RULE` tells which options it has
    #[arg(long, value_name = "RULE.OPTION=VALUE", value_parser = OptionFlag::parse, help_heading = "Findings")]
    option: Vec<OptionFlag>,
}

impl Rules {
    /// In the order of how particular they are.
    pub(super) fn put_into(self, flags: &mut Flags) {
        flags.rules = [self.enable, self.disable, self.rule].concat();
        flags.options = self.option;
    }
}

fn enabled(id: &str) -> Result<RuleFlag, String> {
    RuleFlag::everywhere(id, Level::On)
}

fn disabled(id: &str) -> Result<RuleFlag, String> {
    RuleFlag::everywhere(id, Level::Off)
}

/// What fails a run.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
}

impl FailOn {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}
