//! What a rule reports, and how reports become diagnostics: joined over the instances of one block, with the condition under
//! which they hold, the place a deciding value came from, and the calls that lead there.

use super::{Levels, OptionValue, Rule};
use crate::configuration::Resource;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::graph::Graph;
use crate::source::{FileId, Span};
use crate::value::{Arena, Guard, InputKind, OriginKind, Term, TermId, Value};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Collects the findings of one rule over one graph.
pub struct Findings<'g> {
    graph: &'g Graph,
    rule: &'static Rule,
    levels: Levels<'g>,
    findings: Vec<Finding>,
    /// Positions in `findings` by what makes two findings the same.
    known: FxHashMap<(Option<Severity>, Vec<Span>, Arc<[Span]>), usize>,
    /// Positions of those about one block, at one place in it.
    of_block: FxHashMap<(Option<Severity>, Span, Arc<[Span]>, String), Vec<usize>>,
    /// What options are set to in files, once they were asked for.
    options: RefCell<FxHashMap<(&'static str, FileId), OptionValue>>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Names the resources it is about, to count how often it repeats.
    subjects: BTreeSet<String>,
    /// The block it is about.
    block: Option<String>,
    calls: Arc<[Span]>,
    guard: Guard,
    severity: Option<Severity>,
    message: String,
    help: Option<String>,
    labels: Vec<Label>,
}

impl Finding {
    /// A finding about a resource, at a place within it.
    pub fn new(resource: &Resource, span: Span, message: String) -> Self {
        let finding = Self {
            subjects: BTreeSet::from([resource.name()]),
            block: Some(resource.address.local()),
            calls: Arc::clone(&resource.calls),
            ..Self::elsewhere(span, message)
        };
        match &resource.construct {
            Some(construct) => finding.label(construct.span, format!("made by the construct `{}`", construct.path)),
            None => finding,
        }
    }

    /// A finding about a resource, or about something that is only named by its id.
    pub fn about(resource: Option<&Arc<Resource>>, span: Span, message: String) -> Self {
        match resource {
            Some(resource) => Self::new(resource, span, message),
            None => Self::elsewhere(span, message),
        }
    }

    /// The place in a block that it is about.
    fn of_block(&self) -> Option<(Option<Severity>, Span, Arc<[Span]>, String)> {
        Some((self.severity, self.labels[0].span, Arc::clone(&self.calls), self.block.clone()?))
    }

    fn elsewhere(span: Span, message: String) -> Self {
        Self {
            subjects: BTreeSet::from([String::new()]),
            block: None,
            calls: Arc::default(),
            guard: Guard::ALWAYS,
            severity: None,
            message,
            help: None,
            labels: vec![Label { span, text: String::new() }],
        }
    }

    /// What the primary place contributes.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Another place and what it contributes. A place that is labelled already is not labelled again.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        if self.labels.iter().all(|label| label.span != span) {
            self.labels.push(Label { span, text: text.into() });
        }
        self
    }

    /// What to type instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// When it happens.
    #[must_use]
    pub fn when(mut self, guard: Guard) -> Self {
        self.guard = guard;
        self
    }

    /// Something that is fine where changes of an attribute are ignored. Where nobody says whether they are, it is a note.
    #[must_use]
    pub fn unless_ignored(mut self, resource: &Resource, attribute: &str) -> Self {
        if resource.lifecycle.is_untold {
            self.severity = Some(Severity::Info);
            let ignored = format!("nothing to do where `ignore_changes` names `{attribute}`, which a plan alone does not tell");
            self.help = Some(self.help.map_or_else(|| ignored.clone(), |help| format!("{help}; {ignored}")));
        }
        self
    }

    /// Another severity than the rule's usual one.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Shows where a deciding value was written, when that is another place than where it is used.
    #[must_use]
    pub fn because(self, values: &Arena, value: &Value) -> Self {
        let steps = values.steps(value.origin);
        let [used, .., written] = steps.as_slice() else { return self };
        if used.span == written.span {
            return self;
        }
        let given = steps.iter().rev().find_map(|step| match &step.kind {
            OriginKind::Default(name) => Some(format!("the default of `{name}`")),
            OriginKind::Argument(name) | OriginKind::File(name) => Some(format!("`{name}` is set here")),
            OriginKind::Reference(_) | OriginKind::Expression | OriginKind::Set(_) => None,
        });
        let text = match given {
            Some(text) => text,
            None if value.is_known() => format!("{} comes from here", values.describe(value)),
            // A reference to a resource says enough by itself.
            None => return self,
        };
        self.label(written.span, text)
    }
}

impl<'g> Findings<'g> {
    pub(super) fn new(graph: &'g Graph, rule: &'static Rule, levels: Levels<'g>) -> Self {
        Self {
            graph,
            rule,
            levels,
            findings: Vec::new(),
            known: FxHashMap::default(),
            of_block: FxHashMap::default(),
            options: RefCell::default(),
        }
    }

    fn option(&self, name: &'static str, place: Option<Span>) -> Option<OptionValue> {
        let option = self.rule.page().options.iter().find(|option| option.name == name)?;
        let Some(Span { file, .. }) = place else { return Some(option.default.clone()) };
        let mut options = self.options.borrow_mut();
        let set = || self.levels.option(self.rule, name, file).unwrap_or_else(|| option.default.clone());
        Some(options.entry((name, file)).or_insert_with(set).clone())
    }

    /// An option of the rule that is a number, as it is set at a place; that of the page, without one.
    pub(super) fn number(&self, name: &'static str, place: Option<Span>) -> u64 {
        match self.option(name, place) {
            Some(OptionValue::Number(number)) => number,
            _ => 0,
        }
    }

    /// An option of the rule that is a list of words, in lower case, as it is set at a place; that of the page, without one.
    pub(super) fn words(&self, name: &'static str, place: Option<Span>) -> Vec<String> {
        match self.option(name, place) {
            Some(OptionValue::Words(words)) => words.iter().map(|word| word.to_lowercase()).collect(),
            _ => Vec::new(),
        }
    }

    /// Adds a finding. One that repeats for another instance of the same block, or in another case, joins the first, also where the
    /// instances differ in a detail that is shown: the first one is.
    pub fn report(&mut self, finding: Finding) {
        let values = &self.graph.values;
        if !values.possible(finding.guard) {
            return;
        }
        // By call too: a call may have findings within it silenced.
        let key = (finding.severity, finding.labels.iter().map(|label| label.span).collect(), Arc::clone(&finding.calls));
        if let Some(position) = self.known.get(&key).copied().or_else(|| self.of_another_instance(&finding)) {
            let known = &mut self.findings[position];
            known.guard = values.or(known.guard, finding.guard);
            known.subjects.extend(finding.subjects);
        } else {
            self.known.insert(key, self.findings.len());
            if let Some(of_block) = finding.of_block() {
                self.of_block.entry(of_block).or_default().push(self.findings.len());
            }
            self.findings.push(finding);
        }
    }

    /// The first finding at the same place of the same block that is about other instances of it alone. What one instance has wrong twice is told twice.
    fn of_another_instance(&self, finding: &Finding) -> Option<usize> {
        let known = self.of_block.get(&finding.of_block()?)?;
        known.iter().copied().find(|&position| self.findings[position].subjects.is_disjoint(&finding.subjects))
    }

    pub(super) fn into_diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.findings.into_iter().map(move |finding| diagnostic(self.rule, &self.graph.values, finding))
    }
}

fn diagnostic(rule: &Rule, values: &Arena, finding: Finding) -> Diagnostic {
    let certain = values.certain(finding.guard);
    let severity = finding.severity.unwrap_or(rule.page().severity);
    let mut labels = finding.labels;
    for &call in finding.calls.iter().rev() {
        if labels.iter().all(|label| label.span != call) {
            labels.push(Label { span: call, text: "called here".into() });
        }
    }
    Diagnostic {
        rule: rule.id,
        severity: if certain || !depends_on_parameter(values, finding.guard) { severity } else { severity.min(Severity::Warning) },
        message: finding.message,
        repeats: finding.subjects.len() - 1,
        help: finding.help,
        condition: if certain { None } else { values.describe_guard(finding.guard) },
        labels,
        calls: finding.calls,
        subject: finding.block,
        fingerprint: String::new(),
        likeness: String::new(),
        fails: false,
    }
}

/// A mistake that needs a particular value of a CloudFormation parameter is no more than a warning: nobody may ever give it.
fn depends_on_parameter(values: &Arena, guard: Guard) -> bool {
    values.atoms(guard).iter().any(|atom| is_from_parameter(values, atom.term))
}

fn is_from_parameter(values: &Arena, term: TermId) -> bool {
    match &*values.term(term) {
        Term::Input { kind, .. } => *kind == InputKind::Parameter,
        Term::Element { of, .. } | Term::EachKey { over: of } => is_from_parameter(values, *of),
        Term::Apply { arguments, .. } => arguments.iter().any(|argument| match argument.data {
            crate::value::Data::Term(term) => is_from_parameter(values, term),
            _ => false,
        }),
        Term::Managed(_) | Term::Data(_) | Term::Opaque { .. } => false,
    }
}
