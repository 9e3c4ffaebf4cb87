//! Input that was made to break a linter: nothing panics or hangs, what is wrong is told at its place, and the healthy file beside it is
//! linted all the same. Large inputs are made here, small ones lie in `testdata/hostile`. How long each takes is measured by
//! `benches/hostile.sh`, not here.

#![allow(clippy::unwrap_used)]

mod harness;
#[path = "hostile/many.rs"]
mod many;

use enilint::cli::Status;
use harness::{enilint, project};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a hostile file is called, and what it holds.
type Made = (&'static str, Vec<u8>);

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (name, files) in made() {
        trials.push(Trial::test(name, move || run(name, &files)));
    }
    for directory in
        fs::read_dir(project("testdata/hostile")).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_dir())
    {
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || lint(&directory)));
    }
    #[cfg(unix)]
    trials.extend(unix::trials());
    libtest_mimic::run(&arguments, trials).exit();
}

/// A directory that is removed afterwards. With `ENILINT_HOSTILE` set it lies there and stays, to be measured.
struct Directory(PathBuf, bool);

impl Directory {
    fn new(name: &str) -> Self {
        let kept = std::env::var_os("ENILINT_HOSTILE");
        let parent = kept.as_ref().map_or_else(std::env::temp_dir, PathBuf::from);
        let path =
            parent.join(if kept.is_some() { name.to_owned() } else { format!("enilint-hostile-{}-{name}", std::process::id()) });
        fs::create_dir_all(&path).unwrap();
        Self(path, kept.is_some())
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.1 {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// An attachment at device index 0, which is found whatever lies beside it.
const HEALTHY: &str = r#"Resources:
  HealthyAttachment:
    Type: AWS::EC2::NetworkInterfaceAttachment
    Properties: {DeviceIndex: "0", InstanceId: i-0123456789abcdef0, NetworkInterfaceId: eni-0123456789abcdef0, DeleteOnTermination: false}
"#;

fn run(name: &str, files: &[Made]) -> Result<(), Failed> {
    let directory = Directory::new(name);
    for (file, content) in files {
        let path = directory.0.join(file);
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, content)?;
    }
    lint(&directory.0)
}

/// Lints a directory with a healthy template in it.
fn lint(directory: &Path) -> Result<(), Failed> {
    let healthy = directory.join("healthy.yaml");
    if !healthy.exists() {
        fs::write(&healthy, HEALTHY)?;
    }
    let run = enilint(directory, &["check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).map_err(|error| format!("{error}: {}", run.err))?;
    let found =
        document["diagnostics"].as_array().unwrap().iter().any(|diagnostic| {
            diagnostic["rule"] == "attachment-at-index-zero" && diagnostic["labels"][0]["path"] == "healthy.yaml"
        });
    let settings = directory.join("enilint.toml").exists();
    let expected = if settings { run.status == Status::Usage } else { matches!(run.status, Status::Findings | Status::Incomplete) };
    if !found || !expected {
        return Err(
            format!("status {:?}, and the healthy template is {}linted", run.status, if found { "" } else { "not " }).into()
        );
    }
    // What could not be done is told, except where there was nothing that could not.
    let told = matches!(run.status, Status::Incomplete | Status::Usage) || !document["unchecked"].as_array().unwrap().is_empty();
    let quiet = directory.join("quiet").exists() || directory.to_string_lossy().contains("quiet-");
    if told || quiet { Ok(()) } else { Err("nothing is told about what could not be read or evaluated".into()) }
}

fn repeat(text: &str, times: usize) -> String {
    text.repeat(times)
}

fn nested(before: &str, open: &str, middle: &str, close: &str, after: &str) -> Vec<u8> {
    const DEPTH: usize = 100_000;
    format!("{before}{}{middle}{}{after}", open.repeat(DEPTH), close.repeat(DEPTH)).into_bytes()
}

fn made() -> Vec<(&'static str, Vec<Made>)> {
    let mut made = deep();
    made.extend(large());
    made.extend(many::made());
    made
}

fn deep() -> Vec<(&'static str, Vec<Made>)> {
    let block = "resource \"aws_vpc\" \"a\" {\n  cidr_block = ";
    vec![
        ("hcl-parentheses", vec![("a.tf", nested(block, "(", "1", ")", "\n}\n"))]),
        ("hcl-open-parentheses", vec![("a.tf", nested(block, "(", "1", "", "\n}\n"))]),
        ("hcl-lists", vec![("a.tf", nested(block, "[", "1", "]", "\n}\n"))]),
        ("hcl-objects", vec![("a.tf", nested(block, "{a=", "1", "}", "\n}\n"))]),
        ("hcl-calls", vec![("a.tf", nested(block, "f(", "1", ")", "\n}\n"))]),
        ("hcl-templates", vec![("a.tf", nested(block, "\"${", "1", "}\"", "\n}\n"))]),
        ("hcl-negations", vec![("a.tf", nested(block, "!", "true", "", "\n}\n"))]),
        ("hcl-conditionals", vec![("a.tf", nested(block, "true ? 1 : ", "2", "", "\n}\n"))]),
        ("hcl-sums", vec![("a.tf", nested(block, "1 + ", "2", "", "\n}\n"))]),
        ("hcl-blocks", vec![("a.tf", nested("", "a {\n", "", "}\n", ""))]),
        ("hcl-indices", vec![("a.tf", nested(block, "a[", "0", "]", "\n}\n"))]),
        ("hcl-directives", vec![("a.tf", nested(block, "\"%{ if true }", "", "%{ endif }\"", "\n}\n"))]),
        (
            "json-lists",
            vec![("a.json", nested("{\"Resources\": {\"A\": {\"Type\": \"AWS::EC2::VPC\", \"B\": ", "[", "", "]", "}}}"))],
        ),
        ("json-objects", vec![("a.tf.json", nested("{\"resource\": ", "{\"a\":", "1", "}", "}"))]),
        ("yaml-flow", vec![("a.yaml", nested("Resources:\n  A:\n    Type: AWS::EC2::VPC\n    B: ", "[", "", "]", "\n"))]),
        ("yaml-blocks", vec![("a.yaml", yaml_blocks())]),
    ]
}

/// Each key one column deeper than the one before.
fn yaml_blocks() -> Vec<u8> {
    let mut text = String::from("Resources:\n  A:\n    Type: AWS::EC2::VPC\n");
    for depth in 4..2_000 {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
    }
    text.into_bytes()
}

fn large() -> Vec<(&'static str, Vec<Made>)> {
    let vpc = |value: &str| format!("resource \"aws_vpc\" \"a\" {{\n  cidr_block = {value}\n}}\n").into_bytes();
    let many: String = (0..100_000).fold(String::new(), |mut text, number| {
        writeln!(text, "resource \"aws_subnet\" \"s{number}\" {{\n  vpc_id = aws_vpc.a.id\n}}").unwrap();
        text
    });
    let templates: String = (0..50_000).fold(String::from("Resources:\n"), |mut text, number| {
        writeln!(text, "  S{number}:\n    Type: AWS::EC2::Subnet\n    Properties: {{VpcId: !Ref S{}}}", (number + 1) % 50_000)
            .unwrap();
        text
    });
    vec![
        ("quiet-regex", vec![("a.tf", vpc(&format!("try(regex(\"(a+)+$\", \"{}!\"), \"x\")", repeat("a", 50_000))))]),
        ("long-list", vec![("a.tf", vpc(&format!("[{}]", repeat("1,", 5_000_000))))]),
        (
            "long-list-in-json",
            vec![(
                "a.json",
                format!("{{\"Resources\": {{\"A\": {{\"Type\": \"AWS::EC2::VPC\", \"X\": [{}1]}}}}}}", repeat("1,", 1_500_000))
                    .into_bytes(),
            )],
        ),
        (
            "long-list-in-yaml",
            vec![(
                "a.yaml",
                format!("Resources: {{A: {{Type: AWS::EC2::VPC, X: [{}b]}}}}\n", repeat("a, ", 1_500_000)).into_bytes(),
            )],
        ),
        ("quiet-long-line", vec![("a.tf", vpc(&format!("\"{}\"", repeat("x", 10_000_000))))]),
        ("quiet-many-resources", vec![("a.tf", format!("resource \"aws_vpc\" \"a\" {{}}\n{many}").into_bytes())]),
        ("quiet-many-in-a-template", vec![("a.yaml", templates.into_bytes())]),
        (
            "quiet-keys",
            vec![("a.tf", vpc(&format!("{{{}}}", (0..50_000).fold(String::new(), |text, key| text + &format!("k{key} = 1\n")))))],
        ),
        ("quiet-replace", vec![("a.tf", vpc(&format!("replace(\"{0}\", \"\", \"{0}\")", repeat("x", 100_000))))]),
        ("too-large", vec![("a.tf", vec![b'#'; 80 << 20])]),
    ]
}

#[cfg(unix)]
mod unix {
    use super::{Directory, lint};
    use libtest_mimic::{Failed, Trial};
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    pub(super) fn trials() -> Vec<Trial> {
        let trial = |name: &'static str, make: fn(&Directory) -> std::io::Result<()>| {
            Trial::test(name, move || -> Result<(), Failed> {
                let directory = Directory::new(name);
                make(&directory)?;
                lint(&directory.0)
            })
        };
        vec![
            trial("quiet-link-loop", |directory| {
                symlink(".", directory.0.join("loop"))?;
                symlink("b", directory.0.join("a"))?;
                symlink("a", directory.0.join("b"))
            }),
            trial("device", |directory| symlink("/dev/zero", directory.0.join("a.tf"))),
            trial("fifo", |directory| Command::new("mkfifo").arg(directory.0.join("a.tf")).status().map(|_| ())),
            trial("sparse", |directory| fs::File::create(directory.0.join("a.tf"))?.set_len(1 << 30)),
            trial("quiet-odd-names", |directory| {
                fs::write(directory.0.join("a\n\u{1b}[31m::error::.tf"), "resource \"aws_vpc\" \"a\" {}\n")?;
                fs::write(directory.0.join("A.tf"), "resource \"aws_vpc\" \"b\" {}\n")
            }),
            trial("quiet-names-that-differ-in-case", |directory| {
                for (path, network) in [("Net/a.tf", "10.0.0.0/16"), ("net/a.tf", "10.1.0.0/16"), ("net/A.tf", "10.2.0.0/16")] {
                    fs::create_dir_all(directory.0.join(path).parent().unwrap())?;
                    let name = path.replace(['/', '.'], "_");
                    fs::write(
                        directory.0.join(path),
                        format!("resource \"aws_vpc\" \"{name}\" {{\n  cidr_block = \"{network}\"\n}}\n"),
                    )?;
                }
                let call = |name: &str| format!("module \"{name}\" {{\n  source = \"./{name}\"\n}}\n");
                fs::write(directory.0.join("a.tf"), call("Net") + &call("net") + &call("NET"))
            }),
            trial("quiet-file-through-a-link", |directory| {
                symlink("/etc/passwd", directory.0.join("data"))?;
                fs::write(directory.0.join("a.tf"), "resource \"aws_vpc\" \"a\" {\n  cidr_block = file(\"data\")\n}\n")
            }),
            trial("unreadable-directory", |directory| {
                use std::os::unix::fs::PermissionsExt;
                let closed = directory.0.join("closed");
                fs::create_dir(&closed)?;
                fs::set_permissions(&closed, fs::Permissions::from_mode(0o000))?;
                // Nothing is closed to the superuser.
                if fs::read_dir(&closed).is_ok() { symlink("nowhere", directory.0.join("a.tf")) } else { Ok(()) }
            }),
            trial("gitignore-is-a-fifo", |directory| {
                fs::write(directory.0.join("a.tf"), "resource \"aws_vpc\" \"a\" {\n")?;
                Command::new("mkfifo").arg(directory.0.join(".gitignore")).status().map(|_| ())
            }),
            trial("sparse-values", |directory| {
                fs::write(directory.0.join("a.tf"), "resource \"aws_vpc\" \"a\" {}\n")?;
                fs::File::create(directory.0.join("terraform.tfvars"))?.set_len(1 << 30)
            }),
            trial("link-outside", |directory| {
                symlink("/etc", directory.0.join("etc"))?;
                fs::write(
                    directory.0.join("a.tf"),
                    "module \"m\" {\n  source = \"./etc\"\n}\nresource \"aws_vpc\" \"a\" {\n  cidr_block = module.m.x\n}\n",
                )
            }),
        ]
    }
}
