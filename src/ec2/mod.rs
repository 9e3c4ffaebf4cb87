//! What EC2 itself defines: limits of instance types, reserved addresses of subnets. Nothing here reads configuration.

pub mod instance_types;
pub mod replacement;
pub mod subnet;

pub use instance_types::{
    Hypervisor, MOST_ADDRESSES_PER_INTERFACE, NetworkLimits, network_limits, smallest_for_addresses, smallest_in_family,
};
pub use replacement::{AttributeFacts, Replaces, attribute_facts, is_deleted_first, is_updated};
pub use subnet::{AddressProblem, address_problem};
