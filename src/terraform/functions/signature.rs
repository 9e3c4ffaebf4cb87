//! What functions take: how many arguments of which types. Arguments are converted before a function sees them, as Terraform does it.

use crate::source::Span;
use crate::terraform::evaluator::Evaluator;
use crate::terraform::types::Type;
use crate::value::{Data, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, LazyLock};

/// Every function with its parameters, as `terraform metadata functions` (1.15) and OpenTofu's documentation list them. `?` takes null, `...` takes any number.
const SIGNATURES: [(&str, &str); 119] = [
    ("abs", "number"),
    ("abspath", "string"),
    ("alltrue", "list(bool)"),
    ("anytrue", "list(bool)"),
    ("base64decode", "string"),
    ("base64encode", "string"),
    ("base64gunzip", "string"),
    ("base64gzip", "string"),
    ("base64sha256", "string"),
    ("base64sha512", "string"),
    ("basename", "string"),
    ("bcrypt", "string, number..."),
    ("ceil", "number"),
    ("chomp", "string"),
    ("chunklist", "list(any), number"),
    ("cidrcontains", "string, string"),
    ("cidrhost", "string, number"),
    ("cidrnetmask", "string"),
    ("cidrsubnet", "string, number, number"),
    ("cidrsubnets", "string, number..."),
    ("coalesce", "any?..."),
    ("coalescelist", "any?..."),
    ("compact", "list(string)"),
    ("concat", "any..."),
    ("contains", "any, any"),
    ("csvdecode", "string"),
    ("dirname", "string"),
    ("distinct", "list(any)"),
    ("element", "any, number"),
    ("endswith", "string, string"),
    ("ephemeralasnull", "any?"),
    ("file", "string"),
    ("filebase64", "string"),
    ("filebase64sha256", "string"),
    ("filebase64sha512", "string"),
    ("fileexists", "string"),
    ("filemd5", "string"),
    ("fileset", "string, string"),
    ("filesha1", "string"),
    ("filesha256", "string"),
    ("filesha512", "string"),
    ("flatten", "any"),
    ("floor", "number"),
    ("format", "string, any?..."),
    ("formatdate", "string, string"),
    ("formatlist", "string, any?..."),
    ("indent", "number, string"),
    ("index", "any, any"),
    ("issensitive", "any?"),
    ("join", "string, list(string)..."),
    ("jsondecode", "string"),
    ("jsonencode", "any?"),
    ("keys", "any"),
    ("length", "any"),
    ("log", "number, number"),
    ("lookup", "any, string, any?..."),
    ("lower", "string"),
    ("matchkeys", "list(any), list(any), list(any)"),
    ("max", "number..."),
    ("md5", "string"),
    ("merge", "any?..."),
    ("min", "number..."),
    ("nonsensitive", "any?"),
    ("one", "any"),
    ("parseint", "any, number"),
    ("pathexpand", "string"),
    ("plantimestamp", ""),
    ("pow", "number, number"),
    ("range", "number..."),
    ("regex", "string, string"),
    ("regexall", "string, string"),
    ("replace", "string, string, string"),
    ("reverse", "any"),
    ("rsadecrypt", "string, string"),
    ("sensitive", "any?"),
    ("setintersection", "set(any), set(any)..."),
    ("setproduct", "any..."),
    ("setsubtract", "set(any), set(any)"),
    ("setunion", "set(any), set(any)..."),
    ("sha1", "string"),
    ("sha256", "string"),
    ("sha512", "string"),
    ("signum", "number"),
    ("slice", "any, number, number"),
    ("sort", "list(string)"),
    ("split", "string, string"),
    ("startswith", "string, string"),
    ("strcontains", "string, string"),
    ("strrev", "string"),
    ("substr", "string, number, number"),
    ("sum", "any"),
    ("templatefile", "string, any"),
    ("templatestring", "string, any"),
    ("textdecodebase64", "string, string"),
    ("textencodebase64", "string, string"),
    ("timeadd", "string, string"),
    ("timecmp", "string, string"),
    ("timestamp", ""),
    ("title", "string"),
    ("tobool", "any?"),
    ("tolist", "any?"),
    ("tomap", "any?"),
    ("tonumber", "any?"),
    ("toset", "any?"),
    ("tostring", "any?"),
    ("transpose", "map(list(string))"),
    ("trim", "string, string"),
    ("trimprefix", "string, string"),
    ("trimspace", "string"),
    ("trimsuffix", "string, string"),
    ("upper", "string"),
    ("urldecode", "string"),
    ("urlencode", "string"),
    ("uuid", ""),
    ("uuidv5", "string, string"),
    ("values", "any"),
    ("yamldecode", "string"),
    ("yamlencode", "any?"),
    ("zipmap", "list(string), any"),
];

/// The table, read.
static PARAMETERS: LazyLock<FxHashMap<&str, Vec<Parameter>>> =
    LazyLock::new(|| SIGNATURES.iter().map(|(name, row)| (*name, parameters(row))).collect());

/// A function that is not in the table.
pub(super) struct Unknown;

/// One parameter.
struct Parameter {
    kind: Type,
    nullable: bool,
    variadic: bool,
}

impl Evaluator<'_> {
    /// The arguments of a call as its function takes them, or why Terraform refuses the call.
    pub(super) fn arguments(
        &self,
        name: &str,
        arguments: &[Value],
        span: Span,
    ) -> Result<Result<Vec<Value>, &'static str>, Unknown> {
        let parameters = PARAMETERS.get(name).ok_or(Unknown)?;
        let variadic = parameters.last().filter(|last| last.variadic);
        let required = parameters.len() - usize::from(variadic.is_some());
        if arguments.len() < required || (variadic.is_none() && arguments.len() > required) {
            return Ok(Err("a call with the wrong number of arguments"));
        }
        let mut converted = Vec::with_capacity(arguments.len());
        for (at, argument) in arguments.iter().enumerate() {
            let Some(parameter) = parameters.get(at).or(variadic) else { continue };
            if argument.is_null() && !parameter.nullable {
                return Ok(Err("a call with null for an argument that cannot be null"));
            }
            let value = match (&parameter.kind, &argument.data) {
                (Type::Any, _) | (_, Data::Null | Data::Term(_) | Data::Each(_) | Data::Choice(_)) => argument.clone(),
                (kind, _) => self.convert(argument, kind, span),
            };
            if self.is_failure(&value) {
                return Ok(Err("a function with an argument of the wrong type"));
            }
            converted.push(value);
        }
        Ok(Ok(converted))
    }
}

/// Reads a row of the table. No type in it has a comma.
fn parameters(text: &str) -> Vec<Parameter> {
    text.split(", ").filter(|text| !text.is_empty()).map(parameter).collect()
}

fn parameter(text: &str) -> Parameter {
    let (text, variadic) = text.strip_suffix("...").map_or((text, false), |text| (text, true));
    let (text, nullable) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
    Parameter { kind: kind(text), nullable, variadic }
}

fn kind(text: &str) -> Type {
    let element = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')').map(|element| Arc::new(kind(element)));
    match text {
        "number" => Type::Number,
        "string" => Type::String,
        "bool" => Type::Bool,
        _ => element("list")
            .map(Type::List)
            .or_else(|| element("set").map(Type::Set))
            .or_else(|| element("map").map(Type::Map))
            .unwrap_or(Type::Any),
    }
}
