//! Paths as code hosts name them: from the root of the repository, wherever in it the program runs.

use std::path::{Path, PathBuf};

/// The working directory and the repository it lies in.
#[derive(Clone, Debug, Default)]
pub struct Repository {
    working_directory: PathBuf,
    root: Option<PathBuf>,
}

impl Repository {
    /// The repository around a directory; there may be none.
    pub fn around(working_directory: &Path) -> Self {
        let root = working_directory.ancestors().find(|ancestor| ancestor.join(".git").exists());
        Self { working_directory: working_directory.to_path_buf(), root: root.map(Path::to_path_buf) }
    }

    /// A shown path, relative to the root of the repository. Paths outside of it stay as they are.
    pub(super) fn path(&self, shown: &str) -> String {
        let inside = self.root.as_ref().and_then(|root| {
            let absolute = self.working_directory.join(shown);
            let names = absolute.strip_prefix(root).ok()?.iter().map(|name| name.to_string_lossy());
            Some(names.collect::<Vec<_>>().join("/"))
        });
        inside.unwrap_or_else(|| shown.to_owned())
    }

    /// A shown path as a URI reference: relative to the root of the repository, or a `file` URI outside of it.
    pub(super) fn uri(&self, shown: &str) -> String {
        let path = self.path(shown);
        let encoded: String = path.bytes().map(encode).collect();
        match path.starts_with('/') {
            true => format!("file://{encoded}"),
            // The first segment of a relative reference must not look like a scheme; `:` is encoded, so it does not.
            false => encoded,
        }
    }
}

/// Percent-encodes what is not an unreserved character or a separator.
fn encode(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_root_of_the_repository() {
        let repository = Repository { working_directory: "/repo/infra/prod".into(), root: Some("/repo".into()) };
        assert_eq!(repository.path("main.tf"), "infra/prod/main.tf");
        assert_eq!(repository.path("/repo/modules/net/main.tf"), "modules/net/main.tf");
        assert_eq!(repository.path("/elsewhere/main.tf"), "/elsewhere/main.tf");
        assert_eq!(repository.uri("a b:c%/é.tf"), "infra/prod/a%20b%3Ac%25/%C3%A9.tf");
        assert_eq!(repository.uri("/elsewhere/main.tf"), "file:///elsewhere/main.tf");
        let none = Repository { working_directory: "/work".into(), root: None };
        assert_eq!(none.path("main.tf"), "main.tf");
    }
}
