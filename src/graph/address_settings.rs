//! How both languages name the settings that give a network interface addresses.

use super::AddressSetting;
use super::Family::{Ipv4, Ipv6};
use super::Form::{Count, Flag, List, PrefixCount, Prefixes, Primary, Secondary};

/// `aws_network_interface`
pub(super) static INTERFACE: [AddressSetting; 11] = [
    AddressSetting::new("private_ips", Ipv4, List),
    AddressSetting::new("private_ip_list", Ipv4, List),
    AddressSetting::new("private_ips_count", Ipv4, Count),
    AddressSetting::new("ipv4_prefixes", Ipv4, Prefixes),
    AddressSetting::new("ipv4_prefix_count", Ipv4, PrefixCount),
    AddressSetting::new("ipv6_addresses", Ipv6, List),
    AddressSetting::new("ipv6_address_list", Ipv6, List),
    AddressSetting::new("ipv6_address_count", Ipv6, Count),
    AddressSetting::new("ipv6_prefixes", Ipv6, Prefixes),
    AddressSetting::new("ipv6_prefix_count", Ipv6, PrefixCount),
    AddressSetting::new("enable_primary_ipv6", Ipv6, Flag),
];

/// `aws_instance`
pub(super) static INSTANCE: [AddressSetting; 5] = [
    AddressSetting::new("private_ip", Ipv4, Primary),
    AddressSetting::new("secondary_private_ips", Ipv4, Secondary),
    AddressSetting::new("ipv6_addresses", Ipv6, List),
    AddressSetting::new("ipv6_address_count", Ipv6, Count),
    AddressSetting::new("enable_primary_ipv6", Ipv6, Flag),
];

/// `aws_launch_template.network_interfaces`
pub(super) static TEMPLATE: [AddressSetting; 10] = [
    AddressSetting::new("private_ip_address", Ipv4, Primary),
    AddressSetting::new("ipv4_addresses", Ipv4, List),
    AddressSetting::new("ipv4_address_count", Ipv4, Count),
    AddressSetting::new("ipv4_prefixes", Ipv4, Prefixes),
    AddressSetting::new("ipv4_prefix_count", Ipv4, PrefixCount),
    AddressSetting::new("ipv6_addresses", Ipv6, List),
    AddressSetting::new("ipv6_address_count", Ipv6, Count),
    AddressSetting::new("ipv6_prefixes", Ipv6, Prefixes),
    AddressSetting::new("ipv6_prefix_count", Ipv6, PrefixCount),
    AddressSetting::new("primary_ipv6", Ipv6, Flag),
];

/// `AWS::EC2::NetworkInterface`, an instance and its `NetworkInterfaces`, and those of launch template data: all of them have
/// their names from one API.
pub(super) static CLOUDFORMATION: [AddressSetting; 11] = [
    AddressSetting::new("PrivateIpAddress", Ipv4, Primary),
    AddressSetting::keyed("PrivateIpAddresses", Ipv4, List, "PrivateIpAddress"),
    AddressSetting::new("SecondaryPrivateIpAddressCount", Ipv4, Count),
    AddressSetting::keyed("Ipv4Prefixes", Ipv4, Prefixes, "Ipv4Prefix"),
    AddressSetting::new("Ipv4PrefixCount", Ipv4, PrefixCount),
    AddressSetting::keyed("Ipv6Addresses", Ipv6, List, "Ipv6Address"),
    AddressSetting::new("Ipv6AddressCount", Ipv6, Count),
    AddressSetting::keyed("Ipv6Prefixes", Ipv6, Prefixes, "Ipv6Prefix"),
    AddressSetting::new("Ipv6PrefixCount", Ipv6, PrefixCount),
    AddressSetting::new("EnablePrimaryIpv6", Ipv6, Flag),
    AddressSetting::new("PrimaryIpv6", Ipv6, Flag),
];
