//! The attachment inside an interface, or the list of interfaces inside an instance, is deleted from the text, which detaches
//! nothing.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, KnownLaunch};
use crate::configuration::{Language, Resource};
use crate::graph::{Attachment, LaunchInterface, Via};
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("attachment-block-removal", check, instead_of: []);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for attachment in change.before.attachments.iter().filter(|attachment| attachment.inline) {
        if let Some(guard) = is_left_out(change, attachment) {
            report(change, attachment, guard, findings);
        }
    }
    let launches = change.known_launches().filter(|_| change.after.language == Language::Terraform);
    for launch in launches.filter(|launch| !launch.after.is_template()) {
        for listed in launch.before.interfaces.iter().filter(|entry| entry.via == Via::Instance) {
            check_listed(change, &launch, listed, findings);
        }
    }
}

/// An interface that the instance listed in a `network_interface` block, which is gone with all others.
fn check_listed(change: &Change, launch: &KnownLaunch<'_>, listed: &LaunchInterface, findings: &mut Findings<'_>) {
    let (graph, values) = (&change.after, &change.after.values);
    let (Some(before), Some(after), Some(own)) = (&launch.before.resource, launch.resource(), launch.change) else { return };
    let interface = listed.resource.as_ref().and_then(|node| change.of_before(node));
    let Some(stays) = interface.and_then(|own| own.after.as_ref().filter(|_| own.replaced().is_none())) else { return };
    if own.replaced().is_some() || BLOCKS.iter().any(|name| after.lifecycle.ignores(name)) || is_attached(change, stays) {
        return;
    }
    let is_listed = graph.is_set(&values.get(&before.properties, BLOCKS[0]));
    let unlisted = BLOCKS.map(|name| graph.is_unset(&values.get(&after.properties, name)));
    let guards = [launch.before.guard, launch.after.guard, listed.guard, is_listed].into_iter().chain(unlisted);
    let Some(guard) = graph.together(guards) else { return };
    let message = format!("`{}` keeps `{}`: deleting its `{}` blocks changes nothing", after.name(), stays.name(), BLOCKS[0]);
    let finding = Finding::new(after, after.header, message)
        .text("what is not written here stays as it is, and nothing is planned")
        .label(listed.span, "the block that is gone")
        .help("list it as `primary_network_interface`, or attach it by an `aws_network_interface_attachment` and import that");
    findings.report(finding.when(guard));
}

/// The blocks in which an instance lists interfaces that exist.
const BLOCKS: [&str; 2] = ["network_interface", "primary_network_interface"];

/// Whether something attaches an interface on the new side, or a module that is not at hand may do so.
fn is_attached(change: &Change, interface: &Resource) -> bool {
    let (graph, values) = (&change.after, &change.after.values);
    if graph.is_given_to_missing(&interface.address.block()) {
        return true;
    }
    let position = graph.interfaces.position_of(interface.term);
    let is_attached = graph.launches.iter().any(|launch| launch.interfaces.iter().any(|entry| entry.node == position));
    is_attached || graph.attachments.iter().any(|other| values.terms_within(&other.interface).contains(&interface.term))
}

/// When the interface stays, nothing attaches it any more, and its instance stays too.
fn is_left_out(change: &Change, attachment: &Attachment) -> Option<Guard> {
    let (graph, values) = (&change.after, &change.after.values);
    let own = change.of_before(&attachment.resource)?;
    let after = own.after.as_ref().filter(|after| own.replaced().is_none() && !after.lifecycle.ignores("attachment"))?;
    let unwritten = graph.is_unset(&values.get(&after.properties, "attachment"));
    let guard = graph.together([attachment.guard, unwritten, after.guard])?;
    let instances = change.before.launches_of(&attachment.instance);
    let goes = instances.iter().filter_map(|(_, launch)| change.of_before(launch.resource.as_ref()?));
    let goes = goes.into_iter().any(|instance| instance.after.is_none() || instance.replaced().is_some());
    if is_attached(change, after) || goes { None } else { Some(guard) }
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
