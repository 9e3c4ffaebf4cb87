//! Puts together the interfaces of every launch: those it lists, those of its template, and those attached to it.

use super::build::is_repeated_for;
use super::launch::Asked;
use super::{
    Attach, Attachment, Graph, Instance, Launch, LaunchInterface, LaunchOf, ListedInterfaces, Software, Subnet, Table, Via, Zone,
};
use crate::configuration::Unchecked;
use crate::value::{Arena, Data, Guard, Term, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Interfaces of one launch. No instance type takes so many.
const MAX_INTERFACES: usize = 256;
/// Pairs of interfaces of one launch each, in all launches together: rules look at pairs.
const MAX_PAIRS: usize = 1_000_000;

/// How many interfaces there may still be.
struct Room {
    pairs: usize,
    left_out: Vec<Unchecked>,
}

impl Room {
    /// Adds interfaces to a launch as far as there is room; what is left out is told.
    fn add(&mut self, launch: &mut Launch, interfaces: impl IntoIterator<Item = LaunchInterface>) {
        for interface in interfaces {
            let pairs = launch.interfaces.len();
            if pairs >= MAX_INTERFACES || pairs > self.pairs {
                launch.open = true;
                let reason = format!("more than {pairs} interfaces of one instance or template: the others are left out");
                return self.left_out.push(Unchecked { span: interface.span, reason });
            }
            self.pairs -= pairs;
            if pairs == 0 {
                // Most launches have one, and an interface is large: a list would begin with room for four.
                launch.interfaces.reserve_exact(1);
            }
            launch.interfaces.push(interface);
        }
    }
}

/// Every launch, and what had to be left out.
pub(super) fn launches(graph: &Graph) -> (Vec<Launch>, Vec<Unchecked>) {
    let mut room = Room { pairs: MAX_PAIRS, left_out: Vec::new() };
    let instances =
        graph.instances.iter().enumerate().map(|(position, instance)| of_instance(graph, position, instance, &mut room));
    let mut launches: Vec<Launch> = instances.collect();
    let (other_types, named) = (launched_as_other_types(graph), named_types(graph));
    for (position, template) in graph.templates.iter().enumerate() {
        let mut launch = Launch {
            of: LaunchOf::Template(position),
            resource: Some(Arc::clone(&template.resource)),
            guard: template.resource.guard,
            instance_type: if other_types.contains(&position) { Value::NULL } else { template.instance_type.clone() },
            other_types: named.get(&position).cloned().unwrap_or_default(),
            zone: Zone::UNKNOWN,
            interfaces: Vec::new(),
            open: template.listed.open,
            software: template.software.clone(),
            tags: template.tags.clone(),
            asked: Asked::default(),
        };
        room.add(&mut launch, link_all(graph, &template.listed));
        launches.push(launch);
    }
    let mut externals = FxHashMap::default();
    for attachment in &graph.attachments {
        attach(graph, attachment, &mut launches, &mut externals, &mut room);
    }
    (launches, room.left_out)
}

/// The templates that groups launch from, all of which may name instance types of their own.
fn launched_as_other_types(graph: &Graph) -> FxHashSet<usize> {
    let (mut other, mut own) = (FxHashSet::default(), FxHashSet::default());
    for group in &graph.groups {
        let references = group.templates.iter().flat_map(|reference| graph.values.alternatives(reference));
        let positions = references.filter_map(|(_, reference)| template_position(graph, &reference));
        if group.may_name_types { other.extend(positions) } else { own.extend(positions) }
    }
    &other - &own
}

/// The instance types that groups name, by the template that they launch as these, each with the guard under which they do.
fn named_types(graph: &Graph) -> FxHashMap<usize, Vec<(Guard, Value)>> {
    let mut named: FxHashMap<usize, Vec<(Guard, Value)>> = FxHashMap::default();
    for group in &graph.groups {
        for known in &group.named_types {
            for (guard, template) in graph.values.alternatives(&known.template) {
                let guard = graph.values.all([guard, known.guard, group.resource.guard]);
                if let Some(position) = template_position(graph, &template) {
                    named.entry(position).or_default().push((guard, known.instance_type.clone()));
                }
            }
        }
    }
    named
}

fn of_instance(graph: &Graph, position: usize, instance: &Instance, room: &mut Room) -> Launch {
    let values = &graph.values;
    let mut launch = Launch {
        of: LaunchOf::Instance(position),
        resource: Some(Arc::clone(&instance.resource)),
        guard: instance.resource.guard,
        instance_type: instance.instance_type.clone(),
        other_types: Vec::new(),
        zone: instance.zone.clone(),
        interfaces: Vec::new(),
        open: instance.listed.open,
        software: instance.software.clone(),
        tags: instance.tags.clone(),
        asked: Asked::default(),
    };
    room.add(&mut launch, link_all(graph, &instance.listed));
    // The automatic interface is there when neither the instance nor its template lists any.
    let mut automatic = instance.listed.none(values);
    for (guard, reference) in values.alternatives(&instance.template) {
        if reference.is_null() {
            continue;
        }
        let Some(position) = template_position(graph, &reference) else {
            launch.open = true;
            automatic = values.and(automatic, values.not(guard));
            continue;
        };
        let template = &graph.templates[position];
        automatic = values.and(automatic, values.or(values.not(guard), template.listed.none(values)));
        add_template(graph, &mut launch, guard, template, &instance.listed, room);
    }
    if values.possible(automatic) {
        let interface = automatic_interface(instance, automatic);
        launch.interfaces.splice(0..0, link(graph, &interface));
    }
    // What the instance says holds for a primary interface that is made with it, listed or not.
    for made in launch.interfaces.iter_mut().filter(|interface| interface.is_primary() && interface.interface.is_null()) {
        made.source_dest_check = instance.source_dest_check.clone();
    }
    launch
}

/// The interface that an instance gets without listing any.
fn automatic_interface(instance: &Instance, guard: Guard) -> LaunchInterface {
    LaunchInterface {
        guard,
        device_index: Value::integer(0),
        subnet: instance.subnet.clone(),
        addresses: instance.addresses.clone(),
        address_requests: instance.address_requests.clone(),
        security_groups: instance.security_groups.clone(),
        associate_public_ip_address: instance.associate_public_ip_address.clone(),
        source_dest_check: instance.source_dest_check.clone(),
        ..LaunchInterface::new(Via::Automatic, Attach::Cold, instance.resource.header)
    }
}

/// What a template contributes to an instance: its type where the instance has none, and its interfaces where the instance lists
/// none. What EC2 makes of two lists of interfaces is not documented well enough to conclude anything from it.
fn add_template(
    graph: &Graph,
    launch: &mut Launch,
    guard: Guard,
    template: &super::LaunchTemplate,
    own: &ListedInterfaces,
    room: &mut Room,
) {
    let values = &graph.values;
    if launch.instance_type.is_null() {
        launch.instance_type = template.instance_type.clone();
    }
    launch.software = launch.software.or(values, &template.software);
    launch.open |= template.listed.open;
    if template.listed.items.is_empty() {
        return;
    }
    if own.items.is_empty() {
        let linked = link_all(graph, &template.listed).map(|mut interface| {
            interface.guard = values.and(interface.guard, guard);
            interface
        });
        room.add(launch, linked);
    } else {
        launch.open = true;
    }
}

/// The template that an id or a name refers to.
pub(super) fn template_position(graph: &Graph, reference: &Value) -> Option<usize> {
    let values = &graph.values;
    graph.templates.position_by(values, reference, &["id", "Ref", "name", "LaunchTemplateId"]).or_else(|| {
        let named = |template: &super::LaunchTemplate| values.same(&template.name, reference).yes == Guard::ALWAYS;
        graph.templates.iter().position(named)
    })
}

fn link_all<'a>(graph: &'a Graph, listed: &'a ListedInterfaces) -> impl Iterator<Item = LaunchInterface> + 'a {
    listed.items.iter().flat_map(|interface| link(graph, interface))
}

/// Joins an entry to the interface it names; several entries where it may name several.
fn link(graph: &Graph, entry: &LaunchInterface) -> Vec<LaunchInterface> {
    let values = &graph.values;
    let alternatives = values.alternatives(&entry.interface).into_iter();
    let linked = alternatives.filter_map(|(guard, id)| {
        let mut linked = LaunchInterface { guard: values.and(entry.guard, guard), interface: id, ..entry.clone() };
        if !linked.interface.is_null() {
            link_existing(graph, &mut linked);
        }
        linked.zone = zone_of_subnet(values, &graph.subnets, &linked.subnet);
        values.possible(linked.guard).then_some(linked)
    });
    linked.collect()
}

fn link_existing(graph: &Graph, entry: &mut LaunchInterface) {
    let values = &graph.values;
    entry.node = graph.interfaces.position(values, &entry.interface);
    let Some(position) = entry.node else {
        entry.subnet = unknown(values, "subnet", &entry.interface);
        entry.source_dest_check = unknown(values, "source_dest_check", &entry.interface);
        entry.interface_type = unknown(values, "interface_type", &entry.interface);
        entry.security_groups = unknown(values, "security_groups", &entry.interface);
        return;
    };
    let node = &graph.interfaces[position];
    entry.resource = Some(Arc::clone(&node.resource));
    entry.guard = values.and(entry.guard, node.resource.guard);
    entry.subnet = node.subnet.clone();
    entry.source_dest_check = node.source_dest_check.clone();
    entry.interface_type = node.interface_type.clone();
    entry.description = node.description.clone();
    entry.security_groups = node.security_groups.clone();
    entry.tags = node.tags.clone();
}

/// An attribute of something that is only named by its id: unknown, but the same each time.
fn unknown(values: &Arena, attribute: &str, id: &Value) -> Value {
    let term = Term::Apply { function: attribute.into(), arguments: Box::new([id.clone()]) };
    Value::new(Data::Term(values.intern(term)), id.origin)
}

/// The zone of a subnet that is given by its id.
pub(super) fn zone_of_subnet(values: &Arena, subnets: &Table<Subnet>, subnet: &Value) -> Zone {
    let of = |subnet: &Value| match subnets.position(values, subnet) {
        Some(position) => subnets[position].zone.clone(),
        None if subnet.is_null() => Zone::UNKNOWN,
        None => Zone { name: unknown(values, "availability_zone", subnet), id: unknown(values, "availability_zone_id", subnet) },
    };
    Zone { name: values.map(subnet, |subnet| of(subnet).name), id: values.map(subnet, |subnet| of(subnet).id) }
}

/// Adds an attached interface to the launches of the instances that the attachment may mean.
fn attach(
    graph: &Graph,
    attachment: &Attachment,
    launches: &mut Vec<Launch>,
    externals: &mut FxHashMap<Value, usize>,
    room: &mut Room,
) {
    let values = &graph.values;
    for (guard, id) in values.alternatives(&attachment.instance) {
        if id.is_null() {
            continue;
        }
        // The launches of instances come first, in the order of the instances.
        let position = graph.instances.position(values, &id).unwrap_or_else(|| {
            *externals.entry(id.clone()).or_insert_with(|| {
                launches.push(external(LaunchOf::External(id.clone())));
                launches.len() - 1
            })
        });
        let launch = &mut launches[position];
        let each = match &launch.resource {
            Some(instance) => is_repeated_for(&attachment.resource.address, &instance.address),
            None => attachment.resource.address.is_each(),
        };
        let guard = values.and(attachment.guard, guard);
        room.add(launch, link(graph, &attached(attachment, guard, each)));
    }
}

fn attached(attachment: &Attachment, guard: Guard, each: bool) -> LaunchInterface {
    let via = if attachment.inline { Via::InlineAttachment } else { Via::Attachment };
    LaunchInterface {
        guard,
        each,
        device_index: attachment.device_index.clone(),
        card_index: attachment.card_index.clone(),
        delete_on_termination: attachment.delete_on_termination.clone(),
        driver: attachment.driver.clone(),
        interface: attachment.interface.clone(),
        ..LaunchInterface::new(via, Attach::Afterwards, attachment.span)
    }
}

/// The launch of an instance that is only named by its id.
fn external(of: LaunchOf) -> Launch {
    Launch {
        of,
        resource: None,
        guard: Guard::ALWAYS,
        instance_type: Value::NULL,
        other_types: Vec::new(),
        zone: Zone::UNKNOWN,
        interfaces: Vec::new(),
        open: true,
        software: Software::UNKNOWN,
        tags: Value::NULL,
        asked: Asked::default(),
    }
}
