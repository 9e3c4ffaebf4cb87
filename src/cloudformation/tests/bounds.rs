//! Bounds: long chains, aliases that multiply, and many resources.

use super::*;
use crate::configuration::MAX_RESOURCES;

#[test]
fn aliases_that_multiply_are_cut() {
    let mut text = String::from("X:\n  - &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let below = level - 1;
        text += &format!("  - &a{level} [{}]\n", vec![format!("*a{below}"); 10].join(", "));
    }
    text += "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {P: *a11}}\n";
    let evaluated = template(&text);
    assert!(evaluated.reports.iter().any(|report| report.contains("too many steps")), "{:?}", evaluated.reports.len());
    assert!(evaluated.reports.len() < 5);
}

#[test]
fn long_chains_are_cut() {
    let mut text = String::from("Conditions:\n  C0: !Equals [!Ref AWS::Region, x]\n");
    for number in 1..19_999 {
        text += &format!("  C{number}: !Not [!Condition C{}]\n", number - 1);
    }
    text += "Resources:\n  V: {Type: AWS::EC2::VPC, Condition: C19998}\n  S0: {Type: AWS::EC2::Subnet, Properties: {AvailabilityZone: z}}\n";
    for number in 1..19_999 {
        let below = number - 1;
        text += &format!(
            "  S{number}: {{Type: AWS::EC2::Subnet, Properties: {{AvailabilityZone: !GetAtt S{below}.AvailabilityZone}}}}\n"
        );
    }
    let evaluated = template(&text);
    // From the top each refers to one that is known.
    assert_eq!(evaluated.get("S19998", "AvailabilityZone").as_str(), Some("z"));
    assert!(evaluated.reports.iter().all(|report| report.contains("too deep")), "{:?}", evaluated.reports);
    assert!(!evaluated.reports.is_empty());
}

#[test]
fn attributes_that_need_themselves_are_terms() {
    let evaluated = template(
        "Resources:\n  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !GetAtt B.VpcId}}\n  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !GetAtt A.VpcId}}\n",
    );
    assert_eq!(evaluated.get("A", "VpcId"), evaluated.get("B", "VpcId"));
}

#[test]
fn long_texts_and_many_resources_are_bounded() {
    let mut text = format!("Resources:\n  V: {{Type: AWS::EC2::VPC, Properties: {{P: !Sub '{}'}}}}\n", "${V.Id}x".repeat(130_000));
    for number in 0..20_000 {
        text += &format!("  S{number}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref V, CidrBlock: 10.0.0.0/24}}}}\n");
    }
    let evaluated = template(&text);
    assert_eq!(evaluated.configuration.resources.len(), MAX_RESOURCES);
    assert_eq!(evaluated.reports, ["x.yaml:20002 'S19999': more than 20000 resources: the others are left out"]);
    assert_eq!(evaluated.describe(&evaluated.get("V", "P")), "a text that is too long");
}

#[test]
fn nested_alternatives_are_bounded() {
    let mut text = String::from("Parameters:\n");
    for number in 0..12 {
        text += &format!("  P{number}: {{Type: String, AllowedValues: [a, b]}}\n");
    }
    text += "Conditions:\n";
    for number in 0..12 {
        text += &format!("  C{number}: !Equals [!Ref P{number}, a]\n");
    }
    let parts: String = (0..12).map(|number| format!("!If [C{number}, x, y], ")).collect();
    text +=
        &format!("Resources:\n  V: {{Type: AWS::EC2::VPC, Properties: {{P: !Join ['', [{parts}]], Q: !Join ['', [{parts}]]}}}}\n");
    let evaluated = template(&text);
    assert!(evaluated.certainly_same(&evaluated.get("V", "P"), &evaluated.get("V", "Q")));
}

#[test]
fn parameters_passed_down_twice_each_time_do_not_explode() {
    let child = "
Parameters: {P: {Type: String}}
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {P: !Ref P}}
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: NEXT, Parameters: {P: !Sub '${P}${P}'}}}
  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: NEXT, Parameters: {P: !Sub '${P}${P}${P}'}}}
";
    let texts: Vec<(String, String)> =
        (0..20).map(|level| (format!("{level}.yaml"), child.replace("NEXT", &format!("{}.yaml", level + 1)))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    let evaluated = files(&texts, &Inputs::default());
    assert!(evaluated.configuration.resources.len() <= 1_001);
    assert!(evaluated.reports.iter().any(|report| report.contains("is one of too many")));
}
