//! The one type for everything that is reported: syntax errors, unusable input, and findings of rules.

mod baseline;
mod fingerprint;
mod notices;
mod similar;

pub use baseline::{Baseline, Known};
pub use fingerprint::identify;
pub use notices::{
    EXPIRED_IGNORE, MALFORMED_IGNORE, MALFORMED_SETTING, NOTICES, Notice, REASONLESS_IGNORE, SYNTAX_ERROR, UNKNOWN_IGNORE,
    UNKNOWN_SETTING, UNREADABLE, UNUSED_BASELINE, UNUSED_IGNORE, UNUSED_SETTING, UNUSED_VALUE, notice,
};
pub use similar::closest;

use crate::source::Span;
use std::fmt;
use std::sync::Arc;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice, or a judgement that depends on what the configuration does not say.
    Info,
    /// AWS accepts it, but it will not work as it looks.
    Warning,
    /// AWS or Terraform refuses it, or it breaks for certain.
    Error,
}

impl Severity {
    /// The severity that is called so.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Error].into_iter().find(|severity| severity.to_string() == word)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A message about places in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's id, or [`SYNTAX_ERROR`].
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one sentence, without a full stop.
    pub message: String,
    /// In how many more instances of the same block it is found.
    pub repeats: usize,
    /// What to type instead.
    pub help: Option<String>,
    /// When it happens, where that is not always: `var.ha is true`.
    pub condition: Option<String>,
    /// The places that cause it together, the primary one first.
    pub labels: Vec<Label>,
    /// The module calls or nested stacks through which it is found, from the root inwards.
    pub calls: Arc<[Span]>,
    /// The block it is about, as it is called within its module or template.
    pub subject: Option<String>,
    /// Recognises it in another run; see [`identify`], which sets it.
    pub fingerprint: String,
    /// The same for all findings that are alike, of which the fingerprint tells one from the other.
    pub likeness: String,
    /// Whether it fails the run: it is at or above the threshold of its file.
    pub fails: bool,
}

/// What one place contributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it contributes; may be empty on the primary label.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic about one place.
    pub fn new(rule: &'static str, severity: Severity, message: impl Into<String>, span: Span) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            repeats: 0,
            help: None,
            condition: None,
            labels: vec![Label { span, text: String::new() }],
            calls: Arc::default(),
            subject: None,
            fingerprint: String::new(),
            likeness: String::new(),
            fails: false,
        }
    }

    /// Says what to type instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What the primary place contributes.
    #[must_use]
    pub fn text_at_place(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Another place and what it contributes.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The message, with the number of instances it is found in.
    pub fn text(&self) -> String {
        match self.repeats {
            0 => self.message.clone(),
            1 => format!("{} (and the same in one more instance)", self.message),
            more => format!("{} (and the same in {more} more instances)", self.message),
        }
    }

    /// What the message names in backticks: the resources it is about.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.message.split('`').skip(1).step_by(2)
    }

    /// Whether a rule found it; otherwise it says what could not be checked.
    pub fn is_finding(&self) -> bool {
        !matches!(self.rule, SYNTAX_ERROR | UNREADABLE)
    }

    /// Whether it is about what governs the run, and not about what is linted.
    pub fn is_about_settings(&self) -> bool {
        matches!(self.rule, MALFORMED_SETTING | UNKNOWN_SETTING | UNUSED_SETTING | UNUSED_VALUE)
    }

    /// The places in the file that the diagnostic belongs to.
    pub fn own_places(&self) -> impl Iterator<Item = Span> {
        let file = self.primary().map(|label| label.span.file);
        self.labels.iter().map(|label| label.span).filter(move |span| Some(span.file) == file)
    }

    /// The place the diagnostic belongs to.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }
}
