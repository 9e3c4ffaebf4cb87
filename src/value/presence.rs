//! Whether a value is there at all: written or null, and with something in it.

use super::{Arena, Comparison, Data, Guard, InputKind, Key, Term, TermId, Value};

impl Arena {
    /// The guard under which a value is certainly not written.
    pub fn is_absent(&self, value: &Value) -> Guard {
        self.when(value, Value::is_null)
    }

    /// The guard under which a value is certainly written, known or not.
    pub fn is_present(&self, value: &Value) -> Guard {
        let unwritten_or_unknown = |value: &Value| value.is_null() || matches!(value.data, Data::Term(_) | Data::Each(_));
        let written = self.when(value, |value| !unwritten_or_unknown(value));
        // An attribute of another resource, or an input that is passed on, is a value; only an optional input may be null.
        let computed = self.when(value, |value| matches!(value.data, Data::Term(term) if self.is_never_null(term)));
        self.or(written, computed)
    }

    /// Ids and private addresses, which a resource always has, and inputs: a CloudFormation parameter cannot be null, and a Terraform variable is an
    /// input only without a default, so that it has to be given.
    fn is_never_null(&self, term: TermId) -> bool {
        let is_there = |value: &Value| self.certain(self.is_present(value));
        match &*self.term(term) {
            Term::Input { kind, .. } => matches!(kind, InputKind::Parameter | InputKind::Variable),
            Term::Element { of, key: Key::Name(name) } => {
                matches!(&**name, "id" | "arn" | "Ref" | "primary_network_interface_id" | "private_ip")
                    && matches!(&*self.term(*of), Term::Managed(_) | Term::Data(_))
            }
            Term::Apply { function, arguments } => match &**function {
                "try" | "sensitive" | "nonsensitive" => arguments.iter().all(is_there),
                "lookup" => arguments.get(2).is_none_or(is_there),
                "one" | "jsondecode" | "yamldecode" | "ephemeralasnull" | "defaults" => false,
                _ => true,
            },
            // Nobody writes lists of nulls; an attribute of an object may be optional.
            Term::Element { key: Key::Index(_) | Key::Term(_), .. } | Term::EachKey { .. } => true,
            _ => false,
        }
    }

    /// Whether a value is certainly no empty collection.
    pub fn is_filled(&self, value: &Value) -> bool {
        match &value.data {
            Data::Sequence(_, items) => items.iter().any(|item| !matches!(item.data, Data::Each(_))),
            Data::Mapping(_, entries) => !entries.is_empty(),
            Data::Each(_) => false,
            Data::Choice(alternatives) => alternatives.iter().all(|(_, value)| self.is_filled(value)),
            Data::Term(term) => match &*self.term(*term) {
                Term::Apply { function, arguments } => self.is_result_filled(function, arguments),
                _ => true,
            },
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => true,
        }
    }

    fn is_result_filled(&self, function: &str, arguments: &[Value]) -> bool {
        let is_id = |item: &Value| self.same(item, &Value::string("")) == Comparison::NO;
        let any_item = |is_such: &dyn Fn(&Value) -> bool| {
            arguments.first().and_then(Value::items).is_some_and(|items| items.iter().any(is_such))
        };
        match function {
            "coalescelist" | "concat" | "merge" | "setunion" => arguments.iter().any(|argument| self.is_filled(argument)),
            "distinct" | "keys" | "nonsensitive" | "reverse" | "sensitive" | "sort" | "tolist" | "tomap" | "toset" | "try"
            | "values" => arguments.iter().all(|argument| self.is_filled(argument)),
            "compact" => any_item(&is_id),
            "flatten" => any_item(&|item| self.is_filled(item)),
            "filter" | "group" | "jsondecode" | "lookup" | "matchkeys" | "object" | "regexall" | "setintersection"
            | "setsubtract" | "slice" | "yamldecode" => false,
            _ => true,
        }
    }
}
