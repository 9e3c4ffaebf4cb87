//! A server with interfaces in several subnets may forward packets, and nothing is routed to it.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Graph, Launch, LaunchInterface};
use crate::value::{Guard, TermId};
use rustc_hash::FxHashSet;

pub(super) static RULE: Rule = rule!("dual-homed-forwarding", check);

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    let forwards = |launch: &&Launch| {
        let off = |interface: &LaunchInterface| graph.values.is_bool(&interface.source_dest_check, false) != Guard::NEVER;
        launch.interfaces.len() > 1 && launch.interfaces.iter().any(off)
    };
    let launches = graph.launches.iter().filter(|launch| launch.instance().is_some() && !launch.open);
    let mut launches = launches.filter(forwards).peekable();
    if launches.peek().is_none() {
        return;
    }
    let Some(targets) = graph.targets_of_routes() else { return };
    for launch in launches.filter(|launch| !graph.is_appliance(launch) && !is_target(launch, &targets)) {
        for (both, first, second) in launch.pairs(&graph.values) {
            let special = [first, second].into_iter().any(|interface| interface.each || interface.is_special(&graph.values));
            let is_off = |one: &&LaunchInterface| graph.values.is_bool(&one.source_dest_check, false) != Guard::NEVER;
            let both_off = [first, second].iter().all(is_off) && [first, second].into_iter().all(|one| graph.has_own_subnet(one));
            if special || !(graph.is_routed_here(first, second) || both_off) {
                continue;
            }
            let off = [first, second].into_iter().find(is_off);
            let Some(off) = off else { continue };
            let apart = graph.values.same(&first.subnet, &second.subnet).no;
            if let Some(guard) = graph.together([both, apart, graph.values.is_bool(&off.source_dest_check, false)]) {
                findings.report(finding(graph, launch, off, [first, second]).when(guard));
                break;
            }
        }
    }
}

/// Whether a route leads to an interface of the launch.
fn is_target(launch: &Launch, targets: &FxHashSet<TermId>) -> bool {
    let interfaces = launch.interfaces.iter().filter_map(|interface| interface.resource.as_ref());
    launch.resource.iter().chain(interfaces).any(|resource| targets.contains(&resource.term))
}

fn finding(graph: &Graph, launch: &Launch, off: &LaunchInterface, [first, second]: [&LaunchInterface; 2]) -> Finding {
    let name = launch.name(&graph.values);
    let message = format!("{name} is in two subnets and may forward packets, but no route leads to it");
    let resource = off.resource.as_ref().or(launch.resource.as_ref());
    let place = graph.span(&off.source_dest_check, resource.map_or(off.span, |resource| resource.header));
    Finding::about(resource, place, message)
        .text("with the check off, the instance can be a bridge between the two networks")
        .label(first.span, "one of its interfaces")
        .label(second.span, "an interface in another subnet")
        .because(&graph.values, &off.source_dest_check)
        .help(graph.spelled(
            "remove `source_dest_check = false` from a server that answers for itself",
            "remove `SourceDestCheck: false` from a server that answers for itself",
        ))
}
