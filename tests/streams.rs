//! The program with real streams: a reader that leaves, a disk that is full, a terminal's interrupt.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod harness;

use harness::project;
use std::fs::OpenOptions;
use std::process::{Command, Stdio};

/// Commands that print something, and how each ends where all is well.
const PRINTING: [(&[&str], i32); 9] = [
    (&["check"], 1),
    (&["check", "--format", "sarif"], 1),
    (&["graph"], 0),
    (&["rules"], 0),
    (&["explain", "same-subnet-enis"], 0),
    (&["matcher", "github"], 0),
    (&["completions", "zsh"], 0),
    (&["man"], 0),
    (&["--help"], 0),
];

fn enilint(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enilint"));
    command.args(arguments).current_dir(project("testdata/example")).stderr(Stdio::piped());
    command
}

#[test]
fn a_reader_that_has_left_is_no_error() {
    for (arguments, status) in PRINTING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = enilint(arguments).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(status), ""), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    for (arguments, _) in PRINTING {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = enilint(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("enilint: cannot write the output: "), "{arguments:?}");
    }
    let output = enilint(&["check", "--output", "sarif=/dev/full"]).stdout(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("enilint: /dev/full: cannot be written: "));
}

#[test]
fn nothing_to_write_to_is_no_panic() {
    for stream in ["1>&-", "2>&-", "1>&- 2>&-", "0<&-"] {
        let script = format!("{} check {stream}", env!("CARGO_BIN_EXE_enilint"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(project("testdata/example")).output().unwrap();
        assert!(matches!(output.status.code(), Some(1 | 3)), "{stream}: {:?}", output.status);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{stream}");
    }
}

/// The configuration needs more than there is, or there is hardly any: a message, and no crash.
#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let resources: String = (0..300_000).map(|number| format!("resource \"aws_vpc\" \"v{number}\" {{}}\n")).collect();
    std::fs::write(directory.path().join("main.tf"), resources).unwrap();
    for (kibibytes, expected) in [(50_000, "and a check takes at least"), (200_000, "is not enough")] {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {kibibytes} && exec \"$0\" check"), env!("CARGO_BIN_EXE_enilint")]);
        let output = command.current_dir(directory.path()).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(3) && errors.contains(expected), "{:?}: {errors}", output.status);
    }
}

#[test]
fn an_interrupt_ends_the_program() {
    // Standard input that never ends: the program is at work until it is told to stop.
    // Who runs the tests in the background may have had interrupts ignored.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_enilint"), "check", "--plan", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It stays open: at its end the program would end, too.
    let input = child.stdin.take();
    // A signal that comes before `env` has made way for the program may be lost.
    let status = loop {
        let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
        assert!(kill.success());
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    drop(input);
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2));
}

#[test]
fn man_pages_are_written_to_a_directory_that_need_not_be_there() {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("share/man/man1");
    let output = enilint(&["man", "--directory", directory.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(directory.join("enilint.1").is_file() && directory.join("enilint-check.1").is_file());
    let output = enilint(&["man", "--directory", "/dev/full/man1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("enilint: /dev/full/man1: cannot be written: "));
}
