//! A list of private addresses beside a count of secondary addresses that says something else.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Interface};
use crate::value::{Comparison, Guard, Value};

pub(super) static RULE: Rule = rule!("private-ips-count-mismatch", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.interfaces.iter() {
        let (ips, count) = (interface.setting("private_ips"), interface.setting("private_ips_count"));
        // In list mode the provider reads neither.
        let list_mode = values.is_bool(&interface.setting("private_ip_list_enabled"), true);
        let outside = values.and(interface.resource.guard, values.not(list_mode));
        for (ips_guard, addresses) in values.alternatives(&ips) {
            let Some(length) = addresses.items().and_then(|items| number_of_different(graph, items)).filter(|&length| length > 0)
            else {
                continue;
            };
            for (count_guard, number) in values.cases(&count) {
                let Some(secondary) = number.as_integer() else { continue };
                if let Some(guard) = graph.together([outside, ips_guard, count_guard]).filter(|_| secondary + 1 != length) {
                    report(graph, interface, (&ips, length), (&count, secondary), guard, findings);
                }
            }
        }
    }
}

/// How many addresses a set has; nothing where two of them may be the same.
fn number_of_different(graph: &Graph, items: &[Value]) -> Option<i64> {
    let mut different: Vec<&Value> = Vec::new();
    for item in items {
        let comparisons: Vec<_> = different.iter().map(|known| graph.values.same(known, item)).collect();
        match () {
            () if comparisons.contains(&Comparison::YES) => {}
            () if comparisons.iter().all(|&comparison| comparison == Comparison::NO) => different.push(item),
            () => return None,
        }
    }
    i64::try_from(different.len()).ok()
}

fn report(
    graph: &Graph,
    interface: &Interface,
    (ips, length): (&Value, i64),
    (count, secondary): (&Value, i64),
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    let name = interface.resource.name();
    let listed = match length - 1 {
        0 => "no secondary address".to_owned(),
        1 => "1 secondary address".to_owned(),
        more => format!("{more} secondary addresses"),
    };
    let message = format!("`{name}`: `private_ips_count` is {secondary}, but `private_ips` lists {listed}");
    let too_few = secondary + 1 < length;
    let text = match secondary {
        // Zero is no count to the provider until it reads back how many there are.
        0 => "every later plan takes the secondary addresses away".to_owned(),
        _ if too_few => format!("the provider takes {} of the addresses, in no order, and drops the others", secondary + 1),
        _ => format!("AWS adds {} of its own, which the next plan wants to remove", secondary + 1 - length),
    };
    let finding = Finding::new(&interface.resource, graph.span(count, interface.resource.header), message)
        .text(text)
        .label(graph.span(ips, interface.resource.header), format!("{length} addresses, the primary one among them"))
        .because(values, count)
        .because(values, ips)
        .help("remove `private_ips_count`: the list says how many there are")
        .when(guard);
    findings.report(if too_few { finding } else { finding.severity(Severity::Warning) });
}
