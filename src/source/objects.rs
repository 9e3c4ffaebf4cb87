//! The objects of a git repository, as `git cat-file` hands them out.

use super::git::{GitError, command};
use super::{MAX_FILE_SIZE, ReadError};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

/// A running `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct Objects {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// The objects that will be asked for, and where among them each is.
    expected: Vec<String>,
    positions: HashMap<String, usize>,
    /// What was read before it was asked for.
    read: HashMap<String, Vec<u8>>,
}

/// So many objects are asked for at once: their names fit into a pipe that nobody reads from yet.
const AT_ONCE: usize = 32;

/// No more is held before it is asked for, in bytes.
const MAX_HELD: usize = 16 << 20;

impl Objects {
    pub(super) fn open(root: &Path) -> Result<Self, GitError> {
        let mut process = command(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(GitError::NoGit)?;
        let answers = process.stdout.take().map(BufReader::new);
        let answers = answers.ok_or_else(|| GitError::Failed("its output cannot be read".into()))?;
        let questions = process.stdin.take();
        Ok(Self { process, questions, answers, expected: Vec::new(), positions: HashMap::new(), read: HashMap::new() })
    }

    pub(super) fn expect(&mut self, objects: Vec<String>) {
        self.positions = objects.iter().cloned().zip(0..).collect();
        self.expected = objects;
    }

    /// The content of an object. Those that are expected after it are read with it, so that `git` is not waited for each time.
    pub(super) fn read(&mut self, object: &str) -> Result<Vec<u8>, ReadError> {
        if let Some(content) = self.read.remove(object) {
            return Ok(content);
        }
        let held: usize = self.read.values().map(Vec::len).sum();
        let following = self.positions.get(object).filter(|_| held < MAX_HELD).map_or(0, |position| position + 1);
        let following = self.expected.iter().skip(following).take(if following > 0 { AT_ONCE - 1 } else { 0 });
        let following: Vec<String> = following.filter(|next| !self.read.contains_key(*next) && *next != object).cloned().collect();
        let names: String =
            [object].into_iter().chain(following.iter().map(String::as_str)).flat_map(|name| [name, "\n"]).collect();
        let questions = self.questions.as_mut().ok_or_else(|| ReadError::Io(io::ErrorKind::BrokenPipe.into()))?;
        questions.write_all(names.as_bytes()).and_then(|()| questions.flush()).map_err(ReadError::Io)?;
        let content = self.answer();
        for next in following {
            // What is wrong with it is told to whoever asks for it.
            if let Ok(content) = self.answer() {
                self.read.insert(next, content);
            }
        }
        content
    }

    /// The next answer: `object type size` in a line, the content, and a line break.
    fn answer(&mut self) -> Result<Vec<u8>, ReadError> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(ReadError::Io)?;
        let size: Option<u64> = line.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
        let size = size.ok_or_else(|| ReadError::Io(io::ErrorKind::NotFound.into()))?;
        let mut content = (&mut self.answers).take(size + 1);
        if size > MAX_FILE_SIZE {
            io::copy(&mut content, &mut io::sink()).map_err(ReadError::Io)?;
            return Err(ReadError::TooLarge(size));
        }
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).map_err(ReadError::Io)?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // Without questions it ends by itself.
        self.questions = None;
        let _ = self.process.wait();
    }
}
