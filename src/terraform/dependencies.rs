//! What a resource waits for: the managed resources that its block names, directly or through locals, variables, outputs and
//! data sources.

use super::evaluator::{Evaluator, Name};
use super::instance::{ModuleInstance, Node};
use super::module::parse_text;
use crate::configuration::{MISSING_MODULE, OUTPUT, OtherResource};
use crate::syntax::hcl::{Attribute, Block, Body, Expression, ExpressionKind, Step, StepKind, TemplatePart};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The block addresses of what the resources of a block wait for.
    pub(super) fn dependencies_of(&self, module: &Rc<ModuleInstance>, block: &Block) -> Vec<String> {
        let mut result = BTreeSet::new();
        self.body_dependencies(module, &block.body, &mut result);
        // What a module call waits for, and what its instances are made from, everything in the module waits for.
        let mut caller = module.caller.as_ref();
        while let Some(call) = caller {
            for attribute in ["depends_on", "count", "for_each"].iter().filter_map(|name| call.call.body.attribute(name)) {
                self.attribute_dependencies(&call.module, attribute, &mut result);
            }
            caller = call.module.caller.as_ref();
        }
        let own = block.labels.iter().map(|label| &*label.text).collect::<Vec<_>>().join(".");
        result.remove(&format!("{}{own}", module.prefix()));
        result.into_iter().collect()
    }

    /// What the resources without a node in the graph wait for: a way from one node to another may lead through them. Every block
    /// counts once, however many instances its module has.
    pub(super) fn other_dependencies(&self, module: &Rc<ModuleInstance>, others: &mut Vec<OtherResource>) {
        let Some(parsed) = module.module.clone() else { return };
        let prefix = module.prefix();
        for ((kind, name), block) in parsed.resources.iter().filter(|((kind, _), _)| !super::network::is_network(kind)) {
            let dependencies = self.dependencies_of(module, block).into();
            others.push(OtherResource { block: format!("{prefix}{kind}.{name}"), resource_type: Arc::clone(kind), dependencies });
        }
        // What a root module gives out, another configuration may use.
        let given_out = parsed.outputs.iter().filter(|_| module.caller.is_none());
        for (name, block) in given_out {
            let dependencies = self.dependencies_of(module, block).into();
            others.push(OtherResource { block: format!("output.{name}"), resource_type: OUTPUT.into(), dependencies });
        }
        for (name, call) in &parsed.calls {
            let Some(called) = self.called_instance(module, name) else { continue };
            if called.module.is_some() {
                self.other_dependencies(&called, others);
                continue;
            }
            // What is in a module that is not at hand may do anything with what it is given.
            let mut given = BTreeSet::new();
            self.body_dependencies(module, &call.body, &mut given);
            let dependencies = given.into_iter().collect();
            others.push(OtherResource {
                block: format!("{prefix}module.{name}"),
                resource_type: MISSING_MODULE.into(),
                dependencies,
            });
        }
    }

    /// The first instance of a module call: what its blocks wait for does not depend on which instance it is.
    fn called_instance(&self, module: &Rc<ModuleInstance>, name: &Arc<str>) -> Option<Rc<ModuleInstance>> {
        let call = module.module.as_ref()?.calls.get(name)?;
        let expansion = self.expansion(module, call, Name::Call(Arc::clone(name)), call.header).ok()?;
        match self.node(expansion.instances.first()?.term)? {
            Node::Module(called) => Some(called),
            Node::Resource(_) => None,
        }
    }

    fn body_dependencies(&self, module: &Rc<ModuleInstance>, body: &Body, result: &mut BTreeSet<String>) {
        for attribute in &body.attributes {
            self.attribute_dependencies(module, attribute, result);
        }
        for block in &body.blocks {
            self.body_dependencies(module, &block.body, result);
        }
    }

    fn attribute_dependencies(&self, module: &Rc<ModuleInstance>, attribute: &Attribute, result: &mut BTreeSet<String>) {
        match (&*attribute.name, &attribute.expression.kind) {
            // The names are the resource's own.
            ("ignore_changes", _) => {}
            // In JSON and in old configurations the names are strings.
            ("depends_on" | "replace_triggered_by", ExpressionKind::Tuple(items)) => {
                items.iter().for_each(|item| match &item.kind {
                    ExpressionKind::String(text) => {
                        if let Some(named) = parse_text(text, item.span) {
                            self.expression_dependencies(module, &named, result);
                        }
                    }
                    _ => self.expression_dependencies(module, item, result),
                });
            }
            _ => self.expression_dependencies(module, &attribute.expression, result),
        }
    }

    fn expression_dependencies(&self, module: &Rc<ModuleInstance>, expression: &Expression, result: &mut BTreeSet<String>) {
        references(expression, &mut |root, steps| self.reference_dependencies(module, root, steps, result));
    }

    fn reference_dependencies(&self, module: &Rc<ModuleInstance>, root: &str, steps: &[Step], result: &mut BTreeSet<String>) {
        let name = |at: usize| match steps.get(at).map(|step| &step.kind) {
            Some(StepKind::Attribute(name)) => Some(name),
            _ => None,
        };
        let Some(parsed) = module.module.clone() else { return };
        match (root, name(0), name(1)) {
            ("var", Some(name), _) => {
                let Some(caller) = &module.caller else { return };
                let Some(attribute) = caller.call.body.attribute(name) else { return };
                self.through(module, Name::Variable(Arc::clone(name)), result, |inner| {
                    self.expression_dependencies(&caller.module, &attribute.expression, inner);
                });
            }
            ("local", Some(name), _) => {
                let Some(attribute) = parsed.locals.get(name) else { return };
                self.through(module, Name::Local(Arc::clone(name)), result, |inner| {
                    self.expression_dependencies(module, &attribute.expression, inner);
                });
            }
            ("data", Some(kind), Some(name)) => {
                let Some(block) = parsed.data.get(&(Arc::clone(kind), Arc::clone(name))) else { return };
                self.through(module, Name::Data(Arc::clone(kind), Arc::clone(name)), result, |inner| {
                    self.body_dependencies(module, &block.body, inner);
                });
            }
            ("module", Some(name), _) => self.call_dependencies(module, name, steps, result),
            (kind, Some(name), _) => {
                let resource = (Arc::from(kind), Arc::clone(name));
                if parsed.resources.contains_key(&resource) {
                    result.insert(format!("{}{kind}.{name}", module.prefix()));
                }
            }
            _ => {}
        }
    }

    fn call_dependencies(&self, module: &Rc<ModuleInstance>, name: &Arc<str>, steps: &[Step], result: &mut BTreeSet<String>) {
        let Some(call) = module.module.as_ref().and_then(|parsed| parsed.calls.get(name).cloned()) else { return };
        let called = self.called_instance(module, name);
        let Some((called, parsed)) = called.and_then(|called| Some((Rc::clone(&called), called.module.clone()?))) else {
            // Of a module that is not at hand, anything may wait for what it is given.
            return self.through(module, Name::Call(Arc::clone(name)), result, |inner| {
                self.body_dependencies(module, &call.body, inner);
            });
        };
        let outputs: Vec<&Arc<str>> = steps[1..]
            .iter()
            .filter_map(|step| match &step.kind {
                StepKind::Attribute(name) if parsed.outputs.contains_key(name) => Some(name),
                _ => None,
            })
            .collect();
        match outputs.first() {
            Some(output) => self.through(&called, Name::Output(Arc::clone(output)), result, |inner| {
                if let Some(block) = parsed.outputs.get(*output) {
                    self.body_dependencies(&called, &block.body, inner);
                }
            }),
            // Whatever waits for the whole module waits for everything in it, and in the modules that it calls.
            None => self.through(&called, Name::Call(Arc::from("")), result, |inner| self.contents(&called, inner)),
        }
    }

    fn contents(&self, module: &Rc<ModuleInstance>, result: &mut BTreeSet<String>) {
        let Some(parsed) = &module.module else { return };
        let prefix = module.prefix();
        result.extend(parsed.resources.keys().map(|(kind, name)| format!("{prefix}{kind}.{name}")));
        for (name, call) in &parsed.calls {
            match self.called_instance(module, name).filter(|called| called.module.is_some()) {
                Some(called) => self.contents(&called, result),
                None => self.body_dependencies(module, &call.body, result),
            }
        }
    }

    fn through(
        &self,
        module: &Rc<ModuleInstance>,
        name: Name,
        result: &mut BTreeSet<String>,
        collect: impl FnOnce(&mut BTreeSet<String>),
    ) {
        let memo = (module.id, name);
        if let Some(known) = self.dependencies.borrow().get(&memo) {
            result.extend(known.iter().cloned());
            return;
        }
        // A name that leads back to itself adds nothing.
        self.dependencies.borrow_mut().insert(memo.clone(), Rc::default());
        let mut inner = BTreeSet::new();
        let span = module.calls.last().copied().or(module.module.as_ref().and_then(|parsed| parsed.place));
        if let Some(span) = span {
            self.follow(span, || collect(&mut inner));
        }
        result.extend(inner.iter().cloned());
        self.dependencies.borrow_mut().insert(memo, Rc::new(inner));
    }
}

/// Visits the references of an expression: the name each starts with, and the steps after it.
pub(super) fn references(expression: &Expression, visit: &mut impl FnMut(&str, &[Step])) {
    match &expression.kind {
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::String(_)
        | ExpressionKind::Variable(_) => {}
        ExpressionKind::Template(parts) => part_references(parts, visit),
        ExpressionKind::Wrapped(inner) | ExpressionKind::Parenthesis(inner) | ExpressionKind::Unary(_, inner) => {
            references(inner, visit);
        }
        ExpressionKind::Tuple(items) => items.iter().for_each(|item| references(item, visit)),
        ExpressionKind::Object(items) => items.iter().for_each(|item| {
            references(&item.key, visit);
            references(&item.value, visit);
        }),
        ExpressionKind::Traversal(operand, steps) => {
            match &operand.kind {
                ExpressionKind::Variable(root) => visit(root, steps),
                _ => references(operand, visit),
            }
            for step in steps {
                if let StepKind::Index(index) | StepKind::ElementIndex(index) = &step.kind {
                    references(index, visit);
                }
            }
        }
        ExpressionKind::Call(call) => call.arguments.iter().for_each(|argument| references(argument, visit)),
        ExpressionKind::Conditional(parts) => parts.iter().for_each(|part| references(part, visit)),
        ExpressionKind::Binary(_, operands) => operands.iter().for_each(|operand| references(operand, visit)),
        ExpressionKind::For(form) => {
            references(&form.collection, visit);
            references(&form.value, visit);
            form.key.iter().chain(&form.condition).for_each(|part| references(part, visit));
        }
    }
}

fn part_references(parts: &[TemplatePart], visit: &mut impl FnMut(&str, &[Step])) {
    for part in parts {
        match part {
            TemplatePart::Literal(_) => {}
            TemplatePart::Interpolation(inner) => references(inner, visit),
            TemplatePart::If(condition, yes, no) => {
                references(condition, visit);
                part_references(yes, visit);
                part_references(no, visit);
            }
            TemplatePart::For(form) => {
                references(&form.collection, visit);
                part_references(&form.body, visit);
            }
        }
    }
}
