//! Templates in memory, and what they mean.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_push_string, clippy::format_collect)]

mod bounds;
mod conditions;
mod errors;
mod functions;
mod nested;
mod parameters;

use super::{Inputs, evaluate};
use crate::configuration::{Configuration, Resource};
use crate::source::{Memory, Workspace};
use crate::value::{Arena, Guard, Value};
use std::path::{Path, PathBuf};

/// An evaluated template, with the texts that its places lie in.
struct Evaluated {
    configuration: Configuration,
    /// Where each error and note stands and what it says: `x.yaml:3 'Ref': …`.
    reports: Vec<String>,
}

fn files(files: &[(&str, &str)], inputs: &Inputs) -> Evaluated {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.insert(Path::new("/w").join(path), *text);
    }
    let workspace = Workspace::new(&memory, Path::new("/w"), &[PathBuf::from("/w")]);
    let path = Path::new("/w").join(files[0].0);
    // As in the program, evaluation has a large stack.
    let configuration = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(64 << 20);
        thread.spawn_scoped(scope, || evaluate(&workspace, &path, inputs)).unwrap().join().unwrap()
    });
    let report = |span: crate::source::Span, text: &str| {
        let file = workspace.sources.get(span.file);
        format!("{}:{} '{}': {text}", file.path, file.position(span.start as usize).line, file.slice(span))
    };
    let errors = configuration.errors.iter().map(|error| report(error.span, &error.message));
    let notes = configuration.unchecked.iter().map(|note| report(note.span, &note.reason));
    let reports = errors.chain(notes).collect();
    Evaluated { configuration, reports }
}

fn template(text: &str) -> Evaluated {
    files(&[("x.yaml", text)], &Inputs::default())
}

fn given(text: &str, parameters: &[(&str, &str)], region: Option<&str>) -> Evaluated {
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    files(&[("x.yaml", text)], &Inputs { parameters, region: region.map(Into::into), ..Inputs::default() })
}

/// The value of the property `P` of an interface for each name, after the sections in the text.
fn values<const N: usize>(sections: &str, written: [&str; N]) -> (Evaluated, [Value; N]) {
    let mut text = format!("{sections}\nResources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Properties: {{CidrBlock: 10.0.0.0/16}}\n");
    for (number, written) in written.iter().enumerate() {
        text += &format!("  X{number}:\n    Type: AWS::EC2::NetworkInterface\n    Properties:\n      P: {written}\n");
    }
    let evaluated = template(&text);
    let values = std::array::from_fn(|number| evaluated.get(&format!("X{number}"), "P"));
    (evaluated, values)
}

impl Evaluated {
    fn arena(&self) -> &Arena {
        &self.configuration.arena
    }

    fn resource(&self, address: &str) -> &Resource {
        let mut resources = self.configuration.resources.iter();
        resources.find(|resource| resource.address.to_string() == address).unwrap_or_else(|| panic!("no {address}"))
    }

    fn get(&self, address: &str, property: &str) -> Value {
        self.arena().get(&self.resource(address).properties, property)
    }

    fn describe(&self, value: &Value) -> String {
        self.arena().describe(value)
    }

    fn certainly_same(&self, a: &Value, b: &Value) -> bool {
        self.arena().same(a, b).yes == Guard::ALWAYS
    }

    fn certainly_different(&self, a: &Value, b: &Value) -> bool {
        self.arena().same(a, b).no == Guard::ALWAYS
    }

    /// The values that a value can have, each with the words for when.
    fn cases(&self, value: &Value) -> Vec<(String, String)> {
        let cases = self.arena().cases(value).into_iter();
        cases.map(|(guard, value)| (self.arena().describe_guard(guard).unwrap_or_default(), self.describe(&value))).collect()
    }
}
