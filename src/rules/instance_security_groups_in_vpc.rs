//! An instance in a VPC gets its security groups by the attribute that is for names in the default VPC.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::graph::{Graph, GroupReference, Instance, Via};
use crate::value::{Guard, Value};

pub(super) static RULE: Rule = rule!("instance-security-groups-in-vpc", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let values = &graph.values;
    let name = graph.spelled("security_groups", "SecurityGroups");
    for (instance, launch) in graph.instances.iter().zip(&graph.launches) {
        let groups = instance.setting(name);
        // Beside listed interfaces the attribute is refused for another reason.
        let listed = launch.interfaces.iter().filter(|interface| interface.via == Via::Instance);
        let none_listed = listed.fold(Guard::ALWAYS, |none, interface| values.and(none, values.not(interface.guard)));
        let by_subnet = values.is_present(&instance.subnet);
        let by_id = match graph.language {
            Language::Terraform => any_id(graph, groups),
            Language::CloudFormation => Guard::NEVER,
        };
        let wrong = values.or(by_subnet, by_id);
        let Some(guard) = graph.together([launch.guard, graph.is_set(groups), none_listed, wrong]) else { continue };
        let refused = graph.together([guard, by_subnet, any_name(graph, groups)]).is_some();
        if refused || !instance.resource.lifecycle.ignores(name) {
            let finding = finding(graph, instance, groups, refused).when(guard);
            findings.report(if refused { finding } else { finding.unless_ignored(&instance.resource, name) });
        }
    }
}

fn any_id(graph: &Graph, groups: &Value) -> Guard {
    any(graph, groups, GroupReference::Id)
}

/// Names are refused beside a subnet: always by CloudFormation, and by Terraform's provider because it sends them as ids.
fn any_name(graph: &Graph, groups: &Value) -> Guard {
    match graph.language {
        Language::Terraform => any(graph, groups, GroupReference::Name),
        Language::CloudFormation => Guard::ALWAYS,
    }
}

/// When one of the groups at least is certainly named like this.
fn any(graph: &Graph, groups: &Value, kind: GroupReference) -> Guard {
    let named = graph.members(groups).into_iter().filter(|(_, group)| graph.group_reference(group) == kind);
    named.fold(Guard::NEVER, |any, (guard, _)| graph.values.or(any, guard))
}

fn finding(graph: &Graph, instance: &Instance, groups: &Value, refused: bool) -> Finding {
    let (name, resource) = (instance.resource.name(), &instance.resource);
    let message = format!(
        "`{name}` is in a VPC and names its groups by `{}`, which is for names in the default VPC",
        graph.spelled("security_groups", "SecurityGroups")
    );
    let text = match (graph.language, refused) {
        (Language::CloudFormation, _) => {
            "AWS answers InvalidParameterCombination: the parameter groupName cannot be used with the parameter subnet"
        }
        (Language::Terraform, true) => "sent as ids because a subnet is set, and refused by AWS because they are names",
        (Language::Terraform, false) => "not read back as it is written: every apply destroys the instance and makes a new one",
    };
    let finding = Finding::new(resource, graph.span(groups, resource.header), message).text(text);
    // Without a subnet, ids alone tell that it is in a VPC.
    let finding = match instance.subnet.is_null() {
        true => finding,
        false => finding.label(graph.span(&instance.subnet, resource.header), "the subnet, and so the VPC"),
    };
    finding.because(&graph.values, groups).help(match (graph.language, refused) {
        (Language::Terraform, false) => "rename `security_groups` to `vpc_security_group_ids`",
        (Language::Terraform, true) => "write `vpc_security_group_ids` instead, with the ids of the groups",
        (Language::CloudFormation, _) => "write `SecurityGroupIds` instead, with ids: `!GetAtt Group.GroupId`",
    })
}
