//! The launch template of an EKS managed node group decides what EKS wants to decide.

use super::{Finding, Findings, Rule, rule};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Group, GroupKind, LaunchInterface, LaunchTemplate};

pub(super) static RULE: Rule = rule!("node-group-template-enis", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for group in graph.groups.iter().filter(|group| group.kind == GroupKind::NodeGroup) {
        for (named, template) in graph.templates_of(&group.templates) {
            let guard = graph.values.all([group.resource.guard, named, template.resource.guard]);
            for interface in template.listed.items.iter().filter(|interface| !interface.each) {
                let subnet = graph.values.is_present(&interface.subnet);
                if let Some(guard) = graph.together([guard, interface.guard, subnet]) {
                    findings.report(with_subnet(graph, group, template, interface).when(guard));
                }
            }
            if let [first, second, ..] = ordinary(graph, template).as_slice()
                && let Some(guard) = graph.together([guard, first.guard, second.guard])
            {
                findings.report(several(graph, group, template, [first, second]).when(guard));
            }
        }
    }
}

/// Interfaces of no particular kind: those for Elastic Fabric Adapters are what templates with several interfaces are for.
fn ordinary<'a>(graph: &Graph, template: &'a LaunchTemplate) -> Vec<&'a LaunchInterface> {
    template.listed.items.iter().filter(|interface| !interface.each && !interface.is_special(&graph.values)).collect()
}

fn with_subnet(graph: &Graph, group: &Group, template: &LaunchTemplate, interface: &LaunchInterface) -> Finding {
    let (name, group_name) = (template.resource.name(), group.resource.name());
    let message = format!("`{name}` sets the subnet of a network interface, and the node group `{group_name}` launches from it");
    Finding::new(&template.resource, graph.span(&interface.subnet, interface.span), message)
        .text("EKS answers InvalidParameterException: you must not specify a subnet in your launch template")
        .label(place_of_template(graph, group), "launched from here")
        .label(graph.span(&group.subnets, group.resource.header), "the subnets of the nodes")
        .because(&graph.values, &interface.subnet)
        .help(graph.spelled(
            "remove `subnet_id` from the template: the subnets are those of `subnet_ids` of the node group",
            "remove `SubnetId` from the template: the subnets are those of `Subnets` of the node group",
        ))
}

fn several(graph: &Graph, group: &Group, template: &LaunchTemplate, [first, second]: [&LaunchInterface; 2]) -> Finding {
    let (name, group_name) = (template.resource.name(), group.resource.name());
    let message = format!("`{name}` lists several network interfaces, and the node group `{group_name}` launches from it");
    Finding::new(&template.resource, second.span, message)
        .severity(Severity::Info)
        .text("the EKS console takes templates with one network interface at most")
        .label(first.span, "the first interface")
        .label(place_of_template(graph, group), "launched from here")
        .help("list the primary interface alone, and leave further ones to the plugin or to Multus")
}

fn place_of_template(graph: &Graph, group: &Group) -> crate::source::Span {
    group.templates.first().map_or(group.resource.header, |template| graph.span(template, group.resource.header))
}
