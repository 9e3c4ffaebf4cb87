//! A public address is asked for at a launch with several interfaces, or on another interface than the primary one.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Attach, Graph, Launch, LaunchInterface, Via};

pub(super) static RULE: Rule = rule!("public-ip-with-several-enis", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        // What an instance takes from its template is told about the template.
        let via = if launch.is_template() { Via::Template } else { Via::Instance };
        let listed: Vec<_> =
            launch.interfaces.iter().filter(|interface| interface.via == via && interface.attach == Attach::Cold).collect();
        for (position, interface) in listed.iter().enumerate() {
            let public = graph.values.is_bool(&interface.associate_public_ip_address, true);
            let Some(guard) = graph.together([launch.guard, interface.guard, public]) else { continue };
            let others = listed.iter().enumerate().filter(|(other, _)| *other != position).map(|(_, other)| *other);
            let beside = others.filter(|other| !other.each).find_map(|other| Some((graph.together([guard, other.guard])?, other)));
            if let Some((guard, other)) = beside {
                findings.report(several(graph, launch, interface, other).when(guard));
            } else if interface.device_index.as_integer().is_some_and(|index| index != 0) {
                findings.report(not_primary(graph, launch, interface).when(guard));
            }
        }
    }
}

fn several(graph: &Graph, launch: &Launch, interface: &LaunchInterface, other: &LaunchInterface) -> Finding {
    let message = format!("{} asks for a public IP address and lists several network interfaces", launch.name(&graph.values));
    found(graph, launch, interface, message)
        .text("AWS answers InvalidParameterCombination: it cannot be specified when launching with multiple network interfaces")
        .label(other.span, "another network interface of the launch")
}

fn not_primary(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> Finding {
    let message =
        format!("{} asks for a public IP address on an interface that is not at device index 0", launch.name(&graph.values));
    found(graph, launch, interface, message)
        .text("AWS answers InvalidParameterCombination: it can only be specified for the interface with device index 0")
        .label(graph.span(&interface.device_index, interface.span), "not the primary interface")
}

fn found(graph: &Graph, launch: &Launch, interface: &LaunchInterface, message: String) -> Finding {
    let flag = &interface.associate_public_ip_address;
    Finding::about(launch.resource.as_ref(), graph.span(flag, interface.span), message).because(&graph.values, flag).help(graph.spelled(
        "remove `associate_public_ip_address`, and give the interface an `aws_eip`, or launch into a subnet with `map_public_ip_on_launch`",
        "remove `AssociatePublicIpAddress`, and give the interface an `AWS::EC2::EIP`, or launch into a subnet with `MapPublicIpOnLaunch`",
    ))
}
