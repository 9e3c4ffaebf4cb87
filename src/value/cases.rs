//! Taking a value apart into the values it can have, and describing values in words.

use super::{Arena, Data, Domain, Guard, InstanceKey, Key, Term, TermId, Value};
use std::fmt::Write;

/// A choice is kept to this many alternatives; beyond that the value is treated as not known.
pub(super) const MAX_ALTERNATIVES: usize = 256;
/// A text with inputs in it is kept apart into so many: a name, an address or an instance type has no more.
const MAX_TEXTS: usize = 32;
/// The longest of them, in bytes; a script is not taken apart.
const MAX_TEXT: usize = 256;

impl Arena {
    /// The values a value can have, each with the guard under which it has it. An input with listed values, or with a
    /// default, is taken apart as well, and so is a text that such inputs are part of; what remains of either stays a term.
    pub fn cases(&self, value: &Value) -> Vec<(Guard, Value)> {
        let mut cases = Vec::new();
        for (guard, value) in self.alternatives(value) {
            match &value.data {
                Data::Term(term) => match self.domain(*term) {
                    Some(domain) => self.domain_cases(guard, &value, *term, &domain, &mut cases),
                    None => self.text_cases(guard, value, &mut cases),
                },
                _ => cases.push((guard, value)),
            }
        }
        cases
    }

    fn domain_cases(&self, guard: Guard, value: &Value, term: TermId, domain: &Domain, cases: &mut Vec<(Guard, Value)>) {
        let mut add = |under: Guard, of: &Value| {
            let under = self.and(guard, under);
            if self.possible(under) {
                cases.push((under, Value::new(of.data.clone(), value.origin)));
            }
        };
        match (&domain.allowed, &domain.default) {
            (Some(allowed), _) if allowed.len() <= MAX_ALTERNATIVES => {
                allowed.iter().for_each(|allowed| add(self.equals_allowed(term, allowed), allowed));
            }
            (_, Some(default)) => {
                let is_default = self.equals(term, default);
                add(is_default, default);
                add(self.not(is_default), value);
            }
            _ => add(Guard::ALWAYS, value),
        }
    }

    /// A text with inputs in it: what it is where all of them are known, and itself where one is not.
    fn text_cases(&self, guard: Guard, value: Value, cases: &mut Vec<(Guard, Value)>) {
        let mut rest = guard;
        for (under, text) in self.texts(&value).unwrap_or_default() {
            let under = self.and(guard, under);
            if self.possible(under) {
                rest = self.and(rest, self.not(under));
                cases.push((under, Value::string(&text).with_origin(value.origin)));
            }
        }
        if self.possible(rest) {
            cases.push((rest, value));
        }
    }

    /// The texts that a text with inputs in it can be; nothing where one of its parts is never known, or there are too many.
    fn texts(&self, value: &Value) -> Option<Vec<(Guard, String)>> {
        let Data::Term(term) = value.data else { return None };
        let term = self.term(term);
        let Term::Apply { function, arguments } = &*term else { return None };
        let can_be_known = |part: &Value| match part.data {
            Data::Term(part) => self.domain(part).is_some(),
            _ => part.as_str().is_some(),
        };
        if &**function != "template" || !arguments.iter().all(can_be_known) {
            return None;
        }
        let mut texts = vec![(Guard::ALWAYS, String::new())];
        for part in arguments {
            let parts = self.cases(part);
            let known = parts.iter().filter_map(|(guard, part)| Some((*guard, part.as_str()?)));
            let longer =
                known.flat_map(|(inner, part)| texts.iter().map(move |(outer, text)| (*outer, inner, [text, part].concat())));
            texts = longer
                .map(|(outer, inner, text)| (self.and(outer, inner), text))
                .filter(|(guard, _)| self.possible(*guard))
                .collect();
            if texts.len() > MAX_TEXTS || texts.iter().any(|(_, text)| text.len() > MAX_TEXT) {
                return None;
            }
        }
        Some(texts)
    }

    /// The alternatives of a choice, or the value itself; inputs stay whole.
    pub fn alternatives(&self, value: &Value) -> Vec<(Guard, Value)> {
        match &value.data {
            Data::Choice(alternatives) => alternatives.to_vec(),
            _ => vec![(Guard::ALWAYS, value.clone())],
        }
    }

    /// One of several values. Alternatives that cannot be are left out, equal ones are joined; a single one stands for itself.
    /// The guards must exclude each other and cover every case.
    pub fn choice(&self, alternatives: impl IntoIterator<Item = (Guard, Value)>, origin: super::Origin) -> Value {
        let mut result: Vec<(Guard, Value)> = Vec::new();
        for (outer, value) in alternatives {
            for (inner, value) in self.alternatives(&value) {
                let guard = self.and(outer, inner);
                if !self.possible(guard) {
                    continue;
                }
                match result.iter_mut().find(|(_, known)| *known == value && known.origin == value.origin) {
                    Some((known, _)) => *known = self.or(*known, guard),
                    None => result.push((guard, value)),
                }
            }
        }
        if result.len() > MAX_ALTERNATIVES {
            return Value::new(Data::Term(self.opaque("a value with too many alternatives")), origin);
        }
        match result.as_slice() {
            [] => Value::new(Data::Term(self.opaque("a value that cannot be")), origin),
            [(_, only)] => only.clone(),
            _ if result.iter().all(|(_, value)| *value == result[0].1) => result[0].1.clone(),
            _ => Value::new(Data::Choice(result.into()), origin),
        }
    }

    /// Applies a function to every alternative of a value.
    pub fn map(&self, value: &Value, mut apply: impl FnMut(&Value) -> Value) -> Value {
        match &value.data {
            Data::Choice(alternatives) => {
                let mapped: Vec<_> = alternatives.iter().map(|(guard, value)| (*guard, apply(value))).collect();
                self.choice(mapped, value.origin)
            }
            _ => apply(value),
        }
    }

    /// A boolean as a value: known, or a choice between true and false.
    pub fn boolean(&self, guard: Guard, origin: super::Origin) -> Value {
        let value = |value: bool| Value::new(Data::Bool(value), origin);
        match () {
            () if self.certain(guard) => value(true),
            () if !self.possible(guard) => value(false),
            () => self.choice([(guard, value(true)), (self.not(guard), value(false))], origin),
        }
    }

    /// The guard under which a condition is true: known booleans, choices of them, and boolean terms.
    /// `None` where the value is no boolean.
    pub fn condition(&self, value: &Value) -> Option<Guard> {
        let mut result = Guard::NEVER;
        for (guard, value) in self.alternatives(value) {
            let holds = match &value.data {
                Data::Term(term) => self.is_true(*term),
                _ => match value.as_bool()? {
                    true => Guard::ALWAYS,
                    false => Guard::NEVER,
                },
            };
            result = self.or(result, self.and(guard, holds));
        }
        Some(result)
    }

    /// The guard under which a value is certainly the given boolean; what is unknown counts for neither.
    pub fn is_bool(&self, value: &Value, expected: bool) -> Guard {
        self.when(value, |value| value.as_bool() == Some(expected))
    }

    /// Whether nothing is known of a value, not even a name.
    pub fn is_opaque(&self, value: &Value) -> bool {
        matches!(value.data, Data::Term(term) if matches!(&*self.term(term), Term::Opaque { .. }))
    }

    /// The guard under which a test holds for a value.
    pub fn when(&self, value: &Value, test: impl Fn(&Value) -> bool) -> Guard {
        let cases = self.cases(value).into_iter().filter(|(_, value)| test(value));
        cases.fold(Guard::NEVER, |all, (guard, _)| self.or(all, guard))
    }

    /// A value in words, as it would be written.
    pub fn describe(&self, value: &Value) -> String {
        match &value.data {
            Data::Null => "null".into(),
            Data::Bool(value) => value.to_string(),
            Data::Number(number) => number.to_string(),
            Data::String(text) => format!("{text:?}"),
            Data::Sequence(_, items) => self.describe_all(items.iter()),
            Data::Mapping(_, entries) => self.describe_all(entries.values()),
            Data::Each(each) => format!("each of {}", self.describe(&each.item)),
            Data::Term(term) => self.describe_term(*term),
            Data::Choice(alternatives) => {
                let words: Vec<_> = alternatives.iter().map(|(_, value)| self.describe(value)).collect();
                words.join(" or ")
            }
        }
    }

    fn describe_all<'a>(&self, values: impl ExactSizeIterator<Item = &'a Value>) -> String {
        let more = if values.len() > 4 { ", …" } else { "" };
        let words: Vec<_> = values.take(4).map(|value| self.describe(value)).collect();
        format!("[{}{more}]", words.join(", "))
    }

    /// A term as it would be written: `aws_subnet.a.id`, `var.zones[0]`, `cidrsubnet(var.cidr, 8, 1)`.
    pub fn describe_term(&self, term: TermId) -> String {
        match &*self.term(term) {
            Term::Managed(address) | Term::Data(address) => self.describe_address(address),
            Term::Input { name, .. } => name.to_string(),
            Term::EachKey { over } => format!("each of {}", self.describe_term(*over)),
            Term::Opaque { text, .. } => text.to_string(),
            Term::Element { of, key } => {
                let mut text = match &*self.term(*of) {
                    // An element of what a condition leaves of a collection is one of the collection.
                    Term::Apply { function, arguments } if &**function == "filter" && matches!(key, Key::Term(_)) => {
                        arguments.first().map(|whole| self.describe(whole)).unwrap_or_default()
                    }
                    _ => self.describe_term(*of),
                };
                // Writing to a string cannot fail.
                let _ = match key {
                    Key::Name(name) if &**name == "Ref" => Ok(()),
                    Key::Name(name) => write!(text, ".{name}"),
                    Key::Index(index) => write!(text, "[{index}]"),
                    Key::Term(_) => write!(text, "[*]"),
                };
                text
            }
            Term::Apply { function, arguments } => self.describe_application(function, arguments),
        }
    }

    fn describe_application(&self, function: &str, arguments: &[Value]) -> String {
        // What a mapping holds is no argument that anybody wrote.
        let written =
            arguments.iter().filter(|argument| function != "Fn::FindInMap" || !matches!(argument.data, Data::Mapping(..)));
        let words: Vec<_> = written.map(|argument| self.describe(argument)).collect();
        match words.as_slice() {
            [left, right] if !function.starts_with(|c: char| c.is_alphabetic()) => {
                format!("{left} {function} {right}")
            }
            [operand] if !function.starts_with(|c: char| c.is_alphabetic()) => {
                format!("{function}{operand}")
            }
            [whole, ..] if function == "filter" => format!("some of {whole}"),
            _ if function == "template" => arguments.iter().map(|part| self.describe_part(part)).collect(),
            _ => format!("{function}({})", words.join(", ")),
        }
    }

    fn describe_part(&self, part: &Value) -> String {
        match part.as_str() {
            Some(text) => text.to_owned(),
            None => format!("${{{}}}", self.describe(part)),
        }
    }

    fn describe_address(&self, address: &super::Address) -> String {
        match &address.key {
            InstanceKey::Term(key) => {
                let whole = address.to_string();
                format!("{}[{}]", whole.trim_end_matches("[*]"), self.describe_term(*key))
            }
            _ => address.to_string(),
        }
    }
}

/// Access to the parts of values.
impl Arena {
    /// The value of a key: of a mapping its entry or nothing, of a term its element, of a choice each alternative's.
    pub fn get(&self, value: &Value, name: &str) -> Value {
        self.map(value, |value| match &value.data {
            Data::Mapping(_, entries) => match entries.get(name) {
                Some(entry) => entry.clone(),
                None => Value::new(Data::Null, value.origin),
            },
            Data::Term(term) => Value::new(Data::Term(self.attribute(*term, name)), value.origin),
            _ => Value::new(Data::Null, value.origin),
        })
    }
}
