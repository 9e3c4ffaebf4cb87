//! `private_ip` of an interface, which the provider never sends.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Interface};
use crate::value::{Data, Guard, Value};

pub(super) static RULE: Rule = rule!("ignored-private-ip-argument", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.interfaces.iter() {
        let address = interface.setting("private_ip");
        let (ips, list) = (interface.setting("private_ips"), interface.setting("private_ip_list"));
        let empty = values.when(&address, |address| address.as_str() == Some(""));
        let written = values.and(graph.is_set(&address), values.not(empty));
        let guards = [interface.resource.guard, written, is_missing(graph, &ips, &address), is_missing(graph, &list, &address)];
        if let Some(guard) = graph.together(guards) {
            let lists_none = values.is_absent(&ips) == Guard::ALWAYS && values.is_absent(&list) == Guard::ALWAYS;
            report(graph, interface, &address, lists_none, guard, findings);
        }
    }
}

/// When an address is certainly not in a list of addresses.
fn is_missing(graph: &Graph, list: &Value, address: &Value) -> Guard {
    let values = &graph.values;
    values.alternatives(list).into_iter().fold(Guard::NEVER, |missing, (guard, list)| {
        let absent = match &list.data {
            Data::Null => Guard::ALWAYS,
            Data::Sequence(_, items) => values.all(items.iter().map(|item| values.same(item, address).no)),
            _ => Guard::NEVER,
        };
        values.or(missing, values.and(guard, absent))
    })
}

fn report(graph: &Graph, interface: &Interface, address: &Value, lists_none: bool, guard: Guard, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let message = format!("`{}`: `private_ip` is never sent to AWS", interface.resource.name());
    let help = match (lists_none, address.as_str()) {
        (true, Some(address)) => format!("write `private_ips = [\"{address}\"]` instead"),
        (true, None) => "write it as the only element of `private_ips` instead".into(),
        (false, _) => "remove `private_ip`, or add the address to the list".into(),
    };
    let finding = Finding::new(&interface.resource, graph.span(address, interface.resource.header), message)
        .text("the provider ignores it, and AWS picks an address")
        .because(values, address)
        .help(help);
    findings.report(finding.when(guard));
}
