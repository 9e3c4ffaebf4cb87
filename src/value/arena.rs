//! The arena of one configuration: its terms, guards and origins, with the operations on them. Shared by reference and
//! filled as evaluation goes; handles from one arena mean nothing in another.

use super::guard::Guards;
use super::term::Terms;
use super::{Address, Atom, Data, Domain, Guard, InputKind, Key, Origin, OriginKind, Step, Term, TermId, Value};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Holds what handles refer to.
#[derive(Debug, Default)]
pub struct Arena {
    terms: RefCell<Terms>,
    guards: RefCell<Guards>,
    /// Whether a guard can hold, for those that were asked; `None` where that is not known.
    judged: RefCell<FxHashMap<Guard, Option<bool>>>,
    origins: RefCell<Vec<Step>>,
    /// The origins of what is written at a place and came from nowhere else: an expression in a loop is evaluated often.
    places: RefCell<FxHashMap<Span, Origin>>,
    /// Names of attributes: few, and asked for often.
    names: RefCell<FxHashSet<Arc<str>>>,
}

/// Terms.
impl Arena {
    /// Interns a term.
    pub fn intern(&self, term: Term) -> TermId {
        self.terms.borrow_mut().intern(term)
    }

    /// What a handle stands for.
    pub fn term(&self, id: TermId) -> Arc<Term> {
        self.terms.borrow().get(id)
    }

    /// A term that equals nothing else; the text says what it is in messages.
    pub fn opaque(&self, text: impl Into<Arc<str>>) -> TermId {
        self.terms.borrow_mut().opaque(text.into())
    }

    /// The term of an input.
    pub fn input(&self, name: impl Into<Arc<str>>, kind: InputKind) -> TermId {
        self.intern(Term::Input { name: name.into(), kind })
    }

    /// Whether a variable has no value here, which somebody will give one day.
    pub fn is_open(&self) -> bool {
        self.terms.borrow().any(|term| matches!(term, Term::Input { kind: InputKind::Variable, .. }))
    }

    /// The term of an attribute or element of another term.
    pub fn element(&self, of: TermId, key: Key) -> TermId {
        self.intern(Term::Element { of, key })
    }

    /// The term of an attribute of another term.
    pub fn attribute(&self, of: TermId, name: &str) -> TermId {
        self.element(of, Key::Name(self.name(name)))
    }

    fn name(&self, name: &str) -> Arc<str> {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = name.into();
        names.insert(Arc::clone(&name));
        name
    }

    /// Says what is known about an input's value.
    pub fn bound(&self, term: TermId, domain: Domain) {
        self.terms.borrow_mut().domains.insert(term, Arc::new(domain));
        self.judged.borrow_mut().clear();
    }

    /// What is known about an input's value.
    pub fn domain(&self, term: TermId) -> Option<Arc<Domain>> {
        self.terms.borrow().domains.get(&term).cloned()
    }

    /// The managed resource that a term is, or is an attribute or element of, with the attribute's name.
    pub fn managed(&self, id: TermId) -> Option<(Arc<Address>, Option<Key>)> {
        match &*self.term(id) {
            Term::Managed(address) => Some((Arc::clone(address), None)),
            Term::Element { of, key } => match &*self.term(*of) {
                Term::Managed(address) => Some((Arc::clone(address), Some(key.clone()))),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Guards.
impl Arena {
    /// The guard "this term has this value". A boolean's guard is kept for `true` alone.
    pub fn equals(&self, term: TermId, value: &Value) -> Guard {
        if let Some(allowed) = self.domain(term).and_then(|domain| domain.allowed.clone())
            && !allowed.contains(value)
        {
            return Guard::NEVER;
        }
        self.equals_allowed(term, value)
    }

    /// The guard "this term has this value", which is one of those that it may have.
    pub(super) fn equals_allowed(&self, term: TermId, value: &Value) -> Guard {
        match value.data {
            Data::Bool(false) => self.not(self.is_true(term)),
            _ => self.guards.borrow_mut().atom(Atom { term, value: value.clone() }),
        }
    }

    /// The guard "this boolean term is true".
    pub fn is_true(&self, term: TermId) -> Guard {
        self.guards.borrow_mut().atom(Atom { term, value: Data::Bool(true).into() })
    }

    /// Both hold.
    pub fn and(&self, a: Guard, b: Guard) -> Guard {
        self.guards.borrow_mut().and(a, b)
    }

    /// At least one holds.
    pub fn or(&self, a: Guard, b: Guard) -> Guard {
        self.guards.borrow_mut().or(a, b)
    }

    /// Does not hold.
    pub fn not(&self, a: Guard) -> Guard {
        self.guards.borrow_mut().not(a)
    }

    /// All hold.
    pub fn all(&self, guards: impl IntoIterator<Item = Guard>) -> Guard {
        guards.into_iter().fold(Guard::ALWAYS, |all, guard| self.and(all, guard))
    }

    /// Whether a guard can hold at all, knowing that a term has one value only and that some have listed values.
    pub fn possible(&self, guard: Guard) -> bool {
        self.judge(guard).unwrap_or(false)
    }

    /// Whether a guard holds in any case.
    pub fn certain(&self, guard: Guard) -> bool {
        guard == Guard::ALWAYS || (guard != Guard::NEVER && !self.possible_or_unknown(self.not(guard)))
    }

    /// Whether one guard holds wherever another does.
    pub fn implies(&self, premise: Guard, conclusion: Guard) -> bool {
        !self.possible_or_unknown(self.and(premise, self.not(conclusion)))
    }

    /// A guard that cannot be judged counts as possible here, so that nothing is concluded from it.
    fn possible_or_unknown(&self, guard: Guard) -> bool {
        self.judge(guard).unwrap_or(true)
    }

    /// Whether a guard can hold; `None` where that is not known.
    fn judge(&self, guard: Guard) -> Option<bool> {
        match guard {
            Guard::ALWAYS => return Some(true),
            Guard::NEVER => return Some(false),
            _ => {}
        }
        if let Some(&known) = self.judged.borrow().get(&guard) {
            return known;
        }
        let verdict = self.theory(guard).map(|theory| self.and(guard, theory) != Guard::NEVER);
        self.judged.borrow_mut().insert(guard, verdict);
        verdict
    }

    /// The atoms a guard depends on.
    pub fn atoms(&self, guard: Guard) -> Vec<Atom> {
        self.atoms_within_budget(guard).unwrap_or_default()
    }

    /// The atoms a guard depends on; `None` past the budget.
    fn atoms_within_budget(&self, guard: Guard) -> Option<Vec<Atom>> {
        let guards = self.guards.borrow();
        Some(guards.support(guard)?.into_iter().map(|atom| guards.get(atom).clone()).collect())
    }

    /// What holds between the atoms of a guard: a term has one value, and one of its listed values. `None` past the budget.
    fn theory(&self, guard: Guard) -> Option<Guard> {
        let mut by_term: BTreeMap<TermId, Vec<Atom>> = BTreeMap::new();
        for atom in self.atoms_within_budget(guard)? {
            by_term.entry(atom.term).or_default().push(atom);
        }
        let mut theory = Guard::ALWAYS;
        for (term, atoms) in by_term {
            let allowed = self.domain(term).and_then(|domain| domain.allowed.clone());
            let is_there = |value: &Value| atoms.iter().any(|atom| atom.value == *value);
            let all = allowed.is_some_and(|allowed| allowed.iter().all(is_there));
            let (mut some, mut at_most_one) = (Guard::NEVER, Guard::ALWAYS);
            for atom in atoms {
                let atom = self.guards.borrow_mut().atom(atom);
                at_most_one = self.and(at_most_one, self.not(self.and(some, atom)));
                some = self.or(some, atom);
            }
            theory = self.and(theory, at_most_one);
            if all {
                theory = self.and(theory, some);
            }
        }
        Some(theory)
    }

    /// One combination of answers under which a guard holds, shortest first; empty where it always or never does.
    fn witness(&self, guard: Guard) -> Vec<(Atom, bool)> {
        let Some(theory) = self.theory(guard) else {
            return Vec::new();
        };
        let full = self.and(guard, theory);
        let guards = self.guards.borrow();
        // A path of the formula itself is shorter than one of the formula with its theory; it serves if it is consistent.
        for formula in [guard, full] {
            let Some(path) = guards.shortest(formula) else {
                continue;
            };
            let path: Vec<(Atom, bool)> = path.into_iter().map(|(atom, answer)| (guards.get(atom).clone(), answer)).collect();
            let mut decided: BTreeMap<TermId, usize> = BTreeMap::new();
            path.iter().filter(|(_, answer)| *answer).for_each(|(atom, _)| *decided.entry(atom.term).or_default() += 1);
            if decided.values().all(|&count| count == 1) {
                let redundant = |(atom, answer): &(Atom, bool)| !answer && decided.contains_key(&atom.term);
                return path.into_iter().filter(|literal| !redundant(literal)).collect();
            }
        }
        Vec::new()
    }

    /// When a guard holds, in words: `var.ha is true and Mode is "prod"`; `None` where it holds in any case.
    pub fn describe_guard(&self, guard: Guard) -> Option<String> {
        if guard == Guard::ALWAYS {
            return None;
        }
        let words = self.witness(guard).into_iter().map(|(atom, answer)| {
            let name = self.describe_term(atom.term);
            let is_default = self.domain(atom.term).is_some_and(|domain| domain.default.as_ref() == Some(&atom.value));
            match (&atom.value.data, answer) {
                (_, true) if is_default => format!("{name} has its default {}", self.describe(&atom.value)),
                (Data::Bool(true), _) => format!("{name} is {answer}"),
                (_, true) => format!("{name} is {}", self.describe(&atom.value)),
                (_, false) => format!("{name} is not {}", self.describe(&atom.value)),
            }
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }
}

/// Origins.
impl Arena {
    /// A new step of an origin.
    pub fn origin(&self, span: Span, kind: OriginKind, from: Origin) -> Origin {
        let mut origins = self.origins.borrow_mut();
        let origin = Origin(u32::try_from(origins.len()).unwrap_or(u32::MAX));
        origins.push(Step { span, kind, from });
        origin
    }

    /// The origin of something written at a place.
    pub fn written(&self, span: Span) -> Origin {
        if let Some(&origin) = self.places.borrow().get(&span) {
            return origin;
        }
        let origin = self.origin(span, OriginKind::Expression, Origin::NONE);
        self.places.borrow_mut().insert(span, origin);
        origin
    }

    /// The steps of an origin, from the place of use back to where the value was written.
    pub fn steps(&self, origin: Origin) -> Vec<Step> {
        let origins = self.origins.borrow();
        let mut steps = Vec::new();
        let mut at = origin;
        // A step only refers to earlier ones, so this ends.
        while let Some(step) = origins.get(at.0 as usize) {
            at = step.from;
            steps.push(step.clone());
        }
        steps
    }

    /// Where a value is used: the last place on its way.
    pub fn span(&self, origin: Origin) -> Option<Span> {
        self.origins.borrow().get(origin.0 as usize).map(|step| step.span)
    }
}
