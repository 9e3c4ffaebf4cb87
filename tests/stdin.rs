//! The text that an editor holds, with the rest of its module from the disk; and files that a hook names.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{enilint, enilint_with};
use std::fs;
use tempfile::TempDir;

const SUBNET: &str = "resource \"aws_subnet\" \"s\" {\n  vpc_id = \"vpc-1\"\n  cidr_block = \"10.0.1.0/24\"\n  availability_zone = \"us-east-1a\"\n}\n";

fn interface(address: &str) -> String {
    format!(
        "resource \"aws_network_interface\" \"i\" {{\n  private_ips = [\"{address}\"]\n  subnet_id = aws_subnet.s.id\n  security_groups = [\"sg-1\"]\n}}\n"
    )
}

fn module() -> TempDir {
    let directory = TempDir::new().unwrap();
    fs::create_dir_all(directory.path().join(".git")).unwrap();
    fs::create_dir_all(directory.path().join("net")).unwrap();
    fs::write(directory.path().join("net/subnet.tf"), SUBNET).unwrap();
    fs::write(directory.path().join("net/eni.tf"), interface("10.0.1.9")).unwrap();
    directory
}

#[test]
fn the_text_on_standard_input_counts() {
    let directory = module();
    let run = |file: &str, text: &str| {
        let run = enilint_with(directory.path(), &["check", "--format", "concise", "-", "--stdin-filename", file], text.as_bytes());
        (run.status, run.out)
    };
    let (status, out) = run("net/eni.tf", &interface("10.0.1.2"));
    assert_eq!(status, Status::Findings);
    assert!(out.starts_with("net/eni.tf:2:18: error[unusable-private-ip]") && out.lines().count() == 1, "{out}");
    assert_eq!(run("net/eni.tf", &interface("10.0.1.8")), (Status::Clean, String::new()));
    // A mistake that another file shows with this one, and a file that is not saved yet.
    fs::write(directory.path().join("net/eni.tf"), interface("10.0.2.2")).unwrap();
    assert!(run("net/subnet.tf", &SUBNET.replace("10.0.1", "10.0.2")).1.starts_with("net/eni.tf:2:18"));
    let new = interface("10.0.1.2").replace("\"i\"", "\"j\"");
    assert!(run("net/new.tf", &new).1.starts_with("net/new.tf:2:18"));
    let template = "Resources:\n  A:\n    Type: AWS::EC2::NetworkInterface\n    Properties: {SubnetId: ";
    assert!(run("new.yaml", template).0 == Status::Incomplete);
}

#[test]
fn standard_input_needs_a_name() {
    let directory = module();
    for arguments in [&["check", "-"] as &[_], &["check", "--stdin-filename", "net/eni.tf"]] {
        let run = enilint(directory.path(), arguments);
        assert_eq!((run.status, run.out.as_str()), (Status::Usage, ""), "{}", run.err);
    }
    let wrong = enilint_with(directory.path(), &["check", "-", "--stdin-filename", "net/eni.tf"], &[0xff]);
    assert_eq!(wrong.status, Status::Usage);
}

#[test]
fn a_hook_names_files_and_hears_of_them_alone() {
    let directory = module();
    fs::write(directory.path().join("net/eni.tf"), interface("10.0.1.2")).unwrap();
    fs::write(directory.path().join("net/other.tf"), interface("10.0.1.3").replace("\"i\"", "\"j\"")).unwrap();
    let out = |files: &[&str]| enilint(directory.path(), &[&["check", "--format", "concise"], files].concat()).out;
    let rules = |out: String| out.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(rules(out(&["net/eni.tf"])), ["net/eni.tf:2:18"]);
    assert_eq!(rules(out(&["net/other.tf", "net/eni.tf"])), ["net/eni.tf:2:18", "net/other.tf:2:18"]);
    // What the subnet is part of concerns it.
    assert_eq!(rules(out(&["net/subnet.tf"])).len(), 2);
}
