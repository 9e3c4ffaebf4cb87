//! The file systems that text is read from: the disk, and memory for tests and editors' unsaved buffers.

use super::{MAX_FILE_SIZE, walk};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::{fmt, fs, io};

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A device, FIFO, socket, or a link to nothing: never read.
    Other,
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path, the directory's included.
    pub path: PathBuf,
    /// What it is; links are followed.
    pub kind: FileKind,
}

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The operating system's reason.
    Io(io::Error),
    /// Not a regular file.
    NotAFile,
    /// Larger than [`MAX_FILE_SIZE`]; the size in bytes.
    TooLarge(u64),
    /// Not UTF-8; the offset of the first wrong byte.
    NotUtf8(usize),
    /// UTF-16, with a mark or without.
    Utf16,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("there is no such file or directory"),
                io::ErrorKind::PermissionDenied => f.write_str("permission denied"),
                _ => write!(f, "{error}"),
            },
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge(size) => {
                write!(f, "{} MiB; files over {} MiB are not read", size / 1_048_576, MAX_FILE_SIZE / 1_048_576)
            }
            Self::Utf16 => f.write_str("the text is UTF-16, and has to be UTF-8"),
            Self::NotUtf8(offset) => write!(f, "not valid UTF-8 (byte {offset})"),
        }
    }
}

impl std::error::Error for ReadError {}

/// What a walk through a directory came upon.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The files.
    pub files: Vec<PathBuf>,
    /// What could not be looked into, and why.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// A tree of files.
pub trait FileSystem: Sync {
    /// The text of a file.
    fn read(&self, path: &Path) -> Result<String, ReadError>;
    /// The bytes of a file.
    fn bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        self.read(path).map(String::into_bytes)
    }
    /// A file as a stream, of any size.
    fn open(&self, path: &Path) -> Result<Box<dyn BufRead>, ReadError> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }
    /// What lies in a directory, sorted by name.
    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>>;
    /// All files below a directory, sorted; hidden and ignored ones and those behind linked directories left out.
    fn walk(&self, directory: &Path) -> Walk;
    /// What a path names; `None` where there is nothing.
    fn kind(&self, path: &Path) -> Option<FileKind>;
    /// The path without symbolic links, where this file system knows it.
    fn canonical(&self, path: &Path) -> PathBuf {
        normalize(path)
    }
    /// Whether a path may be a symbolic link itself, and not only lie behind some.
    fn may_be_link(&self, _path: &Path) -> bool {
        true
    }
    /// Every path at which this side of a change is not as the working tree is, where that is known.
    fn changed(&self) -> Option<&BTreeSet<PathBuf>> {
        None
    }

    /// The file whose text is not the one that lies on the disk.
    fn edited(&self) -> Option<&Path> {
        None
    }
}

/// A path without `.` and, where a name comes before it, without `..`.
pub fn normalize(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            _ => result.push(component),
        }
    }
    result
}

pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    // A mark, or the first character of a text that is written in two bytes.
    if matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]) {
        return Err(ReadError::Utf16);
    }
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()))
}

/// The computer's own files.
#[derive(Debug, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        self.bytes(path).and_then(decode)
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        let (file, size) = open(path)?;
        if size > MAX_FILE_SIZE {
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // A file may grow between the two calls: the bound holds for what is read.
        file.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
        if bytes.len() as u64 > MAX_FILE_SIZE {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        Ok(bytes)
    }

    fn open(&self, path: &Path) -> Result<Box<dyn BufRead>, ReadError> {
        Ok(Box::new(BufReader::with_capacity(1 << 16, open(path)?.0)))
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            let kind = self.kind(&path).unwrap_or(FileKind::Other);
            entries.push(Entry { path, kind });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn walk(&self, directory: &Path) -> Walk {
        walk::walk(directory)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(match () {
            () if metadata.is_file() => FileKind::File,
            () if metadata.is_dir() => FileKind::Directory,
            () => FileKind::Other,
        })
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| normalize(path))
    }

    fn may_be_link(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
    }
}

/// Opens a regular file, and tells its size. Nothing else is opened: it may be a device that does something then.
pub(super) fn open(path: &Path) -> Result<(fs::File, u64), ReadError> {
    if fs::metadata(path).map_err(ReadError::Io)?.is_file() { open_unseen(path) } else { Err(ReadError::NotAFile) }
}

/// The same, whatever has been put there since somebody looked: what it is, is asked of what was opened, and opening waits for nobody,
/// as it would for one who writes into a FIFO.
fn open_unseen(path: &Path) -> Result<(fs::File, u64), ReadError> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, O_NONBLOCK);
    let file = options.read(true).open(path).map_err(ReadError::Io)?;
    let metadata = file.metadata().map_err(ReadError::Io)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(ReadError::NotAFile) }
}

/// The flag of the system call, where this is known.
#[cfg(unix)]
const O_NONBLOCK: i32 = match () {
    () if cfg!(any(target_os = "linux", target_os = "android")) && !cfg!(any(target_arch = "mips", target_arch = "sparc64")) => {
        0o4000
    }
    () if cfg!(any(target_vendor = "apple", target_os = "freebsd", target_os = "netbsd", target_os = "openbsd")) => 0o4,
    () => 0,
};

/// Files in memory. Paths are normalized; directories exist where a file lies below them.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, String>,
}

impl Memory {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl AsRef<Path>, text: impl Into<String>) {
        self.files.insert(normalize(path.as_ref()), text.into());
    }
}

impl FileSystem for Memory {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        match self.files.get(&normalize(path)) {
            Some(text) => Ok(text.clone()),
            None => Err(ReadError::Io(io::ErrorKind::NotFound.into())),
        }
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let directory = normalize(directory);
        let mut entries: Vec<Entry> = Vec::new();
        for path in self.files.keys() {
            let Ok(rest) = path.strip_prefix(&directory) else {
                continue;
            };
            let mut names = rest.components();
            let Some(name) = names.next() else { continue };
            let kind = if names.next().is_some() { FileKind::Directory } else { FileKind::File };
            let entry = Entry { path: directory.join(name), kind };
            if entries.last() != Some(&entry) {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    fn walk(&self, directory: &Path) -> Walk {
        let directory = normalize(directory);
        let below = self.files.keys().filter(|file| file.starts_with(&directory));
        Walk { files: below.cloned().collect(), unreadable: Vec::new() }
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let path = normalize(path);
        if self.files.contains_key(&path) {
            return Some(FileKind::File);
        }
        let below = self.files.keys().any(|file| file.starts_with(&path));
        below.then_some(FileKind::Directory)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_fifo_in_the_place_of_a_file_is_not_waited_for() {
        let path = std::env::temp_dir().join(format!("enilint-fifo-{}", std::process::id()));
        assert!(std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()));
        let opened = open_unseen(&path);
        let _ = fs::remove_file(&path);
        assert!(matches!(opened, Err(ReadError::NotAFile)), "{opened:?}");
        assert!(matches!(open_unseen(Path::new("/dev/null")), Err(ReadError::NotAFile)));
    }
}
