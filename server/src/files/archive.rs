//! Several files as one ZIP64 archive, written while it is sent: nothing is kept, whatever its size.

use std::{
    cell::Cell,
    io::{self, Write},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures::{StreamExt, stream};
use time::UtcOffset;
use tokio::{runtime::Handle, sync::mpsc};
use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use super::{
    Stored, names,
    read::{Reader, read},
};
use crate::{
    backend::Shared,
    clock::Moment,
    error::{Code, Result},
};

/// Bytes that are handed to the visitor at once.
const CHUNK: usize = 64 << 10;
/// How long a piece may wait for the visitor.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pieces that wait for the visitor; then the writing waits.
const WAITING: usize = 8;
/// From here on an entry needs the long form of ZIP64; some room is left for its headers.
const LARGE: u64 = u32::MAX as u64 - (1 << 20);

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its path; made safe and unique by [`names::entry_names`].
    pub path: String,
    /// Its bytes.
    pub content: Content,
    /// When they were last changed.
    pub modified: Moment,
}

/// The bytes of an entry.
#[derive(Debug, Clone)]
pub enum Content {
    /// An object.
    Stored(Stored),
    /// A small text that was made for the archive.
    Text(String),
}

/// Archives the entries in the given order, uncompressed, as a body that is written while it is read.
///
/// The caller has asked the guard about each. Fails with `Damaged` when one of the objects is marked, and with `Busy`
/// when too many archives are being written; a block that turns out bad later aborts the connection.
pub async fn zip(backend: &Shared, mut entries: Vec<Entry>) -> Result<Body> {
    let place = backend.objects.archives.clone().try_acquire_owned().map_err(|_| Code::Busy)?;
    for entry in &entries {
        match &entry.content {
            Content::Stored(stored) => drop(Reader::open(backend, stored).await?),
            Content::Text(_) => {}
        }
    }
    let unique = names::entry_names(entries.iter().map(|entry| entry.path.as_str()));
    for (entry, path) in entries.iter_mut().zip(unique) {
        entry.path = path;
    }
    let (sender, receiver) = mpsc::channel(WAITING);
    let done = Arc::new(AtomicBool::new(false));
    let writer_done = Arc::clone(&done);
    let (backend, handle) = (backend.clone(), Handle::current());
    // The crate writes to what blocks; the thread ends when the visitor leaves, because the channel then closes.
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let written = write((&backend, &handle), &entries, &sender);
        writer_done.store(written.is_ok(), Ordering::Release);
    });
    // A body that ended like a whole one would be taken for a whole archive: one that is not whole ends in an error,
    // which aborts the connection.
    Ok(Body::from_stream(stream::unfold(Some(receiver), move |receiver| {
        let done = Arc::clone(&done);
        async move {
            let mut receiver = receiver?;
            match receiver.recv().await {
                Some(piece) => Some((Ok(piece), Some(receiver))),
                None if done.load(Ordering::Acquire) => None,
                None => Some((Err(io::Error::other("the archive was not finished")), None)),
            }
        }
    })))
}

/// Writes the whole archive, or the beginning of one and then an error.
fn write((backend, handle): (&Shared, &Handle), entries: &[Entry], sender: &Sender) -> io::Result<()> {
    let over = Rc::new(Cell::new(false));
    let outlet = Outlet {
        sender: sender.clone(),
        handle: handle.clone(),
        waiting: BytesMut::new(),
        over: Rc::clone(&over),
    };
    let mut archive = ZipWriter::new_stream(outlet);
    let written = fill(&mut archive, (backend, handle), entries);
    // A writer that is dropped half way finishes its archive, with the right checksum of half an entry: nobody may
    // get that.
    over.set(over.get() || written.is_err());
    written.and_then(|()| archive.finish()?.into_inner().flush())
}

fn fill(
    archive: &mut ZipWriter<StreamWriter<Outlet>>,
    (backend, handle): (&Shared, &Handle),
    entries: &[Entry],
) -> io::Result<()> {
    for entry in entries {
        let mut options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(modified(entry.modified))
            .unix_permissions(0o644);
        match &entry.content {
            Content::Text(text) => {
                archive.start_file(entry.path.as_str(), options)?;
                archive.write_all(text.as_bytes())?;
            }
            Content::Stored(stored) => {
                options = options.large_file(stored.byte_size >= LARGE);
                archive.start_file(entry.path.as_str(), options)?;
                let mut bytes = handle.block_on(read(backend, stored)).map_err(io::Error::other)?;
                while let Some(piece) = handle.block_on(bytes.next()) {
                    archive.write_all(&piece?)?;
                }
            }
        }
    }
    Ok(())
}

/// ZIP keeps local time without a zone; the portal's is Asia/Shanghai.
fn modified(at: Moment) -> zip::DateTime {
    let at = at.utc().to_offset(UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC));
    let year = u16::try_from(at.year()).unwrap_or_default();
    zip::DateTime::from_date_and_time(year, at.month().into(), at.day(), at.hour(), at.minute(), at.second())
        .unwrap_or_default()
}

type Sender = mpsc::Sender<Bytes>;

/// The end of the archive that the visitor reads from.
struct Outlet {
    sender: Sender,
    handle: Handle,
    waiting: BytesMut,
    /// Nothing goes out any more.
    over: Rc<Cell<bool>>,
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.over.get() {
            return Ok(bytes.len());
        }
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        if self.waiting.len() == CHUNK {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.over.get() || self.waiting.is_empty() {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.waiting, BytesMut::with_capacity(CHUNK)).freeze();
        // A visitor who takes nothing for so long gives the place to another.
        let sending = async { tokio::time::timeout(PATIENCE, self.sender.send(full)).await };
        if !matches!(self.handle.block_on(sending), Ok(Ok(()))) {
            self.over.set(true);
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(())
    }
}
