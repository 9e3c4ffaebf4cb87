//! What is told of templates that CloudFormation refuses.

use super::*;

#[track_caller]
fn assert_reports(text: &str, expected: &[&str]) {
    assert_eq!(template(text).reports, expected, "{text}");
}

#[test]
fn unknown_names_are_told_where_they_stand() {
    let resource = |value: &str| format!("Resources:\n  V:\n    Type: AWS::EC2::VPC\n    Properties:\n      P: {value}\n");
    assert_reports(&resource("!Ref Nope"), &["x.yaml:5 '!Ref Nope': there is no parameter or resource `Nope`"]);
    assert_reports(&resource("{Ref: Nope}"), &["x.yaml:5 'Nope': there is no parameter or resource `Nope`"]);
    assert_reports(&resource("!GetAtt Nope.Id"), &["x.yaml:5 '!GetAtt Nope.Id': there is no resource `Nope`"]);
    assert_reports(&resource("!Sub 'x-${Nope}-${V}'"), &["x.yaml:5 'Nope': there is no parameter or resource `Nope`"]);
    assert_reports(&resource("!Sub 'x-${Nope.Id}'"), &["x.yaml:5 'Nope': there is no resource `Nope`"]);
    assert_reports(&resource("!If [Nope, a, b]"), &["x.yaml:5 'Nope': there is no condition `Nope`"]);
    assert_reports(&resource("!FindInMap [Nope, a, b]"), &["x.yaml:5 'Nope': there is no mapping `Nope`"]);
    assert_reports(&resource("!If [a, b]"), &["x.yaml:5 '!If [a, b]': `Fn::If` takes a list of 3 values"]);
    assert_reports(&resource(""), &["x.yaml:5 '': null is not allowed in a template"]);
}

#[test]
fn shapes_that_are_refused_are_errors() {
    assert_reports("AWSTemplateFormatVersion: 2010-09-09\n", &["x.yaml:1 '': a template has at least one resource in `Resources`"]);
    assert_reports("Resources: {}\n", &["x.yaml:1 'Resources': a template has at least one resource in `Resources`"]);
    assert_reports("Resources: [a]\n", &["x.yaml:1 'Resources': `Resources` is a mapping of logical ids to resources"]);
    assert_reports("Resources: {V: {Properties: {}}}\n", &["x.yaml:1 'V': the resource `V` has no `Type`"]);
    assert_reports("Resources: {V: x}\n", &["x.yaml:1 'V': the resource `V` is not a mapping"]);
    assert_reports("[a]\n", &["x.yaml:1 '': a template is a mapping"]);
}

#[test]
fn conditions_that_need_themselves_are_errors() {
    let text = "Conditions:\n  A: !Not [!Condition B]\n  B: !Or [!Condition A, !Condition A]\nResources:\n  V: {Type: AWS::EC2::VPC, Condition: A}\n";
    let reports = template(text).reports;
    assert_eq!(reports[0], "x.yaml:3 '!Condition A': the condition `A` depends on itself");
}

#[test]
fn macros_may_make_what_is_not_there() {
    let resources = "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {P: !Ref Nope, Q: }}\n  W: {}\n";
    assert_reports(&format!("Transform: AWS::Serverless-2016-10-31\n{resources}"), &[]);
    assert_reports(&format!("Transform: [Own]\n{resources}"), &["x.yaml:1 'Own': the macro `Own` is not run"]);
    assert_reports(&format!("{resources}  Fn::Transform: {{Name: AWS::Include}}\n"), &[]);
}

#[test]
fn text_that_is_no_yaml_is_an_error_and_the_rest_is_read() {
    let evaluated = template("Resources:\n  V: {Type: AWS::EC2::VPC}\n  W: {Type: AWS::EC2::VPC\n");
    assert_eq!(evaluated.configuration.errors.len(), 1);
    let missing = files(&[("x.yaml", "a: b")], &Inputs::default());
    assert_eq!(missing.configuration.resources.len(), 0);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let memory = Memory::default();
    let workspace = Workspace::new(&memory, Path::new("/w"), &[PathBuf::from("/w")]);
    let configuration = evaluate(&workspace, Path::new("/w/x.yaml"), &Inputs::default());
    assert_eq!(configuration.errors[0].message, "cannot be read: there is no such file or directory");
}

#[test]
fn flow_yaml_is_read_though_it_begins_like_json() {
    let evaluated = template("{Resources: {V: {Type: AWS::EC2::VPC, Properties: {A: !Ref AWS::Region}}}}");
    assert_eq!(evaluated.reports, [""; 0]);
    assert_eq!(evaluated.describe(&evaluated.get("V", "A")), "AWS::Region");
}
