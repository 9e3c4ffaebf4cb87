//! Terraform's functions on values. Each works on known arguments, and on symbolic ones where the result can be told;
//! otherwise the call becomes a term. Which alternatives of the arguments are combined is decided here.

mod collection;
mod encoding;
mod filesystem;
mod format;
mod json;
mod lookup;
mod network;
mod numeric;
mod regular;
mod set;
mod signature;
mod string;
mod time;
mod yaml;

use super::evaluator::Evaluator;
use super::scope::Scope;
use crate::source::Span;
use crate::syntax::hcl::{Call, Expression};
use crate::value::{Data, Guard, Key, SequenceKind, Term, TermId, Value};

/// What a function makes of its arguments.
pub(super) enum Outcome {
    /// A value.
    Value(Value),
    /// It takes more than is known: a term stands for the result.
    Unknown,
    /// Terraform refuses these arguments.
    Fails(&'static str),
}

impl From<Data> for Outcome {
    fn from(data: Data) -> Self {
        Self::Value(data.into())
    }
}

/// Functions that are different every time.
const IMPURE: [&str; 4] = ["bcrypt", "plantimestamp", "timestamp", "uuid"];

/// Functions and forms that do not fail on arguments of the right type.
const TOTAL: [&str; 34] = [
    "abspath",
    "base64encode",
    "base64gzip",
    "base64sha256",
    "basename",
    "chomp",
    "compact",
    "concat",
    "dirname",
    "distinct",
    "join",
    "jsonencode",
    "keys",
    "length",
    "lower",
    "md5",
    "merge",
    "reverse",
    "sha1",
    "sha256",
    "sort",
    "split",
    "strrev",
    "template",
    "title",
    "toset",
    "tostring",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
    "urlencode",
    "values",
];

/// Functions for which it matters what their collections hold, and how deep: choices within are combined first.
fn depth(function: &str) -> usize {
    match function {
        "flatten" => 4,
        "jsonencode" | "yamlencode" => 8,
        "setproduct" | "matchkeys" | "formatlist" | "coalescelist" | "zipmap" | "transpose" => 2,
        "compact" | "distinct" | "join" | "sort" | "sum" | "toset" | "setunion" | "setintersection" | "setsubtract" | "min"
        | "max" | "cidrsubnets" | "format" | "chunklist" => 1,
        _ => 0,
    }
}

/// A call of a function on arguments without choices.
pub(super) struct Invocation<'c, 'a> {
    pub(super) evaluator: &'c Evaluator<'a>,
    pub(super) name: &'c str,
    pub(super) arguments: &'c [Value],
    pub(super) span: Span,
}

impl Evaluator<'_> {
    /// The value of a function call.
    pub(super) fn call(&self, call: &Call, span: Span, scope: &Scope<'_>) -> Value {
        let name = call.name.strip_prefix("core::").unwrap_or(&call.name);
        match name {
            "try" => return self.attempt(&call.arguments, span, scope),
            "convert" => return self.converted(&call.arguments, span, scope),
            "can" => return self.can(&call.arguments, span, scope),
            _ => {}
        }
        let mut arguments: Vec<Value> = call.arguments.iter().map(|argument| self.evaluate(argument, scope)).collect();
        if call.expand_final
            && let Some(last) = arguments.pop()
        {
            return self.expanded(name, arguments, &last, span);
        }
        self.apply(name, &arguments, span)
    }

    /// `f(a, list...)`
    fn expanded(&self, name: &str, arguments: Vec<Value>, last: &Value, span: Span) -> Value {
        self.arena.map(last, |last| match (&last.data, self.elements(last)) {
            (_, Some(elements)) => {
                let mut all = arguments.clone();
                all.extend(elements.into_iter().map(|(_, value)| value));
                self.apply(name, &all, span)
            }
            (Data::Term(_) | Data::Each(_), None) => {
                let mut all = arguments.clone();
                all.push(last.clone());
                self.application(&format!("{name}..."), &all, span)
            }
            _ => self.failure("an expansion of what is no list", last.origin),
        })
    }

    /// A function on arguments.
    pub(super) fn apply(&self, name: &str, arguments: &[Value], span: Span) -> Value {
        if IMPURE.contains(&name) {
            return self.opaque(&format!("{name}()"), span);
        }
        if let Some(failed) = arguments.iter().find(|argument| self.is_failure(argument)) {
            return failed.clone();
        }
        self.take_by_function(name, arguments, span);
        let unfold = depth(name);
        let mut cases: Vec<(Guard, Vec<Value>)> = vec![(Guard::ALWAYS, Vec::new())];
        for argument in arguments {
            let alternatives = match unfold {
                0 => Some(self.arena.alternatives(argument)),
                _ => self.unfold(argument, unfold + 1),
            };
            let next =
                alternatives.and_then(|alternatives| self.branch(cases, &alternatives, |state, value| state.push(value.clone())));
            match next {
                Some(next) => cases = next,
                None => return self.application(name, arguments, span),
            }
        }
        let results: Vec<_> = cases.iter().map(|(guard, arguments)| (*guard, self.invoke(name, arguments, span))).collect();
        self.arena.choice(results, self.arena.written(span))
    }

    fn invoke(&self, name: &str, arguments: &[Value], span: Span) -> Value {
        if let Some(failed) = arguments.iter().find(|argument| self.is_failure(argument)) {
            return failed.clone();
        }
        let arguments = match self.arguments(name, arguments, span) {
            Ok(Ok(arguments)) => arguments,
            Ok(Err(reason)) => return self.failure(reason, self.arena.written(span)),
            // A function of a provider is known to that provider only.
            Err(signature::Unknown) if name.contains("::") => return self.application(name, arguments, span),
            Err(signature::Unknown) => return self.failure("a function that does not exist", self.arena.written(span)),
        };
        let arguments = arguments.as_slice();
        let invocation = Invocation { evaluator: self, name, arguments, span };
        let known = invocation
            .collection()
            .or_else(|| invocation.lookup())
            .or_else(|| invocation.set())
            .or_else(|| invocation.numeric())
            .or_else(|| invocation.regular())
            .or_else(|| invocation.string())
            .or_else(|| invocation.formatting())
            .or_else(|| invocation.network())
            .or_else(|| invocation.json())
            .or_else(|| invocation.yaml())
            .or_else(|| invocation.encoding())
            .or_else(|| invocation.time())
            .or_else(|| invocation.filesystem());
        match known.unwrap_or(Outcome::Unknown) {
            Outcome::Value(value) if self.fits(&value, span) => self.used(self.rearranged(name, arguments, value), span),
            Outcome::Value(_) => self.too_large("a large collection", span),
            Outcome::Unknown => self.rearranged(name, arguments, self.application(name, arguments, span)),
            Outcome::Fails(reason) => self.failure(reason, self.arena.written(span)),
        }
    }

    /// `try(a, b)`: the first that does not fail.
    fn attempt(&self, arguments: &[Expression], span: Span, scope: &Scope<'_>) -> Value {
        let origin = self.arena.written(span);
        let mut open = Guard::ALWAYS;
        let mut result: Vec<(Guard, Value)> = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let value = self.evaluate(argument, scope);
            let mut fails = Guard::NEVER;
            for (guard, case) in self.arena.alternatives(&value) {
                let guard = self.arena.and(open, guard);
                if self.is_failure(&case) {
                    fails = self.arena.or(fails, guard);
                    continue;
                }
                if at + 1 < arguments.len() && self.arena.possible(guard) && self.may_fail(&case) {
                    // Whether it fails is not known: neither is what comes after it.
                    let rest = arguments[at + 1..].iter().map(|argument| self.evaluate(argument, scope));
                    let all: Vec<Value> = std::iter::once(case).chain(rest).collect();
                    let all: Vec<Value> = all.into_iter().filter(|value| !self.is_failure(value)).collect();
                    result.push((guard, self.application("try", &all, span)));
                } else {
                    result.push((guard, case));
                }
            }
            open = fails;
            if !self.arena.possible(open) {
                break;
            }
        }
        if self.arena.possible(open) {
            result.push((open, self.failure("try, of which everything fails", origin)));
        }
        let value = self.arena.choice(result, origin);
        self.used(value, span)
    }

    /// `convert(value, type)`
    fn converted(&self, arguments: &[Expression], span: Span, scope: &Scope<'_>) -> Value {
        match arguments {
            [value, kind] => {
                let value = self.convert(&self.evaluate(value, scope), &super::types::Type::read(kind), span);
                self.used(value, span)
            }
            _ => self.failure("a call with the wrong number of arguments", self.arena.written(span)),
        }
    }

    fn can(&self, arguments: &[Expression], span: Span, scope: &Scope<'_>) -> Value {
        let origin = self.arena.written(span);
        let [argument] = arguments else { return self.failure("can, which takes one argument", origin) };
        let value = self.evaluate(argument, scope);
        let mut works = Guard::NEVER;
        for (guard, case) in self.arena.alternatives(&value) {
            let holds = match () {
                () if self.is_failure(&case) => Guard::NEVER,
                () if !self.may_fail(&case) => Guard::ALWAYS,
                () => match self.application("can", std::slice::from_ref(&case), span).data {
                    Data::Term(term) => self.arena.is_true(term),
                    _ => Guard::NEVER,
                },
            };
            works = self.arena.or(works, self.arena.and(guard, holds));
        }
        self.arena.boolean(works, origin)
    }

    /// Whether the evaluation of what a value stands for may turn out to fail.
    fn may_fail(&self, value: &Value) -> bool {
        match &value.data {
            Data::Term(term) => self.term_may_fail(*term, 16),
            Data::Sequence(_, items) => items.iter().any(|item| self.may_fail(item)),
            Data::Mapping(_, entries) => entries.values().any(|value| self.may_fail(value)),
            Data::Each(each) => self.may_fail(&each.item),
            Data::Choice(alternatives) => alternatives.iter().any(|(_, value)| self.is_failure(value) || self.may_fail(value)),
            _ => false,
        }
    }

    fn term_may_fail(&self, term: TermId, depth: usize) -> bool {
        if self.node(term).is_some() {
            return false;
        }
        match &*self.arena.term(term) {
            Term::Managed(_) | Term::Data(_) | Term::Input { .. } | Term::EachKey { .. } => false,
            Term::Opaque { .. } => true,
            Term::Element { of, key: Key::Name(_) } if self.node(*of).is_some() => false,
            Term::Element { of, key } => match (self.type_of(term), key) {
                // The type says that it is there.
                (Some(_), Key::Name(_)) if matches!(self.type_of(*of), Some(super::types::Type::Object(_))) => {
                    depth == 0 || self.term_may_fail(*of, depth - 1)
                }
                // The element that a key of the collection itself names.
                (_, Key::Term(key)) if matches!(&*self.arena.term(*key), Term::EachKey { over } if over == of) => {
                    depth == 0 || self.term_may_fail(*of, depth - 1)
                }
                _ => true,
            },
            Term::Apply { function, arguments } => {
                depth == 0 || !TOTAL.contains(&&**function) || arguments.iter().any(|argument| self.may_fail(argument))
            }
        }
    }
}

/// What functions ask of their arguments.
impl Invocation<'_, '_> {
    /// A sequence of these items, with the call as its origin.
    pub(super) fn list(&self, items: Vec<Value>) -> Outcome {
        Outcome::Value(self.evaluator.sequence(SequenceKind::List, items, self.span))
    }

    /// A tuple of these items.
    pub(super) fn tuple(&self, items: Vec<Value>) -> Outcome {
        Outcome::Value(self.evaluator.sequence(SequenceKind::Tuple, items, self.span))
    }

    /// A string, or why there is none.
    pub(super) fn text(&self, text: String) -> Outcome {
        match text.len() > super::evaluator::MAX_STRING {
            true => Outcome::Value(self.evaluator.too_large("a long string", self.span)),
            false => Data::String(text.into()).into(),
        }
    }

    /// Whether a value is not known, as a whole.
    pub(super) fn is_unknown(value: &Value) -> bool {
        matches!(value.data, Data::Term(_) | Data::Each(_) | Data::Choice(_))
    }

    /// The items of a sequence whose order is known.
    pub(super) fn ordered(value: &Value) -> Option<&[Value]> {
        match &value.data {
            Data::Sequence(SequenceKind::Set, items) if !super::set_order::is_ordered(items) => None,
            Data::Sequence(_, items) => Some(items),
            _ => None,
        }
    }

    /// The outcome where an argument is not what the function takes: unknown, or refused.
    pub(super) fn mismatch(value: &Value) -> Outcome {
        match &value.data {
            Data::Term(_) | Data::Each(_) | Data::Choice(_) => Outcome::Unknown,
            // A set whose order is not known may be a list of which nothing more is known.
            Data::Sequence(SequenceKind::Set, items) if !super::set_order::is_ordered(items) => Outcome::Unknown,
            _ => Outcome::Fails("a function with an argument of the wrong type"),
        }
    }

    /// Whether a value is certainly a set, which has no elements at positions.
    pub(super) fn is_set(value: &Value) -> bool {
        matches!(&value.data, Data::Sequence(SequenceKind::Set, items) if super::set_order::is_ordered(items))
    }
}
