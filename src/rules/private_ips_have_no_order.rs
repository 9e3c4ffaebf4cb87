//! An element of the set of an interface's addresses, taken as if it were the first.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::SetElement;
use crate::graph::{AddressRequest, Family, Form, Graph, Interface, least_addresses};
use crate::value::{Data, Guard};

pub(super) static RULE: Rule = rule!("private-ips-have-no-order", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for element in &graph.set_elements {
        let Some(position) = graph.interfaces.position_by(values, &Data::Term(element.set).into(), &["private_ips"]) else {
            continue;
        };
        let interface = &graph.interfaces[position];
        // Prefixes are no addresses of the set.
        let is_address = |request: &&AddressRequest| matches!(request.setting.form, Form::List | Form::Secondary | Form::Count);
        let requests: Vec<_> = interface.address_requests.iter().filter(is_address).cloned().collect();
        let several = least_addresses(values, &requests, Family::Ipv4).into_iter().filter(|(_, count)| *count > 1);
        let several = several.fold(Guard::NEVER, |any, (guard, _)| values.or(any, guard));
        if let Some(guard) = graph.together([interface.resource.guard, several]) {
            report(interface, element, &requests, guard, graph, findings);
        }
    }
}

fn report(
    interface: &Interface,
    element: &SetElement,
    requests: &[AddressRequest],
    guard: Guard,
    graph: &Graph,
    findings: &mut Findings<'_>,
) {
    let name = interface.resource.name();
    let (message, text) = match element.by {
        "one" => {
            (format!("`one` of the private addresses of `{name}`, which has several"), "Terraform refuses to take one of several")
        }
        "join" => (
            format!("the private addresses of `{name}` are joined without anything between them"),
            "several addresses in one text, in no particular order",
        ),
        _ => (
            format!("an element of `private_ips` of `{name}` is taken by its position, but it is a set of several addresses"),
            "a set has no order: this may be a secondary address",
        ),
    };
    let mut finding = Finding::new(&interface.resource, element.span, message).text(text);
    let set: Vec<_> = requests.iter().filter(|request| !request.value.is_null()).collect();
    let gives = if set.len() > 1 { "gives the interface addresses" } else { "gives the interface several addresses" };
    for request in set {
        let span = graph.span(&request.value, interface.resource.header);
        finding = finding.label(span, gives).because(&graph.values, &request.value);
    }
    let help = "use `.private_ip` for the primary address; where the others matter too, give them in order, as `private_ip_list` \
                with `private_ip_list_enabled = true`";
    findings.report(finding.help(help).when(guard));
}
