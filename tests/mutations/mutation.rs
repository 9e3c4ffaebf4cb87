//! Planting a mistake: edits of texts, and the places where a finding is expected.

use crate::element::{Element, Insert, Name};
use crate::project::Project;
use enilint::configuration::Language;
use std::collections::BTreeMap;
use std::ops::Range;

/// Changes of a project that make one mistake.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mutation {
    edits: Vec<Edit>,
    /// Further places at which it may be told, as they were before.
    places: Vec<(usize, Range<usize>)>,
    /// A new name, and that of what it is a copy of: what was found before in that one is nothing new.
    pub(crate) copied: Option<(String, String)>,
}

#[derive(Clone, Debug)]
struct Edit {
    file: usize,
    range: Range<usize>,
    text: String,
}

/// The texts of the changed files, and per file the ranges in which the mistake is.
pub(crate) type Planted = BTreeMap<usize, (String, Vec<Range<usize>>)>;

impl Mutation {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Writes an attribute: in place of what is written for it, or as a line of its own.
    pub(crate) fn set(mut self, element: &Element, name: Name, value: &str) -> Option<Self> {
        let (file, key) = (element.file, name.of(element.language));
        let edit = match (element.attribute(name), &element.insert) {
            // What stands on lines of its own in YAML may not be indented enough for another value.
            (Some(attribute), Insert::Yaml { .. }) => {
                Edit { file, range: attribute.key.end..attribute.value.end, text: format!(": {value}") }
            }
            (Some(attribute), _) => Edit { file, range: attribute.value.clone(), text: value.to_owned() },
            (None, Insert::Hcl { offset, indent }) => {
                let indent = " ".repeat(*indent);
                Edit { file, range: *offset..*offset, text: format!("\n{indent}{key} = {value}") }
            }
            (None, insert) => entry(file, insert, key, value)?,
        };
        self.edits.push(edit);
        Some(self)
    }

    /// Writes a line or block of Terraform into a block.
    pub(crate) fn write(mut self, element: &Element, text: &str) -> Option<Self> {
        let Insert::Hcl { offset, indent } = element.insert else { return None };
        let indent = " ".repeat(indent);
        let text: String = text.lines().map(|line| format!("\n{indent}{line}")).collect();
        self.edits.push(Edit { file: element.file, range: offset..offset, text });
        Some(self)
    }

    /// Takes out an attribute, if it is written. What is left of the element is where that shows.
    pub(crate) fn remove(mut self, project: &Project, element: &Element, name: Name) -> Option<Self> {
        let Some(attribute) = element.attribute(name) else { return Some(self) };
        let text = &project.files[element.file].text;
        let line = text[..attribute.key.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[attribute.value.end..].find('\n').map_or(text.len(), |at| attribute.value.end + at + 1);
        let (before, after) = (text[line..attribute.key.start].trim(), text[attribute.value.end..end].trim());
        // Only what has lines of its own goes without trace.
        let is_last_in_braces = after.is_empty() && text[..line].trim_end().ends_with(',');
        if !before.is_empty() || !matches!(after, "" | ",") || is_last_in_braces {
            return None;
        }
        self.edits.push(Edit { file: element.file, range: line..end, text: String::new() });
        Some(self.at(element))
    }

    /// Renames an attribute.
    pub(crate) fn rename(mut self, element: &Element, name: Name, new: &str) -> Option<Self> {
        let attribute = element.attribute(name)?;
        self.edits.push(Edit { file: element.file, range: attribute.key.clone(), text: new.to_owned() });
        Some(self)
    }

    /// Adds a resource beside another one: the body of a Terraform block, or what stands beside the type, as JSON.
    pub(crate) fn add(mut self, project: &Project, beside: &Element, kind: Name, name: &str, body: Body<'_>) -> Option<Self> {
        let file = beside.file;
        let edit = match beside.language {
            Language::Terraform => {
                let end = project.files[file].text.len();
                let body: String = body.0.lines().map(|line| format!("  {line}\n")).collect();
                Edit { file, range: end..end, text: format!("\nresource \"{}\" \"{name}\" {{\n{body}}}\n", kind.0) }
            }
            Language::CloudFormation => {
                let text = format!("{{\"Type\": \"{}\", {}}}", kind.1, body.1);
                entry(file, &project.files[file].resources, name, &text)?
            }
        };
        self.edits.push(edit);
        Some(self)
    }

    /// Adds text at the end of the file of an element.
    pub(crate) fn append(mut self, project: &Project, beside: &Element, text: &str) -> Self {
        let end = project.files[beside.file].text.len();
        self.edits.push(Edit { file: beside.file, range: end..end, text: format!("\n{text}\n") });
        self
    }

    /// Adds a copy of a resource under another name.
    pub(crate) fn copy(mut self, project: &Project, element: &Element, name: &str) -> Option<Self> {
        let text = &project.files[element.file].text[element.span.clone()];
        let edit = match element.language {
            Language::Terraform => {
                let end = project.files[element.file].text.len();
                let text = text.replacen(&format!("\"{}\"", element.name), &format!("\"{name}\""), 1);
                Edit { file: element.file, range: end..end, text: format!("\n{text}\n") }
            }
            Language::CloudFormation => {
                let rest = &text[element.header.len()..];
                let (offset, between) = match project.files[element.file].resources {
                    Insert::Yaml { offset, indent } => (offset, format!("\n{}", " ".repeat(indent))),
                    Insert::Flow { offset } => (offset, ", ".to_owned()),
                    _ => return None,
                };
                let key = if element.header.len() == element.name.len() { name.to_owned() } else { format!("\"{name}\"") };
                Edit { file: element.file, range: offset..offset, text: format!("{key}{}{between}", rest.trim_end()) }
            }
        };
        self.edits.push(edit);
        self.copied = Some((name.to_owned(), element.name.clone()));
        Some(self)
    }

    /// Another place at which the mistake may be told.
    pub(crate) fn at(mut self, element: &Element) -> Self {
        self.places.push((element.file, element.span.clone()));
        self
    }

    /// Makes the edits.
    pub(crate) fn plant(&self, project: &Project) -> Planted {
        let mut planted = Planted::new();
        let files: std::collections::BTreeSet<usize> =
            self.edits.iter().map(|edit| edit.file).chain(self.places.iter().map(|(file, _)| *file)).collect();
        for file in files {
            let mut edits: Vec<&Edit> = self.edits.iter().filter(|edit| edit.file == file).collect();
            edits.sort_by_key(|edit| edit.range.start);
            let (mut text, mut ranges, mut from) = (String::new(), Vec::new(), 0);
            let old = &project.files[file].text;
            for edit in &edits {
                text += &old[from..edit.range.start];
                let start = text.len() + edit.text.len() - edit.text.trim_start().len();
                text += &edit.text;
                if !edit.text.is_empty() {
                    ranges.push(start..text.trim_end().len().max(start));
                }
                from = edit.range.end;
            }
            text += &old[from..];
            let moved = |offset: usize| {
                let before = edits.iter().filter(|edit| edit.range.end <= offset);
                before.fold(offset, |offset, edit| offset + edit.text.len() - edit.range.len())
            };
            let places = self.places.iter().filter(|(place, _)| *place == file);
            ranges.extend(places.map(|(_, range)| moved(range.start)..moved(range.end)));
            planted.insert(file, (text, ranges));
        }
        planted
    }
}

/// Text for Terraform, and text for CloudFormation.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a>(pub(crate) &'a str, pub(crate) &'a str);

fn entry(file: usize, insert: &Insert, key: &str, value: &str) -> Option<Edit> {
    let (offset, text) = match insert {
        Insert::Yaml { offset, indent } => (*offset, format!("{key}: {value}\n{}", " ".repeat(*indent))),
        Insert::Flow { offset } => (*offset, format!("\"{key}\": {value}, ")),
        Insert::Hcl { .. } | Insert::Nowhere => return None,
    };
    Some(Edit { file, range: offset..offset, text })
}
