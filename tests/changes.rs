//! Changes between two directories in `testdata/changes`, with everything that is printed about them, and between a revision of
//! git and the working tree.

#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Run, compare, enilint, enilint_with, project};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Changes of the text that change nothing.
const REFACTORINGS: [&str; 6] = [
    "cdk-with-new-assets",
    "count-to-for-each",
    "into-a-module",
    "module-with-dynamic-blocks-moved",
    "other-files-and-locals",
    "yaml-to-json",
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for directory in fs::read_dir(project("testdata/changes")).unwrap().flatten().map(|entry| entry.path()) {
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || run(&directory)));
    }
    for name in REFACTORINGS {
        trials.push(Trial::test(format!("{name}_both_ways"), move || is_silent(name)));
    }
    trials.push(Trial::test("a_revision_is_compared_with_the_working_tree", a_revision_is_compared));
    trials.push(Trial::test("every_file_of_a_large_change_is_compared", every_file_of_a_large_change_is_compared));
    trials.push(Trial::test("the_text_of_an_editor_is_compared", the_text_of_an_editor_is_compared));
    trials.push(Trial::test("a_shared_module_reaches_the_roots_that_call_it", a_shared_module_reaches_its_callers));
    trials.push(Trial::test("a_revision_that_is_not_there_is_told", a_missing_revision_is_told));
    trials.push(Trial::test("a_shallow_clone_is_told", a_shallow_clone_is_told));
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(directory: &Path) -> Result<(), Failed> {
    let after = directory.join("after");
    let sections = [&["check"][..], &["check", "--new-only", "--format", "concise"], &["check", "--format", "markdown"]];
    let text = sections.map(|arguments| {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--base-dir", "../before"]).collect();
        let run = enilint(&after, &arguments);
        format!("$ enilint {}\n{}{}exit status {}\n", arguments.join(" "), run.out, run.err, run.status as u8)
    });
    let text = text.join("\n").replace(&format!("{}/", directory.to_string_lossy()), "../");
    Ok(compare(&directory.join("expected.txt"), &text)?)
}

/// What changes nothing is no change in the other direction either; `moved` blocks lead one way only.
fn is_silent(name: &str) -> Result<(), Failed> {
    let directory = project("testdata/changes").join(name);
    let has_moves = fs::read_dir(directory.join("after"))?
        .flatten()
        .any(|entry| fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("moved {")));
    let ways = [("before", "after"), ("after", "before")];
    for (old, new) in &ways[..if has_moves { 1 } else { 2 }] {
        let run = enilint(&directory.join(new), &["check", "--base-dir", &format!("../{old}")]);
        if !run.out.starts_with("No problems in ") || run.status as u8 != 0 {
            return Err(format!("from {old} to {new}: {}{}", run.out, run.err).into());
        }
    }
    Ok(())
}

/// A repository in a directory of its own, which goes with the value.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("enilint-changes-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("infra")).unwrap();
        let repository = Self(fs::canonicalize(path).unwrap());
        repository.git(&["init", "--quiet"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let run = Command::new("git").current_dir(&self.0).args(identity).args(arguments).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn copy(&self, side: &str) {
        let text = fs::read(project("testdata/changes/firewall-moves-subnet").join(side).join("main.tf")).unwrap();
        fs::write(self.0.join("infra/main.tf"), text).unwrap();
    }

    fn check(&self, place: &str, base: &str) -> Run {
        enilint(&self.0.join(place), &["check", "--base", base, "--format", "concise"])
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn a_revision_is_compared() -> Result<(), Failed> {
    let repository = Repository::new("revision");
    repository.copy("before");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    let same = repository.check("infra", "HEAD");
    repository.copy("after");
    let changed = repository.check("infra", "HEAD");
    let from_above = repository.check(".", "HEAD");
    let lines =
        |run: &Run| run.out.lines().map(|line| line.rsplit("main.tf:").next().unwrap_or(line).to_owned()).collect::<Vec<_>>();
    let told = ["[eni-replacement-replaces-instance]", "[routed-eni-removed]"].iter().all(|rule| changed.out.contains(rule));
    if !same.out.is_empty() || !told || lines(&changed) != lines(&from_above) {
        return Err(format!("{:?}\n{:?} {:?}\n{:?}", same.out, changed.out, changed.err, from_above.out).into());
    }
    // Nothing is checked out: the working tree is as it was.
    let expected = fs::read(project("testdata/changes/firewall-moves-subnet/after/main.tf"))?;
    if fs::read(repository.0.join("infra/main.tf"))? != expected {
        return Err("the working tree has changed".into());
    }
    // In a linked working tree, and after the commit, the revision before it is still there.
    repository.git(&["commit", "--quiet", "--all", "--message", "after"]);
    repository.git(&["worktree", "add", "--quiet", "linked"]);
    let linked = repository.check("linked/infra", "HEAD~1");
    if lines(&linked) != lines(&changed) {
        return Err(format!("{:?} {:?}", linked.out, linked.err).into());
    }
    Ok(())
}

/// More files than are asked for at once, some of them alike: each is compared with its own old text.
fn every_file_of_a_large_change_is_compared() -> Result<(), Failed> {
    let repository = Repository::new("large");
    let write = |side: &str| {
        let text = fs::read_to_string(project("testdata/changes/firewall-moves-subnet").join(side).join("main.tf")).unwrap();
        for stack in 0..100 {
            let directory = repository.0.join(format!("stack{stack}"));
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join("main.tf"), format!("# {}\n{text}", stack % 60)).unwrap();
        }
    };
    write("before");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    write("after");
    let found = repository.check(".", "HEAD").out.matches("[eni-replacement-replaces-instance]").count();
    if found == 100 { Ok(()) } else { Err(format!("found in {found} of 100").into()) }
}

/// What an editor holds is the new side, though the file on the disk is as it was.
fn the_text_of_an_editor_is_compared() -> Result<(), Failed> {
    let repository = Repository::new("editor");
    repository.copy("before");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    let text = fs::read(project("testdata/changes/firewall-moves-subnet/after/main.tf"))?;
    let arguments = ["check", "-", "--stdin-filename", "main.tf", "--base", "HEAD", "--format", "concise"];
    let run = enilint_with(&repository.0.join("infra"), &arguments, &text);
    let told = ["[eni-replacement-replaces-instance]", "[routed-eni-removed]"].iter().all(|rule| run.out.contains(rule));
    if told { Ok(()) } else { Err(format!("{}{}", run.out, run.err).into()) }
}

/// Only what a change cannot touch is left out: a root whose own files are the same may call a module that is not.
fn a_shared_module_reaches_its_callers() -> Result<(), Failed> {
    let repository = Repository::new("shared");
    let write = |path: &str, text: &str| {
        let path = repository.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let module = |check: &str| {
        format!(
            "resource \"aws_network_interface\" \"nat\" {{\n  subnet_id = \"subnet-0123456789abcdef0\"\n  source_dest_check = {check}\n}}\n\
             resource \"aws_instance\" \"nat\" {{\n  ami = \"ami-0123456789abcdef0\"\n  instance_type = \"t3.micro\"\n  \
             network_interface {{\n    device_index = 0\n    network_interface_id = aws_network_interface.nat.id\n  }}\n}}\n\
             resource \"aws_route\" \"private\" {{\n  route_table_id = \"rtb-0123456789abcdef0\"\n  \
             destination_cidr_block = \"0.0.0.0/0\"\n  network_interface_id = aws_network_interface.nat.id\n}}\n"
        )
    };
    write("modules/nat/main.tf", &module("false"));
    write("caller/main.tf", "module \"nat\" {\n  source = \"../modules/nat\"\n}\n");
    write("other/main.tf", &module("true"));
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    write("modules/nat/main.tf", &module("true"));
    let run = enilint(&repository.0, &["check", "--base", "HEAD", "--new-only", "--format", "concise"]);
    let told: Vec<&str> = run.out.lines().filter(|line| line.contains("error[") || line.contains("warning[")).collect();
    if told.len() != 1 || !told[0].contains("error[forwarding-turned-off]: `module.nat.aws_network_interface.nat`") {
        return Err(format!("{:?} {:?}", run.out, run.err).into());
    }
    // The same in the root that has it itself, and nothing about the module any more.
    repository.git(&["commit", "--quiet", "--all", "--message", "after"]);
    write("other/main.tf", &module("false"));
    let run = enilint(&repository.0, &["check", "--base", "HEAD", "--new-only", "--format", "concise"]);
    if !run.out.is_empty() {
        return Err(format!("{:?} {:?}", run.out, run.err).into());
    }
    Ok(())
}

fn a_missing_revision_is_told() -> Result<(), Failed> {
    let repository = Repository::new("missing");
    repository.copy("before");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    let run = repository.check("infra", "no-such-branch");
    if run.status as u8 != 2 || !run.err.contains("there is no revision `no-such-branch`") {
        return Err(format!("{:?}, status {}", run.err, run.status as u8).into());
    }
    Ok(())
}

/// A clone whose history is cut off holds what it was made of, and says how to get the rest.
fn a_shallow_clone_is_told() -> Result<(), Failed> {
    let repository = Repository::new("shallow");
    repository.copy("before");
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "--message", "before"]);
    repository.copy("after");
    repository.git(&["commit", "--quiet", "--all", "--message", "after"]);
    let origin = format!("file://{}", repository.0.display());
    repository.git(&["clone", "--quiet", "--depth", "1", &origin, "clone"]);
    let cut_off = repository.check("clone/infra", "HEAD~1");
    let expected =
        "there is no revision `HEAD~1` in this shallow clone; fetch it first (`git fetch origin HEAD~1`, or `fetch-depth: 0`";
    if cut_off.status as u8 != 2 || !cut_off.err.contains(expected) {
        return Err(format!("{:?}, status {}", cut_off.err, cut_off.status as u8).into());
    }
    let there = repository.check("clone/infra", "HEAD");
    if there.status as u8 != 0 || !there.err.is_empty() {
        return Err(format!("{:?} {:?}", there.out, there.err).into());
    }
    Ok(())
}
