//! Real projects: the root modules and templates of the corpus, what is written in them, and what is found in them as they are.

use crate::element::{Element, Insert, Name, referred};
use crate::mutation::{Mutation, Planted};
use crate::read;
use enilint::configuration::{Configuration, Language};
use enilint::diagnostic::Diagnostic;
use enilint::discover::discover;
use enilint::graph::Graph;
use enilint::rules::{Level, Rule};
use enilint::source::{Disk, Entry, FileId, FileKind, FileSystem, ReadError, Walk, Workspace};
use enilint::syntax::{hcl, json, yaml};
use enilint::{cloudformation, rules, terraform};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// A root module with the local modules it calls, or a template.
pub(crate) struct Project {
    pub(crate) repository: PathBuf,
    pub(crate) root: PathBuf,
    pub(crate) language: Language,
    pub(crate) files: Vec<File>,
    elements: Vec<Element>,
    /// The texts of all files of its modules, or of its template.
    all_text: String,
    /// What is found in it as it is.
    known: HashSet<(&'static str, String)>,
}

pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    /// Where a template has room for another resource.
    pub(crate) resources: Insert,
}

/// A finding that was not there before, and the places of its labels: paths and lines.
pub(crate) struct New {
    pub(crate) rule: &'static str,
    pub(crate) message: String,
    pub(crate) places: Vec<(PathBuf, std::ops::RangeInclusive<usize>)>,
}

/// Every project of a repository that has network resources.
pub(crate) fn projects(repository: &Path) -> Vec<Project> {
    let workspace = Workspace::new(&Disk, repository, &[repository.to_path_buf()]);
    let targets = discover(&workspace, &[repository.to_path_buf()]);
    let directories: Vec<PathBuf> = targets.modules.iter().cloned().collect();
    let modules = terraform::roots(&workspace, &terraform::ModuleCache::default(), &directories);
    let roots: Vec<_> = modules
        .into_iter()
        .map(|root| (root, Language::Terraform))
        .chain(targets.templates.iter().cloned().map(|root| (root, Language::CloudFormation)))
        .collect();
    roots.into_par_iter().filter_map(|(root, language)| Project::read(repository, root, language)).collect()
}

impl Project {
    fn read(repository: &Path, root: PathBuf, language: Language) -> Option<Self> {
        let workspace = Workspace::new(&Disk, repository, &[repository.to_path_buf()]);
        let configuration = evaluate(&workspace, &root, language);
        if !configuration.errors.is_empty() {
            return None;
        }
        let name = |path: &str| repository.join(path);
        let existing: BTreeSet<(PathBuf, usize)> = configuration
            .resources
            .iter()
            .map(|resource| (name(&workspace.sources.get(resource.header.file).path), resource.header.start as usize))
            .collect();
        let graph = Graph::new(configuration);
        let known = rules::check(&graph, &|_: &Rule, _: FileId| Level::On)
            .into_iter()
            .map(|found| (found.rule, without_numbers(&found.message)))
            .collect();
        let mut project = Self {
            repository: repository.to_path_buf(),
            root,
            language,
            files: Vec::new(),
            elements: Vec::new(),
            all_text: String::new(),
            known,
        };
        let paths: BTreeSet<&PathBuf> = existing.iter().map(|(path, _)| path).collect();
        paths.into_iter().for_each(|path| project.add(&workspace, path));
        let there = |element: &Element| existing.contains(&(project.files[element.file].path.clone(), element.header.start));
        project.elements = std::mem::take(&mut project.elements).into_iter().filter(there).collect();
        project.all_text = project.read_all();
        (!project.elements.is_empty()).then_some(project)
    }

    fn add(&mut self, workspace: &Workspace<'_>, path: &Path) {
        let Ok(id) = workspace.load(path) else { return };
        let source = workspace.sources.get(id);
        let ((body, base), file) = (source.body(), self.files.len());
        let is_json = body.trim_start().starts_with('{');
        let (elements, resources) = match self.language {
            Language::Terraform if is_json => return,
            Language::Terraform => (read::terraform(&hcl::parse(body, base, id).0, file, &source), Insert::Nowhere),
            Language::CloudFormation => {
                let root = if is_json { json::parse(body, base, id).0 } else { yaml::parse(body, base, id).0.into_iter().next() };
                let Some(root) = root else { return };
                read::template(&root, file, &source)
            }
        };
        self.elements.extend(elements);
        self.files.push(File { path: path.to_path_buf(), text: source.text.clone(), resources });
    }

    fn read_all(&self) -> String {
        if self.language == Language::CloudFormation {
            return self.files.iter().map(|file| file.text.as_str()).collect();
        }
        let directories: BTreeSet<&Path> =
            self.files.iter().filter_map(|file| file.path.parent()).chain([self.root.as_path()]).collect();
        let entries = directories.into_iter().flat_map(|directory| Disk.list(directory).unwrap_or_default());
        let of_terraform = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "tf" || extension == "hcl");
        entries.map(|entry| entry.path).filter(of_terraform).filter_map(|path| Disk.read(&path).ok()).collect()
    }

    /// The resources of a type.
    pub(crate) fn resources(&self, kind: Name) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.kind == kind.of(self.language))
    }

    /// The resources of a type of which there is one instance each, always.
    pub(crate) fn single(&self, kind: Name) -> impl Iterator<Item = &Element> {
        self.resources(kind).filter(|element| element.is_single())
    }

    /// The single resource that an attribute of an element refers to, and nothing else.
    pub(crate) fn follow(&self, element: &Element, name: Name) -> Option<&Element> {
        self.referred(element, element.text(name)?)
    }

    /// The single resource that a text in an element refers to.
    pub(crate) fn referred(&self, element: &Element, text: &str) -> Option<&Element> {
        let (kind, name) = referred(text)?;
        let module = self.files[element.file].path.parent();
        let mut candidates = self.elements.iter().filter(|other| {
            other.name == name && kind.is_none_or(|kind| other.kind == kind) && self.files[other.file].path.parent() == module
        });
        candidates.next().filter(|found| found.is_single())
    }

    /// Whether a rule finds something in it as it is.
    pub(crate) fn is_known(&self, rule: &str) -> bool {
        self.known.iter().any(|(known, _)| *known == rule)
    }

    /// Whether a text stands in a file of one of its modules, or in its template.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        self.all_text.contains(text)
    }

    /// Whether an element is in the template or the root module, which nobody calls several times.
    pub(crate) fn is_in_root(&self, element: &Element) -> bool {
        self.language == Language::CloudFormation || self.files[element.file].path.parent() == Some(&self.root)
    }

    /// Whether one of its modules says something about versions of providers.
    pub(crate) fn names_versions(&self) -> bool {
        ["required_providers", "version ", "provider \"registry"].into_iter().any(|text| self.mentions(text))
    }

    /// The resources of a type in the module of an element, so that one can refer to the other.
    pub(crate) fn beside<'a>(&'a self, element: &'a Element, kind: Name) -> impl Iterator<Item = &'a Element> {
        let module = |element: &Element| self.files[element.file].path.parent();
        self.resources(kind).filter(move |other| module(other) == module(element))
    }

    /// The resources of a type in the same module that mention an element.
    pub(crate) fn mentioning<'a>(&'a self, element: &'a Element, kind: Name) -> impl Iterator<Item = &'a Element> {
        let is_name = |word: &str| word == element.name;
        self.beside(element, kind).filter(move |other| {
            let text = &self.files[other.file].text[other.span.clone()];
            text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-')).any(is_name)
        })
    }

    /// What is found after some texts were changed, and was not before. Nothing where the change broke the syntax.
    pub(crate) fn check(&self, rule: &'static str, mutation: &Mutation, planted: &Planted) -> Option<Vec<New>> {
        let changed = planted.iter().map(|(file, (text, _))| (self.files[*file].path.clone(), text.clone())).collect();
        let files = Changed { files: changed };
        let workspace = Workspace::new(&files, &self.repository, std::slice::from_ref(&self.repository));
        let configuration = evaluate(&workspace, &self.root, self.language);
        if !configuration.errors.is_empty() {
            return None;
        }
        let levels = |known: &Rule, file: FileId| if known.id == rule { Level::On } else { rules::usual(known, file) };
        let found = rules::check(&Graph::new(configuration), &levels).into_iter();
        let known = |found: &Diagnostic| {
            let original = mutation.copied.as_ref().map(|(copy, original)| found.message.replace(copy, original));
            self.known.contains(&(found.rule, without_numbers(original.as_ref().unwrap_or(&found.message))))
        };
        // What management interfaces share with others changes with every group and place; who has it wrong already has nothing new.
        let is_family = |rule: &str| rule.starts_with("management-eni");
        let has_family = self.known.iter().any(|(rule, _)| is_family(rule));
        let new = found.filter(|found| !(known(found) || (has_family && is_family(found.rule))));
        Some(new.map(|found| self.new_finding(&workspace, found)).collect())
    }

    fn new_finding(&self, workspace: &Workspace<'_>, found: Diagnostic) -> New {
        let place = |label: &enilint::diagnostic::Label| {
            let source = workspace.sources.get(label.span.file);
            let (start, end) = source.positions(label.span);
            (self.repository.join(&source.path), start.line..=end.line)
        };
        New { rule: found.rule, places: found.labels.iter().map(place).collect(), message: found.message }
    }
}

fn evaluate(workspace: &Workspace<'_>, root: &Path, language: Language) -> Configuration {
    match language {
        Language::Terraform => {
            let cache = terraform::ModuleCache::default();
            terraform::evaluate(workspace, &cache, root, &terraform::Inputs::default())
        }
        Language::CloudFormation => cloudformation::evaluate(workspace, root, &cloudformation::Inputs::default()),
    }
}

/// A message in which a changed number makes no difference.
fn without_numbers(message: &str) -> String {
    message.replace(|letter: char| letter.is_ascii_digit(), "#")
}

/// The computer's files, some of them with other texts.
struct Changed {
    files: BTreeMap<PathBuf, String>,
}

impl FileSystem for Changed {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        self.files.get(path).map_or_else(|| Disk.read(path), |text| Ok(text.clone()))
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        Disk.list(directory)
    }

    fn walk(&self, directory: &Path) -> Walk {
        Disk.walk(directory)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        Disk.kind(path)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        Disk.canonical(path)
    }
}
