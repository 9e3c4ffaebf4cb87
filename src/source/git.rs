//! The files of a git revision, read through `git` itself without checking anything out. Paths are those that the files have in the
//! working tree.

use super::objects::Objects;
use super::{Disk, Entry, FileKind, FileSystem, ReadError, Walk, normalize};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// The files of one revision.
#[derive(Debug)]
pub struct Git {
    files: BTreeMap<PathBuf, String>,
    /// Symbolic links and what they lead to.
    links: BTreeMap<PathBuf, PathBuf>,
    /// Variable files that git ignores: they belong to the environment, not to a revision, and are the same on both sides.
    ignored: BTreeSet<PathBuf>,
    /// What is not in the working tree as it is in the revision, and what is there on top; none where git does not say.
    changed: Option<BTreeSet<PathBuf>>,
    root: PathBuf,
    objects: Mutex<Objects>,
}

/// Why a revision cannot be read.
#[derive(Debug)]
pub enum GitError {
    /// `git` cannot be started.
    NoGit(io::Error),
    /// The directory lies in no repository.
    NoRepository(String),
    /// There is no such revision.
    UnknownRevision {
        /// The revision as it was given.
        revision: String,
        /// The history of the repository is cut off.
        shallow: bool,
    },
    /// Something else.
    Failed(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) => write!(f, "git cannot be started: {error}"),
            Self::NoRepository(reason) => write!(f, "there is no git repository here: {reason}"),
            Self::UnknownRevision { revision, shallow: false } => write!(f, "there is no revision `{revision}` in this repository"),
            Self::UnknownRevision { revision, shallow: true } => write!(
                f,
                "there is no revision `{revision}` in this shallow clone; fetch it first (`git fetch origin {revision}`, or `fetch-depth: 0` where a workflow checks out)"
            ),
            Self::Failed(reason) => write!(f, "git failed: {reason}"),
        }
    }
}

impl std::error::Error for GitError {}

/// Links within links are followed this often.
const MAX_LINKS: usize = 16;

impl Git {
    /// The files of a revision of the repository that a directory lies in.
    pub fn open(directory: &Path, revision: &str) -> Result<Self, GitError> {
        let (root, commit) = place(directory, revision)?;
        let patterns = ["*.tfvars", "*.tfvars.json", "*.tf", "*.tf.json", "*.tofu"];
        let ignored = [&["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--"][..], &patterns].concat();
        let tree = || run(&root, &["ls-tree", "-r", "-z", "--full-tree", &commit], Failure::Other);
        let ignored = || paths(&root, &ignored);
        // By the times and sizes that git remembers: what it is not sure of counts as changed.
        let tracked = || paths(&root, &["diff-index", "-z", "--name-only", "--no-renames", &commit, "--"]);
        let others = || paths(&root, &["ls-files", "-z", "--others", "--exclude-standard"]);
        // Each walks the working tree or the history by itself.
        let ((tree, ignored), (tracked, others)) = rayon::join(|| rayon::join(tree, ignored), || rayon::join(tracked, others));
        let tree = tree?;
        let (ignored, own): (BTreeSet<_>, BTreeSet<_>) =
            ignored.unwrap_or_default().into_iter().partition(|path| is_variable_file(path));
        let changed = tracked.zip(others).map(|(tracked, others)| tracked.into_iter().chain(others).chain(own).collect());
        let mut git = Self {
            files: BTreeMap::new(),
            links: BTreeMap::new(),
            ignored,
            changed,
            objects: Mutex::new(Objects::open(&root)?),
            root,
        };
        git.read_tree(&tree);
        git.expect_changed();
        Ok(git)
    }

    /// The directory in which the repository's files lie.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lines of the form `mode type object TAB path`, separated by NUL.
    fn read_tree(&mut self, tree: &[u8]) {
        for line in tree.split(|&byte| byte == 0) {
            let Some(tab) = line.iter().position(|&byte| byte == b'\t') else { continue };
            let (facts, path) = (text(line[..tab].to_vec()), self.root.join(path_of(&line[tab + 1..])));
            let mut facts = facts.split(' ');
            let (Some(mode), Some("blob"), Some(object)) = (facts.next(), facts.next(), facts.next()) else { continue };
            if mode == "120000" {
                let target = self.object(object).map(|target| path_of(&target));
                if let (Ok(target), Some(directory)) = (target, path.parent()) {
                    self.links.insert(path.clone(), normalize(&directory.join(target)));
                }
            } else {
                self.files.insert(path, object.to_owned());
            }
        }
    }

    /// Tells which objects will be asked for, in the order of their paths: the configuration that is not what it was.
    fn expect_changed(&self) {
        let changed = self.changed.iter().flatten().filter(|path| is_configuration(path));
        let objects = changed.filter_map(|path| self.files.get(path)).cloned().collect();
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).expect(objects);
    }

    fn object(&self, object: &str) -> Result<Vec<u8>, ReadError> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).read(object)
    }

    /// The path with every link on the way followed.
    fn resolve(&self, path: &Path) -> PathBuf {
        let mut path = normalize(path);
        if self.links.is_empty() {
            return path;
        }
        for _ in 0..MAX_LINKS {
            let link = path.ancestors().find_map(|ancestor| Some((ancestor, self.links.get(ancestor)?)));
            let Some((link, target)) = link else { break };
            let rest = path.strip_prefix(link).unwrap_or(Path::new(""));
            path = if rest.as_os_str().is_empty() { target.clone() } else { normalize(&target.join(rest)) };
        }
        path
    }

    /// Whether a path belongs to the environment rather than to a revision: it lies outside of the repository, is an ignored
    /// variable file, or an installed module.
    fn is_on_disk(&self, path: &Path) -> bool {
        !path.starts_with(&self.root) || self.ignored.contains(path) || path.iter().any(|name| name == ".terraform")
    }

    fn below<'a>(&'a self, directory: &'a Path) -> impl Iterator<Item = (&'a PathBuf, &'a String)> {
        // Paths are in the order of their components: what lies below a directory lies together.
        self.files.range(directory.to_path_buf()..).take_while(move |(path, _)| path.starts_with(directory))
    }
}

impl FileSystem for Git {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        let real = self.resolve(path);
        if self.is_on_disk(&real) {
            return Disk.read(&real);
        }
        let object = self.files.get(&real).ok_or_else(|| ReadError::Io(io::ErrorKind::NotFound.into()))?;
        // What did not change is at hand without asking git for it.
        if self.changed.as_ref().is_some_and(|changed| !changed.contains(&real)) {
            return Disk.read(&real);
        }
        super::file_system::decode(self.object(object)?)
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<Entry>> {
        let real = self.resolve(directory);
        if self.is_on_disk(&real) {
            return Disk.list(&real);
        }
        let mut entries: BTreeMap<PathBuf, FileKind> = BTreeMap::new();
        for (path, _) in self.below(&real) {
            let mut names = path.strip_prefix(&real).unwrap_or(path).components();
            let Some(name) = names.next() else { continue };
            let kind = if names.next().is_some() { FileKind::Directory } else { FileKind::File };
            entries.insert(directory.join(name), kind);
        }
        for file in self.ignored.iter().filter(|file| file.parent() == Some(&real)) {
            entries.extend(file.file_name().map(|name| (directory.join(name), FileKind::File)));
        }
        for link in self.links.keys().filter(|link| link.parent() == Some(&real)) {
            let kind = self.kind(link).unwrap_or(FileKind::Other);
            entries.extend(link.file_name().map(|name| (directory.join(name), kind)));
        }
        Ok(entries.into_iter().map(|(path, kind)| Entry { path, kind }).collect())
    }

    fn walk(&self, directory: &Path) -> Walk {
        let directory = normalize(directory);
        let hidden = |path: &Path| {
            let below = path.strip_prefix(&directory).unwrap_or(path);
            below.iter().any(|name| name.to_string_lossy().starts_with('.'))
        };
        let links = self.links.keys().filter(|link| link.starts_with(&directory) && self.kind(link) == Some(FileKind::File));
        let mut files: Vec<PathBuf> = self.below(&directory).map(|(path, _)| path).chain(links).cloned().collect();
        files.retain(|path| !hidden(path));
        files.sort();
        Walk { files, unreadable: Vec::new() }
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let path = self.resolve(path);
        match () {
            () if self.is_on_disk(&path) => Disk.kind(&path),
            () if self.files.contains_key(&path) => Some(FileKind::File),
            () if self.links.contains_key(&path) => Some(FileKind::Other),
            () => self.below(&path).next().map(|_| FileKind::Directory),
        }
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        self.resolve(path)
    }

    fn changed(&self) -> Option<&BTreeSet<PathBuf>> {
        // Behind a link, one file is at several paths.
        self.changed.as_ref().filter(|_| self.links.is_empty())
    }
}

fn is_configuration(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["json", "template", "tf", "tofu", "yaml", "yml"].iter().any(|known| ending == *known))
}

fn is_variable_file(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".tfvars") || path.to_string_lossy().ends_with(".tfvars.json")
}

/// What a failure of a command means.
#[derive(Clone, Copy)]
enum Failure {
    Repository,
    Other,
}

/// `git` in a directory. It asks nobody, writes nothing, and fetches nothing that is missing.
pub(super) fn command(directory: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(directory)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        // A hook is given these for the directory that it starts in.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_PREFIX")
        // Nothing that the repository's own configuration names is started.
        .args(["-c", "core.fsmonitor=false"])
        .stdin(Stdio::null());
    command
}

fn run(directory: &Path, arguments: &[&str], failure: Failure) -> Result<Vec<u8>, GitError> {
    let output = command(directory).args(arguments).output().map_err(GitError::NoGit)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let reason = text(output.stderr).trim().lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
    Err(match failure {
        Failure::Repository => GitError::NoRepository(reason),
        Failure::Other => GitError::Failed(reason),
    })
}

/// The paths that a command of git prints; none where it fails.
fn paths(root: &Path, arguments: &[&str]) -> Option<BTreeSet<PathBuf>> {
    let output = run(root, arguments, Failure::Other).ok()?;
    let paths = output.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    Some(paths.map(|path| root.join(path_of(path))).collect())
}

/// The directory in which the files of the repository around a directory lie, and the commit that a revision means.
fn place(directory: &Path, revision: &str) -> Result<(PathBuf, String), GitError> {
    let commit = format!("{revision}^{{commit}}");
    let asked = ["rev-parse", "--show-cdup", "--verify", "--quiet", "--end-of-options", &commit];
    match run(directory, &asked, Failure::Other).map(text) {
        Ok(answer) => match answer.trim_end().rsplit_once('\n') {
            Some((up, commit)) => Ok((normalize(&directory.join(up.trim_end_matches('\r'))), commit.to_owned())),
            None => Err(GitError::Failed("it does not tell which commit that is".into())),
        },
        Err(GitError::Failed(_)) => {
            run(directory, &["rev-parse", "--show-cdup"], Failure::Repository)?;
            Err(GitError::UnknownRevision { revision: revision.to_owned(), shallow: is_shallow(directory) })
        }
        Err(error) => Err(error),
    }
}

fn is_shallow(directory: &Path) -> bool {
    let answer = run(directory, &["rev-parse", "--is-shallow-repository"], Failure::Other);
    answer.is_ok_and(|answer| text(answer).trim() == "true")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    OsStr::new(&*String::from_utf8_lossy(bytes)).into()
}
