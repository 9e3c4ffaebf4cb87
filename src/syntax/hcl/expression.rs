//! Expressions: operators by precedence, terms, and the traversals after them.

use super::cursor::{Parsed, Parser};
use super::{BinaryOperator, Expression, ExpressionKind, Step, StepKind, UnaryOperator};

impl Parser<'_> {
    /// A whole expression, one level deeper than what it stands in.
    pub(super) fn expression(&mut self) -> Parsed<Expression> {
        self.nested(Self::conditional)
    }

    fn conditional(&mut self) -> Parsed<Expression> {
        let condition = self.binary(0)?;
        self.skip_blank();
        if !self.eat("?") {
            return Ok(condition);
        }
        self.skip_blank();
        let yes = self.expression()?;
        self.skip_blank();
        if !self.eat(":") {
            return Err(self.unexpected("`:` and the value for the false case"));
        }
        self.skip_blank();
        let no = self.expression()?;
        let span = condition.span.to(no.span);
        Ok(Expression { kind: ExpressionKind::Conditional(Box::new([condition, yes, no])), span })
    }

    /// Operators that bind at least this tightly. All are left-associative.
    fn binary(&mut self, minimum: u8) -> Parsed<Expression> {
        let outer = self.take_height();
        let mut left = self.unary()?;
        loop {
            self.skip_blank();
            let Some((operator, length)) = self.peek_operator() else {
                break;
            };
            let precedence = precedence(operator);
            if precedence < minimum {
                break;
            }
            self.at += length;
            self.skip_blank();
            let left_height = self.take_height();
            let right = self.binary(precedence + 1)?;
            let height = self.take_height().max(left_height) + 1;
            self.grow(height)?;
            let span = left.span.to(right.span);
            left = Expression { kind: ExpressionKind::Binary(operator, Box::new([left, right])), span };
        }
        self.grow(outer)?;
        Ok(left)
    }

    fn peek_operator(&self) -> Option<(BinaryOperator, usize)> {
        use BinaryOperator as B;
        let second = self.text.as_bytes().get(self.at + 1).copied();
        Some(match (self.peek()?, second) {
            (b'=', Some(b'=')) => (B::Equal, 2),
            (b'!', Some(b'=')) => (B::NotEqual, 2),
            (b'<', Some(b'=')) => (B::LessOrEqual, 2),
            (b'>', Some(b'=')) => (B::GreaterOrEqual, 2),
            (b'&', Some(b'&')) => (B::And, 2),
            (b'|', Some(b'|')) => (B::Or, 2),
            (b'<', _) => (B::Less, 1),
            (b'>', _) => (B::Greater, 1),
            (b'+', _) => (B::Add, 1),
            (b'-', _) => (B::Subtract, 1),
            (b'*', _) => (B::Multiply, 1),
            (b'/', following) if following != Some(b'*') => (B::Divide, 1),
            (b'%', _) => (B::Modulo, 1),
            _ => return None,
        })
    }

    fn unary(&mut self) -> Parsed<Expression> {
        let operator = match self.peek() {
            Some(b'-') => UnaryOperator::Negate,
            Some(b'!') if !self.looking_at("!=") => UnaryOperator::Not,
            _ => return self.traversal(),
        };
        let start = self.span(self.at..self.at + 1);
        self.at += 1;
        self.skip_blank();
        let operand = self.nested(Self::unary)?;
        let span = start.to(operand.span);
        Ok(Expression { kind: ExpressionKind::Unary(operator, Box::new(operand)), span })
    }

    fn traversal(&mut self) -> Parsed<Expression> {
        let operand = self.term()?;
        let mut steps = Vec::new();
        // Whether `.*` was the last splat and only names and old-style indexes came after it.
        let mut attribute_splat = false;
        loop {
            self.skip_blank();
            let step = match self.peek() {
                Some(b'.') if !self.looking_at("...") => self.dot_step(attribute_splat)?,
                Some(b'[') => self.bracket_step()?,
                _ => break,
            };
            attribute_splat = match step.kind {
                StepKind::AttributeSplat => true,
                StepKind::Attribute(_) | StepKind::ElementIndex(_) => attribute_splat,
                StepKind::Index(_) | StepKind::FullSplat => false,
            };
            steps.push(step);
        }
        let Some(last) = steps.last() else {
            return Ok(operand);
        };
        let span = operand.span.to(last.span);
        // Most expressions are references, of two or three steps.
        steps.shrink_to_fit();
        Ok(Expression { kind: ExpressionKind::Traversal(Box::new(operand), steps), span })
    }

    fn dot_step(&mut self, attribute_splat: bool) -> Parsed<Step> {
        self.count()?;
        let start = self.at;
        self.at += 1;
        self.skip_blank();
        let kind = if let Some((name, _)) = self.name() {
            StepKind::Attribute(self.names.keep(name))
        } else if self.looking_at("*") {
            if attribute_splat {
                return Err(self.error(start..self.at + 1, "`.*` cannot follow another `.*`; use `[*]`"));
            }
            self.at += 1;
            StepKind::AttributeSplat
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            let index = self.old_index(start, attribute_splat)?;
            if attribute_splat { StepKind::ElementIndex(index) } else { StepKind::Index(index) }
        } else {
            return Err(self.unexpected("an attribute name after the dot"));
        };
        Ok(Step { kind, span: self.span(start..self.at) })
    }

    /// The number of the old form `.0`.
    fn old_index(&mut self, dot: usize, attribute_splat: bool) -> Parsed<Expression> {
        let start = self.at;
        self.at += self.digits();
        let next_is_index = self.peek() == Some(b'.') && self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit);
        if next_is_index && !attribute_splat {
            let message = "two indexes after another cannot be written with dots; use brackets";
            return Err(self.error(dot..self.at + 2, message));
        }
        let kind = ExpressionKind::Number(self.names.keep(&self.text[start..self.at]));
        Ok(Expression { kind, span: self.span(start..self.at) })
    }

    fn bracket_step(&mut self) -> Parsed<Step> {
        let start = self.at;
        self.at += 1;
        let kind = self.without_line_ends(|parser| {
            parser.skip_blank();
            let kind = if parser.eat("*") { StepKind::FullSplat } else { StepKind::Index(parser.expression()?) };
            parser.close(start, "]", "`]` after the index")?;
            Ok(kind)
        })?;
        Ok(Step { kind, span: self.span(start..self.at) })
    }

    fn term(&mut self) -> Parsed<Expression> {
        self.count()?;
        let start = self.at;
        let kind = match self.peek() {
            Some(b'"') => self.quoted_template()?,
            Some(b'(') => self.parenthesis()?,
            Some(b'[') => self.tuple()?,
            Some(b'{') => self.object()?,
            Some(b'0'..=b'9') => self.number()?,
            // The end of a heredoc is not where the parser stops reading its lines.
            Some(b'<') if self.looking_at("<<") => return self.heredoc_template(),
            _ => return self.named(),
        };
        Ok(Expression { kind, span: self.span(start..self.at) })
    }

    fn parenthesis(&mut self) -> Parsed<ExpressionKind> {
        let open = self.at;
        self.at += 1;
        let inner = self.without_line_ends(|parser| {
            parser.skip_blank();
            let inner = parser.expression()?;
            parser.close(open, ")", "`)` after the expression")?;
            Ok(inner)
        })?;
        Ok(ExpressionKind::Parenthesis(Box::new(inner)))
    }

    /// A function call, a keyword or a variable.
    fn named(&mut self) -> Parsed<Expression> {
        let Some((name, range)) = self.name() else {
            return Err(self.unexpected("an expression"));
        };
        let span = self.span(range.clone());
        self.skip_blank();
        if self.looking_at("(") || self.looking_at("::") {
            return self.call(range);
        }
        let kind = match name {
            "null" => ExpressionKind::Null,
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            _ => ExpressionKind::Variable(self.names.keep(name)),
        };
        Ok(Expression { kind, span })
    }

    fn number(&mut self) -> Parsed<ExpressionKind> {
        let start = self.at;
        self.at += self.digits();
        let byte = |parser: &Self, ahead: usize| parser.text.as_bytes().get(parser.at + ahead).copied().unwrap_or(0);
        if byte(self, 0) == b'.' && byte(self, 1).is_ascii_digit() {
            self.at += 1;
            self.at += self.digits();
        }
        let sign = usize::from(matches!(byte(self, 1), b'+' | b'-'));
        if matches!(byte(self, 0), b'e' | b'E') && byte(self, 1 + sign).is_ascii_digit() {
            self.at += 1 + sign;
            self.at += self.digits();
        }
        if byte(self, 0) == b'.' && byte(self, 1).is_ascii_digit() {
            return Err(self.error(start..self.at + 2, "this is not a number"));
        }
        Ok(ExpressionKind::Number(self.names.keep(&self.text[start..self.at])))
    }

    /// The number of digits that come next.
    fn digits(&self) -> usize {
        self.text.as_bytes()[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }
}

fn precedence(operator: BinaryOperator) -> u8 {
    use BinaryOperator as B;
    match operator {
        B::Or => 0,
        B::And => 1,
        B::Equal | B::NotEqual => 2,
        B::Less | B::LessOrEqual | B::Greater | B::GreaterOrEqual => 3,
        B::Add | B::Subtract => 4,
        B::Multiply | B::Divide | B::Modulo => 5,
    }
}
