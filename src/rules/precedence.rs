//! One mistake, one finding: where two rules describe the same mistake, the more specific one speaks.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// The more specific rule, and the more general one that is silent about the same place.
pub(super) const SPEAKS_BEFORE: &[(&str, &str)] = &[
    ("attachment-managed-twice", "attachment-at-index-zero"),
    ("deprecated-network-interface-block", "eni-block-replaces-instance"),
    ("efa-needs-launch-template", "efa-misuse"),
    ("efa-needs-launch-template", "invalid-network-card-index"),
    ("eni-in-another-az", "instance-az-contradicts-subnet"),
    ("ignored-private-ip-argument", "ambiguous-eip-target"),
    ("invalid-network-card-index", "template-without-primary-eni"),
    ("missing-device-index-zero", "public-ip-with-several-enis"),
    ("multi-eni-instance-as-target", "route-to-instance-id"),
    ("overlapping-multi-vpc-enis", "eni-in-another-vpc"),
    ("same-subnet-enis", "management-eni-shares-network"),
    ("too-many-enis", "invalid-network-card-index"),
    ("ambiguous-source-dest-check", "appliance-partial-forwarding"),
    ("dual-homed-forwarding", "appliance-partial-forwarding"),
    ("instance-settings-with-second-eni", "appliance-partial-forwarding"),
    ("route-to-checked-eni", "appliance-partial-forwarding"),
];

/// Takes out what a more specific rule has said already.
pub(super) fn settle(diagnostics: &mut Vec<Diagnostic>) {
    let said = said(diagnostics);
    diagnostics.retain(|diagnostic| {
        let specific = SPEAKS_BEFORE.iter().filter(|(_, general)| *general == diagnostic.rule).map(|(specific, _)| *specific);
        !specific.filter_map(|rule| said.get(rule)).any(|said| said.covers(diagnostic))
    });
}

/// What one rule has said.
#[derive(Default)]
struct Said {
    primary: FxHashSet<(Span, Option<String>)>,
    any: FxHashSet<(Span, Option<String>)>,
}

impl Said {
    /// Whether a finding is about the same place, and holds in no further case. It is about the same place when the place of one is among
    /// the places of the other.
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let within = |set: &FxHashSet<(Span, Option<String>)>, span| {
            set.contains(&(span, None)) || set.contains(&(span, diagnostic.condition.clone()))
        };
        diagnostic.primary().is_some_and(|label| within(&self.any, label.span))
            || diagnostic.labels.iter().any(|label| within(&self.primary, label.span))
    }
}

/// What the more specific rules have said.
fn said(diagnostics: &[Diagnostic]) -> FxHashMap<&'static str, Said> {
    let mut said: FxHashMap<&'static str, Said> = FxHashMap::default();
    for diagnostic in diagnostics.iter().filter(|diagnostic| SPEAKS_BEFORE.iter().any(|(rule, _)| *rule == diagnostic.rule)) {
        let said = said.entry(diagnostic.rule).or_default();
        said.primary.extend(diagnostic.primary().map(|label| (label.span, diagnostic.condition.clone())));
        said.any.extend(diagnostic.labels.iter().map(|label| (label.span, diagnostic.condition.clone())));
    }
    said
}
