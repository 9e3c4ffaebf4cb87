//! Real configurations that nobody wrote for us: all of it is read, and what is found is compared with a committed list of
//! findings that were looked at. The corpus lies beside the project; where it does not, this is skipped.

#![allow(clippy::print_stderr, reason = "says why nothing is done")]

mod harness;

use harness::{compare, enilint, project};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::path::Path;

fn main() {
    let arguments = Arguments::from_args();
    let corpus = project("../shared/corpus");
    let mut trials = Vec::new();
    let entries = std::fs::read_dir(&corpus).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
    if entries.is_empty() {
        eprintln!("skipped: the corpus is not at {}", corpus.display());
    }
    for entry in entries.into_iter().filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        trials.push(Trial::test(name.clone(), move || run(&entry.path(), &name)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(repository: &Path, name: &str) -> Result<(), Failed> {
    let found = enilint(repository, &["check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&found.out).map_err(|error| format!("{error}: {}", found.err))?;
    let mut summary = String::new();
    for diagnostic in document["diagnostics"].as_array().into_iter().flatten() {
        let place = &diagnostic["labels"][0];
        let (path, line) = (place["path"].as_str().unwrap_or_default(), &place["start"]["line"]);
        let (severity, rule) =
            (diagnostic["severity"].as_str().unwrap_or_default(), diagnostic["rule"].as_str().unwrap_or_default());
        let condition = diagnostic["condition"].as_str().map(|condition| format!(" (when {condition})")).unwrap_or_default();
        writeln!(summary, "{path}:{line}: {severity}[{rule}]: {}{condition}", diagnostic["message"].as_str().unwrap_or_default())?;
    }
    Ok(compare(&project(&format!("testdata/corpus/{name}.txt")), &summary)?)
}
