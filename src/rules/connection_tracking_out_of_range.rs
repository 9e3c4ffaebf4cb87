//! A timeout of connection tracking outside of what EC2 takes.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Timeout};
use std::ops::RangeInclusive;

pub(super) static RULE: Rule = rule!("connection-tracking-out-of-range", check);

/// What the timeout is of, and the seconds that EC2 takes.
fn range(timeout: Timeout) -> (&'static str, RangeInclusive<i64>) {
    match timeout {
        Timeout::TcpEstablished => ("established TCP connections", 60..=432_000),
        Timeout::UdpStream => ("UDP streams", 60..=180),
        Timeout::Udp => ("single UDP requests", 30..=60),
    }
}

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    for interface in graph.declared_interfaces() {
        for (timeout, setting) in &interface.driver.timeouts {
            let (of, range) = range(*timeout);
            for (case, seconds) in values.cases(&setting.value) {
                let Some(number) = seconds.as_integer().filter(|number| !range.contains(number)) else { continue };
                let Some(guard) = graph.together([interface.guard, case]) else { continue };
                let (least, most) = (range.start(), range.end());
                let message =
                    format!("{}: `{}` is {number} seconds, but EC2 takes {least} to {most}", interface.name, setting.name);
                let finding = Finding::new(interface.resource, graph.span(&setting.value, interface.span), message)
                    .text(format!("EC2 refuses it: the timeout of {of} is {least} to {most} seconds"))
                    .because(values, &seconds)
                    .help(format!("set `{}` to a number from {least} to {most}", setting.name));
                findings.report(finding.when(guard));
            }
        }
    }
}
