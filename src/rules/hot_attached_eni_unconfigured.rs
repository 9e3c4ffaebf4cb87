//! An interface is attached to a running instance whose image is not known to configure it.

use super::{Finding, Findings, Rule, rule};
use crate::graph::{Attach, Graph, Launch, LaunchInterface};

pub(super) static RULE: Rule = rule!("hot-attached-eni-unconfigured", check);

/// Words in the names of images that configure what is attached to them.
const CONFIGURES: [&str; 11] =
    ["amazon", "amzn", "al2023", "al2022", "windows", "bottlerocket", "ubuntu-eks", "fck-nat", "flatcar", "sles", "suse"];

/// Words in the names of images of which nothing says so. Ubuntu configures such interfaces since its cloud-init does.
const OTHERS: [&str; 14] = [
    "alma",
    "arch-linux",
    "bionic",
    "buster",
    "centos",
    "debian",
    "fedora",
    "freebsd",
    "oracle-linux",
    "redhat",
    "rhel",
    "rocky",
    "trusty",
    "xenial",
];

/// What scripts mention that configure interfaces or routes, or that have another program do so.
const CONFIGURING: [&str; 25] = [
    "ansible",
    "chef",
    "dhclient",
    "dhcpcd",
    "eth1",
    "ens6",
    "hotplug",
    "ifconfig",
    "ifcfg",
    "ifup",
    "interfaces.d",
    "ip addr",
    "ip link",
    "ip route",
    "ip rule",
    "multinic",
    "net-utils",
    "netplan",
    "networkd",
    "network/interfaces",
    "nmcli",
    "puppet",
    "route add",
    "rt_tables",
    "wicked",
];

fn check(graph: &Graph, findings: &mut Findings<'_>) {
    for launch in graph.launches.iter().filter(|launch| launch.instance().is_some() && has_to_be_configured(graph, launch)) {
        let attached = launch.interfaces.iter().filter(|interface| interface.attach == Attach::Afterwards && !interface.each);
        for interface in attached.filter(|interface| !interface.is_special(&graph.values)) {
            if let Some(guard) = graph.together([launch.guard, interface.guard]) {
                findings.report(finding(graph, launch, interface).when(guard));
            }
        }
    }
}

/// Whether the image is one of those that may leave an interface alone, and the script of the instance does nothing about it.
fn has_to_be_configured(graph: &Graph, launch: &Launch) -> bool {
    let image = graph.image_names(&launch.software);
    let among = |words: &[&str]| words.iter().any(|word| image.contains(word));
    among(&OTHERS) && !among(&CONFIGURES) && graph.is_silent_about(&launch.software, &CONFIGURING)
}

fn finding(graph: &Graph, launch: &Launch, interface: &LaunchInterface) -> Finding {
    let (name, launch_name) = (interface.name(), launch.name(&graph.values));
    let message = format!(
        "{name} is attached to {launch_name} after its launch, and nothing seen here configures it in the operating system"
    );
    let resource = interface.resource.as_ref().or(launch.resource.as_ref());
    let finding = Finding::about(resource, interface.span, message).text("an image like this one may not bring it up by itself");
    let image = graph.values.span(launch.software.image.origin);
    let finding = match image {
        Some(span) => finding.label(span, "the image"),
        None => finding,
    };
    finding.help("bring the interface up in user data (`ip link`, `ip addr`, `ip rule`), or list it for the launch, so that the image finds it when it boots")
}
