//! Network limits of instance types. What an instance asks for, and whether it fits, is for the rules.
//!
//! The data are what DescribeInstanceTypes reported in 17 regions in August 2026, read from the table published in
//! <https://github.com/aws/amazon-vpc-cni-k8s> (Apache-2.0). That table's `ENILimit` is the limit of the *default* network
//! card; the limit of an instance is the sum over its cards, which is what [`NetworkLimits::interfaces`] gives. Whether a type
//! has IPv6, Elastic Fabric Adapters and ENA Express is what DescribeInstanceTypes reported in October 2026, read from the
//! responses that <https://github.com/getmoto/moto> (Apache-2.0) ships; so are a few types that are newer than the first table.
//! A type that is not in the table is unknown, not wrong, and so is an empty field.

use std::sync::{LazyLock, OnceLock};

/// A header, then one instance type a line, sorted by name.
const TABLE: &str = include_str!("instance-types.csv");

/// What an instance type offers its network interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkLimits {
    /// The instance type as EC2 spells it.
    pub instance_type: &'static str,
    /// IPv4 addresses on one interface, the primary one included.
    pub ipv4_per_interface: u16,
    /// The index of the card that carries the primary interface.
    pub default_network_card: usize,
    /// What runs under the instance.
    pub hypervisor: Hypervisor,
    /// Whether the instance has the machine for itself.
    pub bare_metal: bool,
    /// Whether its interfaces can have IPv6 addresses: then as many as IPv4 addresses.
    pub ipv6: Option<bool>,
    /// The number of Elastic Fabric Adapters it can have, one a network card.
    pub efas: Option<usize>,
    /// Whether it has ENA Express.
    pub ena_express: Option<bool>,
    /// One number a card, separated by spaces.
    cards: &'static str,
}

/// What runs under an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hypervisor {
    /// `nitro`
    Nitro,
    /// `xen`
    Xen,
    /// Not told, as for most bare metal types.
    Unknown,
}

impl NetworkLimits {
    /// The number of network interfaces that fit on each network card, by card index.
    pub fn interfaces_per_card(&self) -> impl Iterator<Item = usize> + use<> {
        self.cards.split(' ').filter_map(|number| number.parse().ok())
    }

    /// The number of network interfaces of the instance: the sum over its cards.
    pub fn interfaces(&self) -> usize {
        self.interfaces_per_card().sum()
    }

    /// The number of network cards.
    pub fn cards(&self) -> usize {
        self.interfaces_per_card().count()
    }
}

/// The most IPv4 addresses, and the most IPv6 addresses, that an interface of any known type can have.
pub const MOST_ADDRESSES_PER_INTERFACE: u16 = 64;

/// The limits of an instance type; `None` for one that is not in the table.
pub fn network_limits(instance_type: &str) -> Option<NetworkLimits> {
    let limits = rows_from(instance_type).first().and_then(Row::limits)?;
    (limits.instance_type == instance_type).then_some(limits)
}

/// The smallest type of the same family that fits so many network interfaces; bare metal only where nothing else does.
pub fn smallest_in_family(instance_type: &str, interfaces: usize) -> Option<&'static str> {
    smallest(instance_type, |limits| limits.interfaces() >= interfaces)
}

/// The smallest type of the same family whose interfaces can have so many addresses.
pub fn smallest_for_addresses(instance_type: &str, addresses: u64) -> Option<&'static str> {
    smallest(instance_type, |limits| u64::from(limits.ipv4_per_interface) >= addresses)
}

fn smallest(instance_type: &str, fits: impl Fn(&NetworkLimits) -> bool) -> Option<&'static str> {
    let (family, _) = instance_type.split_once('.')?;
    let size = |row: &NetworkLimits| row.instance_type.get(family.len() + 1..).map(size_rank);
    // All names of one family share the prefix with its dot, so they stand together.
    rows_from(&format!("{family}."))
        .iter()
        .map_while(Row::limits)
        .take_while(|row| row.instance_type.split_once('.').is_some_and(|(name, _)| name == family))
        .filter(|row| fits(row))
        .min_by_key(size)
        .map(|row| row.instance_type)
}

/// Orders the part after the dot: `nano`, `micro`, …, `large`, `xlarge`, `2xlarge`, …, then `metal`, `metal-24xl`, ….
fn size_rank(size: &str) -> (u8, u32) {
    let number = |text: &str| text.parse().unwrap_or(u32::MAX);
    match size {
        "nano" => (0, 0),
        "micro" => (1, 0),
        "small" => (2, 0),
        "medium" => (3, 0),
        "large" => (4, 0),
        "xlarge" => (5, 1),
        "metal" => (6, 0),
        _ => match (size.strip_suffix("xlarge"), size.strip_prefix("metal-").and_then(|rest| rest.strip_suffix("xl"))) {
            (Some(times), _) => (5, number(times)),
            (None, Some(times)) => (6, number(times)),
            (None, None) => (7, 0),
        },
    }
}

/// A row of the table, which is read when it is asked for.
struct Row {
    text: &'static str,
    limits: OnceLock<Option<NetworkLimits>>,
}

impl Row {
    fn limits(&self) -> Option<NetworkLimits> {
        *self.limits.get_or_init(|| read_row(self.text))
    }
}

/// The rows of the table from the first whose name is not less.
fn rows_from(name: &str) -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> =
        LazyLock::new(|| TABLE.lines().skip(1).map(|text| Row { text, limits: OnceLock::new() }).collect());
    // The comma after a name comes before all that names consist of, so that rows stand as their names do.
    &ROWS[ROWS.partition_point(|row| row.text < name)..]
}

fn read_row(row: &'static str) -> Option<NetworkLimits> {
    let mut fields = row.split(',');
    let instance_type = fields.next()?;
    let _on_default_card = fields.next()?;
    let ipv4_per_interface = fields.next()?.parse().ok()?;
    let default_network_card = fields.next()?.parse().ok()?;
    let cards = fields.next()?;
    let hypervisor = match fields.next()? {
        "nitro" => Hypervisor::Nitro,
        "xen" => Hypervisor::Xen,
        _ => Hypervisor::Unknown,
    };
    let bare_metal = fields.next()? == "true";
    let (ipv6, efas, ena_express) = (fields.next()?.parse().ok(), fields.next()?.parse().ok(), fields.next()?.parse().ok());
    Some(NetworkLimits {
        instance_type,
        ipv4_per_interface,
        default_network_card,
        hypervisor,
        bare_metal,
        ipv6,
        efas,
        ena_express,
        cards,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn known_types_have_their_limits() {
        let interfaces = |name| network_limits(name).unwrap().interfaces();
        assert_eq!(interfaces("t3.micro"), 2);
        assert_eq!(interfaces("m4.large"), 2);
        assert_eq!(interfaces("c5.18xlarge"), 15);
        let p5 = network_limits("p5.48xlarge").unwrap();
        assert_eq!((p5.interfaces(), p5.cards(), p5.bare_metal), (64, 32, false));
        assert_eq!(p5.interfaces_per_card().collect::<Vec<_>>(), vec![2; 32]);
        let t3 = network_limits("t3.micro").unwrap();
        assert_eq!((t3.ipv4_per_interface, t3.default_network_card, t3.hypervisor), (2, 0, Hypervisor::Nitro));
        assert_eq!(network_limits("m4.large").unwrap().hypervisor, Hypervisor::Xen);
        assert!(network_limits("c5.metal").unwrap().bare_metal);
        let c5n = network_limits("c5n.18xlarge").unwrap();
        assert_eq!((c5n.ipv6, c5n.efas, c5n.ena_express), (Some(true), Some(1), Some(false)));
        assert_eq!((t3.efas, network_limits("m3.large").unwrap().ipv6), (Some(0), Some(false)));
        assert_eq!(network_limits("p3.2xlarge").unwrap().efas, None, "not reported");
    }

    #[test]
    fn every_row_is_found_by_its_name_and_is_whole() {
        let names: Vec<_> = TABLE.lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "the table is bisected");
        assert!(names.len() > 1000);
        for (name, row) in names.iter().zip(TABLE.lines().skip(1)) {
            let limits = network_limits(name).unwrap();
            assert_eq!(limits.instance_type, *name);
            let on_default_card: usize = row.split(',').nth(1).unwrap().parse().unwrap();
            let cards: Vec<_> = limits.interfaces_per_card().collect();
            assert!(limits.ipv4_per_interface <= MOST_ADDRESSES_PER_INTERFACE, "{name}");
            assert!(limits.efas.is_none_or(|efas| efas <= cards.len()), "{name}: one Elastic Fabric Adapter a card");
            assert_eq!(cards.len(), limits.cards.split(' ').count(), "{name}: every card has a number");
            assert_eq!(cards[limits.default_network_card], on_default_card, "{name}");
            assert!(size_rank(name.split_once('.').unwrap().1) < (7, 0), "{name} has a size that is ordered");
        }
    }

    #[test]
    fn an_unknown_type_is_unknown() {
        for name in ["", ".", "t3", "t3.", "t3.micro2", "zz9.large", "a", "T3.micro", "instance_type", "t3.micro,2"] {
            assert_eq!(network_limits(name), None, "{name}");
        }
    }

    #[test]
    fn the_smallest_that_fits_is_of_the_same_family() {
        assert_eq!(smallest_in_family("t3.micro", 3), Some("t3.small"));
        assert_eq!(smallest_in_family("t3.micro", 4), Some("t3.xlarge"));
        assert_eq!(smallest_in_family("t3.2xlarge", 1), Some("t3.nano"));
        assert_eq!(smallest_in_family("t3.micro", 5), None);
        assert_eq!(smallest_in_family("m5.large", 9), Some("m5.16xlarge"), "not m5.metal");
        assert_eq!(smallest_in_family("c5", 1), None);
        assert_eq!(smallest_in_family("zz9.large", 1), None);
    }

    #[test]
    fn sizes_are_ordered_as_people_order_them() {
        let mut sizes = ["metal-48xl", "16xlarge", "metal", "2xlarge", "xlarge", "large", "nano", "metal-24xl", "small"];
        sizes.sort_by_key(|size| size_rank(size));
        let ordered = ["nano", "small", "large", "xlarge", "2xlarge", "16xlarge", "metal", "metal-24xl", "metal-48xl"];
        assert_eq!(sizes, ordered);
    }
}
