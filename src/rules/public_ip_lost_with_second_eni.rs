//! An instance lives on an automatic public address, and a second interface is attached to it.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Attach, Graph, Launch, LaunchInterface};
use crate::source::Span;

pub(super) static RULE: Rule = rule!("public-ip-lost-with-second-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.instance().is_some() && !launch.open) {
        let cold: Vec<_> = launch.interfaces.iter().filter(|interface| interface.attach == Attach::Cold).collect();
        // Of an existing interface it is not written whether it has a public address already.
        let [primary] = cold[..] else { continue };
        if !primary.is_primary() || !primary.interface.is_null() {
            continue;
        }
        let (public, place) = graph.automatic_address(primary);
        if !graph.values.possible(public) || graph.may_have_elastic_ip(launch) {
            continue;
        }
        let attached = launch.interfaces.iter().filter(|interface| interface.attach == Attach::Afterwards && !interface.each);
        for added in attached {
            if let Some(guard) = graph.together([launch.guard, primary.guard, public, added.guard]) {
                findings.report(finding(graph, launch, added, place).when(guard));
                break;
            }
        }
    }
}

fn finding(graph: &Graph, launch: &Launch, added: &LaunchInterface, place: Span) -> Finding {
    let name = launch.name(&graph.values);
    let message = format!("{name} lives on an automatic public address, and has a second network interface");
    Finding::about(launch.resource.as_ref(), added.span, message)
        .text("with several interfaces an instance gets no new public IPv4 address: after the next stop and start it has none")
        .label(place, "asks for the automatic public address")
        .help(graph.spelled(
            "associate an `aws_eip` with `network_interface = INSTANCE.primary_network_interface_id`, or take the public address away",
            "make the primary interface an `AWS::EC2::NetworkInterface` and associate an `AWS::EC2::EIP` with it, or take the public address away",
        ).replace("INSTANCE", name.trim_matches('`')))
}
