//! `enilint init`, `enilint config` and the schema: what is told about settings is what counts.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use enilint::settings::{schema, starter};
use harness::{MAIN, check, enilint, repository};
use serde_json::Value;
use std::fs;

#[test]
fn init_writes_what_is_valid_and_never_overwrites() {
    let directory = repository(&[("main.tf", MAIN)]);
    assert_eq!(enilint(directory.path(), &["init"]).status, Status::Clean);
    let text = fs::read_to_string(directory.path().join("enilint.toml")).unwrap();
    assert_eq!(text, starter());
    assert_eq!(
        check(directory.path(), &[]).out.lines().map(|line| line.split_once("]: ").unwrap().0).collect::<Vec<_>>(),
        ["main.tf:3:18: error[unusable-private-ip"]
    );
    fs::write(directory.path().join("enilint.toml"), "fail-on = \"info\"\n").unwrap();
    let again = enilint(directory.path(), &["init"]);
    assert_eq!((again.status, again.out.as_str()), (Status::Usage, ""));
    assert_eq!(fs::read_to_string(directory.path().join("enilint.toml")).unwrap(), "fail-on = \"info\"\n");
    assert_eq!(enilint(directory.path(), &["init", "no/such"]).status, Status::Usage);
}

/// The starter with all that is commented out.
fn everything() -> String {
    let is_setting = |line: &&str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    starter().lines().filter_map(|line| line.strip_prefix("# ")).filter(is_setting).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_schema_knows_the_keys_that_the_program_knows() {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let valid = |text: &str| {
        let value: Value = serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
        schemas.validate(&value, index).is_ok()
    };
    let accepted = |text: &str| {
        let directory = repository(&[
            ("enilint.toml", text),
            ("common.tfvars", ""),
            ("parameters.json", "[]"),
            ("enilint-baseline.json", "{\"version\": 1, \"findings\": []}"),
            ("facts/subnets.json", r#"{"Subnets": []}"#),
        ]);
        let run = check(directory.path(), &[]);
        run.out.lines().all(|line| line.contains("warning[unused-setting]"))
    };
    let all = everything();
    assert!(valid(&all) && accepted(&all), "{all}");
    // Every key of the schema stands in the starter.
    keys(&schema(), &mut |key| assert!(starter().contains(key), "{key}"));
    for wrong in [
        "fail-on = \"never\"",
        "x = 1",
        "exclude = \"a\"",
        "facts = [1]",
        "baseline = [\"a\"]",
        "cloudformation.parameter-files = \"a\"",
        "region = 1",
        "rules.no-such-rule = \"off\"",
        "rules.same-subnet-enis = \"maybe\"",
        "rules.same-subnet-enis.depth = 1",
        "rules.too-many-security-groups.quota = \"many\"",
        "rules.same-subnet-enis.managers = [1]",
        "terraform = 1",
        "terraform.x = 1",
        "terraform.variables = []",
        "cloudformation.workspace = \"a\"",
        "overrides = {}",
        "overrides = [{}]",
        "overrides = [{ paths = [\"a\"], fail-on = \"error\" }]",
    ] {
        assert!(!valid(wrong) && !accepted(wrong), "{wrong}");
    }
    let printed = enilint(repository(&[]).path(), &["config", "--schema"]).out;
    assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), schema());
}

/// The keys that an object or one within it may have, but for the rules.
fn keys(schema: &Value, told: &mut dyn FnMut(&str)) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        told(key);
        keys(property, told);
        // Overrides repeat what stands elsewhere.
        keys(&property["items"], told);
    }
}

#[test]
fn config_tells_what_is_in_force_and_from_where() {
    let settings = "\
exclude = [\"old/\"]
region = \"eu-west-1\"
[rules]
unpinned-az = \"error\"
too-many-security-groups.quota = 9
[terraform]
variables = { zones = [\"a\"], n = 1 }
[[overrides]]
paths = [\"prod\"]
rules.unpinned-az = \"off\"
region = \"eu-central-1\"
";
    let directory = repository(&[("enilint.toml", settings), ("prod/main.tf", MAIN)]);
    let lines = |arguments: &[&str]| enilint(directory.path(), &[&["config"], arguments].concat()).out;
    let here = lines(&[]);
    for line in [
        "# In force for .: enilint.toml",
        "fail-on = \"warning\"  # default",
        "  \"old/\",  # enilint.toml:1",
        "region = \"eu-west-1\"  # enilint.toml:2",
        "unpinned-az = \"error\"  # enilint.toml:4",
        "same-subnet-enis.level = \"warning\"  # default",
        "same-subnet-enis.managers = []  # default",
        "too-many-security-groups.quota = 9  # enilint.toml:5",
        "eip-on-secondary-eni = \"off\"  # default",
        "variables.\"zones\" = [\"a\"]  # enilint.toml:7",
    ] {
        assert!(here.lines().any(|known| known == line), "{line}: {here}");
    }
    // What is printed means what is in force.
    assert_eq!(toml::from_str::<toml::Table>(&here).unwrap()["terraform"]["variables"]["n"].as_integer(), Some(1));
    let prod = lines(&["prod/main.tf", "--fail-on", "info", "--rule", "prod:same-subnet-enis=error"]);
    for line in [
        "fail-on = \"info\"  # command line",
        "region = \"eu-central-1\"  # enilint.toml:11",
        "unpinned-az = \"off\"  # enilint.toml:10",
        "same-subnet-enis.level = \"error\"  # command line",
    ] {
        assert!(prod.lines().any(|known| known == line), "{line}: {prod}");
    }
    assert!(lines(&["--no-config"]).starts_with("# In force for .: no enilint.toml"));
}
