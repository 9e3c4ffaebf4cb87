//! Which files of a directory are configuration, and parsing them.

use super::inert::{self, Cut};
use super::network::is_network;
use crate::source::{FileId, FileKind, SourceFile, Workspace};
use crate::syntax::SyntaxError;
use crate::syntax::hcl::{self, Body};
use crate::syntax::json;
use crate::syntax::tree::Node;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The configuration files of a directory.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// In the order of their names.
    pub(super) primary: Vec<PathBuf>,
    /// Merged over the others, in the order of their names.
    pub(super) overrides: Vec<PathBuf>,
}

/// A file name taken apart: `main`, OpenTofu's own or not, JSON or not.
struct Name<'a> {
    stem: &'a str,
    tofu: bool,
    json: bool,
}

impl<'a> Name<'a> {
    fn read(name: &'a str) -> Option<Self> {
        let endings = [(".tofu.json", true, true), (".tf.json", false, true), (".tofu", true, false), (".tf", false, false)];
        let ignored = name.starts_with(['.', '#']) || name.ends_with('~');
        let mut matching =
            endings.iter().filter_map(|&(ending, tofu, json)| name.strip_suffix(ending).map(|stem| Self { stem, tofu, json }));
        matching.next().filter(|_| !ignored)
    }

    fn is_override(&self) -> bool {
        self.stem == "override" || self.stem.ends_with("_override")
    }
}

/// The configuration files of a directory. `.tofu` hides a `.tf` file of the same name.
pub(super) fn of_directory(workspace: &Workspace<'_>, directory: &Path) -> Files {
    let Ok(entries) = workspace.files.list(directory) else { return Files::default() };
    let paths: Vec<PathBuf> = entries.into_iter().filter(|entry| entry.kind == FileKind::File).map(|entry| entry.path).collect();
    let names = paths.iter().filter_map(|path| Some((path, Name::read(path.file_name()?.to_str()?)?)));
    let names: Vec<_> = names.collect();
    let tofu: BTreeSet<_> = names.iter().filter(|(_, name)| name.tofu).map(|(_, name)| (name.stem, name.json)).collect();
    let mut files = Files::default();
    for (path, name) in &names {
        match () {
            () if !name.tofu && tofu.contains(&(name.stem, name.json)) => {}
            () if name.is_override() => files.overrides.push((*path).clone()),
            () => files.primary.push((*path).clone()),
        }
    }
    files
}

/// A parsed file; or, of one that cannot be read, an empty source, so that the reason has a place.
pub(super) type Parsed = Result<(FileId, Body, Vec<SyntaxError>), (FileId, String)>;

/// Reads and parses files, the overrides last. Unless the whole syntax is asked for, resources that lead nowhere are left without a body.
pub(super) fn parse(workspace: &Workspace<'_>, files: &Files, whole: bool) -> Vec<Parsed> {
    let paths: Vec<&PathBuf> = files.primary.iter().chain(&files.overrides).collect();
    let native = files.overrides.is_empty() && paths.iter().all(|path| is_native(path));
    let loaded: Vec<_> = paths.iter().map(|path| load(workspace, path)).collect();
    // What cannot be read, and what is written in another way, may name anything.
    if whole || !native || loaded.iter().any(Result::is_err) {
        return paths
            .into_iter()
            .zip(loaded)
            .map(|(path, file)| file.map(|file| parsed(workspace, path, file, hcl::parse_json)))
            .collect();
    }
    let files: Vec<FileId> = loaded.into_iter().flatten().collect();
    let sources: Vec<_> = files.iter().map(|file| workspace.sources.get(*file)).collect();
    let cut: Vec<Cut<'_>> = sources.iter().map(|source| Cut::new(source.body().0)).collect();
    let parse = |((file, source), (cut, inert)): ((FileId, &Arc<SourceFile>), (&Cut<'_>, Vec<bool>))| {
        let (text, base) = source.body();
        let (mut body, mut errors) = hcl::parse_items(text, &cut.items, &inert, base, file);
        // What is wrong with a file is told as a whole.
        if !errors.is_empty() {
            (body, errors) = hcl::parse_items(text, &cut.items, &[], base, file);
        }
        Ok((file, body, errors))
    };
    files.iter().copied().zip(&sources).zip(cut.iter().zip(inert::inert(&cut))).map(parse).collect()
}

/// Whether the configuration in a directory can lead to a network resource: seen from the names of resource types in its text and from its
/// top-level blocks, without parsing them. What does not even consist of such blocks matters, too: it has to be told. A directory of which
/// this is false need not be parsed, unless a module call leads there.
pub fn matters(workspace: &Workspace<'_>, directory: &Path) -> bool {
    let files = of_directory(workspace, directory);
    files.primary.iter().chain(&files.overrides).any(|path| {
        let native = path.extension().is_some_and(|extension| extension != "json") && workspace.may_read(path);
        let text = native.then(|| workspace.files.read(path).ok()).flatten();
        text.is_none_or(|text| text_matters(&text))
    })
}

fn text_matters(text: &str) -> bool {
    let names_network = text.match_indices("aws_").any(|(at, _)| {
        let name = text[at..].split(|character: char| !character.is_ascii_alphanumeric() && character != '_').next();
        name.is_some_and(is_network)
    });
    let items = hcl::items(text);
    let tells = |item: &hcl::Item<'_>| !item.closed || item.keyword == "module" || !item.is_known();
    names_network || items.len() > hcl::MAX_SIZE || items.iter().any(tells)
}

/// Reads and parses a variable file.
pub(super) fn parse_variables(workspace: &Workspace<'_>, path: &Path) -> Result<(Body, Vec<SyntaxError>), (FileId, String)> {
    let file = load(workspace, path)?;
    let (_, body, errors) = parsed(workspace, path, file, hcl::parse_json_variables);
    Ok((body, errors))
}

fn load(workspace: &Workspace<'_>, path: &Path) -> Result<FileId, (FileId, String)> {
    let unread = |message: String| (workspace.sources.add(workspace.shown(path), ""), message);
    if !workspace.may_read(path) {
        return Err(unread("lies outside the directories that may be read".into()));
    }
    workspace.load(path).map_err(|error| unread(format!("cannot be read: {error}")))
}

fn is_native(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension != "json")
}

fn parsed(
    workspace: &Workspace<'_>,
    path: &Path,
    file: FileId,
    lower: impl Fn(&Node) -> (Body, Vec<SyntaxError>),
) -> (FileId, Body, Vec<SyntaxError>) {
    let source = workspace.sources.get(file);
    let (text, base) = source.body();
    if is_native(path) {
        let (body, errors) = hcl::parse(text, base, file);
        return (file, body, errors);
    }
    let (root, mut errors) = json::parse(text, base, file);
    let (body, more) = root.map(|root| lower(&root)).unwrap_or_default();
    errors.extend(more);
    (file, body, errors)
}
