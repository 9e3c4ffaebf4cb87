//! A spot instance request with network settings that the provider cannot pass on.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Instance};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("spot-request-with-eni", check);

const HELP: &str = "use an `aws_instance` with `instance_market_options { market_type = \"spot\" }`";

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for instance in graph.instances.iter().filter(|instance| instance.is_spot_request()) {
        let name = instance.resource.name();
        for interface in &instance.listed.items {
            if let Some(guard) = graph.together([instance.resource.guard, interface.guard]) {
                let message = format!("`{name}` is a spot request with a `network_interface`");
                let finding = Finding::new(&instance.resource, interface.span, message).text(
                    "AWS answers UnknownParameter: the parameter NetworkCardIndex, which the provider adds, is not recognized",
                );
                findings.report(finding.help(HELP).when(guard));
            }
        }
        check_forwarding(graph, instance, findings);
    }
}

fn check_forwarding(graph: &Graph, instance: &Instance, findings: &mut Findings<'_>) {
    let off = &instance.source_dest_check;
    if let Some(guard) = graph.together([instance.resource.guard, is_off(graph, off)]) {
        let message = format!("`{}`: `source_dest_check` of a spot request never reaches the instance", instance.resource.name());
        let finding = Finding::new(&instance.resource, graph.span(off, instance.resource.header), message)
            .text("the instance is started with the check on, and drops what it should forward")
            .because(&graph.values, off);
        findings.report(finding.severity(Severity::Warning).help(HELP).when(guard));
    }
}

fn is_off(graph: &Graph, check: &Value) -> Guard {
    graph.values.is_bool(check, false)
}
