//! Whether two values are the same: yes, no, or not known, each under its guard.

use super::{Arena, Data, Guard, Key, SequenceKind, Term, TermId, Value};

/// The answer to "are these the same?". Where neither guard holds, nobody can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// When they are certainly the same.
    pub yes: Guard,
    /// When they are certainly different.
    pub no: Guard,
}

impl Comparison {
    /// Certainly the same.
    pub const YES: Self = Self { yes: Guard::ALWAYS, no: Guard::NEVER };
    /// Certainly different.
    pub const NO: Self = Self { yes: Guard::NEVER, no: Guard::ALWAYS };
    /// Not known.
    pub const MAYBE: Self = Self { yes: Guard::NEVER, no: Guard::NEVER };
}

/// Attributes whose value no two resources share that make something.
const IDENTITIES: [&str; 5] = ["id", "Ref", "arn", "Arn", "primary_network_interface_id"];

/// So many pairs of elements of two sets are looked at.
const MAX_COMPARED: usize = 10_000;

impl Arena {
    /// Whether two values are the same.
    pub fn same(&self, a: &Value, b: &Value) -> Comparison {
        let mut result = Comparison::MAYBE;
        let (a_cases, b_cases) = self.cases_for_comparison(a, b);
        for (a_guard, a) in &a_cases {
            for (b_guard, b) in &b_cases {
                let both = self.and(*a_guard, *b_guard);
                if !self.possible(both) {
                    continue;
                }
                match self.same_case(a, b) {
                    Comparison::YES => result.yes = self.or(result.yes, both),
                    Comparison::NO => result.no = self.or(result.no, both),
                    _ => {}
                }
            }
        }
        result
    }

    /// An input is taken apart into its listed values only beside something that is not the same input.
    fn cases_for_comparison(&self, a: &Value, b: &Value) -> (Vec<(Guard, Value)>, Vec<(Guard, Value)>) {
        match (&a.data, &b.data) {
            (Data::Term(a_term), Data::Term(b_term)) if a_term == b_term => (self.alternatives(a), self.alternatives(b)),
            _ => (self.cases(a), self.cases(b)),
        }
    }

    fn same_case(&self, a: &Value, b: &Value) -> Comparison {
        match (&a.data, &b.data) {
            (Data::Term(a), Data::Term(b)) if a == b => Comparison::YES,
            (Data::Term(a), Data::Term(b)) if self.are_distinct(*a, *b) => Comparison::NO,
            (Data::Term(a), Data::Term(b)) if is_lookup(&self.term(*a)) && is_lookup(&self.term(*b)) => {
                self.lookups(&self.term(*a), &self.term(*b)).unwrap_or(Comparison::MAYBE)
            }
            (Data::Term(term), _) if self.is_distinct_from_known(*term, b) => Comparison::NO,
            (_, Data::Term(term)) if self.is_distinct_from_known(*term, a) => Comparison::NO,
            (Data::Term(_) | Data::Each(_), _) | (_, Data::Term(_) | Data::Each(_)) => Comparison::MAYBE,
            (Data::Sequence(SequenceKind::Set, _), Data::Sequence(..))
            | (Data::Sequence(..), Data::Sequence(SequenceKind::Set, _))
                if !(a.is_known() && b.is_known()) =>
            {
                self.same_elements(a.items().unwrap_or_default(), b.items().unwrap_or_default())
            }
            (Data::Sequence(_, a), Data::Sequence(_, b)) => self.same_items(a, b),
            _ if a.is_known() && b.is_known() => match same_known(a, b) {
                true => Comparison::YES,
                false => Comparison::NO,
            },
            _ => Comparison::MAYBE,
        }
    }

    /// Two values that mappings give for one key that is not known: they differ if they differ for every key that both have, because
    /// with another key nothing is made.
    fn lookups(&self, a: &Term, b: &Term) -> Option<Comparison> {
        let (Term::Apply { arguments: a, .. }, Term::Apply { arguments: b, .. }) = (a, b) else { return None };
        let ([_, key, _, Value { data: Data::Mapping(_, a), .. }], [_, other, _, Value { data: Data::Mapping(_, b), .. }]) =
            (&**a, &**b)
        else {
            return None;
        };
        let answers = a.iter().filter_map(|(key, value)| Some(self.same(value, b.get(key)?)));
        let all = answers.reduce(|all, answer| Comparison { yes: self.and(all.yes, answer.yes), no: self.and(all.no, answer.no) });
        all.filter(|_| key == other)
    }

    fn same_items(&self, a: &[Value], b: &[Value]) -> Comparison {
        if a.len() != b.len() {
            return Comparison::NO;
        }
        let answers: Vec<_> = a.iter().zip(b).map(|(a, b)| self.same(a, b)).collect();
        match () {
            () if answers.iter().all(|&answer| answer == Comparison::YES) => Comparison::YES,
            () if answers.contains(&Comparison::NO) => Comparison::NO,
            () => Comparison::MAYBE,
        }
    }

    /// Compares what has no order: two elements that are not known may be one.
    fn same_elements(&self, a: &[Value], b: &[Value]) -> Comparison {
        if a.len().saturating_mul(b.len()) > MAX_COMPARED {
            return Comparison::MAYBE;
        }
        let covered = |some: &[Value], others: &[Value]| {
            some.iter().all(|one| others.iter().any(|other| self.same(one, other) == Comparison::YES))
        };
        let strange = |some: &[Value], others: &[Value]| {
            some.iter().any(|one| others.iter().all(|other| self.same(one, other) == Comparison::NO))
        };
        match () {
            () if covered(a, b) && covered(b, a) => Comparison::YES,
            () if strange(a, b) || strange(b, a) => Comparison::NO,
            () => Comparison::MAYBE,
        }
    }

    /// Whether two different terms can never be the same value.
    fn are_distinct(&self, a: TermId, b: TermId) -> bool {
        match (&*self.term(a), &*self.term(b)) {
            (Term::Element { of: a_of, key: a_key }, Term::Element { of: b_of, key: b_key }) => {
                if a_of == b_of {
                    return self.has_distinct_elements(*a_of) && are_different_indices(a_key, b_key);
                }
                a_key == b_key && is_identity(a_key) && self.are_distinct_resources(*a_of, *b_of)
            }
            (
                Term::Apply { function: a_function, arguments: a_arguments },
                Term::Apply { function: b_function, arguments: b_arguments },
            ) if a_function == b_function => match &**a_function {
                "template" => self.are_distinct_texts(a_arguments, b_arguments),
                "cidrsubnet" => self.are_distinct_subnets(a_arguments, b_arguments),
                _ => false,
            },
            _ => false,
        }
    }

    fn are_distinct_resources(&self, a: TermId, b: TermId) -> bool {
        match (&*self.term(a), &*self.term(b)) {
            // A lookup may find what another resource makes, and two may find the same.
            (Term::Managed(a), Term::Managed(b)) if a.is_custom() || b.is_custom() => false,
            (Term::Managed(a), Term::Managed(b)) if a.resource_type == b.resource_type && a.adopts() => false,
            (Term::Managed(a), Term::Managed(b)) => a.is_distinct_from(b),
            _ => false,
        }
    }

    /// Lists whose elements AWS or the function guarantees to differ: zones of a region, ids of a query, split networks.
    fn has_distinct_elements(&self, list: TermId) -> bool {
        match &*self.term(list) {
            Term::Element { of, key: Key::Name(name) } => {
                matches!(&**name, "names" | "zone_ids" | "ids") && matches!(&*self.term(*of), Term::Data(_))
            }
            Term::Apply { function, .. } => {
                matches!(&**function, "Fn::GetAZs" | "Fn::Cidr" | "cidrsubnets")
            }
            Term::Input { .. } => self.domain(list).is_some_and(|domain| domain.distinct),
            _ => false,
        }
    }

    /// `${x}a` and `${x}b`: the same parts around known texts that differ.
    fn are_distinct_texts(&self, a: &[Value], b: &[Value]) -> bool {
        let (mut a, mut b) = (a, b);
        while let ([a_first, a_rest @ ..], [b_first, b_rest @ ..]) = (a, b)
            && a_first == b_first
        {
            (a, b) = (a_rest, b_rest);
        }
        while let ([a_rest @ .., a_last], [b_rest @ .., b_last]) = (a, b)
            && a_last == b_last
        {
            (a, b) = (a_rest, b_rest);
        }
        match (a, b) {
            ([a], [b]) => matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if a != b),
            ([text], []) | ([], [text]) => text.as_str().is_some_and(|text| !text.is_empty()),
            ([a, ..], [b, ..]) => {
                matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if differ_at_start(a, b))
            }
            _ => false,
        }
    }

    /// `cidrsubnet(x, 8, 1)` and `cidrsubnet(x, 8, 2)`.
    fn are_distinct_subnets(&self, a: &[Value], b: &[Value]) -> bool {
        match (a, b) {
            ([a_prefix, a_bits, a_number], [b_prefix, b_bits, b_number]) => {
                let answers = [self.same(a_prefix, b_prefix), self.same(a_bits, b_bits)];
                answers == [Comparison::YES; 2] && self.same(a_number, b_number) == Comparison::NO
            }
            _ => false,
        }
    }

    /// Whether a term can never be a known value: an id that is about to be made is no empty string.
    fn is_distinct_from_known(&self, term: TermId, known: &Value) -> bool {
        match (&*self.term(term), &known.data) {
            (Term::Element { of, key }, Data::Null) => is_identity(key) && matches!(&*self.term(*of), Term::Managed(_)),
            (Term::Element { of, key }, Data::String(text)) => {
                text.is_empty() && is_identity(key) && matches!(&*self.term(*of), Term::Managed(_))
            }
            (Term::Apply { function, arguments }, Data::String(text)) if &**function == "template" => {
                let start = arguments.first().and_then(Value::as_str).unwrap_or_default();
                let end = arguments.last().and_then(Value::as_str).unwrap_or_default();
                !(text.starts_with(start) && text.ends_with(end))
            }
            _ => false,
        }
    }
}

/// Known values, with numbers and booleans equal to the strings that spell them.
fn same_known(a: &Value, b: &Value) -> bool {
    match (&a.data, &b.data) {
        (Data::Number(_), Data::String(_)) | (Data::String(_), Data::Number(_)) => {
            a.as_integer().is_some() && a.as_integer() == b.as_integer()
        }
        (Data::Bool(_), Data::String(_)) | (Data::String(_), Data::Bool(_)) => a.as_bool() == b.as_bool(),
        _ => a == b,
    }
}

fn is_identity(key: &Key) -> bool {
    matches!(key, Key::Name(name) if IDENTITIES.contains(&&**name))
}

fn are_different_indices(a: &Key, b: &Key) -> bool {
    matches!((a, b), (Key::Index(a), Key::Index(b)) if a != b)
}

/// Whether it is what a mapping of CloudFormation gives for a key that is not known; the last argument is what it has for each.
fn is_lookup(term: &Term) -> bool {
    matches!(term, Term::Apply { function, .. } if &**function == "Fn::FindInMap")
}

/// Neither text is the beginning of the other.
fn differ_at_start(a: &str, b: &str) -> bool {
    a.chars().zip(b.chars()).any(|(a, b)| a != b)
}
