//! Which properties of a JSON configuration are blocks, and which strings in it are not templates. Native syntax shows
//! it; JSON does not, so this table says it for the blocks that Terraform itself defines.

/// What may stand in a block. What is not listed is an attribute.
#[derive(Debug)]
pub(super) struct Content {
    /// Nested blocks: name, number of labels, content.
    blocks: &'static [(&'static str, usize, &'static Content)],
    /// Attributes whose strings hold an expression: `"depends_on": ["aws_instance.a"]`.
    pub(super) expressions: &'static [&'static str],
    /// Attributes whose strings are taken as they are.
    pub(super) literals: &'static [&'static str],
}

impl Content {
    /// The number of labels and the content of a nested block type; `None` for an attribute.
    pub(super) fn block(&self, name: &str) -> Option<(usize, &'static Content)> {
        self.blocks.iter().find(|block| block.0 == name).map(|&(_, labels, content)| (labels, content))
    }
}

const PLAIN: Content = Content { blocks: &[], expressions: &[], literals: &[] };

/// A file of a configuration.
pub(super) static CONFIGURATION: Content = Content {
    blocks: &[
        ("action", 2, &ACTION),
        ("check", 1, &CHECK),
        ("data", 2, &RESOURCE),
        ("ephemeral", 2, &RESOURCE),
        ("import", 0, &Content { expressions: &["to", "provider"], ..PLAIN }),
        ("locals", 0, &PLAIN),
        ("module", 1, &Content { expressions: &["depends_on", "providers"], ..PLAIN }),
        ("moved", 0, &Content { expressions: &["from", "to"], ..PLAIN }),
        ("output", 1, &OUTPUT),
        ("provider", 1, &PLAIN),
        ("removed", 0, &REMOVED),
        ("resource", 2, &RESOURCE),
        ("terraform", 0, &TERRAFORM),
        ("variable", 1, &VARIABLE),
    ],
    ..PLAIN
};

static RESOURCE: Content = Content {
    blocks: &[("connection", 0, &PLAIN), ("dynamic", 1, &DYNAMIC), ("lifecycle", 0, &LIFECYCLE), ("provisioner", 1, &PROVISIONER)],
    expressions: &["depends_on", "provider"],
    literals: &[],
};

static LIFECYCLE: Content = Content {
    blocks: &[
        ("action_trigger", 0, &Content { expressions: &["actions", "events"], ..PLAIN }),
        ("postcondition", 0, &PLAIN),
        ("precondition", 0, &PLAIN),
    ],
    expressions: &["ignore_changes", "replace_triggered_by"],
    literals: &[],
};

static PROVISIONER: Content = Content { blocks: &[("connection", 0, &PLAIN)], expressions: &["when", "on_failure"], literals: &[] };

static DYNAMIC: Content = Content { blocks: &[("content", 0, &DYNAMIC_CONTENT)], expressions: &["iterator"], literals: &[] };

static DYNAMIC_CONTENT: Content = Content { blocks: &[("dynamic", 1, &DYNAMIC)], ..PLAIN };

static ACTION: Content = Content { blocks: &[("config", 0, &PLAIN)], expressions: &["depends_on", "provider"], literals: &[] };

static CHECK: Content =
    Content { blocks: &[("assert", 0, &PLAIN), ("data", 2, &RESOURCE)], expressions: &["depends_on"], literals: &[] };

static OUTPUT: Content = Content { blocks: &[("precondition", 0, &PLAIN)], expressions: &["depends_on"], literals: &[] };

static REMOVED: Content = Content {
    blocks: &[("connection", 0, &PLAIN), ("lifecycle", 0, &PLAIN), ("provisioner", 1, &PROVISIONER)],
    expressions: &["from"],
    literals: &[],
};

static TERRAFORM: Content = Content {
    blocks: &[
        ("backend", 1, &PLAIN),
        ("cloud", 0, &Content { blocks: &[("workspaces", 0, &PLAIN)], ..PLAIN }),
        ("provider_meta", 1, &PLAIN),
        ("required_providers", 0, &PLAIN),
    ],
    ..PLAIN
};

/// Terraform reads a variable's own arguments before there is anything to interpolate.
static VARIABLE: Content =
    Content { blocks: &[("validation", 0, &PLAIN)], expressions: &["type"], literals: &["default", "description"] };
