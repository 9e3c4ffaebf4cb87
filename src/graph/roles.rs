//! What the interfaces of an instance are for, by what they are called: never by their index, which is 0 for the management interface of
//! one vendor and 1 for that of another.

use super::{ElasticIpAssociation, Graph, Launch, LaunchInterface, Subnet};
use crate::configuration::Resource;
use crate::value::{Arena, Data, InstanceKey, Key, OriginKind, Term, TermId, Value};

/// The interfaces of a launch, sorted by what they are for.
#[derive(Clone, Debug, Default)]
pub struct Roles<'a> {
    /// Those for management.
    pub management: Vec<&'a LaunchInterface>,
    /// Those for what the instance is there for.
    pub data: Vec<&'a LaunchInterface>,
}

/// Tags whose values say what something is for.
const TELLING_TAGS: [&str; 8] = ["name", "role", "purpose", "function", "interface", "nic", "eni", "network"];

/// Parts of names that say by themselves that something is for management.
const MANAGEMENT_PARTS: [&str; 3] = ["mgmt", "mgmnt", "management"];

/// Words that do so where they stand alone.
const MANAGEMENT_WORDS: [&str; 3] = ["mgt", "admin", "oob"];

/// Words of interfaces that are neither for management nor for data: the members of a cluster talk to each other there.
const CLUSTER_WORDS: [&str; 6] = ["ha", "hasync", "sync", "heartbeat", "hb", "cluster"];

/// Words of interfaces that carry what the instance is there for.
const DATA_WORDS: [&str; 6] = ["data", "dataplane", "untrust", "untrusted", "traffic", "payload"];

/// Words of interfaces and networks that face the internet.
const PUBLIC_WORDS: [&str; 10] = ["public", "pub", "external", "ext", "internet", "wan", "untrust", "untrusted", "outside", "dmz"];

impl Graph {
    /// Which interfaces of a launch are for management and which for data; nothing where the names do not tell them apart. The words
    /// say that something is for management, beside those that everybody uses, and are in lower case.
    pub fn roles<'a>(&self, launch: &'a Launch, management_words: &[String]) -> Option<Roles<'a>> {
        let is_management =
            |names: &str| is_management(names) || has_word(names, |word| management_words.iter().any(|other| other == word));
        // Where the instance itself is called so, the name of an interface says nothing.
        let whole = launch.resource.as_deref().map(|resource| self.names_of(resource, &launch.tags)).unwrap_or_default();
        if launch.interfaces.len() < 2 || is_management(&whole) {
            return None;
        }
        let sort = |is_management: &dyn Fn(&LaunchInterface) -> bool| {
            let mut roles = Roles::default();
            for interface in &launch.interfaces {
                if is_management(interface) {
                    roles.management.push(interface);
                } else if !has_word(self.own_names(interface), |word| CLUSTER_WORDS.contains(&word)) {
                    roles.data.push(interface);
                }
            }
            (!roles.management.is_empty() && !roles.data.is_empty()).then_some(roles)
        };
        sort(&|interface| is_management(self.own_names(interface)))
            .or_else(|| sort(&|interface| self.is_network_called(launch, interface, &is_management)))
    }

    /// The interfaces of a launch that are neither for management nor for a cluster's own traffic, as far as they and their networks are called.
    pub fn not_for_management<'a>(&self, launch: &'a Launch) -> Vec<&'a LaunchInterface> {
        let carries = |interface: &&LaunchInterface| {
            let among = |names: &str| is_management(names) || has_word(names, |word| CLUSTER_WORDS.contains(&word));
            !among(self.own_names(interface))
                && !among(self.name_of_subnet(interface))
                && !self.is_network_called(launch, interface, &is_management)
        };
        launch.interfaces.iter().filter(carries).collect()
    }

    /// Whether an interface may face the internet: it has a public address, or is in a public subnet, or is called so.
    pub fn faces_internet(&self, launch: &Launch, interface: &LaunchInterface) -> bool {
        let is_called_public = |names: &str| has_word(names, |word| PUBLIC_WORDS.contains(&word));
        let mut subnets =
            self.values.alternatives(&interface.subnet).into_iter().map(|(_, subnet)| self.name_of_reference(&subnet));
        let off = |setting: &Value| setting.is_null() || setting.as_bool() == Some(false);
        let resource = interface.resource.as_ref().or(launch.resource.as_ref().filter(|_| interface.is_primary()));
        let has_address = |association: &ElasticIpAssociation| {
            let endpoints = self.endpoints(&association.target);
            resource.is_some_and(|resource| endpoints.iter().any(|endpoint| endpoint.is_of(resource.term)))
        };
        let is_public = |subnet: &Subnet| !off(&subnet.map_public_ip_on_launch);
        !off(&interface.associate_public_ip_address)
            || is_called_public(self.own_names(interface))
            || is_called_public(self.name_of_subnet(interface))
            || subnets.any(|name| is_called_public(&name))
            || self.names_of_groups(launch, interface).iter().any(|name| is_called_public(name))
            || self.subnets.resolve(&self.values, &interface.subnet).iter().any(|(_, subnet)| is_public(subnet))
            || self.associations.iter().any(has_address)
    }

    /// Whether an interface is called one for data.
    pub fn is_called_data(&self, interface: &LaunchInterface) -> bool {
        let names = self.own_names(interface);
        !is_management(names) && has_word(names, |word| DATA_WORDS.contains(&word))
    }

    /// Whether something is called after management by its own name or its tags.
    pub fn is_for_management(&self, resource: &Resource) -> bool {
        let own = |name: &str| self.values.get(&resource.properties, name);
        let tags = self.values.map(&own("tags"), |tags| if tags.is_null() { own("Tags") } else { tags.clone() });
        let name = self.values.words(&Value::list(vec![own("name"), own("Name")]));
        is_management(&self.names_of(resource, &tags)) || is_management(&name)
    }

    /// What an interface itself is called.
    fn own_names<'a>(&self, interface: &'a LaunchInterface) -> &'a str {
        interface.called.itself.get_or_init(|| {
            let mut names = match &interface.resource {
                Some(resource) => self.names_of(resource, &interface.tags),
                None => String::new(),
            };
            names.push(' ');
            names.push_str(&self.values.words(&interface.description));
            names
        })
    }

    fn name_of_subnet<'a>(&self, interface: &'a LaunchInterface) -> &'a str {
        interface.called.subnet.get_or_init(|| self.name_of_reference(&interface.subnet))
    }

    fn names_of_groups<'a>(&self, launch: &Launch, interface: &'a LaunchInterface) -> &'a [String] {
        let names = || self.groups_of(launch, interface).ids.iter().map(|(_, id)| self.name_of_group(id)).collect();
        interface.called.groups.get_or_init(names)
    }

    fn names_of(&self, resource: &Resource, tags: &Value) -> String {
        let mut names = resource.address.name.to_string();
        if let InstanceKey::Name(key) = &resource.address.key {
            names.extend([" ", key]);
        }
        self.telling_tags(tags, &mut names);
        names
    }

    /// Whether the subnet of an interface is called so, or its security groups are: all of them.
    fn is_network_called(&self, launch: &Launch, interface: &LaunchInterface, is_such: &dyn Fn(&str) -> bool) -> bool {
        let groups = || self.names_of_groups(launch, interface);
        is_such(self.name_of_subnet(interface)) || (!groups().is_empty() && groups().iter().all(|name| is_such(name)))
    }

    /// What a security group is called: by its resource, its name or its description.
    fn name_of_group(&self, id: &Value) -> String {
        let mut name = self.name_of_reference(id);
        for (_, group) in self.security_groups.resolve(&self.values, id) {
            for attribute in ["name", "GroupName", "description", "GroupDescription"] {
                name.push(' ');
                name.push_str(&self.values.words(&self.values.get(&group.resource.properties, attribute)));
            }
            for tags in ["tags", "Tags"] {
                self.telling_tags(&self.values.get(&group.resource.properties, tags), &mut name);
            }
        }
        name
    }

    /// The name of what a value refers to, without the modules on the way: `management` of `module.a.aws_subnet.management.id`. The
    /// names through which it came here say the same: the id that is the default of `var.public_subnet_id` is that of a public subnet.
    fn name_of_reference(&self, value: &Value) -> String {
        let mut names = match value.data {
            Data::Term(term) => name_of_term(&self.values, term),
            _ => String::new(),
        };
        for step in self.values.steps(value.origin) {
            let name = match &step.kind {
                OriginKind::Reference(text) => own_name(text),
                OriginKind::Argument(name) | OriginKind::Default(name) | OriginKind::File(name) => name.to_string(),
                OriginKind::Expression | OriginKind::Set(_) => continue,
            };
            names.extend([" ", &name]);
        }
        names
    }

    /// Adds the values of the tags that tell what something is for.
    fn telling_tags(&self, tags: &Value, names: &mut String) {
        let mut add = |key: &str, value: &Value| {
            if TELLING_TAGS.contains(&&*key.to_lowercase()) {
                names.push(' ');
                names.push_str(&self.values.words(value));
            }
        };
        match &tags.data {
            Data::Mapping(_, entries) => match (entries.get("Key").and_then(Value::as_str), entries.get("Value")) {
                (Some(key), Some(value)) => add(key, value),
                _ => entries.iter().for_each(|(key, value)| add(key, value)),
            },
            Data::Sequence(_, items) => items.iter().for_each(|item| self.telling_tags(item, names)),
            Data::Choice(alternatives) => alternatives.iter().for_each(|(_, value)| self.telling_tags(value, names)),
            // Tags that are merged from several maps, one of which is not known.
            Data::Term(term) => {
                if let Term::Apply { arguments, .. } = &*self.values.term(*term) {
                    arguments.iter().for_each(|argument| self.telling_tags(argument, names));
                }
            }
            _ => {}
        }
    }
}

fn name_of_term(values: &Arena, term: TermId) -> String {
    match &*values.term(term) {
        Term::Managed(address) | Term::Data(address) => match &address.key {
            InstanceKey::Name(key) => format!("{} {key}", address.name),
            _ => address.name.to_string(),
        },
        Term::Input { name, .. } => name.rsplit('.').next().unwrap_or_default().to_owned(),
        Term::Element { of, key: Key::Name(name) } => format!("{} {name}", name_of_term(values, *of)),
        Term::Element { of, .. } | Term::EachKey { over: of } => name_of_term(values, *of),
        Term::Apply { .. } | Term::Opaque { .. } => String::new(),
    }
}

/// What a reference is called, without the modules and types that it names and without what an index is: `public_subnets` of
/// `module.network.public_subnets[var.zone]`.
fn own_name(reference: &str) -> String {
    let mut name = String::with_capacity(reference.len());
    let mut parts = reference.split('[');
    name.push_str(parts.next().unwrap_or_default());
    for part in parts {
        // A key says what is taken, another index does not.
        let (index, rest) = part.split_once(']').unwrap_or((part, ""));
        if index.starts_with('"') {
            name.extend([".", index.trim_matches('"')]);
        }
        name.push_str(rest);
    }
    let parts: Vec<&str> = name.split('.').collect();
    let own = match parts.as_slice() {
        ["module" | "data" | "each", _, own @ ..] | [_, "Outputs", own @ ..] | ["var" | "local", own @ ..] => own,
        [kind, own @ ..] if kind.contains('_') && !own.is_empty() => own,
        all => all,
    };
    own.join(" ")
}

fn is_management(names: &str) -> bool {
    let lower = names.to_lowercase();
    MANAGEMENT_PARTS.iter().any(|part| lower.contains(part)) || has_word(names, |word| MANAGEMENT_WORDS.contains(&word))
}

/// Whether one of the words of names, in lower case, is such a word.
pub(super) fn has_word(names: &str, is_such: impl FnMut(&str) -> bool) -> bool {
    words(names).split_whitespace().any(is_such)
}

/// The words of names in lower case, with spaces between them: letters between anything else, taken apart where a capital follows a
/// small letter or begins a word of small ones.
fn words(names: &str) -> String {
    let mut spaced = String::with_capacity(names.len() + 8);
    let mut before = ' ';
    let mut rest = names.chars().peekable();
    while let Some(c) = rest.next() {
        let begins = before.is_lowercase() || (before.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase()));
        if c.is_uppercase() && begins {
            spaced.push(' ');
        }
        match c {
            _ if c.is_ascii_alphabetic() => spaced.push(c.to_ascii_lowercase()),
            _ if c.is_alphabetic() => spaced.extend(c.to_lowercase()),
            _ => spaced.push(' '),
        }
        before = c;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::{is_management, own_name};

    #[test]
    fn references_are_called_by_what_they_name() {
        for (reference, name) in [
            ("var.public_subnet_id", "public_subnet_id"),
            ("local.subnets[\"public\"].id", "subnets public id"),
            ("module.public.subnets[var.dmz]", "subnets"),
            ("data.aws_subnet.front.id", "front id"),
            ("aws_subnet.front[count.index].id", "front id"),
            ("each.value.wan", "wan"),
            ("Network.Outputs.PublicSubnet", "PublicSubnet"),
            ("PublicSubnet", "PublicSubnet"),
        ] {
            assert_eq!(own_name(reference), name, "{reference}");
        }
    }

    #[test]
    fn names_for_management_are_recognised() {
        for name in
            ["mgmt", "FgtMgmtENI", "eth1-management", "hamgmt0", "Admin", "AdminEni", "oob_nic", "mgt0", "Palo Alto MGMT interface"]
        {
            assert!(is_management(name), "{name}");
        }
        for name in ["", "data", "administrator", "boobytrap", "managed", "eth1", "untrust"] {
            assert!(!is_management(name), "{name}");
        }
    }

    #[test]
    fn names_are_taken_apart() {
        let words = |names: &str| super::words(names).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words("publicEni-1_HA sync"), ["public", "eni", "ha", "sync"]);
        assert_eq!(words("FWInstance HASync"), ["fw", "instance", "ha", "sync"]);
    }
}
