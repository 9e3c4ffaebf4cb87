//! From a pasted error message to the rules that explain it. What AWS answers is written on the rules' pages.

use super::{ALL, Category, Rule};

/// The rules whose pages name what a pasted text says, the best match first.
pub fn explaining(pasted: &str) -> Vec<&'static Rule> {
    let pasted = normalized(pasted);
    let mut found: Vec<_> = ALL
        .iter()
        .filter_map(|rule| {
            let best = rule.page().messages.iter().filter_map(|message| matched(&pasted, &normalized(message))).max()?;
            Some((best, rule.page().category == Category::Refused, *rule))
        })
        .collect();
    found.sort_by_key(|(length, refused, rule)| (std::cmp::Reverse((*length, *refused)), rule.id));
    found.into_iter().map(|(_, _, rule)| rule).collect()
}

/// One line in lower case without quotes: terminals break lines, and tools quote in their own ways.
fn normalized(text: &str) -> String {
    let unquoted = text.to_lowercase().replace(['\'', '"', '`', '’', '‘', '“', '”'], "");
    unquoted.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many characters of a message occur in a text, if all its parts do, in order. A text that breaks off early matches the parts that it
/// has, as long as these say enough.
fn matched(text: &str, message: &str) -> Option<usize> {
    let mut rest = text;
    let mut length = 0;
    for part in message.split('*').map(str::trim).filter(|part| !part.is_empty()) {
        match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                length += part.len();
            }
            None => return (message.starts_with(text) && text.len() >= ENOUGH).then_some(text.len()),
        }
    }
    (length > 0).then_some(length)
}

/// So many characters of a message are worth a guess.
const ENOUGH: usize = 16;
