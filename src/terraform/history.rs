//! `moved`, `import` and `removed` blocks: what a configuration says about its own past, with addresses as Terraform prints them.

use super::evaluator::{Evaluator, Name};
use super::instance::{ModuleInstance, Node};
use crate::configuration::History;
use crate::syntax::hcl::{Block, Expression, ExpressionKind, StepKind};
use std::rc::Rc;
use std::sync::Arc;

/// The history told by a module instance and the modules it calls.
pub(super) fn of(evaluator: &Evaluator<'_>, root: &Rc<ModuleInstance>) -> History {
    let mut history = History::default();
    collect(evaluator, root, &mut history);
    history
}

fn collect(evaluator: &Evaluator<'_>, module: &Rc<ModuleInstance>, history: &mut History) {
    let Some(parsed) = module.module.clone() else { return };
    let prefix = module.keyed_prefix();
    for block in &parsed.history {
        add(&prefix, block, history);
    }
    for (name, call) in &parsed.calls {
        // Evaluated for its resources already: only what is known of it is asked.
        let Ok(expansion) = evaluator.expansion(module, call, Name::Call(Arc::clone(name)), call.header) else { continue };
        for instance in &expansion.instances {
            if let Some(Node::Module(called)) = evaluator.node(instance.term) {
                collect(evaluator, &called, history);
            }
        }
    }
}

fn add(prefix: &str, block: &Block, history: &mut History) {
    let address = |name: &str| {
        let attribute = block.body.attribute(name)?;
        Some(format!("{prefix}{}", address(&attribute.expression)?))
    };
    match &*block.kind {
        "moved" => history.moves.extend(address("from").zip(address("to"))),
        "import" => history.imports.extend(address("to")),
        _ if stays(block) => history.forgotten.extend(address("from")),
        _ => {}
    }
}

/// `lifecycle { destroy = false }` of a `removed` block.
fn stays(block: &Block) -> bool {
    let destroys = block.body.blocks("lifecycle").find_map(|lifecycle| lifecycle.body.attribute("destroy"));
    destroys.is_some_and(|destroys| destroys.expression.kind == ExpressionKind::Bool(false))
}

/// `module.a["x"].aws_subnet.b[0]`; `None` for what is no address, or one with an index that has to be evaluated. An `import` with
/// `for_each` takes over the whole block then: its index is left out.
fn address(expression: &Expression) -> Option<String> {
    match &expression.kind {
        ExpressionKind::Variable(name) => Some(name.to_string()),
        ExpressionKind::Traversal(operand, steps) => {
            let mut text = address(operand)?;
            for step in steps {
                match &step.kind {
                    StepKind::Attribute(name) => text.extend([".", name]),
                    StepKind::Index(index) => match &index.kind {
                        ExpressionKind::Number(number) => text.extend(["[", number, "]"]),
                        ExpressionKind::String(key) => text.push_str(&format!("[{key:?}]")),
                        _ => return Some(text),
                    },
                    _ => return None,
                }
            }
            Some(text)
        }
        ExpressionKind::Parenthesis(inner) => address(inner),
        // In JSON the address is a string; where it is not parsed, it is taken as it stands.
        ExpressionKind::String(text) => Some(text.to_string()),
        _ => None,
    }
}
