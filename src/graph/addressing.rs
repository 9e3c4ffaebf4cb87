//! What a network interface is to have of addresses: single ones, lists, counts and prefixes, and how many that makes at least.

use super::{Graph, LaunchInterface};
use crate::value::{Arena, Guard, Value};

/// One setting that gives an interface addresses.
#[derive(Clone, Debug)]
pub struct AddressRequest {
    /// Its name, and of which kind it is.
    pub setting: &'static AddressSetting,
    /// Its value.
    pub value: Value,
}

/// How a language names one of these settings.
#[derive(Debug)]
pub struct AddressSetting {
    /// Its name in the source language.
    pub name: &'static str,
    /// Whose addresses.
    pub family: Family,
    /// What it says about them.
    pub form: Form,
    /// The key of the address or prefix in an element of the list; empty where the elements are texts.
    pub key: &'static str,
}

/// The versions of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

/// What a setting says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The primary address.
    Primary,
    /// A list of addresses, in which the primary one may be.
    List,
    /// A list of addresses beside the primary one.
    Secondary,
    /// A number of addresses; of IPv4 beside the primary one.
    Count,
    /// A list of prefixes.
    Prefixes,
    /// A number of prefixes.
    PrefixCount,
    /// Whether the first IPv6 address is to be the primary one.
    Flag,
}

impl AddressSetting {
    pub(super) const fn new(name: &'static str, family: Family, form: Form) -> Self {
        Self { name, family, form, key: "" }
    }

    pub(super) const fn keyed(name: &'static str, family: Family, form: Form, key: &'static str) -> Self {
        Self { name, family, form, key }
    }
}

impl AddressRequest {
    /// When it certainly asks for something: a text, a list that is not empty, a number above zero, a flag that is set.
    pub fn is_made(&self, values: &Arena) -> Guard {
        match self.setting.form {
            Form::Primary => values.is_present(&self.value),
            Form::Count | Form::PrefixCount => values.when(&self.value, |count| count.as_integer().is_some_and(|count| count > 0)),
            Form::List | Form::Secondary | Form::Prefixes => {
                values.certain_items(&self.value).into_iter().fold(Guard::NEVER, |any, (guard, _)| values.or(any, guard))
            }
            Form::Flag => values.is_bool(&self.value, true),
        }
    }

    /// The addresses or prefixes that are certainly in a list, each with the guard under which it is.
    pub fn items(&self, values: &Arena) -> Vec<(Guard, Value)> {
        let item = |item: Value| if self.setting.key.is_empty() { item } else { values.get(&item, self.setting.key) };
        values.certain_items(&self.value).into_iter().map(|(guard, value)| (guard, item(value))).collect()
    }

    /// The least number of addresses it asks for, in each case.
    fn counts(&self, values: &Arena) -> Vec<(Guard, u64)> {
        match self.setting.form {
            Form::Primary => {
                let present = values.is_present(&self.value);
                vec![(present, 1), (values.not(present), 0)]
            }
            Form::Count | Form::PrefixCount => {
                let number = |count: &Value| count.as_integer().and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
                values.cases(&self.value).iter().map(|(guard, count)| (*guard, number(count))).collect()
            }
            Form::List | Form::Secondary | Form::Prefixes => {
                let alternatives = values.alternatives(&self.value).into_iter();
                alternatives.flat_map(|(guard, list)| values.least_length(guard, &values.certain_items(&list))).collect()
            }
            Form::Flag => vec![(Guard::ALWAYS, 0)],
        }
    }
}

/// So many combinations of cases are looked at; what comes on top is not counted.
const MAX_CASES: usize = 512;

/// The least number of addresses of one family that the settings of an interface ask for, in each case. Every IPv4 interface has
/// a primary address; a prefix takes the place of one address.
pub fn least_addresses(values: &Arena, requests: &[AddressRequest], family: Family) -> Vec<(Guard, u64)> {
    let of = |forms: &[Form]| {
        let chosen = requests.iter().filter(|request| request.setting.family == family && forms.contains(&request.setting.form));
        chosen.cloned().collect::<Vec<_>>()
    };
    let primary = u64::from(family == Family::Ipv4);
    let mut cases = vec![(Guard::ALWAYS, primary)];
    // A list and a number exclude each other, or the number is part of what the list says: the larger one counts.
    for request in of(&[Form::List]) {
        cases = combined(values, &cases, &request.counts(values), u64::max);
    }
    for request in of(&[Form::Secondary, Form::Count]) {
        cases = combined(values, &cases, &request.counts(values), |known, more| known.max(more + primary));
    }
    for request in of(&[Form::Prefixes, Form::PrefixCount]) {
        cases = combined(values, &cases, &request.counts(values), |known, more| known + more);
    }
    cases
}

fn combined(values: &Arena, known: &[(Guard, u64)], more: &[(Guard, u64)], add: impl Fn(u64, u64) -> u64) -> Vec<(Guard, u64)> {
    if known.len() * more.len() > MAX_CASES {
        return known.to_vec();
    }
    let mut cases: Vec<(Guard, u64)> = Vec::new();
    for (guard, count) in known {
        for (other, addition) in more {
            let (both, sum) = (values.and(*guard, *other), add(*count, *addition));
            if !values.possible(both) {
                continue;
            }
            match cases.iter_mut().find(|(_, known)| *known == sum) {
                Some((guard, _)) => *guard = values.or(*guard, both),
                None => cases.push((both, sum)),
            }
        }
    }
    cases
}

impl Graph {
    /// What gives an interface of a launch its addresses, wherever that is written.
    pub fn address_requests<'a>(&'a self, interface: &'a LaunchInterface) -> &'a [AddressRequest] {
        match interface.node {
            Some(position) => &self.interfaces[position].address_requests,
            None => &interface.address_requests,
        }
    }
}
