//! Stored bytes: kept once by their SHA-256, verified block by block before they are sent.
//!
//! The files room knows no datasets and no permissions: whoever calls [`send`] has asked the guard.

use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{backend::{Backend, Shared}, clock::Moment, config::Config, error::Result};

/// How bytes lie in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As they are.
    Plain,
    /// Encrypted block by block with the key of the configuration.
    Sealed,
}

impl Form {
    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Sealed => "sealed",
        }
    }

    /// The form of a stored name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Plain, Self::Sealed].into_iter().find(|form| form.name() == name)
    }
}

/// Bytes that are in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// Of the bytes before sealing, in hexadecimal.
    pub sha256: String,
    /// How they lie.
    pub form: Form,
    /// Before sealing.
    pub byte_size: u64,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub struct Objects {
    /// The folder or the bucket.
    pub store: Arc<dyn ObjectStore>,
}

/// How a file is presented.
#[derive(Debug, Clone)]
pub struct SendAs<'a> {
    /// The file's name, in any script.
    pub name: &'a str,
    /// When it was stored.
    pub modified: Moment,
}

impl Objects {
    /// Opens the folder or the bucket that the configuration names.
    pub fn open(config: &Config) -> Result<Self> {
        let folder = config.data.join("objects");
        std::fs::create_dir_all(&folder)?;
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }
}

/// Stores bytes and says what they are.
pub async fn put(
    backend: &Backend,
    form: Form,
    mut stream: impl futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send + Unpin,
) -> Result<Stored> {
    let mut all = Vec::new();
    while let Some(piece) = stream.try_next().await? {
        all.extend_from_slice(&piece);
    }
    let sha256 = hex::encode(Sha256::digest(&all));
    let stored = Stored { form, byte_size: u64::try_from(all.len()).unwrap_or_default(), sha256: sha256.clone() };
    let path = Path::from(format!("{}/{sha256}", form.name()));
    backend.objects.store.put(&path, all.into()).await?;
    let now = backend.clock.now();
    let mut tx = backend.db.write().await?;
    sqlx::query(
        "insert into object (sha256, form, byte_size, block_digests, state, created_at, checked_at) \
         values ($1, $2, $3, $4, 'ok', $5, $5) on conflict do nothing",
    )
    .bind(&sha256)
    .bind(form.name())
    .bind(i64::try_from(stored.byte_size).unwrap_or_default())
    .bind(&sha256)
    .bind(now.0)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(stored)
}

/// The bytes of an object.
pub async fn read(
    backend: &Shared,
    stored: &Stored,
) -> Result<BoxStream<'static, std::io::Result<bytes::Bytes>>> {
    let path = Path::from(format!("{}/{}", stored.form.name(), stored.sha256));
    let all = backend.objects.store.get(&path).await?.bytes().await?;
    Ok(futures::stream::iter([Ok(all)]).boxed())
}
