//! Options of rules, and values for variables and parameters that nothing has.

#![allow(clippy::unwrap_used)]

mod harness;

use enilint::cli::Status;
use harness::{MAIN, TEMPLATE, check, enilint, repository};

/// An interface in six groups (line 3), beside a management interface that only the settings know for one (line 11).
const OPTIONS: &str = "\
resource \"aws_network_interface\" \"many\" {
  subnet_id = \"subnet-1\"
  security_groups = [\"sg-1\", \"sg-2\", \"sg-3\", \"sg-4\", \"sg-5\", \"sg-6\"]
}
resource \"aws_network_interface\" \"eth0\" {
  subnet_id = \"subnet-1\"
  security_groups = [\"sg-1\"]
}
resource \"aws_network_interface\" \"konsole_eth1\" {
  subnet_id = \"subnet-1\"
  security_groups = [\"sg-1\"]
}
resource \"aws_instance\" \"i\" {
  ami = \"ami-1\"
  instance_type = \"m5.large\"
  network_interface {
    device_index = 0
    network_interface_id = aws_network_interface.eth0.id
  }
  network_interface {
    device_index = 1
    network_interface_id = aws_network_interface.konsole_eth1.id
  }
  tags = { Name = \"Ruter 7\" }
}
";

#[test]
fn rules_have_options() {
    let rules = |settings: &str, arguments: &[&str]| -> Vec<String> {
        let directory = repository(&[("main.tf", OPTIONS), ("enilint.toml", settings)]);
        let found = check(
            directory.path(),
            &[&["--disable", "deprecated-network-interface-block", "--disable", "eni-block-replaces-instance"], arguments].concat(),
        )
        .out;
        found.lines().map(|line| line.split(['[', ']']).nth(1).unwrap().to_owned()).collect()
    };
    let usual = rules("", &[]);
    assert_eq!(usual, ["too-many-security-groups", "same-subnet-enis"]);
    assert_eq!(rules("[rules]\ntoo-many-security-groups.quota = 6\nsame-subnet-enis = { managers = [\"ruter\"] }\n", &[]), [""; 0]);
    assert_eq!(rules("[rules]\ntoo-many-security-groups = { level = \"off\", quota = 1 }\n", &[]), ["same-subnet-enis"]);
    assert_eq!(
        rules("[rules]\nmanagement-eni-shares-network.words = [\"Konsole\"]\n", &["--disable", "same-subnet-enis"]),
        ["too-many-security-groups", "management-eni-shares-network"]
    );
    // Overrides and flags win.
    let overridden = "[rules]\ntoo-many-security-groups.quota = 6\n[[overrides]]\npaths = [\"*.tf\"]\nrules.too-many-security-groups.quota = 5\n";
    assert_eq!(rules(overridden, &[]), usual);
    assert_eq!(rules(overridden, &["--option", "too-many-security-groups.quota=7"]), ["same-subnet-enis"]);
    assert_eq!(rules("", &["--option", "same-subnet-enis.managers=x, ruter"]), ["too-many-security-groups"]);
    for wrong in ["too-many-security-groups.quota=many", "too-many-security-groups.size=1", "unpinned-az.quota=1", "x.y=1", "x"] {
        assert_eq!(enilint(repository(&[]).path(), &["check", "--option", wrong]).status, Status::Usage, "{wrong}");
    }
}

#[test]
fn mistakes_in_options_have_a_place() {
    let settings =
        "[rules]\ntoo-many-security-groups = { quota = -1, size = 2 }\nsame-subnet-enis.managers = \"x\"\nunpinned-az.quota = 1\n";
    let directory = repository(&[("main.tf", ""), ("enilint.toml", settings)]);
    let run = check(directory.path(), &[]);
    assert_eq!(run.status, Status::Usage);
    for told in [
        "enilint.toml:2:38: error[malformed-setting]: this setting has no effect: expected a number that is not negative",
        "enilint.toml:2:42: error[unknown-setting]: the rule `too-many-security-groups` has no option `size`",
        "enilint.toml:3:29: error[malformed-setting]: this setting has no effect: expected a list of words",
        "enilint.toml:4:13: error[unknown-setting]: the rule `unpinned-az` has no option `quota`",
    ] {
        assert!(run.out.contains(told), "{told}: {}", run.out);
    }
}

#[test]
fn values_that_nothing_takes_are_told() {
    let files = [
        ("main.tf", MAIN),
        ("stack.yaml", TEMPLATE),
        (
            "prod.json",
            "[{\"ParameterKey\": \"Address\", \"ParameterValue\": \"10.0.1.8\"},\n {\"ParameterKey\": \"Adress\", \"ParameterValue\": \"x\"}]\n",
        ),
        ("pipeline.yaml", "Parameters:\n  Mode: ha\n"),
        ("prod.tfvars", "address = \"10.0.1.9\"\nregion = \"eu-west-1\"\n"),
    ];
    let directory = repository(&files);
    let told = |arguments: &[&str]| {
        let run = check(directory.path(), arguments);
        let lines = run.out.lines().chain(run.err.lines()).filter(|line| !line.contains("unusable-private-ip"));
        (lines.collect::<Vec<_>>().join("\n"), run.status)
    };
    let list = "prod.json:2:19: warning[unused-value]: no template that is checked has a parameter `Adress`";
    assert_eq!(told(&["stack.yaml", "--parameter-file", "prod.json"]), (list.into(), Status::Findings));
    assert_eq!(told(&["--parameter-file", "prod.json", "--skip-unrelated", "stack.yaml"]), (String::new(), Status::Clean));
    let configuration = "pipeline.yaml:2:3: warning[unused-value]: no template that is checked has a parameter `Mode`";
    assert_eq!(told(&["stack.yaml", "--parameter-file", "pipeline.yaml"]).0, configuration);
    // Variable files are shared: that is information.
    let file = "prod.tfvars:2:1: info[unused-value]: no module that is checked declares a variable `region`";
    assert_eq!(told(&["--var-file", "prod.tfvars", "main.tf"]), (file.into(), Status::Clean));
    // As for Terraform and CloudFormation, a name on the command line itself has to be right.
    let flag = "enilint: --var adress: no module that is checked declares this variable; is `address` meant?";
    assert_eq!(told(&["--var", "adress=10.0.1.9", "main.tf"]), (flag.into(), Status::Usage));
    let flag = "enilint: --parameter Mode: no template that is checked has this parameter";
    assert_eq!(told(&["--parameter", "Mode=ha", "stack.yaml"]), (flag.into(), Status::Usage));
    // What is not linted at all takes nothing, and may be what the values are for.
    assert_eq!(told(&["--var", "x=1", "stack.yaml"]), (String::new(), Status::Clean));
    assert_eq!(told(&["--parameter", "x=1", "--var", "address=10.0.1.9", "main.tf"]), (String::new(), Status::Clean));
}
