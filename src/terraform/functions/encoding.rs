//! Functions that encode, decode and digest bytes and texts.

use super::{Invocation, Outcome};
use crate::value::{Data, MappingKind, SequenceKind, Value, base64};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use sha2::Digest;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn encoding(&self) -> Option<Outcome> {
        let name = self.name;
        Some(match (name, self.arguments) {
            ("base64encode", [text]) => self.of_text(text, |text| Some(base64::encode(text))),
            ("base64decode", [text]) => self.of_text(text, |text| String::from_utf8(base64::decode(text)?).ok()),
            ("urlencode", [text]) => self.of_text(text, |text| Some(url_encoded(text))),
            ("urldecode", [text]) => self.of_text(text, url_decoded),
            ("md5" | "sha1" | "sha256" | "sha512" | "base64sha256" | "base64sha512", [text]) => {
                self.of_text(text, |text| digest(name, text.as_bytes()))
            }
            ("uuidv5", [namespace, text]) => self.of_texts(namespace, text, uuid),
            ("textencodebase64", [text, encoding]) => self.of_texts(text, encoding, |text, encoding| {
                Some(base64::encode(encoded(text, Encoding::for_label(encoding.as_bytes())?)?))
            }),
            ("textdecodebase64", [text, encoding]) => self.of_texts(text, encoding, |text, encoding| {
                let encoding = Encoding::for_label(encoding.as_bytes())?;
                let bytes = base64::decode(text)?;
                Some(encoding.decode_without_bom_handling_and_without_replacement(&bytes)?.into_owned())
            }),
            ("csvdecode", [text]) => match text.as_str() {
                Some(text) => csv_decoded(text).map_or(Outcome::Fails("a text that is no CSV"), Outcome::Value),
                None => Self::mismatch(text),
            },
            _ => return None,
        })
    }

    /// A text made of a text; where there is none, Terraform refuses the call.
    pub(super) fn of_text(&self, text: &Value, change: impl Fn(&str) -> Option<String>) -> Outcome {
        match text.as_str().map(change) {
            Some(Some(text)) => self.text(text),
            Some(None) => Outcome::Fails("a text that cannot be encoded or decoded so"),
            None => Self::mismatch(text),
        }
    }

    fn of_texts(&self, a: &Value, b: &Value, combine: impl Fn(&str, &str) -> Option<String>) -> Outcome {
        match (a.as_str(), b.as_str()) {
            (Some(a), Some(b)) => combine(a, b).map_or(Outcome::Fails("texts that do not fit"), |text| self.text(text)),
            (None, _) => Self::mismatch(a),
            _ => Self::mismatch(b),
        }
    }
}

/// As in the query of a URL, where a space is a plus.
fn url_encoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => result.push(char::from(byte)),
            b' ' => result.push('+'),
            _ => result.push_str(&format!("%{byte:02X}")),
        }
    }
    result
}

fn url_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = after.get(..2)?;
                bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                rest = after.get(2..)?;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// What the digest functions make of bytes: hexadecimal digits, or base64 where the name says so.
pub(super) fn digest(function: &str, bytes: &[u8]) -> Option<String> {
    let (in_base64, algorithm) = function.strip_prefix("base64").map_or((false, function), |algorithm| (true, algorithm));
    let digest: Vec<u8> = match algorithm {
        "md5" => md5::Md5::digest(bytes).to_vec(),
        "sha1" => sha1::Sha1::digest(bytes).to_vec(),
        "sha256" => sha2::Sha256::digest(bytes).to_vec(),
        "sha512" => sha2::Sha512::digest(bytes).to_vec(),
        _ => return None,
    };
    if in_base64 {
        return Some(base64::encode(digest));
    }
    let mut text = String::new();
    digest.iter().try_for_each(|byte| write!(text, "{byte:02x}")).ok()?;
    Some(text)
}

fn uuid(namespace: &str, name: &str) -> Option<String> {
    let namespace = match namespace {
        "dns" => uuid::Uuid::NAMESPACE_DNS,
        "url" => uuid::Uuid::NAMESPACE_URL,
        "oid" => uuid::Uuid::NAMESPACE_OID,
        "x500" => uuid::Uuid::NAMESPACE_X500,
        _ => uuid::Uuid::parse_str(namespace).ok()?,
    };
    Some(uuid::Uuid::new_v5(&namespace, name.as_bytes()).to_string())
}

/// The bytes of a text; browsers, whose rules the library follows, do not write UTF-16.
fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

fn csv_decoded(text: &str) -> Option<Value> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<Arc<str>> = reader.headers().ok()?.iter().map(Arc::from).collect();
    let different: std::collections::BTreeSet<_> = names.iter().collect();
    if names.is_empty() || different.len() != names.len() {
        return None;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let entries: BTreeMap<Arc<str>, Value> = names.iter().cloned().zip(record.iter().map(Value::string)).collect();
        rows.push(Data::Mapping(MappingKind::Object, Arc::new(entries)).into());
    }
    Some(Data::Sequence(SequenceKind::List, rows.into()).into())
}
