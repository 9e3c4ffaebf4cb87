//! Where a report goes: standard output, and any number of files beside it. A file is whole or it is not there: it is written
//! under another name and renamed.

use super::{Color, Status, Streams};
use crate::check::Outcome;
use crate::report::{self, Context, Format, Style};
use clap::{Args, ValueEnum};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct Destinations {
    /// How to print what was found
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    format: Format,

    /// Write a report to a file too; may be given several times
    ///
    /// Without FORMAT the file's ending tells it: .json, .sarif, .md, or .txt for human.
    #[arg(long, value_name = "[FORMAT=]FILE", value_parser = Output::parse, help_heading = "Output")]
    output: Vec<Output>,

    /// When to use colours on standard output
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", help_heading = "Output")]
    color: Color,

    /// Print findings only, no summary
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

impl Destinations {
    /// Writes the report to every place that was asked for. A reader who has seen enough (`| head`) changes nothing; what cannot
    /// be written is told, and makes the run incomplete.
    pub(super) fn write(&self, outcome: &Outcome, context: Context<'_>, streams: &mut Streams<'_>) -> io::Result<Option<Status>> {
        let mut failed = None;
        let plain = Style { color: false, links: false, width: 100, quiet: self.quiet };
        for output in &self.output {
            let file = streams.working_directory.join(&output.file);
            let mut text = Vec::new();
            report::write(output.format, outcome, context, plain, &mut text)?;
            if let Err(error) = replace(&file, &text) {
                writeln!(streams.err, "enilint: {}: cannot be written: {error}", output.file.display())?;
                failed = Some(Status::Incomplete);
            }
        }
        let style = streams.style(self.color, self.quiet);
        match report::write(self.format, outcome, context, style, streams.out).and_then(|()| streams.out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(failed),
            result => result.map(|()| failed),
        }
    }
}

/// One `--output`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) file: PathBuf,
}

impl Output {
    /// `FORMAT=FILE`, or `FILE` whose ending tells the format.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let named = text.split_once('=').and_then(|(name, file)| Some((Format::from_str(name, false).ok()?, file)));
        let (format, file) = match named {
            Some(named) => named,
            None => (by_ending(text).ok_or("the file's ending does not tell the format: write FORMAT=FILE")?, text),
        };
        match file {
            "" => Err("the file has no name".into()),
            "-" => Err("for standard output there is --format".into()),
            _ => Ok(Self { format, file: file.into() }),
        }
    }
}

/// The endings that one format alone has.
fn by_ending(file: &str) -> Option<Format> {
    let name = file.to_ascii_lowercase();
    let endings = [
        (".sarif", Format::Sarif),
        (".sarif.json", Format::Sarif),
        (".json", Format::Json),
        (".md", Format::Markdown),
        (".txt", Format::Human),
    ];
    endings.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| format)
}

/// Writes a file as a whole: what was there before stays until the new one is complete. Pipes and devices are written to.
pub(super) fn replace(file: &Path, content: &[u8]) -> io::Result<()> {
    // A link stays one: what it points to is replaced.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let permissions = match fs::metadata(&target) {
        Ok(known) if !known.is_file() => return fs::OpenOptions::new().write(true).open(&target)?.write_all(content),
        Ok(known) => Some(known.permissions()),
        Err(_) => None,
    };
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = new_file(directory)?;
    new.write_all(content)?;
    if let Some(permissions) = permissions {
        new.as_file().set_permissions(permissions)?;
    }
    new.persist(&target)?;
    Ok(())
}

/// An empty file with the permissions that any new file gets; it is gone again unless it is kept.
fn new_file(directory: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".enilint-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_named_or_told_by_the_ending() {
        let parse = |text| Output::parse(text).map(|output| (output.format, output.file.display().to_string()));
        assert_eq!(parse("sarif=out.json"), Ok((Format::Sarif, "out.json".into())));
        assert_eq!(parse("report.sarif"), Ok((Format::Sarif, "report.sarif".into())));
        assert_eq!(parse("a=b.md"), Ok((Format::Markdown, "a=b.md".into())));
        for wrong in ["report.xml", "report", "json=", "json=-", "xml=a.json2"] {
            assert!(Output::parse(wrong).is_err(), "{wrong}");
        }
    }
}
