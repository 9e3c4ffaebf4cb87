//! An instance is to have no public address, and gets an Elastic IP address.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Instance, Mapping, PrivateAddress};
use crate::value::Guard;

pub(super) static RULE: Rule = rule!("public-ip-false-with-eip", check);

const FLAG: &str = "associate_public_ip_address";

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for mapping in graph.mappings().iter().filter(|mapping| !mapping.is_repeated() && mapping.address == PrivateAddress::Primary) {
        let instance = mapping.endpoint.launch.and_then(|(launch, _)| Some(&graph.instances[launch.instance()?]));
        let Some(instance) = instance.filter(|instance| is_compared(instance)) else { continue };
        let switched_off = graph.values.is_bool(&instance.associate_public_ip_address, false);
        if let Some(guard) = graph.together([mapping.guard, switched_off]) {
            findings.report(finding(graph, instance, mapping, guard));
        }
    }
}

/// Whether Terraform compares what is written with what it finds on the instance.
fn is_compared(instance: &Instance) -> bool {
    instance.resource.is_managed() && !instance.is_spot_request() && !instance.resource.lifecycle.ignores(FLAG)
}

fn finding(graph: &Graph, instance: &Instance, mapping: &Mapping<'_>, guard: Guard) -> Finding {
    let (name, association) = (instance.resource.name(), &mapping.association.resource);
    let flag = &instance.associate_public_ip_address;
    let message = format!("`{name}` sets `{FLAG} = false`, but `{}` gives it a public address", association.name());
    Finding::new(&instance.resource, graph.span(flag, instance.resource.header), message)
        .text("once the address is associated, the provider reads true here, and the next plan replaces the instance")
        .label(graph.span(mapping.association.target.written(), association.header), "the Elastic IP address is associated here")
        .because(&graph.values, flag)
        .help(format!("remove the line where the subnet gives no public addresses by itself, or add `lifecycle {{ ignore_changes = [{FLAG}] }}`"))
        .unless_ignored(&instance.resource, FLAG)
        .when(guard)
}
