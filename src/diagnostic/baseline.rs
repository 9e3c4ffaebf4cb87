//! The baseline: findings that were there when a gate was put up, by their fingerprints. They are hidden, and new ones are not.

use super::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::json;
use serde_json::json;
use std::collections::BTreeMap;

/// The form that is written.
const VERSION: &str = "1";

/// The findings of a baseline: those that are alike stand together.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: BTreeMap<String, Vec<Known>>,
}

/// A finding that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The rule that found it.
    pub rule: String,
    /// The file that it was in, as seen from the baseline's directory.
    pub path: String,
    /// What was found.
    pub message: String,
    /// Where it stands in the baseline.
    pub span: Span,
    /// Whether it was found again.
    pub used: bool,
}

impl Baseline {
    /// Reads a baseline, or says what is wrong with it.
    pub fn read(text: &str, file: FileId) -> Result<Self, String> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (root, errors) = json::parse(body, text.len() - body.len(), file);
        let root = root.ok_or_else(|| {
            errors.first().map_or("it is no JSON".to_owned(), |error| format!("it is no JSON: {}", error.message))
        })?;
        if root.get("version").and_then(|version| version.text()).map(|version| &**version) != Some(VERSION) {
            return Err("it is no baseline, or one of another version of enilint".into());
        }
        let findings = root.get("findings").and_then(|findings| findings.items()).ok_or("it has no list of `findings`")?;
        let mut entries = BTreeMap::<String, Vec<Known>>::new();
        for finding in findings {
            let text = |name: &str| finding.get(name).and_then(|value| value.text()).map(ToString::to_string);
            let fingerprint = text("fingerprint").ok_or("a finding has no `fingerprint`")?;
            let [rule, path, message] = ["rule", "path", "message"].map(|name| text(name).unwrap_or_default());
            entries.entry(fingerprint).or_default().push(Known { rule, path, message, span: finding.span, used: false });
        }
        Ok(Self { entries })
    }

    /// Takes out the findings that were there; `path_of` tells what the baseline calls their files. One of the same file comes first: an
    /// entry of another file stands for a finding that is alike only where that file `may_have_moved` to the one it is found in.
    pub fn hide(
        &mut self,
        findings: &mut Vec<Diagnostic>,
        path_of: &dyn Fn(&Diagnostic) -> Option<String>,
        may_have_moved: &dyn Fn(&Known, &str) -> bool,
    ) {
        let mut hide = |is_same: &dyn Fn(&Known, &str) -> bool| {
            findings.retain(|finding| {
                let Some(path) = path_of(finding).filter(|_| can_be_known(finding)) else { return true };
                let alike = self.entries.get_mut(&finding.likeness).into_iter().flatten();
                let known = alike.filter(|known| !known.used).find(|known| is_same(known, &path));
                known.map(|known| known.used = true).is_none()
            });
        };
        hide(&|known, path| known.path == path);
        hide(may_have_moved);
    }

    /// What was not found again.
    pub fn unused(&self) -> impl Iterator<Item = &Known> {
        self.entries.values().flatten().filter(|known| !known.used)
    }

    /// Takes out what is not found again, where that can be said.
    pub fn prune(&mut self, is_gone: impl Fn(&Known) -> bool) -> usize {
        let before = self.unused().count();
        self.entries.values_mut().for_each(|alike| alike.retain(|known| known.used || !is_gone(known)));
        before - self.unused().count()
    }

    /// The text of a baseline with these findings, which are called by the paths that are given, and how many it knows.
    pub fn of<'d>(findings: impl Iterator<Item = (&'d Diagnostic, String)>) -> (String, usize) {
        let findings = findings.filter(|(diagnostic, _)| can_be_known(diagnostic));
        let entries =
            findings.map(|(diagnostic, path)| (&*diagnostic.likeness, diagnostic.rule, path, diagnostic.message.as_str()));
        let entries: Vec<_> = entries.collect();
        let count = entries.len();
        (written(entries), count)
    }

    /// The text again.
    pub fn text(&self) -> String {
        let entries = self.entries.iter().flat_map(|(fingerprint, alike)| {
            alike.iter().map(move |known| (&**fingerprint, &*known.rule, known.path.clone(), &*known.message))
        });
        written(entries.collect())
    }
}

/// What says that something could not be checked, or is wrong with the settings, is never hidden.
fn can_be_known(diagnostic: &Diagnostic) -> bool {
    diagnostic.is_finding() && !diagnostic.is_about_settings()
}

/// One line for each finding, sorted by path: a change of one is a change of one line.
fn written(mut entries: Vec<(&str, &str, String, &str)>) -> String {
    entries.sort_by(|one, other| (&one.2, one.1, one.0).cmp(&(&other.2, other.1, other.0)));
    let lines = entries.iter().map(|(fingerprint, rule, path, message)| {
        let [fingerprint, rule, path, message] = [*fingerprint, *rule, path.as_str(), *message].map(|text| json!(text));
        format!("\n    {{ \"path\": {path}, \"rule\": {rule}, \"message\": {message}, \"fingerprint\": {fingerprint} }}")
    });
    format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}\n  ]\n}}\n", lines.collect::<Vec<_>>().join(","))
}
