//! Functions that read files. Only what lies where reading is allowed is read; what cannot be read stays unknown.

use super::{Invocation, Outcome};
use crate::source::{FileId, normalize};
use crate::syntax::hcl::{Expression, parse_template};
use crate::terraform::evaluator::MAX_STRING;
use crate::terraform::scope::{Frame, Scope};
use crate::value::{Data, Value, base64};
use std::sync::Arc;

/// A template with more variables is not rendered.
const MAX_VARIABLES: usize = 200;

impl Invocation<'_, '_> {
    /// The functions of this module; `None` for others.
    pub(super) fn file(&self) -> Option<Outcome> {
        Some(match (self.name, self.arguments) {
            ("file", [path]) => match self.read(path) {
                Some((_, text)) => self.text(text),
                None => Outcome::Unknown,
            },
            ("filebase64", [path]) => match self.read(path) {
                Some((_, text)) => self.text(base64::encode(text.as_bytes())),
                None => Outcome::Unknown,
            },
            ("templatefile", [path, variables]) => match (self.read(path), variables.entries()) {
                (Some((file, text)), Some(variables)) => {
                    let variables: Vec<_> = variables.iter().collect();
                    match self.evaluator.render(&text, file, &variables) {
                        Some(value) => Outcome::Value(value),
                        None => Outcome::Unknown,
                    }
                }
                _ => Outcome::Unknown,
            },
            _ => return None,
        })
    }

    /// The text of a file. Relative paths start at the root module, where Terraform runs.
    fn read(&self, path: &Value) -> Option<(FileId, String)> {
        let path = path.as_str().filter(|path| !path.starts_with('~'))?;
        let evaluator = self.evaluator;
        let path = normalize(&evaluator.root.join(path));
        if !evaluator.workspace.may_read(&path) {
            return None;
        }
        let file = evaluator.workspace.load(&path).ok()?;
        let source = evaluator.workspace.sources.get(file);
        let (text, _) = source.body();
        (text.len() <= MAX_STRING && evaluator.charge(text.len() / 64, self.span)).then(|| (file, text.to_owned()))
    }
}

impl crate::terraform::evaluator::Evaluator<'_> {
    /// A template with these variables, and no other names. `None` where it is not well-formed.
    pub(in crate::terraform) fn render(&self, text: &str, file: FileId, variables: &[(&Arc<str>, &Value)]) -> Option<Value> {
        let template = parse_template(text, 0, file).ok()?;
        (variables.len() <= MAX_VARIABLES).then(|| self.render_with(&template, variables, &Scope::constant()))
    }

    fn render_with(&self, template: &Expression, variables: &[(&Arc<str>, &Value)], scope: &Scope<'_>) -> Value {
        match variables {
            [(name, value), rest @ ..] => {
                let frame = Frame { name, value: (*value).clone(), outer: scope.frame };
                self.render_with(template, rest, &scope.with(&frame))
            }
            [] => {
                let value = self.evaluate(template, scope);
                // What is wrong with a template is Terraform's to say.
                self.arena.map(&value, |value| match self.is_failure(value) {
                    true => Value::new(Data::Term(self.arena.opaque("a template")), value.origin),
                    false => value.clone(),
                })
            }
        }
    }
}
