//! Two associations of one Elastic IP address.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Language;
use crate::diagnostic::Severity;
use crate::graph::{ElasticIpAssociation, Graph};
use crate::value::{Guard, Value};
use rustc_hash::FxHashMap;

pub(super) static RULE: Rule = rule!("eip-associated-twice", check);

/// An address that many associations share is told about some; comparing all with all would take a million steps.
const MAX_COMPARED: usize = 8;

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let mut by_allocation: FxHashMap<Value, Vec<(Guard, &ElasticIpAssociation, Value)>> = FxHashMap::default();
    for association in graph.associations.iter().filter(|association| !is_left_alone(association)) {
        let associated = is_associated(graph, association);
        for (is_allocation, allocation) in graph.allocations_of(association) {
            if stands_for_several(graph, association, &allocation) {
                continue;
            }
            let here = graph.values.all([association.resource.guard, associated, is_allocation]);
            let others = by_allocation.entry(allocation.clone()).or_default();
            for (there, other, same) in others.iter().take(MAX_COMPARED) {
                let is_another = other.resource.address != association.resource.address;
                if let Some(guard) = graph.together([here, *there, graph.same_id(same, &allocation)]).filter(|_| is_another) {
                    findings.report(finding(graph, other, association, &allocation).when(guard));
                }
            }
            others.push((here, association, allocation));
        }
    }
}

/// When it certainly has a target.
fn is_associated(graph: &Graph, association: &ElasticIpAssociation) -> Guard {
    let (instance, interface) = (&association.target.instance, &association.target.interface);
    graph.values.or(graph.is_written(instance), graph.is_written(interface))
}

/// Whether its target is written once, and never set again when it has changed.
fn is_left_alone(association: &ElasticIpAssociation) -> bool {
    let lifecycle = &association.resource.lifecycle;
    association.inline && (lifecycle.ignores("instance") || lifecycle.ignores("network_interface"))
}

/// Whether it stands for any number of associations of one address.
fn stands_for_several(graph: &Graph, association: &ElasticIpAssociation, allocation: &Value) -> bool {
    let one = !graph.declaration(allocation).is_some_and(|address| address.is_each());
    association.resource.address.is_each() && one
}

fn finding(graph: &Graph, first: &ElasticIpAssociation, second: &ElasticIpAssociation, allocation: &Value) -> Finding {
    // The address itself has its place in the finding as what is associated; the other one is too much.
    let (known, extra) = if second.inline { (second, first) } else { (first, second) };
    let place = |association: &ElasticIpAssociation| match association.inline {
        true => graph.span(association.target.written(), association.resource.header),
        false => graph.span(written(association), association.resource.header),
    };
    let (known_name, extra_name) = (known.resource.name(), extra.resource.name());
    let message = match known.inline {
        true => format!("`{known_name}` names its own target, and `{extra_name}` associates it too"),
        false => {
            let address = graph.values.describe(allocation);
            format!("`{known_name}` and `{extra_name}` associate one Elastic IP address, `{address}`")
        }
    };
    let is_one_target = || {
        let targets = |association| graph.endpoints(association).into_iter().map(|endpoint| endpoint.id).collect::<Vec<_>>();
        let (known, extra) = (targets(&known.target), targets(&extra.target));
        !known.is_empty() && known == extra && known.len() == 1
    };
    let finding = Finding::new(&extra.resource, place(extra), message)
        .label(place(known), if known.inline { "associated here already" } else { "the first association" })
        .because(&graph.values, written(extra))
        .help(help(graph, known));
    match graph.language {
        Language::CloudFormation => finding.text("CloudFormation answers AlreadyExists"),
        Language::Terraform if is_one_target() => {
            finding.text("the association has two owners: when one of them goes, so does the address").severity(Severity::Warning)
        }
        Language::Terraform => finding.text("an address has one target: each apply moves it from one to the other"),
    }
}

/// What names the address.
fn written(association: &ElasticIpAssociation) -> &Value {
    if association.allocation.is_null() { &association.public_ip } else { &association.allocation }
}

fn help(graph: &Graph, known: &ElasticIpAssociation) -> String {
    if !known.inline {
        return "leave one of the associations out, or give each its own Elastic IP address".to_owned();
    }
    let instance = graph.spelled("instance", "InstanceId");
    let attribute = if known.target.interface.is_null() { instance } else { "network_interface" };
    format!("remove `{attribute}` from `{}`, or leave the association out", known.resource.name())
}
