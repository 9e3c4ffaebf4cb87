//! From the text of `enilint.toml` to items of the forms that [`keys`](super::keys) describes, each with its place. What has another
//! form is told and left out; everything else counts.

use super::keys::{Form, Key, LEVEL, LEVELS};
use super::notices;
use crate::diagnostic::Diagnostic;
use crate::rules::{self, Level, OptionValue, Rule};
use crate::source::{FileId, Span};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// Something with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// The value of a key.
#[derive(Debug)]
pub(super) enum Item {
    Text(Entry<String>),
    Texts(Vec<Entry<String>>),
    Values(Vec<(String, Entry<serde_json::Value>)>),
    Rules(Rules),
    Table(Items),
    Tables(Vec<Items>),
}

/// What is said about rules.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) levels: Vec<(&'static str, Entry<Level>)>,
    pub(super) options: Vec<(&'static str, String, Entry<OptionValue>)>,
}

/// The items of a table by key, with the place of the table.
#[derive(Debug)]
pub(super) struct Items {
    pub(super) span: Span,
    pub(super) items: Vec<(&'static str, Item)>,
}

pub(super) struct Reader<'a> {
    pub(super) file: FileId,
    /// Where the text begins in the file.
    pub(super) base: usize,
    pub(super) problems: &'a mut Vec<Diagnostic>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    /// Reads a text.
    pub(super) fn read(&mut self, text: &str, keys: &'static [Key]) -> Items {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let range = error.span().unwrap_or_default();
            // What is missing at the end of a line or of the file has a place there.
            let span = self.span(range.start.min(text.len())..range.end.min(text.len()));
            self.problems.push(notices::malformed(span, &format!("this is no TOML: {}", error.message())));
        }
        let span = self.span(table.span());
        self.table(span, table.get_ref(), keys)
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start + self.base..range.end + self.base)
    }

    fn wrong(&mut self, value: &Value<'_>, expected: &str) {
        let span = self.span(value.span());
        self.problems.push(notices::malformed(span, &format!("expected {expected}, not {}", kind(value.get_ref()))));
    }

    fn table(&mut self, span: Span, table: &DeTable<'_>, keys: &'static [Key]) -> Items {
        let mut items = Vec::new();
        for (name, value) in table {
            match keys.iter().find(|key| key.name == name.get_ref()) {
                Some(key) => items.extend(self.item(&key.form, value).map(|item| (key.name, item))),
                None => {
                    let span = self.span(name.span());
                    self.problems.push(notices::unknown_key(span, name.get_ref(), keys.iter().map(|key| key.name)));
                }
            }
        }
        Items { span, items }
    }

    fn item(&mut self, form: &'static Form, value: &Value<'_>) -> Option<Item> {
        match form {
            Form::Text | Form::File => self.text(value, "a text").map(Item::Text),
            Form::Choice(words) => self.choice(value, words).map(Item::Text),
            Form::Patterns | Form::Files => self.texts(value).map(Item::Texts),
            Form::Values => self.inner(value).map(|table| Item::Values(self.values(table))),
            Form::Rules => self.inner(value).map(|table| Item::Rules(self.rules(table))),
            Form::Table(keys) => {
                let span = self.span(value.span());
                self.inner(value).map(|table| Item::Table(self.table(span, table, keys)))
            }
            Form::Tables(keys) => {
                let Some(tables) = value.get_ref().as_array() else {
                    self.wrong(value, "a list of tables");
                    return None;
                };
                let tables = tables.iter().filter_map(|table| {
                    let span = self.span(table.span());
                    self.inner(table).map(|inner| self.table(span, inner, keys))
                });
                Some(Item::Tables(tables.collect()))
            }
        }
    }

    fn inner<'v, 't>(&mut self, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, "a table");
        }
        table
    }

    fn text(&mut self, value: &Value<'_>, expected: &str) -> Option<Entry<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(value, expected);
            return None;
        };
        Some(Entry { value: text.to_owned(), span: self.span(value.span()) })
    }

    fn choice(&mut self, value: &Value<'_>, words: &[&'static str]) -> Option<Entry<String>> {
        let entry = self.text(value, &format!("one of {}", notices::listed(words)))?;
        if words.contains(&entry.value.as_str()) {
            return Some(entry);
        }
        self.problems.push(notices::unknown_word(entry.span, &entry.value, words));
        None
    }

    fn texts(&mut self, value: &Value<'_>) -> Option<Vec<Entry<String>>> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, "a list of texts");
            return None;
        };
        Some(items.iter().filter_map(|item| self.text(item, "a text")).collect())
    }

    fn values(&mut self, table: &DeTable<'_>) -> Vec<(String, Entry<serde_json::Value>)> {
        let mut values = Vec::new();
        for (name, value) in table {
            match json(value.get_ref()) {
                Some(json) => values.push((name.get_ref().to_string(), Entry { value: json, span: self.span(name.span()) })),
                None => self.wrong(value, "a text, a number, a boolean, a list or a table of them"),
            }
        }
        values
    }

    fn rules(&mut self, table: &DeTable<'_>) -> Rules {
        let mut rules = Rules::default();
        for (name, value) in table {
            let Some(rule) = rules::find(name.get_ref()) else {
                let span = self.span(name.span());
                self.problems.push(notices::unknown_rule(span, name.get_ref()));
                continue;
            };
            let written = match value.get_ref() {
                DeValue::Table(options) => self.options(rule, options, &mut rules),
                _ => self.choice(value, LEVELS),
            };
            let level = written.and_then(|written| Some((Level::parse(&written.value)?, written.span)));
            if let Some((value, span)) = level {
                rules.levels.push((rule.id, Entry { value, span: self.span(name.span()).to(span) }));
            }
        }
        rules
    }

    /// A rule that is written as a table: adds its options, and returns its level where that is set.
    fn options(&mut self, rule: &'static Rule, table: &DeTable<'_>, rules: &mut Rules) -> Option<Entry<String>> {
        let mut level = None;
        for (name, value) in table {
            let option = rule.page().options.iter().find(|option| option.name == **name.get_ref());
            if name.get_ref() == LEVEL {
                level = self.choice(value, LEVELS);
            } else if let Some(option) = option {
                let set = self.option(&option.default, value);
                rules.options.extend(set.map(|set| (rule.id, option.name.clone(), set)));
            } else {
                let span = self.span(name.span());
                self.problems.push(notices::unknown_option(span, rule, name.get_ref()));
            }
        }
        level
    }

    /// A value of the form of another one.
    fn option(&mut self, like: &OptionValue, value: &Value<'_>) -> Option<Entry<OptionValue>> {
        let read = match (like, json(value.get_ref())) {
            (OptionValue::Number(_), Some(json)) => json.as_u64().map(OptionValue::Number),
            (OptionValue::Words(_), Some(json)) => serde_json::from_value(json).ok().map(OptionValue::Words),
            (_, None) => None,
        };
        let span = self.span(value.span());
        if read.is_none() {
            self.problems.push(notices::malformed(span, &format!("expected {}", like.form())));
        }
        read.map(|value| Entry { value, span })
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value as JSON has it; `None` for what JSON has not.
fn json(value: &DeValue<'_>) -> Option<serde_json::Value> {
    Some(match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(value) => (*value).into(),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            let digits = digits.trim_start_matches('+');
            let unprefixed = digits.trim_start_matches("0x").trim_start_matches("0o").trim_start_matches("0b");
            i64::from_str_radix(unprefixed, number.radix()).ok()?.into()
        }
        DeValue::Float(number) => serde_json::Number::from_f64(number.as_str().replace('_', "").parse().ok()?)?.into(),
        DeValue::Datetime(_) => return None,
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect::<Option<Vec<_>>>()?.into(),
        DeValue::Table(entries) => {
            let entry =
                |(name, value): (&Spanned<DeString<'_>>, &Value<'_>)| Some((name.get_ref().to_string(), json(value.get_ref())?));
            serde_json::Value::Object(entries.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}
