//! The public address of an instance is read, but its primary interface is an existing one that got none; or its subnet gives addresses from
//! now on, and the interface is there already.

use super::{Finding, Findings, Rule, rule};
use crate::change::{Action, Cause, Change};
use crate::configuration::AddressRead;
use crate::diagnostic::Severity;
use crate::graph::{Graph, Launch, LaunchInterface, Subnet};
use crate::value::{Guard, Key, Term};

pub(super) static RULE: Rule = rule!("public-ip-flag-ignored-for-existing-eni", check, check_change);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    if graph.address_reads.is_empty() {
        return;
    }
    for launch in graph.launches.iter().filter(|launch| launch.instance().is_some()) {
        // One mistake, wherever its consequences are read.
        if let Some((read, attribute)) = first_read(graph, launch) {
            report(graph, launch, read, &attribute, findings);
        }
    }
}

/// The first place where the public address of an instance is read, with the name of the attribute.
fn first_read<'a>(graph: &'a Graph, launch: &Launch) -> Option<(&'a AddressRead, String)> {
    graph.address_reads.iter().find_map(|read| Some((read, attribute_of(graph, launch, read)?)))
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
    let help = format!("{}; `{flag}` of `{subnet_name}` counts for interfaces that are made later only", help(graph, primary));
    let finding = Finding::about(launch.resource.as_ref(), primary.span, message)
        .text("an existing interface brings its own setting for public addresses, which it took from its subnet when it was made")
        .label(read.span, format!("reads `{attribute}`"))
        .label(graph.span(&subnet.map_public_ip_on_launch, subnet.resource.header), "gives no public addresses");
    findings.report(finding.help(help).when(guard));
}

fn help(graph: &Graph, primary: &LaunchInterface) -> String {
    let target = primary.resource.as_ref().map(|resource| resource.name()).unwrap_or_default();
    let how = graph.spelled(
        "an `aws_eip` with `network_interface = TARGET.id`",
        "an `AWS::EC2::EIPAssociation` with `NetworkInterfaceId: !Ref TARGET`",
    );
    format!("associate an Elastic IP address with the interface ({})", how.replace("TARGET", &target))
}

/// Subnets that give public addresses from now on, and instances that boot on interfaces that are there already.
fn check_change(change: &Change, findings: &mut Findings<'_>) {
    let graph = &change.after;
    for launch in change.known_launches().filter(|launch| launch.after.instance().is_some()) {
        let Some((exists, primary, interface)) = graph.booted_without_address(launch.after) else { continue };
        let stays = change.of_after(&interface.resource).is_some_and(|own| matches!(own.action, Action::Keep | Action::Update));
        for (guard, subnet) in graph.subnets.resolve(&graph.values, &interface.subnet) {
            let Some(cause) = change.of_after(&subnet.resource).and_then(|own| own.cause(graph.spelled(MAPS.0, MAPS.1))) else {
                continue;
            };
            let values = &graph.values;
            let was_off = values.when(&cause.before, |flag| flag.is_null() || flag.as_bool() == Some(false));
            let guards = [exists, guard, cause.guard, was_off, values.is_bool(&cause.after, true)];
            if let Some(guard) = graph.together(guards).filter(|_| stays) {
                report_change(graph, launch.after, (primary, subnet, cause), guard, findings);
            }
        }
    }
}

/// The attribute of a subnet that gives what is launched in it public addresses.
const MAPS: (&str, &str) = ("map_public_ip_on_launch", "MapPublicIpOnLaunch");

fn report_change(
    graph: &Graph,
    launch: &Launch,
    (primary, subnet, cause): (&LaunchInterface, &Subnet, &Cause),
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let resource = &subnet.resource;
    let message = format!(
        "`{}` gives public addresses from now on, but not to {}, on which {} boots",
        resource.name(),
        primary.name(),
        launch.name(&graph.values)
    );
    let finding = Finding::new(resource, graph.span(&cause.after, resource.header), message)
        .text("an interface keeps the setting that its subnet had when it was made")
        .label(primary.span, "boots on an interface that is there already")
        .because(&graph.values, &cause.after)
        .help(help(graph, primary))
        .when(guard);
    findings.report(match first_read(graph, launch) {
        Some((read, attribute)) => finding.label(read.span, format!("reads `{attribute}`")),
        None => finding.severity(Severity::Info),
    });
}
