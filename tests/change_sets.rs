//! Change sets of CloudFormation, each with the template it was made from: what is found with the template at hand, and without it. In
//! `testdata/change-sets`, `before` is what the stack is now, `after` the template that `changes.json` was made with.

#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Nowhere, Run, compare, enilint, enilint_with, project};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let directories = fs::read_dir(project("testdata/change-sets")).unwrap().flatten().map(|entry| entry.path());
    for directory in directories {
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || run(&directory)));
    }
    trials.push(Trial::test("secrets_are_never_told", secrets_are_never_told));
    trials.push(Trial::test("pages_may_come_in_any_form", pages_may_come_in_any_form));
    trials.push(Trial::test("without_property_values_the_decision_counts", without_property_values_the_decision_counts));
    trials.push(Trial::test("what_is_no_change_set_is_told", what_is_no_change_set_is_told));
    trials.push(Trial::test("the_changes_are_in_the_json_report", the_changes_are_in_the_json_report));
    trials.push(Trial::test("several_templates_are_told", several_templates_are_told));
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(directory: &Path) -> Result<(), Failed> {
    let joined = enilint(&directory.join("after"), &["check", "--change-set", "../changes.json", "--format", "concise"]);
    let nowhere = Nowhere::new(&format!("change-set-{}", directory.file_name().unwrap().to_string_lossy()));
    let changes = directory.join("changes.json");
    let alone = enilint(&nowhere.0, &["check", "--change-set", &changes.to_string_lossy(), "--format", "concise"]);
    let show = |title: &str, run: &Run| {
        let text = format!("{title}:\n{}{}exit status {}\n", run.out, run.err, run.status as u8);
        text.replace(&format!("{}/", directory.to_string_lossy()), "../").replace("../changes.json", "changes.json")
    };
    let text = format!("{}\n{}", show("with the template", &joined), show("without the template", &alone));
    Ok(compare(&directory.join("expected.txt"), &text)?)
}

/// What is given for a parameter with `NoEcho` is told nowhere, whichever way it is given.
fn secrets_are_never_told() -> Result<(), Failed> {
    let after = project("testdata/change-sets/secrets/after");
    let secrets = ["10.0.9.66", "hunter2"];
    let given = ["Address=10.0.9.66", "Other=10.0.9.66", "Password=hunter2"].map(|given| format!("--parameter={given}"));
    let formats = ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "azure", "markdown"];
    for format in formats {
        for way in [&["check", "--change-set", "../changes.json"][..], &["check", "--base-dir", "../before"], &["check"]] {
            let arguments: Vec<&str> = way.iter().copied().chain(["--format", format]).collect();
            let arguments: Vec<&str> = arguments.into_iter().chain(given.iter().map(String::as_str)).collect();
            let run = enilint(&after, &arguments);
            if let Some(secret) = secrets.iter().find(|secret| run.out.contains(**secret) || run.err.contains(**secret)) {
                return Err(format!("{arguments:?} tells {secret}:\n{}{}", run.out, run.err).into());
            }
        }
    }
    let graph = enilint(&after, &["graph", "--format", "json", "--parameter=Address=10.0.9.66", "firewall.yaml"]);
    if graph.out.contains("10.0.9.66") || graph.out.is_empty() { Err(graph.out.into()) } else { Ok(()) }
}

fn read(name: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(project(&format!("testdata/change-sets/{name}/changes.json"))).unwrap()).unwrap()
}

fn check(text: &str) -> Run {
    enilint_with(&Nowhere::new("change-set").0, &["check", "--change-set", "-", "--format", "concise"], text.as_bytes())
}

/// One document, one document for each page, a list of pages, and what the console shows: all say the same.
fn pages_may_come_in_any_form() -> Result<(), Failed> {
    let whole = read("eni-moves-az");
    let expected = check(&whole.to_string()).out;
    if !expected.contains("eni-moves-az") {
        return Err(format!("nothing is found at all: {expected}").into());
    }
    let changes = whole["Changes"].as_array().unwrap();
    let page = |changes: &[Json], next: Json| {
        let mut page = whole.clone();
        page["Changes"] = changes.into();
        page["NextToken"] = next;
        page
    };
    let (first, second) = (page(&changes[..1], json!("abc")), page(&changes[1..], Json::Null));
    let console = whole["Changes"].to_string();
    let console =
        ["ResourceChange", "LogicalResourceId", "PhysicalResourceId", "ResourceType", "Action", "Replacement", "Details", "Target"]
            .iter()
            .chain(&[
                "Attribute",
                "Name",
                "RequiresRecreation",
                "Path",
                "BeforeValue",
                "AfterValue",
                "ChangeSource",
                "CausingEntity",
            ])
            .chain(&["BeforeContext", "AfterContext", "PolicyAction"])
            .fold(console, |text, name| {
                text.replace(&format!("\"{name}\":"), &format!("\"{}{}\":", name[..1].to_lowercase(), &name[1..]))
            });
    for text in [format!("{first}\n{second}"), json!([first, second]).to_string(), console] {
        let found = check(&text).out;
        if found != expected {
            return Err(format!("{text}\ngives\n{found}\nand not\n{expected}").into());
        }
    }
    let first = check(&first.to_string());
    match first.out.contains("the change set has more pages") && first.status as u8 == 3 {
        true => Ok(()),
        false => Err(format!("that pages are missing is not told: {}", first.out).into()),
    }
}

fn without_property_values_the_decision_counts() -> Result<(), Failed> {
    let mut set = read("eni-replaced");
    for entry in set["Changes"].as_array_mut().unwrap() {
        let change = entry["ResourceChange"].as_object_mut().unwrap();
        change.remove("BeforeContext");
        change.remove("AfterContext");
        for detail in change["Details"].as_array_mut().unwrap() {
            let target = detail["Target"].as_object_mut().unwrap();
            target.retain(|name, _| !matches!(&**name, "Path" | "BeforeValue" | "AfterValue" | "AttributeChangeType"));
        }
    }
    let directory = project("testdata/change-sets/eni-replaced/after");
    let found = enilint_with(&directory, &["check", "--change-set", "-", "--format", "concise"], set.to_string().as_bytes());
    match found.out.contains("[eni-replaced]") && found.out.starts_with("template.yaml:") {
        true => Ok(()),
        false => Err(format!("{}{}", found.out, found.err).into()),
    }
}

fn what_is_no_change_set_is_told() -> Result<(), Failed> {
    let whole = read("eni-moves-az").to_string();
    let failed = whole.replacen("CREATE_COMPLETE", "FAILED", 1);
    let pending = whole.replacen("CREATE_COMPLETE", "CREATE_IN_PROGRESS", 1);
    let inputs = [
        ("", "it is empty"),
        ("Resources:\n  A:\n", "no change set as JSON"),
        (&whole[..whole.len() / 2], "it ends in the middle"),
        (&failed, "the change set failed"),
        (&pending, "the change set is not complete yet"),
        ("{\"format_version\":\"1.2\",\"resource_changes\":[]}", "it is a plan or a state of Terraform (`--plan`)"),
        ("{\"Resources\":{}}", "it is a CloudFormation template"),
        ("{\"Summaries\":[]}", "it is a list of change sets"),
        ("{\"Id\":\"arn\",\"StackId\":\"arn\"}", "it is the answer of `create-change-set`"),
        ("{\"Changes\":[{\"ResourceChange\":{\"Action\":3}}]}", "something in it is not what it should be"),
        ("[1, 2]", "no change set: it has to be what"),
    ];
    for (text, expected) in inputs {
        let run = check(text);
        let told = run.out.lines().any(|line| line.starts_with("stdin:1:1: error[syntax-error]: ") && line.contains(expected));
        if !told || run.status as u8 != 3 {
            return Err(format!("{expected:?} is not in {:?} {:?}, status {}", run.out, run.err, run.status as u8).into());
        }
    }
    let nothing = json!({"ChangeSetId": "arn", "Changes": [], "Status": "FAILED",
        "StatusReason": "The submitted information didn't contain changes. Submit different information to create a change set."});
    let run = check(&nothing.to_string());
    if run.status as u8 != 0 {
        return Err(format!("a change set without changes: {}", run.out).into());
    }
    Ok(())
}

/// The list of changes is a contract: what is done, in which order, and because of which properties.
fn the_changes_are_in_the_json_report() -> Result<(), Failed> {
    let directory = project("testdata/change-sets/eni-moves-az/after");
    let run = enilint(&directory, &["check", "--change-set", "../changes.json", "--format", "json"]);
    let report: Json = serde_json::from_str(&run.out)?;
    let told: Vec<_> = report["changes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|change| {
            let attributes: Vec<_> =
                change["attributes"].as_array().into_iter().flatten().map(|attribute| &attribute["name"]).collect();
            json!([change["address"], change["action"], change["order"], attributes])
        })
        .collect();
    let expected = json!([
        ["DataSubnet", "replace", "create-then-delete", ["AvailabilityZone"]],
        ["Eth1", "replace", "create-then-delete", ["SubnetId"]],
        ["Eth1Attachment", "replace", "delete-then-create", ["NetworkInterfaceId"]],
    ]);
    if Json::from(told.clone()) == expected { Ok(()) } else { Err(format!("{told:#?}").into()) }
}

/// Where it could be of several templates, no one is taken, and that is told.
fn several_templates_are_told() -> Result<(), Failed> {
    let run = enilint(&project("testdata/change-sets/device-index-changed"), &["check", "--change-set", "changes.json"]);
    let told = "Not checked: the template of the change set could be after/template.yaml or before/template.yaml";
    if run.out.contains(told) { Ok(()) } else { Err(run.out.into()) }
}
