//! Puts records into the catalogue in short transactions, so that a server beside the import keeps writing.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    ImportOptions,
    report::{Lines, Place, Progress, Reason, Report},
};
use crate::{
    audit::{self, Act, Actor},
    backend::Backend,
    catalogue::{
        self, Outcome, Record,
        metadata::{Origin, State},
    },
    error::Result,
};

/// Rows looked at together.
pub const ROWS: usize = 400;
/// How long a transaction may hold the writer; others wait about half of it.
const HOLD: Duration = Duration::from_millis(80);
/// How long the writer is left alone afterwards: SQLite looks again every 25 ms at most after such a wait.
const PAUSE: Duration = Duration::from_millis(26);

/// A row that can come in.
#[derive(Debug)]
pub struct Ready {
    /// Where it stands.
    pub place: Place,
    /// The record.
    pub record: Record,
}

/// Takes rows and tells what became of them.
pub struct Batch<'a> {
    backend: &'a Backend,
    kind: &'static str,
    full_speed: bool,
    waiting: Vec<Ready>,
    seen: HashSet<u64>,
    /// The sums so far.
    pub report: Report,
    lines: Lines,
}

impl<'a> Batch<'a> {
    /// An empty batch of an import.
    pub fn new(backend: &'a Backend, options: &ImportOptions, lines: Lines) -> Self {
        Self {
            backend,
            kind: options.kind.name(),
            full_speed: options.full_speed,
            waiting: Vec::new(),
            seen: HashSet::new(),
            report: Report::default(),
            lines,
        }
    }

    /// Takes a row; writes when enough have come together.
    pub async fn push(&mut self, place: Place, row: std::result::Result<Record, Reason>) -> Result<()> {
        self.report.read += 1;
        let record = match row {
            // Eight bytes for each row are kept, so that the same dataset twice does not change to and fro.
            Ok(record) if self.seen.insert(short(&record.source_key)) => record,
            Ok(_) => return self.refuse(&place, Reason::Repeated),
            Err(reason) => return self.refuse(&place, reason),
        };
        self.waiting.push(Ready { place, record });
        if self.waiting.len() >= ROWS { self.write().await } else { Ok(()) }
    }

    /// Writes what waits and the last lines of the report.
    pub async fn finish(mut self) -> Result<Report> {
        self.write().await?;
        self.lines.flush()?;
        Ok(self.report)
    }

    /// How far the import is.
    pub fn progress(&self, (bytes_done, bytes_total): (u64, u64)) -> Progress {
        let Report { read, imported, changed, unchanged, refused, .. } = self.report;
        Progress { read, imported, changed, unchanged, refused, bytes_done, bytes_total }
    }

    /// Whether rows wait.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    fn refuse(&mut self, place: &Place, reason: Reason) -> Result<()> {
        self.report.refused += 1;
        *self.report.defects.entry(reason.name()).or_default() += 1;
        self.lines.refused(place, reason)
    }

    /// Writes the rows that wait, in as many transactions as they need.
    pub async fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        let keys: Vec<String> = rows.iter().map(|row| row.record.source_key.clone()).collect();
        let known = catalogue::known(self.backend, &keys).await?;
        let (same, new): (Vec<Ready>, Vec<Ready>) = self.parted(rows, &known)?;
        for row in &same {
            self.came_in(row, Outcome::Unchanged, None)?;
        }
        let mut rest = new.as_slice();
        while !rest.is_empty() {
            let taken = self.transaction(rest).await?;
            rest = &rest[taken..];
            // Nobody may be kept from writing for longer than one transaction takes.
            if !self.full_speed {
                tokio::time::sleep(PAUSE).await;
            }
        }
        Ok(())
    }

    /// Rows that are in the catalogue as they are, and the others.
    fn parted(&self, rows: Vec<Ready>, known: &HashMap<String, String>) -> Result<(Vec<Ready>, Vec<Ready>)> {
        let mut parts = (Vec::new(), Vec::new());
        for row in rows {
            let digest = known.get(&row.record.source_key);
            let same = match digest {
                Some(digest) => *digest == row.record.digest()?,
                None => false,
            };
            if same { parts.0.push(row) } else { parts.1.push(row) }
        }
        Ok(parts)
    }

    /// One transaction: as many rows as fit into the time; how many.
    async fn transaction(&mut self, rows: &[Ready]) -> Result<usize> {
        let backend = self.backend;
        let actor = Actor::command("import");
        let reason = format!("import from {}", self.kind);
        let mut done: Vec<(String, Outcome)> = Vec::new();
        let mut tx = backend.db.write().await?;
        let begun = Instant::now();
        for row in rows {
            let put = catalogue::put(
                backend,
                &mut tx,
                (&actor.name, &reason),
                (Origin::Imported, State::Published),
                &row.record,
            );
            done.push(put.await?);
            if !self.full_speed && begun.elapsed() > HOLD {
                break;
            }
        }
        let count = |outcome| done.iter().filter(|(_, o)| *o == outcome).count();
        let (imported, changed) = (count(Outcome::Imported), count(Outcome::Changed));
        let first = rows.first().map(|row| (&*row.place.file, row.place.line));
        audit::append(
            backend,
            &mut tx,
            &actor,
            Act {
                action: "dataset.import",
                kind: "dataset",
                id: done.first().map_or("", |(id, _)| id),
                detail: json!({ "from": self.kind, "imported": imported, "changed": changed, "first": first }),
            },
        )
        .await?;
        tx.commit().await?;
        for (row, (id, outcome)) in rows.iter().zip(&done) {
            self.came_in(row, *outcome, Some(id))?;
        }
        Ok(done.len())
    }

    fn came_in(&mut self, row: &Ready, outcome: Outcome, id: Option<&str>) -> Result<()> {
        match outcome {
            Outcome::Imported => self.report.imported += 1,
            Outcome::Changed => self.report.changed += 1,
            Outcome::Unchanged => self.report.unchanged += 1,
        }
        let record = &row.record;
        for defect in DEFECTS.iter().filter(|code| record.defects.iter().any(|d| d == *code)) {
            *self.report.defects.entry(defect).or_default() += 1;
        }
        for (field, value) in &record.metadata.kept {
            let known = self.report.unmapped.len() < 500;
            match self.report.unmapped.get_mut(&(field.clone(), value.clone())) {
                Some(count) => *count += 1,
                None if known && LABELS.contains(&field.as_str()) => {
                    self.report.unmapped.insert((field.clone(), value.clone()), 1);
                }
                None => {}
            }
        }
        self.lines.came_in(&row.place, outcome, id, (&record.metadata.title, &record.defects))
    }
}

/// Every defect that an imported record may have.
pub const DEFECTS: &[&str] = &[
    super::clean::MARKUP,
    super::clean::CONTROL,
    super::clean::CUT,
    "bad_date",
    "bad_resource_url",
    "bad_source_url",
    "cycle_not_mapped",
    "description_repeats_title",
    "encoding_not_utf8",
    "file_renamed",
    "format_not_mapped",
    "industry_not_mapped",
    "irregular_rows",
    "licence_not_mapped",
    "missing_cycle",
    "missing_description",
    "missing_file",
    "missing_format",
    "missing_keywords",
    "missing_level",
    "missing_open_type",
    "missing_source_url",
    "missing_theme",
    "open_type_not_mapped",
    "region_not_mapped",
    "share_type_not_mapped",
    "source_url_of_another",
    "theme_not_mapped",
];

/// The fields whose kept values are labels, worth counting.
const LABELS: &[&str] =
    &["open_type", "cycle", "theme", "industry", "formats", "region", "licence", "share_type"];

/// The first eight bytes of a digest.
pub fn short(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use app::text::{Language, defect};

    #[test]
    fn every_defect_has_its_words() {
        for code in super::DEFECTS {
            for language in Language::ALL {
                assert_ne!(defect(language, code), *code);
            }
        }
    }
}
