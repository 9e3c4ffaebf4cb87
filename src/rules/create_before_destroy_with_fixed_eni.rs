//! A replacement that is made while the old one still holds an interface or an address that both need.

use super::{Finding, Findings, Rule, rule};
use crate::configuration::Resource;
use crate::graph::{Attach, FixedAddress, Graph, Group, GroupKind, LaunchInterface, LaunchOf};
use crate::source::Span;
use crate::value::{Data, Guard, Term, Value};

pub(super) static RULE: Rule = rule!("create-before-destroy-with-fixed-eni", check);

/// What AWS answers when two are to have one address.
const ADDRESS_IN_USE: &str = "InvalidIPAddress.InUse";

/// Something that only one at a time can have.
struct Held {
    guard: Guard,
    span: Span,
    name: String,
    error: &'static str,
}

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in &graph.launches {
        if let (LaunchOf::Instance(_), Some(resource)) = (&launch.of, &launch.resource) {
            let cold = launch.interfaces.iter().filter(|interface| interface.attach == Attach::Cold);
            let held: Vec<Held> = cold.flat_map(|interface| held_by(graph, interface, Guard::ALWAYS)).collect();
            let instead = match held.iter().all(|held| held.error == ADDRESS_IN_USE) {
                true => "let AWS choose the address, or remove",
                false => "attach the interface with an `aws_network_interface_attachment`, or remove",
            };
            report(graph, resource, held, instead, findings);
        }
    }
    for interface in graph.interfaces.iter() {
        let held = addresses(graph, &interface.addresses, Guard::ALWAYS, interface.resource.header);
        report(graph, &interface.resource, held, "remove", findings);
    }
    for attachment in graph.attachments.iter().filter(|attachment| !attachment.inline) {
        let held = interface(graph, &attachment.interface, Guard::ALWAYS, attachment.span);
        report(graph, &attachment.resource, held.into_iter().collect(), "remove", findings);
    }
    for group in graph.groups.iter().filter(|group| group.kind == GroupKind::AutoScaling) {
        report(graph, &group.resource, held_by_group(graph, group), "remove", findings);
    }
}

/// What the only instance of a group holds. That a group of several instances cannot work is another rule's to say.
fn held_by_group(graph: &Graph, group: &Group) -> Vec<Held> {
    let values = &graph.values;
    let one = values.when(&group.max_size, |size| size.as_integer() == Some(1));
    let zones = values.is_absent(&group.subnets);
    let templates = graph.templates_of(&group.templates).into_iter();
    let held = templates.flat_map(|(guard, template)| {
        let guard = values.all([guard, template.resource.guard, one]);
        template.listed.items.iter().flat_map(move |listed| {
            let is_existing = values.is_present(&listed.interface) != Guard::NEVER;
            held_by(graph, listed, if is_existing { values.and(guard, zones) } else { guard })
        })
    });
    held.collect()
}

/// What an interface of a launch holds: itself where it exists already, or its addresses.
fn held_by(graph: &Graph, listed: &LaunchInterface, guard: Guard) -> Vec<Held> {
    let guard = graph.values.and(guard, listed.guard);
    let mut held = addresses(graph, &listed.addresses, guard, listed.span);
    held.extend(interface(graph, &listed.interface, guard, listed.span));
    held
}

fn interface(graph: &Graph, id: &Value, guard: Guard, span: Span) -> Option<Held> {
    let guard = graph.together([guard, graph.values.is_present(id)]).filter(|_| is_the_same_next_time(graph, id))?;
    let name = match id.data {
        Data::Term(term) if graph.values.managed(term).is_some() => {
            graph.values.managed(term).map(|(address, _)| format!("`{address}`"))
        }
        _ => None,
    };
    let name = name.unwrap_or_else(|| "one network interface".into());
    Some(Held { guard, span: graph.span(id, span), name, error: "InvalidNetworkInterface.InUse" })
}

fn addresses(graph: &Graph, addresses: &[FixedAddress], guard: Guard, span: Span) -> Vec<Held> {
    let fixed = addresses.iter().filter(|address| is_the_same_next_time(graph, &address.value));
    let held = fixed.map(|address| Held {
        guard: graph.values.and(guard, address.guard),
        span: graph.span(&address.value, span),
        name: match address.value.as_str() {
            Some(text) => format!("the address {text}"),
            None => "one address".into(),
        },
        error: ADDRESS_IN_USE,
    });
    held.collect()
}

/// Whether a value is certainly no other for the replacement: not made of something that may change along with it.
fn is_the_same_next_time(graph: &Graph, value: &Value) -> bool {
    let values = &graph.values;
    values.terms_within(value).into_iter().all(|term| match &*values.term(term) {
        Term::Managed(address) => &*address.resource_type == "aws_network_interface",
        Term::Opaque { .. } => false,
        _ => true,
    })
}

fn report(graph: &Graph, resource: &Resource, held: Vec<Held>, instead: &str, findings: &mut Findings<'_>) {
    let Some(place) = resource.lifecycle.create_before_destroy else { return };
    let values = &graph.values;
    let held: Vec<_> = held.into_iter().filter(|held| values.possible(values.and(resource.guard, held.guard))).collect();
    let Some(first) = held.first() else { return };
    let message = format!("`{}` is created before the old one is destroyed, but both need {}", resource.name(), first.name);
    let mut finding = Finding::new(resource, place, message)
        .text(format!("when it is replaced, AWS answers {}: the old one still has it", first.error))
        .help(format!("{instead} `create_before_destroy`"));
    for held in &held {
        finding = finding.label(held.span, "only one at a time can have this");
    }
    let any = held.iter().fold(Guard::NEVER, |any, held| values.or(any, held.guard));
    findings.report(finding.when(values.and(resource.guard, any)));
}
