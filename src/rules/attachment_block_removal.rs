//! The attachment inside an interface is deleted from the text, which detaches nothing.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::Change;
use crate::graph::Attachment;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("attachment-block-removal", check, instead_of: []);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for attachment in change.before.attachments.iter().filter(|attachment| attachment.inline) {
        if let Some(guard) = is_left_out(change, attachment) {
            report(change, attachment, guard, findings);
        }
    }
}

/// When the interface stays, nothing attaches it any more, and its instance stays too.
fn is_left_out(change: &Change, attachment: &Attachment) -> Option<Guard> {
    let (graph, values) = (&change.after, &change.after.values);
    let own = change.of_before(&attachment.resource)?;
    let after = own.after.as_ref().filter(|after| own.replaced().is_none() && !after.lifecycle.ignores("attachment"))?;
    let unwritten = graph.is_unset(&values.get(&after.properties, "attachment"));
    let guard = graph.together([attachment.guard, unwritten, after.guard])?;
    let position = graph.interfaces.position_of(after.term);
    let is_attached = graph.launches.iter().any(|launch| launch.interfaces.iter().any(|entry| entry.node == position));
    let elsewhere = graph.attachments.iter().any(|other| values.terms_within(&other.interface).contains(&after.term));
    let instances = change.before.launches_of(&attachment.instance);
    let goes = instances.iter().filter_map(|(_, launch)| change.of_before(launch.resource.as_ref()?));
    let goes = goes.into_iter().any(|instance| instance.after.is_none() || instance.replaced().is_some());
    if is_attached || elsewhere || goes { None } else { Some(guard) }
}

fn report(change: &Change, attachment: &Attachment, guard: Guard, findings: &mut Findings<'_>) {
    let Some(after) = change.of_before(&attachment.resource).and_then(|own| own.after.as_ref()) else { return };
    let instance = change.before.launches_of(&attachment.instance);
    let instance = instance.first().and_then(|(_, launch)| change.of_before(launch.resource.as_ref()?)?.after.as_ref());
    let instance = instance.map_or_else(|| "its instance".to_owned(), |instance| format!("`{}`", instance.name()));
    let message = format!("`{}` stays attached to {instance}: deleting its `attachment` changes nothing", after.name());
    let finding = Finding::new(after, after.header, message)
        .text("what is not written here stays as it is, and nothing is planned")
        .label(attachment.span, "the block that is gone")
        .help("write the attachment as an `aws_network_interface_attachment`: deleting that detaches the interface");
    findings.report(finding.when(guard));
}
