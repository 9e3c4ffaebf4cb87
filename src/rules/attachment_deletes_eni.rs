//! An attachment by whose default an interface of its own is deleted with the instance.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::Graph;

pub(super) static RULE: Rule = rule!("attachment-deletes-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    // An attachment that Terraform makes keeps the interface.
    if graph.language != Language::CloudFormation {
        return;
    }
    let values = &graph.values;
    for attachment in &graph.attachments {
        let flag = &attachment.delete_on_termination;
        let deletes = values.or(values.is_absent(flag), values.is_bool(flag, true));
        for (named, interface) in graph.interfaces.resolve(values, &attachment.interface) {
            let guards = [attachment.guard, interface.resource.guard, named, deletes];
            let Some(guard) = graph.together(guards) else { continue };
            let (name, eni) = (attachment.resource.name(), interface.resource.name());
            let message = format!("`{name}` deletes `{eni}` when the instance is terminated");
            let span = if flag.is_null() { attachment.span } else { graph.span(flag, attachment.span) };
            let text = match flag.is_null() {
                true => "`DeleteOnTermination` is true by default: its addresses and routes go with it, behind the stack's back",
                false => "its addresses and routes go with it, behind the stack's back",
            };
            let finding = Finding::new(&attachment.resource, span, message)
                .text(text)
                .label(interface.resource.header, "a resource of the stack, made to outlive its instance")
                .because(values, flag)
                .help("add `DeleteOnTermination: false`");
            // Where it is written, somebody may mean it.
            let finding = if flag.is_null() { finding } else { finding.severity(Severity::Info) };
            findings.report(finding.when(guard));
        }
    }
}
