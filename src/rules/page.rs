//! Pages: the Markdown file of a rule, which is its metadata, its documentation and its test.

use super::RuleOption;
use crate::diagnostic::Severity;
use serde::Deserialize;

/// What a page says.
#[derive(Clone, Debug)]
pub struct Page {
    /// The usual severity of the rule's findings.
    pub severity: Severity,
    /// What kind of mistake it finds.
    pub category: Category,
    /// The version that brought the rule.
    pub since: String,
    /// Whether there is an automatic fix.
    pub fix: Fix,
    /// Whether the rule runs unless it is switched off.
    pub default: bool,
    /// What can be set beside its level.
    pub options: Vec<RuleOption>,
    /// What AWS, Terraform or CloudFormation answers where they refuse it: message texts, in which `*` stands for what differs from case to
    /// case, and error codes.
    pub messages: Vec<String>,
    /// Where the facts come from.
    pub references: Vec<Reference>,
    /// The heading.
    pub title: String,
    /// The Markdown below the front matter, heading included.
    pub text: &'static str,
    /// What is wrong with the front matter, if it cannot be read.
    pub error: Option<String>,
}

/// What kind of mistake a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// AWS refuses it.
    Refused,
    /// AWS accepts it, but it misbehaves.
    Misbehaves,
    /// A pitfall of Terraform and its provider.
    Terraform,
    /// A pitfall of CloudFormation.
    Cloudformation,
    /// A change that breaks something.
    Change,
    /// Advice.
    Advice,
}

/// Whether there is an automatic fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fix {
    /// There is none.
    None,
    /// It changes nothing else.
    Safe,
    /// It may change what is meant.
    Unsafe,
}

/// A source of facts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reference {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    severity: Severity,
    category: Category,
    since: String,
    fix: Fix,
    #[serde(default = "on")]
    default: bool,
    #[serde(default)]
    options: Vec<RuleOption>,
    #[serde(default)]
    messages: Vec<String>,
    #[serde(default)]
    references: Vec<Reference>,
}

fn on() -> bool {
    true
}

impl Page {
    /// Reads a page. What cannot be read is told in [`Page::error`], which a test looks at.
    pub(super) fn parse(source: &'static str) -> Self {
        let (front, text) = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", source));
        let text = text.trim_start();
        let title = text.lines().next().unwrap_or_default().trim_start_matches("# ").to_owned();
        let (front, error) = match serde_yaml::from_str::<FrontMatter>(front) {
            Ok(front) => (Some(front), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            severity: front.as_ref().map_or(Severity::Warning, |front| front.severity),
            category: front.as_ref().map_or(Category::Misbehaves, |front| front.category),
            fix: front.as_ref().map_or(Fix::None, |front| front.fix),
            default: front.as_ref().is_none_or(|front| front.default),
            since: front.as_ref().map_or_else(String::new, |front| front.since.clone()),
            options: front.as_ref().map_or_else(Vec::new, |front| front.options.clone()),
            messages: front.as_ref().map_or_else(Vec::new, |front| front.messages.clone()),
            references: front.map_or_else(Vec::new, |front| front.references),
            title,
            text,
            error,
        }
    }

    /// The examples in order.
    pub fn examples(&self) -> Vec<Example> {
        examples(self.text)
    }

    /// Which languages the examples show.
    pub fn languages(&self) -> Vec<&'static str> {
        let fences: Vec<Fence> = self.examples().into_iter().flat_map(|example| example.fences).collect();
        let mut languages = Vec::new();
        if fences.iter().any(|fence| fence.extension == "tf") {
            languages.push("Terraform");
        }
        if fences.iter().any(|fence| fence.extension != "tf") {
            languages.push("CloudFormation");
        }
        languages
    }
}

/// The examples of a Markdown text in order. Fences that follow each other without prose between them and name different files form one.
pub fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut joined = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            joined &= line.trim().is_empty();
            continue;
        };
        let content: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let Some(fence) = Fence::parse(info, content.join("\n") + "\n") else {
            continue;
        };
        match examples.last_mut() {
            Some(last) if joined && last.is_continued_by(&fence) => last.fences.push(fence),
            _ => examples.push(Example { bad: fence.bad, fences: vec![fence] }),
        }
        joined = true;
    }
    examples
}

/// An example: a small project that the rule finds fault with, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether the rule must find something.
    pub bad: bool,
    /// Its files.
    pub fences: Vec<Fence>,
}

impl Example {
    fn is_continued_by(&self, fence: &Fence) -> bool {
        // Fences of the old side come first, and begin an example of their own.
        if fence.before && self.fences.iter().any(|known| !known.before) {
            return false;
        }
        let place = |fence: &Fence| (fence.before, fence.path());
        let goes_on = fence.file.is_some() || self.fences.iter().any(|known| known.before && !fence.before);
        goes_on && self.bad == fence.bad && self.fences.iter().all(|known| place(known) != place(fence))
    }
}

/// One file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    bad: bool,
    /// Whether it belongs to the old side of a change.
    pub before: bool,
    extension: &'static str,
    file: Option<String>,
    /// The text.
    pub text: String,
}

impl Fence {
    /// `hcl bad file=net/main.tf`, `hcl bad before`: a fence that says neither `good` nor `bad` is no example.
    fn parse(info: &str, text: String) -> Option<Self> {
        let mut words = info.split_whitespace();
        let extension = match words.next()? {
            "hcl" => "tf",
            "yaml" => "yaml",
            "json" => "json",
            _ => return None,
        };
        let bad = match words.next()? {
            "bad" => true,
            "good" => false,
            _ => return None,
        };
        let words: Vec<&str> = words.collect();
        let file = words.iter().find_map(|word| word.strip_prefix("file=")).map(str::to_owned);
        Some(Self { bad, before: words.contains(&"before"), extension, file, text })
    }

    /// The path of the file in its project.
    pub fn path(&self) -> String {
        self.file.clone().unwrap_or_else(|| format!("main.{}", self.extension))
    }
}
