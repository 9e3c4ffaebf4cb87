//! The graph of EC2 instances and network interfaces. Built from a [`Configuration`] by the builder of its language; rules
//! see nothing else, and nothing here but the two builders knows which language a node came from.

mod address_settings;
mod addressing;
mod attach;
mod blocks;
mod build;
mod cloudformation;
mod cloudformation_rules;
mod declared;
mod dependencies;
mod driver;
mod endpoint;
mod groups;
mod ip_families;
mod known;
mod launch;
mod mapping;
mod membership;
mod nodes;
mod public_address;
mod roles;
mod routing;
mod security_groups;
mod service_interfaces;
mod several;
mod software;
mod table;
mod target_groups;
mod terraform;
mod terraform_rules;

pub use addressing::{AddressRequest, AddressSetting, Family, Form, least_addresses};
pub use blocks::{Block, Blocks};
pub use build::ListedInterfaces;
pub use declared::DeclaredInterface;
pub use driver::{Driver, Timeout};
pub use endpoint::Endpoint;
pub use groups::{Group, GroupKind};
pub use launch::{Attach, Launch, LaunchInterface, LaunchOf, LaunchType, Via};
pub(crate) use launch::{mentions, mentions_manager};
pub use mapping::{Mapping, PrivateAddress};
pub use membership::{AttachedGroups, GroupReference, GroupsOfInterface};
pub use nodes::{
    Attachment, ElasticIp, ElasticIpAssociation, FixedAddress, Instance, Interface, LaunchTemplate, SecurityGroup,
    SecurityGroupAttachment, SecurityGroupVpcAssociation, Setting, Software, Subnet, Target, Zone,
};
pub use roles::Roles;
pub use routing::{
    InternetGatewayAttachment, Isolated, MainRouteTable, Owners, Route, RouteTable, RouteTableAssociation, Routing, SwitchedOn,
    Vpc, VpcCidrBlock,
};
pub use security_groups::{Direction, Peer, PeerKind, RulesOfGroup, SecurityGroupRule};
pub use service_interfaces::ServiceInterface;
pub use several::CheckOnInstance;
pub use table::{Node, Table};
pub use target_groups::{Registered, Registration, TargetGroup};

use crate::configuration::{
    AddressRead, Configuration, Language, OtherResource, ProviderVersions, Resource, SetElement, Unchecked,
};
use crate::facts::Facts;
use crate::source::Span;
use crate::value::{Arena, Comparison, Guard, OriginKind, TermId, Value};
use dependencies::Dependencies;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Everything that rules look at.
#[derive(Debug)]
pub struct Graph {
    /// Whose names the configuration uses: for the wording of messages only.
    pub language: Language,
    /// Holds what the values of the nodes refer to, and compares them.
    pub values: Rc<Arena>,
    /// What is known of things that are only named by their ids.
    pub facts: Arc<Facts>,
    /// Every resource, whether there is a node for it or not, in source order.
    pub resources: Vec<Arc<Resource>>,
    /// Where an element of an interface's set of addresses is taken by its position.
    pub set_elements: Vec<SetElement>,
    /// Where the public address of an instance is read.
    pub address_reads: Vec<AddressRead>,
    /// Which versions of the AWS provider may be used, as far as the configuration says.
    pub provider: Option<ProviderVersions>,
    /// Subnets, read data sources among them.
    pub subnets: Table<Subnet>,
    /// The ids of subnets that a resource of its own gives a further network.
    subnets_with_further_networks: Vec<Value>,
    /// Network interfaces with a resource of their own, read data sources among them.
    pub interfaces: Table<Interface>,
    /// Instances, spot instance requests among them.
    pub instances: Table<Instance>,
    /// Launch templates.
    pub templates: Table<LaunchTemplate>,
    /// Auto Scaling groups, fleets and node groups.
    pub groups: Vec<Group>,
    /// Security groups.
    pub security_groups: Table<SecurityGroup>,
    /// Security groups that are usable in other VPCs too.
    pub security_group_vpcs: Vec<SecurityGroupVpcAssociation>,
    /// What stands for the default VPC of the region: data sources that look it up, resources that take it over.
    pub default_vpcs: Vec<TermId>,
    /// Security groups that are added to interfaces by resources of their own.
    pub security_group_attachments: Vec<SecurityGroupAttachment>,
    /// The rules of security groups, whichever way they are written.
    pub security_group_rules: Vec<SecurityGroupRule>,
    /// Which rules each security group has, by the group's term.
    rules_of_groups: FxHashMap<TermId, RulesOfGroup>,
    /// Which interfaces those attachments are for.
    pub attached_groups: AttachedGroups,
    /// VPCs.
    pub vpcs: Table<Vpc>,
    /// Further networks of VPCs.
    pub vpc_cidr_blocks: Vec<VpcCidrBlock>,
    /// Attachments of internet gateways to VPCs.
    pub internet_gateways: Vec<InternetGatewayAttachment>,
    /// Route tables.
    pub route_tables: Table<RouteTable>,
    /// Route tables on subnets.
    pub table_associations: Vec<RouteTableAssociation>,
    /// Route tables that become the main ones of their VPCs.
    pub main_tables: Vec<MainRouteTable>,
    /// Attachments of interfaces to instances that exist already, whichever way they are written.
    pub attachments: Vec<Attachment>,
    /// Elastic IP addresses.
    pub elastic_ips: Table<ElasticIp>,
    /// Associations of Elastic IP addresses, inline ones among them.
    pub associations: Vec<ElasticIpAssociation>,
    /// Routes.
    pub routes: Vec<Route>,
    /// Target groups of load balancers.
    pub target_groups: Table<TargetGroup>,
    /// What is registered in target groups one by one.
    pub registrations: Vec<Registration>,
    /// What is launched, with the interfaces each will have.
    pub launches: Vec<Launch>,
    /// What there was no room for.
    pub left_out: Vec<Unchecked>,
    others: Vec<OtherResource>,
    /// Addresses of what exists already and is taken over.
    imports: Vec<String>,
    dependencies: OnceCell<Dependencies>,
}

impl Graph {
    /// The graph of a configuration.
    pub fn new(mut configuration: Configuration) -> Self {
        let values = Rc::new(std::mem::take(&mut configuration.arena));
        build::graph(configuration, values)
    }

    /// The graph of a configuration whose values an arena holds that other configurations use too; its own arena is not looked at.
    pub fn sharing(values: &Rc<Arena>, configuration: Configuration) -> Self {
        build::graph(configuration, Rc::clone(values))
    }

    /// The place at which a value is used, or the fallback where it is not written anywhere.
    pub fn span(&self, value: &Value, fallback: Span) -> Span {
        self.values.span(value.origin).unwrap_or(fallback)
    }

    /// The zone of a subnet that is given by its id.
    pub fn zone_of_subnet(&self, subnet: &Value) -> Zone {
        attach::zone_of_subnet(&self.values, &self.subnets, subnet)
    }

    /// The launches of the instances that an id may refer to, each with the guard under which it does.
    pub fn launches_of(&self, instance: &Value) -> Vec<(Guard, &Launch)> {
        let alternatives = self.values.alternatives(instance).into_iter();
        // The launches of instances come first, in the order of the instances.
        alternatives.filter_map(|(guard, id)| Some((guard, &self.launches[self.instances.position(&self.values, &id)?]))).collect()
    }

    /// The launch of the instance that a resource declares.
    pub fn launch_of(&self, instance: &Resource) -> Option<&Launch> {
        // The launches of instances come first, in the order of the instances.
        self.launches.get(self.instances.position_of(instance.term)?)
    }

    /// The launch templates that ids or names may refer to, each with the guard under which it does.
    pub fn templates_of<'a>(&'a self, references: &[Value]) -> Vec<(Guard, &'a LaunchTemplate)> {
        let alternatives = references.iter().flat_map(|reference| self.values.alternatives(reference));
        alternatives
            .filter_map(|(guard, reference)| Some((guard, &self.templates[attach::template_position(self, &reference)?])))
            .collect()
    }

    /// The source/destination checks of what an id of an interface may refer to: an interface with a resource of its own, or
    /// the primary interface of an instance. Each with the guard under which it does and the resource that says it.
    pub fn source_dest_checks(&self, interface: &Value) -> Vec<(Guard, Value, &Arc<Resource>)> {
        let mut found = Vec::new();
        for (guard, id) in self.values.alternatives(interface) {
            if let Some(position) = self.interfaces.position(&self.values, &id) {
                let node = &self.interfaces[position];
                found.push((guard, node.source_dest_check.clone(), &node.resource));
            }
            if let Some(launch) = self.launch_of_primary(&id) {
                found.extend(self.primary_check(guard, launch));
            }
        }
        found
    }

    /// The source/destination check of the primary interface of a launch, if it is known which one that is.
    pub fn primary_check<'a>(&'a self, guard: Guard, launch: &'a Launch) -> Option<(Guard, Value, &'a Arc<Resource>)> {
        let primary = launch.primary().filter(|_| !launch.open)?;
        let resource = primary.resource.as_ref().or(launch.resource.as_ref())?;
        let guard = self.together([guard, launch.guard, primary.guard])?;
        Some((guard, primary.source_dest_check.clone(), resource))
    }

    /// The launch of the instance whose primary interface an id is.
    fn launch_of_primary(&self, id: &Value) -> Option<&Launch> {
        let position = self.instances.position_by(&self.values, id, &["primary_network_interface_id"])?;
        // The launches of instances come first, in the order of the instances.
        self.launches.get(position)
    }

    /// When two ids certainly name the same thing. Defaults of inputs keep places: two inputs that happen to have the same one
    /// do not name the same thing, and an empty id names nothing.
    pub fn same_id(&self, a: &Value, b: &Value) -> Guard {
        let mut same = Guard::NEVER;
        for (a_guard, a) in self.values.alternatives(a) {
            for (b_guard, b) in self.values.alternatives(b) {
                let names_something = !a.is_null() && a.as_str() != Some("");
                if names_something && a == b && !self.have_different_defaults(&a, &b) {
                    same = self.values.or(same, self.values.and(a_guard, b_guard));
                }
            }
        }
        same
    }

    /// Whether two known values are the defaults of two different inputs.
    fn have_different_defaults(&self, a: &Value, b: &Value) -> bool {
        let default = |value: &Value| {
            self.values.steps(value.origin).into_iter().find_map(|step| match step.kind {
                OriginKind::Default(name) => Some((name, step.span)),
                _ => None,
            })
        };
        a.is_known() && matches!((default(a), default(b)), (Some(a), Some(b)) if a != b)
    }

    /// Whether two entries of a launch name one existing interface, in some case at least.
    pub fn is_one_interface(&self, first: &LaunchInterface, second: &LaunchInterface) -> bool {
        self.same_id(&first.interface, &second.interface) != Guard::NEVER
    }

    /// When two zones are certainly the same, and when they certainly differ.
    pub fn same_zone(&self, a: &Zone, b: &Zone) -> Comparison {
        let (names, ids) = (self.values.same(&a.name, &b.name), self.values.same(&a.id, &b.id));
        // Null is no zone: two unwritten ones say nothing about each other.
        let written = |zone: &Value| !zone.is_null();
        let names = if written(&a.name) && written(&b.name) { names } else { Comparison::MAYBE };
        let ids = if written(&a.id) && written(&b.id) { ids } else { Comparison::MAYBE };
        Comparison { yes: self.values.or(names.yes, ids.yes), no: self.values.or(names.no, ids.no) }
    }

    /// What a message calls a zone: its name or id, or the expression for it in backticks.
    pub fn describe_zone(&self, zone: &Value) -> String {
        match zone.as_str() {
            Some(zone) => zone.to_owned(),
            None => format!("`{}`", self.values.describe(zone)),
        }
    }

    /// The spelling of the language that the configuration is written in, for what a person is told to type.
    pub fn spelled<'a>(&self, terraform: &'a str, cloudformation: &'a str) -> &'a str {
        match self.language {
            Language::Terraform => terraform,
            Language::CloudFormation => cloudformation,
        }
    }

    /// When something is certainly written, be it an attribute of a resource whose value is not known yet.
    pub fn is_written(&self, value: &Value) -> Guard {
        let of_resource = self.values.when(value, |value| self.declaration(value).is_some());
        self.values.or(self.values.is_present(value), of_resource)
    }

    /// When something is certainly written that sets anything: an empty list does not.
    pub fn is_set(&self, value: &Value) -> Guard {
        let filled = self.values.when(value, |value| self.values.is_filled(value));
        self.values.and(self.values.is_present(value), filled)
    }

    /// When certainly nothing is written that sets anything.
    pub fn is_unset(&self, value: &Value) -> Guard {
        self.values.when(value, |value| value.is_null() || value.items().is_some_and(<[_]>::is_empty))
    }

    /// Both guards and whether they can hold together: the guard of a finding that needs both, or nothing.
    pub fn together(&self, guards: impl IntoIterator<Item = Guard>) -> Option<Guard> {
        let all = self.values.all(guards);
        self.values.possible(all).then_some(all)
    }
}
