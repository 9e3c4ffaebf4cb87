//! Files with values of parameters: those that the AWS CLI takes for `--parameters` and `--parameter-overrides`, and CodePipeline's template
//! configuration; as JSON or YAML.

use super::template::parse;
use crate::source::{Span, Workspace};
use crate::syntax::tree::Node;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    /// The AWS CLI's list.
    List(Vec<Entry>),
    /// CodePipeline's configuration.
    Configuration(Configuration),
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(rename = "Parameters")]
    parameters: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    /// `{"ParameterKey": …, "ParameterValue": …}`
    Pair {
        #[serde(rename = "ParameterKey")]
        key: String,
        /// Not there where the stack keeps the value that it has.
        #[serde(rename = "ParameterValue")]
        value: Option<Value>,
    },
    /// `"Name=value"`
    Text(String),
}

/// Reads the values of parameters by name. Parameters that keep the value they have are left out.
///
/// # Errors
/// Says what is expected where the text has none of the forms.
pub fn read_parameters(text: &str) -> Result<Vec<(String, String)>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let document: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let expected = "expected a list of `ParameterKey` and `ParameterValue`, or an object with `Parameters`";
    let file: File = serde_yaml::from_value(document).map_err(|_| expected.to_owned())?;
    let pairs: Vec<(String, Option<Value>)> = match file {
        File::Configuration(configuration) => configuration.parameters.into_iter().map(|(key, value)| (key, Some(value))).collect(),
        File::List(entries) => entries.into_iter().map(pair).collect::<Option<_>>().ok_or(expected)?,
    };
    let given = pairs.into_iter().filter_map(|(key, value)| Some((key, value?)));
    given
        .map(|(key, value)| text_of(&value).map(|text| (key.clone(), text)).ok_or(format!("`{key}` has no value of one line")))
        .collect()
}

fn pair(entry: Entry) -> Option<(String, Option<Value>)> {
    match entry {
        Entry::Pair { key, value } => Some((key, value)),
        Entry::Text(text) => text.split_once('=').map(|(key, value)| (key.to_owned(), Some(value.into()))),
    }
}

/// The names that a file gives values to, each with its place.
pub fn given_names(workspace: &Workspace<'_>, file: &Path) -> Vec<(Arc<str>, Span)> {
    let Some(root) = root(workspace, file) else { return Vec::new() };
    let configured = root.get("Parameters").map(|parameters| parameters.pairs().to_vec()).unwrap_or_default();
    let listed = root.items().unwrap_or_default().iter().filter_map(|item| match (item.get("ParameterKey"), item.text()) {
        (Some(key), _) => Some((Arc::clone(key.text()?), key.span)),
        (None, text) => Some((text?.split_once('=')?.0.into(), item.span)),
    });
    configured.into_iter().map(|pair| (pair.key, pair.key_span)).chain(listed).collect()
}

/// The parameters that a template has.
pub fn parameter_names(workspace: &Workspace<'_>, template: &Path) -> Vec<Arc<str>> {
    let root = root(workspace, template);
    let parameters = root.as_ref().and_then(|root| root.get("Parameters"));
    parameters.map(|parameters| parameters.pairs().iter().map(|pair| Arc::clone(&pair.key)).collect()).unwrap_or_default()
}

fn root(workspace: &Workspace<'_>, file: &Path) -> Option<Arc<Node>> {
    let id = workspace.load(file).ok()?;
    let source = workspace.sources.get(id);
    let (text, base) = source.body();
    parse(text, base, id).0
}

/// A parameter's value as CloudFormation takes it: lists are joined by commas.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Sequence(items) => {
            let texts: Option<Vec<_>> = items.iter().filter(|item| !item.is_sequence()).map(text_of).collect();
            texts.filter(|texts| texts.len() == items.len()).map(|texts| texts.join(","))
        }
        Value::Null | Value::Mapping(_) | Value::Tagged(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read_parameters;

    fn pairs(text: &str) -> Vec<(String, String)> {
        read_parameters(text).unwrap_or_default()
    }

    #[test]
    fn the_forms_of_the_command_line_and_of_pipelines_are_read() {
        let expected = [("Mode".to_owned(), "ha".to_owned()), ("Count".to_owned(), "2".to_owned())];
        let list = r#"[{"ParameterKey": "Mode", "ParameterValue": "ha"}, {"ParameterKey": "Count", "ParameterValue": 2}]"#;
        assert_eq!(pairs(list), expected);
        assert_eq!(pairs(r#"["Mode=ha", "Count=2"]"#), expected);
        assert_eq!(
            pairs("- ParameterKey: Mode\n  ParameterValue: ha\n- ParameterKey: Kept\n  UsePreviousValue: true\n"),
            expected[..1]
        );
        assert_eq!(pairs(r#"{"Parameters": {"Mode": "ha"}, "Tags": {"a": "b"}}"#), expected[..1]);
        assert_eq!(pairs("Parameters:\n  Subnets: [a, b]\n"), [("Subnets".to_owned(), "a,b".to_owned())]);
    }

    #[test]
    fn other_documents_are_refused() {
        for text in ["", "a: 1", "[1]", r#"["Mode"]"#, r#"{"Parameters": {"A": {"b": 1}}}"#, "{", "[[a]]"] {
            assert!(read_parameters(text).is_err(), "{text}");
        }
    }
}
