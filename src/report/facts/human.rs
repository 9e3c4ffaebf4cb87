//! Every launch with its interfaces, one line each.

use super::Facts;
use super::launches::{Interface, Launch};
use crate::report::text;
use std::io::{self, Write};

pub(super) fn write(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    for launch in &facts.launches {
        write_launch(launch, out)?;
        for interface in &launch.interfaces {
            writeln!(out, "  {}", text::line(&describe(interface)))?;
        }
        if launch.open {
            writeln!(out, "  and possibly others")?;
        }
    }
    let (launches, resources) = (facts.launches.len(), facts.resources.len());
    writeln!(out, "{launches} launches of {resources} network resources")
}

fn write_launch(launch: &Launch, out: &mut dyn Write) -> io::Result<()> {
    let mut line = launch.of.clone();
    if let Some(instance_type) = &launch.instance_type {
        line += &format!(" ({instance_type})");
    }
    if let (Some(path), Some(at)) = (&launch.path, launch.line) {
        line += &format!(" at {path}:{at}");
    }
    if let Some(condition) = &launch.condition {
        line += &format!(", when {condition}");
    }
    writeln!(out, "{}", text::line(&line))
}

fn describe(interface: &Interface) -> String {
    let number = |index: Option<i64>| index.map_or("?".into(), |index| index.to_string());
    let mut line = format!("index {}", number(interface.device_index));
    if interface.card != Some(0) {
        line += &format!(" of card {}", number(interface.card));
    }
    line += &format!(": {}", interface.interface.as_deref().unwrap_or("made at launch"));
    for (word, place) in [("in", &interface.subnet), ("zone", &interface.zone)] {
        if let Some(place) = place {
            line += &format!(", {word} {place}");
        }
    }
    line += if interface.attach == "cold" { ", attached at launch" } else { ", attached afterwards" };
    if let Some(condition) = &interface.condition {
        line += &format!(", when {condition}");
    }
    if interface.each {
        line += ", any number of times";
    }
    line
}
