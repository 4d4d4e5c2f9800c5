//! Storing bytes: all of them or none.
//!
//! They are written to `incoming/`, synced, and moved to their place in the transaction that makes them known: what
//! was killed half way is invisible, and swept a day later. Memory is constant whatever the size.

use std::{
    io,
    path::Path as FilePath,
    pin::pin,
    time::{Duration, SystemTime},
};

use bytes::{Buf, Bytes, BytesMut};
use futures::{Stream, TryStreamExt};
use object_store::{ObjectStoreExt, WriteMultipart, path::Path};
use ring::digest;

use super::{
    Form, Objects, Stored,
    codec::{self, BLOCK, Codec, Digest, Layout},
    random,
    store::{self, Before},
};
use crate::{
    backend::Backend,
    clock::Moment,
    error::{Error, Result},
};

/// S3 takes 10,000 parts: with these, files of 78 GiB.
const PART: usize = 8 << 20;
/// Parts on their way at once.
const PARTS: usize = 2;
/// What is in `incoming/` and has not been written to for so long belongs to no living process.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// Stores bytes in the given form and says what they are; the same bytes again change nothing, and heal what was
/// damaged. When it returns, they survive a power cut.
///
/// Runs in a transaction of its own: call it before the transaction that points at the bytes, never inside it.
pub async fn put<S>(backend: &Backend, form: Form, bytes: S) -> Result<Stored>
where
    S: Stream<Item = io::Result<Bytes>> + Send,
{
    let objects = &backend.objects;
    let incoming = Path::from_iter(["incoming", &backend.ids.next(backend.clock.now())]);
    let codec = match form {
        Form::Plain => Codec::Plain,
        Form::Sealed => Codec::seal(&objects.key, &random()?).map_err(fault)?,
    };
    let (stored, digests) = upload(objects, &incoming, &codec, (form, bytes)).await?;
    let kept = keep(backend, &incoming, &stored, &digests).await;
    match kept {
        Ok(true) => {}
        // Not wanted: it is there already, or could not be made known.
        Ok(false) | Err(_) => {
            if let Err(error) = objects.store.delete(&incoming).await {
                tracing::warn!(%error, %incoming, "could not remove an unwanted upload; it is swept later");
            }
        }
    }
    kept.map(|_| stored)
}

/// Writes the stream to `incoming`, synced.
async fn upload<S>(
    objects: &Objects,
    incoming: &Path,
    codec: &Codec,
    (form, bytes): (Form, S),
) -> Result<(Stored, Vec<Digest>)>
where
    S: Stream<Item = io::Result<Bytes>> + Send,
{
    // Dropped half way, the upload removes what it wrote (in a bucket: the rule for unfinished uploads does).
    let upload = objects.store.put_multipart(incoming).await?;
    let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
    let mut digests = Vec::new();
    if let Some(header) = codec.header() {
        digests.push(codec::digest(&header));
        upload.put(header);
    }
    let mut whole = digest::Context::new(&digest::SHA256);
    let (mut byte_size, mut index) = (0_u64, 0_u64);
    let mut block = BytesMut::new();
    let mut bytes = pin!(bytes);
    while let Some(mut chunk) = bytes.try_next().await? {
        byte_size += chunk.len() as u64;
        whole.update(&chunk);
        while chunk.has_remaining() {
            // A full block is written when more comes: only then is it known not to be the last.
            if block.len() as u64 == BLOCK {
                let full = std::mem::take(&mut block);
                write(&mut upload, &mut digests, codec.encode(index, false, full)).await?;
                index += 1;
            }
            let room = usize::try_from(BLOCK).unwrap_or(usize::MAX) - block.len();
            block.extend_from_slice(&chunk.split_to(room.min(chunk.len())));
        }
    }
    write(&mut upload, &mut digests, codec.encode(index, true, block)).await?;
    upload.finish().await?;
    if let Some(folder) = &objects.folder {
        let file = folder.join(incoming.as_ref());
        blocking(move || std::fs::File::open(file)?.sync_all()).await?;
    }
    Ok((Stored { sha256: hex::encode(whole.finish()), form, byte_size }, digests))
}

/// Sends one stored block on its way; sealing and digest of 1 MiB take some milliseconds, short enough for a thread
/// that serves requests.
async fn write(
    upload: &mut WriteMultipart,
    digests: &mut Vec<Digest>,
    block: Result<Bytes, codec::Fault>,
) -> Result<()> {
    let block = block.map_err(fault)?;
    digests.push(codec::digest(&block));
    upload.wait_for_capacity(PARTS).await?;
    upload.put(block);
    Ok(())
}

/// Moves the upload to its place and makes it known, or says that it was known already.
async fn keep(backend: &Backend, incoming: &Path, stored: &Stored, digests: &[Digest]) -> Result<bool> {
    let objects = &backend.objects;
    let known = store::find(backend, stored).await?;
    if known.is_some_and(|known| !known.damaged) && in_place(objects, stored).await {
        return Ok(false);
    }
    let now = backend.clock.now();
    let mut tx = backend.db.write().await?;
    // From here on nobody else puts the same object: a sealed one must not be replaced under another's digests.
    let heals = match store::claim(&mut tx, stored, now).await? {
        Before::Nothing => false,
        Before::Damaged => true,
        // Another was quicker, unless the file of a known object is lost.
        Before::Same if in_place(objects, stored).await => return Ok(false),
        Before::Same => true,
    };
    objects.store.rename(incoming, &stored.place()).await?;
    if let Some(folder) = &objects.folder {
        let folder = folder.clone();
        let place = stored.place();
        blocking(move || sync_folders(&folder, place.as_ref())).await?;
    }
    store::settle(&mut tx, stored, digests, now).await?;
    if heals {
        store::audit_mark(backend, &mut tx, stored, "object.healed").await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Whether the object's file is there with its size.
async fn in_place(objects: &Objects, stored: &Stored) -> bool {
    let layout = Layout { form: stored.form, byte_size: stored.byte_size };
    objects.store.head(&stored.place()).await.is_ok_and(|meta| meta.size == layout.stored_size())
}

/// Syncs every folder from the file's own up to the store's: any of them may be new.
fn sync_folders(folder: &FilePath, place: &str) -> io::Result<()> {
    let mut at = folder.join(place);
    while at.pop() && at.starts_with(folder) {
        std::fs::File::open(&at)?.sync_all()?;
    }
    Ok(())
}

/// Removes what killed processes left in `incoming/` more than a day ago, and returns how much it was. A bucket keeps
/// unfinished uploads out of sight: give it a rule that ends them after a day.
pub async fn sweep(backend: &Backend) -> Result<u64> {
    let old = forgotten(backend.clock.now());
    let objects = &backend.objects;
    if let Some(folder) = &objects.folder {
        // The files of unfinished uploads have names that the store does not list.
        let folder = folder.join("incoming");
        return Ok(blocking(move || sweep_folder(&folder, old)).await?);
    }
    let mut found = objects.store.list(Some(&Path::from("incoming")));
    let mut swept = 0;
    while let Some(meta) = found.try_next().await? {
        if SystemTime::from(meta.last_modified) < old {
            objects.store.delete(&meta.location).await?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// The time before which a file that nobody knows was left behind.
pub fn forgotten(now: Moment) -> SystemTime {
    let since = Duration::from_micros(u64::try_from(now.0).unwrap_or_default());
    SystemTime::UNIX_EPOCH + since.saturating_sub(FORGOTTEN)
}

fn sweep_folder(folder: &FilePath, old: SystemTime) -> io::Result<u64> {
    let mut swept = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // One that another process finishes or removes meanwhile is not ours to mind.
        let forgotten =
            entry.metadata().and_then(|meta| meta.modified()).is_ok_and(|modified| modified < old);
        if forgotten && std::fs::remove_file(entry.path()).is_ok() {
            swept += 1;
        }
    }
    Ok(swept)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn fault(fault: codec::Fault) -> Error {
    Error::other(fault.to_string())
}
