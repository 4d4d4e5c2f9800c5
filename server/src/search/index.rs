//! The index on disk: one folder for each build, and a pointer to the one in use.
//!
//! `index/current` holds the name of the folder in use and is replaced by a rename, so that a reader finds the old
//! build or the new one, whole. Only the holder of `index/lock` writes; the system frees it when a process dies.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    fs::{File, TryLockError},
    hash::{Hash, Hasher},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, index::SegmentId};

use super::{
    rows::{Numbering, Rows},
    schema::{self, Fields},
};
use crate::{
    clock::Moment,
    error::{Error, Result},
};

/// How far a build has come, kept with its commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// [`schema::VERSION`] of the build.
    pub version: u32,
    /// The last change of the catalogue that is in it.
    pub seq: i64,
    /// When it was committed; how fresh a dataset is is measured from here.
    pub at: i64,
    /// Whether every dataset of the catalogue was looked at.
    pub whole: bool,
}

impl Progress {
    /// A commit of a whole build that knows everything up to change `seq`.
    pub fn whole(seq: i64, at: Moment) -> Self {
        Self { version: schema::VERSION, seq, at: at.0, whole: true }
    }
}

/// The folder of all builds.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// The right to write, until dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the file holds the lock while it is open")] File);

impl Folder {
    /// The folder in the data folder.
    pub fn of(data: &Path) -> Self {
        Self(data.join("index"))
    }

    /// Takes the right to write; `None` while another process has it.
    pub fn lock(&self) -> Result<Option<Lock>> {
        std::fs::create_dir_all(&self.0)?;
        let file = File::options().create(true).truncate(false).write(true).open(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The build in use; `None` when there is none.
    pub fn current(&self) -> Option<PathBuf> {
        let name = std::fs::read_to_string(self.0.join("current")).ok()?;
        let name = name.trim();
        (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
            .then(|| self.0.join(name))
    }

    /// An empty folder for a new build.
    pub fn create(&self, name: &str) -> Result<PathBuf> {
        let folder = self.0.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Makes the build of this name the one in use.
    pub fn choose(&self, name: &str) -> Result<()> {
        let new = self.0.join("current.new");
        let mut file = File::create(&new)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, self.0.join("current"))?;
        File::open(&self.0)?.sync_all()?;
        Ok(())
    }

    /// Removes every build but the one in use: what a killed rebuild left behind.
    pub fn sweep(&self) -> Result<()> {
        let current = self.current();
        for entry in std::fs::read_dir(&self.0)? {
            let path = entry?.path();
            if path.is_dir() && Some(&path) != current.as_ref() {
                std::fs::remove_dir_all(&path)?;
            }
        }
        Ok(())
    }
}

/// An open build.
pub struct Build {
    /// The index.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    reader: IndexReader,
    numbering: Numbering,
    /// The rows of the segments of the last edition.
    rows: Mutex<Arc<HashMap<SegmentId, Arc<Rows>>>>,
}

impl Build {
    /// Makes a new one in an empty folder.
    pub fn create(folder: &Path, numbering: &Numbering) -> Result<Self> {
        let (schema, fields) = schema::schema();
        Self::with(Index::create_in_dir(folder, schema)?, fields, numbering)
    }

    /// Opens the one in a folder; an error when it is not ours, not whole or damaged.
    pub fn open(folder: &Path, numbering: &Numbering) -> Result<Self> {
        let (schema, fields) = schema::schema();
        let index = Index::open_in_dir(folder)?;
        if index.schema() != schema {
            return Err(Error::other("the index has other fields"));
        }
        let build = Self::with(index, fields, numbering)?;
        let progress = build.progress()?;
        if progress.version != schema::VERSION || !progress.whole {
            return Err(Error::other("the index is of another version, or not whole"));
        }
        Ok(build)
    }

    fn with(index: Index, fields: Fields, numbering: &Numbering) -> Result<Self> {
        schema::register_tokenizers(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, fields, reader, numbering: numbering.clone(), rows: Mutex::default() })
    }

    /// Reads every byte and compares checksums.
    pub fn verify(&self) -> Result<()> {
        let damaged = self.index.validate_checksum()?;
        if damaged.is_empty() { Ok(()) } else { Err(Error::other(format!("damaged: {damaged:?}"))) }
    }

    /// How far the last commit came.
    pub fn progress(&self) -> Result<Progress> {
        let payload = self.index.load_metas()?.payload;
        Ok(serde_json::from_str(&payload.ok_or_else(|| Error::other("the index was never committed"))?)?)
    }

    /// A reader of the last commit that was looked at.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Looks at the last commit.
    pub fn reload(&self) -> Result<()> {
        Ok(self.reader.reload()?)
    }

    /// What the last commit holds. Takes the time to read the rows of new segments.
    pub fn edition(&self) -> Result<Edition> {
        self.reload()?;
        let searcher = self.reader.searcher();
        let rows = self.rows(&searcher)?;
        let progress = self.progress()?;
        let mut hasher = DefaultHasher::new();
        searcher.generation().segments().hash(&mut hasher);
        Ok(Edition {
            id: hasher.finish(),
            seq: progress.seq,
            at: Moment(progress.at),
            fields: self.fields,
            searcher,
            rows,
            numbering: self.numbering.clone(),
        })
    }

    /// The rows of every segment; those that were read before are not read again.
    fn rows(&self, searcher: &Searcher) -> Result<Arc<HashMap<SegmentId, Arc<Rows>>>> {
        let mut kept = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rows = HashMap::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let of_segment = match kept.get(&id) {
                Some(known) => Arc::clone(known),
                None => Arc::new(Rows::of(segment, &self.numbering)?),
            };
            rows.insert(id, of_segment);
        }
        *kept = Arc::new(rows);
        Ok(Arc::clone(&kept))
    }
}

/// The index as it was at one commit; it stays readable while it is held.
pub struct Edition {
    /// Names exactly this content; equal over restarts.
    pub id: u64,
    /// The last change of the catalogue that is in it.
    pub seq: i64,
    /// When it was committed.
    pub at: Moment,
    /// Its fields.
    pub fields: Fields,
    /// Its reader.
    pub searcher: Searcher,
    /// What is read of each document that matches.
    pub rows: Arc<HashMap<SegmentId, Arc<Rows>>>,
    /// What the numbers in the rows are.
    pub numbering: Numbering,
}

impl std::fmt::Debug for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edition").field("id", &self.id).field("seq", &self.seq).finish_non_exhaustive()
    }
}
