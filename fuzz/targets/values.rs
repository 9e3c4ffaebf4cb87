//! Values from files: variables of Terraform in both languages, and parameters of CloudFormation.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

const MAIN: &str = "variable \"a\" {\n  type = object({ b = optional(list(string)), c = map(number) })\n}\n\
    resource \"aws_vpc\" \"a\" {\n  cidr_block = var.a.b[0]\n}\n";
const TEMPLATE: &str = "Parameters:\n  P: {Type: CommaDelimitedList}\n  Q: {Type: Number, MaxValue: 9}\nResources:\n  \
    A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Select [!Ref Q, !Ref P]}}\n";

fuzz_target!(|text: &str| {
    Project::of(&[("main.tf", MAIN), ("terraform.tfvars", text)]).lint();
    Project::of(&[("main.tf", MAIN), ("a.auto.tfvars.json", text)]).lint();
    let mut project = Project::of(&[("template.yaml", TEMPLATE)]);
    project.inputs().terraform.variables.push(("a".into(), text.into()));
    for name in ["P", "Q"] {
        project.inputs().cloudformation.parameters.push((name.into(), text.into()));
    }
    project.lint();
    if let Ok(parameters) = enilint::cloudformation::read_parameters(text) {
        project.inputs().cloudformation.parameters = parameters;
        project.lint();
    }
});
