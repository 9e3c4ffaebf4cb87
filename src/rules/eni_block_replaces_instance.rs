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
        // Without a primary interface nothing is launched at all.
        if !launch.interfaces.iter().any(LaunchInterface::is_primary) {
            continue;
        }
        // A firewall expects all its interfaces when it boots.
        if graph.is_appliance(launch) {
            continue;
        }
        let blocks = launch.interfaces.iter().filter(|interface| interface.via == Via::Instance);
        let mut secondary = blocks.filter(|block| !block.is_special(&graph.values)).filter_map(|block| {
            let interface = block.resource.as_ref().filter(|interface| interface.is_managed())?;
            Some((graph.together([launch.guard, block.guard, is_secondary(graph, block)])?, block, interface))
        });
        let Some((guard, block, interface)) = secondary.next() else { continue };
        let (name, eni) = (instance.resource.name(), interface.name());
        let message = format!("`{name}` has `{eni}` in a block, so that replacing the interface replaces the instance");
        let mut finding = Finding::new(&instance.resource, block.span, message)
            .text("every change of this block replaces the instance")
            .label(interface.header, "a change of its subnet, for example, makes this a new interface")
            .help("attach it with an `aws_network_interface_attachment` that has this `network_interface_id` and `device_index`");
        for (_, other, _) in secondary {
            finding = finding.label(other.span, "and so does this one");
        }
        findings.report(finding.when(guard));
    }
}

/// When the interface is certainly not the primary one, which nothing else can attach.
fn is_secondary(graph: &Graph, block: &LaunchInterface) -> Guard {
    graph.values.when(&block.device_index, |index| index.as_integer().is_some_and(|index| index > 0))
}
