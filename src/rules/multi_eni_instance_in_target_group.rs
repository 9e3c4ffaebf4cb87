//! A load balancer knows an instance by its id, and the interface that is meant for the traffic is not its primary one.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::{Graph, LaunchInterface, Registered};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("multi-eni-instance-in-target-group", check);

/// Ports of traffic that may be meant for the management interface.
const MANAGEMENT_PORTS: [i64; 2] = [22, 3389];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for registered in graph.registered().iter().filter(|registered| !graph.is_for_management(registered.resource)) {
        for primary in registered.launch.interfaces.iter().filter(|interface| interface.is_primary() && !interface.each) {
            let meant = registered.launch.interfaces.iter().find_map(|other| {
                let unusual = other.each || other.is_primary() || other.is_special(&graph.values);
                let there = graph.together([registered.guard, primary.guard, other.guard]);
                let guard = there.filter(|_| !unusual && !graph.is_one_interface(primary, other))?;
                let (why, in_case) = why_meant(graph, registered, primary, other)?;
                Some((other, why, graph.together([guard, in_case])?))
            });
            if let Some((other, why, guard)) = meant {
                findings.report(finding(graph, registered, primary, other, why).when(guard));
            }
        }
    }
}

/// Why the traffic is meant for another interface.
#[derive(Clone, Copy)]
enum Why {
    PrimaryIsForManagement,
    OtherIsForData,
    OnlyOtherIsOpen(i64),
}

fn why_meant(
    graph: &Graph,
    registered: &Registered<'_>,
    primary: &LaunchInterface,
    other: &LaunchInterface,
) -> Option<(Why, Guard)> {
    let launch = registered.launch;
    let ports: Vec<i64> = registered.ports.iter().filter_map(Value::as_integer).collect();
    for port in &ports {
        if graph.is_closed_at(launch, primary, *port) {
            let open = graph.is_open_at(launch, other, *port);
            if graph.values.possible(open) {
                return Some((Why::OnlyOtherIsOpen(*port), open));
            }
        }
    }
    // Otherwise their names decide, unless somebody manages the instance through the load balancer.
    if ports.iter().any(|port| MANAGEMENT_PORTS.contains(port)) {
        return None;
    }
    let is_among = |some: &[&LaunchInterface], one| some.iter().any(|interface| std::ptr::eq::<LaunchInterface>(*interface, one));
    let by_role =
        graph.roles(launch, &[]).is_some_and(|roles| is_among(&roles.management, primary) && is_among(&roles.data, other));
    match () {
        () if by_role => Some((Why::PrimaryIsForManagement, Guard::ALWAYS)),
        () if graph.is_called_data(other) && !graph.is_called_data(primary) => Some((Why::OtherIsForData, Guard::ALWAYS)),
        () => None,
    }
}

fn finding(graph: &Graph, registered: &Registered<'_>, primary: &LaunchInterface, other: &LaunchInterface, why: Why) -> Finding {
    let (launch, name) = (registered.launch.name(&graph.values), other.name());
    let message = format!("`{}` registers {launch} by its id, and the traffic does not reach {name}", registered.resource.name());
    let (of_primary, of_other) = match why {
        Why::PrimaryIsForManagement => ("the primary one is for management".into(), "the interface for data".into()),
        Why::OtherIsForData => ("the primary one".into(), "the interface for data".into()),
        Why::OnlyOtherIsOpen(port) => {
            (format!("the primary one, which lets nothing in at port {port}"), format!("lets port {port} in"))
        }
    };
    let help = graph.spelled(
        "make a target group with `target_type = \"ip\"` and register the private address of the interface: `target_id = ENI.private_ip`",
        "make a target group with `TargetType: ip` and register the private address of the interface: `Id: !GetAtt ENI.PrimaryPrivateIpAddress`",
    );
    let eni = other.resource.as_ref().map(|resource| match graph.language {
        Language::Terraform => resource.name(),
        Language::CloudFormation => resource.address.name.to_string(),
    });
    let finding = Finding::new(registered.resource, registered.span, message)
        .text("the load balancer sends everything to the primary network interface")
        .label(primary.span, of_primary)
        .label(other.span, of_other)
        .help(help.replace("ENI", eni.as_deref().unwrap_or("ENI")));
    if matches!(why, Why::OtherIsForData) { finding.severity(Severity::Info) } else { finding }
}
