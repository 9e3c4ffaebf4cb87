//! The source/destination check is set on an instance that has, or gets, more than its primary interface (Terraform).

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::{Attach, CheckOnInstance, Graph, Via};

pub(super) static RULE: Rule = rule!("instance-settings-with-second-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.language != Language::Terraform {
        return;
    }
    for setting in graph.checks_on_instances() {
        // Beside interfaces that the instance lists the setting is refused for another reason.
        let refused = setting.interfaces.iter().any(|interface| interface.via == Via::Instance);
        if !refused && !setting.instance.resource.lifecycle.ignores("source_dest_check") {
            findings.report(finding(graph, &setting).when(setting.guard));
        }
    }
}

fn finding(graph: &Graph, setting: &CheckOnInstance<'_>) -> Finding {
    let (resource, second) = (&setting.instance.resource, setting.interfaces[1]);
    let name = resource.name();
    let written = &setting.instance.written_source_dest_check;
    let message = format!("`{name}` sets `source_dest_check` and has a second network interface");
    let finding = Finding::new(resource, graph.span(written, resource.header), message)
        .label(second.span, "the second network interface")
        .because(&graph.values, written);
    match second.attach {
        Attach::Cold => finding
            .severity(Severity::Error)
            .text("AWS answers InvalidInstanceID: there are multiple interfaces attached to the instance")
            .help("remove it, and set `source_dest_check` on an `aws_network_interface` that the instance uses instead"),
        Attach::Afterwards => finding
            .text("can be set once: with two interfaces AWS refuses every change of it, with InvalidInstanceID")
            .help("make the primary interface an `aws_network_interface` with its own `source_dest_check`, and launch the instance with it"),
    }
}
