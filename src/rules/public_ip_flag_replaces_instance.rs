//! The flag for a public address, changed on an instance that is there: Terraform replaces the instance.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Change, ResourceChange};
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("public-ip-flag-replaces-instance", check, instead_of: ["public-ip-false-with-eip"]);

const FLAG: &str = "associate_public_ip_address";

fn check(change: &Change, findings: &mut Findings<'_>) {
    for instance in change.instances() {
        if instance.change.replaced().is_some() && is_the_only_reason(change, instance.change) {
            report(change, instance.change, findings);
        }
    }
}

/// Whether the instance would stay, were it not for the flag.
fn is_the_only_reason(change: &Change, instance: &ResourceChange) -> bool {
    let values = &change.after.values;
    let other = instance.replacing().filter(|cause| &*cause.name != FLAG);
    let other = other.fold(Guard::NEVER, |any, cause| values.or(any, cause.guard));
    instance.cause(FLAG).is_some_and(|cause| cause.replaces) && !values.possible(other)
}

fn report(change: &Change, instance: &ResourceChange, findings: &mut Findings<'_>) {
    let (Some(before), Some(after), Some(cause)) = (&instance.before, &instance.after, instance.cause(FLAG)) else { return };
    let (graph, values) = (&change.after, &change.after.values);
    let message = format!("`{}` is replaced, only to change `{FLAG}`", after.name());
    let finding = Finding::new(after, graph.span(&cause.after, after.header), message)
        .text("the instance and what is stored on it are destroyed: the provider cannot change this on an instance that is there")
        .label(graph.span(&cause.before, before.header), format!("was {}", values.describe(&cause.before)))
        .because(values, &cause.after)
        .help(format!("leave the line as it was, or keep Terraform from acting on it with `lifecycle {{ ignore_changes = [{FLAG}] }}`; an `aws_eip` gives the running instance a public address"))
        .when(cause.guard);
    findings.report(finding);
}
