//! Which versions of IP a subnet has.

use super::security_groups::own_id;
use super::{Graph, Subnet};
use crate::value::{Comparison, Guard, Value};

impl Graph {
    /// When a subnet that is made here certainly has no IPv6 network: none is written, and no other resource may give it one.
    pub fn lacks_ipv6(&self, subnet: &Subnet) -> Guard {
        let id = own_id(&self.values, &subnet.resource);
        let may_be_meant = |named: &Value| self.values.same(named, &id) != Comparison::NO;
        if self.subnets_with_further_networks.iter().any(may_be_meant) { Guard::NEVER } else { subnet.without_ipv6 }
    }
}
