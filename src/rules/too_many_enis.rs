//! More interfaces than the instance type allows.

use super::{Finding, Findings, Rule, rule};
use crate::ec2::smallest_in_family;
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("too-many-enis", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.interfaces.len() > 1) {
        let mut broken: Vec<Broken<'_>> = Vec::new();
        for (guard, instance_type, limits) in launch.known_types(&graph.values) {
            if let Some((guard, interfaces)) = graph.more_interfaces_than(launch, guard, limits.interfaces()) {
                broken.push(Broken { guard, instance_type, limit: limits.interfaces(), interfaces });
            }
        }
        report(graph, launch, &broken, findings);
    }
}

/// An instance type that does not fit.
struct Broken<'a> {
    guard: Guard,
    instance_type: &'a Value,
    limit: usize,
    interfaces: Vec<&'a LaunchInterface>,
}

fn report(graph: &Graph, launch: &Launch, broken: &[Broken<'_>], findings: &mut Findings<'_>) {
    let values = &graph.values;
    let (Some(first), Some(resource)) = (broken.first(), &launch.resource) else {
        return;
    };
    let count = first.interfaces.len();
    let types: Vec<_> =
        broken.iter().map(|broken| format!("{} ({})", broken.instance_type.as_str().unwrap_or_default(), broken.limit)).collect();
    let fits = match broken {
        [one] => format!("{} allows {}", one.instance_type.as_str().unwrap_or_default(), one.limit),
        _ if types.len() > 5 => format!("these types allow fewer: {}, and {} more", types[..5].join(", "), types.len() - 5),
        _ => format!("these types allow fewer: {}", types.join(", ")),
    };
    let message = format!("`{}` has {count} network interfaces, but {fits}", resource.name());
    let mut finding = Finding::new(resource, graph.span(first.instance_type, resource.header), message)
        .text(format!("AWS answers AttachmentLimitExceeded: interface count {count} exceeds the limit"));
    for (number, interface) in first.interfaces.iter().enumerate() {
        finding = finding.label(interface.span, format!("interface {}", number + 1));
    }
    let smallest = first.instance_type.as_str().and_then(|name| smallest_in_family(name, count));
    let help = match smallest {
        Some(smallest) => format!("use {smallest} or larger, or fewer network interfaces"),
        None => "use an instance type that allows more network interfaces, or fewer of them".to_owned(),
    };
    let guard = broken.iter().fold(Guard::NEVER, |any, broken| values.or(any, broken.guard));
    findings.report(finding.because(values, first.instance_type).help(help).when(guard));
}
