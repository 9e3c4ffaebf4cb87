//! Which versions of the AWS provider a configuration may be used with: version constraints, and the lock file. Of all this only the
//! newest version counts, because that is what `terraform init` installs.

use super::evaluator::Evaluator;
use super::instance::{ModuleInstance, Node};
use crate::configuration::ProviderVersions;
use crate::source::{Span, Workspace};
use crate::syntax::hcl::{Block, Expression, ExpressionKind};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// A version constraint for the AWS provider, as it is written.
#[derive(Debug)]
pub(super) struct Requirement {
    constraint: Arc<str>,
    span: Span,
}

/// What the `required_providers` of a `terraform` block demand of the AWS provider.
pub(super) fn of_terraform(block: &Block) -> Vec<Requirement> {
    let entries = block.body.blocks("required_providers").flat_map(|block| &block.body.attributes);
    let demanding = entries.filter_map(|entry| match &entry.expression.kind {
        ExpressionKind::String(_) if &*entry.name == "aws" => requirement(&entry.expression),
        ExpressionKind::Object(items) => {
            let item = |name: &str| items.iter().find(|item| text(&item.key) == Some(name)).map(|item| &item.value);
            let is_aws = item("source").map_or(&*entry.name == "aws", |source| text(source).is_some_and(is_aws_provider));
            item("version").filter(|_| is_aws).and_then(requirement)
        }
        _ => None,
    });
    demanding.collect()
}

/// What a `provider` block demands; versions belonged there before `required_providers` did.
pub(super) fn of_provider(block: &Block) -> Option<Requirement> {
    let is_aws = block.labels.first().is_some_and(|label| &*label.text == "aws");
    block.body.attribute("version").filter(|_| is_aws).and_then(|version| requirement(&version.expression))
}

fn requirement(expression: &Expression) -> Option<Requirement> {
    text(expression).map(|constraint| Requirement { constraint: constraint.into(), span: expression.span })
}

fn text(expression: &Expression) -> Option<&str> {
    match &expression.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

/// `hashicorp/aws`, of any registry.
fn is_aws_provider(source: &str) -> bool {
    source.to_lowercase().strip_suffix("hashicorp/aws").is_some_and(|host| host.is_empty() || host.ends_with('/'))
}

impl Evaluator<'_> {
    /// The newest version of the AWS provider that the root module and all modules it calls agree to; nothing where nobody says anything.
    pub(super) fn provider_versions(&self, root: &Rc<ModuleInstance>) -> Option<ProviderVersions> {
        if let Some(newest) = locked(self.workspace, &self.root) {
            return Some(ProviderVersions { newest, span: None });
        }
        let called = self.called_modules();
        let modules = called.iter().chain([root]).filter_map(|instance| instance.module.as_ref());
        let requirements = modules.flat_map(|module| &module.requirements);
        let versions = requirements.filter_map(|requirement| {
            Some(ProviderVersions { newest: newest(&requirement.constraint)?, span: Some(requirement.span) })
        });
        versions.min_by_key(|versions| (versions.newest, versions.span.map(|span| self.workspace.sources.place(span))))
    }

    fn called_modules(&self) -> Vec<Rc<ModuleInstance>> {
        let nodes = self.nodes.borrow();
        let modules = nodes.values().filter_map(|node| match node {
            Node::Module(module) => Some(Rc::clone(module)),
            Node::Resource(_) => None,
        });
        modules.collect()
    }
}

/// The version in the lock file beside a root module. `terraform init` writes that file, always in this form.
fn locked(workspace: &Workspace<'_>, root: &Path) -> Option<[u64; 3]> {
    let path = root.join(".terraform.lock.hcl");
    let text = if workspace.may_read(&path) { workspace.files.read(&path).ok()? } else { return None };
    let is_entry = |line: &&str| {
        let source = line.strip_prefix("provider \"").and_then(|rest| rest.split('"').next());
        source.is_some_and(is_aws_provider)
    };
    let entry = text.lines().skip_while(|line| !is_entry(line)).skip(1).take_while(|line| !line.starts_with('}'));
    let assignments = entry.filter_map(|line| line.split_once('='));
    let version = assignments.into_iter().find(|(name, _)| name.trim() == "version")?.1;
    Some(parts(version.trim().trim_matches('"'))?.map(|part| part.unwrap_or(0)))
}

/// The newest version that a constraint allows. Nothing where it cannot be read.
fn newest(constraint: &str) -> Option<[u64; 3]> {
    let mut bounds = constraint.split(',').map(|term| bound(term.trim()));
    bounds.try_fold([u64::MAX; 3], |newest, bound| Some(newest.min(bound?)))
}

/// The newest version that one term of a constraint allows.
fn bound(term: &str) -> Option<[u64; 3]> {
    let (operator, version) =
        term.split_at(term.find(|letter: char| letter.is_ascii_digit() || letter == 'v').unwrap_or(term.len()));
    let [major, minor, patch] = parts(version)?;
    let exact = [major?, minor.unwrap_or(0), patch.unwrap_or(0)];
    Some(match operator.trim() {
        "" | "=" | "<=" => exact,
        ">" | ">=" | "!=" => [u64::MAX; 3],
        "<" => before(exact),
        // The last part that is written may grow.
        "~>" if patch.is_some() => [exact[0], exact[1], u64::MAX],
        "~>" => [exact[0], u64::MAX, u64::MAX],
        _ => return None,
    })
}

/// The version right before one: `5.9.*` before `5.10.0`.
fn before([major, minor, patch]: [u64; 3]) -> [u64; 3] {
    match (minor, patch) {
        (0, 0) => [major.saturating_sub(1), u64::MAX, u64::MAX],
        (_, 0) => [major, minor - 1, u64::MAX],
        _ => [major, minor, patch - 1],
    }
}

/// The parts of a version that are written: `6.10` has no patch. A pre-release counts as its release.
fn parts(version: &str) -> Option<[Option<u64>; 3]> {
    let release = version.trim().trim_start_matches('v').split(['-', '+']).next()?;
    let mut parts = [None; 3];
    for (index, part) in release.split('.').enumerate() {
        *parts.get_mut(index)? = Some(part.parse().ok()?);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::newest;
    use crate::source::{Memory, Workspace};
    use crate::terraform::{Inputs, ModuleCache, evaluate};
    use std::path::Path;

    const ANY: u64 = u64::MAX;

    #[test]
    fn the_newest_version_of_a_constraint() {
        for (constraint, expected) in [
            ("6.10.0", [6, 10, 0]),
            ("= 5.31", [5, 31, 0]),
            (">= 6.10", [ANY; 3]),
            ("> 4, != 6.10.0", [ANY; 3]),
            ("~> 6.0", [6, ANY, ANY]),
            ("~>6", [6, ANY, ANY]),
            ("~> 6.9.0", [6, 9, ANY]),
            (">= 5.0, < 6.0.0", [5, ANY, ANY]),
            (">= 5.0,< 6.10", [6, 9, ANY]),
            ("< 6.10.2, <= 7.0", [6, 10, 1]),
            ("<= 6.9.0-beta1", [6, 9, 0]),
        ] {
            assert_eq!(newest(constraint), Some(expected), "{constraint}");
        }
    }

    #[test]
    fn what_is_no_constraint_says_nothing() {
        for text in ["", "latest", ">= x", "6.1.0 || 7", "~> ", "=> 6.0"] {
            assert_eq!(newest(text), None, "{text:?}");
        }
    }

    #[test]
    fn of_several_that_say_the_same_the_first_path_counts_whatever_was_read_first() {
        let mut files = Memory::default();
        let demand =
            "terraform {\n  required_providers {\n    aws = { version = \"~> 5.0\" }\n  }\n}\nresource \"aws_vpc\" \"a\" {\n}\n";
        files.insert("/w/a.tf", [demand, "module \"m\" {\n  source = \"./m\"\n}\n"].concat());
        files.insert("/w/m/a.tf", demand);
        for first in ["/w/a.tf", "/w/m/a.tf"] {
            let workspace = Workspace::new(&files, Path::new("/w"), &["/w".into()]);
            assert!(workspace.load(Path::new(first)).is_ok());
            let configuration = evaluate(&workspace, &ModuleCache::default(), Path::new("/w"), &Inputs::default());
            let span = configuration.provider.and_then(|provider| provider.span);
            let path = span.map(|span| workspace.sources.get(span.file).path.clone());
            assert_eq!(path.as_deref(), Some("a.tf"), "{first}");
        }
    }
}
