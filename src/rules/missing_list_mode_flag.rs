//! Ordered lists of addresses, which the provider reads only with a flag, and sets of addresses beside that flag.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Interface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("missing-list-mode-flag", check);

/// The arguments of one address family.
struct Family {
    list: &'static str,
    flag: &'static str,
    set: &'static str,
    count: &'static str,
    /// The provider sends the set when it creates the interface, whatever the flag says.
    set_is_created: bool,
}

const FAMILIES: [Family; 2] = [
    Family {
        list: "private_ip_list",
        flag: "private_ip_list_enabled",
        set: "private_ips",
        count: "private_ips_count",
        set_is_created: false,
    },
    Family {
        list: "ipv6_address_list",
        flag: "ipv6_address_list_enabled",
        set: "ipv6_addresses",
        count: "ipv6_address_count",
        set_is_created: true,
    },
];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.interfaces.iter() {
        for family in &FAMILIES {
            let (list, flag) = (interface.setting(family.list), interface.setting(family.flag));
            let off = values.or(values.is_absent(&flag), values.is_bool(&flag, false));
            if let Some(guard) = graph.together([interface.resource.guard, graph.is_set(&list), off]) {
                report_list(graph, interface, family, (&list, &flag), guard, findings);
            }
            let on = values.is_bool(&flag, true);
            for name in [family.set, family.count] {
                let other = interface.setting(name);
                let zero = values.when(&other, |value| value.as_integer() == Some(0));
                let guards = [interface.resource.guard, on, graph.is_set(&other), values.not(zero)];
                if let Some(guard) = graph.together(guards) {
                    report_set(graph, interface, family, (name, &other, &flag), guard, findings);
                }
            }
        }
    }
}

fn report_list(
    graph: &Graph,
    interface: &Interface,
    family: &Family,
    (list, flag): (&Value, &Value),
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let Family { list: name, flag: flag_name, .. } = family;
    let message = format!("`{}`: `{name}` has no effect without `{flag_name} = true`", interface.resource.name());
    let header = interface.resource.header;
    let mut finding = Finding::new(&interface.resource, graph.span(list, header), message)
        .text("the provider ignores the list, and AWS picks an address")
        .help(format!("add `{flag_name} = true`"))
        .when(guard);
    if !flag.is_null() {
        finding = finding.label(graph.span(flag, header), "off").because(&graph.values, flag);
    }
    findings.report(finding);
}

fn report_set(
    graph: &Graph,
    interface: &Interface,
    family: &Family,
    (name, set, flag): (&str, &Value, &Value),
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let Family { list, flag: flag_name, .. } = family;
    let message = format!("`{}`: `{flag_name}` makes `{name}` read-only", interface.resource.name());
    let text = match family.set_is_created {
        true => "used when the interface is made, and never again",
        false => "the provider ignores it, and AWS picks an address",
    };
    let finding = Finding::new(&interface.resource, graph.span(set, interface.resource.header), message)
        .text(text)
        .label(graph.span(flag, interface.resource.header), format!("only `{list}` counts with this"))
        .because(&graph.values, flag)
        .help(format!("write the addresses as `{list}`, or remove `{flag_name}`"))
        .when(guard);
    findings.report(if family.set_is_created { finding.severity(Severity::Warning) } else { finding });
}
