//! Functions on points in time.

use super::{Invocation, Outcome};
use crate::value::Value;
use jiff::civil::{DateTime, Weekday};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// How RFC 3339 is read.
static PARSER: DateTimeParser = DateTimeParser::new();

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A point in time, and where its clock stands.
struct Time {
    timestamp: Timestamp,
    offset: Offset,
}

impl Time {
    fn local(&self) -> DateTime {
        self.offset.to_datetime(self.timestamp)
    }
}

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn time(&self) -> Option<Outcome> {
        let outcome = match (self.name, self.arguments) {
            ("formatdate", [pattern, time]) => {
                let (Some(pattern), Some(time)) = (pattern.as_str(), time.as_str()) else { return Some(Outcome::Unknown) };
                read(time).and_then(|time| formatted(pattern, &time)).map(|text| self.text(text))
            }
            ("timeadd", [time, duration]) => {
                let (Some(time), Some(duration)) = (time.as_str(), duration.as_str()) else { return Some(Outcome::Unknown) };
                let later = read(time).and_then(|time| {
                    let timestamp = time.timestamp.checked_add(duration_of(duration)?).ok()?;
                    Some(Time { timestamp, offset: time.offset })
                });
                later.and_then(|time| formatted("YYYY-MM-DD'T'hh:mm:ssZ", &time)).map(|text| self.text(text))
            }
            ("timecmp", [a, b]) => {
                let (Some(a), Some(b)) = (a.as_str(), b.as_str()) else { return Some(Outcome::Unknown) };
                read(a).zip(read(b)).map(|(a, b)| Outcome::Value(Value::integer(a.timestamp.cmp(&b.timestamp) as i64)))
            }
            _ => return None,
        };
        Some(outcome.unwrap_or(Outcome::Fails("a text that is no point in time or duration")))
    }
}

/// A point in time with its offset; the time of day and the offset must be there.
fn read(text: &str) -> Option<Time> {
    let (date, time) = text.split_once('T')?;
    if date.len() != 10 || time.len() < 9 || time.starts_with("24") {
        return None;
    }
    let timestamp: Timestamp = PARSER.parse_timestamp(text).ok()?;
    let offset = match text.strip_suffix('Z') {
        Some(_) => Offset::UTC,
        None => offset_of(text.get(text.len() - 6..)?)?,
    };
    Some(Time { timestamp, offset })
}

/// `+02:00`
fn offset_of(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    Offset::from_seconds(sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60)).ok()
}

/// `-1h30m`, as Go reads it.
fn duration_of(text: &str) -> Option<SignedDuration> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    let mut seconds = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = rest[..end].parse().ok()?;
        rest = &rest[end..];
        let units = [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
        let (unit, scale) = units.into_iter().find(|(unit, _)| rest.starts_with(unit))?;
        seconds += number * scale;
        rest = &rest[unit.len()..];
    }
    SignedDuration::try_from_secs_f64(sign * seconds).ok()
}

/// A point in time in Terraform's own format language: runs of one letter, and texts between quotes.
fn formatted(pattern: &str, time: &Time) -> Option<String> {
    let mut result = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix('\'') {
            let (text, after) = quoted(inner)?;
            result.push_str(&text);
            rest = after;
            continue;
        }
        let length = rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum();
        let (run, after) = rest.split_at(length);
        if first.is_ascii_alphabetic() {
            result.push_str(&part(run, time)?);
        } else {
            result.push_str(run);
        }
        rest = after;
    }
    Some(result)
}

/// A text up to its closing quote; two quotes stand for one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut result = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('\'')?;
        result.push_str(before);
        match after.strip_prefix('\'') {
            Some(more) => {
                result.push('\'');
                rest = more;
            }
            None => return Some((result, after)),
        }
    }
}

fn part(run: &str, at: &Time) -> Option<String> {
    let time = at.local();
    let month = MONTHS.get(usize::try_from(time.month()).ok()?.checked_sub(1)?)?;
    let hour = if time.hour() % 12 == 0 { 12 } else { time.hour() % 12 };
    let half = if time.hour() < 12 { "am" } else { "pm" };
    Some(match run {
        "YYYY" => format!("{:04}", time.year()),
        "YY" => format!("{:02}", time.year() % 100),
        "MMMM" => (*month).into(),
        "MMM" => month[..3].into(),
        "MM" => format!("{:02}", time.month()),
        "M" => time.month().to_string(),
        "DD" => format!("{:02}", time.day()),
        "D" => time.day().to_string(),
        "EEEE" => weekday(time.weekday()).into(),
        "EEE" => weekday(time.weekday())[..3].into(),
        "hh" => format!("{:02}", time.hour()),
        "h" => time.hour().to_string(),
        "HH" => format!("{hour:02}"),
        "H" => hour.to_string(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "AA" => half.to_uppercase(),
        "aa" => half.into(),
        "Z" | "ZZZ" | "ZZZZ" | "ZZZZZ" => zone(run, at.offset),
        _ => return None,
    })
}

fn zone(run: &str, offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    match (run, seconds) {
        ("Z", 0) => "Z".into(),
        ("ZZZ", 0) => "UTC".into(),
        ("Z" | "ZZZZZ", _) => format!("{sign}{hours:02}:{minutes:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}"),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
