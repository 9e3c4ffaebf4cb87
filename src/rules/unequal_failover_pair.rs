//! Two instances that are to stand in for each other, by what they are called, and could not.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance, Launch, LaunchInterface};
use crate::value::{Guard, Value};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = rule!("unequal-failover-pair", check);

/// What the first of a pair is called, and what the other one may be called beside it.
const ROLES: [(&str, &[&str]); 3] =
    [("active", &["passive", "standby"]), ("primary", &["standby", "backup"]), ("master", &["standby", "backup"])];

/// The same, of instances that as often share the work: a slave builds what its master tells it to.
const ROLES_AT_WORK: [(&str, &[&str]); 2] = [("primary", &["secondary"]), ("master", &["slave"])];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let names: BTreeMap<String, &Instance> =
        graph.instances.iter().map(|instance| (instance.resource.name().to_lowercase(), instance)).collect();
    for (name, first) in &names {
        for second in others(name, &ROLES).iter().filter_map(|other| names.get(other)) {
            check_pair(graph, [first, second], findings);
        }
        let at_work = others(name, &ROLES_AT_WORK);
        for second in at_work.iter().filter_map(|other| names.get(other)).filter(|second| may_take_over(graph, [first, second])) {
            check_pair(graph, [first, second], findings);
        }
        // Letters are zones as often as roles, but of appliances one takes over from the other.
        let is_appliance = || graph.launch_of(&first.resource).is_some_and(|launch| graph.is_appliance(launch));
        if let Some(second) = beside(name).and_then(|name| names.get(&name)).filter(|_| is_appliance()) {
            check_pair(graph, [first, second], findings);
        }
    }
}

/// The names that the other one of a pair may have.
fn others(name: &str, roles: &[(&str, &[&str])]) -> Vec<String> {
    let own = roles.iter().filter(|(role, _)| name.matches(role).count() == 1);
    own.flat_map(|(role, others)| others.iter().map(move |other| name.replace(role, other))).collect()
}

/// Whether there is anything that one of two instances could take over from the other: an interface, or what an appliance forwards.
fn may_take_over(graph: &Graph, pair: [&Instance; 2]) -> bool {
    pair.iter().filter_map(|instance| graph.launch_of(&instance.resource)).any(|launch| {
        launch.interfaces.iter().any(|interface| interface.resource.is_some() && !interface.is_primary())
            || graph.is_appliance(launch)
    })
}

/// The source/destination checks of the primary interfaces, and when one is certainly off and the other one on.
fn forwarding(graph: &Graph, pair: [&Instance; 2]) -> ([Value; 2], Guard) {
    let values = &graph.values;
    let launches = pair.map(|instance| graph.launch_of(&instance.resource));
    let primary = |launch: &Launch| launch.primary().cloned();
    let [Some(first), Some(second)] = launches else { return ([Value::NULL, Value::NULL], Guard::NEVER) };
    let (Some(one), Some(other)) = (primary(first), primary(second)) else { return ([Value::NULL, Value::NULL], Guard::NEVER) };
    let off = |interface: &LaunchInterface| values.is_bool(&interface.source_dest_check, false);
    let on = |launch: &Launch, interface: &LaunchInterface| match graph.switches_off_by_script(launch) {
        true => Guard::NEVER,
        false => graph.is_checked(launch, interface),
    };
    let (first_only, second_only) = (values.and(off(&one), on(second, &other)), values.and(on(first, &one), off(&other)));
    ([one.source_dest_check, other.source_dest_check], values.or(first_only, second_only))
}

/// The name of the other one of two that are told apart by a letter: `nat_b` beside `nat_a`.
fn beside(name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let is_apart = |at: usize| {
        let end = |c: Option<&char>| c.is_none_or(|c| !c.is_alphanumeric());
        letters[at] == 'a' && end(letters.get(at + 1)) && at > 0 && end(letters.get(at - 1))
    };
    let mut places = (0..letters.len()).filter(|&at| is_apart(at));
    let (place, None) = (places.next()?, places.next()) else { return None };
    Some(letters.iter().enumerate().map(|(at, &letter)| if at == place { 'b' } else { letter }).collect())
}

fn check_pair(graph: &Graph, [first, second]: [&Instance; 2], findings: &mut Findings<'_>) {
    let values = &graph.values;
    let images = [&first.software.image, &second.software.image];
    let is_image = images.iter().all(|image| !image.is_null());
    let both = [first.resource.guard, second.resource.guard, values.same(images[0], images[1]).yes];
    let Some(guard) = graph.together(both).filter(|_| is_image) else { return };
    let types = [&first.instance_type, &second.instance_type];
    let profiles = [&first.software.profile, &second.software.profile];
    let one_only = |[a, b]: [&Value; 2]| values.and(values.is_present(a), values.is_absent(b));
    let without_template = first.template.is_null() && second.template.is_null();
    let (checks, forwarding) = forwarding(graph, [first, second]);
    let different_types =
        if types.iter().all(|kind| kind.is_known() && !kind.is_null()) { values.same(types[0], types[1]).no } else { Guard::NEVER };
    let rights = values.or(one_only(profiles), one_only([profiles[1], profiles[0]]));
    let differences = [
        (different_types, types, "run on different instance types", "another type may have fewer network interfaces and addresses"),
        (rights, profiles, "do not both have an instance profile", "without its rights nothing can be moved in a failover"),
        (
            forwarding,
            [&checks[0], &checks[1]],
            "do not both forward",
            "the one with its source/destination check on drops what it is to forward",
        ),
    ];
    for (differ, [own, other], what, why) in differences {
        let Some(guard) = graph.together([guard, differ]).filter(|_| without_template) else { continue };
        let [name, other_name] = [first, second].map(|instance| instance.resource.name());
        let message = format!("`{name}` and `{other_name}`, which stand in for each other, {what}");
        let finding = Finding::new(&second.resource, graph.span(other, second.resource.header), message)
            .text(why)
            .label(graph.span(own, first.resource.header), format!("that of `{name}`"))
            .because(values, other)
            .help("give both instances of the pair the same settings");
        findings.report(finding.when(guard));
    }
}
