//! Guards: boolean formulas over atoms that say when something exists or a value is taken. Kept as reduced, ordered binary
//! decision diagrams, so that equal formulas are one number and combinations are never enumerated.

use super::{TermId, Value};
use rustc_hash::FxHashMap;

/// A boolean formula over [`Atom`]s: a handle into the arena. Equal formulas are equal handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guard(u32);

impl Guard {
    /// Never.
    pub const NEVER: Self = Self(0);
    /// In any case.
    pub const ALWAYS: Self = Self(1);
    /// The formula grew past its budget: nothing may be concluded from it.
    const OVERFLOW_ATOM: u32 = 0;
}

/// "This term has this value." A boolean term has atoms for `true` only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Atom {
    /// The term.
    pub term: TermId,
    /// The value it is compared with.
    pub value: Value,
}

/// Decision diagrams are bounded: past this many nodes a guard is unusable, and no finding is made from it.
const MAX_NODES: usize = 1 << 17;
/// And past so many combinations of them.
const MAX_COMPUTED: usize = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Decision {
    atom: u32,
    yes: Guard,
    no: Guard,
}

#[derive(Debug)]
pub(super) struct Guards {
    nodes: Vec<Decision>,
    unique: FxHashMap<Decision, Guard>,
    computed: FxHashMap<(Guard, Guard, Guard), Guard>,
    atoms: Vec<Atom>,
    atom_ids: FxHashMap<Atom, u32>,
}

impl Default for Guards {
    fn default() -> Self {
        let leaf = Decision { atom: u32::MAX, yes: Guard::NEVER, no: Guard::NEVER };
        Self {
            nodes: vec![leaf, leaf],
            unique: FxHashMap::default(),
            computed: FxHashMap::default(),
            atoms: Vec::new(),
            atom_ids: FxHashMap::default(),
        }
    }
}

impl Guards {
    /// The guard of one atom. Atom numbers start at 1: 0 marks an overflow.
    pub(super) fn atom(&mut self, atom: Atom) -> Guard {
        let id = if let Some(&id) = self.atom_ids.get(&atom) {
            id
        } else {
            self.atoms.push(atom.clone());
            let id = u32::try_from(self.atoms.len()).unwrap_or(u32::MAX - 1);
            self.atom_ids.insert(atom, id);
            id
        };
        self.decision(id, Guard::ALWAYS, Guard::NEVER)
    }

    /// "If `condition` then `yes` else `no`", the operation from which all others are made.
    pub(super) fn choose(&mut self, condition: Guard, yes: Guard, no: Guard) -> Guard {
        match (condition, yes, no) {
            (Guard::ALWAYS, _, _) => return yes,
            (Guard::NEVER, _, _) => return no,
            (_, Guard::ALWAYS, Guard::NEVER) => return condition,
            _ if yes == no => return yes,
            _ => {}
        }
        if let Some(&known) = self.computed.get(&(condition, yes, no)) {
            return known;
        }
        if self.computed.len() >= MAX_COMPUTED {
            return self.overflow();
        }
        let atom = [condition, yes, no].iter().map(|&guard| self.top(guard)).min().unwrap_or(u32::MAX);
        let (condition_yes, condition_no) = self.cofactors(condition, atom);
        let (yes_yes, yes_no) = self.cofactors(yes, atom);
        let (no_yes, no_no) = self.cofactors(no, atom);
        let when = self.choose(condition_yes, yes_yes, no_yes);
        let otherwise = self.choose(condition_no, yes_no, no_no);
        let result = self.decision(atom, when, otherwise);
        self.computed.insert((condition, yes, no), result);
        result
    }

    pub(super) fn and(&mut self, a: Guard, b: Guard) -> Guard {
        self.choose(a, b, Guard::NEVER)
    }

    pub(super) fn or(&mut self, a: Guard, b: Guard) -> Guard {
        self.choose(a, Guard::ALWAYS, b)
    }

    pub(super) fn not(&mut self, a: Guard) -> Guard {
        self.choose(a, Guard::NEVER, Guard::ALWAYS)
    }

    /// The atoms a formula depends on, in order; `None` where it grew past its budget.
    pub(super) fn support(&self, guard: Guard) -> Option<Vec<u32>> {
        let mut atoms = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        let mut open = vec![guard];
        while let Some(guard) = open.pop() {
            if guard == Guard::ALWAYS || guard == Guard::NEVER || !seen.insert(guard) {
                continue;
            }
            let node = self.nodes[guard.0 as usize];
            if node.atom == Guard::OVERFLOW_ATOM {
                return None;
            }
            atoms.push(node.atom);
            open.extend([node.yes, node.no]);
        }
        atoms.sort_unstable();
        atoms.dedup();
        Some(atoms)
    }

    pub(super) fn get(&self, atom: u32) -> &Atom {
        &self.atoms[atom as usize - 1]
    }

    /// The shortest way to make a formula true: atoms with the answer each must have.
    pub(super) fn shortest(&self, guard: Guard) -> Option<Vec<(u32, bool)>> {
        let mut queue = std::collections::VecDeque::from([(guard, Vec::new())]);
        let mut seen = rustc_hash::FxHashSet::default();
        while let Some((guard, path)) = queue.pop_front() {
            match guard {
                Guard::ALWAYS => return Some(path),
                Guard::NEVER => continue,
                _ if !seen.insert(guard) => continue,
                _ => {}
            }
            let node = self.nodes[guard.0 as usize];
            for (answer, next) in [(true, node.yes), (false, node.no)] {
                let mut path = path.clone();
                path.push((node.atom, answer));
                queue.push_back((next, path));
            }
        }
        None
    }

    fn top(&self, guard: Guard) -> u32 {
        self.nodes[guard.0 as usize].atom
    }

    fn cofactors(&self, guard: Guard, atom: u32) -> (Guard, Guard) {
        let node = self.nodes[guard.0 as usize];
        if node.atom == atom { (node.yes, node.no) } else { (guard, guard) }
    }

    fn decision(&mut self, atom: u32, yes: Guard, no: Guard) -> Guard {
        if yes == no {
            return yes;
        }
        let node = Decision { atom, yes, no };
        if let Some(&known) = self.unique.get(&node) {
            return known;
        }
        match self.nodes.len() >= MAX_NODES {
            true => self.overflow(),
            false => self.add(node),
        }
    }

    /// The formula from which nothing may be concluded.
    fn overflow(&mut self) -> Guard {
        let node = Decision { atom: Guard::OVERFLOW_ATOM, yes: Guard::ALWAYS, no: Guard::NEVER };
        self.unique.get(&node).copied().unwrap_or_else(|| self.add(node))
    }

    fn add(&mut self, node: Decision) -> Guard {
        let guard = Guard(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        self.unique.insert(node, guard);
        guard
    }
}
