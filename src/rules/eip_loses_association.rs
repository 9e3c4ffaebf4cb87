//! An Elastic IP address that is in use gets lost, points at nothing, or is off while its target is replaced.

use super::{Finding, Findings, Rule, change_rule, reasons};
use crate::change::{Action, Change, Order, ResourceChange};
use crate::configuration::{OUTPUT, Resource};
use crate::diagnostic::Severity;
use crate::graph::ElasticIpAssociation;
use crate::value::Guard;

pub(super) static RULE: Rule = change_rule!("eip-loses-association", check, instead_of: ["eni-replaced"]);

fn check(change: &Change, findings: &mut Findings<'_>) {
    let before = &change.before;
    for association in &before.associations {
        let Some(own) = change.of_before(&association.resource) else { continue };
        let addresses = before.elastic_ips_of(association);
        for (guard, address) in &addresses {
            let guard = before.values.and(*guard, association.resource.guard);
            let Some(change_of_address) = change.of_before(&address.resource) else { continue };
            let used = Used { association, own, address: change_of_address, guard };
            match change_of_address.action {
                Action::Replace(_) => used.report_new_address(change, findings),
                Action::Delete => used.report_released(change, findings),
                Action::Keep | Action::Update if own.is_deleted() => used.report_unassociated(change, findings),
                _ => used.report_off(change, findings),
            }
        }
        // An address that is named by its id only stays what it is.
        if addresses.is_empty() && !own.is_deleted() {
            Used { association, own, address: own, guard: association.resource.guard }.report_off(change, findings);
        }
    }
}

/// An Elastic IP address that is associated on the old side.
struct Used<'a> {
    association: &'a ElasticIpAssociation,
    /// What becomes of the association.
    own: &'a ResourceChange,
    /// What becomes of the address.
    address: &'a ResourceChange,
    guard: Guard,
}

impl Used<'_> {
    /// What the address is associated with, with what becomes of it.
    fn targets<'a>(&self, change: &'a Change) -> Vec<(Guard, &'a ResourceChange)> {
        let endpoints = change.before.endpoints(&self.association.target);
        let targets = endpoints.into_iter().filter_map(|endpoint| {
            Some((change.before.together([endpoint.guard, self.guard])?, change.of_before(endpoint.resource()?)?))
        });
        targets.collect()
    }

    /// The first target that is there on both sides.
    fn staying<'a>(&self, change: &'a Change) -> Option<(Guard, &'a ResourceChange)> {
        self.targets(change).into_iter().find(|(_, target)| target.after.is_some())
    }

    fn report_new_address(&self, change: &Change, findings: &mut Findings<'_>) {
        let (Some(after), Some((guard, _))) = (&self.address.after, self.address.replaced()) else { return };
        let message = format!("`{}` is replaced, and with it the public address{}", after.name(), reasons::because(self.address));
        let finding = Finding::new(after, reasons::place(&change.after, self.address, after.header), message)
            .text("the old address is released, and another one takes its place: whoever knows the old one loses it")
            .label(self.association.resource.header, "the address is in use here")
            .because_replaced(change, self.address)
            .help("keep these arguments as they are, or make a second address beside this one and move to it")
            .severity(Severity::Error);
        if let Some(guard) = change.after.together([guard, self.guard]) {
            findings.report(finding.when(guard));
        }
    }

    fn report_released(&self, change: &Change, findings: &mut Findings<'_>) {
        let (Some(before), Some((guard, target))) = (&self.address.before, self.staying(change)) else { return };
        let Some(resource) = target.after.as_ref().filter(|_| !self.has_another(change, target)) else { return };
        let message = format!("`{}` is released, and `{}`, which stays, loses it", before.name(), resource.name());
        let finding = Finding::new(resource, before.header, message)
            .text("goes: AWS gives the address to others, and it does not come back")
            .label(resource.header, "had it")
            .help("keep the address, or give the other end a new one in the same change")
            .severity(Severity::Error);
        if let Some(guard) = change.after.together([guard, self.address.guard]) {
            findings.report(finding.when(guard));
        }
    }

    /// Whether something else gives the target a public address afterwards.
    fn has_another(&self, change: &Change, target: &ResourceChange) -> bool {
        let Some(resource) = &target.after else { return false };
        change
            .after
            .associations
            .iter()
            .any(|association| change.after.endpoints(&association.target).iter().any(|endpoint| endpoint.is_of(resource.term)))
    }

    fn report_unassociated(&self, change: &Change, findings: &mut Findings<'_>) {
        let (Some(after), Some((guard, target))) = (&self.address.after, self.staying(change)) else { return };
        let graph = &change.after;
        let block = after.address.block();
        let named = graph.associations.iter().any(|association| {
            let addresses = graph.elastic_ips_of(association);
            !association.target.is_empty() && addresses.iter().any(|(_, other)| other.resource.term == after.term)
        });
        // A gateway or a load balancer may have it now, or a script.
        if named || graph.dependents_of(&block).any(|dependent| graph.type_of(dependent) != Some(OUTPUT)) {
            return;
        }
        let Some(resource) = &target.after else { return };
        let message = format!("`{}` is no longer associated with `{}`, nor with anything else", after.name(), resource.name());
        let finding = Finding::new(after, after.header, message)
            .text("the address leads nowhere, and is paid for all the same")
            .label(self.association.resource.header, "was associated here")
            .help("release the address too, or associate it with what takes over");
        if let Some(guard) = graph.together([guard, self.own.guard]) {
            findings.report(finding.when(guard));
        }
    }

    fn report_off(&self, change: &Change, findings: &mut Findings<'_>) {
        for (guard, target) in self.targets(change) {
            let (Some((replaced, order)), Some(after)) = (target.replaced(), &target.after) else { continue };
            let Some(guard) = change.after.together([guard, replaced, self.still_there(change, after)]) else { continue };
            let name = self.address.resource().map_or_else(String::new, |resource| resource.name());
            let message = format!("`{name}` is off while `{}` is replaced{}", after.name(), reasons::because(target));
            let text = match order {
                Order::DeleteFirst => "the old one goes with the association: the address leads nowhere until the new one is there",
                Order::CreateFirst => "the address moves to the new one: what is connected through it is cut off",
            };
            let finding = Finding::new(after, reasons::place(&change.after, target, after.header), message)
                .text(text)
                .label(self.association.resource.header, "the address is associated here")
                .because_replaced(change, target)
                .help("keep these arguments as they are, or plan for the time in which the address is off");
            findings.report(finding.when(guard));
        }
    }

    /// When the association is with the same target afterwards.
    fn still_there(&self, change: &Change, target: &Resource) -> Guard {
        let Some(own) = &self.own.after else { return Guard::NEVER };
        let associations = change.after.associations.iter().filter(|association| association.resource.term == own.term);
        let endpoints = associations.flat_map(|association| change.after.endpoints(&association.target));
        let with_target = endpoints.filter(|endpoint| endpoint.is_of(target.term));
        with_target.fold(Guard::NEVER, |any, endpoint| change.after.values.or(any, endpoint.guard))
    }
}
