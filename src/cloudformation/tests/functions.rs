//! Intrinsic functions in their short and long forms.

use super::*;

const INPUTS: &str = "
Parameters:
  A: {Type: String}
  B: {Type: String}
  List: {Type: CommaDelimitedList}
  Env: {Type: String, AllowedValues: [dev, prod]}
  Network: {Type: String, Default: 10.1.0.0/16}
Mappings:
  Sizes:
    dev: {Type: t3.micro, Same: x}
    prod: {Type: m5.large, Same: x}
Conditions:
  IsA: !Equals [!Ref A, a]
";

#[test]
fn sub_and_join_make_the_same_texts() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "!Sub '${A}-x'",
            "!Join ['-', [!Ref A, x]]",
            "{'Fn::Sub': ['${V}x', {V: !Join ['', [!Ref A, '-']]}]}",
            "!Sub '${B}-x'",
            "!Sub '${A}-y'",
            "!Sub '${A}'",
            "!Ref A",
            "!Sub 'a${!A}b'",
            "!Join ['/', [a, b, !Ref AWS::NoValue]]",
            "!Sub '${Vpc.CidrBlock}'",
            "!Join [',', !Ref List]",
            "!Join [',', {Ref: List}]",
        ],
    );
    assert!(evaluated.certainly_same(&v[0], &v[1]) && evaluated.certainly_same(&v[0], &v[2]));
    assert!(!evaluated.certainly_same(&v[0], &v[3]) && !evaluated.certainly_different(&v[0], &v[3]));
    assert!(evaluated.certainly_different(&v[0], &v[4]));
    assert!(evaluated.certainly_same(&v[5], &v[6]));
    assert_eq!(v[7].as_str(), Some("a${A}b"));
    assert_eq!(v[8].as_str(), Some("a/b"));
    assert_eq!(v[9].as_str(), Some("10.0.0.0/16"));
    assert!(evaluated.certainly_same(&v[10], &v[11]));
    assert_eq!(evaluated.describe(&v[0]), "${A}-x");
    assert_eq!(evaluated.reports, [""; 0]);
}

#[test]
fn texts_with_alternatives_are_alternatives() {
    let (evaluated, [text, joined]) =
        values(INPUTS, ["!Sub ['${V}-${V}', {V: !If [IsA, x, y]}]", "!Join ['-', [p, !If [IsA, q, !Ref AWS::NoValue]]]"]);
    let cases = |value| evaluated.cases(value).into_iter().map(|case| case.1).collect::<Vec<_>>();
    assert_eq!(cases(&text), ["\"x-x\"", "\"y-y\""]);
    assert_eq!(cases(&joined), ["\"p-q\"", "\"p\""]);
}

#[test]
fn lists_are_split_and_selected() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "!Select [1, [a, b]]",
            "!Select ['1', !Split [',', 'a,b']]",
            "!Select [2, [a, b]]",
            "!Select [0, !Ref List]",
            "!Select [0, !Split [',', !Join [',', !Ref List]]]",
            "!Select [1, !Split ['/', !Sub '${A}/b']]",
            "!Select [1, !Split ['/', !Sub '${A}/b']]",
            "!Select [1, !Split [',', !Join [',', [!Ref Vpc, !Ref Vpc]]]]",
            "!Ref Vpc",
            "!Select [1, [!If [IsA, x, !Ref AWS::NoValue], y, z]]",
            "!Length [a, b]",
        ],
    );
    assert_eq!(v[0].as_str(), Some("b"));
    assert_eq!(v[1].as_str(), Some("b"));
    assert_eq!(evaluated.describe(&v[2]), "an element that is not in the list");
    assert!(evaluated.certainly_same(&v[3], &v[4]));
    // What `A` holds is not known, nor whether a slash is in it.
    assert_eq!(v[5].as_str(), None);
    assert!(evaluated.certainly_same(&v[5], &v[6]));
    assert!(evaluated.certainly_same(&v[7], &v[8]));
    assert_eq!(evaluated.cases(&v[9]).into_iter().map(|case| case.1).collect::<Vec<_>>(), ["\"y\"", "\"z\""]);
    assert_eq!(v[10].as_integer(), Some(2));
}

#[test]
fn maps_are_looked_up_under_each_key() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "!FindInMap [Sizes, prod, Type]",
            "!FindInMap [Sizes, !Ref Env, Type]",
            "!FindInMap [Sizes, !Ref Env, Same]",
            "!FindInMap [Sizes, !Ref A, Type]",
            "!FindInMap [Sizes, !Ref A, Type]",
            "!FindInMap [Sizes, stage, Type, {DefaultValue: t3.nano}]",
            "!FindInMap [Sizes, stage, Type]",
        ],
    );
    assert_eq!(v[0].as_str(), Some("m5.large"));
    assert_eq!(
        evaluated.cases(&v[1]),
        [("Env is \"dev\"".into(), "\"t3.micro\"".into()), ("Env is \"prod\"".to_string(), "\"m5.large\"".to_string())]
    );
    assert_eq!(v[2].as_str(), Some("x"));
    assert!(evaluated.certainly_same(&v[3], &v[4]) && v[3].as_str().is_none());
    assert_eq!(v[5].as_str(), Some("t3.nano"));
    assert!(v[6].as_str().is_none());
    assert_eq!(evaluated.reports, [""; 0]);
}

#[test]
fn zones_of_one_region_differ() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "!Select [0, !GetAZs '']",
            "!Select [0, !GetAZs {Ref: 'AWS::Region'}]",
            "!Select [1, {'Fn::GetAZs': ''}]",
            "!Select [0, !GetAZs us-east-1]",
            "!Select\n        - 0\n        - !GetAZs",
        ],
    );
    assert!(evaluated.certainly_same(&v[0], &v[1]));
    assert!(evaluated.certainly_same(&v[0], &v[4]));
    assert!(evaluated.certainly_different(&v[0], &v[2]));
    assert!(!evaluated.certainly_same(&v[0], &v[3]) && !evaluated.certainly_different(&v[0], &v[3]));
    assert_eq!(evaluated.reports, [""; 0]);
}

#[test]
fn networks_are_divided() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "!Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]",
            "!Select [1, !Cidr [!Ref Network, 4, 8]]",
            "!Select [0, !Cidr [!Ref A, 4, 8]]",
            "!Select [1, !Cidr [!Ref A, 4, 8]]",
        ],
    );
    assert_eq!(v[0].as_str(), Some("10.0.1.0/24"));
    assert_eq!(evaluated.cases(&v[1])[0], ("Network has its default \"10.1.0.0/16\"".into(), "\"10.1.1.0/24\"".into()));
    assert!(evaluated.certainly_different(&v[2], &v[3]));
}

#[test]
fn what_is_not_at_hand_is_the_same_each_time() {
    let (evaluated, v) = values(
        INPUTS,
        [
            "'{{resolve:ssm:/a}}'",
            "!Sub '{{resolve:ssm:/a}}'",
            "'{{resolve:ssm:/b}}'",
            "'x-{{resolve:ssm:/a}}'",
            "!ImportValue vpc",
            "{'Fn::ImportValue': !Sub vpc}",
            "!Sub '{{resolve:ssm:/${A}}}'",
            "!Sub '{{resolve:ssm:/${A}/b}}'",
        ],
    );
    assert!(evaluated.certainly_same(&v[0], &v[1]));
    assert!(evaluated.certainly_same(&v[4], &v[5]));
    // Two entries of the parameter store may hold the same.
    assert!(!evaluated.certainly_different(&v[0], &v[2]));
    assert!(!evaluated.certainly_different(&v[6], &v[7]));
    assert_eq!(evaluated.describe(&v[3]), "x-${resolve(\"ssm:/a\")}");
}

const RESOURCES: &str = "
Parameters: {Ip: {Type: String}}
Conditions: {HasIp: !Not [!Equals [!Ref Ip, '']]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, AvailabilityZone: us-east-1a}}
  Inside: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}
  Outside: {Type: AWS::EC2::SecurityGroup}
  Eip: {Type: AWS::EC2::EIP}
  Eni:
    Type: AWS::EC2::NetworkInterface
    DependsOn: [Eip]
    Properties:
      SubnetId: !GetAtt Subnet.SubnetId
      PrivateIpAddress: !If [HasIp, !Ref Ip, !Ref AWS::NoValue]
      GroupSet: [!GetAtt Inside.GroupId, !Ref Inside, !GetAtt Outside.GroupId, !Ref Outside]
  X:
    Type: AWS::EC2::Instance
    Properties:
      Zone: !GetAtt [Subnet, AvailabilityZone]
      Vpc: !GetAtt Subnet.VpcId
      SubnetRef: !Ref Subnet
      VpcRef: !Ref Vpc
      Address: !GetAtt Eni.PrimaryPrivateIpAddress
      Allocation: !GetAtt Eip.AllocationId
      EipRef: !Ref Eip
      Text: !Sub '${Eip.AllocationId}'
";

#[test]
fn attributes_are_refs_and_properties_where_these_are_the_same() {
    let evaluated = template(RESOURCES);
    let get = |name| evaluated.get("X", name);
    assert_eq!(evaluated.get("Eni", "SubnetId"), get("SubnetRef"));
    assert_eq!(get("Zone").as_str(), Some("us-east-1a"));
    assert_eq!(get("Vpc"), get("VpcRef"));
    assert_ne!(get("Allocation"), get("EipRef"));
    let groups = evaluated.get("Eni", "GroupSet");
    let [inside, inside_ref, outside, outside_ref] = groups.items().unwrap() else { panic!() };
    assert_eq!(inside, inside_ref);
    assert_ne!(outside, outside_ref);
    assert_eq!(
        evaluated.cases(&get("Address")),
        [("Ip is not \"\"".to_string(), "Ip".to_string()), ("Ip is \"\"".to_string(), "Eni.PrimaryPrivateIpAddress".to_string())]
    );
    let steps = evaluated.arena().steps(get("Zone").origin);
    assert_eq!(&RESOURCES[steps[0].span.range()], "!GetAtt [Subnet, AvailabilityZone]");
    assert_eq!(&RESOURCES[steps[1].span.range()], "us-east-1a");
    assert_eq!(evaluated.reports, [""; 0]);
}

#[test]
fn resources_have_places_and_dependencies() {
    let evaluated = template(RESOURCES);
    let resource = evaluated.resource("Eni");
    assert_eq!(&RESOURCES[resource.header.range()], "Eni");
    assert!(RESOURCES[resource.block.range()].trim_end().ends_with("!Ref Outside]"));
    assert_eq!(*resource.dependencies, ["Eip", "Inside", "Outside", "Subnet"]);
    assert_eq!(*evaluated.resource("X").dependencies, ["Eip", "Eni", "Subnet", "Vpc"]);
    assert_eq!(evaluated.arena().managed(resource.term).unwrap().0.block(), "Eni");
}

#[test]
fn json_and_long_forms_mean_the_same() {
    let evaluated = template(
        r#"{"AWSTemplateFormatVersion": "2010-09-09", "Parameters": {"A": {"Type": "String"}}, "Resources": {
            "V": {"Type": "AWS::EC2::VPC", "Properties": {"X": {"Fn::Sub": "${A}-${AWS::Region}"}, "Y": {"Fn::Join": ["-",
            [{"Ref": "A"}, {"Ref": "AWS::Region"}]]}, "Z": {"Fn::GetAtt": ["V", "CidrBlock"]}, "CidrBlock": "10.0.0.0/16", "N": 5}}}}"#,
    );
    assert_eq!(evaluated.get("V", "X"), evaluated.get("V", "Y"));
    assert_eq!(evaluated.get("V", "Z").as_str(), Some("10.0.0.0/16"));
    assert_eq!(evaluated.get("V", "N").as_integer(), Some(5));
}

#[test]
fn merge_keys_and_aliases_are_followed() {
    let evaluated = template(
        "Resources:\n  A:\n    Type: AWS::EC2::Subnet\n    Properties: &p\n      VpcId: v\n      CidrBlock: 10.0.0.0/24\n  \
         B:\n    Type: AWS::EC2::Subnet\n    Properties:\n      CidrBlock: 10.0.1.0/24\n      <<: *p\n",
    );
    assert_eq!(evaluated.get("B", "VpcId").as_str(), Some("v"));
    assert_eq!(evaluated.get("B", "CidrBlock").as_str(), Some("10.0.1.0/24"));
}

#[test]
fn loops_write_resources() {
    let text = "
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList}}
Resources:
  Fn::ForEach::Subnets:
    - Zone
    - [a, b-1]
    - Subnet&{Zone}:
        Type: AWS::EC2::Subnet
        Properties:
          AvailabilityZone: !Sub 'us-east-1${Zone}'
          Name: !Ref Zone
  Fn::ForEach::Others: [N, !Ref Names, {'V${N}': {Type: AWS::EC2::VPC}}]
";
    let evaluated = template(text);
    assert_eq!(evaluated.get("Subneta", "AvailabilityZone").as_str(), Some("us-east-1a"));
    assert_eq!(evaluated.get("Subnetb1", "Name").as_str(), Some("b-1"));
    assert_eq!(evaluated.reports, ["x.yaml:13 'Fn::ForEach::Others': the loop `Others` is over values that are not known"]);
    assert_eq!(given(text, &[("Names", "x,y")], None).resource("Vy").address.to_string(), "Vy");
}
