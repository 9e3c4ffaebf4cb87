//! An Auto Scaling group launches from a template that names one existing interface, or fixes addresses.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Group, GroupKind, LaunchInterface, LaunchTemplate};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("auto-scaling-with-fixed-eni", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for group in graph.groups.iter().filter(|group| group.kind == GroupKind::AutoScaling) {
        for (guard, template) in graph.templates_of(&group.templates) {
            for interface in &template.listed.items {
                let guards = [group.resource.guard, guard, template.resource.guard, interface.guard];
                if let Some(guard) = graph.together(guards) {
                    check_interface(graph, group, template, interface, guard, findings);
                }
            }
        }
    }
}

fn check_interface(
    graph: &Graph,
    group: &Group,
    template: &LaunchTemplate,
    interface: &LaunchInterface,
    guard: Guard,
    findings: &mut Findings<'_>,
) {
    let values = &graph.values;
    let several = values.when(&group.max_size, |size| size.as_integer().is_some_and(|size| size > 1));
    let existing = graph.together([guard, values.is_present(&interface.interface)]);
    if let Some(guard) = existing {
        let template_name = template.resource.name();
        let message =
            format!("`{}` launches from `{template_name}`, which names one existing network interface", group.resource.name());
        let finding = finding(graph, template, &interface.interface, interface, message);
        if let Some(guard) = graph.together([guard, graph.is_set(&group.subnets)]) {
            let finding = finding
                .clone()
                .text("AWS answers ValidationError: not both a network interface ID and a subnet")
                .label(graph.span(&group.subnets, group.resource.header), "the group launches into subnets");
            return findings.report(finding.help(help(graph)).when(guard));
        }
        if let Some(guard) = graph.together([guard, several]) {
            let finding = finding
                .text("for one instance only; at the second AWS answers InvalidNetworkInterface.InUse")
                .label(graph.span(&group.max_size, group.resource.header), "the group may have several instances");
            findings.report(finding.because(values, &group.max_size).help(help(graph)).when(guard));
        }
        return;
    }
    for address in &interface.addresses {
        let (group_name, template_name) = (group.resource.name(), template.resource.name());
        let message = format!("`{group_name}` launches from `{template_name}`, which fixes a private address");
        let finding = finding(graph, template, &address.value, interface, message)
            .label(group.resource.header, "launches from the template")
            .help("remove the address from the template and let AWS choose one for each instance");
        let Some(guard) = graph.together([guard, address.guard]) else { continue };
        // Of IPv6 addresses it is only known that two instances cannot share one.
        if !is_ipv6(&address.value) {
            let finding = finding.text("AWS answers InvalidQueryParameter: Auto Scaling does not support private IP addresses");
            return findings.report(finding.when(guard));
        }
        if let Some(guard) = graph.together([guard, several]) {
            let finding = finding
                .text("for one instance only; at the second AWS answers InvalidIPAddress.InUse")
                .label(graph.span(&group.max_size, group.resource.header), "the group may have several instances")
                .because(values, &group.max_size);
            return findings.report(finding.when(guard));
        }
    }
}

fn is_ipv6(address: &Value) -> bool {
    address.as_str().is_some_and(|text| text.contains(':'))
}

fn finding(graph: &Graph, template: &LaunchTemplate, value: &Value, interface: &LaunchInterface, message: String) -> Finding {
    Finding::new(&template.resource, graph.span(value, interface.span), message)
}

fn help(graph: &Graph) -> &'static str {
    graph.spelled(
        "for a group of one instance set `max_size = 1` and `availability_zones` instead of `vpc_zone_identifier`; else let each launch make its interface",
        "for a group of one instance set `MaxSize: 1` and `AvailabilityZones` instead of `VPCZoneIdentifier`; else let each launch make its interface",
    )
}
