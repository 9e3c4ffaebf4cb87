//! Conditions as guards, and values under them.

use super::*;

const HA: &str = "
Parameters:
  Ha: {Type: String, AllowedValues: [yes, no], Default: no}
  Mode: {Type: String}
  Other: {Type: String}
  Size: {Type: String, AllowedValues: [s, m, l]}
Conditions:
  IsHa: !Equals [!Ref Ha, true]
  NotHa: !Not [!Condition IsHa]
  NotHaEither: {'Fn::Equals': ['false', {Ref: Ha}]}
  A: !Equals [!Ref Mode, a]
  B: !Equals [b, !Ref Mode]
  AAndHa: !And [Condition: A, Condition: IsHa]
  AOrHa: !Or [!Condition A, !Condition IsHa]
  Same: !Equals [!Ref Mode, !Ref Mode]
  Always: !Equals [x, 'x']
  Never: !Equals [!Ref Size, xl]
  Both: !Equals [!Ref Mode, !Ref Other]
  BothAgain: !Equals [!Ref Other, !Ref Mode]
";

fn guards<const N: usize>(names: [&str; N]) -> (Evaluated, [Guard; N]) {
    let mut text = format!("{HA}Resources:\n  Z: {{Type: AWS::EC2::VPC}}\n");
    for name in names {
        text += &format!("  X{name}: {{Type: AWS::EC2::VPC, Condition: {name}}}\n");
    }
    let evaluated = template(&text);
    let guards = names.map(|name| {
        let mut resources = evaluated.configuration.resources.iter();
        resources.find(|resource| *resource.address.name == format!("X{name}")).map_or(Guard::NEVER, |resource| resource.guard)
    });
    (evaluated, guards)
}

#[test]
fn conditions_exclude_and_cover_each_other() {
    let (evaluated, [ha, not_ha, either, a, b]) = guards(["IsHa", "NotHa", "NotHaEither", "A", "B"]);
    let arena = evaluated.arena();
    assert!(!arena.possible(arena.and(ha, not_ha)));
    assert!(arena.certain(arena.or(ha, not_ha)));
    // `Ha` has two values only, so the two ways of saying no are one.
    assert!(arena.implies(not_ha, either) && arena.implies(either, not_ha));
    assert!(!arena.possible(arena.and(a, b)));
    assert!(!arena.certain(arena.or(a, b)));
    assert!(arena.possible(arena.and(ha, a)));
    assert_eq!(arena.describe_guard(a).unwrap(), "Mode is \"a\"");
    assert_eq!(evaluated.reports, [""; 0]);
}

#[test]
fn conditions_are_built_of_others() {
    let (evaluated, [ha, a, and, or, same, always, never]) = guards(["IsHa", "A", "AAndHa", "AOrHa", "Same", "Always", "Never"]);
    let arena = evaluated.arena();
    assert_eq!(and, arena.and(a, ha));
    assert_eq!(or, arena.or(a, ha));
    assert_eq!([same, always, never], [Guard::ALWAYS, Guard::ALWAYS, Guard::NEVER]);
    let (evaluated, [both, again]) = guards(["Both", "BothAgain"]);
    assert_eq!(both, again);
    assert!(evaluated.arena().possible(both) && !evaluated.arena().certain(both));
}

#[test]
fn if_gives_alternatives_that_exclude_each_other() {
    let (evaluated, [value, nested, known]) = values(
        HA,
        ["!If [IsHa, !Ref Vpc, vpc-1]", "!If [IsHa, !If [NotHa, x, y], z]", "{'Fn::If': [Always, {'Fn::If': [Never, x, y]}, z]}"],
    );
    assert_eq!(
        evaluated.cases(&value),
        [("Ha is \"true\"".into(), "Vpc".into()), ("Ha is not \"true\"".to_string(), "\"vpc-1\"".to_string())]
    );
    let cases = evaluated.arena().cases(&value);
    assert!(!evaluated.arena().possible(evaluated.arena().and(cases[0].0, cases[1].0)));
    assert_eq!(evaluated.cases(&nested).iter().map(|case| &*case.1).collect::<Vec<_>>(), ["\"y\"", "\"z\""]);
    assert_eq!(known.as_str(), Some("y"));
}

#[test]
fn no_value_is_nothing() {
    let (evaluated, [removed, optional, list]) = values(
        HA,
        [
            "!Ref AWS::NoValue",
            "!If [IsHa, !Ref 'AWS::NoValue', x]",
            "[!Ref AWS::NoValue, a, !If [IsHa, {B: !Ref AWS::NoValue}, !Ref AWS::NoValue]]",
        ],
    );
    assert!(removed.is_null());
    assert!(!evaluated.resource("X0").properties.entries().unwrap().contains_key("P"));
    let arena = evaluated.arena();
    let absent = arena.is_absent(&optional);
    assert_eq!(arena.describe_guard(absent).unwrap(), "Ha is \"true\"");
    assert_eq!(arena.is_present(&optional), arena.not(absent));
    let [first, second] = list.items().unwrap() else { panic!("{list:?}") };
    assert_eq!(first.as_str(), Some("a"));
    let kinds: Vec<_> =
        arena.alternatives(second).into_iter().map(|(_, value)| value.entries().map(std::collections::BTreeMap::len)).collect();
    assert_eq!(kinds, [Some(0), None]);
}

#[test]
fn properties_as_a_whole_may_be_conditional() {
    let evaluated = template(&format!(
        "{HA}Resources:\n  N:\n    Type: AWS::EC2::NetworkInterface\n    Properties:\n      Fn::If: [IsHa, {{SubnetId: a}}, {{SubnetId: b}}]\n"
    ));
    assert_eq!(evaluated.cases(&evaluated.get("N", "SubnetId")).len(), 2);
}
