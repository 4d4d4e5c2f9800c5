//! Reading stored bytes: nothing is handed on that has not been verified.

use std::{io, ops::Range, sync::Arc};

use bytes::Bytes;
use futures::{
    Stream, StreamExt,
    stream::{self, BoxStream},
};
use object_store::ObjectStoreExt;

use super::{
    Stored,
    codec::{Codec, Digest, Fault, Layout},
    store::{self, ObjectRow},
};
use crate::{
    backend::Shared,
    error::{Code, Error, Result},
};

/// The verified bytes of an object, in pieces of at most 1 MiB.
///
/// Fails with `Damaged` when the object is marked or its first block is bad; a later bad block ends the stream with an
/// error. Either way the object is marked.
pub async fn read(backend: &Shared, stored: &Stored) -> Result<BoxStream<'static, io::Result<Bytes>>> {
    let reader = Reader::open(backend, stored).await?;
    Ok(reader.bytes(0..stored.byte_size).await?.boxed())
}

/// An object that is being read.
#[derive(Debug)]
pub struct Reader {
    backend: Shared,
    stored: Stored,
    layout: Layout,
    digests: Vec<Digest>,
    codec: Codec,
}

impl Reader {
    /// Opens an object for reading; one that is marked as damaged is refused.
    pub async fn open(backend: &Shared, stored: &Stored) -> Result<Self> {
        let row = store::find(backend, stored).await?.ok_or_else(|| {
            Error::other(format!("there is no {} object {}", stored.form.name(), stored.sha256))
        })?;
        if row.damaged {
            return Err(Code::Damaged.into());
        }
        let stored = row.stored.clone();
        match Self::try_open(backend, row).await {
            Err(Unread::Fault(fault)) => Err(refuse(backend, &stored, fault).await),
            Err(Unread::Store(error)) => Err(error.into()),
            Ok(reader) => Ok(reader),
        }
    }

    /// Opens an object whatever its mark.
    pub async fn try_open(backend: &Shared, row: ObjectRow) -> Result<Self, Unread> {
        let ObjectRow { stored, digests, .. } = row;
        let layout = Layout { form: stored.form, byte_size: stored.byte_size };
        if digests.len() as u64 != layout.digests() {
            return Err(Unread::Fault(Fault::Damaged));
        }
        let codec = match (layout.header(), digests.first()) {
            (Some(header), Some(kept)) => {
                let header = fetch(backend, &stored, layout, header).await?;
                Codec::open(&backend.objects.key, &header, kept).map_err(Unread::Fault)?
            }
            (Some(_), None) => return Err(Unread::Fault(Fault::Damaged)),
            (None, _) => Codec::Plain,
        };
        Ok(Self { backend: Arc::clone(backend), stored, layout, digests, codec })
    }

    /// The number of blocks.
    pub fn blocks(&self) -> u64 {
        self.layout.blocks()
    }

    /// One verified block; the digest of 1 MiB takes about a millisecond, short enough for a thread that serves
    /// requests.
    pub async fn try_block(&self, index: u64) -> Result<Bytes, Unread> {
        let bytes = fetch(&self.backend, &self.stored, self.layout, self.layout.stored(index)).await?;
        let at = usize::try_from(self.layout.digest_index(index)).unwrap_or(usize::MAX);
        let kept = self.digests.get(at).ok_or(Unread::Fault(Fault::Damaged))?;
        self.codec.decode((index, self.layout.is_last(index)), bytes, kept).map_err(Unread::Fault)
    }

    /// Whether the stored file has another size than it should.
    pub async fn has_wrong_size(&self) -> Result<bool, Unread> {
        match self.backend.objects.store.head(&self.stored.place()).await {
            Ok(meta) => Ok(meta.size != self.layout.stored_size()),
            Err(object_store::Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(Unread::Store(error)),
        }
    }

    /// The given bytes. The first block is verified before this returns, the others before they are handed on.
    pub async fn bytes(
        self,
        wanted: Range<u64>,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + 'static> {
        let blocks = self.layout.covering(&wanted);
        let first = self.part(blocks.start, &wanted).await?;
        let reader = Arc::new(self);
        // Nothing is read ahead: a thousand slow visitors hold a thousand blocks, not three thousand.
        let rest = stream::iter(blocks.start + 1..blocks.end).then(move |index| {
            let (reader, wanted) = (Arc::clone(&reader), wanted.clone());
            async move { reader.part(index, &wanted).await.map_err(io::Error::other) }
        });
        Ok(stream::iter([Ok(first)]).chain(rest))
    }

    async fn part(&self, index: u64, wanted: &Range<u64>) -> Result<Bytes> {
        match self.try_block(index).await {
            Ok(block) => {
                let part = self.layout.part(index, wanted);
                Ok(block.slice(part.start.min(block.len())..part.end.min(block.len())))
            }
            Err(Unread::Fault(fault)) => Err(refuse(&self.backend, &self.stored, fault).await),
            Err(Unread::Store(error)) => Err(error.into()),
        }
    }
}

/// Why a block was not read.
#[derive(Debug)]
pub enum Unread {
    /// The bytes, or the key, are at fault.
    Fault(Fault),
    /// The store could not be read now; this says nothing about the bytes.
    Store(object_store::Error),
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

/// Marks a damaged object and makes the refusal. A wrong key is the operator's fault, not the bytes'.
async fn refuse(backend: &Shared, stored: &Stored, fault: Fault) -> Error {
    match fault {
        Fault::Damaged => {
            tracing::error!(sha256 = stored.sha256, form = stored.form.name(), "a stored file is damaged");
            if let Err(error) = store::mark(backend, stored, true).await {
                tracing::error!(%error, "the damaged file could not be marked");
            }
            Code::Damaged.into()
        }
        Fault::WrongKey => Error::other(format!("{}: {fault}", stored.sha256)),
    }
}

/// Stored bytes, not verified. A file that is gone or too short is damaged; any other failure is the store's.
async fn fetch(
    backend: &Shared,
    stored: &Stored,
    layout: Layout,
    range: Range<u64>,
) -> Result<Bytes, Unread> {
    if range.is_empty() {
        return Ok(Bytes::new());
    }
    let store = &backend.objects.store;
    match store.get_range(&stored.place(), range).await {
        Ok(bytes) => Ok(bytes),
        Err(object_store::Error::NotFound { .. }) => Err(Unread::Fault(Fault::Damaged)),
        Err(error) => match store.head(&stored.place()).await {
            Ok(meta) if meta.size < layout.stored_size() => Err(Unread::Fault(Fault::Damaged)),
            Ok(_) | Err(_) => Err(Unread::Store(error)),
        },
    }
}
