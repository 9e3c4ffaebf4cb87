//! What becomes of one pair: which attributes certainly change, and whether the resource can keep existing with that.

use super::compare::Comparer;
use super::pairing::Pair;
use super::{Action, Cause, Order, ResourceChange, order};
use crate::configuration::{DecidedAction, Decision, History, Resource};
use crate::ec2::{AttributeFacts, Replaces, attribute_facts, is_updated};
use crate::value::{Arena, Data, Guard, Renaming, TermId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is needed to compare the two sides of a resource.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) values: &'a Arena,
    pub(super) renaming: &'a Renaming,
    /// The new side's resources that are replaced, and when.
    pub(super) renewed: &'a FxHashMap<TermId, Guard>,
}

/// What a tool says about a resource.
#[derive(Clone, Copy)]
pub(super) enum Verdict<'a> {
    /// There is no tool: the sides are compared.
    NoTool,
    /// It does not mention the resource.
    Nothing,
    /// It decided.
    Decided(&'a Decision),
}

impl Sides<'_> {
    /// What becomes of a pair.
    pub(super) fn change(
        self,
        pair: &Pair,
        history: &History,
        verdict: Verdict<'_>,
        created_first: &FxHashSet<String>,
    ) -> ResourceChange {
        let change = |action: Action, guard: Guard| ResourceChange {
            before: pair.before.clone(),
            after: pair.after.clone(),
            action,
            guard,
            causes: Vec::new(),
            reason: None,
        };
        let decided = match verdict {
            Verdict::NoTool => None,
            Verdict::Nothing => Some(DecidedAction::None),
            Verdict::Decided(decision) => Some(decision.action),
        };
        match (&pair.before, &pair.after) {
            (Some(before), Some(after)) => self.both(before, after, verdict, created_first),
            (None, Some(after)) => change(created(after, history, decided), after.guard),
            (Some(before), None) => change(deleted(before, history, decided), before.guard),
            (None, None) => change(Action::Keep, Guard::NEVER),
        }
    }

    fn both(
        self,
        before: &Arc<Resource>,
        after: &Arc<Resource>,
        verdict: Verdict<'_>,
        created_first: &FxHashSet<String>,
    ) -> ResourceChange {
        let values = self.values;
        let there = values.and(before.guard, after.guard);
        let mut causes = self.causes(before, after, there);
        let decided = match verdict {
            Verdict::NoTool => None,
            Verdict::Nothing => {
                causes.clear();
                Some((Action::Keep, Guard::ALWAYS))
            }
            Verdict::Decided(decision) => {
                self.adopt(before, after, decision, &mut causes);
                Some((action(decision.action, order::of(after, created_first)), Guard::ALWAYS))
            }
        };
        let any = |causes: &[Cause], replaces: bool| {
            let counted = causes.iter().filter(|cause| cause.replaces || !replaces);
            counted.fold(Guard::NEVER, |any, cause| values.or(any, cause.guard))
        };
        let (replaced, updated) = (any(&causes, true), any(&causes, false));
        let (action, guard) = decided.unwrap_or_else(|| match () {
            () if values.possible(replaced) => (Action::Replace(order::of(after, created_first)), replaced),
            () if values.possible(updated) => (Action::Update, updated),
            () => (Action::Keep, there),
        });
        let reason = if let Verdict::Decided(decision) = verdict { decision.reason } else { None };
        ResourceChange { before: Some(Arc::clone(before)), after: Some(Arc::clone(after)), action, guard, causes, reason }
    }

    /// Takes over what a tool says about the attributes.
    fn adopt(self, before: &Resource, after: &Resource, decision: &Decision, causes: &mut Vec<Cause>) {
        if decision.action.keeps() && decision.changed.is_none() {
            causes.clear();
        }
        if let Some(changed) = &decision.changed {
            causes.retain(|cause| changed.contains(&cause.name));
        }
        for name in decision.changed.iter().flatten().chain(&decision.replaced_by) {
            if causes.iter().all(|cause| cause.name != *name) {
                let known = |side: &Resource| match self.values.get(&side.properties, name) {
                    written if !written.is_null() => written,
                    _ => self.values.get(&side.computed, name),
                };
                let (before, after) = (self.renaming.apply(self.values, &known(before)), known(after));
                causes.push(Cause { name: Arc::clone(name), before, after, guard: Guard::ALWAYS, replaces: false });
            }
        }
        causes.iter_mut().for_each(|cause| cause.replaces = decision.replaced_by.contains(&cause.name));
    }

    /// The attributes that certainly change, in the order of their names.
    fn causes(self, before: &Resource, after: &Resource, there: Guard) -> Vec<Cause> {
        let (Some(old), Some(new)) = (before.properties.entries(), after.properties.entries()) else { return Vec::new() };
        let ignored = &after.lifecycle.ignore_changes;
        if ignored.iter().any(|name| &**name == "all") {
            return Vec::new();
        }
        let names: BTreeSet<&Arc<str>> = old.keys().chain(new.keys()).filter(|name| !ignored.contains(name)).collect();
        let causes = names.into_iter().filter_map(|name| {
            let facts = attribute_facts(&after.address.resource_type, name);
            let of = |side: Option<&Value>| side.cloned().unwrap_or(Value::NULL);
            let before = self.renaming.apply(self.values, &of(old.get(name)));
            let after_value = of(new.get(name));
            let different = self.different(name, facts, &before, &after_value);
            let guard = self.values.and(there, different);
            if !self.values.possible(guard) {
                return None;
            }
            let replaces = self.values.and(guard, self.replaces(facts.replaces, after, &before, &after_value));
            let replacing = self.values.possible(replaces);
            let guard = if replacing { replaces } else { guard };
            Some(Cause { name: Arc::clone(name), before, after: after_value, guard, replaces: replacing })
        });
        causes.collect()
    }

    /// When a resource certainly is not replaced: nothing changes that cannot be changed where it is.
    pub(super) fn kept(self, before: &Resource, after: &Resource) -> Guard {
        let (Some(old), Some(new)) = (before.properties.entries(), after.properties.entries()) else { return Guard::NEVER };
        let values = self.values;
        let resource_type = &after.address.resource_type;
        let names: BTreeSet<&Arc<str>> = old.keys().chain(new.keys()).filter(|name| !after.lifecycle.ignores(name)).collect();
        names.into_iter().filter(|name| !is_updated(resource_type, name)).fold(
            values.and(before.guard, after.guard),
            |all, name| {
                let of = |side: Option<&Value>| side.cloned().unwrap_or(Value::NULL);
                let (before, after) = (self.renaming.apply(values, &of(old.get(name))), of(new.get(name)));
                let comparer = Comparer { values, renewed: self.renewed, ordered: name.ends_with("_list") };
                let same = comparer.compare(&before, &after).yes;
                let keeps = attribute_facts(resource_type, name).keeps;
                values.and(all, if keeps { values.or(same, values.is_absent(&after)) } else { same })
            },
        )
    }

    /// When an attribute certainly changes.
    fn different(self, name: &str, facts: AttributeFacts, before: &Value, after: &Value) -> Guard {
        let values = self.values;
        let written = |value: &Value| match facts.default {
            Some(default) => values.map(value, |value| match value.is_null() {
                true => Value::string(default).with_origin(value.origin),
                false => value.clone(),
            }),
            None => value.clone(),
        };
        let ordered = name.ends_with("_list");
        let comparer = Comparer { values, renewed: self.renewed, ordered };
        let different = comparer.compare(&written(before), &written(after)).no;
        if !facts.keeps {
            return different;
        }
        // Where it is not written, it is whatever it was, and that is not known.
        let unwritten =
            |value: &Value| values.when(value, |value| value.is_null() || value.items().is_some_and(<[Value]>::is_empty));
        let either = values.or(unwritten(before), unwritten(after));
        values.and(different, values.not(either))
    }

    /// When a change of an attribute, given that it changes, replaces the resource.
    fn replaces(self, replaces: Replaces, after: &Resource, old: &Value, new: &Value) -> Guard {
        let values = self.values;
        match replaces {
            Replaces::Never | Replaces::Perhaps => Guard::NEVER,
            Replaces::Always => Guard::ALWAYS,
            Replaces::WhenTurnedOff => values.and(values.is_bool(old, true), values.is_bool(new, false)),
            Replaces::WhenAsked => values.is_bool(&values.get(&after.properties, "user_data_replace_on_change"), true),
            Replaces::WithTemplate => match (old.items(), new.items()) {
                (Some([old]), Some([new])) => self.template_goes(old, new),
                _ => Guard::NEVER,
            },
            Replaces::WithFirst => match (old.items(), new.items()) {
                (Some([old, ..]), Some([new, ..])) => self.differ(old, new),
                _ => Guard::NEVER,
            },
            Replaces::WithoutPrimary => match (old.items(), new.items()) {
                (Some(old), Some(new)) => self.primary_goes(old, new),
                _ => Guard::NEVER,
            },
        }
    }

    pub(super) fn differ(self, old: &Value, new: &Value) -> Guard {
        Comparer { values: self.values, renewed: self.renewed, ordered: false }.compare(old, new).no
    }

    /// When the primary address of a set is certainly not in the new one. Which one is primary is told by CloudFormation's
    /// `Primary`; of Terraform's set it is known where there is only one, or where none of them stays.
    fn primary_goes(self, old: &[Value], new: &[Value]) -> Guard {
        let values = self.values;
        let address = |item: &Value| match &item.data {
            Data::Mapping(..) => values.get(item, "PrivateIpAddress"),
            _ => item.clone(),
        };
        let primaries: Vec<&Value> = old.iter().filter(|item| values.get(item, "Primary").as_bool() == Some(true)).collect();
        let old: Vec<&Value> = if primaries.is_empty() { old.iter().collect() } else { primaries };
        old.iter().fold(Guard::ALWAYS, |all, old| {
            let gone = new.iter().fold(Guard::ALWAYS, |all, new| values.and(all, self.differ(&address(old), &address(new))));
            values.and(all, gone)
        })
    }
}

fn created(after: &Resource, history: &History, decided: Option<DecidedAction>) -> Action {
    match decided {
        Some(DecidedAction::Import) => Action::Import,
        Some(DecidedAction::Create) => Action::Create,
        Some(_) => Action::Keep,
        None if history.imports.iter().any(|imported| after.is_named_by(imported)) => Action::Import,
        None => Action::Create,
    }
}

fn deleted(before: &Resource, history: &History, decided: Option<DecidedAction>) -> Action {
    match decided {
        Some(DecidedAction::Delete) => Action::Delete,
        Some(DecidedAction::Forget) => Action::Forget,
        Some(_) => Action::Keep,
        None if before.lifecycle.retained || history.forgotten.iter().any(|forgotten| before.is_named_by(forgotten)) => {
            Action::Forget
        }
        None => Action::Delete,
    }
}

fn action(decided: DecidedAction, order: Order) -> Action {
    match decided {
        DecidedAction::None => Action::Keep,
        DecidedAction::MayReplace | DecidedAction::Update => Action::Update,
        DecidedAction::DeleteThenCreate => Action::Replace(Order::DeleteFirst),
        DecidedAction::CreateThenDelete => Action::Replace(Order::CreateFirst),
        DecidedAction::Replace => Action::Replace(order),
        DecidedAction::Create => Action::Create,
        DecidedAction::Import => Action::Import,
        DecidedAction::Delete => Action::Delete,
        DecidedAction::Forget => Action::Forget,
    }
}
