//! What `enilint:ignore` silences, where it may stand, and what is said about those that are wrong.

#![allow(clippy::unwrap_used)]

use enilint::check::{Inputs, check};
use enilint::source::{Memory, Workspace};
use enilint::suppression::Date;
use std::path::{Path, PathBuf};

const SUBNET: &str = "resource \"aws_subnet\" \"s\" {\n  vpc_id = \"vpc-1\"\n  cidr_block = \"10.0.1.0/24\"\n  availability_zone = \"us-east-1a\"\n}\n";

/// The rules that are reported, each with its place: `rule main.tf:3`.
fn found_at(files: &[(&str, &str)], paths: &[&str], inputs: &Inputs) -> Vec<String> {
    let mut memory = Memory::default();
    memory.insert("/w/.git/config", "");
    for (path, text) in files {
        memory.insert(Path::new("/w").join(path), *text);
    }
    let workspace = Workspace::new(&memory, Path::new("/w"), &["/w".into()]);
    let paths: Vec<PathBuf> = paths.iter().map(|path| Path::new("/w").join(path)).collect();
    let outcome = check(&workspace, &paths, inputs);
    let place = |diagnostic: &enilint::diagnostic::Diagnostic| {
        let span = diagnostic.primary().unwrap().span;
        let file = workspace.sources.get(span.file);
        format!("{} {}:{}", diagnostic.rule, file.path, file.position(span.start as usize).line)
    };
    outcome.diagnostics.iter().map(place).collect()
}

fn found(files: &[(&str, &str)]) -> Vec<String> {
    found_at(files, &["."], &Inputs { today: Date::parse("2026-11-25"), ..Inputs::default() })
}

/// A network interface with an address that AWS keeps, and what `MARK` stands for at three places; the finding is on line 9.
fn terraform(above: &str, within: &str, on_line: &str) -> String {
    format!(
        "{SUBNET}{above}\nresource \"aws_network_interface\" \"i\" {{\n  {within}\n  private_ips = [\"10.0.1.2\"] {on_line}\n  subnet_id = aws_subnet.s.id\n  security_groups = [\"sg-1\"]\n}}\n"
    )
}

const IGNORE: &str = "# enilint:ignore unusable-private-ip the lab's DNS";

#[test]
fn comments_silence_the_block_they_stand_in_or_above() {
    assert_eq!(found(&[("main.tf", &terraform("", "", ""))]), ["unusable-private-ip main.tf:9"]);
    for text in [
        terraform(IGNORE, "", ""),
        terraform(&format!("{IGNORE}\n# and more about it\n/* and\n more */"), "", ""),
        terraform(&format!("{IGNORE}\n\n"), "", ""),
        terraform("", IGNORE, ""),
        terraform("", "", IGNORE),
        terraform("", "", "// enilint:ignore unusable-private-ip the lab's DNS"),
        terraform("", "", "/* enilint:ignore unusable-private-ip the lab's DNS */"),
        terraform("/*\n * why\n * enilint:ignore unusable-private-ip the lab's DNS\n */", "", ""),
        terraform("", "", "").replace("\"i\" {", &format!("\"i\" {{ {IGNORE}")),
        terraform("", "", "").replace("\"sg-1\"]\n}", &format!("\"sg-1\"]\n}} {IGNORE}")),
        terraform("# enilint:ignore-file unusable-private-ip a lab", "", ""),
        terraform("", "", "").replace('\n', "\r\n") + &IGNORE.replace("ignore ", "ignore-file "),
        format!("\u{feff}{}", terraform(IGNORE, "", "")),
    ] {
        assert_eq!(found(&[("main.tf", &text)]), [""; 0], "{text}");
    }
}

#[test]
fn the_blocks_beside_and_text_are_not_reached() {
    let other = "resource \"aws_network_interface\" \"j\" {\n  subnet_id = aws_subnet.s.id\n}\n";
    for text in [
        terraform("", "", "") + &format!("{IGNORE}\n{other}"),
        terraform(&format!("{IGNORE}\n{other}"), "", ""),
        terraform(&format!("locals {{\n  a = 1\n  {IGNORE}\n}}"), "", ""),
    ] {
        let found = found(&[("main.tf", &text)]);
        assert!(found.iter().any(|found| found.starts_with("unusable-private-ip")), "{text}");
        assert!(found.iter().any(|found| found.starts_with("unused-ignore")), "{text}");
    }
    for text in [
        terraform("", &format!("description = \"{IGNORE}\""), ""),
        terraform("", &format!("description = <<-E\n    {IGNORE}\n    {IGNORE}\n  E"), ""),
    ] {
        let found = found(&[("main.tf", &text)]);
        assert!(found.len() == 1 && found[0].starts_with("unusable-private-ip"), "{found:?} {text}");
    }
}

#[test]
fn nested_blocks_are_kept_apart() {
    let text = format!(
        "resource \"aws_launch_template\" \"t\" {{\n  network_interfaces {{\n    device_index = 0\n    security_groups = [\"sg-1\"]\n    associate_public_ip_address = true\n    delete_on_termination = true\n  }}\n  network_interfaces {{\n    device_index = 1\n    security_groups = [\"sg-1\"]\n    ABOVE\n    delete_on_termination = false\n  }}\n}}\n{SUBNET}"
    );
    let plain = found(&[("main.tf", &text.replace("ABOVE", ""))]);
    let rule = "public-ip-with-several-enis";
    assert!(plain.iter().any(|found| found.starts_with(rule)), "{plain:?}");
    let kept = found(&[("main.tf", &text.replace("ABOVE", &format!("# enilint:ignore {rule} fine")))]);
    // The finding belongs to the block of the other interface, which takes the ignore's place into account.
    assert!(
        kept.iter().any(|found| found.starts_with(rule)) && kept.iter().any(|found| found.starts_with("unused-ignore")),
        "{kept:?}"
    );
    let silenced = found(&[(
        "main.tf",
        &text.replace("ABOVE", "").replace(
            "  network_interfaces {\n    device_index = 0",
            &format!("  # enilint:ignore {rule} fine\n  network_interfaces {{\n    device_index = 0"),
        ),
    )]);
    assert!(!silenced.iter().any(|found| found.starts_with(rule)), "{silenced:?}");
}

#[test]
fn a_comment_at_a_call_silences_that_call_alone() {
    let module = "variable \"ip\" {}\n".to_owned() + &terraform("", "", "").replace("\"10.0.1.2\"", "var.ip");
    let call =
        |name: &str, comment: &str| format!("{comment}\nmodule \"{name}\" {{\n  source = \"./m\"\n  ip = \"10.0.1.2\"\n}}\n");
    let main = call("a", "") + &call("b", "");
    assert_eq!(found(&[("main.tf", &main), ("m/main.tf", &module)]), ["unusable-private-ip m/main.tf:10"]);
    let main = call("a", "") + &call("b", IGNORE);
    assert_eq!(found(&[("main.tf", &main), ("m/main.tf", &module)]), ["unusable-private-ip m/main.tf:10"]);
    let main = call("a", IGNORE) + &call("b", IGNORE);
    assert_eq!(found(&[("main.tf", &main), ("m/main.tf", &module)]), [""; 0]);
    // In the module itself it holds for all callers.
    let main = call("a", "") + &call("b", "");
    let silenced =
        module.replace("\nresource \"aws_network_interface\"", &format!("\n{IGNORE}\nresource \"aws_network_interface\""));
    assert_eq!(found(&[("main.tf", &main), ("m/main.tf", &silenced)]), [""; 0]);
}

#[test]
fn json_has_its_comment_keys() {
    let text = |within: &str, above: &str| {
        format!(
            r#"{{{above}"resource": {{"aws_subnet": {{"s": {{"vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "availability_zone": "us-east-1a"}}}},
"aws_network_interface": {{"i": {{{within}
"private_ips": ["10.0.1.2"], "subnet_id": "${{aws_subnet.s.id}}", "security_groups": ["sg-1"]}},
"j": {{"subnet_id": "${{aws_subnet.s.id}}", "security_groups": ["sg-1"]}}}}}}}}"#
        )
    };
    let ignore = r#""//": "enilint:ignore unusable-private-ip the lab's DNS","#;
    assert_eq!(found(&[("main.tf.json", &text("", ""))]), ["unusable-private-ip main.tf.json:3"]);
    assert_eq!(found(&[("main.tf.json", &text(ignore, ""))]), [""; 0]);
    assert_eq!(
        found(&[("main.tf.json", &text(r#""//": ["why", "enilint:ignore unusable-private-ip the lab's DNS"],"#, ""))]),
        [""; 0]
    );
    assert_eq!(found(&[("main.tf.json", &text("", &ignore.replace("ignore ", "ignore-file ")))]), [""; 0]);
    let misplaced = found(&[("main.tf.json", &text("", ignore))]);
    assert_eq!(misplaced, ["malformed-ignore main.tf.json:1", "unusable-private-ip main.tf.json:3"]);
    let beside = text("", "").replace("\"j\": {", &format!("\"j\": {{{ignore}"));
    assert_eq!(found(&[("main.tf.json", &beside)]), ["unusable-private-ip main.tf.json:3", "unused-ignore main.tf.json:4"]);
}

/// A template with the same mistake; the finding is on line 13.
const TEMPLATE: &str = "\
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: vpc-1
      CidrBlock: 10.0.1.0/24
      AvailabilityZone: us-east-1a
  Eni:
    Type: AWS::EC2::NetworkInterface
    Properties:
      SubnetId: !Ref Subnet
      GroupSet: [sg-1]
      PrivateIpAddress: 10.0.1.2
  Other:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref Subnet, GroupSet: [sg-1]}
";

#[test]
fn yaml_comments_and_metadata() {
    assert_eq!(found(&[("t.yaml", TEMPLATE)]), ["unusable-private-ip t.yaml:13"]);
    let metadata = "    Metadata:\n      enilint:\n        ignore:\n          - rule: unusable-private-ip\n            reason: the lab's DNS\n            until: 2027-01-31\n";
    for text in [
        TEMPLATE.replace("  Eni:", &format!("  {IGNORE}\n  Eni:")),
        TEMPLATE.replace("  Eni:", &format!("  Eni: {IGNORE}")),
        TEMPLATE.replace("  Eni:\n", &format!("  Eni:\n    {IGNORE}\n")),
        TEMPLATE.replace("10.0.1.2", &format!("10.0.1.2 {IGNORE}")),
        TEMPLATE.replace("10.0.1.2", &format!("10.0.1.2\n      {IGNORE}")),
        TEMPLATE.replace("      GroupSet", &format!("      {IGNORE}\n      GroupSet")),
        TEMPLATE.replace("  Eni:\n", &format!("  Eni:\n{metadata}")),
        format!("# enilint:ignore-file unusable-private-ip a lab\n{TEMPLATE}"),
        format!("{}{TEMPLATE}", metadata.replace("\n    ", "\n").replace("    Metadata", "Metadata")),
    ] {
        assert_eq!(found(&[("t.yaml", &text)]), [""; 0], "{text}");
    }
    for text in [
        TEMPLATE.replace("  Other:", &format!("  {IGNORE}\n  Other:")),
        TEMPLATE.replace("  Other:\n", &format!("  Other:\n{metadata}")),
    ] {
        let found = found(&[("t.yaml", &text)]);
        assert!(
            found.len() == 2 && found[0] == "unusable-private-ip t.yaml:13" && found[1].starts_with("unused-ignore"),
            "{found:?}"
        );
    }
    for value in [format!("\"a {IGNORE}\""), format!("|\n        {IGNORE}\n        x"), format!("a{IGNORE}")] {
        let text = TEMPLATE.replace("      GroupSet", &format!("      Description: {value}\n      GroupSet"));
        let found = found(&[("t.yaml", &text)]);
        assert!(found.len() == 1 && found[0].starts_with("unusable-private-ip"), "{found:?} {text}");
    }
}

#[test]
fn json_templates_have_metadata() {
    let text = |metadata: &str| {
        format!(
            r#"{{"Resources": {{"Subnet": {{"Type": "AWS::EC2::Subnet", "Properties": {{"VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}}}},
"Eni": {{"Type": "AWS::EC2::NetworkInterface", {metadata} "Properties": {{"SubnetId": {{"Ref": "Subnet"}}, "GroupSet": ["sg-1"], "PrivateIpAddress": "10.0.1.2"}}}}}}}}"#
        )
    };
    assert_eq!(found(&[("t.json", &text(""))]), ["unusable-private-ip t.json:2"]);
    let ignore = |content: &str| text(&format!(r#""Metadata": {{"enilint": {content}}},"#));
    let good = r#"{"ignore": [{"rule": "unusable-private-ip", "reason": "a lab"}]}"#;
    assert_eq!(found(&[("t.json", &ignore(good))]), [""; 0]);
    for wrong in [
        r#"{"ignore": [{"rule": "unusable-private-ip", "why": "a lab", "reason": "b"}]}"#,
        r#"{"ignore": "unusable-private-ip"}"#,
        r#"{"ignored": []}"#,
        r#"{"ignore": [{"reason": "a lab"}]}"#,
        r#"{"ignore": [{"rule": "unusable-private-ip", "reason": "a", "until": "soon"}]}"#,
        r#""off""#,
    ] {
        assert_eq!(found(&[("t.json", &ignore(wrong))]), ["malformed-ignore t.json:2", "unusable-private-ip t.json:2"], "{wrong}");
    }
}

#[test]
fn what_has_no_effect_is_told() {
    for (comment, rule) in [
        ("# enilint:ignore unusable-private-ip", "reasonless-ignore"),
        ("# enilint:ignore unusable-private-ip until=2026-11-24 a lab", "expired-ignore"),
        ("# enilint:ignore unusable-private-ips a lab", "unknown-ignore"),
        ("# enilint:ignore * a lab", "unknown-ignore"),
        ("# enilint:disable unusable-private-ip a lab", "malformed-ignore"),
    ] {
        let found = found(&[("main.tf", &terraform(comment, "", ""))]);
        assert_eq!(found, [format!("{rule} main.tf:6"), "unusable-private-ip main.tf:9".into()], "{comment}");
    }
    let last_day = "# enilint:ignore unusable-private-ip until=2026-11-25 a lab";
    assert_eq!(found(&[("main.tf", &terraform(last_day, "", ""))]), [""; 0]);
    let text = terraform(IGNORE, "", "");
    let all = found_at(&[("main.tf", &text)], &["."], &Inputs { no_ignores: true, ..Inputs::default() });
    assert_eq!(all, ["unusable-private-ip main.tf:9"]);
}

#[test]
fn unused_is_said_only_where_everything_was_checked() {
    let unused = terraform(&IGNORE.replace("unusable-private-ip", "same-subnet-enis"), "", "").replace("10.0.1.2", "10.0.1.9");
    let all = Inputs::default();
    let files = [("net/main.tf", unused.as_str())];
    assert_eq!(found_at(&files, &["."], &all), ["unused-ignore net/main.tf:6"]);
    assert_eq!(found_at(&files, &["net"], &all), ["unused-ignore net/main.tf:6"]);
    // A file alone, one environment of several.
    assert_eq!(found_at(&files, &["net/main.tf"], &all), [""; 0]);
    assert_eq!(found_at(&files, &["."], &Inputs { one_environment: true, ..Inputs::default() }), [""; 0]);
    // A module that is called from elsewhere, a variable without a value, a module that is not at hand, a rule that is off.
    let caller = ("live/main.tf", "module \"net\" {\n  source = \"../net\"\n}\n");
    assert_eq!(found_at(&[files[0], caller], &["net"], &all), [""; 0]);
    assert_eq!(found_at(&[files[0], caller], &["."], &all), ["unused-ignore net/main.tf:6"]);
    let open = format!("variable \"vpc\" {{}}\n{}", unused.replace("\"vpc-1\"", "var.vpc"));
    assert_eq!(found_at(&[("net/main.tf", &open)], &["."], &all), [""; 0]);
    let missing = format!("module \"x\" {{\n  source = \"acme/x/aws\"\n}}\n{unused}");
    assert_eq!(found_at(&[("net/main.tf", &missing)], &["."], &all), [""; 0]);
    let broken = format!("{unused}resource \"aws_eip\" {{");
    assert!(!found_at(&[("net/main.tf", &broken)], &["."], &all).iter().any(|found| found.starts_with("unused")));
}

#[test]
fn what_is_written_around_a_directive_changes_nothing() {
    let terraform_with = |comment: &str| found(&[("main.tf", &terraform("", "", comment))]);
    for comment in [
        "#enilint:ignore unusable-private-ip why",
        "#\tenilint:ignore\tunusable-private-ip\twhy",
        "# enilint:ignore unusable-private-ip: why",
        "# enilint:ignore unusable-private-ip -- why",
        "# enilint:ignore unusable-private-ip why until=2099-01-31",
        "# enilint:ignore unusable-private-ip \u{7406}\u{7531}",
        "# tflint-ignore: x # enilint:ignore unusable-private-ip why",
        "/* enilint:ignore unusable-private-ip why\n and more */",
    ] {
        assert_eq!(terraform_with(comment), [""; 0], "{comment}");
    }
    for (comment, told) in [
        ("# enilint:ignore unusable-private-ip --", "reasonless-ignore"),
        ("# enilint:ignore unusable-private-ip \u{1f937}", "reasonless-ignore"),
        ("# enilint:ignore unusable-private-ip until=2099-01-31", "reasonless-ignore"),
        ("# enilint:ignore unusable-private-ip until=2027-02-30 why", "malformed-ignore"),
        ("# enilint:ignore", "malformed-ignore"),
        ("# enilint: ignore unusable-private-ip why", "malformed-ignore"),
        ("# enilint:ignore unused-ignore why", "unknown-ignore"),
    ] {
        let found = terraform_with(comment);
        assert!(found.iter().any(|found| found.starts_with(told)) && found.len() == 2, "{comment}: {found:?}");
    }
    // One value over several lines belongs to one block, whichever of its lines the comment stands on.
    let lines = terraform("", "", "").replace("[\"10.0.1.2\"]", &format!("[\n    \"10.0.1.9\", {IGNORE}\n    \"10.0.1.2\",\n  ]"));
    assert_eq!(found(&[("main.tf", &lines)]), [""; 0]);
}

#[test]
fn a_call_is_silenced_through_other_modules_and_nested_stacks() {
    let module = "variable \"ip\" {}\n".to_owned() + &terraform("", "", "").replace("\"10.0.1.2\"", "var.ip");
    let through = "module \"m\" {\n  source = \"../m\"\n  ip = \"10.0.1.2\"\n}\n";
    let main = |above: &str| format!("{above}\nmodule \"o\" {{\n  for_each = toset([\"a\", \"b\"])\n  source = \"./o\"\n}}\n");
    let files = |main: &str| found(&[("main.tf", main), ("o/main.tf", through), ("m/main.tf", &module)]);
    assert_eq!(files(&main("")), ["unusable-private-ip m/main.tf:10"]);
    assert_eq!(files(&main(IGNORE)), [""; 0]);
    let nested = "Parameters: {A: {Type: String}}\n".to_owned() + &TEMPLATE.replace("10.0.1.2", "!Ref A");
    let stack = |within: &str| {
        let text = format!(
            "Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n{within}    Properties: {{TemplateURL: ./t.yaml, Parameters: {{A: 10.0.1.2}}}}\n"
        );
        found(&[("p.yaml", &text), ("t.yaml", &nested)]).len()
    };
    assert_eq!(stack(""), 1);
    assert_eq!(stack(&format!("    {IGNORE}\n")), 0);
    assert_eq!(stack("    Metadata: {enilint: {ignore: [{rule: unusable-private-ip, reason: a lab}]}}\n"), 0);
}
