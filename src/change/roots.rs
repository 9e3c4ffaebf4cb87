//! Where a replacement begins: the attributes that are written differently, at the start of a chain of resources that are replaced
//! because each names the one before.

use super::{Cause, Change, ResourceChange};
use std::collections::BTreeSet;

/// A chain is followed this far.
const MAX_LENGTH: usize = 8;

impl Change {
    /// The attributes that a replacement begins with, each with what becomes of its resource: the resource itself, or one whose id
    /// it holds.
    pub fn roots<'a>(&'a self, own: &'a ResourceChange) -> Vec<(&'a ResourceChange, &'a Cause)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        self.follow(own, 0, &mut seen, &mut found);
        found
    }

    fn follow<'a>(
        &'a self,
        own: &'a ResourceChange,
        length: usize,
        seen: &mut BTreeSet<String>,
        found: &mut Vec<(&'a ResourceChange, &'a Cause)>,
    ) {
        if length > MAX_LENGTH || !own.after.as_ref().is_some_and(|after| seen.insert(after.name())) {
            return;
        }
        for cause in own.replacing() {
            let origins = if cause.before == cause.after { self.renewed_within(cause) } else { Vec::new() };
            if origins.is_empty() {
                found.push((own, cause));
            }
            origins.into_iter().for_each(|origin| self.follow(origin, length + 1, seen, found));
        }
    }

    /// The replaced resources that a value names.
    fn renewed_within(&self, cause: &Cause) -> Vec<&ResourceChange> {
        let terms = self.after.values.terms_within(&cause.after);
        let positions: BTreeSet<usize> = terms.iter().filter_map(|term| self.by_after.get(term).copied()).collect();
        let changes = positions.into_iter().map(|position| &self.resources[position]);
        changes.filter(|change| change.replaced().is_some()).collect()
    }
}
