//! The public address of an instance is read, but its primary interface is an existing one that got none.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::AddressRead;
use crate::graph::{Graph, Launch};
use crate::value::{Key, Term};

pub(super) static RULE: Rule = rule!("public-ip-flag-ignored-for-existing-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.address_reads.is_empty() {
        return;
    }
    for launch in graph.launches.iter().filter(|launch| launch.instance().is_some()) {
        // One mistake, wherever its consequences are read.
        let read = graph.address_reads.iter().find_map(|read| Some((read, attribute_of(graph, launch, read)?)));
        if let Some((read, attribute)) = read {
            report(graph, launch, read, &attribute, findings);
        }
    }
}

/// The name of the attribute that is read, where it is one of this instance.
fn attribute_of(graph: &Graph, launch: &Launch, read: &AddressRead) -> Option<String> {
    match &*graph.values.term(read.attribute) {
        Term::Element { of, key: Key::Name(name) } if *of == launch.resource.as_ref()?.term => Some(name.to_string()),
        _ => None,
    }
}

fn report(graph: &Graph, launch: &Launch, read: &AddressRead, attribute: &str, findings: &mut Findings<'_>) {
    let Some((guard, primary, subnet)) = graph.without_public_address(launch) else { return };
    let (name, interface) = (launch.name(&graph.values), primary.name());
    let message = format!("{name} boots on {interface}, which gets no public address: its `{attribute}` is empty");
    let flag = graph.spelled("map_public_ip_on_launch", "MapPublicIpOnLaunch");
    let subnet_name = subnet.resource.name();
    let target = primary.resource.as_ref().map(|resource| resource.name()).unwrap_or_default();
    let help = format!(
        "associate an Elastic IP address with the interface ({}); `{flag}` of `{subnet_name}` counts for interfaces that are made later only",
        graph
            .spelled(
                "an `aws_eip` with `network_interface = TARGET.id`",
                "an `AWS::EC2::EIPAssociation` with `NetworkInterfaceId: !Ref TARGET`"
            )
            .replace("TARGET", &target)
    );
    let finding = Finding::about(launch.resource.as_ref(), primary.span, message)
        .text("an existing interface brings its own setting for public addresses, which it took from its subnet when it was made")
        .label(read.span, format!("reads `{attribute}`"))
        .label(graph.span(&subnet.map_public_ip_on_launch, subnet.resource.header), "gives no public addresses");
    findings.report(finding.help(help).when(guard));
}
