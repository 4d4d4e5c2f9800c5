//! Frictionless Data Packages with their files, and plain CSV files, in folders and zip archives.
//!
//! Each package, and each CSV file outside of one, becomes a dataset with hosted files. The same record by the name
//! of the folder or archive and the path in it. Files are stored as they are; who runs the command decides their
//! open type and level, and all that is not unconditional and of level 1 is stored sealed.

mod collection;
mod describe;
mod table;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use app::portal::catalogue::DistributionKind;
use tokio::sync::mpsc;

use self::{
    collection::{Collection, Entry},
    describe::Package,
    table::Profile,
};
use super::{
    Batch, ImportOptions, Progress, Work, label,
    report::{Place, Reason},
};
use crate::{
    backend::Backend,
    catalogue::{NewDistribution, Publisher, Record, metadata::OpenType},
    error::{Error, Result},
    files::{self, Form, Stored},
};

/// Descriptors are small; larger ones are refused.
const DESCRIPTOR: u64 = 4 << 20;

/// What all datasets of an import share.
struct Import<'a> {
    backend: &'a Backend,
    options: &'a ImportOptions,
    done: Arc<AtomicU64>,
}

/// Imports every package and every CSV file outside of one.
pub async fn import(
    backend: &Backend,
    options: &ImportOptions,
    batch: &mut Batch<'_>,
    progress: &impl Fn(&Progress),
) -> Result<()> {
    if !(1..=4).contains(&options.level) {
        return Err(Error::other("the level of the files is a number from 1 to 4"));
    }
    if options.level == 4 || options.open_type == OpenType::NotOpen {
        return Err(Error::other("files of level 4 and files that are not open are not taken in"));
    }
    let import = Import { backend, options, done: Arc::default() };
    let mut collections = Vec::new();
    for path in &options.paths {
        let path = path.clone();
        collections.extend(Work::start(move |_| collection::open(&path)).wait(|| ()).await?);
    }
    let total: u64 = collections.iter().flat_map(|c| &c.entries).map(|entry| entry.size).sum();
    let mut line = 0;
    for collection in collections {
        let collection = Arc::new(collection);
        for (path, reason) in &collection.refused {
            batch.push(place(&collection, path, 0), Err(*reason)).await?;
        }
        for unit in units(&collection) {
            line += 1;
            let row = import.record(&collection, &unit).await?;
            batch.push(place(&collection, unit.path(), line), row).await?;
            progress(&batch.progress((import.done.load(Ordering::Relaxed), total)));
        }
    }
    Ok(())
}

fn place(collection: &Collection, path: &str, line: u64) -> Place {
    Place { file: format!("{}/{path}", collection.at.display()).into(), line }
}

/// One dataset of a collection.
enum Unit {
    /// A descriptor; its folder.
    Package(Entry, String),
    /// A CSV file alone.
    Table(Entry),
}

impl Unit {
    fn path(&self) -> &str {
        match self {
            Self::Package(entry, _) | Self::Table(entry) => &entry.path,
        }
    }
}

/// The packages, and the CSV files that lie in no package's folder.
fn units(collection: &Collection) -> Vec<Unit> {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let packages: HashSet<String> = collection
        .entries
        .iter()
        .filter(|entry| name(&entry.path) == "datapackage.json")
        .map(|entry| folder(&entry.path))
        .collect();
    let packaged = |path: &str| {
        let mut here = folder(path);
        loop {
            if packages.contains(&here) {
                return true;
            }
            if here.is_empty() {
                return false;
            }
            here = folder(&here);
        }
    };
    let unit = |entry: &Entry| {
        if name(&entry.path) == "datapackage.json" {
            Some(Unit::Package(entry.clone(), folder(&entry.path)))
        } else if entry.path.to_ascii_lowercase().ends_with(".csv") && !packaged(&entry.path) {
            Some(Unit::Table(entry.clone()))
        } else {
            None
        }
    };
    collection.entries.iter().filter_map(unit).collect()
}

/// The file of a package of one file where the archive gave it another name: names with `:` or `/` in them, and long
/// ones, do not survive every disk. The only CSV file of the folder is meant.
fn renamed<'a>(collection: &'a Collection, unit: &Unit, files: &[String]) -> Option<&'a Entry> {
    let Unit::Package(_, folder) = unit else { return None };
    let inside = |path: &str| match folder.as_str() {
        "" => !path.contains('/'),
        folder => path
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|r| !r.contains('/')),
    };
    let mut tables = collection
        .entries
        .iter()
        .filter(|entry| inside(&entry.path) && entry.path.to_ascii_lowercase().ends_with(".csv"));
    let only = tables.next().filter(|_| files.len() == 1)?;
    tables.next().is_none().then_some(only)
}

impl Import<'_> {
    /// The record of a dataset, its files stored.
    async fn record(
        &self,
        collection: &Arc<Collection>,
        unit: &Unit,
    ) -> Result<std::result::Result<Record, Reason>> {
        let mut package = match unit {
            Unit::Package(entry, folder) => {
                let (reading, entry) = (Arc::clone(collection), entry.clone());
                let text = Work::start(move |_| reading.text(&entry, DESCRIPTOR)).wait(|| ()).await?;
                let Some(text) = text else { return Ok(Err(Reason::TooLarge)) };
                match describe::package(&text, folder) {
                    Ok(package) => package,
                    Err(reason) => return Ok(Err(reason)),
                }
            }
            Unit::Table(entry) => match describe::table(&entry.path) {
                Ok(package) => package,
                Err(reason) => return Ok(Err(reason)),
            },
        };
        let mut distributions = Vec::new();
        let files = std::mem::take(&mut package.files);
        for path in &files {
            let found = collection.entries.iter().find(|entry| entry.path == *path);
            let renamed = || {
                renamed(collection, unit, &files).inspect(|_| {
                    package.draft.defects.insert("file_renamed");
                })
            };
            let Some(entry) = found.or_else(renamed) else {
                package.draft.defects.insert("missing_file");
                continue;
            };
            let path = &entry.path;
            match self.store(collection, entry).await? {
                Some((stored, profile)) => {
                    package.take(&profile);
                    let name = path.rsplit('/').next().unwrap_or_default();
                    let extension = Path::new(name).extension().unwrap_or_default().to_string_lossy();
                    distributions.push(NewDistribution {
                        kind: DistributionKind::Hosted,
                        title: super::clean::line(name, 200).text,
                        format: label::format(&extension).map(str::to_owned),
                        url: None,
                        stored: Some(stored),
                        rows: profile.rows,
                    });
                }
                None => return Ok(Err(Reason::TooLarge)),
            }
        }
        if distributions.is_empty() {
            return Ok(Err(Reason::NoFile));
        }
        Ok(Ok(self.finished(collection, (unit, package), distributions)))
    }

    fn finished(
        &self,
        collection: &Collection,
        (unit, mut package): (&Unit, Package),
        distributions: Vec<NewDistribution>,
    ) -> Record {
        let path = match unit {
            Unit::Package(_, folder) => folder,
            Unit::Table(entry) => &entry.path,
        };
        let publisher = package
            .publisher
            .take()
            .or_else(|| self.options.publisher.clone())
            .or_else(|| package.data_publisher.take())
            .unwrap_or_else(|| collection.name.clone());
        let mut metadata = package.metadata;
        metadata.open_type = Some(self.options.open_type);
        metadata.level = Some(self.options.level);
        let source = self.options.source.clone().unwrap_or_else(|| collection.name.clone());
        metadata.source_title = Some(source);
        metadata.kept = package.draft.kept.clone();
        Record {
            source_key: format!(
                "datapackage:{}:{}",
                collection.name,
                if path.is_empty() { "." } else { path }
            ),
            code: None,
            slug: None,
            aliases: Vec::new(),
            publisher: Publisher { title: publisher, region: String::new(), kind: None, uscc: None },
            metadata,
            defects: package.draft.defects(),
            version: package.version,
            distributions,
        }
    }

    /// Stores a file while it is read once for its columns; `None` when it is larger than it says.
    async fn store(&self, collection: &Arc<Collection>, entry: &Entry) -> Result<Option<(Stored, Profile)>> {
        let form = match (self.options.open_type, self.options.level) {
            (OpenType::Unconditional, 1) => Form::Plain,
            (OpenType::Unconditional | OpenType::Conditional | OpenType::NotOpen, _) => Form::Sealed,
        };
        let (sender, receiver) = mpsc::channel(8);
        let (reading, entry, done) = (Arc::clone(collection), entry.clone(), Arc::clone(&self.done));
        let csv = entry.path.to_ascii_lowercase().ends_with(".csv");
        let work = Work::start(move |_| {
            reading.read(&entry, |reader| table::send(reader, (entry.size, csv), &sender, &done))
        });
        let bytes = Box::pin(futures::stream::unfold(receiver, async |mut receiver| {
            receiver.recv().await.map(|bytes| (bytes, receiver))
        }));
        let stored = files::put(self.backend, form, bytes).await;
        let profile = work.wait(|| ()).await;
        match (stored, profile) {
            (Ok(stored), Ok(profile)) => Ok(Some((stored, profile))),
            (_, Err(Error::Io(e))) if e.kind() == std::io::ErrorKind::FileTooLarge => Ok(None),
            (Err(e), _) | (_, Err(e)) => Err(e),
        }
    }
}

/// The name of a folder or archive.
fn named(path: &Path) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let stem = if path.is_dir() { path.file_name() } else { path.file_stem() };
    let name = stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    super::clean::line(&name, 100).text
}
