//! What an import did: the sums, and a line for each row.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    sync::Arc,
};

use serde::Serialize;

use crate::{catalogue::Outcome, error::Result};

/// The sums of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows read, blank lines not counted.
    pub read: u64,
    /// Datasets that are new.
    pub imported: u64,
    /// Datasets that were there and have changed.
    pub changed: u64,
    /// Datasets that were there as they are.
    pub unchanged: u64,
    /// Rows that did not come in.
    pub refused: u64,
    /// How often each defect and each reason of refusal was met.
    #[serde(skip)]
    pub defects: BTreeMap<&'static str, u64>,
    /// Labels that have no meaning here, by field, with counts; at most 500 of them.
    #[serde(skip)]
    pub unmapped: BTreeMap<(String, String), u64>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub read: u64,
    /// Datasets that are new.
    pub imported: u64,
    /// Datasets that have changed.
    pub changed: u64,
    /// Datasets that are as they were.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// Bytes of the input that were read, as they lie on the disk; inputs that are read more than once count so.
    pub bytes_done: u64,
    /// Bytes that there are to read; 0 when not known (standard input).
    pub bytes_total: u64,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was named.
    pub file: Arc<str>,
    /// The line, from 1; the number of the entry where the input is one document.
    pub line: u64,
}

/// Why a row did not come in; the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The line is longer than 4 MiB.
    LineTooLong,
    /// The line is not UTF-8.
    NotUtf8,
    /// The line is not a JSON object.
    NotJson,
    /// It has no title, or nothing is left of it after cleaning.
    NoTitle,
    /// It has no publisher.
    NoPublisher,
    /// It has no identity of its own.
    NoIdentity,
    /// An earlier row of this input is the same dataset.
    Repeated,
    /// The source says that it is not public or was deleted.
    NotPublic,
    /// A package without a file that can be read.
    NoFile,
    /// A file whose path leads out of its folder.
    UnsafePath,
    /// A file or archive that is larger than allowed, or than it says.
    TooLarge,
}

impl Reason {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::LineTooLong => "line_too_long",
            Self::NotUtf8 => "not_utf8",
            Self::NotJson => "not_json",
            Self::NoTitle => "no_title",
            Self::NoPublisher => "no_publisher",
            Self::NoIdentity => "no_identity",
            Self::Repeated => "repeated",
            Self::NotPublic => "not_public",
            Self::NoFile => "no_file",
            Self::UnsafePath => "unsafe_path",
            Self::TooLarge => "too_large",
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: u64,
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    defects: &'a [String],
}

/// Writes JSON lines, one for each row, to a file or to standard output.
pub struct Lines(Option<Box<dyn Write + Send>>);

impl Lines {
    /// Writes to `path` (`-` is standard output), or nowhere.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        Ok(Self(match path {
            None => None,
            Some(path) if path == Path::new("-") => Some(Box::new(std::io::stdout())),
            Some(path) => Some(Box::new(BufWriter::new(File::create(path)?))),
        }))
    }

    /// A row that came in.
    pub fn came_in(
        &mut self,
        place: &Place,
        outcome: Outcome,
        id: Option<&str>,
        (title, defects): (&str, &[String]),
    ) -> Result<()> {
        let outcome = match outcome {
            Outcome::Imported => "imported",
            Outcome::Changed => "changed",
            Outcome::Unchanged => "unchanged",
        };
        let title = Some(title);
        self.write(&Line { file: &place.file, line: place.line, outcome, reason: None, id, title, defects })
    }

    /// A row that did not.
    pub fn refused(&mut self, place: &Place, reason: Reason) -> Result<()> {
        let reason = Some(reason.name());
        let (file, line, outcome) = (&*place.file, place.line, "refused");
        self.write(&Line { file, line, outcome, reason, id: None, title: None, defects: &[] })
    }

    /// Writes what waits.
    pub fn flush(&mut self) -> Result<()> {
        if let Some(out) = &mut self.0 {
            out.flush()?;
        }
        Ok(())
    }

    fn write(&mut self, line: &Line<'_>) -> Result<()> {
        if let Some(out) = &mut self.0 {
            serde_json::to_writer(&mut *out, line)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
