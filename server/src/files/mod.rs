//! Stored bytes: kept once by their SHA-256, verified block by block before they are sent.
//!
//! The files room knows no datasets and no permissions: whoever calls [`send`] has asked the guard.

use std::sync::Arc;

use object_store::{ObjectStore, local::LocalFileSystem};
use serde::Serialize;

use crate::{clock::Moment, config::Config, error::Result};

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

/// Stands in for the real one until it is merged: keeps the bytes in memory and stores them as they are.
pub async fn put(
    backend: &crate::backend::Backend,
    form: Form,
    mut bytes: impl futures::Stream<Item = std::io::Result<bytes::Bytes>> + Send + Unpin,
) -> Result<Stored> {
    use futures::StreamExt;
    use sha2::{Digest, Sha256};
    let mut all = Vec::new();
    while let Some(some) = bytes.next().await {
        all.extend_from_slice(&some?);
    }
    let sha256 = hex::encode(Sha256::digest(&all));
    let byte_size = all.len() as u64;
    let path = object_store::path::Path::from(sha256.clone());
    object_store::ObjectStoreExt::put(&backend.objects.store, &path, all.into()).await?;
    let mut tx = backend.db.write().await?;
    sqlx::query(
        "insert into object (sha256, form, byte_size, block_digests, state, created_at, checked_at) \
         values ($1, $2, $3, '', 'ok', $4, $4) on conflict do nothing",
    )
    .bind(&sha256)
    .bind(form.name())
    .bind(i64::try_from(byte_size).unwrap_or_default())
    .bind(backend.clock.now().0)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Stored { sha256, form, byte_size })
}
