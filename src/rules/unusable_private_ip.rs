//! A fixed address outside its subnet, or one of those that AWS reserves.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::ec2::{AddressProblem, address_problem};
use crate::graph::{FixedAddress, Graph, Subnet};
use crate::value::{Guard, Value};
use ipnet::IpNet;
use std::net::IpAddr;

pub(super) static RULE: Rule = rule!("unusable-private-ip", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter() {
        check_addresses(graph, &interface.resource, Guard::ALWAYS, &interface.subnet, &interface.addresses, findings);
    }
    for launch in &graph.launches {
        let Some(resource) = &launch.resource else {
            continue;
        };
        for listed in &launch.interfaces {
            check_addresses(graph, resource, listed.guard, &listed.subnet, &listed.addresses, findings);
        }
    }
}

fn check_addresses(
    graph: &Graph,
    resource: &Resource,
    guard: Guard,
    subnet: &Value,
    addresses: &[FixedAddress],
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    for (in_subnet, node) in graph.subnets.resolve(values, subnet) {
        for address in addresses {
            let guards = [resource.guard, guard, in_subnet, node.resource.guard, address.guard];
            let Some(guard) = graph.together(guards) else {
                continue;
            };
            for (case, value) in values.cases(&address.value) {
                check_address(graph, resource, values.and(guard, case), node, &value, findings);
            }
        }
    }
}

fn check_address(graph: &Graph, resource: &Resource, guard: Guard, subnet: &Subnet, address: &Value, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let Some(parsed) = address.as_str().and_then(|text| text.parse::<IpAddr>().ok()) else {
        return;
    };
    let block = if parsed.is_ipv4() { &subnet.cidr_block } else { &subnet.ipv6_cidr_block };
    for (case, block) in values.cases(block) {
        let Some(network) = block.as_str().and_then(|text| text.parse::<IpNet>().ok()) else {
            continue;
        };
        let Some(problem) = address_problem(network, parsed) else {
            continue;
        };
        let name = subnet.resource.name();
        let (message, answer) = match problem {
            AddressProblem::OutsideSubnet => (
                format!("{parsed} is not in the subnet `{name}` ({network})"),
                "AWS answers InvalidParameterValue: address does not fall within the subnet's address range",
            ),
            AddressProblem::Reserved { why } => (
                format!("{parsed} cannot be used in the subnet `{name}` ({network}): it is {why}"),
                "AWS answers InvalidParameterValue: address is in subnet's reserved address range",
            ),
        };
        let finding = Finding::new(resource, graph.span(address, resource.header), message)
            .text(answer)
            .label(graph.span(&block, subnet.resource.header), "the subnet's addresses")
            .because(values, address)
            .because(values, &block)
            .help(match usable(network) {
                Some((first, last)) => format!("use an address from {first} to {last}, or leave it out and let AWS choose"),
                None => "use an address of this subnet, or leave it out and let AWS choose".to_owned(),
            })
            .when(values.and(guard, case));
        findings.report(finding);
    }
}

/// The first and the last address that an interface can have: all but the first four and the last.
fn usable(network: IpNet) -> Option<(IpAddr, IpAddr)> {
    match network {
        IpNet::V4(network) => {
            let (first, last) = (u32::from(network.network()).checked_add(4)?, u32::from(network.broadcast()).checked_sub(1)?);
            (first <= last).then(|| (IpAddr::V4(first.into()), IpAddr::V4(last.into())))
        }
        IpNet::V6(network) => {
            let (first, last) = (u128::from(network.network()).checked_add(4)?, u128::from(network.broadcast()).checked_sub(1)?);
            (first <= last).then(|| (IpAddr::V6(first.into()), IpAddr::V6(last.into())))
        }
    }
}
