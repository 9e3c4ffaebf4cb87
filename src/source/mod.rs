//! Where text comes from: file systems, source files, spans, and the conversion of spans to lines and columns.
//! Nothing here knows what a text means.

mod file_system;
mod git;
mod listing;
mod objects;
mod overlay;
mod position;
mod walk;
mod workspace;

pub use file_system::{Disk, Entry, FileKind, FileSystem, Memory, ReadError, Walk, normalize};
pub use git::{Git, GitError};
pub use listing::Listing;
pub use overlay::Overlay;
pub use position::Position;
pub use workspace::Workspace;

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The largest file that is read, in bytes. Larger ones get a diagnostic.
pub const MAX_FILE_SIZE: u64 = 32 * 1024 * 1024;

/// Names one [`SourceFile`] in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of bytes in one file; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets past 4 GiB cannot occur: files are bounded by [`MAX_FILE_SIZE`].
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// From the start of this span to the end of the other, which lies in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.start), ..self }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// Whether the other span lies within this one.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The byte range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A text file that was read.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as it is shown: relative to the working directory where it lies below it, with `/`.
    pub path: String,
    /// The whole text, a byte-order mark included.
    pub text: String,
    /// Whether it is a text of the old side of a change; its path is the same as on the new side then.
    pub before: bool,
    line_starts: OnceLock<Box<[u32]>>,
}

impl SourceFile {
    /// The text of a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The text without a leading byte-order mark, and the offset at which it begins.
    pub fn body(&self) -> (&str, usize) {
        match self.text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, '\u{feff}'.len_utf8()),
            None => (&self.text, 0),
        }
    }
}

/// All files of a run. Append-only, and shared between threads.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_file(path.into(), text.into(), false)
    }

    /// Adds a file of the old side of a change and returns its id.
    pub fn add_before(&self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_file(path.into(), text.into(), true)
    }

    fn add_file(&self, path: String, text: String, before: bool) -> FileId {
        let file = SourceFile { path, text, before, line_starts: OnceLock::new() };
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        let id = FileId(u32::try_from(files.len()).unwrap_or(u32::MAX));
        files.push(Arc::new(file));
        id
    }

    /// The file with this id. Ids come from [`Sources::add`] of the same `Sources`.
    pub fn get(&self, id: FileId) -> Arc<SourceFile> {
        Arc::clone(&self.files.read().unwrap_or_else(PoisonError::into_inner)[id.0 as usize])
    }

    /// What spans are sorted by where they may be of several files: which file has which id depends on which thread read first.
    pub fn place(&self, span: Span) -> (String, u32, u32) {
        (self.get(span.file).path.clone(), span.start, span.end)
    }

    /// Gives a file that was added empty, and that nobody has looked at, its text.
    fn fill(&self, id: FileId, text: String) {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = files.get_mut(id.0 as usize) {
            *file = Arc::new(SourceFile { path: file.path.clone(), text, before: file.before, line_starts: OnceLock::new() });
        }
    }

    /// All files.
    pub fn all(&self) -> Vec<(FileId, Arc<SourceFile>)> {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        (0..).map(FileId).zip(files.iter().cloned()).collect()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The number of files that are not of the old side of a change.
    pub fn len_after(&self) -> usize {
        self.files.read().unwrap_or_else(PoisonError::into_inner).iter().filter(|file| !file.before).count()
    }

    /// Whether no file was added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
