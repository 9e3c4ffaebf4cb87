//! Instances that forward packets: whether routes lead to them, and whether they are called so.

use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, TermId};
use rustc_hash::FxHashSet;

/// Parts of names of what forwards packets by its trade, or carries addresses that are not its own.
const TRADES: [&str; 32] = [
    "nat",
    "vpn",
    "firewall",
    "router",
    "routing",
    "gateway",
    "forward",
    "forti",
    "palo",
    "vmseries",
    "panos",
    "checkpoint",
    "cloudguard",
    "asav",
    "ftd",
    "csr",
    "vsrx",
    "xrd",
    "sophos",
    "wireguard",
    "tailscale",
    "tunnel",
    "vrrp",
    "keepalived",
    "anycast",
    "inspect",
    "appliance",
    "sensor",
    "kube",
    "eks",
    "calico",
    "overlay",
];

/// Words that say so where they stand alone.
const WORDS: [&str; 9] = ["fw", "gw", "igw", "ids", "ips", "edge", "wan", "k8s", "bgp"];

impl Graph {
    /// The interfaces and instances that routes lead to; nothing where a route may lead to any of them.
    pub fn targets_of_routes(&self) -> Option<FxHashSet<TermId>> {
        let mut targets = FxHashSet::default();
        for route in self.routes.iter().filter(|route| !route.target.is_empty()) {
            for endpoint in self.endpoints(&route.target) {
                let launch = endpoint.launch.and_then(|(launch, _)| launch.resource.as_ref());
                targets.extend(endpoint.resource().into_iter().chain(launch).map(|resource| resource.term));
                if endpoint.resource().is_none() {
                    targets.extend(self.values.terms_within(route.target.written()));
                    let id = endpoint.instance.as_ref().unwrap_or(&endpoint.id);
                    if !self.is_from_outside(id) {
                        return None;
                    }
                }
            }
        }
        Some(targets)
    }

    /// Whether the routing of the network of one of two interfaces is in this configuration.
    pub fn is_routed_here(&self, first: &LaunchInterface, second: &LaunchInterface) -> bool {
        self.table_associations.iter().any(|association| {
            [first, second].into_iter().any(|interface| self.same_id(&association.subnet, &interface.subnet) != Guard::NEVER)
        })
    }

    /// Whether an instance, its image, its script or one of its interfaces is called something that forwards packets.
    pub fn is_appliance(&self, launch: &Launch) -> bool {
        let values = &self.values;
        let mut text = launch.name(values);
        let software = &launch.software;
        let parts = [values.describe(&software.image), values.text(&software.user_data), values.words(&launch.tags)];
        let interfaces = launch.interfaces.iter().flat_map(|interface| {
            let resource = interface.resource.as_ref().map(|resource| resource.name()).unwrap_or_default();
            [resource, values.words(&interface.description), values.words(&interface.tags), values.describe(&interface.subnet)]
        });
        for part in parts.into_iter().chain(interfaces) {
            text.push(' ');
            text.push_str(&part);
        }
        let text = text.to_lowercase();
        let named = |part: &&str| text.contains(*part);
        TRADES.iter().any(named) || text.split(|letter: char| !letter.is_alphanumeric()).any(|word| WORDS.contains(&word))
    }
}
