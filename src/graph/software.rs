//! What runs on an instance: whether its programs may do something themselves that the configuration does not say.

use super::{Graph, Software};
use crate::value::{Data, Guard, Term, Value};

impl Graph {
    /// Whether what runs on an instance mentions one of these words, in lower case, or may do so: a script that cannot be read, with
    /// the rights of an instance profile, may do anything.
    pub fn may_mention(&self, software: &Software, words: &[&str]) -> bool {
        let text = self.values.text(&software.user_data).to_lowercase();
        let mentioned = words.iter().any(|word| text.contains(word));
        let has_rights = self.values.is_absent(&software.profile) != Guard::ALWAYS;
        mentioned || (has_rights && self.is_unreadable(&software.user_data))
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
