//! Two Elastic IP addresses are mapped to one private address.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Mapping, PrivateAddress};
use crate::value::{Guard, Value};
use rustc_hash::FxHashMap;

pub(super) static RULE: Rule = rule!("two-eips-on-one-address", check);

/// A private address that many addresses are mapped to is told about some; comparing all with all would take a million steps.
const MAX_COMPARED: usize = 8;

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let mut by_address: FxHashMap<(Value, PrivateAddress), Vec<Mapping<'_>>> = FxHashMap::default();
    for mapping in graph.mappings().into_iter().filter(|mapping| !mapping.is_repeated()) {
        let others = by_address.entry((mapping.endpoint.id.clone(), mapping.address.clone())).or_default();
        for other in others.iter().take(MAX_COMPARED) {
            let one_interface = graph.same_id(&other.endpoint.id, &mapping.endpoint.id);
            if let Some(guard) = graph.together([other.guard, mapping.guard, one_interface])
                && !may_be_one_address(graph, other, &mapping)
            {
                findings.report(finding(graph, other, &mapping).when(guard));
            }
        }
        others.push(mapping);
    }
}

/// Whether both are, in some case, associations of one Elastic IP address.
fn may_be_one_address(graph: &Graph, first: &Mapping<'_>, second: &Mapping<'_>) -> bool {
    let (first, second) = (graph.allocations_of(first.association), graph.allocations_of(second.association));
    first.iter().any(|(_, first)| second.iter().any(|(_, second)| graph.values.same(first, second).yes != Guard::NEVER))
}

fn finding(graph: &Graph, first: &Mapping<'_>, second: &Mapping<'_>) -> Finding {
    let (first_name, second_name) = (first.association.resource.name(), second.association.resource.name());
    let address = match &second.address {
        PrivateAddress::Primary => "the primary private address".to_owned(),
        PrivateAddress::Given(address) => match address.as_str() {
            Some(text) => text.to_owned(),
            None => format!("`{}`", graph.values.describe(address)),
        },
    };
    let name = second.endpoint.name(graph);
    let interface = name.strip_prefix("the primary network interface of ").unwrap_or(&name);
    let message = format!("`{first_name}` and `{second_name}` map two Elastic IP addresses to {address} of {interface}");
    let place = |mapping: &Mapping<'_>| graph.span(mapping.association.target.written(), mapping.association.resource.header);
    Finding::new(&second.association.resource, place(second), message)
        .text("a private address has one Elastic IP address: the one that comes last takes the place of the other, or AWS answers Resource.AlreadyAssociated")
        .label(place(first), format!("`{first_name}` is mapped to it already"))
        .because(&graph.values, second.association.target.written())
        .help(graph.spelled(
            "give the interface a secondary private address and name it in `private_ip_address` (`associate_with_private_ip` in an `aws_eip`), or leave one Elastic IP address out",
            "give the interface a secondary private address and name it in `PrivateIpAddress` of an `AWS::EC2::EIPAssociation`, or leave one Elastic IP address out",
        ))
}
