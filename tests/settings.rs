//! `enilint.toml`: which file governs what, what it changes, and what is said about mistakes in it.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{MAIN, TEMPLATE, check, enilint, repository};
use std::fs;
use std::path::Path;

/// The places, severities and rules that are reported.
fn found(directory: &Path, arguments: &[&str]) -> Vec<String> {
    let run = check(directory, arguments);
    run.out.lines().map(|line| line.split_once("]: ").unwrap().0.to_owned()).collect()
}

fn one(settings: &str, arguments: &[&str]) -> (Status, Vec<String>) {
    let directory = repository(&[("main.tf", MAIN), ("enilint.toml", settings)]);
    (check(directory.path(), arguments).status, found(directory.path(), arguments))
}

#[test]
fn rules_have_levels() {
    let usual = ["main.tf:3:18: error[unusable-private-ip"];
    assert_eq!(one("", &[]), (Status::Findings, usual.map(Into::into).to_vec()));
    let off = "[rules]\nunusable-private-ip = \"off\"\n";
    assert_eq!(one(off, &[]), (Status::Clean, vec![]));
    let info = "[rules]\nunusable-private-ip = { level = \"info\" }\n";
    assert_eq!(one(info, &[]), (Status::Clean, vec!["main.tf:3:18: info[unusable-private-ip".into()]));
    // Flags win, and so does the more particular one.
    assert_eq!(one(off, &["--enable", "unusable-private-ip"]).1, usual);
    assert_eq!(one(off, &["--rule", "unusable-private-ip=warning"]).1, ["main.tf:3:18: warning[unusable-private-ip"]);
    assert_eq!(one("", &["--disable", "unusable-private-ip"]).1, [""; 0]);
    assert_eq!(one("", &["--rule", "*.tf:unusable-private-ip=off"]).1, [""; 0]);
    assert_eq!(one("", &["--rule", "envs/:unusable-private-ip=off"]).1, usual);
    assert_eq!(one(off, &["--no-config"]).1, usual);
}

#[test]
fn the_threshold_is_the_file_s() {
    let settings = "fail-on = \"error\"\n[rules]\nunusable-private-ip = \"warning\"\n";
    assert_eq!(one(settings, &[]).0, Status::Clean);
    assert_eq!(one(settings, &["--fail-on", "warning"]).0, Status::Findings);
    assert_eq!(one("fail-on = \"info\"\n[rules]\nunusable-private-ip = \"info\"\n", &[]).0, Status::Findings);
}

#[test]
fn overrides_are_about_paths() {
    let settings = "\
[rules]
unusable-private-ip = \"warning\"
[[overrides]]
paths = [\"envs/\"]
rules = { unusable-private-ip = \"off\" }
[[overrides]]
paths = [\"envs/prod\"]
rules = { unusable-private-ip = \"error\" }
";
    let files = [("enilint.toml", settings), ("main.tf", MAIN), ("envs/dev/main.tf", MAIN), ("envs/prod/main.tf", MAIN)];
    let directory = repository(&files);
    let expected = ["envs/prod/main.tf:3:18: error[unusable-private-ip", "main.tf:3:18: warning[unusable-private-ip"];
    assert_eq!(found(directory.path(), &[]), expected);
    assert_eq!(found(&directory.path().join("envs"), &[]), ["prod/main.tf:3:18: error[unusable-private-ip"]);
    assert_eq!(found(directory.path(), &["main.tf"]), [expected[1]]);
}

#[test]
fn what_is_excluded_is_not_linted() {
    let files =
        [("enilint.toml", "exclude = [\"legacy/\", \"*.broken.tf\", \"x.yaml\"]\n"), ("legacy/a/main.tf", MAIN), ("main.tf", MAIN)];
    let directory = repository(
        &[&files[..], &[("a.broken.tf", "resource {{{"), ("x.yaml", "Resources: {A: {Type: AWS::EC2::Instance")]].concat(),
    );
    assert_eq!(found(directory.path(), &[]), ["main.tf:3:18: error[unusable-private-ip"]);
    // A hook names every file that was changed.
    assert_eq!(found(directory.path(), &["legacy/a/main.tf", "x.yaml"]), [""; 0]);
    assert_eq!(found(directory.path(), &["--exclude", "/main.tf"]), [""; 0]);
    assert_eq!(
        found(directory.path(), &["--no-config", "--exclude", "*.tf", "--exclude", "x.yaml", "--exclude", "!/legacy/"]),
        ["legacy/a/main.tf:3:18: error[unusable-private-ip"]
    );
}

#[test]
fn values_are_given() {
    let fine = [
        "[terraform]\nvariables = { address = \"10.0.1.9\" }\n",
        "[terraform]\nvariables.address = \"10.0.1.9\"\nvariable-files = [\"bad.tfvars\"]\n",
        "[terraform]\nvariable-files = [\"bad.tfvars\", \"good.tfvars\"]\n",
        "[[overrides]]\npaths = [\"main.tf\", \"sub\"]\n[terraform]\nvariable-files = [\"good.tfvars\"]\n",
    ];
    for settings in fine {
        let files = [
            ("main.tf", MAIN),
            ("enilint.toml", settings),
            ("good.tfvars", "address = \"10.0.1.9\"\n"),
            ("bad.tfvars", "address = \"10.0.1.3\"\n"),
            ("sub/x.tf", ""),
        ];
        let directory = repository(&files);
        assert_eq!(found(directory.path(), &[]), [""; 0], "{settings}");
        // Flags win, also a file over a value.
        for flags in [["--var", "address=10.0.1.1"], ["--var-file", "bad.tfvars"]] {
            assert_eq!(found(directory.path(), &flags).len(), 1, "{settings}");
        }
    }
    let files = [
        ("a.yaml", TEMPLATE),
        ("b/b.yaml", TEMPLATE),
        ("enilint.toml", "[[overrides]]\npaths = [\"b/*.yaml\"]\ncloudformation.parameters = { Address = \"10.0.1.3\" }\n"),
    ];
    let directory = repository(&files);
    assert_eq!(found(directory.path(), &[]), ["b/b.yaml:6:77: error[unusable-private-ip"]);
    assert_eq!(found(directory.path(), &["--parameter", "Address=10.0.1.7"]), [""; 0]);
}

#[test]
fn facts_are_read() {
    let main = MAIN.replace("aws_subnet.s.id", "\"subnet-1\"");
    let subnets = r#"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}]}"#;
    let with = |settings| {
        let directory = repository(&[("main.tf", &main), ("subnets.json", subnets), ("enilint.toml", settings), ("net/x.tf", "")]);
        found(directory.path(), &[])
    };
    assert_eq!(with(""), [""; 0]);
    assert_eq!(with("facts = [\"subnets.json\"]\n"), ["main.tf:3:18: error[unusable-private-ip"]);
    assert_eq!(with("facts = [\"main.tf\"]\n"), ["enilint.toml:1:10: error[malformed-setting"]);
}

#[test]
fn each_file_is_governed_by_the_nearest_settings() {
    let off = "[rules]\nunusable-private-ip = \"off\"\n";
    let info = "[rules]\nunusable-private-ip = \"info\"\n";
    let module = "module \"m\" {\n  source = \"../../modules/m\"\n}\n";
    let files = [
        ("enilint.toml", info),
        ("a/main.tf", MAIN),
        ("b/enilint.toml", off),
        ("b/deep/er/main.tf", MAIN),
        ("c/enilint.toml", "[terraform]\nvariables.address = \"10.0.1.9\"\n"),
        ("c/main.tf", MAIN),
        // Values are those of the root module, levels those of the file that a finding is in.
        ("b/root/main.tf", module),
        ("modules/m/main.tf", MAIN),
        ("modules/enilint.toml", "[rules]\nunusable-private-ip = \"warning\"\n[terraform]\nvariables.address = \"10.0.1.9\"\n"),
    ];
    let directory = repository(&files);
    let expected = ["a/main.tf:3:18: info[unusable-private-ip", "modules/m/main.tf:3:18: warning[unusable-private-ip"];
    assert_eq!(found(directory.path(), &[]), expected);
    assert_eq!(
        found(&directory.path().join("b"), &["../a", "."]),
        [
            format!("{}/a/main.tf:3:18: info[unusable-private-ip", directory.path().display()),
            format!("{}/modules/m/main.tf:3:18: warning[unusable-private-ip", directory.path().display())
        ]
    );
    // What a directory is excluded from further up stays out.
    fs::write(directory.path().join("enilint.toml"), format!("exclude = [\"modules\"]\n{info}")).unwrap();
    assert_eq!(found(directory.path(), &[]), expected[..1]);
    // A repository within one is governed by its own.
    fs::create_dir(directory.path().join("a/.git")).unwrap();
    assert_eq!(found(directory.path(), &["a"]), ["a/main.tf:3:18: error[unusable-private-ip"]);
}

#[test]
fn one_file_can_be_given_for_everything() {
    let files = [
        ("main.tf", MAIN),
        ("enilint.toml", "fail-on = \"error\"\n"),
        ("ci/strict.toml", "[[overrides]]\npaths = [\"main.tf\"]\nrules.unusable-private-ip = \"off\"\n"),
    ];
    let directory = repository(&files);
    assert_eq!(found(directory.path(), &["--config", "ci/strict.toml"]), [""; 0]);
    assert_eq!(check(directory.path(), &["--config", "no.toml"]).status, Status::Usage);
}

#[test]
fn mistakes_are_findings_with_a_place() {
    let settings = "\
fail_on = \"error\"
exclude = \"legacy\"
regoin = 7
region = 7
facts = [\"/etc/passwd\", \"no.json\", \"../x.json\", 1]
[rules]
unusable-private-ips = \"off\"
unpinned-az = \"eror\"
same-subnet-enis = { levl = \"off\" }
[[overrides]]
rules = {}
[[overrides]]
paths = [\"a[z-a]\", \"nowhere/\"]
when = 1979-05-27
[terraform]
variables = { when = 1979-05-27 }
";
    let directory = repository(&[("main.tf", MAIN), ("enilint.toml", settings)]);
    let run = check(directory.path(), &[]);
    assert_eq!(run.status, Status::Usage);
    let expected = "\
enilint.toml:1:1: error[unknown-setting]: there is no setting `fail_on` here
enilint.toml:2:11: error[malformed-setting]: this setting has no effect: expected a list of texts, not a text
enilint.toml:3:1: error[unknown-setting]: there is no setting `regoin` here
enilint.toml:4:10: error[malformed-setting]: this setting has no effect: expected a text, not a number
enilint.toml:5:10: error[malformed-setting]: this setting has no effect: it lies outside of the repository
enilint.toml:5:25: error[malformed-setting]: this setting has no effect: there is no such file
enilint.toml:5:36: error[malformed-setting]: this setting has no effect: it lies outside of the repository
enilint.toml:5:49: error[malformed-setting]: this setting has no effect: expected a text, not a number
enilint.toml:7:1: error[unknown-setting]: there is no rule `unusable-private-ips`
enilint.toml:8:15: error[malformed-setting]: this setting has no effect: `eror` is none of `off`, `on`, `info`, `warning` and `error`
enilint.toml:9:22: error[unknown-setting]: the rule `same-subnet-enis` has no option `levl`
enilint.toml:10:1: error[malformed-setting]: this setting has no effect: it has no `paths`
enilint.toml:13:10: error[malformed-setting]: this setting has no effect: it is no pattern of paths: ";
    assert!(run.out.starts_with(expected), "{}", run.out);
    for place in ["13:20: warning[unused-setting", "14:1: error[unknown-setting", "16:22: error[malformed-setting"] {
        assert!(run.out.contains(&format!("enilint.toml:{place}")), "{place}: {}", run.out);
    }
    let human = enilint(directory.path(), &["check"]).out;
    for help in ["write `fail-on`", "write `region`", "write `unusable-private-ip`", "write `\"error\"`", "write `level`"] {
        assert!(human.contains(help), "{help}: {human}");
    }
    // Everything else counts, and is linted.
    assert!(run.out.contains("main.tf:3:18: error[unusable-private-ip]"));
    // Also where files are named.
    assert_eq!(check(directory.path(), &["main.tf"]).status, Status::Usage);
    assert!(found(directory.path(), &["enilint.toml"]).len() > 10);
}

#[test]
fn what_is_no_toml_is_told_and_the_rest_counts() {
    let (status, found) = one("fail-on = \nregion = \"eu-west-1\"\n[rules]\nunusable-private-ip = \"info\"\n", &[]);
    assert_eq!(status, Status::Usage);
    assert!(found[0].starts_with("enilint.toml:1:") && found[0].ends_with("error[malformed-setting"), "{found:?}");
    assert!(found.contains(&"main.tf:3:18: info[unusable-private-ip".into()), "{found:?}");
}

#[test]
fn what_matches_nothing_is_told_where_all_was_looked_through() {
    let settings = "exclude = [\"old/\", \"*.md\"]\n[[overrides]]\npaths = [\"notes.md\", \"sub/*.tf\"]\n";
    let files = [("enilint.toml", settings), ("sub/main.tf", ""), ("notes.md", "")];
    let directory = repository(&files);
    let expected = ["enilint.toml:1:12: warning[unused-setting", "enilint.toml:3:10: warning[unused-setting"];
    assert_eq!(found(directory.path(), &[]), expected);
    assert_eq!(found(directory.path(), &["sub"]), [""; 0]);
    assert_eq!(found(directory.path(), &["sub/main.tf"]), [""; 0]);
}

#[test]
fn parameters_come_from_files() {
    let settings = "[cloudformation]\nparameter-files = [\"common.json\"]\n[[overrides]]\npaths = [\"prod/\"]\n\
                    cloudformation = { parameter-files = [\"prod.yaml\"], parameters = { Other = \"a\" } }\n";
    let reserved = r#"[{"ParameterKey": "Address", "ParameterValue": "10.0.1.1"}]"#;
    let files = [
        ("enilint.toml", settings),
        ("common.json", reserved),
        ("prod.yaml", "Parameters: {Address: 10.0.1.8}\n"),
        ("prod/stack.yaml", TEMPLATE),
        ("test/stack.yaml", TEMPLATE),
    ];
    let directory = repository(&files);
    let expected = ["enilint.toml:5:68: warning[unused-setting", "test/stack.yaml:6:77: error[unusable-private-ip"];
    assert_eq!(found(directory.path(), &[]), expected);
    // The more particular ones count, and flags win.
    let given = ["--parameter", "Address=10.0.1.2", "--disable", "duplicate-private-ip"];
    assert_eq!(found(directory.path(), &given).len(), 3);
    for (file, text) in [("missing.json", None), ("wrong.json", Some("{}"))] {
        let settings = format!("cloudformation.parameter-files = [\"{file}\"]\n");
        let mut files = vec![("stack.yaml", TEMPLATE), ("enilint.toml", &*settings)];
        files.extend(text.map(|text| (file, text)));
        let run = check(repository(&files).path(), &[]);
        assert!(run.status == Status::Usage && run.out.contains("enilint.toml:1:35: error[malformed-setting]"), "{}", run.out);
    }
}

#[test]
fn values_that_nothing_takes_are_told() {
    let settings = "\
[terraform]
variables = { address = \"10.0.1.9\", adress = \"10.0.1.9\" }
variable-files = [\"common.tfvars\", \"other.tfvars\"]
[cloudformation]
parameters.Mode = \"ha\"
parameter-files = [\"other.json\"]
[[overrides]]
paths = [\"b\"]
terraform.variables = { address = \"10.0.1.9\", zone = \"a\" }
";
    let files = [
        ("enilint.toml", settings),
        ("a/main.tf", MAIN),
        ("a/stack.yaml", TEMPLATE),
        ("b/main.tf", "variable \"zone\" {}\n"),
        ("common.tfvars", "team = \"net\"\nzone = \"a\"\n"),
        ("other.tfvars", "team = \"net\"\n"),
        ("other.json", r#"[{"ParameterKey": "Mode", "ParameterValue": "ha"}]"#),
    ];
    let directory = repository(&files);
    let expected = "\
enilint.toml:2:37: warning[unused-setting]: no module that this is for has a variable `adress`
enilint.toml:3:36: warning[unused-setting]: no module that this is for has a variable of this file
enilint.toml:5:12: warning[unused-setting]: no template that this is for has a parameter `Mode`
enilint.toml:6:20: warning[unused-setting]: no template that this is for has a parameter of this file
enilint.toml:9:25: warning[unused-setting]: no module that this is for has a variable `address`
";
    let run = check(directory.path(), &[]);
    assert_eq!((run.out.as_str(), run.status), (expected, Status::Findings));
    assert!(enilint(directory.path(), &["check"]).out.contains("write `address`"));
    // What was not looked at may take them.
    for part in [&["a"][..], &["a/main.tf"], &["--exclude", "b"], &["--skip-unrelated", "a"], &["--no-config", "b"]] {
        assert_eq!(found(directory.path(), part).iter().filter(|line| line.contains("unused-setting")).count(), 0, "{part:?}");
    }
    let broken = repository(&[&files[..], &[("c/main.tf", "resource \"aws_eip\" {")]].concat());
    assert!(!check(broken.path(), &[]).out.contains("unused-setting"));
}
