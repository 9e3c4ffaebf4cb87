//! Parameters within their values, given or not.

use super::*;
use crate::value::{Data, InputKind, OriginKind, Term};

const TEXT: &str = "
Parameters:
  Size: {Type: String, AllowedValues: [t3.micro, t3.large], Default: t3.micro}
  Zone: {Type: 'AWS::EC2::AvailabilityZone::Name', Default: us-east-1a}
  Count: {Type: Number, Default: 2}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-a,subnet-b'}
  Stored: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /a/b}
Resources:
  I:
    Type: AWS::EC2::Instance
    Properties:
      InstanceType: !Ref Size
      AvailabilityZone: !Ref Zone
      ImageId: !Ref Stored
      SubnetId: !Select [1, !Ref Subnets]
      First: !Select [0, {Ref: Subnets}]
      Count: !Ref Count
      Region: !Ref AWS::Region
";

#[test]
fn parameters_stay_within_their_values() {
    let evaluated = template(TEXT);
    let get = |name| evaluated.get("I", name);
    let cases = |name| evaluated.cases(&get(name)).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    assert_eq!(cases("InstanceType"), ["\"t3.micro\"", "\"t3.large\""]);
    assert_eq!(cases("AvailabilityZone"), ["\"us-east-1a\"", "Zone"]);
    assert_eq!(cases("ImageId"), ["Stored"]);
    assert_eq!(cases("SubnetId"), ["\"subnet-b\"", "Subnets[1]"]);
    assert!(!evaluated.certainly_same(&get("First"), &get("SubnetId")));
    assert_eq!(get("First"), evaluated.get("I", "First"));
}

#[test]
fn given_parameters_are_known() {
    let parameters = [("Size", "m5.large"), ("Subnets", "subnet-1, subnet-2"), ("Stored", "/x"), ("Count", "3"), ("Count", "4")];
    let evaluated = given(TEXT, &parameters, Some("eu-west-1"));
    let text = |name| evaluated.describe(&evaluated.get("I", name));
    assert_eq!(text("InstanceType"), "\"m5.large\"");
    assert_eq!(text("SubnetId"), "\"subnet-2\"");
    assert_eq!(text("ImageId"), "Stored");
    assert_eq!(evaluated.get("I", "Count").as_integer(), Some(4));
    assert_eq!(text("Region"), "\"eu-west-1\"");
    assert_eq!(evaluated.configuration.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn a_value_remembers_its_way() {
    let evaluated = given(TEXT, &[("Size", "m5.large")], None);
    let arena = evaluated.arena();
    let value = evaluated.get("I", "InstanceType");
    let steps = arena.steps(value.origin);
    assert_eq!(steps[0].kind, OriginKind::Reference("Size".into()));
    assert_eq!(&TEXT[steps[0].span.range()], "!Ref Size");
    assert_eq!(steps[1].kind, OriginKind::File("Size".into()));
    let zone = evaluated.get("I", "AvailabilityZone");
    let Data::Term(term) = zone.data else { panic!("{zone:?}") };
    assert_eq!(*arena.term(term), Term::Input { name: "Zone".into(), kind: InputKind::Parameter });
    let default = arena.domain(term).unwrap().default.clone().unwrap();
    let written = &arena.steps(default.origin)[0];
    assert_eq!((&written.kind, &TEXT[written.span.range()]), (&OriginKind::Default("Zone".into()), "us-east-1a"));
}
