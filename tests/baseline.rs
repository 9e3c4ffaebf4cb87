//! What a baseline hides, how far a finding may move, and what is told of entries that match nothing.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{Run, enilint};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SUBNET: &str = "resource \"aws_subnet\" \"s\" {\n  vpc_id = \"vpc-1\"\n  cidr_block = \"10.0.1.0/24\"\n  availability_zone = \"us-east-1a\"\n}\n";

fn interface(name: &str, addresses: &str) -> String {
    format!(
        "resource \"aws_network_interface\" \"{name}\" {{\n  private_ips = [{addresses}]\n  subnet_id = aws_subnet.s.id\n  security_groups = [\"sg-1\"]\n}}\n"
    )
}

fn write(directory: &Path, path: &str, text: &str) {
    let path = directory.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository with a module that has two findings in one block, and its baseline.
fn repository() -> TempDir {
    let directory = TempDir::new().unwrap();
    write(directory.path(), ".git/config", "");
    write(directory.path(), "net/main.tf", &(SUBNET.to_owned() + &interface("i", "\"10.0.1.2\", \"10.0.1.3\"")));
    let run = enilint(directory.path(), &["baseline"]);
    assert_eq!((run.status, run.out.as_str()), (Status::Clean, "Wrote 2 findings to enilint-baseline.json.\n"));
    directory
}

fn check(directory: &TempDir, arguments: &[&str]) -> Run {
    let all = [&["check", "--format", "concise", "--baseline", "enilint-baseline.json"], arguments].concat();
    enilint(directory.path(), &all)
}

#[test]
fn what_is_known_is_hidden_wherever_it_moves() {
    let directory = repository();
    assert_eq!(enilint(directory.path(), &["check"]).status, Status::Findings);
    let run = check(&directory, &[]);
    assert_eq!((run.status, run.out.as_str()), (Status::Clean, ""));
    let human = enilint(directory.path(), &["check", "--baseline", "enilint-baseline.json"]).out;
    assert!(human.contains("2 hidden by the baseline"), "{human}");
    let text = fs::read_to_string(directory.path().join("net/main.tf")).unwrap();
    fs::remove_file(directory.path().join("net/main.tf")).unwrap();
    write(directory.path(), "renamed/eni.tf", &format!("# moved\n\n{text}"));
    assert_eq!(check(&directory, &[]).out, "");
}

#[test]
fn what_is_new_is_told_also_in_the_same_block() {
    let directory = repository();
    write(directory.path(), "net/main.tf", &(SUBNET.to_owned() + &interface("i", "\"10.0.1.1\", \"10.0.1.2\", \"10.0.1.3\"")));
    let run = check(&directory, &[]);
    assert_eq!((run.status, run.out.lines().count()), (Status::Findings, 1), "{}", run.out);
    assert!(run.out.contains("10.0.1.1"), "{}", run.out);
}

#[test]
fn what_is_gone_is_told_and_pruned() {
    let directory = repository();
    write(directory.path(), "net/main.tf", &(SUBNET.to_owned() + &interface("i", "\"10.0.1.3\", \"10.0.1.1\"")));
    let run = check(&directory, &[]);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    let gone = lines.iter().find(|line| line.contains("unused-baseline-entry")).unwrap();
    assert!(
        gone.starts_with("enilint-baseline.json:4:5: info[unused-baseline-entry]: `unusable-private-ip` is found no more"),
        "{gone}"
    );
    // It does not fail a run; nor is anything said where not all was looked at.
    assert_eq!(check(&directory, &["net/main.tf"]).out.lines().count(), 1);
    let run = enilint(directory.path(), &["baseline", "--prune"]);
    assert_eq!((run.status, run.out.as_str()), (Status::Clean, "Took 1 finding out of enilint-baseline.json.\n"));
    let run = check(&directory, &[]);
    assert!(run.out.lines().count() == 1 && run.out.contains("10.0.1.1"), "{}", run.out);
}

#[test]
fn a_baseline_that_cannot_be_read_is_wrong_usage() {
    let directory = repository();
    for text in ["", "[]", "{\"version\": 2, \"findings\": []}", "{\"version\": 1}", "{\"version\": 1, \"findings\": [{}]}"] {
        write(directory.path(), "enilint-baseline.json", text);
        let run = check(&directory, &[]);
        assert_eq!((run.status, run.out.as_str()), (Status::Usage, ""), "{text}");
        assert_eq!(enilint(directory.path(), &["baseline", "--prune"]).status, Status::Usage);
    }
    assert_eq!(enilint(directory.path(), &["check", "--baseline", "no.json"]).status, Status::Usage);
}

#[test]
fn syntax_errors_are_never_hidden() {
    let directory = repository();
    write(directory.path(), "net/broken.tf", "resource \"aws_eip\" {{\n");
    assert_eq!(enilint(directory.path(), &["baseline"]).status, Status::Incomplete);
    let run = check(&directory, &[]);
    assert_eq!(run.status, Status::Incomplete);
    assert!(run.out.contains("syntax-error"), "{}", run.out);
}

#[test]
fn settings_name_the_baseline() {
    let directory = repository();
    write(directory.path(), "enilint.toml", "baseline = \"known/eni.json\"\n");
    let plain = |arguments: &[&str]| enilint(directory.path(), &[&["check", "--format", "concise"], arguments].concat());
    let missing = plain(&[]);
    assert_eq!(missing.status, Status::Usage);
    assert!(missing.out.contains("enilint.toml:1:12: error[malformed-setting]"), "{}", missing.out);
    fs::create_dir(directory.path().join("known")).unwrap();
    assert_eq!(enilint(directory.path(), &["baseline"]).out, "Wrote 2 findings to known/eni.json.\n");
    assert_eq!((plain(&[]).status, plain(&[]).out.as_str()), (Status::Clean, ""));
    // Flags win, and another project has its own settings.
    assert_eq!(plain(&["--no-baseline"]).out.lines().count(), 2);
    assert_eq!(plain(&["--no-config"]).out.lines().count(), 2);
    write(directory.path(), "other/enilint.toml", "");
    write(directory.path(), "other/main.tf", &(SUBNET.to_owned() + &interface("i", "\"10.0.1.2\"")));
    assert!(plain(&[]).out.starts_with("other/main.tf:"), "{}", plain(&[]).out);
    let told = enilint(directory.path(), &["config"]).out;
    assert!(told.contains("baseline = \"known/eni.json\"  # enilint.toml:1\n"), "{told}");
}

#[test]
fn each_project_has_its_own_baseline() {
    let directory = TempDir::new().unwrap();
    let at = directory.path();
    let text = |addresses: &str| SUBNET.to_owned() + &interface("i", addresses);
    write(at, ".git/config", "");
    write(at, "enilint.toml", "baseline = \"known.json\"\n");
    write(at, "a/main.tf", &text("\"10.0.1.2\""));
    write(at, "b/enilint.toml", "baseline = \"mine.json\"\n");
    write(at, "b/main.tf", &text("\"10.0.1.2\""));
    let plain = |directory: &Path| enilint(directory, &["check", "--format", "concise"]).out;
    // What is alike in both is told apart by the baseline that it is in.
    assert_eq!(enilint(at, &["baseline"]).out, "Wrote 1 finding to b/mine.json.\nWrote 1 finding to known.json.\n");
    for directory in [at, &at.join("a"), &at.join("b")] {
        assert_eq!(plain(directory), "", "{}", directory.display());
    }
    assert_eq!(enilint(&at.join("b"), &["baseline"]).out, "Wrote 1 finding to mine.json.\n");
    assert_eq!(plain(at), "");
    // What is gone is told of its own, also where nothing is found any more.
    write(at, "b/main.tf", &text("\"10.0.1.9\""));
    let gone = plain(at);
    assert!(gone.lines().count() == 1 && gone.starts_with("b/mine.json:4:5: info[unused-baseline-entry]"), "{gone}");
    assert!(plain(&at.join("b")).starts_with("mine.json:4:5: info"));
    assert_eq!(plain(&at.join("a")), "");
    let pruned = "Took 1 finding out of b/mine.json.\nTook 0 findings out of known.json.\n";
    assert_eq!(enilint(at, &["baseline", "--prune"]).out, pruned);
    assert_eq!(plain(at), "");
    // The threshold is that of the settings.
    write(at, "a/main.tf", &text("\"10.0.1.9\""));
    assert_eq!(enilint(at, &["check"]).status, Status::Clean);
    write(at, "enilint.toml", "baseline = \"known.json\"\nfail-on = \"info\"\n");
    assert_eq!(enilint(at, &["check"]).status, Status::Findings);
}

#[test]
fn what_is_alike_elsewhere_is_new() {
    let directory = repository();
    let text = fs::read_to_string(directory.path().join("net/main.tf")).unwrap();
    write(directory.path(), "a/main.tf", &text);
    // The new ones are told, not those that come later in the order.
    let all = check(&directory, &[]).out;
    assert!(all.lines().count() == 2 && all.lines().all(|line| line.starts_with("a/main.tf")), "{all}");
    // An entry of a file that is there and was not looked at hides nothing elsewhere.
    for part in ["a", "a/main.tf"] {
        assert_eq!(check(&directory, &[part]).out.lines().count(), 2, "{part}");
    }
    // In the same module it may have moved; a file that is no more was renamed.
    fs::write(directory.path().join("net/main.tf"), "").unwrap();
    fs::remove_file(directory.path().join("a/main.tf")).unwrap();
    write(directory.path(), "net/eni.tf", &text);
    assert_eq!(check(&directory, &["net/eni.tf"]).out, "");
    fs::remove_dir_all(directory.path().join("net")).unwrap();
    write(directory.path(), "b/main.tf", &text);
    assert_eq!(check(&directory, &["b/main.tf"]).out, "");
}
