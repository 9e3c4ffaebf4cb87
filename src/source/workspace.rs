//! The files of a run: a file system, the paths that may be read, and what was read from it so far.

use super::{FileId, FileKind, FileSystem, ReadError, Sources, normalize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file system with the sources that were read from it. Shared between threads; a file is read once.
pub struct Workspace<'fs> {
    /// Where files come from.
    pub files: &'fs dyn FileSystem,
    /// What was read.
    pub sources: Arc<Sources>,
    /// Whether these are the texts of the old side of a change.
    before: bool,
    /// Paths are shown relative to this directory.
    working_directory: PathBuf,
    /// Nothing outside these directories is read.
    boundaries: Vec<PathBuf>,
    /// Directories without symbolic links.
    directories: Mutex<HashMap<PathBuf, PathBuf>>,
    loaded: Arc<Loaded>,
    /// What was read of the new side, where this is the old one, and the file there whose text is not the one on the disk.
    later: Option<(Arc<Loaded>, Option<PathBuf>)>,
}

/// The files that were read.
type Loaded = Mutex<HashMap<PathBuf, FileId>>;

impl<'fs> Workspace<'fs> {
    /// A workspace that reads below the given directories only, and shows paths relative to the working directory.
    pub fn new(files: &'fs dyn FileSystem, working_directory: &Path, boundaries: &[PathBuf]) -> Self {
        Self {
            files,
            sources: Arc::default(),
            before: false,
            working_directory: working_directory.to_path_buf(),
            boundaries: boundaries.iter().map(|path| files.canonical(path)).collect(),
            directories: Mutex::default(),
            loaded: Arc::default(),
            later: None,
        }
    }

    /// The directories and files outside of which nothing is read, without symbolic links.
    pub fn boundaries(&self) -> &[PathBuf] {
        &self.boundaries
    }

    /// The directory that shown paths start from.
    pub fn working_directory(&self) -> &Path {
        &self.working_directory
    }

    /// The path that is shown so.
    pub fn path(&self, shown: &str) -> PathBuf {
        normalize(&self.working_directory.join(shown))
    }

    /// The old side of a change: its texts are kept beside those of the new side.
    #[must_use]
    pub fn before(self, after: &Workspace<'_>) -> Self {
        let later = (Arc::clone(&after.loaded), after.files.edited().map(Path::to_path_buf));
        Self { sources: Arc::clone(&after.sources), before: true, later: Some(later), ..self }
    }

    /// Whether a path lies, after following links, within the boundaries.
    pub fn may_read(&self, path: &Path) -> bool {
        let path = match (path.parent(), path.file_name()) {
            // Put together again, so that no slash at the end leads through a link.
            (Some(directory), Some(name)) if !self.files.may_be_link(&directory.join(name)) => {
                self.canonical_directory(directory).join(name)
            }
            _ => self.files.canonical(path),
        };
        self.boundaries.iter().any(|boundary| path.starts_with(boundary))
    }

    /// A directory without symbolic links, which is worked out once: files lie together.
    fn canonical_directory(&self, directory: &Path) -> PathBuf {
        let mut known = self.directories.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(directory.to_path_buf()).or_insert_with(|| self.files.canonical(directory)).clone()
    }

    /// Reads a file, or returns it where it was read before. The caller has checked [`Self::may_read`] for a path that the
    /// input names.
    pub fn load(&self, path: &Path) -> Result<FileId, ReadError> {
        let path = normalize(path);
        if let Some(&id) = self.loaded.lock().unwrap_or_else(PoisonError::into_inner).get(&path) {
            return Ok(id);
        }
        let text = self.unchanged(&path).map_or_else(|| self.files.read(&path), Ok)?;
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have read it meanwhile: the first one counts.
        let id = loaded.get(&path).copied().unwrap_or_else(|| self.add(&path, text));
        loaded.insert(path, id);
        Ok(id)
    }

    /// The text of a file of the old side that is the same on the new one, and was read there.
    fn unchanged(&self, path: &Path) -> Option<String> {
        let (later, edited) = self.later.as_ref()?;
        if self.files.changed()?.contains(path) || edited.as_deref() == Some(path) || self.files.kind(path) != Some(FileKind::File)
        {
            return None;
        }
        let id = later.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied()?;
        Some(self.sources.get(id).text.clone())
    }

    fn add(&self, path: &Path, text: String) -> FileId {
        match self.before {
            true => self.sources.add_before(self.shown(path), text),
            false => self.sources.add(self.shown(path), text),
        }
    }

    /// A path as it is shown: relative to the working directory where it lies below it, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        let path = normalize(path);
        let relative = path.strip_prefix(&self.working_directory).unwrap_or(&path);
        let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
        match names.first() {
            None => ".".into(),
            Some(root) if root == "/" => format!("/{}", names[1..].join("/")),
            Some(_) => names.join("/"),
        }
    }
}
