//! What makes a finding recognisable in another run: independent of lines, file names and wording, and different for every
//! finding of one run.

use super::Diagnostic;
use crate::source::Sources;
use std::collections::HashMap;

/// Gives every diagnostic its fingerprint. They are in the order in which they are reported: of findings that are alike in
/// everything else, the order tells which is which.
pub fn identify(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let mut seen: HashMap<u128, u32> = HashMap::new();
    for diagnostic in diagnostics {
        let mut hash = features(diagnostic, sources);
        diagnostic.likeness = format!("{:032x}", hash.0);
        let number = seen.entry(hash.0).or_default();
        if *number > 0 {
            hash.add(&number.to_string());
        }
        *number += 1;
        diagnostic.fingerprint = format!("{:032x}", hash.0);
    }
}

/// The rule, the block, what is written at the place, and the names and numbers of the message.
fn features(diagnostic: &Diagnostic, sources: &Sources) -> Fnv {
    let mut hash = Fnv::default();
    hash.add(diagnostic.rule);
    hash.add(diagnostic.subject.as_deref().unwrap_or_default());
    if let Some(label) = diagnostic.primary() {
        let source = sources.get(label.span.file);
        // How it is indented and wrapped is no feature.
        source.slice(label.span).split_whitespace().for_each(|word| hash.add(word));
    }
    facts(&diagnostic.message).iter().for_each(|fact| hash.add(fact));
    hash
}

/// What a message says about the configuration, without the sentence around it: names in backticks, and words with digits.
fn facts(message: &str) -> Vec<String> {
    let mut facts = Vec::new();
    for (position, part) in message.split('`').enumerate() {
        if position % 2 == 1 {
            facts.push(block_name(part));
        } else {
            let words = part.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            facts.extend(words.filter(|word| word.contains(|c: char| c.is_ascii_digit())).map(str::to_owned));
        }
    }
    facts
}

/// An address without module calls and instance keys: one more caller or instance makes no other finding.
fn block_name(address: &str) -> String {
    let mut name = String::with_capacity(address.len());
    let mut depth = 0_usize;
    for c in address.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => name.push(c),
            _ => {}
        }
    }
    while let Some((_, rest)) = name.strip_prefix("module.").and_then(|rest| rest.split_once('.')) {
        name = rest.to_owned();
    }
    name
}

/// FNV-1a: the same in every version and on every machine.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    fn add(&mut self, text: &str) {
        // The byte that no text holds keeps neighbours apart.
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;
    use crate::source::Span;

    fn found(sources: &Sources, path: &str, text: &str, messages: &[(&str, &str)]) -> Vec<String> {
        let file = sources.add(path, text);
        let mut diagnostics: Vec<_> = messages
            .iter()
            .map(|(written, message)| {
                let start = text.find(written).unwrap_or_default();
                let span = Span::new(file, start..start + written.len());
                Diagnostic { subject: Some("aws_instance.a".into()), ..Diagnostic::new("r", Severity::Error, *message, span) }
            })
            .collect();
        identify(&mut diagnostics, sources);
        diagnostics.into_iter().map(|diagnostic| diagnostic.fingerprint).collect()
    }

    #[test]
    fn moved_lines_renamed_files_and_new_wording_change_nothing() {
        let sources = Sources::default();
        let before = found(&sources, "a.tf", "x = [1,\n 2]", &[("[1,\n 2]", "`module.m[\"k\"].aws_instance.a[0]` has 3 of them")]);
        let after = found(&sources, "b.tf", "\n\nx = [1,\n    2]", &[("[1,\n    2]", "there are 3 of them at `aws_instance.a`")]);
        // The order of the facts is part of the wording.
        assert_ne!(before, after);
        let after = found(&sources, "b.tf", "\n\nx = [1,\n    2]", &[("[1,\n    2]", "`aws_instance.a` holds 3")]);
        assert_eq!(before, after);
    }

    #[test]
    fn findings_of_one_block_are_kept_apart() {
        let sources = Sources::default();
        let same = ("x", "`a` is wrong");
        let all = found(&sources, "a.tf", "x = y", &[same, ("y", "`a` is wrong"), ("x", "`b` is wrong"), same, same]);
        let unique: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        // One fewer of the same: those that are left are known.
        assert_eq!(found(&sources, "a.tf", "x = y", &[same, same]), [all[0].clone(), all[3].clone()]);
    }
}
