//! CloudFormation updates an Elastic IP address that is in use, and takes it off for that.

use super::{Finding, Findings, Rule, change_rule};
use crate::change::{Action, Change, ResourceChange};
use crate::configuration::Language;
use crate::graph::ElasticIp;
use crate::source::Span;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("eip-update-disassociates", check, instead_of: []);

/// Properties whose update is meant to leave the address where it is.
const MEANT_TO_STAY: [&str; 2] = ["PublicIpv4Pool", "Tags"];

fn check(change: &Change, findings: &mut Findings<'_>) {
    if change.after.language != Language::CloudFormation {
        return;
    }
    for address in change.after.elastic_ips.iter() {
        let Some(own) = change.of_after(&address.resource).filter(|own| own.action == Action::Update && !own.is_moved()) else {
            continue;
        };
        if own.causes.iter().all(|cause| MEANT_TO_STAY.contains(&&*cause.name)) {
            check_use(change, address, own, findings);
        }
    }
}

fn check_use(change: &Change, address: &ElasticIp, own: &ResourceChange, findings: &mut Findings<'_>) {
    let (graph, Some(before)) = (&change.after, &own.before) else { return };
    for association in &change.before.associations {
        let named = change.before.elastic_ips_of(association).into_iter();
        let named = named.filter(|(_, known)| known.resource.term == before.term && !association.target.is_empty());
        let stays = change.of_before(&association.resource).is_some_and(|own| own.after.is_some());
        let in_use = named.fold(Guard::NEVER, |any, (guard, _)| graph.values.or(any, guard));
        let guards = [in_use, association.resource.guard, own.guard];
        if let Some(guard) = graph.together(guards).filter(|_| stays) {
            let place = graph.span(association.target.written(), association.resource.header);
            return report(change, address, own, place, guard, findings);
        }
    }
}

fn report(change: &Change, address: &ElasticIp, own: &ResourceChange, used: Span, guard: Guard, findings: &mut Findings<'_>) {
    let (graph, Some(cause)) = (&change.after, own.causes.first()) else { return };
    let resource = &address.resource;
    let message = format!("`{}` is in use, and updating its `{}` may take it off", resource.name(), cause.name);
    let finding = Finding::new(resource, graph.span(&cause.after, resource.header), message)
        .text("CloudFormation associates the address anew with every update, which may interrupt what is connected through it")
        .label(used, "the address is in use here")
        .help("update it when an interruption does no harm, and with the right to `ec2:DisassociateAddress`");
    findings.report(finding.when(guard));
}
