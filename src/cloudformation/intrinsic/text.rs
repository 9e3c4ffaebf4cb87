//! Texts made of parts: the canonical form that `Fn::Sub` and `Fn::Join` share, `Fn::Split`, `Fn::Base64` and dynamic references.

use super::{Call, scalar_name};
use crate::cloudformation::evaluate::{MAX_ELEMENTS, Scope};
use crate::source::Span;
use crate::value::{Data, Guard, Term, Value};
use std::sync::Arc;

/// A text with alternatives is kept apart into this many.
const MAX_TEXTS: usize = 64;
/// The longest text that is made, in bytes.
const MAX_LENGTH: usize = 1 << 20;
/// How a dynamic reference begins.
const RESOLVE: &str = "{{resolve:";

impl Scope<'_> {
    /// A scalar as it is written, with its dynamic references.
    pub(in crate::cloudformation) fn literal(self, text: &Arc<str>, span: Span) -> Value {
        self.run.take(text.len() / 4096, span);
        if text.contains(RESOLVE) {
            return self.text(&[Value::new(Data::String(Arc::clone(text)), self.run.arena.written(span))], span);
        }
        Value::new(Data::String(Arc::clone(text)), self.run.arena.written(span))
    }

    /// The text that parts make. Equal parts make equal texts however they are divided: adjacent strings are one, the parts of a
    /// text are parts of the whole, and a single part is itself.
    pub(super) fn text(self, parts: &[Value], span: Span) -> Value {
        let lists = self.alternatives(parts, span);
        let texts: Vec<_> = lists.into_iter().map(|(guard, parts)| (guard, self.concatenation(&parts, span))).collect();
        self.run.arena.choice(texts, self.run.arena.written(span))
    }

    /// The lists that a list with choices can be, without what is not there. Past a bound the choices stay parts.
    pub(super) fn alternatives(self, parts: &[Value], span: Span) -> Vec<(Guard, Vec<Value>)> {
        let arena = &self.run.arena;
        let mut lists: Vec<(Guard, Vec<Value>)> = vec![(Guard::ALWAYS, Vec::with_capacity(parts.len()))];
        for part in parts {
            let Data::Choice(cases) = &part.data else {
                if !part.is_null() {
                    for (_, list) in &mut lists {
                        list.push(part.clone());
                    }
                }
                continue;
            };
            let mut next = Vec::new();
            for (guard, list) in &lists {
                self.run.take(list.len(), span);
                for (case, value) in cases.iter() {
                    let guard = arena.and(*guard, *case);
                    if arena.possible(guard) {
                        let mut list = list.clone();
                        list.extend((!value.is_null()).then(|| value.clone()));
                        next.push((guard, list));
                    }
                }
            }
            if next.len() > MAX_TEXTS {
                return vec![(Guard::ALWAYS, parts.to_vec())];
            }
            lists = next;
        }
        lists
    }

    fn concatenation(self, parts: &[Value], span: Span) -> Value {
        let run = self.run;
        let mut joined = Joined::default();
        for part in parts {
            match &part.data {
                Data::String(text) => joined.push_text(text),
                Data::Null => {}
                Data::Term(term) => match &*run.arena.term(*term) {
                    Term::Apply { function, arguments } if &**function == "template" => {
                        for argument in arguments {
                            match argument.as_str() {
                                Some(text) => joined.push_text(text),
                                None => joined.push(argument.clone()),
                            }
                        }
                    }
                    _ => joined.push(part.clone()),
                },
                Data::Choice(_) => joined.push(part.clone()),
                // CloudFormation makes no text of these.
                _ => return run.opaque("a text of something that is no text", span),
            }
            if joined.length > MAX_LENGTH || joined.parts.len() > MAX_ELEMENTS {
                return run.opaque("a text that is too long", span);
            }
        }
        let parts = joined.finish();
        run.take(parts.len(), span);
        if parts.iter().filter_map(Value::as_str).any(|text| text.contains(RESOLVE)) {
            return self.resolved(parts, span);
        }
        let origin = run.arena.origin(span, crate::value::OriginKind::Expression, first_origin(&parts));
        match parts.as_slice() {
            [] => Value::string("").with_origin(origin),
            [only] => only.clone().with_origin(origin),
            _ => run.apply("template", parts, span).with_origin(origin),
        }
    }

    /// A text with dynamic references: these are known by their own text only.
    fn resolved(self, parts: Vec<Value>, span: Span) -> Value {
        let resolve = |text: &str| self.run.apply("resolve", vec![Value::string(text)], span);
        let [only] = parts.as_slice() else { return self.run.apply("resolve", parts, span) };
        let (mut rest, mut pieces) = (only.as_str().unwrap_or_default(), Vec::new());
        while let Some((before, after)) = rest.split_once(RESOLVE) {
            let Some((reference, after)) = after.split_once("}}") else { break };
            if !before.is_empty() {
                pieces.push(Value::string(before));
            }
            pieces.push(resolve(reference));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Value::string(rest));
        }
        match pieces.as_slice() {
            [piece] => piece.clone(),
            _ => self.run.apply("template", pieces, span),
        }
    }

    pub(super) fn join(self, call: &Call<'_>) -> Option<Value> {
        let arguments = self.arguments(call, 2..=2)?;
        let delimiter = self.value(&arguments[0]);
        let list = self.value(&arguments[1]);
        Some(self.run.arena.map(&list, |list| self.joined(&delimiter, list, call.span)))
    }

    fn joined(self, delimiter: &Value, list: &Value, span: Span) -> Value {
        let symbolic = || self.run.apply("Fn::Join", vec![delimiter.clone(), list.clone()], span);
        let (Some(items), Some(_)) = (list.items(), delimiter.as_str()) else { return symbolic() };
        let lists = self.alternatives(items, span);
        if lists.iter().any(|(_, list)| list.iter().any(|item| matches!(item.data, Data::Choice(_)))) {
            return symbolic();
        }
        let texts = lists.into_iter().map(|(guard, list)| {
            let mut parts = Vec::with_capacity(2 * list.len());
            for item in list {
                if !parts.is_empty() {
                    parts.push(delimiter.clone());
                }
                parts.push(item);
            }
            (guard, self.concatenation(&parts, span))
        });
        let texts: Vec<_> = texts.collect();
        self.run.arena.choice(texts, self.run.arena.written(span))
    }

    pub(super) fn split_call(self, call: &Call<'_>) -> Option<Value> {
        let arguments = self.arguments(call, 2..=2)?;
        let delimiter = scalar_name(&arguments[0], false)?;
        let text = self.value(&arguments[1]);
        Some(self.by_cases(&[&text], |text| self.split(&delimiter, &text[0], call.span)))
    }

    /// The list that a text with delimiters is.
    pub(in crate::cloudformation) fn split(self, delimiter: &str, text: &Value, span: Span) -> Value {
        let run = self.run;
        let whole = [text.clone()];
        let symbolic = || run.apply("Fn::Split", vec![Value::string(delimiter), text.clone()], span);
        let term = match &text.data {
            Data::Term(term) => Some(run.arena.term(*term)),
            Data::String(_) => None,
            _ => return symbolic(),
        };
        let parts = match term.as_deref() {
            // A list that was joined by the same delimiter, and whose elements do not hold it, is that list again.
            Some(Term::Apply { function, arguments }) if &**function == "Fn::Join" => match &**arguments {
                [joined, Value { data: Data::Term(list), .. }]
                    if joined.as_str() == Some(delimiter) && delimiter == "," && run.lists.borrow().contains(list) =>
                {
                    return Value::new(Data::Term(*list), text.origin);
                }
                _ => return symbolic(),
            },
            Some(Term::Apply { function, arguments }) if &**function == "template" => &**arguments,
            _ => &whole,
        };
        let mut items: Vec<Vec<Value>> = vec![Vec::new()];
        for part in parts {
            match (&part.data, part.as_str()) {
                (_, Some(text)) if !delimiter.is_empty() => {
                    let mut pieces = text.split(delimiter).map(|piece| Value::string(piece).with_origin(part.origin));
                    if let Some(last) = items.last_mut() {
                        last.extend(pieces.next());
                    }
                    items.extend(pieces.map(|piece| vec![piece]));
                }
                (Data::Term(term), _) if delimiter == "," && run.identifiers.borrow().contains(term) => {
                    if let Some(last) = items.last_mut() {
                        last.push(part.clone());
                    }
                }
                _ => return symbolic(),
            }
            if items.len() > MAX_ELEMENTS || !run.take(items.len(), span) {
                return run.opaque("a list that is too long", span);
            }
        }
        let items = items.iter().map(|parts| match parts.as_slice() {
            [only] => only.clone(),
            parts => self.concatenation(parts, span),
        });
        Value::list(items.collect()).with_origin(text.origin)
    }

    pub(super) fn base64(self, call: &Call<'_>) -> Value {
        let text = self.argument(call);
        self.run.arena.map(&text, |text| match text.as_str() {
            Some(known) if self.run.take(known.len() / 64, call.span) => {
                Value::string(&crate::value::base64::encode(known.as_bytes())).with_origin(self.run.arena.written(call.span))
            }
            _ => self.run.apply("Fn::Base64", vec![text.clone()], call.span),
        })
    }
}

/// Parts with adjacent strings joined.
#[derive(Default)]
struct Joined {
    parts: Vec<Value>,
    text: String,
    length: usize,
}

impl Joined {
    fn push_text(&mut self, text: &str) {
        self.length += text.len();
        self.text.push_str(text);
    }

    fn push(&mut self, part: Value) {
        self.flush();
        self.parts.push(part);
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Value::string(&self.text));
            self.text.clear();
        }
    }

    fn finish(mut self) -> Vec<Value> {
        self.flush();
        self.parts
    }
}

/// The origin of a text that is one value in other words.
fn first_origin(parts: &[Value]) -> crate::value::Origin {
    match parts {
        [only] => only.origin,
        _ => crate::value::Origin::NONE,
    }
}
