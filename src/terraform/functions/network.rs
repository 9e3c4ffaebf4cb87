//! Functions on networks.

use super::{Invocation, Outcome};
use crate::value::{Data, Value};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn network(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("cidrsubnet", [prefix, bits, number]) => Self::subnet(prefix, bits, number),
            ("cidrsubnets", [prefix, bits @ ..]) => self.subnets(prefix, bits),
            ("cidrhost", [prefix, number]) => Self::host(prefix, number),
            ("cidrnetmask", [prefix]) => match read(prefix) {
                Some(IpNet::V4(network)) => text(network.netmask()),
                Some(IpNet::V6(_)) => Outcome::Fails("a netmask of an IPv6 network"),
                None => Self::not_a_network(prefix),
            },
            _ => return None,
        })
    }

    fn not_a_network(value: &Value) -> Outcome {
        match &value.data {
            Data::String(_) => Outcome::Fails("a text that is no network"),
            _ => Self::mismatch(value),
        }
    }

    fn subnet(prefix: &Value, bits: &Value, number: &Value) -> Outcome {
        let Some(network) = read(prefix) else { return Self::not_a_network(prefix) };
        match (bits.as_integer(), number.as_integer()) {
            (Some(bits), Some(number)) => match part(network, bits, i128::from(number)) {
                Some(network) => text(network),
                None => Outcome::Fails("a subnet that does not fit its network"),
            },
            (None, _) => Self::mismatch(bits),
            _ => Self::mismatch(number),
        }
    }

    fn subnets(&self, prefix: &Value, bits: &[Value]) -> Outcome {
        let Some(network) = read(prefix) else { return Self::not_a_network(prefix) };
        // The first address that is not taken yet, as an offset into the network.
        let mut next: u128 = 0;
        let mut result = Vec::new();
        for bits in bits {
            let Some(bits) = bits.as_integer() else { return Self::mismatch(bits) };
            let length = i64::from(network.prefix_len()) + bits;
            let host_bits = u32::try_from(i64::from(network.max_prefix_len()) - length).ok().filter(|_| bits >= 1);
            let Some(size) = host_bits.and_then(|bits| 1_u128.checked_shl(bits)) else {
                return Outcome::Fails("a subnet that does not fit its network");
            };
            // A subnet starts at a multiple of its size.
            let Some(number) = next.checked_add(size - 1).map(|end| end / size) else {
                return Outcome::Fails("a subnet that does not fit its network");
            };
            let subnet = i128::try_from(number).ok().and_then(|number| part(network, bits, number));
            let Some(subnet) = subnet else { return Outcome::Fails("a subnet that does not fit its network") };
            next = (number + 1).saturating_mul(size);
            result.push(Value::string(&subnet.to_string()));
        }
        self.list(result)
    }

    fn host(prefix: &Value, number: &Value) -> Outcome {
        let Some(network) = read(prefix) else { return Self::not_a_network(prefix) };
        let Some(number) = number.as_integer() else { return Self::mismatch(number) };
        let host_bits = u32::from(network.max_prefix_len() - network.prefix_len());
        let size = 1_i128.checked_shl(host_bits).filter(|size| *size > 0).unwrap_or(i128::MAX);
        let number = if number < 0 { size + i128::from(number) } else { i128::from(number) };
        if number < 0 || number >= size {
            return Outcome::Fails("a host number that does not fit its network");
        }
        match address(network, number.unsigned_abs()) {
            Some(address) => text(address),
            None => Outcome::Fails("a host number that does not fit its network"),
        }
    }
}

fn text(value: impl std::fmt::Display) -> Outcome {
    Data::String(value.to_string().into()).into()
}

/// A network without host bits: Terraform takes `10.0.0.5/16` for `10.0.0.0/16`.
fn read(value: &Value) -> Option<IpNet> {
    value.as_str()?.parse::<IpNet>().ok().map(|network| network.trunc())
}

/// The address at an offset into a network.
fn address(network: IpNet, offset: u128) -> Option<IpAddr> {
    Some(match network {
        IpNet::V4(network) => {
            let address = u32::from(network.network()).checked_add(u32::try_from(offset).ok()?)?;
            IpAddr::V4(Ipv4Addr::from(address))
        }
        IpNet::V6(network) => IpAddr::V6(Ipv6Addr::from(u128::from(network.network()).checked_add(offset)?)),
    })
}

/// The subnet with a number among those with so many bits more. A negative number counts from the end.
fn part(network: IpNet, bits: i64, number: i128) -> Option<IpNet> {
    let length = i64::from(network.prefix_len()).checked_add(bits).filter(|_| bits >= 0)?;
    let length = u8::try_from(length).ok().filter(|length| *length <= network.max_prefix_len())?;
    let count = 1_i128.checked_shl(u32::try_from(bits).ok()?).filter(|count| *count > 0).unwrap_or(i128::MAX);
    let number = if number < 0 { count + number } else { number };
    if number < 0 || number >= count {
        return None;
    }
    let host_bits = u32::from(network.max_prefix_len() - length);
    let offset = if host_bits >= 128 { 0 } else { number.unsigned_abs() << host_bits };
    Some(match address(network, offset)? {
        IpAddr::V4(address) => IpNet::V4(Ipv4Net::new(address, length).ok()?),
        IpAddr::V6(address) => IpNet::V6(Ipv6Net::new(address, length).ok()?),
    })
}
