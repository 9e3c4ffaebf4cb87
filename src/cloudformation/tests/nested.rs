//! Nested stacks.

use super::*;
use crate::value::OriginKind;

const PARENT: &str = "
Parameters: {Zone: {Type: String}, Url: {Type: String}, Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}}
Conditions: {Ha: !Equals [!Ref Zone, x]}
Resources:
  Vpc: {Type: AWS::EC2::VPC}
  Net:
    Type: AWS::CloudFormation::Stack
    Condition: Ha
    Properties:
      TemplateURL: ./net/child.yaml
      Parameters:
        VpcId: !Ref Vpc
        Zone: !Ref Zone
        Ids: !Join [',', !Ref Subnets]
        Two: !Join [',', [!Ref Vpc, b]]
  Far:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: 'https://s3.amazonaws.com/b/t.yaml'}
  Eni:
    Type: AWS::EC2::NetworkInterface
    Properties:
      SubnetId: !GetAtt Net.Outputs.SubnetId
      Other: !GetAtt Far.Outputs.SubnetId
      Again: !Sub '${Far.Outputs.SubnetId}'
      Zone: !GetAtt Net.Outputs.Zone
";
const CHILD: &str = "
Parameters:
  VpcId: {Type: 'AWS::EC2::VPC::Id'}
  Zone: {Type: String, Default: us-east-1a}
  Cidr: {Type: String, Default: 10.0.0.0/24}
  Ids: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Two: {Type: CommaDelimitedList}
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref VpcId
      AvailabilityZone: !Ref Zone
      CidrBlock: !Ref Cidr
      First: !Select [0, !Ref Ids]
      Two: !Ref Two
      Name: !Ref AWS::StackName
Outputs:
  SubnetId: {Value: !Ref Subnet}
  Zone: {Value: !GetAtt Subnet.AvailabilityZone}
";

#[test]
fn values_go_in_and_come_back() {
    let evaluated = files(&[("p.yaml", PARENT), ("net/child.yaml", CHILD)], &Inputs::default());
    let subnet = evaluated.resource("Net.Subnet");
    let get = |name| evaluated.describe(&evaluated.get("Net.Subnet", name));
    assert_eq!(
        [get("VpcId"), get("AvailabilityZone"), get("First"), get("Name")],
        ["Vpc", "Zone", "Subnets[0]", "Net.AWS::StackName"]
    );
    // Nobody can give a nested stack's parameter another value than its default when the template around it does not.
    assert_eq!(get("CidrBlock"), "\"10.0.0.0/24\"");
    assert_eq!(get("Two"), "[Vpc, \"b\"]");
    let eni = |name| evaluated.describe(&evaluated.get("Eni", name));
    assert_eq!([eni("SubnetId"), eni("Zone"), eni("Other")], ["Net.Subnet", "Zone", "Far.Outputs.SubnetId"]);
    assert_eq!(evaluated.get("Eni", "Other"), evaluated.get("Eni", "Again"));
    assert_eq!(evaluated.arena().describe_guard(subnet.guard).unwrap(), "Zone is \"x\"");
    assert_eq!(subnet.calls.iter().map(|span| &PARENT[span.range()]).collect::<Vec<_>>(), ["Net"]);
    assert_eq!(
        evaluated.reports,
        [
            "p.yaml:16 'Far': the template of the nested stack `Far` is at \"https://s3.amazonaws.com/b/t.yaml\", not in a file beside this one"
        ]
    );
    let steps = evaluated.arena().steps(evaluated.get("Net.Subnet", "AvailabilityZone").origin);
    let kinds: Vec<_> = steps.into_iter().map(|step| step.kind).collect();
    assert_eq!(
        kinds[..3],
        [OriginKind::Reference("Zone".into()), OriginKind::Argument("Zone".into()), OriginKind::Reference("Zone".into())]
    );
}

#[test]
fn missing_forbidden_and_endless_stacks_are_noted() {
    let stack = |url: &str| format!("Resources:\n  S: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {url}}}}}\n");
    for (url, reason) in [
        ("none.yaml", "is none.yaml, which does not exist"),
        ("../etc/passwd", "is /etc/passwd, outside of what may be read"),
        ("/etc/passwd", "is at \"/etc/passwd\", not in a file beside this one"),
        ("x.yaml", "is x.yaml, which contains itself"),
        ("!Ref AWS::Region", "is not known from its `TemplateURL`"),
    ] {
        let reports = template(&stack(url)).reports;
        assert_eq!(reports, [format!("x.yaml:2 'S': the template of the nested stack `S` {reason}")]);
    }
}

#[test]
fn stacks_that_need_each_other_do_not_hang() {
    let parent = "
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {P: !GetAtt B.Outputs.O}}}
  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {P: !GetAtt A.Outputs.O}}}
";
    let child = "Parameters: {P: {Type: String}}\nResources: {V: {Type: AWS::EC2::VPC, Properties: {X: !Ref P}}}\nOutputs: {O: {Value: !Ref P}}\n";
    let evaluated = files(&[("p.yaml", parent), ("c.yaml", child)], &Inputs::default());
    assert_eq!(evaluated.describe(&evaluated.get("A.V", "X")), "A.Outputs.O");
    assert_eq!(evaluated.configuration.resources.len(), 2);
}
