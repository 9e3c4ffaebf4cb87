//! Network interfaces are listed, and settings of the automatic primary interface are set as well.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance, Launch, Setting, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("eni-with-instance-settings", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        let listed = launch.interfaces.iter().filter(|interface| interface.via == Via::Instance && !interface.each);
        let any = listed.fold(Guard::NEVER, |any, interface| values.or(any, interface.guard));
        let Some(guard) = graph.together([launch.guard, any]) else {
            continue;
        };
        let conflicting =
            instance.settings.iter().filter_map(|setting| Some((graph.together([guard, graph.is_set(&setting.value)])?, setting)));
        let mut conflicting: Vec<_> = conflicting.collect();
        conflicting.sort_by_key(|(_, setting)| graph.span(&setting.value, instance.resource.header));
        report(graph, instance, launch, &conflicting, findings);
    }
}

fn report(graph: &Graph, instance: &Instance, launch: &Launch, conflicting: &[(Guard, &Setting)], findings: &mut Findings<'_>) {
    let [(_, first), others @ ..] = conflicting else {
        return;
    };
    let names: Vec<_> = conflicting.iter().map(|(_, setting)| format!("`{}`", setting.name)).collect();
    let message = format!("`{}` lists network interfaces and also sets {}", instance.resource.name(), names.join(", "));
    let mut finding = Finding::new(&instance.resource, graph.span(&first.value, instance.resource.header), message)
        .text("refused beside network interfaces; AWS answers InvalidParameterCombination");
    for (_, other) in others {
        finding = finding.label(graph.span(&other.value, instance.resource.header), "and this");
    }
    if let Some(listed) = launch.interfaces.iter().find(|interface| interface.via == Via::Instance) {
        finding = finding.label(listed.span, "a network interface is listed here");
    }
    let guard = conflicting.iter().fold(Guard::NEVER, |any, (guard, _)| graph.values.or(any, *guard));
    let help = format!("remove {} from the instance and set it on the network interface", names.join(", "));
    findings.report(finding.help(help).when(guard));
}
