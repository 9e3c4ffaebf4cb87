//! A kind of network interface that EC2 does not make.

use super::{Finding, Findings, Rule, rule};
use crate::graph::Graph;
use crate::value::Value;

pub(super) static RULE: Rule = rule!("unknown-interface-type", check);

/// What an interface with a resource of its own may be.
const OWN: [&str; 5] = ["interface", "efa", "efa-only", "trunk", "branch"];

/// What one that is made at launch may be.
const MADE_AT_LAUNCH: [&str; 3] = ["interface", "efa", "efa-only"];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.declared_interfaces() {
        let known: &[&str] = if interface.launch.is_some() { &MADE_AT_LAUNCH } else { &OWN };
        for (case, kind) in values.cases(interface.interface_type) {
            let Some(name) = kind.as_str().filter(|name| is_other(name, known)) else { continue };
            let Some(guard) = graph.together([interface.guard, case]) else { continue };
            let message = format!("{} is to be of the type {name:?}, which EC2 does not make", interface.name);
            let finding = Finding::new(interface.resource, graph.span(interface.interface_type, interface.span), message)
                .text(format!("EC2 refuses it; the types are {}", listed(known)))
                .because(values, &kind)
                .help(help(graph, &kind));
            findings.report(finding.when(guard));
        }
    }
}

/// Whether it is another type; nothing is said of capital letters, and of what CloudFormation puts in later.
fn is_other(name: &str, known: &[&str]) -> bool {
    !name.is_empty() && !name.contains("{{") && !known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn help(graph: &Graph, kind: &Value) -> &'static str {
    let name = kind.as_str().unwrap_or_default().to_lowercase();
    match name.as_str() {
        "ena" | "eni" | "standard" | "default" | "elastic" => graph.spelled(
            "leave `interface_type` out: every ordinary network interface is an elastic one with ENA where the instance type has it",
            "leave `InterfaceType` out: every ordinary network interface is an elastic one with ENA where the instance type has it",
        ),
        _ => graph.spelled(
            "leave `interface_type` out for an ordinary interface, or set it to `efa` or `efa-only`",
            "leave `InterfaceType` out for an ordinary interface, or set it to `efa` or `efa-only`",
        ),
    }
}
