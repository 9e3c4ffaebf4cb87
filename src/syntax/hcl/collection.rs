//! What stands in brackets: tuples, objects, `for` expressions, and the arguments of functions.

use super::cursor::{Parsed, Parser};
use super::{Call, Expression, ExpressionKind, For, ObjectItem, StepKind, SyntaxError};
use std::ops::Range;
use std::sync::Arc;

impl Parser<'_> {
    pub(super) fn tuple(&mut self) -> Parsed<ExpressionKind> {
        let open = self.at;
        self.at += 1;
        self.without_line_ends(|parser| {
            parser.skip_blank();
            if parser.at_word("for") {
                return parser.for_expression(open, "]");
            }
            let mut items = Vec::new();
            loop {
                parser.skip_blank();
                if parser.eat("]") {
                    break;
                }
                if parser.at_end() {
                    return Err(parser.never_closed(open));
                }
                items.push(parser.expression()?);
                parser.skip_blank();
                if !parser.eat(",") {
                    parser.close(open, "]", "`,` or `]`")?;
                    break;
                }
            }
            Ok(ExpressionKind::Tuple(items))
        })
    }

    pub(super) fn object(&mut self) -> Parsed<ExpressionKind> {
        let open = self.at;
        self.at += 1;
        self.skip_lines();
        if self.at_word("for") {
            return self.without_line_ends(|parser| parser.for_expression(open, "}"));
        }
        // Line ends separate the items, also where the object stands within parentheses.
        let outer = std::mem::replace(&mut self.line_ends, true);
        let mut items = Vec::new();
        loop {
            self.skip_lines();
            if self.eat("}") {
                break;
            }
            if self.at_end() {
                return Err(self.never_closed(open));
            }
            items.push(self.object_item()?);
            self.skip_blank();
            if !self.eat(",") && !self.at_line_end() {
                self.close(open, "}", "`,`, `}` or the end of the line")?;
                break;
            }
        }
        self.line_ends = outer;
        Ok(ExpressionKind::Object(items))
    }

    fn object_item(&mut self) -> Parsed<ObjectItem> {
        let parenthesized = self.looking_at("(");
        let expression = self.expression()?;
        let key = if parenthesized { expression } else { object_key(expression)? };
        self.skip_blank();
        if self.looking_at("==") || self.looking_at("=>") || !(self.eat("=") || self.eat(":")) {
            return Err(self.unexpected("`=` and a value"));
        }
        self.skip_blank();
        Ok(ObjectItem { key, value: self.expression()? })
    }

    /// What follows the opening bracket of `[for …]` and `{for …}`.
    fn for_expression(&mut self, open: usize, close: &str) -> Parsed<ExpressionKind> {
        self.at += "for".len();
        let (key_name, value_name) = self.for_names()?;
        let collection = self.expression()?;
        self.skip_blank();
        if !self.eat(":") {
            return Err(self.unexpected("`:` after the collection"));
        }
        self.skip_blank();
        let first = self.expression()?;
        self.skip_blank();
        let (key, value) = self.for_result(first, close == "}")?;
        self.skip_blank();
        let grouping = close == "}" && self.eat("...");
        self.skip_blank();
        let mut condition = None;
        if self.at_word("if") {
            self.at += "if".len();
            self.skip_blank();
            condition = Some(self.expression()?);
        }
        self.close(open, close, &format!("`{close}` at the end of the `for` expression"))?;
        let result = For { key_name, value_name, collection, key, value, grouping, condition };
        Ok(ExpressionKind::For(Box::new(result)))
    }

    /// The key and the value that a `for` expression makes: both in an object, the value alone in a tuple.
    fn for_result(&mut self, first: Expression, object: bool) -> Parsed<(Option<Expression>, Expression)> {
        if !object {
            return Ok((None, first));
        }
        if !self.eat("=>") {
            return Err(self.unexpected("`=>` and a value: an object needs keys and values"));
        }
        self.skip_blank();
        Ok((Some(first), self.expression()?))
    }

    /// `k, v in` of a `for` expression or directive: the optional first name, and the last.
    pub(super) fn for_names(&mut self) -> Parsed<(Option<Arc<str>>, Arc<str>)> {
        let first = self.for_name()?;
        let mut names = (None, first);
        self.skip_blank();
        if self.eat(",") {
            let second = self.for_name()?;
            names = (Some(names.1), second);
        }
        self.skip_blank();
        if !self.at_word("in") {
            return Err(self.unexpected("`in`"));
        }
        self.at += "in".len();
        self.skip_blank();
        Ok(names)
    }

    fn for_name(&mut self) -> Parsed<Arc<str>> {
        self.skip_blank();
        match self.name() {
            Some((name, _)) => Ok(self.names.keep(name)),
            None => Err(self.unexpected("a name for the item")),
        }
    }

    /// What follows the first part of a function's name.
    pub(super) fn call(&mut self, first: Range<usize>) -> Parsed<Expression> {
        let mut name = self.text[first.clone()].to_owned();
        let mut name_end = first.end;
        while self.eat("::") {
            self.skip_blank();
            let Some((part, range)) = self.name() else {
                return Err(self.unexpected("a function name"));
            };
            name.push_str("::");
            name.push_str(part);
            name_end = range.end;
            self.skip_blank();
        }
        let open = self.at;
        if !self.eat("(") {
            return Err(self.unexpected("`(` and the function's arguments"));
        }
        let (arguments, expand_final) = self.without_line_ends(|parser| parser.arguments(open))?;
        let name_span = self.span(first.start..name_end);
        let span = self.span(first.start..self.at);
        let call = Call { name: self.names.keep(&name), name_span, arguments, expand_final };
        Ok(Expression { kind: ExpressionKind::Call(Box::new(call)), span })
    }

    fn arguments(&mut self, open: usize) -> Parsed<(Vec<Expression>, bool)> {
        let mut arguments = Vec::new();
        loop {
            self.skip_blank();
            if self.eat(")") {
                return Ok((arguments, false));
            }
            if self.at_end() {
                return Err(self.never_closed(open));
            }
            arguments.push(self.expression()?);
            self.skip_blank();
            if self.eat("...") {
                self.close(open, ")", "`)` after `...`")?;
                return Ok((arguments, true));
            }
            if !self.eat(",") {
                self.close(open, ")", "`,` or `)`")?;
                return Ok((arguments, false));
            }
        }
    }
}

/// A key that is not in parentheses. A bare name is text; `a.b` could be meant either way, so Terraform refuses it.
fn object_key(key: Expression) -> Parsed<Expression> {
    let text: Arc<str> = match &key.kind {
        ExpressionKind::Variable(name) => Arc::clone(name),
        ExpressionKind::Null => "null".into(),
        ExpressionKind::Bool(true) => "true".into(),
        ExpressionKind::Bool(false) => "false".into(),
        kind if is_fixed_traversal(kind) => {
            let message = "ambiguous key: put it in quotes if it is text, in parentheses if it is a reference";
            return Err(SyntaxError { span: key.span, message: message.to_owned() });
        }
        _ => return Ok(key),
    };
    Ok(Expression { kind: ExpressionKind::String(text), span: key.span })
}

/// Whether this is a reference whose steps are all written out: `a.b`, `a[0]`.
fn is_fixed_traversal(kind: &ExpressionKind) -> bool {
    let ExpressionKind::Traversal(operand, steps) = kind else {
        return false;
    };
    let fixed = |kind: &StepKind| match kind {
        StepKind::Attribute(_) => true,
        StepKind::Index(index) => matches!(index.kind, ExpressionKind::Number(_) | ExpressionKind::String(_)),
        StepKind::ElementIndex(_) | StepKind::AttributeSplat | StepKind::FullSplat => false,
    };
    matches!(operand.kind, ExpressionKind::Variable(_)) && steps.iter().all(|step| fixed(&step.kind))
}
