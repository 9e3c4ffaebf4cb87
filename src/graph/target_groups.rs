//! Instances that get traffic from a load balancer: registered in a target group by their ids, one by one or as an Auto Scaling group.

use super::build::Reader;
use super::{Graph, GroupKind, Launch, LaunchInterface, Node};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Guard, Value};
use std::sync::Arc;

/// A target group.
#[derive(Clone, Debug)]
pub struct TargetGroup {
    /// Declares it.
    pub resource: Arc<Resource>,
    /// The port that traffic is sent to where a target names no other.
    pub port: Value,
    /// `instance`, `ip`, …; null is `instance`.
    pub target_type: Value,
}

impl Node for TargetGroup {
    fn resource(&self) -> &Arc<Resource> {
        &self.resource
    }
}

/// Something is registered in a target group.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Declares it: an attachment, or the group that lists it.
    pub resource: Arc<Resource>,
    /// When it exists, the resource's own guard included.
    pub guard: Guard,
    /// The ARN of the target group; null where the group itself lists it.
    pub group: Value,
    /// The id of the instance, or an address.
    pub target: Value,
    /// The port, where it names one of its own.
    pub port: Value,
}

/// A launch that gets traffic from a load balancer by its instance id.
#[derive(Clone, Debug)]
pub struct Registered<'g> {
    /// Registers it.
    pub resource: &'g Arc<Resource>,
    /// Where.
    pub span: Span,
    /// When it does.
    pub guard: Guard,
    /// What is registered.
    pub launch: &'g Launch,
    /// The ports that the traffic is sent to, as far as they are known.
    pub ports: Vec<Value>,
}

/// Adds a target group of Terraform.
pub(super) fn add_terraform_group(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let (port, target_type) = (reader.get("port"), reader.get("target_type"));
    graph.target_groups.push(TargetGroup { resource: Arc::clone(resource), port, target_type });
}

/// Adds a registration of Terraform.
pub(super) fn add_terraform_attachment(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let registration = Registration {
        resource: Arc::clone(resource),
        guard: resource.guard,
        group: reader.get("target_group_arn"),
        target: reader.get("target_id"),
        port: reader.get("port"),
    };
    graph.registrations.push(registration);
}

/// Adds a target group of CloudFormation, and what it lists.
pub(super) fn add_cloudformation_group(graph: &mut Graph, resource: &Arc<Resource>) {
    let reader = Reader { values: &graph.values, resource };
    let group = TargetGroup { resource: Arc::clone(resource), port: reader.get("Port"), target_type: reader.get("TargetType") };
    let by_id = graph.is_by_instance(&group);
    let listed = reader.blocks("Targets").items.into_iter().map(|block| {
        let own = graph.values.get(&block.value, "Port");
        Registration {
            resource: Arc::clone(resource),
            guard: graph.values.all([resource.guard, block.guard, by_id]),
            group: Value::NULL,
            target: graph.values.get(&block.value, "Id"),
            port: graph.values.map(&own, |own| if own.is_null() { group.port.clone() } else { own.clone() }),
        }
    });
    let listed: Vec<_> = listed.collect();
    graph.registrations.extend(listed);
    graph.target_groups.push(group);
}

impl Graph {
    /// When the targets of a group are instances.
    fn is_by_instance(&self, group: &TargetGroup) -> Guard {
        let values = &self.values;
        values.when(&group.target_type, |kind| kind.is_null() || kind.as_str() == Some("instance"))
    }

    /// Every launch that certainly gets traffic from a load balancer by its instance id.
    pub fn registered(&self) -> Vec<Registered<'_>> {
        let mut found = Vec::new();
        for registration in &self.registrations {
            let groups = self.target_groups_of(&registration.group);
            let mut guard = registration.guard;
            for (means, group) in &groups {
                guard = self.values.and(guard, self.values.or(self.values.not(*means), self.is_by_instance(group)));
            }
            let ports = match registration.port.is_null() {
                true => groups.iter().map(|(_, group)| group.port.clone()).collect(),
                false => vec![registration.port.clone()],
            };
            for (means, launch) in self.launches_of(&registration.target) {
                if let Some(guard) = self.together([guard, means, launch.guard]) {
                    let (resource, ports) = (&registration.resource, ports.clone());
                    let span = self.span(&registration.target, resource.header);
                    found.push(Registered { resource, span, guard, launch, ports });
                }
            }
        }
        self.add_registered_groups(&mut found);
        found
    }

    /// An Auto Scaling group registers what it launches by the ids of the instances.
    fn add_registered_groups<'g>(&'g self, found: &mut Vec<Registered<'g>>) {
        let name = self.spelled("target_group_arns", "TargetGroupARNs");
        for group in self.groups.iter().filter(|group| group.kind == GroupKind::AutoScaling) {
            let arns = self.values.get(&group.resource.properties, name);
            let Some(is_registered) = self.together([group.resource.guard, self.is_set(&arns)]) else { continue };
            let members = self.members(&arns).into_iter();
            let ports: Vec<Value> =
                members.flat_map(|(_, arn)| self.target_groups_of(&arn)).map(|(_, group)| group.port.clone()).collect();
            for (means, template) in self.templates_of(&group.templates) {
                let launch = self.templates.position_of(template.resource.term).map(|at| &self.launches[self.instances.len() + at]);
                if let Some(launch) = launch
                    && let Some(guard) = self.together([is_registered, means, launch.guard])
                {
                    let (resource, span) = (&group.resource, self.span(&arns, group.resource.header));
                    found.push(Registered { resource, span, guard, launch, ports: ports.clone() });
                }
            }
        }
    }

    fn target_groups_of(&self, arn: &Value) -> Vec<(Guard, &TargetGroup)> {
        let alternatives = self.values.alternatives(arn).into_iter();
        let group = |arn: &Value| self.target_groups.position_by(&self.values, arn, &["arn", "id", "Ref", "TargetGroupArn"]);
        alternatives.filter_map(|(guard, arn)| Some((guard, &self.target_groups[group(&arn)?]))).collect()
    }

    /// Whether nothing gets in to a port of an interface: all its security groups are known, and no rule of theirs is about the port.
    pub fn is_closed_at(&self, launch: &Launch, interface: &LaunchInterface, port: i64) -> bool {
        let groups = self.groups_of(launch, interface);
        let closed = |id: &Value| {
            let declared = self.security_groups.resolve(&self.values, id);
            let rules = self.ingress_rules(Guard::ALWAYS, id);
            let known = declared.iter().all(|(_, group)| {
                let of_group = self.rules_of(group);
                !of_group.open && of_group.rules.iter().all(|(_, at)| !self.security_group_rules[*at].each)
            });
            !declared.is_empty() && known && rules.iter().all(|(_, rule)| rule.excludes_port(port))
        };
        !groups.open && !groups.ids.is_empty() && groups.ids.iter().all(|(_, id)| closed(id))
    }

    /// When something certainly gets in to a TCP port of an interface.
    pub fn is_open_at(&self, launch: &Launch, interface: &LaunchInterface, port: i64) -> Guard {
        let groups = self.groups_of(launch, interface).ids.into_iter();
        let rules = groups.flat_map(|(guard, id)| self.ingress_rules(guard, &id));
        rules.fold(Guard::NEVER, |any, (guard, rule)| {
            let lets_in = rule.peers.iter().any(|peer| peer.guard == Guard::ALWAYS);
            let allowed = self.values.and(guard, rule.allows_tcp(&self.values, port));
            if lets_in { self.values.or(any, allowed) } else { any }
        })
    }
}
