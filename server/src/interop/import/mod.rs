//! Bringing records of other systems into the catalogue.
//!
//! Publication rules bind editing, not import: a record comes in as it is, keeps `origin = imported` and a list of
//! its defects. Nothing of it is trusted: text is made plain, addresses are checked, labels are mapped by a reviewed
//! table. The same input twice changes nothing; each kind states by what it knows a record again. An import can be
//! killed at any time and run again.

mod batch;
mod ckan;
pub mod clean;
mod datapackage;
mod document;
mod draft;
mod input;
pub mod label;
mod odweb;
mod portals;
mod report;
mod work;

use std::path::PathBuf;

pub use report::{Place, Progress, Reason, Report};

use self::{
    batch::Batch,
    input::Inputs,
    report::Lines,
    work::{Halt, Work},
};
use crate::{backend::Backend, catalogue::metadata::OpenType, error::Result};

/// What shape the input has, and with it what makes a record the same record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JSON lines of many portals under one set of keys; the same by the url where it is unique within its portal,
    /// else by portal, department, title and a number among equals.
    Portals,
    /// What the list of an Inspur odweb portal answers (DOMAIN §0.3); the same by `cata_id`.
    Odweb,
    /// CKAN package documents; the same by package id.
    Ckan,
    /// Frictionless Data Packages and plain CSV files, in folders or zip archives; the same by the name of the
    /// folder or archive and the path in it.
    Datapackage,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Portals, Self::Odweb, Self::Ckan, Self::Datapackage];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Portals => "portals",
            Self::Odweb => "odweb",
            Self::Ckan => "ckan",
            Self::Datapackage => "datapackage",
        }
    }

    /// The kind of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What to import, and what to take for granted where the input does not say it.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The shape of the input.
    pub kind: Kind,
    /// Files (or, for packages, folders and archives too); `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// 数源部门 where the input names none.
    pub publisher: Option<String>,
    /// Name of the source that pages show; the file's or folder's name when absent. `portals` names its own.
    pub source: Option<String>,
    /// 开放类型 of hosted files: who runs the command decides it, for packages do not know it.
    pub open_type: OpenType,
    /// 安全级别 of hosted files, 1–4.
    pub level: u8,
    /// Where to write a JSON line for each row; `-` is standard output.
    pub report: Option<PathBuf>,
    /// Whether to write without pauses, in long transactions: for a portal without a server beside the import.
    pub full_speed: bool,
}

impl ImportOptions {
    /// An import of `paths` with everything else as usual: hosted files are unconditional, level 1.
    pub fn new(kind: Kind, paths: Vec<PathBuf>) -> Self {
        Self {
            kind,
            paths,
            publisher: None,
            source: None,
            open_type: OpenType::Unconditional,
            level: 1,
            report: None,
            full_speed: false,
        }
    }
}

/// Imports, and calls `progress` now and then.
///
/// A damaged file ends the import with an error; what was read before is in the catalogue.
pub async fn import(
    backend: &Backend,
    options: &ImportOptions,
    progress: impl Fn(&Progress),
) -> Result<Report> {
    let lines = Lines::open(options.report.as_deref())?;
    let mut batch = Batch::new(backend, options, lines);
    let readings = if options.kind == Kind::Portals { 4 } else { 1 };
    let outcome = match options.kind {
        Kind::Portals => {
            let inputs = Inputs::open(backend, &options.paths, readings).await?;
            portals::import(backend, &inputs, &mut batch, &progress).await
        }
        Kind::Odweb => {
            let inputs = Inputs::open(backend, &options.paths, readings).await?;
            let shape = odweb::Shape::of(backend, options);
            stream(&inputs, &mut batch, &progress, move |row| shape.record(row)).await
        }
        Kind::Ckan => {
            let inputs = Inputs::open(backend, &options.paths, readings).await?;
            let shape = ckan::Shape::of(options);
            stream(&inputs, &mut batch, &progress, move |row| shape.record(row)).await
        }
        Kind::Datapackage => datapackage::import(backend, options, &mut batch, &progress).await,
    };
    let report = batch.finish().await?;
    outcome.map(|()| report)
}

/// Imports rows that know their identity by themselves.
async fn stream(
    inputs: &Inputs,
    batch: &mut Batch<'_>,
    progress: &impl Fn(&Progress),
    record: impl Fn(
        &serde_json::Map<String, serde_json::Value>,
    ) -> std::result::Result<crate::catalogue::Record, Reason>
    + Send
    + 'static,
) -> Result<()> {
    let reading = inputs.clone();
    let mut rows = Work::stream(move |rows, halt| {
        reading.read(|place, row| {
            let record = row.and_then(|row| record(&row));
            !halt.is_set() && rows.blocking_send((place, record)).is_ok()
        })
    });
    while let Some((place, record)) = rows.next().await? {
        batch.push(place, record).await?;
        if batch.is_empty() {
            progress(&batch.progress(inputs.progress()));
        }
    }
    Ok(())
}
