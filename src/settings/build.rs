//! From items to [`Settings`].

use super::reader::{Entry, Item, Items};
use super::{Override, Pattern, Section, Settings, notices};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::normalize;
use std::path::{Path, PathBuf};

/// Patterns of one file.
const MAX_PATTERNS: usize = 1_000;

pub(super) fn settings(items: Items, directory: &Path, problems: &mut Vec<Diagnostic>) -> Settings {
    let mut room = MAX_PATTERNS;
    let mut settings = Settings { directory: directory.to_path_buf(), ..Settings::default() };
    for (name, item) in items.items {
        match (name, item) {
            ("fail-on", Item::Text(word)) => {
                let severity = Severity::parse(&word.value);
                settings.fail_on = severity.map(|value| Entry { value, span: word.span });
            }
            ("exclude", Item::Texts(texts)) => settings.exclude = patterns(texts, &mut room, problems),
            ("facts", Item::Texts(texts)) => settings.facts = paths(texts, directory),
            ("baseline", Item::Text(text)) => settings.baseline = Some(path(text, directory)),
            ("overrides", Item::Tables(tables)) => {
                let overrides = tables.into_iter().filter_map(|table| one_override(table, directory, &mut room, problems));
                settings.overrides = overrides.collect();
            }
            (name, item) => settings.general.set(name, item, directory),
        }
    }
    settings
}

fn one_override(table: Items, directory: &Path, room: &mut usize, problems: &mut Vec<Diagnostic>) -> Option<Override> {
    let mut section = Section::default();
    let mut found = None;
    for (name, item) in table.items {
        match (name, item) {
            ("paths", Item::Texts(texts)) => found = Some(patterns(texts, room, problems)),
            (name, item) => section.set(name, item, directory),
        }
    }
    if found.is_none() {
        problems.push(notices::malformed(table.span, "it has no `paths`"));
    }
    Some(Override { span: table.span, paths: found?, section })
}

impl Section {
    fn set(&mut self, name: &str, item: Item, directory: &Path) {
        match (name, item) {
            ("rules", Item::Rules(rules)) => (self.rules, self.options) = (rules.levels, rules.options),
            ("region", Item::Text(text)) => self.region = Some(text),
            ("terraform" | "cloudformation", Item::Table(table)) => {
                table.items.into_iter().for_each(|(name, item)| self.set(name, item, directory));
            }
            ("variables", Item::Values(values)) => self.variables = values,
            ("variable-files", Item::Texts(texts)) => self.variable_files = paths(texts, directory),
            ("workspace", Item::Text(text)) => self.workspace = Some(text),
            ("parameters", Item::Values(values)) => self.parameters = values,
            ("parameter-files", Item::Texts(texts)) => self.parameter_files = paths(texts, directory),
            // The reader gives no other forms than those of the keys.
            _ => {}
        }
    }
}

/// Patterns of one file, as far as there is room.
fn patterns(texts: Vec<Entry<String>>, room: &mut usize, problems: &mut Vec<Diagnostic>) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for text in texts {
        if *room == 0 {
            problems.push(notices::malformed(text.span, &format!("a file has no more than {MAX_PATTERNS} patterns")));
            break;
        }
        *room -= 1;
        match Pattern::new(&text.value, Some(text.span)) {
            Ok(pattern) => patterns.push(pattern),
            Err(reason) => problems.push(notices::malformed(text.span, &format!("it is no pattern of paths: {reason}"))),
        }
    }
    patterns
}

fn paths(texts: Vec<Entry<String>>, directory: &Path) -> Vec<Entry<PathBuf>> {
    texts.into_iter().map(|text| path(text, directory)).collect()
}

fn path(text: Entry<String>, directory: &Path) -> Entry<PathBuf> {
    Entry { value: normalize(&directory.join(text.value)), span: text.span }
}
