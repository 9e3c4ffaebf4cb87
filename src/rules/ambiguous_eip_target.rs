//! An association that names its target, its Elastic IP address or its private address in a way that cannot be.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{ElasticIp, ElasticIpAssociation, Graph, Mapping, PrivateAddress, Target};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("ambiguous-eip-target", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for association in &graph.associations {
        check_target(graph, association, findings);
        check_address(graph, association, findings);
        for mapping in graph.mappings_of(association) {
            check_private_address(graph, &mapping, findings);
        }
    }
    for address in graph.elastic_ips.iter().filter(|address| address.resource.is_managed()) {
        check_idle_private_address(graph, address, findings);
    }
}

/// An instance and an interface.
fn check_target(graph: &Graph, association: &ElasticIpAssociation, findings: &mut Findings<'_>) {
    let (values, resource, target) = (&graph.values, &association.resource, &association.target);
    let both = [resource.guard, graph.is_written(&target.instance), graph.is_written(&target.interface)];
    let Some(guard) = graph.together(both) else { return };
    // The instance means its primary interface: one that is named beside it as well changes nothing.
    let by_instance = graph.endpoints(&Target { interface: Value::NULL, ..target.clone() });
    // Of an instance whose primary interface is not known, that may be the one that is named.
    if by_instance.is_empty() {
        return;
    }
    let same = by_instance.iter().fold(Guard::NEVER, |any, endpoint| {
        values.or(any, values.and(endpoint.guard, values.same(&endpoint.id, &target.interface).yes))
    });
    let Some(guard) = graph.together([guard, values.not(same)]) else { return };
    let (instance, interface) = (values.describe(&target.instance), values.describe(&target.interface));
    let message = format!("`{}` names an instance, `{instance}`, and a network interface, `{interface}`", resource.name());
    let attribute = target.instance_attribute;
    let finding = Finding::new(resource, graph.span(&target.instance, resource.header), message)
        .text("AWS takes one or the other: with both it is not defined which of them gets the address")
        .label(graph.span(&target.interface, resource.header), "the network interface")
        .help(format!("remove `{attribute}`: the interface says all"))
        .when(guard);
    // Nothing is refused, and where the instance is not known, the interface may be its primary one.
    let known = by_instance.iter().any(|endpoint| endpoint.instance.is_none());
    findings.report(if association.inline || !known { finding.severity(Severity::Warning) } else { finding });
}

/// An allocation and an address.
fn check_address(graph: &Graph, association: &ElasticIpAssociation, findings: &mut Findings<'_>) {
    let (resource, public_ip) = (&association.resource, &association.public_ip);
    let both = [resource.guard, graph.is_written(&association.allocation), graph.is_written(public_ip)];
    if let Some(guard) = graph.together(both) {
        let message = format!("`{}` names its Elastic IP address twice", resource.name());
        let finding = Finding::new(resource, graph.span(public_ip, resource.header), message)
            .text("AWS answers InvalidParameterCombination: you may specify public IP or allocation id, but not both in the same call")
            .label(graph.span(&association.allocation, resource.header), "the allocation id")
            .help(graph.spelled("remove `public_ip`", "remove `EIP`"))
            .when(guard);
        findings.report(finding);
    }
}

/// A private address that the interface does not have.
fn check_private_address(graph: &Graph, mapping: &Mapping<'_>, findings: &mut Findings<'_>) {
    let PrivateAddress::Given(address) = &mapping.address else { return };
    for (case, address) in graph.values.cases(address) {
        let Some((absent, place)) = graph.is_not_of(&address, &mapping.endpoint) else { continue };
        let Some(guard) = graph.together([mapping.guard, case, absent]) else { continue };
        let (resource, name) = (&mapping.association.resource, mapping.endpoint.name(graph));
        let text = address.as_str().map_or_else(|| format!("`{}`", graph.values.describe(&address)), str::to_owned);
        let message = format!("`{}` maps its address to {text}, which {name} does not have", resource.name());
        let finding = Finding::new(resource, graph.span(&address, resource.header), message)
            .text("AWS answers InvalidParameterValue: the address is not mapped to the interface")
            .label(place, "its private addresses")
            .because(&graph.values, &address)
            .help("name one of the private addresses of the interface, or give it this one")
            .when(guard);
        findings.report(finding);
    }
}

/// A private address of nothing.
fn check_idle_private_address(graph: &Graph, address: &ElasticIp, findings: &mut Findings<'_>) {
    let (resource, private_ip) = (&address.resource, &address.idle_private_ip);
    let written = graph.values.is_present(private_ip);
    let filled = graph.values.when(private_ip, |text| text.as_str() != Some(""));
    if let Some(guard) = graph.together([resource.guard, written, filled]) {
        let message = format!("`{}` names a private address, but no instance or network interface that has it", resource.name());
        let finding = Finding::new(resource, graph.span(private_ip, resource.header), message)
            .severity(Severity::Warning)
            .text("`associate_with_private_ip` counts only beside `instance` or `network_interface`: it associates nothing")
            .help("add `network_interface`; where something else takes the address, a NAT gateway or an association, remove `associate_with_private_ip`")
            .when(guard);
        findings.report(finding);
    }
}
