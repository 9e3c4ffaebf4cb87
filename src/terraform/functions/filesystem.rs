//! Functions on paths, and on files: these are read within the roots of the run only.

use super::encoding::digest;
use super::{Invocation, Outcome};
use crate::source::{FileId, FileKind, ReadError, normalize};
use crate::syntax::hcl::{Expression, parse_template};
use crate::terraform::evaluator::Evaluator;
use crate::terraform::scope::{Frame, Scope};
use crate::value::{Data, Value, base64};
use globset::{GlobBuilder, GlobMatcher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn filesystem(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("basename", [path]) => self.of_text(path, |path| Some(basename(path))),
            ("dirname", [path]) => self.of_text(path, |path| Some(dirname(path))),
            // The home directory of whoever runs Terraform is not known, and neither is the directory it runs in.
            ("pathexpand", [path]) if path.as_str().is_some_and(|path| !path.starts_with('~')) => Outcome::Value(path.clone()),
            ("abspath", [path]) if path.as_str().is_some_and(|path| path.starts_with('/')) => {
                self.of_text(path, |path| Some(clean(path)))
            }
            ("file", [path]) => self.with_file(path, |file| self.file_text(file)),
            ("fileexists", [path]) => self.with_file(path, |file| self.exists(file)),
            ("filebase64", [path]) => self.with_bytes(path, |bytes| Some(base64::encode(bytes))),
            ("fileset", [directory, pattern]) => self.file_set(directory, pattern),
            ("templatefile", [path, variables]) => self.with_file(path, |file| self.template_file(file, variables)),
            ("templatestring", [template, variables]) => self.template_string(template, variables),
            (name, [path]) if name.starts_with("file") => {
                let function = name.strip_prefix("file").unwrap_or(name);
                self.with_bytes(path, |bytes| digest(function, bytes))
            }
            _ => return None,
        })
    }

    /// A path relative to the root module, where Terraform runs. What lies outside of what may be read is not known.
    fn with_file(&self, path: &Value, apply: impl Fn(&Path) -> Outcome) -> Outcome {
        let Some(path) = path.as_str() else { return Self::mismatch(path) };
        let path = normalize(&self.evaluator.root.join(path));
        if self.evaluator.workspace.may_read(&path) { apply(&path) } else { Outcome::Unknown }
    }

    fn with_bytes(&self, path: &Value, change: impl Fn(&[u8]) -> Option<String>) -> Outcome {
        self.with_file(path, |path| match self.evaluator.workspace.files.bytes(path) {
            Ok(bytes) => change(&bytes).map_or(Outcome::Unknown, |text| self.text(text)),
            Err(error) => unreadable(&error),
        })
    }

    fn file_text(&self, path: &Path) -> Outcome {
        match self.evaluator.workspace.files.read(path) {
            Ok(text) => self.text(text),
            Err(error) => unreadable(&error),
        }
    }

    fn exists(&self, path: &Path) -> Outcome {
        match self.evaluator.workspace.files.kind(path) {
            Some(FileKind::File) => Data::Bool(true).into(),
            Some(_) => Outcome::Fails("a path that names no file"),
            None => Data::Bool(false).into(),
        }
    }

    fn file_set(&self, directory: &Value, pattern: &Value) -> Outcome {
        let (Some(_), Some(pattern)) = (directory.as_str(), pattern.as_str()) else { return Outcome::Unknown };
        let Some(glob) = glob(pattern) else { return Outcome::Fails("a text that is no pattern of file names") };
        self.with_file(directory, |directory| {
            let mut names = Vec::new();
            match self.collect(directory, &PathBuf::new(), &glob, &mut names) {
                Some(()) => {
                    names.sort();
                    let names = names.iter().map(|name| Value::string(name)).collect();
                    let list = self.evaluator.sequence(crate::value::SequenceKind::List, names, self.span);
                    Outcome::Value(self.evaluator.to_set(&list, self.span))
                }
                None => Outcome::Unknown,
            }
        })
    }

    /// The files below a directory whose relative path matches; `None` past the bound.
    fn collect(&self, root: &Path, below: &Path, glob: &GlobMatcher, names: &mut Vec<String>) -> Option<()> {
        const MAX_DEPTH: usize = 16;
        let Ok(entries) = self.evaluator.workspace.files.list(&root.join(below)) else { return Some(()) };
        for entry in entries {
            let relative = below.join(entry.path.file_name()?);
            match entry.kind {
                FileKind::Directory if relative.components().count() < MAX_DEPTH => self.collect(root, &relative, glob, names)?,
                FileKind::File if glob.is_match(&relative) => names.push(relative.to_str()?.replace('\\', "/")),
                _ => {}
            }
            if names.len() > crate::terraform::evaluator::MAX_ELEMENTS || !self.evaluator.charge(1, self.span) {
                return None;
            }
        }
        Some(())
    }

    fn template_file(&self, path: &Path, variables: &Value) -> Outcome {
        let file = match self.evaluator.workspace.load(path) {
            Ok(file) => file,
            Err(error) => return unreadable(&error),
        };
        let source = self.evaluator.workspace.sources.get(file);
        self.template_of(source.body().0, file, variables)
    }

    fn template_string(&self, template: &Value, variables: &Value) -> Outcome {
        match template.as_str() {
            Some(text) => self.template_of(text, self.span.file, variables),
            None => Self::mismatch(template),
        }
    }

    fn template_of(&self, text: &str, file: FileId, variables: &Value) -> Outcome {
        let Some(variables) = variables.entries() else { return Self::mismatch(variables) };
        let variables: Vec<_> = variables.iter().collect();
        match self.evaluator.render(text, file, &variables) {
            Some(value) if value.is_null() => Outcome::Fails("a template that makes no text"),
            Some(value) => Outcome::Value(value.with_origin(self.evaluator.arena.written(self.span))),
            None => Outcome::Fails("a text that is no template"),
        }
    }
}

impl Evaluator<'_> {
    /// What a template makes of variables that are the only names in it. `None` where it is not well-formed.
    pub(in crate::terraform) fn render(&self, text: &str, file: FileId, variables: &[(&Arc<str>, &Value)]) -> Option<Value> {
        let template = parse_template(text, 0, file).ok().filter(|_| variables.len() <= MAX_VARIABLES)?;
        // Terraform has no `templatefile` within a template.
        if self.rendering.replace(true) {
            return None;
        }
        let value = self.render_with(&template, variables, &Scope::constant());
        self.rendering.set(false);
        Some(match value.data {
            // A template that is one interpolation makes a text all the same.
            Data::Bool(_) | Data::Number(_) => self.joined(&[value], template.span),
            _ => value,
        })
    }

    fn render_with(&self, template: &Expression, variables: &[(&Arc<str>, &Value)], scope: &Scope<'_>) -> Value {
        match variables {
            [(name, value), rest @ ..] => {
                let frame = Frame { name, value: (*value).clone(), outer: scope.frame };
                self.render_with(template, rest, &scope.with(&frame))
            }
            [] => self.evaluate(template, scope),
        }
    }
}

/// A template with more variables is not rendered.
const MAX_VARIABLES: usize = 200;

/// What is not there, or is no text, Terraform refuses; a file that is too large is not known.
fn unreadable(error: &ReadError) -> Outcome {
    match error {
        ReadError::TooLarge(_) => Outcome::Unknown,
        _ => Outcome::Fails("a file that cannot be read"),
    }
}

/// A pattern in which `*` stops at a slash.
fn glob(pattern: &str) -> Option<GlobMatcher> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// The path as Go cleans it.
fn clean(path: &str) -> String {
    let cleaned = normalize(Path::new(path));
    match cleaned.to_str() {
        Some("") | None => ".".into(),
        Some(path) => path.replace("/../", "/"),
    }
}

fn basename(path: &str) -> String {
    match path.trim_end_matches('/') {
        "" if path.is_empty() => ".".into(),
        "" => "/".into(),
        path => path.rsplit('/').next().unwrap_or(path).into(),
    }
}

fn dirname(path: &str) -> String {
    match path.rfind('/') {
        None => ".".into(),
        Some(0) => "/".into(),
        Some(at) => clean(&path[..at]),
    }
}
