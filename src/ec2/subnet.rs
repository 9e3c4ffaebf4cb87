//! Which addresses of a subnet EC2 gives to interfaces. Whether two interfaces want the same one is for the rules.

use ipnet::IpNet;
use std::net::IpAddr;

/// Why an interface cannot have an address in a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// The address is not in the subnet's CIDR block.
    OutsideSubnet,
    /// The address is one of the five that AWS keeps.
    Reserved {
        /// What for, as AWS says it.
        why: &'static str,
    },
}

/// What keeps an interface from having this address in a subnet with this CIDR block; `None` where nothing does, and for an
/// address of the other version of IP, about which the block says nothing.
///
/// AWS reserves the first four and the last address of every subnet CIDR block, of IPv4 and of IPv6:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>.
pub fn address_problem(subnet: IpNet, address: IpAddr) -> Option<AddressProblem> {
    let (index, last) = match (subnet, address) {
        (IpNet::V4(subnet), IpAddr::V4(address)) => {
            let index = u128::from(u32::from(address)).checked_sub(u128::from(u32::from(subnet.network())));
            (index, u128::from(u32::from(subnet.hostmask())))
        }
        (IpNet::V6(subnet), IpAddr::V6(address)) => {
            (u128::from(address).checked_sub(u128::from(subnet.network())), u128::from(subnet.hostmask()))
        }
        _ => return None,
    };
    let why = match (index, address.is_ipv4()) {
        (None, _) => return Some(AddressProblem::OutsideSubnet),
        (Some(index), _) if index > last => return Some(AddressProblem::OutsideSubnet),
        (Some(0), true) => "the network address",
        (Some(1), true) => "reserved by AWS for the VPC router",
        (Some(2), true) => "reserved by AWS for DNS",
        (Some(3), true) => "reserved by AWS for future use",
        (Some(index), true) if index == last => "the broadcast address, which AWS reserves",
        (Some(0..=3), false) => "one of the first four addresses of the subnet, which AWS reserves",
        (Some(index), false) if index == last => "the last address of the subnet, which AWS reserves",
        (Some(_), _) => return None,
    };
    Some(AddressProblem::Reserved { why })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn problem(subnet: &str, address: &str) -> Option<AddressProblem> {
        address_problem(subnet.parse().unwrap(), address.parse().unwrap())
    }

    fn reserved(subnet: &str, address: &str) -> bool {
        matches!(problem(subnet, address), Some(AddressProblem::Reserved { .. }))
    }

    #[test]
    fn the_first_four_and_the_last_address_are_reserved() {
        for address in ["10.0.1.0", "10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.255"] {
            assert!(reserved("10.0.1.0/24", address), "{address}");
        }
        for address in ["10.0.1.4", "10.0.1.254"] {
            assert_eq!(problem("10.0.1.0/24", address), None, "{address}");
        }
        assert!(reserved("10.0.1.16/28", "10.0.1.31"));
        assert_eq!(problem("10.0.0.0/16", "10.0.1.255"), None);
        let router = AddressProblem::Reserved { why: "reserved by AWS for the VPC router" };
        assert_eq!(problem("10.0.1.0/24", "10.0.1.1"), Some(router));
    }

    #[test]
    fn the_same_holds_for_ipv6() {
        for address in ["2001:db8::", "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::ffff:ffff:ffff:ffff"] {
            assert!(reserved("2001:db8::/64", address), "{address}");
        }
        assert_eq!(problem("2001:db8::/64", "2001:db8::4"), None);
        assert_eq!(problem("2001:db8::/64", "2001:db8:0:1::4"), Some(AddressProblem::OutsideSubnet));
    }

    #[test]
    fn an_address_outside_is_outside() {
        for address in ["10.0.0.255", "10.0.2.0", "192.168.0.1"] {
            assert_eq!(problem("10.0.1.0/24", address), Some(AddressProblem::OutsideSubnet), "{address}");
        }
    }

    #[test]
    fn host_bits_of_the_block_are_ignored_and_extremes_do_not_overflow() {
        assert!(reserved("10.0.1.77/24", "10.0.1.0"));
        assert_eq!(problem("0.0.0.0/0", "10.0.0.1"), None);
        assert!(reserved("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        assert!(reserved("255.255.255.255/32", "255.255.255.255"));
    }

    #[test]
    fn the_other_version_is_not_judged() {
        assert_eq!(problem("10.0.1.0/24", "2001:db8::4"), None);
        assert_eq!(problem("2001:db8::/64", "10.0.1.4"), None);
    }
}
