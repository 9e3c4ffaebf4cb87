//! Launch templates and what launches from them: an update of a template makes a new version, and whoever names its number is told
//! another one.

use super::ResourceChange;
use super::causes::Sides;
use crate::value::{Data, Guard, TermId, Value};
use std::sync::Arc;

/// What an update of a launch template changes without a new version.
const WITHOUT_VERSION: [&str; 8] =
    ["TagSpecifications", "default_version", "id", "name", "name_prefix", "tags", "tags_all", "update_default_version"];

/// The attributes that are the number of a version: the latest one, and the one that counts where none is named.
const NUMBERS: [(&str, [&str; 2]); 2] = [
    ("aws_launch_template", ["latest_version", "default_version"]),
    ("AWS::EC2::LaunchTemplate", ["LatestVersionNumber", "DefaultVersionNumber"]),
];

impl Sides<'_> {
    /// The numbers of versions that may be other ones after a change of a template, with when they certainly are.
    pub(super) fn new_versions(self, change: &ResourceChange) -> Vec<(TermId, Guard)> {
        let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
        let kind = &*after.address.resource_type;
        let Some((_, [latest, default])) = NUMBERS.iter().find(|(template, _)| *template == kind) else { return Vec::new() };
        let values = self.values;
        let (Some(old), Some(new)) = (before.properties.entries(), after.properties.entries()) else { return Vec::new() };
        let names = old.keys().chain(new.keys()).filter(|name| !WITHOUT_VERSION.contains(&&***name));
        let is_same = |name: &Arc<str>| old.get(name).map(|old| self.renaming.apply(values, old)).as_ref() == new.get(name);
        if names.into_iter().all(is_same) && change.causes.is_empty() {
            return Vec::new();
        }
        let making = change.causes.iter().filter(|cause| !WITHOUT_VERSION.contains(&&*cause.name));
        let new_version = making.fold(Guard::NEVER, |any, cause| values.or(any, cause.guard));
        let follows = values.is_bool(&values.get(&after.properties, "update_default_version"), true);
        let number = |name: &str, guard| (values.attribute(after.term, name), guard);
        vec![number(latest, new_version), number(default, values.and(new_version, follows))]
    }

    /// When an instance is launched from another template than before, or from another version of it. What the names of versions
    /// (`$Latest`) stood for at its launch is not known.
    pub(super) fn template_goes(self, old: &Value, new: &Value) -> Guard {
        let values = self.values;
        let differs = |name: &str| self.differ(&values.get(old, name), &values.get(new, name));
        let number = |side: &Value| {
            let version = values.get(side, "version");
            let is_named = |version: &Value| matches!(&version.data, Data::String(text) if text.starts_with('$'));
            values.when(&version, |version| !version.is_null() && !is_named(version))
        };
        let version = values.and(differs("version"), values.and(number(old), number(new)));
        let written = |name: &str| values.and(values.is_present(&values.get(old, name)), values.is_present(&values.get(new, name)));
        let other = |name: &str| values.and(differs(name), written(name));
        values.or(version, values.or(other("id"), other("name")))
    }
}
