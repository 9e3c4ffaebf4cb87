//! Which files of a directory are configuration, and parsing them.

use super::network::is_network;
use crate::source::{FileId, FileKind, Workspace};
use crate::syntax::SyntaxError;
use crate::syntax::hcl::{self, Body};
use crate::syntax::json;
use crate::syntax::tree::Node;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

/// Reads and parses a file. A file that cannot be read becomes an empty source, so that the reason has a place.
pub(super) fn parse(workspace: &Workspace<'_>, path: &Path) -> Result<(FileId, Body, Vec<SyntaxError>), (FileId, String)> {
    read(workspace, path, hcl::parse_json)
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
    names_network || hcl::items(text).iter().any(|item| !item.closed || item.keyword == "module" || !item.is_known())
}

/// Reads and parses a variable file.
pub(super) fn parse_variables(workspace: &Workspace<'_>, path: &Path) -> Result<(Body, Vec<SyntaxError>), (FileId, String)> {
    read(workspace, path, hcl::parse_json_variables).map(|(_, body, errors)| (body, errors))
}

fn read(
    workspace: &Workspace<'_>,
    path: &Path,
    lower: impl Fn(&Node) -> (Body, Vec<SyntaxError>),
) -> Result<(FileId, Body, Vec<SyntaxError>), (FileId, String)> {
    let unread = |message: String| (workspace.sources.add(workspace.shown(path), ""), message);
    if !workspace.may_read(path) {
        return Err(unread("lies outside the directories that may be read".into()));
    }
    let file = workspace.load(path).map_err(|error| unread(format!("cannot be read: {error}")))?;
    let source = workspace.sources.get(file);
    let (text, base) = source.body();
    if path.extension().is_none_or(|extension| extension != "json") {
        let (body, errors) = hcl::parse(text, base, file);
        return Ok((file, body, errors));
    }
    let (root, mut errors) = json::parse(text, base, file);
    let (body, more) = root.map(|root| lower(&root)).unwrap_or_default();
    errors.extend(more);
    Ok((file, body, errors))
}
