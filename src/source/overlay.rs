//! A file system with one file that an editor holds: its text is the editor's, whatever is on the disk.

use super::{Entry, FileKind, FileSystem, ReadError, Walk, normalize};
use std::collections::BTreeSet;
use std::io::{self, BufRead, Cursor};
use std::path::{Path, PathBuf};

/// Another file system, but for one file.
pub struct Overlay<'fs> {
    files: &'fs dyn FileSystem,
    path: PathBuf,
    text: String,
}

impl<'fs> Overlay<'fs> {
    /// Lays a text over a file, which need not be there.
    pub fn new(files: &'fs dyn FileSystem, path: &Path, text: String) -> Self {
        Self { files, path: normalize(path), text }
    }

    fn is(&self, path: &Path) -> bool {
        normalize(path) == self.path
    }
}

impl FileSystem for Overlay<'_> {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        if self.is(path) { Ok(self.text.clone()) } else { self.files.read(path) }
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        if self.is(path) { Ok(self.text.clone().into_bytes()) } else { self.files.bytes(path) }
    }

    fn open(&self, path: &Path) -> Result<Box<dyn BufRead>, ReadError> {
        if self.is(path) { Ok(Box::new(Cursor::new(self.text.clone()))) } else { self.files.open(path) }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = self.files.list(directory)?;
        if self.path.parent() == Some(&*normalize(directory)) && entries.iter().all(|entry| !self.is(&entry.path)) {
            entries.push(Entry { path: self.path.clone(), kind: FileKind::File });
            entries.sort_by(|one, other| one.path.cmp(&other.path));
        }
        Ok(entries)
    }

    fn walk(&self, directory: &Path) -> Walk {
        let mut walk = self.files.walk(directory);
        if self.path.starts_with(normalize(directory)) && walk.files.iter().all(|file| !self.is(file)) {
            walk.files.push(self.path.clone());
            walk.files.sort();
        }
        walk
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        if self.is(path) { Some(FileKind::File) } else { self.files.kind(path) }
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        self.files.canonical(path)
    }

    fn changed(&self) -> Option<&BTreeSet<PathBuf>> {
        self.files.changed()
    }

    fn edited(&self) -> Option<&Path> {
        Some(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Memory;
    use super::*;

    #[test]
    fn the_editor_s_text_counts() {
        let mut memory = Memory::default();
        memory.insert("/w/a.tf", "old");
        memory.insert("/w/z.tf", "z");
        for (path, names) in [("/w/a.tf", ["/w/a.tf", "/w/z.tf"].as_slice()), ("/w/new.tf", &["/w/a.tf", "/w/new.tf", "/w/z.tf"])] {
            let files = Overlay::new(&memory, Path::new(path), "new".into());
            assert_eq!(files.read(Path::new(path)).ok().as_deref(), Some("new"));
            assert_eq!(files.read(Path::new("/w/z.tf")).ok().as_deref(), Some("z"));
            let listed: Vec<_> = files.list(Path::new("/w")).into_iter().flatten().map(|entry| entry.path).collect();
            assert_eq!(listed, names.iter().map(PathBuf::from).collect::<Vec<_>>());
            assert_eq!(files.walk(Path::new("/w")).files, listed);
            assert_eq!(files.kind(Path::new(path)), Some(FileKind::File));
        }
    }
}
