//! Every output format on a project in which names, keys, paths and sources try to be something else: a terminal escape, a
//! workflow command, markup, a link.

#![allow(clippy::unwrap_used)]

mod harness;

use clap::ValueEnum;
use enilint::cli::Status;
use enilint::report::Format;
use harness::{enilint, project};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

/// Everything that some medium acts upon; it could stand in a name, a key, or a path (but for `/`).
const HOSTILE: &str = "::error::%0A\n::warning file=x::y\u{1b}[31m\u{9b}2J\u{7}<b>&amp;]]>\"'`|[x](https:e.example)@user \
                       ##vso[task.setvariable variable=a]b ##[error]\u{202e}é\u{1f310}<!-- {0} \\ ;]*_#1 www.e.example";

/// The text as HCL writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\u{1b}', "\\u001b"))
}

/// A project with findings in two files whose names are hostile too.
fn hostile() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let (main, other) = (format!("{HOSTILE}.tf"), format!("b{HOSTILE}.tf"));
    let hostile = quoted(HOSTILE);
    let text = format!(
        r#"
variable "mode" {{}}
resource "aws_instance" "a" {{
  ami           = "ami-0abcdef1234567890"
  instance_type = "c5.large"
  subnet_id     = aws_subnet.a.id
}}
resource "aws_network_interface" "a" {{
  for_each        = toset([{hostile}]) # {plain}
  subnet_id       = aws_subnet.a.id
  security_groups = []
}}
resource "aws_network_interface_attachment" "a" {{
  for_each             = aws_network_interface.a
  instance_id          = aws_instance.a.id
  network_interface_id = each.value.id
  device_index         = 0
}}
resource "aws_network_interface_attachment" "b" {{
  count                = var.mode == {hostile} ? 1 : 0
  instance_id          = aws_instance.a.id
  network_interface_id = "eni-0abcdef1234567890"
  device_index         = 0
}}
module "m" {{
  source = {source}
}}
resource "aws_vpc" "{{ {{0}}" {{}}
"#,
        plain = HOSTILE.replace('\n', " "),
        source = quoted(&format!("{HOSTILE}/x/aws")),
    );
    std::fs::write(directory.path().join(main), text).unwrap();
    let text = "resource \"aws_subnet\" \"a\" {\n  vpc_id     = \"vpc-0abcdef1234567890\"\n  cidr_block = \"10.0.0.0/24\"\n}\n";
    std::fs::write(directory.path().join(other), text).unwrap();
    directory
}

fn report(directory: &Path, format: &str) -> String {
    enilint(directory, &["check", "--format", format]).out
}

fn formats() -> impl Iterator<Item = String> {
    Format::value_variants().iter().map(|format| format.to_possible_value().unwrap().get_name().to_owned())
}

#[test]
fn the_exit_status_is_the_same_in_every_format() {
    for format in formats() {
        let status = |directory: &str, more: &[&str]| {
            let arguments = [&["check", "--format", &format], more].concat();
            enilint(&project(directory), &arguments).status
        };
        assert_eq!(status("testdata/example", &[]), Status::Findings, "{format}");
        assert_eq!(status("testdata/cases/healthy", &[]), Status::Clean, "{format}");
        assert_eq!(status("testdata/cases/only-a-warning", &["--fail-on", "error"]), Status::Clean, "{format}");
        assert_eq!(status("testdata/cases/syntax-errors", &[]), Status::Incomplete, "{format}");
    }
}

#[test]
fn nothing_reaches_a_terminal_or_a_build_log_that_acts_upon_it() {
    let directory = hostile();
    for format in formats() {
        let text = report(directory.path(), &format);
        let unsafe_character =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(text.len() > 1000, "{format}: {text}");
        assert!(!text.contains(unsafe_character), "{format}: {text:?}");
        for line in text.lines() {
            let own = match format.as_str() {
                "github" => ["error", "warning", "notice"].iter().any(|kind| line.starts_with(&format!("::{kind} title=enilint "))),
                "azure" => line.starts_with("##vso[task.logissue type="),
                _ => false,
            };
            let rest = if own { &line[2..] } else { line };
            assert!(!rest.contains("##vso[") && !rest.contains("##["), "{format}: {line}");
            assert!(own || !line.trim_start().starts_with("::"), "{format}: {line}");
        }
    }
}

#[test]
fn a_workflow_command_keeps_its_properties_and_its_message_apart() {
    let directory = hostile();
    for line in report(directory.path(), "github").lines().filter(|line| line.starts_with("::")) {
        let (properties, message) = line[2..].split_once(' ').unwrap().1.split_once("::").unwrap();
        let names: Vec<_> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        assert!(
            matches!(names.as_slice(), ["title", "file", "line"] | ["title", "file", "line", "endLine", "col", "endColumn"]),
            "{line}"
        );
        assert!(message.contains("%0A") && message.contains("%250A"), "{line}");
    }
    for line in report(directory.path(), "azure").lines().filter(|line| line.starts_with("##vso")) {
        let (properties, message) = line["##vso[task.logissue ".len()..].split_once(']').unwrap();
        let names: Vec<_> = properties.split_terminator(';').map(|property| property.split_once('=').unwrap().0).collect();
        assert_eq!(names, ["type", "sourcepath", "linenumber", "columnnumber", "code"], "{line}");
        assert!(message.contains("%0A") && message.contains("%AZP250A"), "{line}");
    }
}

#[test]
fn json_carries_the_text_as_it_is() {
    let directory = hostile();
    let parse = |format| serde_json::from_str::<Value>(&report(directory.path(), format)).unwrap();
    let json = parse("json");
    let path = format!("{HOSTILE}.tf");
    assert!(json["diagnostics"].as_array().unwrap().len() > 1);
    assert!(json["diagnostics"][0]["labels"].as_array().unwrap().iter().any(|label| label["path"] == path.as_str()));
    assert!(json["unchecked"][0]["reason"].as_str().unwrap().contains("##vso[task.setvariable"));
    assert_eq!(parse("gitlab")[0]["location"]["path"], path.as_str());
    assert_eq!(parse("rdjson")["diagnostics"][0]["location"]["path"], path.as_str());
}

#[test]
fn sarif_has_no_links_and_encoded_addresses() {
    let directory = hostile();
    let sarif: Value = serde_json::from_str(&report(directory.path(), "sarif")).unwrap();
    let run = &sarif["runs"][0];
    for result in run["results"].as_array().unwrap() {
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("));
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        assert_eq!(result["partialFingerprints"].as_object().unwrap().len(), 1);
    }
    let notes = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert!(notes.iter().any(|note| note["message"]["text"].as_str().unwrap().starts_with("Not checked: ")));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
}

/// The names of the elements of a document, which is well-formed, and all its attributes' values.
fn xml(text: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = Reader::from_str(text);
    let (mut names, mut values) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                names.push(element.name().as_ref().to_owned());
                for attribute in element.attributes() {
                    values.push(quick_xml::escape::unescape(&attribute.unwrap().value).unwrap().into_owned());
                }
            }
            Event::Eof => return (names, values),
            Event::CData(_) | Event::Comment(_) | Event::DocType(_) => unreachable!("never written"),
            _ => {}
        }
    }
}

#[test]
fn xml_is_well_formed_and_has_no_more_elements_than_findings() {
    let directory = hostile();
    let json: Value = serde_json::from_str(&report(directory.path(), "json")).unwrap();
    let findings = json["diagnostics"].as_array().unwrap();
    let failing = findings.iter().filter(|finding| finding["severity"] != "info").count();
    let (names, values) = xml(&report(directory.path(), "checkstyle"));
    assert_eq!(names.iter().filter(|name| *name == "error").count(), findings.len());
    assert!(values.iter().any(|value| value.contains("<b>&amp;]]>\"'`")));
    let (names, _) = xml(&report(directory.path(), "junit"));
    assert_eq!(names.iter().filter(|name| *name == "failure").count(), failing);
    assert_eq!(names.iter().filter(|name| *name == "skipped").count(), 1);
    let kinds: BTreeSet<_> = names.iter().map(String::as_str).collect();
    assert_eq!(kinds, BTreeSet::from(["testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"]));
}

#[test]
fn junit_fails_what_fails_the_run() {
    let junit = |directory: &str, more: &[&str]| {
        let run = enilint(&project(directory), &[&["check", "--format", "junit"], more].concat());
        xml(&run.out).0
    };
    assert!(junit("testdata/cases/only-a-warning", &[]).contains(&"failure".to_owned()));
    let noted = junit("testdata/cases/only-a-warning", &["--fail-on", "error"]);
    assert!(noted.contains(&"system-out".to_owned()) && !noted.contains(&"failure".to_owned()));
    assert_eq!(junit("testdata/cases/healthy", &[]), ["testsuites", "testsuite", "testcase"]);
    assert!(junit("testdata/cases/syntax-errors", &[]).contains(&"error".to_owned()));
}

/// What Jenkins' schema of JUnit's XML (junit-10.xsd of its xUnit plugin) knows of the elements that are written: the attributes that an
/// element must have, those that it may have, and what may stand in it, in any order.
const JUNIT_OF_JENKINS: &[(&str, &[&str], &[&str], &[&str])] = &[
    ("testsuites", &[], &["name", "time", "tests", "failures", "errors"], &["testsuite"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
    ),
    ("testcase", &["name"], &["time", "classname", "group"], &["skipped", "error", "failure", "system-out", "system-err"]),
    ("failure", &[], &["type", "message"], &[]),
    ("error", &[], &["type", "message"], &[]),
    ("skipped", &[], &["type", "message"], &[]),
    ("system-out", &[], &[], &[]),
];

#[test]
fn junit_is_what_jenkins_accepts() {
    let hostile = hostile();
    let other = ["testdata/example", "testdata/cases/healthy", "testdata/cases/syntax-errors"].map(project);
    for directory in std::iter::once(hostile.path()).chain(other.iter().map(AsRef::as_ref)) {
        let text = report(directory, "junit");
        let mut reader = Reader::from_str(&text);
        // Behind an empty element stands an end.
        reader.config_mut().expand_empty_elements = true;
        let mut open: Vec<String> = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(element) => {
                    let name = element.name().as_ref().to_owned();
                    let known = |name: &str| JUNIT_OF_JENKINS.iter().find(|(element, ..)| *element == name).unwrap();
                    let allowed = open.last().map_or(&["testsuites"][..], |outer| known(outer).3);
                    assert!(allowed.contains(&name.as_str()), "{name} in {open:?}");
                    let (_, required, optional, _) = known(&name);
                    let given: Vec<_> = element.attributes().map(|attribute| attribute.unwrap().key.as_ref().to_owned()).collect();
                    assert!(required.iter().all(|wanted| given.iter().any(|name| name == wanted)), "{name}: {given:?}");
                    assert!(
                        given.iter().all(|name| required.contains(&&**name) || optional.contains(&&**name)),
                        "{name}: {given:?}"
                    );
                    open.push(name);
                }
                Event::End(_) => drop(open.pop()),
                Event::Text(text) if text.trim().is_empty() => {}
                Event::Text(_) | Event::GeneralRef(_) => {
                    assert!(!open.last().unwrap().starts_with("test"), "{open:?}");
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
}

#[test]
fn markdown_is_a_table_with_nothing_of_the_input_in_it() {
    let directory = hostile();
    let text = report(directory.path(), "markdown");
    for line in text.lines().filter(|line| line.starts_with("| :")) {
        assert_eq!(line.matches('|').count(), 4, "{line}");
        assert_eq!(line.matches("](").count(), line.matches("](https://docs.aws.amazon.com/").count(), "{line}");
    }
    let own = ["<code>", "</code>", "<br>", "<sub>", "</sub>", "<details>", "</details>", "<summary>", "</summary>"];
    let rest = own.iter().fold(text.clone(), |rest, tag| rest.replace(tag, ""));
    assert!(!rest.contains(['<', '>', '`', '@', '*', '!', '~', '\\']), "{rest}");
    assert!(!rest.contains("www.") && !rest.replace("](https://", "").contains("://"), "{rest}");
    // Every `&` begins a reference that this format wrote.
    assert!(rest.split('&').skip(1).all(|part| part.starts_with('#')), "{rest}");
}

#[test]
fn several_files_are_written_beside_standard_output() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name);
    std::fs::write(file("report.sarif"), "old").unwrap();
    let outputs = [("junit=", "junit.xml"), ("", "report.sarif"), ("", "summary.md")];
    let outputs = outputs.map(|(format, name)| format!("{format}{}", file(name).display()));
    let mut arguments = vec!["check", "--format", "concise"];
    outputs.iter().for_each(|output| arguments.extend(["--output", output]));
    let run = enilint(&project("testdata/example"), &arguments);
    assert_eq!((run.status, run.err.as_str()), (Status::Findings, ""));
    assert!(run.out.starts_with("cloudformation/firewall.yaml:"));
    let content = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    assert!(content("junit.xml").starts_with("<?xml"));
    assert!(content("report.sarif").starts_with('{'));
    assert!(content("summary.md").starts_with("### enilint"));
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 3);
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_the_rest_is_reported() {
    let run = enilint(&project("testdata/example"), &["check", "--format", "concise", "--output", "json=no/such/folder/a.json"]);
    assert_eq!(run.status, Status::Incomplete);
    assert!(run.err.contains("no/such/folder/a.json: cannot be written"), "{}", run.err);
    assert!(run.out.lines().count() > 3);
}
