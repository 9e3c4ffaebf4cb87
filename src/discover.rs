//! Which of the given paths are linted: directories with Terraform files, and files that look like CloudFormation templates.

use crate::settings::FILE_NAME;
use crate::source::{FileKind, ReadError, Workspace, normalize};
use crate::{cloudformation, terraform};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What there is to lint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Directories that hold Terraform configuration files.
    pub modules: BTreeSet<PathBuf>,
    /// CloudFormation templates.
    pub templates: BTreeSet<PathBuf>,
    /// Plans and states as JSON, of those that were named.
    pub plans: BTreeSet<PathBuf>,
    /// Files that were named one by one: only what concerns them is reported.
    pub named: BTreeSet<PathBuf>,
    /// What could not be looked at: the path and why.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// Names of Terraform's and OpenTofu's configuration files end like this.
const CONFIGURATION_SUFFIXES: [&str; 4] = [".tf", ".tf.json", ".tofu", ".tofu.json"];

/// Files that end like this are never templates; everything else is looked at.
const OTHER_SUFFIXES: [&str; 60] = [
    "7z", "avi", "bash", "bin", "bmp", "bz2", "c", "cc", "class", "cpp", "cs", "css", "csv", "dll", "doc", "docx", "exe", "gif",
    "go", "gz", "h", "hcl", "hpp", "html", "ico", "jar", "java", "jpeg", "jpg", "js", "jsx", "lock", "log", "md", "mjs", "mov",
    "mp3", "mp4", "pdf", "php", "pl", "png", "py", "rb", "rs", "rst", "scss", "sh", "so", "sql", "svg", "tar", "tfstate", "tfvars",
    "tgz", "toml", "ts", "tsx", "xml", "zip",
];

/// Looks through the given paths.
pub fn discover(workspace: &Workspace<'_>, paths: &[PathBuf]) -> Targets {
    let mut targets = Targets::default();
    for path in paths {
        let path = normalize(path);
        match workspace.files.kind(&path) {
            Some(FileKind::Directory) => {
                let walk = workspace.files.walk(&path);
                let found: Vec<Found> = walk.files.par_iter().map(|file| Found::of(workspace, file)).collect();
                walk.files.into_iter().zip(found).for_each(|(file, found)| targets.add(file, found));
                targets.unreadable.extend(walk.unreadable);
            }
            Some(FileKind::File) => targets.add_named(workspace, path),
            Some(FileKind::Other) => targets.unreadable.push((path, "not a regular file".into())),
            None => targets.unreadable.push((path, "there is no such file or directory".into())),
        }
    }
    targets
}

/// What a file is.
enum Found {
    Configuration,
    Template,
    Unreadable(String),
    Other,
}

impl Found {
    fn of(workspace: &Workspace<'_>, file: &Path) -> Self {
        if is_configuration(file) {
            return Self::Configuration;
        }
        if !may_be_template(file) {
            return Self::Other;
        }
        match workspace.files.read(file) {
            Ok(text) if cloudformation::looks_like_template(file, &text) => Self::Template,
            Err(error @ ReadError::Utf16) if is_wide_template(workspace, file) => Self::Unreadable(error.to_string()),
            // What is no text, or too large, is no template that anyone wrote; what cannot be read might be one.
            Err(error @ ReadError::Io(_)) => Self::Unreadable(error.to_string()),
            Ok(_) | Err(_) => Self::Other,
        }
    }
}

/// Whether a text of two bytes for each character looks like a template.
fn is_wide_template(workspace: &Workspace<'_>, file: &Path) -> bool {
    let bytes = workspace.files.bytes(file).unwrap_or_default();
    let narrow: Vec<u8> = bytes.into_iter().filter(u8::is_ascii).filter(|byte| *byte != 0).collect();
    cloudformation::looks_like_template(file, &String::from_utf8_lossy(&narrow))
}

/// Leaves out files that would not be linted if they were found in a directory. Other tools name whatever was changed.
pub fn skip_unrelated(workspace: &Workspace<'_>, paths: &mut Vec<PathBuf>) {
    paths.retain(|path| {
        let is_file = matches!(workspace.files.kind(path), Some(FileKind::File));
        !is_file || is_variables(path) || is_settings(path) || !matches!(Found::of(workspace, path), Found::Other)
    });
}

impl Targets {
    /// Templates, the directories of modules, and files that were named.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.templates.iter().chain(&self.modules).chain(&self.named)
    }

    fn add(&mut self, file: PathBuf, found: Found) {
        match found {
            Found::Configuration => self.modules.extend(file.parent().map(Path::to_path_buf)),
            Found::Template => {
                self.templates.insert(file);
            }
            Found::Unreadable(reason) => self.unreadable.push((file, reason)),
            Found::Other => {}
        }
    }

    /// A file that is named is read whatever it looks like.
    fn add_named(&mut self, workspace: &Workspace<'_>, file: PathBuf) {
        if is_configuration(&file) || is_variables(&file) {
            self.modules.extend(file.parent().map(Path::to_path_buf));
        } else if terraform::looks_like_plan(workspace, &file) {
            self.plans.insert(file.clone());
        } else {
            self.templates.insert(file.clone());
        }
        self.named.insert(file);
    }
}

/// Whether a file is Terraform's or OpenTofu's configuration, by its name.
pub(crate) fn is_configuration(file: &Path) -> bool {
    CONFIGURATION_SUFFIXES.iter().any(|suffix| has_suffix(file, suffix))
}

/// Whether a file gives values to Terraform's variables, by its name.
fn is_variables(file: &Path) -> bool {
    has_suffix(file, ".tfvars") || has_suffix(file, ".tfvars.json")
}

/// Whether a file says how a repository is linted, by its name.
fn is_settings(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == FILE_NAME)
}

fn has_suffix(file: &Path, suffix: &str) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(suffix))
}

/// Whether a file could be a template, by its name.
pub(crate) fn may_be_template(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_none_or(|extension| OTHER_SUFFIXES.binary_search(&&*extension).is_err()) && !has_suffix(file, ".tfvars.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn the_list_of_other_suffixes_is_sorted() {
        assert!(OTHER_SUFFIXES.is_sorted());
    }

    #[test]
    fn directories_are_searched_and_named_files_are_taken_as_they_are() {
        let mut files = Memory::default();
        files.insert("/w/net/main.tf", "");
        files.insert("/w/stack.template", "Resources:\n  A:\n    Type: AWS::EC2::Instance\n");
        files.insert("/w/other.yaml", "a: b\n");
        let workspace = Workspace::new(&files, Path::new("/w"), &["/w".into()]);
        let targets = discover(&workspace, &["/w".into()]);
        assert_eq!(targets.modules, BTreeSet::from(["/w/net".into()]));
        assert_eq!(targets.templates, BTreeSet::from(["/w/stack.template".into()]));
        let named = discover(&workspace, &["/w/other.yaml".into()]);
        assert_eq!(named.templates, named.named);
    }

    #[test]
    fn what_is_named_by_another_tool_is_skipped_like_what_is_found() {
        let mut files = Memory::default();
        let related = ["/w/main.tf", "/w/prod.tfvars", "/w/x.auto.tfvars.json", "/w/stack.json", "/w/enilint.toml"];
        for name in related.into_iter().chain(["/w/compose.yaml", "/w/plan.json", "/w/notes.md"]) {
            files.insert(name, "");
        }
        files.insert("/w/stack.json", r#"{"Resources": {"A": {"Type": "AWS::EC2::Instance"}}}"#);
        files.insert("/w/plan.json", r#"{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {}}"#);
        let workspace = Workspace::new(&files, Path::new("/w"), &["/w".into()]);
        let mut paths: Vec<PathBuf> =
            related.into_iter().chain(["/w/compose.yaml", "/w/plan.json", "/w/notes.md", "/w"]).map(Into::into).collect();
        skip_unrelated(&workspace, &mut paths);
        let kept: Vec<PathBuf> = related.into_iter().chain(["/w"]).map(Into::into).collect();
        assert_eq!(paths, kept);
    }
}
