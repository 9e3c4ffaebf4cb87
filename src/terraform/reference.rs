//! References: what the name at the start of a traversal stands for.

use super::evaluator::{Evaluator, Memo, Name};
use super::expression::reference_text;
use super::instance::{ModuleInstance, Repetition};
use super::scope::Scope;
use crate::source::Span;
use crate::syntax::hcl::{Expression, ExpressionKind, Step, StepKind};
use crate::value::{Data, InputKind, Key, OriginKind, Term, Value};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The value of a traversal that starts with a name.
    pub(super) fn reference(&self, root: &Expression, steps: &[Step], span: Span, scope: &Scope<'_>) -> Value {
        let ExpressionKind::Variable(name) = &root.kind else { return self.opaque("an expression", span) };
        let (value, rest) = self.root_value(name, steps, span, scope);
        let value = self.steps(value, rest, span, scope);
        let kind = OriginKind::Reference(reference_text(name, steps).into());
        let origin = self.arena.origin(span, kind, value.origin);
        value.with_origin(origin)
    }

    /// The value of the name with as many steps as belong to it (`var.x`, `data.aws_ami.x`), and the other steps.
    fn root_value<'e>(&self, root: &str, steps: &'e [Step], span: Span, scope: &Scope<'_>) -> (Value, &'e [Step]) {
        if let Some(value) = scope.local(root) {
            return (value.clone(), steps);
        }
        let Some(module) = scope.module else {
            return (self.failure("a reference where none is allowed", self.arena.written(span)), &[]);
        };
        let name = steps.first().and_then(attribute_name);
        let after = |count: usize| steps.get(count..).unwrap_or_default();
        match (root, name) {
            ("var", Some(name)) => (self.variable(module, name, span), after(1)),
            ("local", Some(name)) => (self.local(module, name, span), after(1)),
            ("module", Some(name)) => (self.call_value(module, name, span), after(1)),
            ("data", Some(kind)) => match steps.get(1).and_then(attribute_name) {
                Some(name) => (self.block_value(module, true, kind, name, span), after(2)),
                None => (self.failure("a reference to no data source", self.arena.written(span)), &[]),
            },
            ("resource", Some(kind)) => match steps.get(1).and_then(attribute_name) {
                Some(name) => (self.block_value(module, false, kind, name, span), after(2)),
                None => (self.failure("a reference to no resource", self.arena.written(span)), &[]),
            },
            ("each", Some(name)) => (self.each_value(scope.repetition, name, span), after(1)),
            ("count", Some(name)) if &**name == "index" => match scope.repetition {
                Repetition::Count(index) => (index.clone(), after(1)),
                _ => (self.failure("count.index without count", self.arena.written(span)), &[]),
            },
            ("path", Some(name)) => (self.path(module, name, span), after(1)),
            ("terraform" | "tofu", Some(name)) => (self.terraform_value(name, span), after(1)),
            ("self" | "ephemeral", _) => (self.opaque(root, span), &[]),
            (_, Some(name)) => (self.block_value(module, false, &Arc::from(root), name, span), after(1)),
            _ => (self.failure("a name that stands for nothing", self.arena.written(span)), &[]),
        }
    }

    fn each_value(&self, repetition: &Repetition, name: &str, span: Span) -> Value {
        match (repetition, name) {
            (Repetition::Each { key, .. }, "key") => key.clone(),
            (Repetition::Each { value, .. }, "value") => value.clone(),
            _ => self.failure("each without for_each", self.arena.written(span)),
        }
    }

    fn terraform_value(&self, name: &str, span: Span) -> Value {
        let origin = self.arena.written(span);
        match (&self.workspace_name, name) {
            (Some(workspace), "workspace") => Value::new(Data::String(workspace.as_str().into()), origin),
            _ => {
                let term = self.arena.input(format!("terraform.{name}"), InputKind::Pseudo);
                Value::new(Data::Term(term), origin)
            }
        }
    }

    /// `path.module` is relative to the root module, as Terraform has it when it runs there.
    fn path(&self, module: &ModuleInstance, name: &str, span: Span) -> Value {
        let origin = self.arena.written(span);
        let text = match (name, &module.module) {
            ("root", _) => Some(".".to_owned()),
            ("module", Some(parsed)) => relative(&self.root, &parsed.directory),
            _ => None,
        };
        match text {
            Some(text) => Value::new(Data::String(text.into()), origin),
            None => {
                let name = self.name_in(module, &format!("path.{name}"));
                Value::new(Data::Term(self.arena.input(name, InputKind::Pseudo)), origin)
            }
        }
    }

    fn local(&self, module: &Rc<ModuleInstance>, name: &Arc<str>, span: Span) -> Value {
        self.remember(module, Name::Local(Arc::clone(name)), span, || {
            let parsed = module.module.clone()?;
            let attribute = parsed.locals.get(name)?;
            Some(self.evaluate(&attribute.expression, &Scope::of(module, &Repetition::None)))
        })
    }

    /// Evaluates what a name stands for, once. `None` says that it is not declared.
    pub(super) fn remember(
        &self,
        module: &Rc<ModuleInstance>,
        name: Name,
        span: Span,
        evaluate: impl FnOnce() -> Option<Value>,
    ) -> Value {
        let key = (module.id, name);
        let known = self.values.borrow().get(&key).cloned();
        match known {
            Some(Memo::Done(value)) => return value,
            Some(Memo::Running) => return self.cycle(&key.1.to_string(), span),
            None => {}
        }
        self.values.borrow_mut().insert(key.clone(), Memo::Running);
        let value = match self.follow(span, evaluate) {
            Some(Some(value)) => value,
            Some(None) => self.undeclared(module, &key.1.to_string(), span),
            None => {
                // Asked for from nearer by, it may be found: this answer is not kept.
                self.values.borrow_mut().remove(&key);
                return self.opaque("a value behind too many names", span);
            }
        };
        self.values.borrow_mut().insert(key, Memo::Done(value.clone()));
        value
    }

    /// Terraform refuses values that depend on themselves.
    pub(super) fn cycle(&self, name: &str, span: Span) -> Value {
        self.error(span, format!("{name} depends on itself"));
        self.opaque(&format!("{name}, which depends on itself"), span)
    }

    /// What is not declared has no value; perhaps its declaration stands where nothing could be read.
    pub(super) fn undeclared(&self, module: &ModuleInstance, name: &str, span: Span) -> Value {
        self.note_undeclared(module, name, span);
        let term = self.arena.input(self.name_in(module, name), InputKind::Missing);
        Value::new(Data::Term(term), self.arena.written(span))
    }

    pub(super) fn note_undeclared(&self, module: &ModuleInstance, name: &str, span: Span) {
        if module.module.as_ref().is_some_and(|parsed| parsed.is_whole()) {
            self.note(span, format!("{name} is not declared in this module"));
        }
    }

    /// A step on the way of a traversal that is no more than a name for what it leads to.
    pub(super) fn element(&self, value: &Value, key: Key) -> Value {
        match value.data {
            Data::Term(term) => Value::new(Data::Term(self.arena.element(term, key)), value.origin),
            _ => {
                let arguments = Box::new([value.clone()]);
                let whole = self.arena.intern(Term::Apply { function: "each".into(), arguments });
                Value::new(Data::Term(self.arena.element(whole, key)), value.origin)
            }
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "var.{name}"),
            Self::Local(name) => write!(f, "local.{name}"),
            Self::Output(name) => write!(f, "output.{name}"),
            Self::Managed(kind, name) => write!(f, "{kind}.{name}"),
            Self::Data(kind, name) => write!(f, "data.{kind}.{name}"),
            Self::Call(name) => write!(f, "module.{name}"),
        }
    }
}

fn attribute_name(step: &Step) -> Option<&Arc<str>> {
    match &step.kind {
        StepKind::Attribute(name) => Some(name),
        _ => None,
    }
}

/// The way from one normalized directory to another; `None` where names are missing for that.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if from[shared..].contains(&Component::ParentDir) {
        return None;
    }
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(to[shared..].iter().copied()).collect();
    let text = path.to_str()?.replace('\\', "/");
    Some(if text.is_empty() { ".".into() } else { text })
}
