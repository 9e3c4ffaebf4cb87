//! Golden cases: every directory in `testdata/cases` is a project with the output it must give, in `expected.txt`.

mod harness;

use harness::{compare, enilint, project};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(project("testdata/cases"))? {
        let directory = entry?.path();
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || run(&directory)));
    }
    libtest_mimic::run(&arguments, trials).exit()
}

/// The arguments are those of `arguments.txt`, one a line; without the file, `check`.
fn run(directory: &Path) -> Result<(), Failed> {
    let arguments = std::fs::read_to_string(directory.join("arguments.txt")).unwrap_or_default();
    let mut all = vec!["check", "--format", "concise"];
    all.extend(arguments.lines());
    let concise = enilint(directory, &all);
    let mut text = concise.out;
    write!(text, "{}", concise.err)?;
    all[2] = "json";
    let json: serde_json::Value = serde_json::from_str(&enilint(directory, &all).out)?;
    for unchecked in json["unchecked"].as_array().into_iter().flatten() {
        writeln!(text, "not checked: {}:{}: {}", unchecked["path"], unchecked["line"], unchecked["reason"])?;
    }
    writeln!(text, "exit status {}", concise.status as u8)?;
    Ok(compare(&directory.join("expected.txt"), &text)?)
}
