//! The command line as a user meets it: exit statuses, formats, colours, and what is said about wrong usage.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{enilint, on_terminal, project};
use serde_json::Value;
use std::path::Path;

fn example() -> std::path::PathBuf {
    project("testdata/example")
}

fn case(name: &str) -> std::path::PathBuf {
    project("testdata/cases").join(name)
}

fn json(directory: &Path, arguments: &[&str]) -> Value {
    let run = enilint(directory, &[&["check", "--format", "json"], arguments].concat());
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn fail_on_moves_the_threshold() {
    let status = |severity| enilint(&case("only-a-warning"), &["check", "--fail-on", severity]).status;
    assert_eq!(status("info"), Status::Findings);
    assert_eq!(status("warning"), Status::Findings);
    assert_eq!(status("error"), Status::Clean);
}

#[test]
fn wrong_usage_is_told_on_standard_error() {
    for arguments in [
        &["check", "no/such/path"] as &[_],
        &["check", "--format", "xml"],
        &["check", "--var", "novalue"],
        &["check", "--var-file", "no-such.tfvars"],
        &["explain", "no-such-rule"],
        &["nonsense"],
        &[],
    ] {
        let run = enilint(&example(), arguments);
        assert_eq!(run.status, Status::Usage, "{arguments:?}");
        assert!(run.out.is_empty() && !run.err.is_empty(), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn help_and_version_are_answers() {
    for argument in ["--help", "--version"] {
        let run = enilint(&example(), &[argument]);
        assert_eq!((run.status, run.err.as_str()), (Status::Clean, ""));
        assert!(run.out.contains("enilint"));
    }
}

#[test]
fn json_keeps_its_contract() {
    let document = json(&example(), &[]);
    assert_eq!(document["version"], 1);
    let diagnostics = document["diagnostics"].as_array().unwrap();
    for diagnostic in diagnostics {
        let keys: Vec<_> = diagnostic.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["condition", "fingerprint", "help", "labels", "message", "rule", "severity", "url"]);
        let labels = diagnostic["labels"].as_array().unwrap();
        assert_eq!(labels.iter().filter(|label| label["primary"] == true).count(), 1);
        for label in labels {
            let text = std::fs::read_to_string(example().join(label["path"].as_str().unwrap())).unwrap();
            let offset = |end: &str| usize::try_from(label[end]["offset"].as_u64().unwrap()).unwrap();
            assert!(text.get(offset("start")..offset("end")).is_some());
            let line = text[..offset("start")].matches('\n').count() + 1;
            assert_eq!(label["start"]["line"], line);
        }
    }
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic["severity"] == severity).count();
    assert_eq!(document["summary"]["errors"], count("error"));
    assert_eq!(document["summary"]["warnings"], count("warning"));
    assert_eq!(document["summary"]["infos"], count("info"));
    assert_eq!(document["summary"]["files"], 3);
}

#[test]
fn a_syntax_error_has_its_place_and_the_rest_is_linted() {
    let document = json(&case("syntax-errors"), &[]);
    let found: Vec<_> =
        document["diagnostics"].as_array().unwrap().iter().map(|diagnostic| diagnostic["rule"].as_str().unwrap()).collect();
    assert!(found.contains(&"syntax-error") && found.contains(&"attachment-at-index-zero"), "{found:?}");
}

#[test]
fn colours_come_on_a_terminal_only_or_on_request() {
    let colored = |terminal, no_color, when: &str, format: &str| {
        on_terminal(&example(), &["check", "--color", when, "--format", format], terminal, no_color).out.contains('\u{1b}')
    };
    for format in ["human", "concise"] {
        assert!(colored(Some(80), false, "auto", format));
        assert!(!colored(Some(80), true, "auto", format));
        assert!(!colored(None, false, "auto", format));
        assert!(colored(None, true, "always", format));
        assert!(!colored(Some(80), false, "never", format));
    }
    assert!(!colored(Some(80), false, "always", "json"));
}

#[test]
fn a_narrow_terminal_gets_a_narrow_report() {
    let widest = |width| {
        let run = on_terminal(&example(), &["check", "--color", "never"], Some(width), false);
        // Lines of source are shown whole; everything else is wrapped.
        let prose = run.out.lines().filter(|line| line.contains("help:"));
        prose.map(|line| line.chars().count()).max().unwrap()
    };
    assert!(widest(60) <= 60 && widest(120) > 60);
}

#[test]
fn labels_in_other_files_are_shown_with_the_finding() {
    let run = enilint(&example(), &["check", "terraform"]);
    let finding = run.out.split("\n\n").find(|part| part.contains("unusable-private-ip")).unwrap();
    assert!(run.out.contains("terraform/firewall.tf") && run.out.contains("terraform/network.tf"), "{finding}");
}

#[test]
fn quiet_leaves_the_summary_out() {
    let summary = |arguments: &[&str]| enilint(&example(), arguments).out.contains("Found ");
    assert!(summary(&["check"]) && !summary(&["check", "--quiet"]));
}

#[test]
fn a_named_file_is_told_about_alone() {
    let document = json(&example(), &["cloudformation/firewall.yaml"]);
    let paths = document["diagnostics"].as_array().unwrap().iter().map(|diagnostic| &diagnostic["labels"][0]["path"]);
    assert!(paths.clone().count() > 0 && paths.clone().all(|path| path == "cloudformation/firewall.yaml"));
}

#[test]
fn explain_prints_the_page_and_rules_lists_all() {
    let page = enilint(&example(), &["explain", "same-subnet-enis"]);
    assert_eq!(page.status, Status::Clean);
    assert!(page.out.starts_with("same-subnet-enis (warning, Terraform and CloudFormation)"), "{}", page.out);
    assert!(page.out.contains("https://docs.aws.amazon.com/"));
    for notice in enilint::diagnostic::NOTICES {
        assert!(enilint(&example(), &["explain", notice.id]).out.contains(notice.title));
        assert!(enilint::rules::find(notice.id).is_none());
    }
    let list = enilint(&example(), &["rules"]).out;
    assert_eq!(list.lines().count(), enilint::rules::ALL.len());
}

#[test]
fn explain_knows_what_aws_answers() {
    for line in std::fs::read_to_string(project("testdata/messages/pasted.txt")).unwrap().lines().skip(1) {
        let (rule, message) = line.split_once('\t').unwrap();
        let run = enilint(&example(), &["explain", message]);
        assert_eq!(run.status, Status::Clean, "{message}: {}", run.err);
        let first = if run.out.starts_with("Several") { run.out.lines().nth(2) } else { run.out.lines().next() };
        assert!(first.unwrap().starts_with(rule), "{message}: {}", run.out);
    }
}

#[test]
fn a_variable_file_may_lie_anywhere() {
    let run = enilint(&project("testdata/graph/terraform"), &["graph", "--var-file", "../standby.tfvars"]);
    assert_eq!((run.status, run.err.as_str()), (Status::Clean, ""));
    assert!(run.out.contains("attached afterwards") && !run.out.contains("when var.ha"), "{}", run.out);
}

#[test]
fn the_syntax_of_what_leads_to_no_interface_is_checked_on_demand() {
    let run = |arguments: &[&str]| {
        let run = enilint(&project("testdata"), &[&["check", "--format", "concise"], arguments].concat());
        (run.status, run.out)
    };
    assert_eq!(run(&["other-services"]), (Status::Clean, String::new()));
    for arguments in [&["--syntax", "all", "other-services"][..], &["other-services/main.tf"]] {
        let (status, out) = run(arguments);
        assert_eq!(status, Status::Incomplete, "{arguments:?}");
        assert!(out.starts_with("other-services/main.tf:3:16: error[syntax-error]"), "{out}");
    }
    // So is that of a block that leads to none, beside one that is an interface.
    assert_eq!(run(&["other-blocks"]), (Status::Clean, String::new()));
    for arguments in [&["--syntax", "all", "other-blocks"][..], &["other-blocks/main.tf"]] {
        let (status, out) = run(arguments);
        assert_eq!(status, Status::Incomplete, "{arguments:?}");
        assert!(out.starts_with("other-blocks/main.tf:8:13: error[syntax-error]"), "{out}");
    }
}

#[test]
fn parameters_come_from_a_file_and_flags_win() {
    let place = tempfile::tempdir().unwrap();
    let template = "Parameters:\n  Index: {Type: Number, Default: 1}\nResources:\n  Second:\n    Type: AWS::EC2::NetworkInterfaceAttachment\n    \
                    Properties: {DeviceIndex: !Ref Index, InstanceId: i-0123456789abcdef0, NetworkInterfaceId: eni-0123456789abcdef0}\n";
    std::fs::write(place.path().join("stack.yaml"), template).unwrap();
    std::fs::write(place.path().join("prod.json"), r#"[{"ParameterKey": "Index", "ParameterValue": "0"}]"#).unwrap();
    let run = |arguments: &[&str]| enilint(place.path(), &[&["check", "--format", "concise"], arguments, &["stack.yaml"]].concat());
    let found = run(&["--parameter-file", "prod.json"]);
    assert_eq!(found.status, Status::Findings);
    assert!(found.out.contains("error[attachment-at-index-zero]"), "{}", found.out);
    assert_eq!(run(&["--parameter-file", "prod.json", "--parameter", "Index=1"]).status, Status::Clean);
    let wrong = run(&["--parameter-file", "stack.yaml"]);
    assert_eq!(wrong.status, Status::Usage);
    assert!(wrong.err.starts_with("enilint: stack.yaml: "), "{}", wrong.err);
}

#[test]
fn the_place_that_a_finding_belongs_to_is_named_first() {
    let filler = "#\n".repeat(5);
    let human = |first: &str, second: &str| {
        let directory = harness::repository(&[("main.tf", &format!("{first}{filler}{second}"))]);
        let out = enilint(directory.path(), &["check"]).out;
        let places = out.lines().filter_map(|line| line.split_once("─[main.tf:").map(|(_, place)| place.to_owned()));
        let concise = enilint(directory.path(), &["check", "--format", "concise"]).out;
        (places.map(|place| place.trim_end_matches(']').to_owned()).collect::<Vec<_>>(), concise)
    };
    let (interface, subnet) = harness::MAIN.split_at(harness::MAIN.find("resource \"aws_subnet\"").unwrap());
    for (first, second) in [(interface, subnet), (subnet, interface)] {
        let (places, concise) = human(first, second);
        assert!(places.len() > 1 && concise.starts_with(&format!("main.tf:{}:", places[0])), "{places:?} {concise}");
    }
}
