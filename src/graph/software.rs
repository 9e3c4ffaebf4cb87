//! What runs on an instance: whether its programs may do something themselves that the configuration does not say.

use super::{Graph, Interface, Software};
use crate::value::{Data, Guard, Term, Value};
use std::sync::Arc;

/// What scripts say that attach an interface.
const ATTACHES: [&str; 5] =
    ["attach-network-interface", "attach_network_interface", "attachnetworkinterface", "fck-nat", "fck_nat"];

impl Graph {
    /// Whether what runs on an instance mentions one of these words, in lower case, or may do so: a script that cannot be read, with
    /// the rights of an instance profile, may do anything.
    pub fn may_mention(&self, software: &Software, words: &[&str]) -> bool {
        let text = self.values.text(&software.user_data).to_lowercase();
        let mentioned = words.iter().any(|word| text.contains(word));
        let has_rights = self.values.is_absent(&software.profile) != Guard::ALWAYS;
        mentioned || (has_rights && self.is_unreadable(&software.user_data))
    }

    /// What the image of an instance is called, in lower case with hyphens between words: as far as the reference to it says so, the data source
    /// that looks it up, or the parameter in the parameter store that holds its id.
    pub fn image_names(&self, software: &Software) -> String {
        let values = &self.values;
        let mut names = values.describe(&software.image);
        for term in values.terms_within(&software.image) {
            let source = self.resources.iter().find(|resource| resource.term == term && !resource.is_managed());
            if let Some(source) = source {
                names.extend([" ", &values.words(&source.properties)]);
            }
            if let Some(stored) = values.domain(term).and_then(|domain| domain.stored.clone()) {
                names.extend([" ", &stored]);
            }
        }
        names.to_lowercase().replace('_', "-")
    }

    /// Whether the script of an instance is known as a whole and mentions none of these words, in lower case.
    pub fn is_silent_about(&self, software: &Software, words: &[&str]) -> bool {
        let text = self.values.text(&software.user_data).to_lowercase();
        !self.is_unreadable(&software.user_data) && !words.iter().any(|word| text.contains(word))
    }

    /// The interfaces that a script attaches to its instance itself, each with its id as the script has it: it names them, and it says that
    /// it attaches. Of several in different subnets it may pick one that suits: then nothing is said.
    pub fn attached_by_script(&self, software: &Software) -> Vec<(Value, &Interface)> {
        let text = self.values.text(&software.user_data).to_lowercase();
        let image = self.image_names(software);
        if !ATTACHES.iter().any(|word| text.contains(word)) && !image.contains("fck-nat") {
            return Vec::new();
        }
        let terms = self.values.terms_within(&software.user_data).into_iter();
        let ids = terms.map(|term| Value::new(Data::Term(term), software.user_data.origin));
        let named = ids.filter_map(|id| {
            let position = self.interfaces.position(&self.values, &id)?;
            Some((id, &self.interfaces[position]))
        });
        // Or the script looks for them by their name tag.
        let by_tag = self.interfaces.iter().filter(|interface| {
            let tag = self.name_tag(&interface.tags).map(|name| name.to_lowercase());
            interface.resource.is_managed() && tag.is_some_and(|name| name.len() > 3 && is_word_of(&name, &text))
        });
        let by_tag = by_tag.map(|interface| (software.user_data.clone(), interface));
        let mut named: Vec<_> = named.collect();
        if named.is_empty() && text.contains("describe") {
            named.extend(by_tag);
        }
        let in_one = |pair: &[(Value, &Interface)]| self.same_id(&pair[0].1.subnet, &pair[1].1.subnet) == Guard::ALWAYS;
        if named.windows(2).all(in_one) { named } else { Vec::new() }
    }

    /// The name in tags, where that is known.
    fn name_tag(&self, tags: &Value) -> Option<Arc<str>> {
        let text = |value: &Value| value.as_str().map(Arc::from);
        match tags.items() {
            Some(items) => items.iter().find_map(|tag| {
                let is_name = self.values.get(tag, "Key").as_str() == Some("Name");
                is_name.then(|| text(&self.values.get(tag, "Value"))).flatten()
            }),
            None => text(&self.values.get(tags, "Name")),
        }
    }

    /// Whether a part of a script stands elsewhere: in a file, a data source or a variable.
    fn is_unreadable(&self, script: &Value) -> bool {
        let values = &self.values;
        let whole = |value: &Value| match value.data {
            Data::Term(term) => !matches!(*values.term(term), Term::Apply { .. }),
            _ => false,
        };
        let elsewhere = |term: &Term| match term {
            Term::Apply { function, .. } => matches!(&**function, "file" | "filebase64" | "templatefile" | "templatestring"),
            Term::Data(source) => {
                ["template", "cloudinit", "local_file", "http"].iter().any(|kind| source.resource_type.contains(kind))
            }
            _ => false,
        };
        values.alternatives(script).iter().any(|(_, value)| whole(value))
            || values.terms_within(script).into_iter().any(|term| elsewhere(&values.term(term)))
    }
}

/// Whether a name stands in a text by itself.
fn is_word_of(name: &str, text: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'));
    text.match_indices(name).any(|(at, _)| ends(text[..at].chars().next_back()) && ends(text[at + name.len()..].chars().next()))
}
