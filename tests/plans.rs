//! Real plans of Terraform, each with the configurations it was made from: what is found with the files at hand, and without them. In
//! `testdata/plans`, `before` was applied, and `plan.json` is `terraform show -json` of a plan of `after`.

#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Nowhere, compare, enilint, enilint_with, project};
use libtest_mimic::{Arguments, Failed, Trial};
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

/// Every format, and the graph: not one of the secrets that the plan holds is printed.
fn secrets_are_never_told() -> Result<(), Failed> {
    let directory = project("testdata/plans/secrets");
    let nowhere = Nowhere::new("secrets");
    let plan = directory.join("plan.json");
    let text = fs::read_to_string(&plan)?;
    let secrets = ["hunter2", "10.0.1.66", "correct-horse"];
    if let Some(missing) = secrets.iter().find(|secret| !text.contains(**secret)) {
        return Err(format!("the plan does not hold {missing}").into());
    }
    let formats = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "azure", "markdown"];
    let mut outputs = Vec::new();
    for format in formats {
        for (place, plan) in [(directory.join("after"), "../plan.json"), (nowhere.0.clone(), &*plan.to_string_lossy())] {
            outputs.push((format, enilint(&place, &["check", "--plan", plan, "--format", format])));
        }
    }
    outputs.push(("check of the file", enilint(&directory, &["check", "plan.json"])));
    outputs.push(("graph", enilint(&directory, &["graph", "plan.json"])));
    outputs.push(("graph as JSON", enilint(&directory, &["graph", "--format", "json", "plan.json"])));
    outputs.push(("facts", enilint(&directory.join("after"), &["check", "--facts", "../plan.json"])));
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
