//! Two instances that are to stand in for each other, by what they are called, and could not.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance};
use crate::value::{Guard, Value};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = rule!("unequal-failover-pair", check);

/// What the first of a pair is called, and what the other one may be called beside it.
const ROLES: [(&str, &[&str]); 3] = [
    ("active", &["passive", "standby"]),
    ("primary", &["secondary", "standby", "backup"]),
    ("master", &["slave", "standby", "backup"]),
];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let names: BTreeMap<String, &Instance> =
        graph.instances.iter().map(|instance| (instance.resource.name().to_lowercase(), instance)).collect();
    for (name, first) in &names {
        for (role, others) in ROLES.iter().filter(|(role, _)| name.matches(role).count() == 1) {
            for second in others.iter().filter_map(|other| names.get(&name.replace(role, other))) {
                check_pair(graph, [first, second], findings);
            }
        }
    }
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
    let different_types =
        if types.iter().all(|kind| kind.is_known() && !kind.is_null()) { values.same(types[0], types[1]).no } else { Guard::NEVER };
    let rights = values.or(one_only(profiles), one_only([profiles[1], profiles[0]]));
    let differences = [
        (different_types, types, "run on different instance types", "another type may have fewer network interfaces and addresses"),
        (rights, profiles, "do not both have an instance profile", "without its rights nothing can be moved in a failover"),
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
