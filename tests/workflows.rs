//! The GitHub Action and the GitLab template: their scripts are run as the runners run them, with the program of this build.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod harness;

use harness::project;
use regex::{Captures, Regex};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(project(path)).unwrap()).unwrap()
}

/// Runs a script in bash, with the program on the PATH.
fn bash(script: &str, directory: &Path, variables: &BTreeMap<String, String>) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_enilint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(directory);
    let output = command.envs(variables).env("PATH", path).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout) + &text(&output.stderr))
}

/// What a run of the action left behind.
struct Job {
    status: i32,
    log: String,
    summary: String,
    outputs: BTreeMap<String, String>,
    workspace: tempfile::TempDir,
}

/// A repository with the example in a directory whose name has a space.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    let infra = workspace.path().join("my infra");
    fs::create_dir(&infra).unwrap();
    for name in ["terraform/firewall.tf", "terraform/network.tf"] {
        let from = project("testdata/example").join(name);
        fs::copy(&from, infra.join(from.file_name().unwrap())).unwrap();
    }
    workspace
}

/// Runs the action's steps with some inputs; the others have their defaults.
fn action(inputs: &[(&str, &str)]) -> Job {
    let action = yaml("action.yml");
    let workspace = workspace();
    let runner = tempfile::tempdir().unwrap();
    let mut known: BTreeMap<String, String> = BTreeMap::from([("github.action_path".into(), project("").display().to_string())]);
    for (name, input) in action["inputs"].as_object().unwrap() {
        known.insert(format!("inputs.{name}"), input["default"].as_str().unwrap().into());
    }
    for (name, value) in inputs {
        assert!(known.insert(format!("inputs.{name}"), (*value).into()).is_some(), "{name} is no input");
    }
    let (summary, output) = (runner.path().join("summary.md"), runner.path().join("output"));
    fs::write(&output, "").unwrap();
    let (mut status, mut log) = (0, String::new());
    for step in action["runs"]["steps"].as_array().unwrap() {
        let mut variables = BTreeMap::from([
            ("RUNNER_TEMP".to_owned(), runner.path().display().to_string()),
            ("GITHUB_STEP_SUMMARY".to_owned(), summary.display().to_string()),
            ("GITHUB_OUTPUT".to_owned(), output.display().to_string()),
        ]);
        for (name, value) in step["env"].as_object().unwrap() {
            variables.insert(name.clone(), filled(value.as_str().unwrap(), &known));
        }
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an input is no part of a script: {script}");
        assert_eq!(step["shell"], "bash");
        let directory = step["working-directory"].as_str().map_or_else(String::new, |directory| filled(directory, &known));
        let (code, printed) = bash(script, &workspace.path().join(directory), &variables);
        status = code;
        log.push_str(&printed);
        if code != 0 {
            break;
        }
    }
    let outputs = fs::read_to_string(output).unwrap();
    let outputs = outputs.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.into(), value.into()));
    Job { status, log, summary: fs::read_to_string(summary).unwrap_or_default(), outputs: outputs.collect(), workspace }
}

/// A text whose expressions have their values.
fn filled(text: &str, known: &BTreeMap<String, String>) -> String {
    let expression = Regex::new(r"\$\{\{ *([a-z_.-]+) *\}\}").unwrap();
    expression.replace_all(text, |found: &Captures<'_>| known[&found[1]].clone()).into_owned()
}

#[test]
fn the_action_annotates_summarises_and_leaves_a_sarif_file() {
    let job = action(&[("install", "none"), ("paths", "my infra\n")]);
    assert_eq!(job.status, 1, "{}", job.log);
    assert!(job.log.contains("::error ") && job.log.contains("file=my infra/firewall.tf"), "{}", job.log);
    assert!(job.summary.contains("unusable-private-ip"), "{}", job.summary);
    assert_eq!(job.outputs["status"], "1");
    let sarif = fs::read_to_string(job.workspace.path().join(&job.outputs["sarif-file"])).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
}

#[test]
fn the_action_runs_where_it_is_told_with_what_it_is_told() {
    let job = action(&[
        ("install", "none"),
        ("working-directory", "my infra"),
        ("arguments", "--exclude\nnot here\n--no-ignores"),
        ("sarif-file", "report.sarif"),
    ]);
    assert_eq!((job.status, &*job.outputs["sarif-file"]), (1, "my infra/report.sarif"), "{}", job.log);
    assert!(job.workspace.path().join("my infra/report.sarif").is_file());
}

#[test]
fn what_is_wrong_fails_the_action_too() {
    let job = action(&[("install", "none"), ("arguments", "--no-such-argument")]);
    assert_eq!((job.status, &*job.outputs["status"], &*job.summary), (2, "2", ""), "{}", job.log);
    assert!(!job.outputs.contains_key("sarif-file"));
    // A path is never an argument, and no input is a command.
    let job = action(&[("install", "none"), ("paths", "--help\n$(touch injected)")]);
    assert_eq!(job.status, 2, "{}", job.log);
    assert!(!job.workspace.path().join("injected").exists());
    let job = action(&[("install", "somehow")]);
    assert_eq!(job.status, 2);
    assert!(job.log.contains("::error"), "{}", job.log);
}

#[test]
fn the_action_promises_what_its_steps_give() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    for (name, output) in action["outputs"].as_object().unwrap() {
        let promised = output["value"].as_str().unwrap();
        assert_eq!(promised, format!("${{{{ steps.check.outputs.{name} }}}}"));
        assert!(steps.iter().any(|step| step["id"] == "check" && step["run"].as_str().unwrap().contains(&format!("{name}="))));
    }
}

#[test]
fn the_gitlab_job_leaves_its_reports() {
    let job = &yaml("templates/enilint.gitlab-ci.yml")["enilint"];
    assert_eq!(job["variables"]["ENILINT_VERSION"], env!("CARGO_PKG_VERSION"));
    let workspace = workspace();
    let variables: BTreeMap<String, String> =
        job["variables"].as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().into())).collect();
    let script: Vec<_> = job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let (status, log) = bash(&script.join("\n"), workspace.path(), &variables);
    assert_eq!(status, 1, "{log}");
    for (kind, file) in job["artifacts"]["reports"].as_object().unwrap() {
        let report = fs::read_to_string(workspace.path().join(file.as_str().unwrap())).unwrap();
        assert!(report.contains("unusable-private-ip"), "{kind}");
    }
}

/// The blocks of the README in one language.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_workflows_of_the_readme_use_what_there_is() {
    let action = yaml("action.yml");
    let (mut uses, mut includes) = (0, 0);
    for block in blocks("yaml") {
        let document: Value = serde_yaml::from_str(&block).unwrap_or_else(|error| panic!("{error} in {block}"));
        for job in document["jobs"].as_object().into_iter().flat_map(|jobs| jobs.values()) {
            for step in job["steps"].as_array().unwrap() {
                if step["uses"].as_str().is_some_and(|action| action.contains("/enilint@")) {
                    uses += 1;
                    let given = step["with"].as_object().into_iter().flat_map(|with| with.keys());
                    given.for_each(|name| assert!(action["inputs"].get(name).is_some(), "{name}"));
                }
            }
        }
        for include in document["include"].as_array().into_iter().flatten() {
            includes += 1;
            let file: PathBuf = project(include["file"].as_str().unwrap().trim_start_matches('/'));
            assert!(file.is_file(), "{}", file.display());
        }
    }
    assert!(uses >= 1 && includes >= 1);
}
