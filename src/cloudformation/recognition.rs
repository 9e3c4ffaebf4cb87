//! Whether a text could be a template, by a look at its bytes: nothing is parsed here.

/// Whether a text could be a CloudFormation template: it has a format version, or resources of CloudFormation types or with a
/// transform, at the top level of a JSON or YAML document. Templates inside strings of other documents do not count.
pub fn looks_like_template(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let versioned = text.contains("AWSTemplateFormatVersion");
    if !versioned && !text.contains("Resources") {
        return false;
    }
    let keys = if text.trim_start().starts_with('{') { json_keys(text) } else { yaml_keys(text) };
    let typed = || text.contains("AWS::") || text.contains("Custom::");
    keys.version || (keys.resources && (keys.transform || typed()))
}

/// Which of the keys that a template has stand at the top level.
#[derive(Debug, Default)]
struct Keys {
    version: bool,
    resources: bool,
    transform: bool,
}

impl Keys {
    fn add(&mut self, key: &str) {
        match key {
            "AWSTemplateFormatVersion" => self.version = true,
            "Resources" => self.resources = true,
            "Transform" => self.transform = true,
            _ => {}
        }
    }
}

/// The keys of the outermost braces.
fn json_keys(text: &str) -> Keys {
    let mut keys = Keys::default();
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
                    keys.add(&text[start..at]);
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
fn yaml_keys(text: &str) -> Keys {
    let mut keys = Keys::default();
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
        if let Some((key, _)) = content.split_once(':') {
            keys.add(key.trim().trim_matches(['"', '\'']));
        }
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
            "\n{ \"Resources\" : {\"A\": {\"Type\": \"AWS::EC2::VPC\"}}}",
            "{\"Description\": \"a \\\"quoted\\\" one\", \"AWSTemplateFormatVersion\": \"2010-09-09\"}",
        ] {
            assert!(looks_like_template(text), "{text}");
        }
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
            assert!(!looks_like_template(text), "{text}");
        }
    }
}
