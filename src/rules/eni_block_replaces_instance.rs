//! A secondary interface in a block of its instance: when the interface is replaced, so is the instance (Terraform).

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::graph::{Graph, LaunchInterface, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("eni-block-replaces-instance", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|_| graph.language == Language::Terraform) {
        let Some(instance) = launch.instance().map(|position| &graph.instances[position]) else { continue };
        if instance.is_spot_request() || instance.resource.lifecycle.ignores("network_interface") {
            continue;
        }
        let blocks = launch.interfaces.iter().filter(|interface| interface.via == Via::Instance);
        for block in blocks.filter(|block| !block.is_special(&graph.values)) {
            let Some(interface) = block.resource.as_ref().filter(|interface| interface.is_managed()) else { continue };
            let Some(guard) = graph.together([launch.guard, block.guard, is_secondary(graph, block)]) else { continue };
            let (name, eni) = (instance.resource.name(), interface.name());
            let message = format!("`{name}` has `{eni}` in a block, so that replacing the interface replaces the instance");
            let finding = Finding::new(&instance.resource, block.span, message)
                .text("every change of this block replaces the instance")
                .label(interface.header, "a change of its subnet, for example, makes this a new interface")
                .help(
                    "attach it with an `aws_network_interface_attachment` that has this `network_interface_id` and `device_index`",
                );
            findings.report(finding.when(guard));
        }
    }
}

/// When the interface is certainly not the primary one, which nothing else can attach.
fn is_secondary(graph: &Graph, block: &LaunchInterface) -> Guard {
    graph.values.when(&block.device_index, |index| index.as_integer().is_some_and(|index| index > 0))
}
