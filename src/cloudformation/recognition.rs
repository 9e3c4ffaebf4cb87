//! Whether a text could be a template, by a look at its bytes: nothing is parsed here.

use std::path::Path;

/// Endings of file names that say that this is YAML, JSON or a template: a text that can hardly be read as one is a broken one.
const USUAL_EXTENSIONS: [&str; 8] = ["cf", "cfn", "cform", "cft", "json", "template", "yaml", "yml"];

/// Sections of a template.
const SECTIONS: [&str; 12] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/// Whether a file could be a CloudFormation template: it has a format version, or resources of CloudFormation types or with a
/// transform, at the top level of a JSON or YAML document. Templates inside strings of other documents do not count, and neither do
/// those that a text of another kind shows: where the file's name does not say YAML or JSON, nothing but sections of a template may stand there.
pub fn looks_like_template(path: &Path, text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let versioned = text.contains("AWSTemplateFormatVersion");
    if !versioned && !text.contains("Resources") {
        return false;
    }
    let keys = if text.trim_start().starts_with('{') { json_keys(text) } else { yaml_keys(text) };
    let has = |key: &str| keys.contains(&key);
    let typed = || text.contains("AWS::") || text.contains("Custom::");
    let usual =
        || path.extension().is_some_and(|extension| USUAL_EXTENSIONS.iter().any(|usual| extension.eq_ignore_ascii_case(usual)));
    let sections_only = || keys.iter().all(|key| SECTIONS.contains(key));
    (has("AWSTemplateFormatVersion") || (has("Resources") && (has("Transform") || typed()))) && (usual() || sections_only())
}

/// The keys of the outermost braces.
fn json_keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                at = end_of_string(bytes, start);
                let is_key = || text[at..].trim_start_matches('"').trim_start().starts_with(':');
                if depth == 1 && at - start < 32 && is_key() {
                    keys.push(&text[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Where the closing quote stands.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The keys of lines that are indented as the first one is.
fn yaml_keys(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let mut indentation = None;
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        if content.is_empty() || content.starts_with(['#', '%', '\r']) || content.starts_with("---") {
            continue;
        }
        let indent = line.len() - content.len();
        if indent != *indentation.get_or_insert(indent) {
            continue;
        }
        let key = content.split_once(':').map_or(content, |(key, _)| key);
        keys.push(key.trim().trim_matches(['"', '\'']));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::looks_like_template;

    #[test]
    fn templates_are_recognised() {
        for text in [
            "AWSTemplateFormatVersion: 2010-09-09\nResources:\n",
            "\u{feff}---\n# c\n\"AWSTemplateFormatVersion\" : '2010-09-09'\n",
            "Description: x\r\nResources:\r\n  A:\r\n    Type: AWS::EC2::VPC\r\n",
            "  Resources:\n    A:\n      Type: 'AWS::EC2::VPC'\n",
            "Transform: AWS::Serverless-2016-10-31\nResources: {}\n",
            "Resources:\n  A:\n    Type: Custom::Thing\n",
            "x-defaults: &d {}\nResources:\n  A:\n    Type: AWS::EC2::VPC\n",
            "AWSTemplateFormatVersion: 2010-09-09\n<<<<<<< ours\nResources:\n",
            "\n{ \"Resources\" : {\"A\": {\"Type\": \"AWS::EC2::VPC\"}}}",
            "{\"Description\": \"a \\\"quoted\\\" one\", \"AWSTemplateFormatVersion\": \"2010-09-09\"}",
        ] {
            assert!(looks_like_template("a.yaml".as_ref(), text), "{text}");
        }
    }

    #[test]
    fn any_name_will_do_for_what_is_nothing_but_a_template() {
        let text = "# c\nDescription: x\nResources:\n  A:\n    Type: AWS::EC2::VPC\n";
        assert!(looks_like_template("stack".as_ref(), text));
        assert!(!looks_like_template("NOTES".as_ref(), &format!("A template reads\n{text}and so on.\n")));
        assert!(!looks_like_template("metadata.txt".as_ref(), &format!("Name: package\n{text}")));
        assert!(looks_like_template("stack.YML".as_ref(), &format!("Name: package\n{text}")));
    }

    #[test]
    fn other_documents_are_not() {
        for text in [
            "",
            "{",
            "{\"a\": \"",
            "{\"Resources\\",
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  template: |\n    AWSTemplateFormatVersion: 2010-09-09\n    Resources: {}\n",
            "{\"name\": \"x\", \"description\": \"AWSTemplateFormatVersion, Resources, AWS::\"}",
            "{\"format_version\": \"1.2\", \"body\": \"{\\\"Resources\\\": {\\\"A\\\": {\\\"Type\\\": \\\"AWS::EC2::VPC\\\"}}}\"}",
            "{\"stack\": {\"Resources\": {\"A\": {\"Type\": \"AWS::EC2::VPC\"}}}}",
            "service: x\nresources:\n  Resources:\n    A:\n      Type: AWS::EC2::VPC\n",
            "Resources:\n  - https://example.com\n",
            "# AWSTemplateFormatVersion: '2010-09-09'\na: b\n",
            "- input:\n    Resources:\n      A:\n        Type: AWS::EC2::VPC\n",
        ] {
            assert!(!looks_like_template("a.yaml".as_ref(), text), "{text}");
        }
    }
}
