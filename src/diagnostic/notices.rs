//! What enilint reports beside the findings of rules: input that cannot be read, and what is wrong with its own instructions.

use super::Severity;

/// A kind of diagnostic that no rule finds.
#[derive(Debug, PartialEq, Eq)]
pub struct Notice {
    /// The id.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it says, as a title.
    pub title: &'static str,
    /// What it means and what to do.
    pub text: &'static str,
}

/// The id under which syntax errors are reported.
pub const SYNTAX_ERROR: &str = "syntax-error";
/// The id under which files that cannot be read are reported.
pub const UNREADABLE: &str = "unreadable-file";
/// An ignore whose date has passed.
pub const EXPIRED_IGNORE: &str = "expired-ignore";
/// An ignore that cannot be read.
pub const MALFORMED_IGNORE: &str = "malformed-ignore";
/// A setting that cannot be read.
pub const MALFORMED_SETTING: &str = "malformed-setting";
/// An ignore without a reason.
pub const REASONLESS_IGNORE: &str = "reasonless-ignore";
/// An ignore of a rule that does not exist.
pub const UNKNOWN_IGNORE: &str = "unknown-ignore";
/// A setting, or the rule that it is about, that does not exist.
pub const UNKNOWN_SETTING: &str = "unknown-setting";
/// An entry of a baseline that matches no finding.
pub const UNUSED_BASELINE: &str = "unused-baseline-entry";
/// An ignore that ignores nothing.
pub const UNUSED_IGNORE: &str = "unused-ignore";
/// A setting that matches nothing.
pub const UNUSED_SETTING: &str = "unused-setting";
/// A value of a variable or parameter that nothing has.
pub const UNUSED_VALUE: &str = "unused-value";

/// All notices, by id.
pub const NOTICES: &[Notice] = &[
    Notice {
        id: EXPIRED_IGNORE,
        severity: Severity::Warning,
        title: "Ignore whose date has passed",
        text: "An ignore with `until=2027-01-31` counts up to and with that day (in UTC). From the next day on it has no effect: what it \
               covered is reported again, and so is the ignore. Fix what it covers, or give it a later date.",
    },
    Notice {
        id: MALFORMED_IGNORE,
        severity: Severity::Warning,
        title: "Ignore that cannot be read",
        text: "A comment reads `enilint:ignore RULE[, RULE…] REASON` or `enilint:ignore-file RULE[, RULE…] REASON`; in CloudFormation's \
               `Metadata`, `enilint: ignore:` is a list of mappings with `rule`, `reason` and, where wanted, `until`. Until it is \
               corrected it has no effect.",
    },
    Notice {
        id: MALFORMED_SETTING,
        severity: Severity::Error,
        title: "Setting that cannot be read",
        text: "`enilint.toml` is no TOML there, has a value of another form than the setting takes, or names a file that cannot be \
               read. The setting has no effect; everything else counts. The exit status is 2. `enilint config --schema` prints a JSON \
               schema with which editors find such mistakes.",
    },
    Notice {
        id: REASONLESS_IGNORE,
        severity: Severity::Warning,
        title: "Ignore without a reason",
        text: "Whoever reads the ignore next has to know why it is there: write the reason behind the rule. Without one the ignore has \
               no effect.",
    },
    Notice {
        id: SYNTAX_ERROR,
        severity: Severity::Error,
        title: "Text that is not well-formed",
        text: "Terraform or CloudFormation would refuse this text. What could be read is linted all the same; the exit status is 3.",
    },
    Notice {
        id: UNKNOWN_IGNORE,
        severity: Severity::Warning,
        title: "Ignore of a rule that does not exist",
        text: "The rule's id is misspelled, or belongs to another version of enilint. `enilint rules` lists all ids.",
    },
    Notice {
        id: UNKNOWN_SETTING,
        severity: Severity::Error,
        title: "Setting that does not exist",
        text: "A key of `enilint.toml`, or the rule that it names, is misspelled or belongs to another version of enilint. It has no \
               effect; everything else counts. The exit status is 2. `enilint init` writes a file with all settings.",
    },
    Notice {
        id: UNREADABLE,
        severity: Severity::Error,
        title: "File that cannot be read",
        text: "The file is missing, too large, no text, or may not be read. Everything else is linted; the exit status is 3.",
    },
    Notice {
        id: UNUSED_BASELINE,
        severity: Severity::Info,
        title: "Entry of the baseline that is found no more",
        text: "What the baseline hides is gone, or it is another finding now: `enilint baseline --prune` takes the entry out, so that \
               it does not hide the next mistake of the same kind. This is said only where everything was checked.",
    },
    Notice {
        id: UNUSED_IGNORE,
        severity: Severity::Warning,
        title: "Ignore that ignores nothing",
        text: "The rule finds nothing in the block that the ignore belongs to: the mistake is gone, or the finding belongs to another \
               block. Remove the ignore, so that it does not hide the next mistake. This is said only where everything was checked that \
               could use the ignore: not when single files are named, not in a module that is called from elsewhere or has variables \
               without a value, not for a rule that is off, and not where something could not be checked.",
    },
    Notice {
        id: UNUSED_SETTING,
        severity: Severity::Warning,
        title: "Setting that matches nothing",
        text: "A pattern of paths in `enilint.toml` matches no file, or a value is for a variable or parameter that nothing has which \
               it is for: it is misspelled, or what it was about has moved. This is said only where the whole directory of the file \
               was looked through.",
    },
    Notice {
        id: UNUSED_VALUE,
        severity: Severity::Warning,
        title: "Value that nothing takes",
        text: "A file of `--parameter-file` gives a value to a parameter that no template here has, or one of `--var-file` to a variable \
               that no module here declares; the latter is for information only. The name may be misspelled: then the default is \
               linted. On the command line itself, such a name is wrong usage. This is not said with `--skip-unrelated`.",
    },
];

/// The notice with this id.
pub fn notice(id: &str) -> Option<&'static Notice> {
    NOTICES.iter().find(|notice| notice.id == id)
}
