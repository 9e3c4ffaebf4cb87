//! `SourceDestCheck` of an instance that lists interfaces or gets another one (CloudFormation).

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::graph::{Attach, CheckOnInstance, Graph, Instance, Launch, LaunchInterface};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("ambiguous-source-dest-check", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.language != Language::CloudFormation {
        return;
    }
    for setting in graph.checks_on_instances() {
        findings.report(several(graph, &setting).when(setting.guard));
    }
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        if let Some((guard, primary)) = contradicted(graph, instance, launch) {
            findings.report(contradiction(graph, instance, primary).when(guard));
        }
    }
}

fn several(graph: &Graph, setting: &CheckOnInstance<'_>) -> Finding {
    let (resource, [first, second]) = (&setting.instance.resource, setting.interfaces);
    let written = &setting.instance.written_source_dest_check;
    let message = format!("`{}` sets `SourceDestCheck` and has several network interfaces", resource.name());
    let text = match second.attach {
        Attach::Cold => "AWS answers InvalidInstanceID: there are multiple interfaces attached to the instance",
        Attach::Afterwards => "can be set once: with two interfaces AWS refuses every change of it, with InvalidInstanceID",
    };
    Finding::new(resource, graph.span(written, resource.header), message)
        .text(text)
        .label(first.span, "its first interface")
        .label(second.span, "its second interface")
        .because(&graph.values, written)
        .help("remove it, and set `SourceDestCheck` on the `AWS::EC2::NetworkInterface` that the instance has as its primary interface")
}

/// The only interface is an existing one that says otherwise.
fn contradicted<'a>(graph: &Graph, instance: &Instance, launch: &'a Launch) -> Option<(Guard, &'a LaunchInterface)> {
    let (values, written) = (&graph.values, &instance.written_source_dest_check);
    let primary = launch.interfaces.iter().find(|interface| interface.node.is_some() && interface.is_primary())?;
    // What an interface does not say, the instance may: the interface is not touched for it.
    let own = values.get(&graph.interfaces[primary.node?].resource.properties, "SourceDestCheck");
    let different = values.or(
        values.and(values.is_bool(written, true), values.is_bool(&own, false)),
        values.and(values.is_bool(written, false), values.is_bool(&own, true)),
    );
    let several = graph.two_interfaces(launch, launch.guard).map_or(Guard::NEVER, |(guard, _)| guard);
    Some((graph.together([launch.guard, primary.guard, different, values.not(several)])?, primary))
}

fn contradiction(graph: &Graph, instance: &Instance, primary: &LaunchInterface) -> Finding {
    let (resource, written) = (&instance.resource, &instance.written_source_dest_check);
    let (name, other) = (resource.name(), primary.name());
    let message = format!("`{name}` and {other} disagree about the source/destination check of one interface");
    let place = primary.resource.as_ref().map_or(primary.span, |resource| resource.header);
    let says = graph.values.describe(&primary.source_dest_check);
    Finding::new(resource, graph.span(written, resource.header), message)
        .text("changes the check of the primary interface, which has a resource of its own")
        .label(graph.span(&primary.source_dest_check, place), format!("{says} here"))
        .label(primary.span, "its primary interface")
        .because(&graph.values, written)
        .help(format!("remove `SourceDestCheck` from `{name}` and set it on {other}"))
}
