//! The follower of the change feed: it alone writes the index.
//!
//! Each commit carries the number of the last change that is in it, so that a killed process goes on where the last
//! commit stood. An index that is missing, damaged, of another version or ahead of the feed is built again beside
//! the old one, which goes on serving and following until the pointer is swapped.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tantivy::{
    IndexWriter, Term, collector::DocSetCollector, index::SegmentId, query::TermQuery,
    schema::IndexRecordOption,
};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio_util::sync::CancellationToken;

use super::{
    index::{Build, Edition, Folder, Lock, Progress},
    listed_at,
    rows::Numbering,
    schema, store,
};
use crate::{
    backend::{Backend, Shared},
    catalogue::{self, Change, Document},
    error::{Error, Result},
};

/// How long to wait when there is nothing to do.
const IDLE: Duration = Duration::from_millis(80);
/// How long to wait after a failure, or for another process to give up the index.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many changes become one commit at most: behind an import, few large commits catch up sooner.
const CHANGES: i64 = 5_000;
/// How many documents are fetched at once.
const DOCUMENTS: usize = 500;
/// How many threads write, and in how much memory; a small commit is one segment all the same.
const THREADS: usize = 2;
const MEMORY: usize = 128 << 20;

/// Follows the change feed until `stop`; the body of a task.
///
/// Faults are logged and tried again; while another process writes the index, it is only read anew.
pub async fn run(backend: Shared, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let result = match Follower::open(&backend, &stop).await {
            Ok(Some(mut follower)) => follower.follow(&backend, &stop).await,
            Ok(None) => backend.search.reopen(),
            Err(error) => Err(error),
        };
        if let Err(error) = result {
            tracing::error!(%error, "the index cannot be brought up to date; it is tried again");
        }
        pause(PATIENCE, &stop).await;
    }
}

/// Brings the index up to date once; waits for the follower where one is at work.
pub async fn catch_up(backend: &Backend) -> Result<()> {
    let never = CancellationToken::new();
    let goal = catalogue::last_change(backend).await?;
    loop {
        if let Some(mut follower) = Follower::open(backend, &never).await? {
            while follower.step(backend).await? {}
            return follower.purge_now(backend).await;
        }
        if backend.search.edition().is_some_and(|edition| edition.seq >= goal) {
            return Ok(());
        }
        tokio::time::sleep(IDLE / 4).await;
    }
}

/// How a wish to build the index again was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reindexed {
    /// It was built here.
    Done,
    /// The serving process was asked to.
    Requested,
}

impl fmt::Display for Reindexed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "the index was built anew",
            Self::Requested => "the running server was asked to build the index anew",
        })
    }
}

/// Builds the index again, or asks the process that holds it to.
pub async fn reindex(backend: &Backend) -> Result<Reindexed> {
    let Some(mut follower) = Follower::claim(backend)? else {
        store::request_rebuild(backend).await?;
        return Ok(Reindexed::Requested);
    };
    follower.rebuild(backend, &CancellationToken::new()).await?;
    store::forget_request(backend).await?;
    Ok(Reindexed::Done)
}

/// The holder of the right to write.
pub struct Follower {
    folder: Folder,
    writing: Option<Writing>,
    /// Whether something hidden may still stand in term dictionaries.
    purge: bool,
    purging: Option<JoinHandle<bool>>,
    _lock: Lock,
}

impl Follower {
    /// Takes the right to write and opens the index, building it where it cannot be used; `None` while another
    /// process has it.
    pub async fn open(backend: &Backend, stop: &CancellationToken) -> Result<Option<Self>> {
        let Some(mut follower) = Self::claim(backend)? else { return Ok(None) };
        if let Some(path) = follower.folder.current() {
            let numbering = backend.search.numbering();
            let opened = spawn_blocking(move || Writing::open(&path, &numbering)).await.map_err(fault)?;
            let last = catalogue::last_change(backend).await?;
            match opened {
                Ok(writing) if writing.seq <= last => {
                    backend.search.publish(edition(&writing.build).await?);
                    follower.writing = Some(writing);
                }
                Ok(_) => tracing::warn!("the index is ahead of the records; it is built again"),
                Err(error) => tracing::warn!(%error, "the index cannot be used; it is built again"),
            }
        }
        if follower.writing.is_none() {
            follower.rebuild(backend, stop).await?;
        }
        Ok(Some(follower))
    }

    fn claim(backend: &Backend) -> Result<Option<Self>> {
        let folder = Folder::of(&backend.config.data);
        let Some(lock) = folder.lock()? else { return Ok(None) };
        folder.sweep()?;
        Ok(Some(Self { folder, writing: None, purge: false, purging: None, _lock: lock }))
    }

    async fn follow(&mut self, backend: &Backend, stop: &CancellationToken) -> Result<()> {
        while !stop.is_cancelled() {
            if self.step(backend).await? {
                continue;
            }
            if store::rebuild_requested(backend).await? {
                self.rebuild(backend, stop).await?;
                store::forget_request(backend).await?;
            }
            self.purge(backend).await?;
            pause(IDLE, stop).await;
        }
        Ok(())
    }

    /// Puts the next changes into the index; whether there were any.
    pub async fn step(&mut self, backend: &Backend) -> Result<bool> {
        let Some(writing) = &mut self.writing else { return Ok(false) };
        let Some(hidden) = writing.step(backend).await? else { return Ok(false) };
        self.purge |= hidden;
        backend.search.publish(edition(&writing.build).await?);
        Ok(true)
    }

    /// Builds the index again and swaps it in; the old one serves and follows meanwhile.
    pub async fn rebuild(&mut self, backend: &Backend, stop: &CancellationToken) -> Result<()> {
        let name = backend.ids.next(backend.clock.now());
        let path = self.folder.create(&name)?;
        let seq = catalogue::last_change(backend).await?;
        tracing::info!("the index is being built");
        let mut new = Writing::create(&path, seq, &backend.search.numbering())?;
        let mut after = String::new();
        loop {
            let ids = catalogue::ids_after(backend, &after, DOCUMENTS as i64).await?;
            let Some(last) = ids.last() else { break };
            after.clone_from(last);
            new.put(backend, ids).await?;
            self.step(backend).await?;
            if stop.is_cancelled() {
                return Ok(());
            }
        }
        new.commit(backend, seq).await?;
        let mut purge = false;
        loop {
            // What was put in first may have been hidden since.
            new.build.reload()?;
            let Some(hidden) = new.step(backend).await? else { break };
            purge |= hidden;
        }
        self.folder.choose(&name)?;
        backend.search.publish(edition(&new.build).await?);
        self.writing = Some(new);
        self.purge = purge;
        self.folder.sweep()?;
        tracing::info!("the index is built");
        Ok(())
    }

    /// Beside the following, rewrites the segments that hold deleted entries, so that no word of something hidden
    /// stays in a dictionary.
    async fn purge(&mut self, backend: &Backend) -> Result<()> {
        if let Some(purging) = self.purging.take_if(|purging| purging.is_finished()) {
            self.purge = !purging.await.map_err(fault)?;
            if let Some(writing) = &self.writing {
                backend.search.publish(edition(&writing.build).await?);
            }
        } else if let (true, None, Some(writing)) = (self.purge, &self.purging, &self.writing) {
            let (build, writer) = (Arc::clone(&writing.build), Arc::clone(&writing.writer));
            self.purging = Some(spawn_blocking(move || rewrite(&build, &writer)));
        }
        Ok(())
    }

    async fn purge_now(&mut self, backend: &Backend) -> Result<()> {
        while self.purge {
            self.purge(backend).await?;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }
}

/// Merges the segments that have deleted entries; whether none is left.
fn rewrite(build: &Build, writer: &Mutex<IndexWriter>) -> bool {
    let deleted = || -> Vec<SegmentId> {
        let metas = build.index.searchable_segment_metas().unwrap_or_default();
        metas.iter().filter(|segment| segment.has_deletes()).map(|segment| segment.id()).collect()
    };
    let segments = deleted();
    if segments.is_empty() {
        return true;
    }
    let merging = lock(writer).merge(&segments);
    // A segment that is being merged already is refused; it is tried again.
    merging.wait().is_ok()
}

/// A build that is being written.
struct Writing {
    build: Arc<Build>,
    writer: Arc<Mutex<IndexWriter>>,
    seq: i64,
}

impl Writing {
    fn create(path: &std::path::Path, seq: i64, numbering: &Numbering) -> Result<Self> {
        let build = Arc::new(Build::create(path, numbering)?);
        let writer = build.index.writer_with_num_threads(THREADS, MEMORY)?;
        Ok(Self { build, writer: Arc::new(Mutex::new(writer)), seq })
    }

    fn open(path: &std::path::Path, numbering: &Numbering) -> Result<Self> {
        let build = Build::open(path, numbering)?;
        build.verify()?;
        let writer = build.index.writer_with_num_threads(THREADS, MEMORY)?;
        let seq = build.progress()?.seq;
        Ok(Self { build: Arc::new(build), writer: Arc::new(Mutex::new(writer)), seq })
    }

    /// Puts the next changes in and commits. `None` when there are none; else whether something became hidden.
    async fn step(&mut self, backend: &Backend) -> Result<Option<bool>> {
        let changes = catalogue::changes_after(backend, self.seq, CHANGES).await?;
        let Some(last) = changes.last().map(|change| change.seq) else { return Ok(None) };
        let ids: Vec<String> = self.datasets_of(changes).await?.into_iter().collect();
        let mut hidden = false;
        for ids in ids.chunks(DOCUMENTS) {
            hidden |= self.put(backend, ids.to_vec()).await?;
        }
        self.commit(backend, last).await?;
        Ok(Some(hidden))
    }

    /// The datasets that changed, those of renamed organisations among them.
    async fn datasets_of(&self, changes: Vec<Change>) -> Result<BTreeSet<String>> {
        let mut ids = BTreeSet::new();
        let mut organisations = BTreeSet::new();
        for change in changes {
            match change.kind.as_str() {
                "dataset" => ids.insert(change.id),
                "organisation" => organisations.insert(change.id),
                _ => false,
            };
        }
        if organisations.is_empty() {
            return Ok(ids);
        }
        let build = Arc::clone(&self.build);
        let more = spawn_blocking(move || datasets_by(&build, &organisations)).await.map_err(fault)??;
        ids.extend(more);
        Ok(ids)
    }

    /// Puts datasets in as they are now, without a commit; whether one that was in is hidden now.
    async fn put(&mut self, backend: &Backend, ids: Vec<String>) -> Result<bool> {
        let mut entries = Vec::with_capacity(ids.len());
        let mut shown = BTreeSet::new();
        for document in documents(backend, &ids).await?.iter().filter(|document| document.public) {
            match schema::document(&self.build.fields, &backend.codes, document) {
                Ok(entry) => {
                    shown.insert(document.listed.id.clone());
                    entries.push(entry);
                }
                Err(error) => tracing::error!(id = document.listed.id, %error, "a dataset cannot be indexed"),
            }
        }
        let (build, writer) = (Arc::clone(&self.build), Arc::clone(&self.writer));
        let written = spawn_blocking(move || -> Result<bool> {
            let searcher = build.searcher();
            let writer = lock(&writer);
            let mut hides = false;
            for id in &ids {
                let term = Term::from_field_text(build.fields.id, id);
                hides |= !shown.contains(id) && searcher.doc_freq(&term)? > 0;
                writer.delete_term(term);
            }
            for entry in entries {
                writer.add_document(entry)?;
            }
            Ok(hides)
        });
        written.await.map_err(fault)?
    }

    async fn commit(&mut self, backend: &Backend, seq: i64) -> Result<()> {
        let payload = serde_json::to_string(&Progress::whole(seq, backend.clock.now()))?;
        let writer = Arc::clone(&self.writer);
        spawn_blocking(move || -> Result<()> {
            let mut writer = lock(&writer);
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()?;
            Ok(())
        })
        .await
        .map_err(fault)??;
        self.seq = seq;
        Ok(())
    }
}

/// What the last commit holds, read where it holds nobody up.
async fn edition(build: &Arc<Build>) -> Result<Edition> {
    let build = Arc::clone(build);
    spawn_blocking(move || build.edition()).await.map_err(fault)?
}

/// The documents of datasets. One that cannot be read is left out, so that it does not hold up the others.
async fn documents(backend: &Backend, ids: &[String]) -> Result<Vec<Document>> {
    match catalogue::documents(backend, ids).await {
        Err(Error::Document(_) | Error::Other(_)) => {}
        other => return other,
    }
    let mut all = Vec::with_capacity(ids.len());
    for id in ids {
        match catalogue::documents(backend, std::slice::from_ref(id)).await {
            Ok(documents) => all.extend(documents),
            Err(error @ (Error::Document(_) | Error::Other(_))) => {
                tracing::error!(id, %error, "a dataset cannot be read for the index");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// The datasets of organisations, as the index knows them.
fn datasets_by(build: &Build, organisations: &BTreeSet<String>) -> Result<Vec<String>> {
    let searcher = build.searcher();
    let [_, publisher, ..] = build.fields.facets;
    let mut ids = Vec::new();
    for organisation in organisations {
        let term = Term::from_field_text(publisher, organisation);
        let found = searcher.search(&TermQuery::new(term, IndexRecordOption::Basic), &DocSetCollector)?;
        for address in found {
            ids.push(listed_at(&searcher, &build.fields, address)?.id);
        }
    }
    Ok(ids)
}

fn lock(writer: &Mutex<IndexWriter>) -> MutexGuard<'_, IndexWriter> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fault(error: tokio::task::JoinError) -> Error {
    Error::other(format!("work on the index ended early: {error}"))
}

async fn pause(time: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = stop.cancelled() => {}
    }
}
