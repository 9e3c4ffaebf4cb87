//! Public IPv4 addresses that EC2 gives by itself, and whether an Elastic IP address is there instead.

use super::{Attach, Graph, Interface, Launch, LaunchInterface, Subnet};
use crate::configuration::Resource;
use crate::source::Span;
use crate::value::{Guard, Value};

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

    /// The interface that is declared here and that an instance boots on, and when it does, where nobody gives that one an address of its own.
    pub fn booted_without_address<'a>(&'a self, launch: &'a Launch) -> Option<(Guard, &'a LaunchInterface, &'a Interface)> {
        let values = &self.values;
        let primary = launch.primary().filter(|primary| !primary.each && primary.attach == Attach::Cold && !launch.open)?;
        let interface = &self.interfaces[primary.node?];
        let unsaid = |name| values.get(&interface.resource.properties, name).is_null();
        let may_have_one = self.may_have_elastic_ip(launch) || self.may_be_associated(&interface.resource)
            // A script that is given the interface or the instance may give it an address.
            || self.is_given_to_code(&interface.resource.address.block())
            || launch.resource.as_ref().is_some_and(|instance| self.is_given_to_code_for_more(instance));
        if may_have_one || !interface.resource.is_managed() || !unsaid(ASSOCIATE.0) || !unsaid(ASSOCIATE.1) {
            return None;
        }
        let exists = values.all([launch.guard, primary.guard, interface.resource.guard]);
        values.possible(exists).then_some((exists, primary, interface))
    }

    /// When a launch has an existing interface as its primary one that certainly gets no public address: its subnet gives none, and no
    /// Elastic IP address is for it.
    pub fn without_public_address<'a>(&'a self, launch: &'a Launch) -> Option<(Guard, &'a LaunchInterface, &'a Subnet)> {
        let values = &self.values;
        let (exists, primary, interface) = self.booted_without_address(launch)?;
        let (mut gives_none, mut first) = (Guard::NEVER, None);
        for (guard, subnet) in self.subnets.resolve(values, &interface.subnet) {
            // What is not written is off, but not in a default subnet, nor in one that somebody else made.
            let is_new = matches!(&*subnet.resource.address.resource_type, "aws_subnet" | "AWS::EC2::Subnet");
            let is_managed = is_new && subnet.resource.is_managed() && !subnet.resource.lifecycle.ignores(MAPS);
            let off = |flag: &Value| flag.as_bool() == Some(false) || (flag.is_null() && is_managed);
            gives_none = values.or(gives_none, values.and(guard, values.when(&subnet.map_public_ip_on_launch, off)));
            first.get_or_insert(subnet);
        }
        // A read that depends on the same condition as the address would be no mistake.
        values.implies(exists, gives_none).then_some((exists, primary, first?))
    }

    /// Whether an Elastic IP address may be for a resource: it is named as a target, or in what leads to one, or somebody who is not known may
    /// name it.
    fn may_be_associated(&self, resource: &Resource) -> bool {
        self.is_given_to_missing(&resource.address.block())
            || self.associations.iter().any(|association| {
                self.endpoints(&association.target).iter().any(|endpoint| endpoint.is_of(resource.term))
                    || self.values.terms_within(association.target.written()).contains(&resource.term)
            })
    }

    /// Whether an Elastic IP address may be on an interface of a launch: it is associated here, or a script may give it one.
    pub fn may_have_elastic_ip(&self, launch: &Launch) -> bool {
        let Some(resource) = &launch.resource else { return true };
        if self.may_mention(&launch.software, &ASSOCIATES) {
            return true;
        }
        self.may_be_associated(resource)
    }
}

/// The attribute of an interface that gives it a public address, where a provider or service has one.
const ASSOCIATE: (&str, &str) = ("associate_public_ip_address", "AssociatePublicIpAddress");

/// The attribute of a subnet that gives what is launched in it public addresses.
const MAPS: &str = "map_public_ip_on_launch";

/// What scripts say that associate an Elastic IP address themselves.
const ASSOCIATES: [&str; 2] = ["associate-address", "associate_address"];
