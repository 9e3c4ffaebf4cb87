//! Running the program in process, and comparing what it prints with a committed file.

#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::expect_used)]

pub(crate) mod template_values;

use enilint::cli::{Status, Streams, run};
use enilint::suppression::Date;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run printed, and how it ended.
pub(crate) struct Run {
    pub status: Status,
    pub out: String,
    pub err: String,
}

/// Runs `enilint` with the given arguments in a directory, connected to no terminal.
pub(crate) fn enilint(directory: &Path, arguments: &[&str]) -> Run {
    on_terminal(directory, arguments, None, false)
}

/// Runs `enilint` with a text on standard input.
pub(crate) fn enilint_with(directory: &Path, arguments: &[&str], mut input: &[u8]) -> Run {
    connected(directory, arguments, None, false, &mut input)
}

/// Runs `enilint` as on a terminal of some width.
pub(crate) fn on_terminal(directory: &Path, arguments: &[&str], terminal: Option<usize>, no_color: bool) -> Run {
    connected(directory, arguments, terminal, no_color, &mut std::io::empty())
}

fn connected(directory: &Path, arguments: &[&str], terminal: Option<usize>, no_color: bool, input: &mut dyn Read) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = std::iter::once("enilint").chain(arguments.iter().copied()).map(OsString::from);
    let mut streams = Streams {
        input,
        out: &mut out,
        err: &mut err,
        terminal,
        links: false,
        progress: None,
        no_color,
        working_directory: directory.to_path_buf(),
        home: None,
        today: Date::parse("2026-11-25"),
        environment: Vec::new(),
    };
    let status = run(arguments, &mut streams);
    let text = |bytes| String::from_utf8(bytes).unwrap_or_default();
    Run { status, out: text(out), err: text(err) }
}

/// A configuration with a reserved address (line 3), from a variable.
pub(crate) const MAIN: &str = "\
variable \"address\" { default = \"10.0.1.2\" }
resource \"aws_network_interface\" \"i\" {
  private_ips = [var.address]
  subnet_id = aws_subnet.s.id
  security_groups = [\"sg-1\"]
}
resource \"aws_subnet\" \"s\" {
  vpc_id = \"vpc-1\"
  cidr_block = \"10.0.1.0/24\"
  availability_zone = \"us-east-1a\"
}
";

/// A template with an address from a parameter (line 6).
pub(crate) const TEMPLATE: &str = "\
Parameters: {Address: {Type: String, Default: 10.0.1.9}}
Resources:
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}}
  Eni:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref Subnet, GroupSet: [sg-1], PrivateIpAddress: !Ref Address}
";

/// Checks a directory, with one line for each finding.
pub(crate) fn check(directory: &Path, arguments: &[&str]) -> Run {
    enilint(directory, &[&["check", "--format", "concise"], arguments].concat())
}

/// A path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares text with a committed file. With `ENILINT_BLESS` set the file is written instead, for the author to read.
pub(crate) fn compare(expected: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("ENILINT_BLESS").is_some() && !actual.is_empty() {
        return std::fs::write(expected, actual).map_err(|error| format!("{}: {error}", expected.display()));
    }
    let known = std::fs::read_to_string(expected).unwrap_or_default();
    if known == actual {
        return Ok(());
    }
    let missing = known.lines().filter(|line| !actual.lines().any(|other| other == *line)).map(|line| format!("- {line}"));
    let added = actual.lines().filter(|line| !known.lines().any(|other| other == *line)).map(|line| format!("+ {line}"));
    let difference: Vec<_> = missing.chain(added).take(60).collect();
    Err(format!("differs from {} (ENILINT_BLESS=1 rewrites it):\n{}", expected.display(), difference.join("\n")))
}

/// A directory without files, where there is nothing to lint.
pub(crate) struct Nowhere(pub PathBuf);

impl Nowhere {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("enilint-{name}-{}-{number}", std::process::id()));
        // Where there is none, whoever looks for it says so.
        let _ = std::fs::create_dir_all(&path);
        Self(path)
    }
}

impl Drop for Nowhere {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// A repository with some files.
pub(crate) fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::TempDir::new().expect("a temporary directory can be written to");
    std::fs::create_dir(directory.path().join(".git")).expect("a temporary directory can be written to");
    for (path, text) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a temporary directory can be written to"))
            .expect("a temporary directory can be written to");
        std::fs::write(path, text).expect("a temporary directory can be written to");
    }
    directory
}
