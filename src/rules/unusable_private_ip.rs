//! A fixed address outside its subnet, or one of those that AWS reserves.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::ec2::{AddressProblem, address_problem};
use crate::graph::{AddressRequest, FixedAddress, Form, Graph, Subnet};
use crate::value::{Data, Guard, Term, Value};
use ipnet::IpNet;
use std::net::IpAddr;

pub(super) static RULE: Rule = rule!("unusable-private-ip", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for interface in graph.interfaces.iter() {
        let (resource, requests) = (&interface.resource, &interface.address_requests);
        let wish =
            Wish { graph, resource, guard: resource.guard, subnet: &interface.subnet, addresses: &interface.addresses, requests };
        wish.check(findings);
    }
    for launch in &graph.launches {
        let Some(resource) = &launch.resource else {
            continue;
        };
        for listed in &launch.interfaces {
            let guard = graph.values.and(resource.guard, listed.guard);
            let (subnet, requests) = (&listed.subnet, &listed.address_requests);
            Wish { graph, resource, guard, subnet, addresses: &listed.addresses, requests }.check(findings);
        }
    }
}

/// The addresses that one interface is to have.
struct Wish<'a> {
    graph: &'a Graph,
    resource: &'a Resource,
    guard: Guard,
    subnet: &'a Value,
    addresses: &'a [FixedAddress],
    requests: &'a [AddressRequest],
}

impl Wish<'_> {
    fn check(&self, findings: &mut Findings<'_>) {
        let values = &self.graph.values;
        for address in self.addresses {
            for (case, value) in values.cases(&address.value) {
                let text = value.as_str().filter(|text| is_no_address(text));
                if let (Some(text), Some(guard)) = (text, self.graph.together([self.guard, address.guard, case])) {
                    findings.report(no_address(self.graph, self.resource, &value, text).when(guard));
                }
            }
        }
        for (in_subnet, node) in self.graph.subnets.resolve(values, self.subnet) {
            let here = [self.guard, in_subnet, node.resource.guard];
            for address in self.addresses {
                let Some(guard) = self.graph.together(here.into_iter().chain([address.guard])) else { continue };
                for (case, value) in values.cases(&address.value) {
                    check_address(self.graph, self.resource, values.and(guard, case), node, &value, findings);
                }
            }
            for request in self.requests.iter().filter(|request| request.setting.form == Form::Prefixes) {
                for (in_list, prefix) in request.items(values) {
                    for (case, prefix) in values.cases(&prefix) {
                        let Some(guard) = self.graph.together(here.into_iter().chain([in_list, case])) else { continue };
                        check_prefix(self.graph, self.resource, guard, node, &prefix, findings);
                    }
                }
            }
        }
    }
}

/// Whether a text that is to be an address is certainly none.
fn is_no_address(text: &str) -> bool {
    // Of numbers with leading zeros nobody can say how they are read.
    let four_numbers = text.split('.').count() == 4 && text.split('.').all(|number| number.parse::<u8>().is_ok());
    !text.is_empty() && !four_numbers && text.parse::<IpAddr>().is_err()
}

fn no_address(graph: &Graph, resource: &Resource, value: &Value, text: &str) -> Finding {
    Finding::new(resource, graph.span(value, resource.header), format!("`{text}` is not an IP address"))
        .text("AWS answers InvalidParameterValue: invalid value for parameter address")
        .because(&graph.values, value)
        .help("write one address in each element, without a prefix length")
}

/// A prefix that is not within the subnet.
fn check_prefix(graph: &Graph, resource: &Resource, guard: Guard, subnet: &Subnet, prefix: &Value, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let Some(wanted) = prefix.as_str().and_then(|text| text.parse::<IpNet>().ok()) else { return };
    let block = if wanted.addr().is_ipv4() { &subnet.cidr_block } else { &subnet.ipv6_cidr_block };
    for (case, block) in values.cases(block) {
        let Some(network) = block.as_str().and_then(|text| text.parse::<IpNet>().ok()) else { continue };
        // Across the versions of IP nothing contains anything.
        if network.contains(&wanted) || network.addr().is_ipv4() != wanted.addr().is_ipv4() {
            continue;
        }
        let message = format!("the prefix {wanted} is not in the subnet `{}` ({network})", subnet.resource.name());
        let finding = Finding::new(resource, graph.span(prefix, resource.header), message)
            .text("AWS answers InvalidParameterValue: the prefix does not fall within the subnet's address range")
            .label(graph.span(&block, subnet.resource.header), "the subnet's addresses")
            .because(values, prefix)
            .because(values, &block)
            .help("use a prefix of this subnet, or ask for a number of prefixes and let AWS choose");
        findings.report(finding.when(values.and(guard, case)));
    }
}

/// The number of an address in the block of a subnet that is not known itself: `cidrhost(aws_subnet.app.cidr_block, 1)`.
fn number_in(graph: &Graph, subnet: &Subnet, address: &Value) -> Option<(Guard, i64)> {
    let Data::Term(term) = address.data else { return None };
    let term = graph.values.term(term);
    let Term::Apply { function, arguments } = &*term else { return None };
    let [block, number] = &**arguments else { return None };
    let is_its_block = graph.values.same(block, &subnet.cidr_block).yes;
    Some((is_its_block, number.as_integer()?)).filter(|_| &**function == "cidrhost" && graph.values.possible(is_its_block))
}

/// An address that AWS reserves in every block, whichever it is.
fn check_number(graph: &Graph, resource: &Resource, guard: Guard, subnet: &Subnet, address: &Value) -> Option<Finding> {
    let (is_its_block, number) = number_in(graph, subnet, address)?;
    let which = match number {
        0..=3 => "one of the first four addresses",
        -1 => "the last address",
        _ => return None,
    };
    let guard = graph.together([guard, is_its_block])?;
    let name = subnet.resource.name();
    let finding =
        Finding::new(resource, graph.span(address, resource.header), format!("address {number} of `{name}` cannot be used"))
            .text(format!("AWS answers InvalidParameterValue: {which} of every subnet is in its reserved address range"))
            .because(&graph.values, address)
            .help("count from 4: `cidrhost` with 4 is the first address that can be used");
    Some(finding.when(guard))
}

fn check_address(graph: &Graph, resource: &Resource, guard: Guard, subnet: &Subnet, address: &Value, findings: &mut Findings<'_>) {
    let values = &graph.values;
    if let Some(finding) = check_number(graph, resource, guard, subnet, address) {
        findings.report(finding);
    }
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
