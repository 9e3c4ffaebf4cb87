//! The rules. Each is one file with a `static` and a plain function over the graph; its page in `rules/` is its metadata,
//! its documentation and its test. A new rule is listed twice here.

mod findings;
mod level;
mod messages;
mod options;
mod page;
mod precedence;
mod reasons;

mod addresses_removed;
mod ambiguous_eip_target;
mod ambiguous_source_dest_check;
mod appliance_partial_forwarding;
mod attachment_at_index_zero;
mod attachment_block_removal;
mod attachment_deletes_eni;
mod attachment_managed_twice;
mod auto_scaling_with_fixed_eni;
mod connection_tracking_out_of_range;
mod create_before_destroy_with_fixed_eni;
mod deprecated_network_interface_block;
mod device_index_changed;
mod dual_homed_forwarding;
mod duplicate_device_index;
mod duplicate_private_ip;
mod efa_misuse;
mod efa_needs_launch_template;
mod efa_security_group_not_open_to_itself;
mod eip_associated_twice;
mod eip_before_internet_gateway;
mod eip_loses_association;
mod eip_on_secondary_eni;
mod eip_update_disassociates;
mod ena_express_unsupported;
mod eni_attached_twice;
mod eni_block_introduced;
mod eni_block_replaces_instance;
mod eni_for_bandwidth;
mod eni_in_another_az;
mod eni_in_another_vpc;
mod eni_in_default_security_group;
mod eni_moves_az;
mod eni_replaced;
mod eni_replacement_replaces_instance;
mod eni_with_instance_settings;
mod exclusive_address_options;
mod existing_eni_with_new_eni_settings;
mod failover_eni_across_azs;
mod forwarding_turned_off;
mod hot_attached_eni_unconfigured;
mod ignored_private_ip_argument;
mod instance_az_contradicts_subnet;
mod instance_replaced_fixed_ip_in_use;
mod instance_replaced_primary_eni_in_use;
mod instance_security_groups_in_vpc;
mod instance_settings_with_second_eni;
mod instance_type_too_small_for_enis;
mod invalid_network_card_index;
mod ipv6_style_switch;
mod ipv6_without_ipv6_subnet;
mod managed_eni_touched;
mod management_eni_shares_network;
mod management_eni_too_open;
mod metadata_address_limit;
mod missing_device_index_zero;
mod missing_list_mode_flag;
mod multi_eni_instance_as_target;
mod multi_eni_instance_in_target_group;
mod node_group_template_enis;
mod orphaned_eni_on_termination;
mod overlapping_multi_vpc_enis;
mod primary_eni_detached;
mod private_ips_count_mismatch;
mod private_ips_have_no_order;
mod public_eni_without_internet_route;
mod public_ip_false_with_eip;
mod public_ip_flag_ignored_for_existing_eni;
mod public_ip_flag_replaces_instance;
mod public_ip_lost_with_second_eni;
mod public_ip_with_several_enis;
mod route_to_checked_eni;
mod route_to_instance_id;
mod route_to_unattached_eni;
mod routed_eni_removed;
mod same_subnet_enis;
mod second_eni_drops_public_ip;
mod security_group_attachment_conflict;
mod security_group_destroyed_in_use;
mod security_group_name_instead_of_id;
mod security_group_of_another_vpc;
mod spot_request_with_eni;
mod template_security_groups_outside_eni;
mod template_without_primary_eni;
mod too_many_addresses;
mod too_many_enis;
mod too_many_security_groups;
mod two_eips_on_one_address;
mod unequal_failover_pair;
mod unknown_interface_type;
mod unpinned_az;
mod unusable_private_ip;

pub use findings::{Finding, Findings};
pub use level::Level;
pub use messages::explaining;
pub use options::{OptionValue, RuleOption, Runs};
pub use page::{Category, Example, Fence, Fix, Page, Reference, examples};

use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::graph::Graph;
use crate::source::FileId;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Every rule, by id.
pub static ALL: &[&Rule] = &[
    &addresses_removed::RULE,
    &ambiguous_eip_target::RULE,
    &ambiguous_source_dest_check::RULE,
    &appliance_partial_forwarding::RULE,
    &attachment_at_index_zero::RULE,
    &attachment_block_removal::RULE,
    &attachment_deletes_eni::RULE,
    &attachment_managed_twice::RULE,
    &auto_scaling_with_fixed_eni::RULE,
    &connection_tracking_out_of_range::RULE,
    &create_before_destroy_with_fixed_eni::RULE,
    &deprecated_network_interface_block::RULE,
    &device_index_changed::RULE,
    &dual_homed_forwarding::RULE,
    &duplicate_device_index::RULE,
    &duplicate_private_ip::RULE,
    &efa_misuse::RULE,
    &efa_needs_launch_template::RULE,
    &efa_security_group_not_open_to_itself::RULE,
    &eip_associated_twice::RULE,
    &eip_before_internet_gateway::RULE,
    &eip_loses_association::RULE,
    &eip_on_secondary_eni::RULE,
    &eip_update_disassociates::RULE,
    &ena_express_unsupported::RULE,
    &eni_attached_twice::RULE,
    &eni_block_introduced::RULE,
    &eni_block_replaces_instance::RULE,
    &eni_for_bandwidth::RULE,
    &eni_in_another_az::RULE,
    &eni_in_another_vpc::RULE,
    &eni_in_default_security_group::RULE,
    &eni_moves_az::RULE,
    &eni_replaced::RULE,
    &eni_replacement_replaces_instance::RULE,
    &eni_with_instance_settings::RULE,
    &exclusive_address_options::RULE,
    &existing_eni_with_new_eni_settings::RULE,
    &failover_eni_across_azs::RULE,
    &forwarding_turned_off::RULE,
    &hot_attached_eni_unconfigured::RULE,
    &ignored_private_ip_argument::RULE,
    &instance_az_contradicts_subnet::RULE,
    &instance_replaced_fixed_ip_in_use::RULE,
    &instance_replaced_primary_eni_in_use::RULE,
    &instance_security_groups_in_vpc::RULE,
    &instance_settings_with_second_eni::RULE,
    &instance_type_too_small_for_enis::RULE,
    &invalid_network_card_index::RULE,
    &ipv6_style_switch::RULE,
    &ipv6_without_ipv6_subnet::RULE,
    &managed_eni_touched::RULE,
    &management_eni_shares_network::RULE,
    &management_eni_too_open::RULE,
    &metadata_address_limit::RULE,
    &missing_device_index_zero::RULE,
    &missing_list_mode_flag::RULE,
    &multi_eni_instance_as_target::RULE,
    &multi_eni_instance_in_target_group::RULE,
    &node_group_template_enis::RULE,
    &orphaned_eni_on_termination::RULE,
    &overlapping_multi_vpc_enis::RULE,
    &primary_eni_detached::RULE,
    &private_ips_count_mismatch::RULE,
    &private_ips_have_no_order::RULE,
    &public_eni_without_internet_route::RULE,
    &public_ip_false_with_eip::RULE,
    &public_ip_flag_ignored_for_existing_eni::RULE,
    &public_ip_flag_replaces_instance::RULE,
    &public_ip_lost_with_second_eni::RULE,
    &public_ip_with_several_enis::RULE,
    &route_to_checked_eni::RULE,
    &route_to_instance_id::RULE,
    &route_to_unattached_eni::RULE,
    &routed_eni_removed::RULE,
    &same_subnet_enis::RULE,
    &second_eni_drops_public_ip::RULE,
    &security_group_attachment_conflict::RULE,
    &security_group_destroyed_in_use::RULE,
    &security_group_name_instead_of_id::RULE,
    &security_group_of_another_vpc::RULE,
    &spot_request_with_eni::RULE,
    &template_security_groups_outside_eni::RULE,
    &template_without_primary_eni::RULE,
    &too_many_addresses::RULE,
    &too_many_enis::RULE,
    &too_many_security_groups::RULE,
    &two_eips_on_one_address::RULE,
    &unequal_failover_pair::RULE,
    &unknown_interface_type::RULE,
    &unpinned_az::RULE,
    &unusable_private_ip::RULE,
];

/// A rule: an id, its page, and a check over a graph or over a change.
#[derive(Debug)]
pub struct Rule {
    /// The final id, and the name of the page.
    pub id: &'static str,
    page: LazyLock<Page>,
    check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// One graph: what is written.
    Graph(fn(&Graph, &mut Findings<'_>)),
    /// One graph, and beyond that what becomes of what is there.
    Both(fn(&Graph, &mut Findings<'_>), fn(&Change, &mut Findings<'_>)),
    /// Two graphs: what becomes of what is there. The rules that would say the same of the new side alone are left out where this
    /// one speaks.
    Change { check: fn(&Change, &mut Findings<'_>), instead_of: &'static [&'static str] },
}

impl Check {
    /// What looks at one graph.
    fn of_graph(self) -> Option<fn(&Graph, &mut Findings<'_>)> {
        match self {
            Self::Graph(check) | Self::Both(check, _) => Some(check),
            Self::Change { .. } => None,
        }
    }

    /// What looks at a change, and the rules for which it speaks.
    fn of_change(self) -> Option<(fn(&Change, &mut Findings<'_>), &'static [&'static str])> {
        match self {
            Self::Graph(_) => None,
            Self::Both(_, check) => Some((check, &[])),
            Self::Change { check, instead_of } => Some((check, instead_of)),
        }
    }
}

impl Rule {
    /// The rule's page.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Where more can be read: the first of the page's references.
    pub fn url(&self) -> Option<&str> {
        self.page().references.first().map(|reference| reference.url.as_str())
    }
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id).copied()
}

/// How each rule runs in each file.
pub type Levels<'a> = &'a dyn Runs;

/// Each rule as its page says.
pub fn usual(rule: &Rule, _: FileId) -> Level {
    if rule.page().default { Level::On } else { Level::Off }
}

/// A finding as the file that it belongs to wants it, if it does.
fn admitted(rule: &Rule, mut diagnostic: Diagnostic, levels: Levels<'_>) -> Option<Diagnostic> {
    match levels.level(rule, diagnostic.primary()?.span.file) {
        Level::Off => return None,
        Level::On => {}
        Level::At(severity) => diagnostic.severity = severity,
    }
    Some(diagnostic)
}

/// Whether a rule speaks only where two sides are compared.
pub fn is_about_changes(id: &str) -> bool {
    find(id).is_some_and(|rule| rule.check.of_graph().is_none())
}

/// Which rule speaks where two describe the same mistake: the more specific one, and the one that is silent about the same place or resource.
pub fn precedence() -> Vec<(&'static str, &'static str)> {
    let of_changes = ALL.iter().flat_map(|rule| {
        let (_, instead_of) = rule.check.of_change().unzip();
        instead_of.unwrap_or_default().iter().map(|general| (rule.id, *general))
    });
    precedence::SPEAKS_BEFORE.iter().copied().chain(of_changes).collect()
}

/// Runs every rule over a graph, and keeps what is found where the rule is on.
pub fn check(graph: &Graph, levels: Levels<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in ALL.iter().copied() {
        if let Some(check) = rule.check.of_graph() {
            let mut findings = Findings::new(graph, rule, levels);
            check(graph, &mut findings);
            diagnostics.extend(findings.into_diagnostics().filter_map(|found| admitted(rule, found, levels)));
        }
    }
    precedence::settle(&mut diagnostics);
    diagnostics
}

/// Runs every rule about changes that is on, and every rule about the new side as always. One mistake gives one finding: where a
/// rule about the change has spoken about a resource, the rules that would say the same, or less, are silent.
pub fn check_change(change: &Change, levels: Levels<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut told: FxHashSet<(&str, String)> = FxHashSet::default();
    let resources: FxHashSet<String> = change.resources.iter().filter_map(|change| Some(change.resource()?.name())).collect();
    for rule in ALL.iter().copied() {
        if let Some((check, instead_of)) = rule.check.of_change() {
            let mut findings = Findings::new(&change.after, rule, levels);
            check(change, &mut findings);
            for diagnostic in findings.into_diagnostics().filter_map(|found| admitted(rule, found, levels)) {
                let names = diagnostic.names().filter(|name| resources.contains(*name));
                told.extend(names.flat_map(|name| instead_of.iter().map(move |twin| (*twin, name.to_owned()))));
                diagnostics.push(diagnostic);
            }
        }
    }
    diagnostics.extend(check(&change.after, levels));
    diagnostics.retain(|diagnostic| !diagnostic.names().any(|name| told.contains(&(diagnostic.rule, name.to_owned()))));
    diagnostics
}

/// A rule whose page is `rules/ID.md`, with a check of one graph, and perhaps one of changes.
macro_rules! rule {
    ($id:literal, $check:path) => {
        rule!(@ $id, $crate::rules::Check::Graph($check))
    };
    ($id:literal, $check:path, $of_change:path) => {
        rule!(@ $id, $crate::rules::Check::Both($check, $of_change))
    };
    (@ $id:literal, $checks:expr) => {
        $crate::rules::Rule {
            id: $id,
            page: std::sync::LazyLock::new(|| {
                $crate::rules::Page::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, ".md")))
            }),
            check: $checks,
        }
    };
}
use rule;

/// A rule about changes whose page is `rules/ID.md`, and the rules about one side alone that it speaks for.
macro_rules! change_rule {
    ($id:literal, $check:path, instead_of: [$($twin:literal),*]) => {
        $crate::rules::Rule {
            id: $id,
            page: std::sync::LazyLock::new(|| {
                $crate::rules::Page::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, ".md")))
            }),
            check: $crate::rules::Check::Change { check: $check, instead_of: &[$($twin),*] },
        }
    };
}
use change_rule;
