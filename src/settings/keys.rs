//! What may stand in `enilint.toml`: every key with its form and what it means. The reader, the schema and the commented file that
//! `enilint init` writes are made from this.

/// The name of the file.
pub const FILE_NAME: &str = "enilint.toml";

/// A key.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value is.
    pub form: Form,
    /// What it means: one or two sentences.
    pub text: &'static str,
    /// The flag that says the same on the command line.
    pub flag: &'static str,
    /// A value, as TOML; for a table, the lines in it.
    pub example: &'static str,
}

/// What the value of a key is.
#[derive(Debug)]
pub enum Form {
    /// A text.
    Text,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// A list of patterns, as in `.gitignore`.
    Patterns,
    /// A file.
    File,
    /// A list of files.
    Files,
    /// A table from names to any values.
    Values,
    /// A table from rules to levels, or to tables with a level and options.
    Rules,
    /// A table with keys of its own.
    Table(&'static [Key]),
    /// A list of such tables.
    Tables(&'static [Key]),
}

/// The severities.
pub const SEVERITIES: &[&str] = &["error", "warning", "info"];
/// What a rule can be set to.
pub const LEVELS: &[&str] = &["off", "on", "info", "warning", "error"];
/// The key of a rule that is written as a table.
pub const LEVEL: &str = "level";

const REGION: Key = Key {
    name: "region",
    form: Form::Text,
    text: "The region that things are deployed to.",
    flag: "--region REGION",
    example: "\"eu-west-1\"",
};

const RULES: Key = Key {
    name: "rules",
    form: Form::Rules,
    text: "Switches rules off or on, or changes the severity of what they find; some have options. `enilint rules` lists them all.",
    flag: "--rule RULE=LEVEL",
    example: "unpinned-az = \"error\"\neni-in-another-vpc = \"off\"\ntoo-many-security-groups = { level = \"error\", quota = 10 }",
};

const TERRAFORM: Key = Key {
    name: "terraform",
    form: Form::Table(&[
        Key {
            name: "variables",
            form: Form::Values,
            text: "Values of variables of the root modules.",
            flag: "--var NAME=VALUE",
            example: "environment = \"prod\"",
        },
        Key {
            name: "variable-files",
            form: Form::Files,
            text: "Files with values of variables.",
            flag: "--var-file FILE",
            example: "[\"common.tfvars\"]",
        },
        Key {
            name: "workspace",
            form: Form::Text,
            text: "The Terraform workspace.",
            flag: "--workspace NAME",
            example: "\"prod\"",
        },
    ]),
    text: "Values for Terraform and OpenTofu.",
    flag: "",
    example: "",
};

const CLOUDFORMATION: Key = Key {
    name: "cloudformation",
    form: Form::Table(&[
        Key {
            name: "parameters",
            form: Form::Values,
            text: "Values of parameters of the templates.",
            flag: "--parameter NAME=VALUE",
            example: "InstanceType = \"m5.large\"",
        },
        Key {
            name: "parameter-files",
            form: Form::Files,
            text: "Files with values of parameters, in the form of the AWS CLI or of CodePipeline.",
            flag: "--parameter-file FILE",
            example: "[\"parameters.json\"]",
        },
    ]),
    text: "Values for CloudFormation.",
    flag: "",
    example: "",
};

/// The keys of the file, in the order in which they are told.
pub const ROOT: &[Key] = &[
    Key {
        name: "fail-on",
        form: Form::Choice(SEVERITIES),
        text: "The least severity that makes the exit status 1.",
        flag: "--fail-on SEVERITY",
        example: "\"warning\"",
    },
    Key {
        name: "exclude",
        form: Form::Patterns,
        text: "What is not linted, as patterns like those of `.gitignore`. Hidden and git-ignored files never are.",
        flag: "--exclude PATTERN",
        example: "[\"examples/\"]",
    },
    Key {
        name: "facts",
        form: Form::Files,
        text: "Files that tell of existing things: a state as JSON, or an answer of `aws ec2 describe-…`.",
        flag: "--facts FILE",
        example: "[\"facts/subnets.json\"]",
    },
    Key {
        name: "baseline",
        form: Form::File,
        text: "What `enilint baseline` wrote: the findings in it are hidden.",
        flag: "--baseline FILE",
        example: "\"enilint-baseline.json\"",
    },
    REGION,
    RULES,
    TERRAFORM,
    CLOUDFORMATION,
    Key {
        name: "overrides",
        form: Form::Tables(&[
            Key {
                name: "paths",
                form: Form::Patterns,
                text: "The files, as patterns like those of `.gitignore`.",
                flag: "",
                example: "[\"envs/prod/\"]",
            },
            RULES,
            REGION,
            TERRAFORM,
            CLOUDFORMATION,
        ]),
        text: "Other settings for some files. Where several match, the last one counts.",
        flag: "--rule PATTERN:RULE=LEVEL",
        example: "",
    },
];
