//! The source/destination checks of what routes lead to, and whether these are for addresses of their own.

use super::Route;
use crate::configuration::Resource;
use crate::graph::{Endpoint, Graph, Interface, Launch, LaunchInterface};
use crate::value::{Data, Guard, Value};
use ipnet::IpNet;
use rustc_hash::FxHashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// The instances and templates that have interfaces with a resource of their own, by the positions of these.
pub type Owners<'a> = FxHashMap<usize, Vec<&'a Launch>>;

/// A source/destination check that is certainly on.
#[derive(Clone, Debug)]
pub struct SwitchedOn<'a> {
    /// When it is.
    pub guard: Guard,
    /// What sets it.
    pub resource: &'a Arc<Resource>,
    /// Its value, as written or by default.
    pub check: Value,
}

/// What scripts say that switch the check off themselves, and images that do.
const SWITCHES_OFF: [&str; 5] = ["source-dest", "sourcedest", "source_dest", "fck-nat", "alternat"];

impl Graph {
    /// Which instances and templates have which interfaces.
    pub fn owners(&self) -> Owners<'_> {
        let mut owners = Owners::default();
        for launch in &self.launches {
            for position in launch.interfaces.iter().filter_map(|interface| interface.node) {
                owners.entry(position).or_default().push(launch);
            }
        }
        owners
    }

    /// The source/destination check of an interface that a route leads to, if it is certainly on and nothing that is known of
    /// switches it off: not its instance, not a script on one, not somebody whose changes are ignored.
    pub fn switched_on<'a>(&'a self, endpoint: &Endpoint<'a>, owners: &Owners<'a>) -> Option<SwitchedOn<'a>> {
        let (resource, check) = match (endpoint.node, endpoint.launch) {
            (Some(node), _) if is_ordinary(node) => (&node.resource, node.source_dest_check.clone()),
            (None, Some((launch, primary))) if !launch.open => (launch.resource.as_ref()?, primary.source_dest_check.clone()),
            _ => return None,
        };
        let position = endpoint.node.and_then(|node| self.interfaces.position_of(node.resource.term));
        let attached = position.and_then(|position| owners.get(&position)).into_iter().flatten().copied();
        let launches: Vec<&Launch> = attached.chain(endpoint.launch.map(|(launch, _)| launch)).collect();
        let by_instance = |launch: &&Launch| self.switches_off(launch);
        // An interface that nothing attaches is attached by a script, which may be on any instance.
        let scripts = if launches.is_empty() { self.launches.iter().any(|launch| by_instance(&launch)) } else { false };
        if scripts || launches.iter().any(by_instance) || is_ignored(resource) || self.is_given_to_code(&resource.address.block()) {
            return None;
        }
        let guard = self.together([endpoint.guard, self.values.is_bool(&check, true)])?;
        Some(SwitchedOn { guard, resource, check })
    }

    /// Whether an instance, or what runs on it, may switch the check of its interfaces off.
    fn switches_off(&self, launch: &Launch) -> bool {
        let own = launch.instance().map(|position| &self.instances[position]);
        let set_off = own.is_some_and(|instance| self.values.is_bool(&instance.source_dest_check, true) != Guard::ALWAYS);
        let ignored = launch.resource.as_ref().is_some_and(is_ignored);
        let listed = launch.interfaces.iter().any(|interface| interface.node.is_some());
        (listed && (set_off || ignored)) || self.switches_off_by_script(launch)
    }

    /// Whether what runs on an instance may switch the checks of its interfaces off.
    pub fn switches_off_by_script(&self, launch: &Launch) -> bool {
        let image = self.values.describe(&launch.software.image).to_lowercase().replace('_', "-");
        image.contains("fck-nat") || image.contains("alternat") || self.may_mention(&launch.software, &SWITCHES_OFF)
    }

    /// When the check of an interface is certainly on, and nobody else than the configuration decides it.
    pub fn is_checked(&self, launch: &Launch, interface: &LaunchInterface) -> Guard {
        let resource = interface.resource.as_ref().or(launch.resource.as_ref());
        let by_others = |resource: &Arc<Resource>| is_ignored(resource) || self.is_given_to_code(&resource.address.block());
        let of_instance = launch.instance().map(|position| &self.instances[position].source_dest_check);
        let set_there = of_instance.is_some_and(|check| self.values.is_bool(check, true) != Guard::ALWAYS);
        let elsewhere = set_there && interface.is_primary() && interface.node.is_some();
        match elsewhere || resource.is_some_and(by_others) {
            true => Guard::NEVER,
            false => self.values.is_bool(&interface.source_dest_check, true),
        }
    }

    /// Whether a destination may be an address or a prefix of the interface itself, which its check lets pass.
    pub fn may_be_own(&self, destination: &Value, node: Option<&Interface>) -> bool {
        let Some(node) = node else { return false };
        let settings = Value::list(node.address_settings.iter().map(|setting| setting.value.clone()).collect());
        let within = self.values.terms_within(destination);
        if within.contains(&node.resource.term) {
            return true;
        }
        match (&destination.data, destination.as_str().and_then(|text| text.parse::<IpNet>().ok())) {
            (_, Some(network)) => self.values.words(&settings).split_whitespace().any(|own| contains(own, network)),
            (Data::Term(term), None) => self.values.terms_within(&settings).contains(term),
            _ => false,
        }
    }

    /// Whether a route's destination lies outside of the networks of its VPC, as far as these are certainly known.
    pub fn is_outside_vpc(&self, route: &Route, destination: &Value) -> bool {
        let Some(network) = destination.as_str().and_then(|text| text.parse::<IpNet>().ok()) else { return false };
        if network.prefix_len() == 0 {
            return true;
        }
        let tables = self.route_tables.resolve(&self.values, &route.table);
        let vpcs: Vec<_> = tables.iter().flat_map(|(_, table)| self.vpcs.resolve(&self.values, &table.vpc)).collect();
        !vpcs.is_empty()
            && self.vpc_cidr_blocks.is_empty()
            && vpcs.iter().all(|(_, vpc)| {
                let own = vpc.cidr_block.as_str().and_then(|text| text.parse::<IpNet>().ok());
                own.is_some_and(|own| matches!((own, network), (IpNet::V4(_), IpNet::V4(_))) && !overlap(own, network))
            })
    }
}

fn overlap(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// Whether an address or a prefix, as it is written, holds a network.
fn contains(own: &str, network: IpNet) -> bool {
    let own = own.parse::<IpNet>().ok().or_else(|| own.parse::<IpAddr>().ok().map(IpNet::from));
    own.is_some_and(|own| own.contains(&network))
}

/// Whether changes of the check by others are left alone.
fn is_ignored(resource: &Arc<Resource>) -> bool {
    resource.lifecycle.ignore_changes.iter().any(|name| matches!(&**name, "all" | "source_dest_check"))
}

/// Whether it is an interface of the usual kind: others belong to services and carry what these send.
fn is_ordinary(node: &Interface) -> bool {
    node.interface_type.is_null() || matches!(node.interface_type.as_str(), Some("interface" | ""))
}
