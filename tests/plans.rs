//! Real plans of Terraform, each with the configurations it was made from: what is found with the files at hand, and without them. In
//! `testdata/plans`, `before` was applied, and `plan.json` is `terraform show -json` of a plan of `after`.

#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Nowhere, compare, enilint, enilint_with, project};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let directories = fs::read_dir(project("testdata/plans")).unwrap().flatten().map(|entry| entry.path());
    for directory in directories.filter(|path| path.join("plan.json").is_file()) {
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || run(&directory)));
    }
    trials.push(Trial::test("secrets_are_never_told", secrets_are_never_told));
    trials.push(Trial::test("what_is_secret_on_one_side_is_on_both", what_is_secret_on_one_side_is_on_both));
    trials.push(Trial::test("a_plan_may_come_from_standard_input", a_plan_may_come_from_standard_input));
    trials.push(Trial::test("what_is_no_plan_is_told", what_is_no_plan_is_told));
    trials.push(Trial::test("a_tainted_resource_is_told", a_tainted_resource_is_told));
    trials.push(Trial::test("a_change_has_one_source", a_change_has_one_source));
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(directory: &Path) -> Result<(), Failed> {
    let joined = enilint(&directory.join("after"), &["check", "--plan", "../plan.json", "--format", "concise"]);
    let nowhere = Nowhere::new(&directory.file_name().unwrap().to_string_lossy());
    let plan = directory.join("plan.json");
    let alone = enilint(&nowhere.0, &["check", "--plan", &plan.to_string_lossy(), "--format", "concise"]);
    let show = |title: &str, run: &harness::Run| {
        let text = format!("{title}:\n{}{}exit status {}\n", run.out, run.err, run.status as u8);
        text.replace(&format!("{}/", directory.to_string_lossy()), "../").replace("../plan.json", "plan.json")
    };
    let text = format!("{}\n{}", show("with the files", &joined), show("without the files", &alone));
    Ok(compare(&directory.join("expected.txt"), &text)?)
}

/// Plans with the secrets that they hold.
const SECRETS: [(&str, &[&str]); 2] = [
    ("secrets", &["hunter2", "10.0.1.66", "correct-horse"]),
    (
        "secrets-everywhere",
        &["sekret-one", "sekret-uno", "10.0.1.66", "10.0.2.67", "two00000a", "tri00000a", "sekret-three", "sekret-tres"],
    ),
];

/// Every format, and the graph: not one of the secrets that the plan holds is printed.
fn secrets_are_never_told() -> Result<(), Failed> {
    for (name, secrets) in SECRETS {
        let directory = project("testdata/plans").join(name);
        let text = fs::read_to_string(directory.join("plan.json"))?;
        if let Some(missing) = secrets.iter().find(|secret| !text.contains(**secret)) {
            return Err(format!("the plan {name} does not hold {missing}").into());
        }
        tells_none(&directory, "../plan.json", secrets)?;
    }
    Ok(())
}

/// What the change makes a secret, or no secret any more, is one all the same.
fn what_is_secret_on_one_side_is_on_both() -> Result<(), Failed> {
    let (name, secrets) = SECRETS[1];
    let directory = project("testdata/plans").join(name);
    let text = fs::read_to_string(directory.join("plan.json"))?;
    for side in ["before_sensitive", "after_sensitive"] {
        let mut plan: Json = serde_json::from_str(&text)?;
        for record in plan["resource_changes"].as_array_mut().unwrap() {
            let change = record["change"].as_object_mut().unwrap();
            if !change["before"].is_null() && !change["after"].is_null() {
                change.insert(side.to_owned(), json!({}));
            }
        }
        let nowhere = Nowhere::new(side);
        let file = nowhere.0.join("plan.json");
        fs::write(&file, plan.to_string())?;
        tells_none(&directory, &file.to_string_lossy(), secrets)?;
    }
    Ok(())
}

fn tells_none(directory: &Path, plan: &str, secrets: &[&str]) -> Result<(), Failed> {
    let nowhere = Nowhere::new("secrets");
    let after = directory.join("after");
    let plan = after.join(plan);
    let plan = plan.to_string_lossy();
    let formats = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "azure", "markdown"];
    let mut outputs = Vec::new();
    for format in formats {
        for place in [&after, &nowhere.0] {
            outputs.push((format, enilint(place, &["check", "--plan", &plan, "--format", format])));
            outputs.push((format, enilint(place, &["check", "--plan", &plan, "--new-only", "--format", format])));
        }
    }
    outputs.push(("check of the file", enilint(&nowhere.0, &["check", &plan])));
    outputs.push(("graph", enilint(&nowhere.0, &["graph", &plan])));
    outputs.push(("graph as JSON", enilint(&nowhere.0, &["graph", "--format", "json", &plan])));
    outputs.push(("facts", enilint(&after, &["check", "--facts", &plan])));
    for (what, run) in outputs {
        for secret in secrets {
            // In the configuration itself they are written for everyone to see: only the plan's values must not show.
            if run.out.contains(secret) || run.err.contains(secret) {
                return Err(format!("{what} tells {secret}:\n{}{}", run.out, run.err).into());
            }
        }
        if run.out.is_empty() && !what.contains("facts") {
            return Err(format!("{what} tells nothing at all: {}", run.err).into());
        }
    }
    Ok(())
}

fn a_plan_may_come_from_standard_input() -> Result<(), Failed> {
    let directory = project("testdata/plans/eni-moves-az");
    let text = fs::read(directory.join("plan.json"))?;
    let piped = enilint_with(&directory.join("after"), &["check", "--plan", "-", "--format", "concise"], &text);
    let named = enilint(&directory.join("after"), &["check", "--plan", "../plan.json", "--format", "concise"]);
    if piped.out != named.out || piped.status != named.status || piped.out.is_empty() {
        return Err(format!("{}\nis not\n{}", piped.out, named.out).into());
    }
    Ok(())
}

fn what_is_no_plan_is_told() -> Result<(), Failed> {
    let plan = fs::read_to_string(project("testdata/plans/eni-moves-az/plan.json"))?;
    let errored = plan.replacen("\"errored\":false", "\"errored\":true", 1);
    let version = plan.replacen("\"format_version\":\"1.2\"", "\"format_version\":\"2.0\"", 1);
    let inputs: [(&[u8], &str); 12] = [
        (b"", "it is empty"),
        (b"PK\x03\x04\x14\x00\x08\x00", "it is a plan in Terraform's own format"),
        (&plan.as_bytes()[..plan.len() / 2], "it ends in the middle"),
        (version.as_bytes(), "the format version \"2.0\" of this plan is not known"),
        (errored.as_bytes(), "planning failed"),
        (
            b"{\"@level\":\"info\",\"@message\":\"Terraform 1.9.0\"}\n{\"@level\":\"info\"}",
            "it is the log of `terraform plan -json`",
        ),
        (b"{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":3,\"lineage\":\"x\",\"resources\":[]}", "it is a state file"),
        (b"{\"ChangeSetName\":\"a\",\"Changes\":[]}", "it is a change set of CloudFormation (`--change-set`)"),
        (b"{\"AWSTemplateFormatVersion\":\"2010-09-09\",\"Resources\":{}}", "it is a CloudFormation template"),
        (b"{\"format_version\":\"1.0\",\"provider_schemas\":{}}", "another answer of Terraform"),
        (b"Terraform will perform the following actions:\n  # aws_instance.fw", "it is a plan as text"),
        (b"{\"format_version\":\"1.2\",\"resource_changes\":3}", "something in it is not what it should be"),
    ];
    let nowhere = Nowhere::new("errors");
    for (text, expected) in inputs {
        let run = enilint_with(&nowhere.0, &["check", "--plan", "-", "--format", "concise"], text);
        if !run.out.contains(expected) || !run.out.starts_with("stdin:1:1: error[syntax-error]: ") || run.status as u8 != 3 {
            return Err(format!("{expected:?} is not in {:?} {:?}, status {}", run.out, run.err, run.status as u8).into());
        }
    }
    let missing = enilint(&nowhere.0, &["check", "--plan", "nothing.json"]);
    if missing.status as u8 != 2 || !missing.err.contains("--plan nothing.json: ") {
        return Err(format!("a missing plan: {:?}", missing.err).into());
    }
    Ok(())
}

fn a_tainted_resource_is_told() -> Result<(), Failed> {
    let text = fs::read_to_string(project("testdata/plans/eip-off-during-replacement/plan.json"))?;
    let mut plan: serde_json::Value = serde_json::from_str(&text)?;
    for record in plan["resource_changes"].as_array_mut().unwrap() {
        if record["address"] == "aws_instance.app" {
            record["action_reason"] = "replace_because_tainted".into();
            record["change"].as_object_mut().unwrap().remove("replace_paths");
            record["change"]["before"]["ami"] = record["change"]["after"]["ami"].clone();
        }
    }
    let nowhere = Nowhere::new("tainted");
    let run = enilint_with(&nowhere.0, &["check", "--plan", "-", "--format", "concise"], plan.to_string().as_bytes());
    let expected = "`aws_eip.app` is off while `aws_instance.app` is replaced, because it is tainted";
    if run.out.contains(expected) { Ok(()) } else { Err(format!("{}{}", run.out, run.err).into()) }
}

fn a_change_has_one_source() -> Result<(), Failed> {
    let directory = project("testdata/plans/eni-moves-az/after");
    let run = enilint(&directory, &["check", "--plan", "../plan.json", "--base-dir", "../before"]);
    if run.status as u8 == 2 { Ok(()) } else { Err(format!("two sources: {}", run.out).into()) }
}
