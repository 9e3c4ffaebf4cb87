//! The resources that the graph has nodes for, with their properties.

use super::evaluate::{MAX_ELEMENTS, Scope};
use super::intrinsic::call;
use super::nested;
use super::template::entries;
use crate::configuration::{Construct, Lifecycle, MAX_RESOURCES, OUTPUT, OtherResource, Resource};
use crate::syntax::tree::{Node, Pair};
use crate::value::{Data, Guard, MappingKind, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Whether properties of resources of this type are evaluated: the graph has nodes for them.
pub fn matters(resource_type: &str) -> bool {
    let Some(name) = resource_type.strip_prefix("AWS::EC2::") else {
        return matches!(
            resource_type,
            "AWS::AutoScaling::AutoScalingGroup"
                | "AWS::AutoScaling::LaunchConfiguration"
                | "AWS::EKS::Nodegroup"
                | "AWS::ElasticLoadBalancingV2::TargetGroup"
        );
    };
    matches!(
        name,
        "VPC"
            | "VPCCidrBlock"
            | "Subnet"
            | "SubnetCidrBlock"
            | "SecurityGroup"
            | "SecurityGroupIngress"
            | "SecurityGroupEgress"
            | "SecurityGroupVpcAssociation"
            | "NetworkInterface"
            | "NetworkInterfaceAttachment"
            | "NetworkInterfacePermission"
            | "Instance"
            | "LaunchTemplate"
            | "EC2Fleet"
            | "SpotFleet"
            | "EIP"
            | "EIPAssociation"
            | "Route"
            | "RouteTable"
            | "SubnetRouteTableAssociation"
            | "InternetGateway"
            | "VPCGatewayAttachment"
            | "NatGateway"
            | "EgressOnlyInternetGateway"
            | "VPCEndpoint"
    )
}

/// Evaluates the resources of a stack and of its nested stacks.
pub(super) fn collect(scope: Scope<'_>) {
    let mut is_full = false;
    for (resource, pair) in scope.resources().iter() {
        let resource_type = scope.resource_type(resource);
        if matters(&resource_type) {
            let guard = scope.resource_guard(resource);
            if is_full || !scope.run.arena.possible(guard) {
                continue;
            }
            is_full = scope.run.resources.borrow().len() >= MAX_RESOURCES;
            if is_full {
                scope.run.note(pair.key_span, format!("more than {MAX_RESOURCES} resources: the others are left out"));
                continue;
            }
            let resource = scope.resource(resource, pair, guard);
            scope.run.resources.borrow_mut().push(resource);
            continue;
        }
        let mut dependencies = scope.all_dependencies(resource);
        if nested::is_stack(&resource_type) && scope.run.arena.possible(scope.resource_guard(resource)) {
            // Whatever waits for a nested stack waits for everything in it.
            dependencies.extend(scope.nested_resources(resource));
        }
        let other = OtherResource { block: scope.stack.qualified(&pair.key), resource_type, dependencies: dependencies.into() };
        scope.run.others.borrow_mut().push(other);
    }
    // What a stack gives out, another one may use.
    let dependencies = scope.given_out().into();
    let block = scope.stack.qualified("Outputs");
    scope.run.others.borrow_mut().push(OtherResource { block, resource_type: OUTPUT.into(), dependencies });
}

impl Scope<'_> {
    fn resource(self, resource: usize, pair: &Pair, guard: Guard) -> Resource {
        Resource {
            address: self.address(resource),
            term: self.resource_term(resource),
            header: pair.key_span,
            block: pair.key_span.to(pair.value.span),
            guard,
            properties: self.properties(resource),
            computed: Value::NULL,
            calls: Arc::clone(&self.stack.calls),
            dependencies: self.all_dependencies(resource).into(),
            lifecycle: Lifecycle { retained: self.is_retained(resource), ..Lifecycle::default() },
            construct: self.construct(resource),
        }
    }

    /// The construct that a synthesized resource stands for.
    fn construct(self, resource: usize) -> Option<Construct> {
        let metadata = self.resource_field(resource, "Metadata")?;
        let path = super::template::field(&metadata.value, "aws:cdk:path")?;
        Some(Construct { path: Arc::clone(path.value.text()?), span: path.value.span })
    }

    /// Whether it outlives its deletion from the stack.
    fn is_retained(self, resource: usize) -> bool {
        let policy = self.resource_field(resource, "DeletionPolicy");
        policy.and_then(|pair| pair.value.text().cloned()).is_some_and(|policy| policy.starts_with("Retain"))
    }

    /// The resources that a resource waits for, with those that its nested stack waits for.
    pub(super) fn all_dependencies(self, resource: usize) -> Vec<String> {
        self.dependencies(resource).into_iter().chain(self.stack.waits_for.iter().cloned()).collect()
    }

    /// When a resource is made.
    pub(super) fn resource_guard(self, resource: usize) -> Guard {
        let condition = self.resource_field(resource, "Condition");
        let own = match condition.as_ref().and_then(|pair| Some((pair.value.text()?, pair.value.span))) {
            Some((name, span)) => self.condition(name, span),
            None => Guard::ALWAYS,
        };
        self.run.arena.and(self.stack.guard, own)
    }

    /// All properties of a resource, as a mapping where nothing stands around it.
    pub(super) fn properties(self, resource: usize) -> Value {
        let Some(pair) = self.resource_field(resource, "Properties") else {
            let header = self.resources().pairs[resource].key_span;
            return self.mapping(&[], header);
        };
        if self.resource_field(resource, "Fn::Transform").is_some() {
            return self.run.opaque("properties that a macro completes", pair.value.span);
        }
        if !is_simple(&pair.value) {
            return self.whole_properties(resource, &pair.value);
        }
        let names = entries(&pair.value);
        if names.len() > MAX_ELEMENTS {
            return self.too_large(pair.value.span);
        }
        // Each is evaluated once, though references may have asked for some of them before; of a repeated name the last counts.
        let last: HashMap<&Arc<str>, &Arc<Node>> = names.iter().map(|pair| (&pair.key, &pair.value)).collect();
        let counts = |pair: &&Pair| last.get(&pair.key).is_some_and(|value| Arc::ptr_eq(value, &pair.value));
        let properties = names.iter().filter(counts).filter_map(|pair| {
            let value = self.remembered(resource, &pair.key, &pair.value)?;
            (!value.is_null()).then(|| (Arc::clone(&pair.key), value))
        });
        let data = Data::Mapping(MappingKind::Object, Arc::new(properties.collect()));
        Value::new(data, self.run.arena.written(pair.value.span))
    }

    /// The value of a property of a resource, null where it is not written; `None` while it is being evaluated.
    pub(super) fn property(self, resource: usize, name: &str) -> Option<Value> {
        let Some(pair) = self.resource_field(resource, "Properties") else { return Some(Value::NULL) };
        if !is_simple(&pair.value) || self.resource_field(resource, "Fn::Transform").is_some() {
            return Some(self.run.arena.get(&self.whole_properties(resource, &pair.value), name));
        }
        let Some(written) = super::template::field(&pair.value, name) else { return Some(Value::NULL) };
        // The name was looked for among all.
        self.run.take(pair.value.pairs().len() / 4, written.key_span);
        self.remembered(resource, &written.key, &written.value)
    }

    fn whole_properties(self, resource: usize, node: &Node) -> Value {
        self.remembered(resource, &"".into(), node).unwrap_or_else(|| self.run.opaque("properties that need themselves", node.span))
    }

    /// Evaluates a node once for a resource and property name.
    fn remembered(self, resource: usize, name: &Arc<str>, node: &Node) -> Option<Value> {
        let key = (resource, Arc::clone(name));
        if let Some(known) = self.stack.known.properties.borrow().get(&key) {
            return known.clone();
        }
        self.stack.known.properties.borrow_mut().insert(key.clone(), None);
        let value = self.value(node);
        self.stack.known.properties.borrow_mut().insert(key, Some(value.clone()));
        Some(value)
    }
}

/// Whether properties are a mapping of names to values, without a function or loop around them or among them.
fn is_simple(properties: &Node) -> bool {
    properties.is_mapping()
        && properties.tag.is_none()
        && call(properties, false).is_none()
        && entries(properties).iter().all(|pair| !pair.key.starts_with("Fn::"))
}
