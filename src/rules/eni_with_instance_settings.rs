//! Network interfaces are listed, and settings of the automatic primary interface are set as well.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::graph::{Graph, Instance, Launch, Setting, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("eni-with-instance-settings", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        for via in [Via::Instance, Via::Template] {
            check_listed(graph, instance, launch, via, findings);
        }
    }
}

/// What EC2 refuses at the level of an instance whose template lists the interfaces.
const BESIDE_TEMPLATE: [&str; 7] = [
    "vpc_security_group_ids",
    "security_groups",
    "private_ip",
    "SubnetId",
    "SecurityGroupIds",
    "SecurityGroups",
    "PrivateIpAddress",
];

fn check_listed(graph: &Graph, instance: &Instance, launch: &Launch, via: Via, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let listed = launch.interfaces.iter().filter(|interface| interface.via == via && !interface.each);
    let any = listed.fold(Guard::NEVER, |any, interface| values.or(any, interface.guard));
    // Beside a subnet, Terraform's provider lists an interface itself instead of sending settings of the instance.
    let sent = match (via, graph.language) {
        (Via::Template, Language::Terraform) => values.is_absent(&instance.subnet),
        _ => Guard::ALWAYS,
    };
    let Some(guard) = graph.together([launch.guard, any, sent]) else {
        return;
    };
    let settings = instance.settings.iter().filter(|setting| via == Via::Instance || BESIDE_TEMPLATE.contains(&setting.name));
    let conflicting = settings.filter_map(|setting| Some((graph.together([guard, graph.is_set(&setting.value)])?, setting)));
    let mut conflicting: Vec<_> = conflicting.collect();
    conflicting.sort_by_key(|(_, setting)| graph.span(&setting.value, instance.resource.header));
    report(graph, (instance, launch), via, &conflicting, findings);
}

fn report(
    graph: &Graph,
    (instance, launch): (&Instance, &Launch),
    via: Via,
    conflicting: &[(Guard, &Setting)],
    findings: &mut Findings<'_>,
) {
    let [(_, first), others @ ..] = conflicting else {
        return;
    };
    let names: Vec<_> = conflicting.iter().map(|(_, setting)| format!("`{}`", setting.name)).collect();
    let (name, names) = (instance.resource.name(), names.join(", "));
    let message = match via {
        Via::Template => format!("`{name}` sets {names}, but its launch template lists network interfaces"),
        _ => format!("`{name}` lists network interfaces and also sets {names}"),
    };
    let mut finding = Finding::new(&instance.resource, graph.span(&first.value, instance.resource.header), message)
        .text("refused beside network interfaces; AWS answers InvalidParameterCombination");
    for (_, other) in others {
        finding = finding.label(graph.span(&other.value, instance.resource.header), "and this");
    }
    if let Some(listed) = launch.interfaces.iter().find(|interface| interface.via == via) {
        finding = finding.label(listed.span, "a network interface is listed here");
    }
    let guard = conflicting.iter().fold(Guard::NEVER, |any, (guard, _)| graph.values.or(any, *guard));
    let help = format!("remove {names} from the instance and set it on the network interface");
    findings.report(finding.help(help).when(guard));
}
