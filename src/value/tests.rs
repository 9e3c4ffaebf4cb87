//! Tests of terms, guards and comparison.

use super::*;
use std::sync::Arc;

fn managed(arena: &Arena, name: &str, key: InstanceKey) -> TermId {
    let address = Address {
        modules: Box::default(),
        resource_type: "aws_subnet".into(),
        name: name.into(),
        key,
        notation: Notation::Terraform,
    };
    arena.intern(Term::Managed(Arc::new(address)))
}

fn id(arena: &Arena, resource: TermId) -> Value {
    Data::Term(arena.attribute(resource, "id")).into()
}

fn variable(arena: &Arena, name: &str) -> Value {
    Data::Term(arena.input(name, InputKind::Variable)).into()
}

fn template(arena: &Arena, parts: &[Value]) -> Value {
    Data::Term(arena.intern(Term::Apply { function: "template".into(), arguments: parts.into() })).into()
}

#[test]
fn equal_terms_are_the_same_and_unrelated_ones_are_not_known() {
    let arena = Arena::default();
    let (a, b) = (variable(&arena, "var.a"), variable(&arena, "var.b"));
    assert_eq!(arena.same(&a, &a.clone()), Comparison::YES);
    assert_eq!(arena.same(&a, &b), Comparison::MAYBE);
    assert_eq!(arena.same(&a, &Value::string("subnet-1")), Comparison::MAYBE);
    assert_eq!(arena.same(&Value::string("1"), &Value::integer(1)), Comparison::YES);
    assert_eq!(arena.same(&Value::string("a"), &Value::string("b")), Comparison::NO);
}

#[test]
fn ids_of_two_resources_differ_and_of_each_of_them_may_not() {
    let arena = Arena::default();
    let a = id(&arena, managed(&arena, "a", InstanceKey::None));
    let b = id(&arena, managed(&arena, "b", InstanceKey::None));
    assert_eq!(arena.same(&a, &b), Comparison::NO);
    let count = arena.input("var.n", InputKind::Variable);
    let each = InstanceKey::Term(arena.intern(Term::EachKey { over: count }));
    let first = id(&arena, managed(&arena, "c", InstanceKey::Index(0)));
    let second = id(&arena, managed(&arena, "c", InstanceKey::Index(1)));
    let each = id(&arena, managed(&arena, "c", each));
    assert_eq!(arena.same(&first, &second), Comparison::NO);
    assert_eq!(arena.same(&first, &each), Comparison::MAYBE);
    assert_eq!(arena.same(&each, &each.clone()), Comparison::YES);
}

#[test]
fn texts_with_the_same_unknown_part_differ_by_their_known_part() {
    let arena = Arena::default();
    let region = variable(&arena, "var.region");
    let zone = |letter| template(&arena, &[region.clone(), Value::string(letter)]);
    assert_eq!(arena.same(&zone("a"), &zone("b")), Comparison::NO);
    assert_eq!(arena.same(&zone("a"), &zone("a")), Comparison::YES);
    let other = template(&arena, &[variable(&arena, "var.other"), Value::string("a")]);
    assert_eq!(arena.same(&zone("a"), &other), Comparison::MAYBE);
    assert_eq!(arena.same(&zone("a"), &Value::string("eu-west-1b")), Comparison::NO);
    assert_eq!(arena.same(&zone("a"), &Value::string("eu-west-1a")), Comparison::MAYBE);
}

#[test]
fn a_parameter_has_one_of_its_allowed_values() {
    let arena = Arena::default();
    let term = arena.input("Mode", InputKind::Parameter);
    let allowed: Arc<[Value]> = [Value::string("a"), Value::string("b")].into();
    arena.bound(term, Domain { allowed: Some(allowed), ..Domain::default() });
    let (a, b) = (arena.equals(term, &Value::string("a")), arena.equals(term, &Value::string("b")));
    assert!(!arena.possible(arena.and(a, b)));
    assert!(arena.certain(arena.or(a, b)));
    assert!(!arena.possible(arena.and(arena.not(a), arena.not(b))));
    assert_eq!(arena.equals(term, &Value::string("c")), Guard::NEVER);
    assert!(arena.implies(a, arena.not(b)));
    assert_eq!(arena.describe_guard(arena.not(a)).as_deref(), Some("Mode is not \"a\""));
    assert_eq!(arena.cases(&Data::Term(term).into()).len(), 2);
}

#[test]
fn a_default_is_one_case_and_everything_else_another() {
    let arena = Arena::default();
    let term = arena.input("Size", InputKind::Parameter);
    arena.bound(term, Domain { default: Some(Value::string("t3.micro")), ..Domain::default() });
    let same = arena.same(&Data::Term(term).into(), &Value::string("t3.micro"));
    assert_eq!(same.yes, arena.equals(term, &Value::string("t3.micro")));
    assert_eq!(same.no, Guard::NEVER);
    assert_eq!(arena.describe_guard(same.yes).as_deref(), Some("Size has its default \"t3.micro\""));
}

#[test]
fn a_text_has_the_cases_of_the_inputs_in_it() {
    let arena = Arena::default();
    let (first, second) = (arena.input("First", InputKind::Parameter), arena.input("Second", InputKind::Parameter));
    let text = |inputs: &[TermId]| {
        let parts = inputs.iter().flat_map(|input| [Data::Term(*input).into(), Value::string(".")]);
        let parts: Vec<Value> = parts.collect();
        template(&arena, &parts)
    };
    let cases = |value: &Value| arena.cases(value).iter().map(|(_, value)| arena.describe(value)).collect::<Vec<_>>();
    assert_eq!(cases(&text(&[first])), ["${First}."]);
    arena.bound(first, Domain { default: Some(Value::string("a")), ..Domain::default() });
    assert_eq!(cases(&text(&[first])), ["\"a.\"", "${First}."]);
    assert_eq!(cases(&text(&[first, second])), ["${First}.${Second}."]);
    let allowed: Arc<[Value]> = [Value::string("b"), Value::string("c")].into();
    arena.bound(second, Domain { allowed: Some(allowed), ..Domain::default() });
    assert_eq!(cases(&text(&[second])), ["\"b.\"", "\"c.\""]);
    assert_eq!(cases(&text(&[second, second])), ["\"b.b.\"", "\"c.c.\""]);
    assert_eq!(cases(&text(&[first, second])), ["\"a.b.\"", "\"a.c.\"", "${First}.${Second}."]);
    // Scripts and long lists are left alone.
    let many: Arc<[Value]> = (0..100).map(|number| Value::string(&number.to_string())).collect();
    let third = arena.input("Third", InputKind::Parameter);
    arena.bound(third, Domain { allowed: Some(many), ..Domain::default() });
    assert_eq!(cases(&text(&[third])), ["${Third}."]);
}

#[test]
fn strings_are_booleans_where_one_is_wanted() {
    let known = ["true", "1", "false", "0", "yes"].map(|text| Value::string(text).as_bool());
    assert_eq!(known, [Some(true), Some(true), Some(false), Some(false), None]);
}

#[test]
fn a_choice_compares_case_by_case() {
    let arena = Arena::default();
    let ha = arena.is_true(arena.input("var.ha", InputKind::Variable));
    let (a, b) = (managed(&arena, "a", InstanceKey::None), managed(&arena, "b", InstanceKey::None));
    let (a, b) = (id(&arena, a), id(&arena, b));
    let either = arena.choice([(ha, a.clone()), (arena.not(ha), b.clone())], Origin::NONE);
    assert_eq!(arena.same(&either, &a), Comparison { yes: ha, no: arena.not(ha) });
    assert_eq!(arena.same(&either, &either.clone()), Comparison::YES);
    let nothing_or_a = arena.choice([(ha, Value::NULL), (arena.not(ha), a)], Origin::NONE);
    assert_eq!(arena.is_absent(&nothing_or_a), ha);
    assert_eq!(arena.is_present(&nothing_or_a), arena.not(ha));
}

#[test]
fn guards_over_many_atoms_stay_small() {
    let arena = Arena::default();
    let atoms = (0..500).map(|number| arena.is_true(arena.input(format!("var.v{number}"), InputKind::Variable)));
    let all = arena.all(atoms.collect::<Vec<_>>());
    assert!(arena.possible(all) && !arena.certain(all));
    let contradiction = arena.and(all, arena.not(arena.is_true(arena.input("var.v499", InputKind::Variable))));
    assert!(!arena.possible(contradiction));
}

#[test]
fn what_may_be_null_is_neither_present_nor_absent() {
    let arena = Arena::default();
    let given = arena.input("var.network", InputKind::Variable);
    assert_eq!(arena.is_present(&Data::Term(given).into()), Guard::ALWAYS);
    let part: Value = Data::Term(arena.attribute(given, "subnet_id")).into();
    assert_eq!(arena.is_present(&part), Guard::NEVER);
    assert_eq!(arena.is_absent(&part), Guard::NEVER);
    let subnet = id(&arena, managed(&arena, "a", InstanceKey::None));
    assert_eq!(arena.is_present(&subnet), Guard::ALWAYS);
    let apply = |function: &str, arguments: &[Value]| -> Value {
        Data::Term(arena.intern(Term::Apply { function: function.into(), arguments: arguments.into() })).into()
    };
    let list: Value = Data::Term(given).into();
    for (value, is_present) in [
        (apply("try", &[part.clone(), Value::NULL]), false),
        (apply("try", &[list.clone(), subnet.clone()]), true),
        (apply("lookup", &[list.clone(), subnet.clone(), Value::NULL]), false),
        (apply("lookup", &[list.clone(), subnet.clone(), subnet.clone()]), true),
        (apply("one", std::slice::from_ref(&list)), false),
        (apply("element", &[list, Value::integer(0)]), true),
    ] {
        assert_eq!(arena.is_present(&value), if is_present { Guard::ALWAYS } else { Guard::NEVER }, "{value:?}");
    }
}

#[test]
fn what_functions_make_may_be_empty() {
    let arena = Arena::default();
    let apply = |function: &str, arguments: &[Value]| -> Value {
        Data::Term(arena.intern(Term::Apply { function: function.into(), arguments: arguments.into() })).into()
    };
    let list: Value = Data::Term(arena.input("var.groups", InputKind::Variable)).into();
    let id = id(&arena, managed(&arena, "a", InstanceKey::None));
    let nothing = Value::list(Vec::new());
    for (value, is_filled) in [
        (nothing.clone(), false),
        (list.clone(), true),
        (apply("compact", std::slice::from_ref(&list)), false),
        (apply("compact", &[Value::list(vec![list.clone(), id.clone()])]), true),
        (apply("concat", &[apply("compact", std::slice::from_ref(&list)), Value::list(vec![id])]), true),
        (apply("flatten", &[Value::list(vec![apply("filter", std::slice::from_ref(&list))])]), false),
        (apply("try", &[list.clone(), nothing]), false),
        (apply("sort", &[list]), true),
    ] {
        assert_eq!(arena.is_filled(&value), is_filled, "{value:?}");
    }
}

#[test]
fn sets_have_no_order() {
    let arena = Arena::default();
    let [a, b, c] = ["a", "b", "c"].map(|name| id(&arena, managed(&arena, name, InstanceKey::None)));
    let given: Value = Data::Term(arena.input("var.id", InputKind::Variable)).into();
    let set = |items: &[&Value]| -> Value {
        let items = items.iter().map(|&item| item.clone()).collect::<Vec<_>>();
        Data::Sequence(SequenceKind::Set, items.into()).into()
    };
    assert_eq!(arena.same(&set(&[&a, &b]), &set(&[&b, &a])), Comparison::YES);
    assert_eq!(arena.same(&set(&[&a, &b]), &set(&[&c, &a])), Comparison::NO);
    assert_eq!(arena.same(&set(&[&a, &given]), &set(&[&a])), Comparison::MAYBE);
}

#[test]
fn what_a_condition_leaves_of_a_collection_is_named_after_it() {
    let arena = Arena::default();
    let whole = arena.input("var.interfaces", InputKind::Variable);
    let arguments = Box::new([Data::Term(whole).into(), variable(&arena, "a condition")]);
    let left = arena.intern(Term::Apply { function: "filter".into(), arguments });
    let element = arena.element(left, Key::Term(arena.intern(Term::EachKey { over: left })));
    assert_eq!(arena.describe_term(element), "var.interfaces[*]");
    assert_eq!(arena.describe_term(left), "some of var.interfaces");
}
