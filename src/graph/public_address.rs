//! Public IPv4 addresses that EC2 gives by itself, and whether an Elastic IP address is there instead.

use super::{Graph, Launch, LaunchInterface};
use crate::source::Span;
use crate::value::Guard;

impl Graph {
    /// When an interface certainly gets a public address from EC2 itself, and what says so.
    pub fn automatic_address(&self, primary: &LaunchInterface) -> (Guard, Span) {
        let values = &self.values;
        let flag = &primary.associate_public_ip_address;
        let by_flag = values.is_bool(flag, true);
        if values.possible(by_flag) {
            return (by_flag, self.span(flag, primary.span));
        }
        let unsaid = values.is_absent(flag);
        let subnets = self.subnets.resolve(values, &primary.subnet).into_iter();
        let (mut by_subnet, mut place) = (Guard::NEVER, primary.span);
        for (guard, subnet) in subnets {
            let maps = values.all([guard, unsaid, values.is_bool(&subnet.map_public_ip_on_launch, true)]);
            if values.possible(maps) {
                by_subnet = values.or(by_subnet, maps);
                place = self.span(&subnet.map_public_ip_on_launch, subnet.resource.header);
            }
        }
        (by_subnet, place)
    }

    /// Whether an Elastic IP address may be on an interface of a launch: it is associated here, or a script may give it one.
    pub fn may_have_elastic_ip(&self, launch: &Launch) -> bool {
        let Some(resource) = &launch.resource else { return true };
        if self.may_mention(&launch.software, &ASSOCIATES) {
            return true;
        }
        self.associations.iter().any(|association| {
            self.endpoints(&association.target).iter().any(|endpoint| endpoint.is_of(resource.term))
                || self.values.terms_within(association.target.written()).contains(&resource.term)
        })
    }
}

/// What scripts say that associate an Elastic IP address themselves.
const ASSOCIATES: [&str; 2] = ["associate-address", "associate_address"];
