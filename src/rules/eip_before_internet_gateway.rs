//! An Elastic IP address is associated in a VPC whose internet gateway is attached in the same apply, at no particular time.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{ElasticIpAssociation, Graph, InternetGatewayAttachment};
use crate::value::{Address, Notation};
use rustc_hash::FxHashSet;

pub(super) static RULE: Rule = rule!("eip-before-internet-gateway", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.associations.is_empty() {
        return;
    }
    // One that exists already has nothing to wait for.
    let attached_here = |attachment: &&InternetGatewayAttachment| attachment.resource.address.notation != Notation::Id;
    for attachment in graph.internet_gateways.iter().filter(attached_here) {
        // Whatever waits for the gateway, for its attachment or for a route through it comes after it.
        let mut first = vec![attachment.resource.address.block()];
        for (_, gateway) in graph.values.alternatives(&attachment.gateway) {
            first.extend(graph.declaration(&gateway).map(|address| address.block()));
        }
        let waiting = graph.waiting_for(first.iter().map(String::as_str));
        for association in &graph.associations {
            check_association(graph, attachment, association, &waiting, findings);
        }
    }
}

fn check_association(
    graph: &Graph,
    attachment: &InternetGatewayAttachment,
    association: &ElasticIpAssociation,
    waiting: &FxHashSet<&str>,
    findings: &mut Findings<'_>,
) {
    if waiting.contains(&*association.resource.address.block()) || graph.has_special_pool(association) {
        return;
    }
    for endpoint in graph.endpoints(&association.target) {
        for (in_subnet, vpc) in graph.vpcs_of_subnet(endpoint.subnet) {
            let guards = [
                association.resource.guard,
                attachment.resource.guard,
                endpoint.guard,
                in_subnet,
                graph.same_id(vpc, &attachment.vpc),
            ];
            if let Some(guard) = graph.together(guards) {
                findings.report(finding(graph, attachment, association).when(guard));
            }
        }
    }
}

fn finding(graph: &Graph, attachment: &InternetGatewayAttachment, association: &ElasticIpAssociation) -> Finding {
    let (name, gateway) = (association.resource.name(), attachment.resource.name());
    let message = format!("`{name}` does not wait for `{gateway}`, without which its VPC has no internet gateway");
    Finding::new(&association.resource, association.resource.header, message)
        .text("when it comes first, AWS answers Gateway.NotAttached: the network is not attached to any internet gateway")
        .label(attachment.resource.header, "the gateway is attached to the VPC here")
        .help(help(graph, &association.resource.address, &attachment.resource.address))
}

/// A dependency can name what is in the same module, or a module that is called from there.
fn help(graph: &Graph, from: &Address, to: &Address) -> String {
    let shared = from.modules.iter().zip(&to.modules).take_while(|(a, b)| a.0 == b.0).count();
    let (own, other) = (&from.modules[shared..], &to.modules[shared..]);
    let waits = match own.first() {
        None => "add".to_owned(),
        Some((module, _)) => graph.spelled("add to the call of module `NAME`", "add to the stack `NAME`").replace("NAME", module),
    };
    let module = |name: &str| graph.spelled("module.NAME", "NAME").replace("NAME", name);
    let what = match other.first() {
        Some((name, _)) => module(name),
        None => graph.spelled("TYPE.NAME", "NAME").replace("TYPE", &to.resource_type).replace("NAME", &to.name),
    };
    format!("{waits} `{}`", graph.spelled("depends_on = [WHAT]", "DependsOn: WHAT").replace("WHAT", &what))
}
