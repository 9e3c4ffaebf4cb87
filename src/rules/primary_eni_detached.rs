//! The primary interface of an instance that stays is destroyed, replaced or attached elsewhere: nobody can detach it.

use super::{Finding, Findings, Rule, change_rule, reasons};
use crate::change::{Action, Change, KnownLaunch, ResourceChange};
use crate::configuration::Resource;
use crate::graph::{LaunchInterface, Via};
use crate::value::Guard;
use std::sync::Arc;

pub(super) static RULE: Rule = change_rule!(
    "primary-eni-detached",
    check,
    instead_of: ["eni-replaced", "eip-loses-association", "routed-eni-removed", "device-index-changed"]
);

fn check(change: &Change, findings: &mut Findings<'_>) {
    for launch in change.known_launches() {
        let kept = launch.kept(change);
        for primary in launch.before.interfaces.iter().filter(|entry| entry.is_primary() && !entry.each) {
            let Some(node) = &primary.resource else { continue };
            let Some(own) = change.of_before(node) else { continue };
            let Some((guard, what)) = detached(change, &launch, primary, own) else { continue };
            let guards = [kept, guard, launch.before.guard, primary.guard];
            if let Some(guard) = change.after.together(guards) {
                report(change, &launch, primary, (node, own), what, guard, findings);
            }
        }
    }
}

/// When the interface has to leave its instance, and how a message says that.
fn detached(
    change: &Change,
    launch: &KnownLaunch<'_>,
    primary: &LaunchInterface,
    own: &ResourceChange,
) -> Option<(Guard, &'static str)> {
    let values = &change.after.values;
    match own.action {
        Action::Delete => return Some((own.guard, "is destroyed")),
        Action::Replace(_) => return Some((own.guard, "is replaced")),
        _ => {}
    }
    // An instance lists it: then only a replacement of the instance can take it away.
    if primary.via != Via::InlineAttachment && primary.via != Via::Attachment {
        return None;
    }
    let after = own.after.as_ref()?;
    let elsewhere = change.after.attachments.iter().filter(|attachment| {
        let ids = change.after.interfaces.resolve(values, &attachment.interface);
        ids.iter().any(|(guard, node)| *guard == Guard::ALWAYS && node.resource.term == after.term)
    });
    let moved = elsewhere.map(|attachment| {
        let index = change.compare(&primary.device_index, &attachment.device_index).no;
        let instance = launch.after.resource.as_ref().map_or(Guard::NEVER, |resource| {
            let resolved = change.after.instances.resolve(values, &attachment.instance).into_iter();
            let other = resolved.filter(|(_, instance)| instance.resource.term != resource.term);
            other.fold(Guard::NEVER, |any, (guard, _)| values.or(any, guard))
        });
        values.and(attachment.guard, values.or(index, instance))
    });
    Some((moved.fold(Guard::NEVER, |any, guard| values.or(any, guard)), "is attached elsewhere"))
}

fn report(
    change: &Change,
    launch: &KnownLaunch<'_>,
    primary: &LaunchInterface,
    (node, own): (&Arc<Resource>, &ResourceChange),
    what: &str,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let graph = &change.after;
    let subject = own.after.as_ref().unwrap_or(node);
    let place = reasons::place(graph, own, subject.header);
    let name = launch.name(change);
    let message = format!("`{}` {what}, but it is the primary network interface of {name}, which stays", subject.name());
    let mut finding = Finding::new(subject, place, message)
        .text("AWS answers OperationNotPermitted: the network interface at device index 0 and network card index 0 cannot be detached")
        .label(primary.span, format!("the primary network interface of {name}"))
        .help("keep the interface as long as its instance, or replace the instance in the same change");
    finding = finding.because_replaced(change, own);
    let ignored = launch.resource().filter(|resource| !resource.lifecycle.ignore_changes.is_empty());
    if let Some(instance) = ignored {
        finding = finding.label(instance.header, "changes of its interfaces are ignored here, so that it is not replaced");
    }
    findings.report(finding.when(guard));
}
