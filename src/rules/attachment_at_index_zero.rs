//! An attachment at device index 0, which every instance already occupies.

use super::{Finding, Findings, Rule, rule};
use crate::graph::Graph;

pub(super) static RULE: Rule = rule!("attachment-at-index-zero", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    // What is taken over is attached already: as the primary interface.
    for attachment in graph.attachments.iter().filter(|attachment| !graph.is_taken_over(&attachment.resource)) {
        let at_zero = values.when(&attachment.device_index, |index| index.as_integer() == Some(0));
        // Index 0 exists once on every further network card.
        let on_first_card = values.when(&attachment.card_index, |card| card.is_null() || card.as_integer() == Some(0));
        let Some(guard) = graph.together([attachment.guard, at_zero, on_first_card]) else {
            continue;
        };
        let name = attachment.resource.name();
        let message =
            format!("`{name}` attaches at device index 0, where every instance already has its primary network interface");
        let finding = Finding::new(&attachment.resource, graph.span(&attachment.device_index, attachment.span), message)
            .text("AWS answers InvalidParameterValue: already has an interface attached at device index '0'")
            .because(values, &attachment.device_index)
            .help(graph.spelled(
                "attach at `device_index = 1`; to make it the primary interface, name it in the instance's \
                 `primary_network_interface { network_interface_id = … }` block instead of attaching it",
                "attach at `DeviceIndex: \"1\"`; to make it the primary interface, list it in the instance's \
                 `NetworkInterfaces` with `DeviceIndex: \"0\"` instead of attaching it",
            ))
            .when(guard);
        findings.report(finding);
    }
}
