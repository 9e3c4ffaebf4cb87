//! Instances that forward packets: whether routes lead to them, and whether they are called so.

use crate::graph::roles::has_word;
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, TermId};
use rustc_hash::FxHashSet;

/// Parts of names of what forwards packets by its trade, or carries addresses that are not its own.
const TRADES: [&str; 31] = [
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
const WORDS: [&str; 7] = ["fw", "gw", "igw", "edge", "wan", "k8s", "bgp"];

/// Words that do so in names: in expressions they are plurals (`var.subnet_ids`).
const WORDS_OF_NAMES: [&str; 2] = ["ids", "ips"];

/// Parts of names of products that only forward.
const FORWARDERS: [&str; 9] = ["fortigate", "fortios", "vmseries", "vm-series", "vm_series", "panos", "asav", "csr1000v", "vsrx"];

/// Parts of names of what only manages those.
const MANAGERS: [&str; 6] = ["manager", "management", "panorama", "analyzer", "controller", "fck"];

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

    /// Whether the subnet of an interface is made in this configuration, so that its routes should be here, too.
    pub fn has_own_subnet(&self, interface: &LaunchInterface) -> bool {
        self.subnets.resolve(&self.values, &interface.subnet).iter().any(|(_, subnet)| subnet.resource.is_managed())
    }

    /// Whether an instance or its image is called a NAT instance or after a firewall product, which nobody has for anything but forwarding.
    pub fn is_called_forwarder(&self, launch: &Launch) -> bool {
        let values = &self.values;
        let image = values.describe(&launch.software.image).to_lowercase();
        let names = [launch.name(values), values.words(&launch.tags), image.clone()].join(" ");
        let lower = names.to_lowercase();
        let is_product = FORWARDERS.iter().any(|part| lower.contains(part)) || image.contains("firewall");
        (is_product || has_word(&names, is_nat)) && !MANAGERS.iter().any(|part| lower.contains(part))
    }

    /// Whether an instance, its image, its script or one of its interfaces is called something that forwards packets.
    pub fn is_appliance(&self, launch: &Launch) -> bool {
        *launch.asked.is_appliance.get_or_init(|| self.is_called_appliance(launch))
    }

    fn is_called_appliance(&self, launch: &Launch) -> bool {
        let values = &self.values;
        let software = &launch.software;
        let mut names = vec![launch.name(values), values.words(&launch.tags)];
        let mut expressions = vec![values.describe(&software.image), values.text(&software.user_data)];
        for interface in &launch.interfaces {
            names.extend(interface.resource.as_ref().map(|resource| resource.name()));
            names.extend([values.words(&interface.description), values.words(&interface.tags)]);
            expressions.push(values.describe(&interface.subnet));
        }
        let is_one = |text: &String, further: &[&str]| {
            let lower = text.to_lowercase();
            let alone = |word: &str| WORDS.contains(&word) || further.contains(&word) || is_nat(word);
            // A digit is no end of a word here: `k8s`.
            let mut whole = lower.split(|c: char| !c.is_alphanumeric());
            TRADES.iter().any(|part| lower.contains(part)) || whole.any(alone) || has_word(text, alone)
        };
        names.iter().any(|name| is_one(name, &WORDS_OF_NAMES)) || expressions.iter().any(|text| is_one(text, &[]))
    }
}

/// Whether a word means address translation: `nat`, `natgw`, `snat`, and not `termination`.
fn is_nat(word: &str) -> bool {
    let of_nat = |rest: &str| {
        ["", "s", "gw", "gateway", "instance", "box", "server", "host"]
            .contains(&rest.trim_end_matches(|c: char| c.is_ascii_digit()))
    };
    word.ends_with("nat") || word.strip_prefix("nat").is_some_and(of_nat)
}
