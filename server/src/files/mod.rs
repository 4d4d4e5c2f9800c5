//! Stored bytes: kept once by their SHA-256, verified block by block before they are sent.
//!
//! The files room knows no datasets and no permissions: whoever calls [`send`], [`read()`] or [`zip`] has asked the
//! guard. It never serves a byte that it has not verified, and it never writes in another room's transaction: bytes
//! are stored first ([`put`]), and the record that points at them is written afterwards.

mod archive;
mod codec;
mod conditions;
mod names;
mod put;
mod read;
mod scrub;
mod send;
mod store;

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use object_store::{ObjectStore, aws::AmazonS3Builder, local::LocalFileSystem, prefix::PrefixStore};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use tokio::sync::Semaphore;

use crate::{
    clock::Moment,
    config::{Config, ObjectsConfig},
    error::{Error, Result},
};

pub use archive::{Content, Entry, zip};
pub use names::{disposition, entry_names};
pub use put::{put, sweep};
pub use read::read;
pub use scrub::{Report, scrub};
pub use send::{AsIs, Sent, send};

/// ZIP archives written at once; each holds a thread for as long as its visitor takes.
const ARCHIVES: usize = 64;

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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Stored {
    /// Of the bytes before sealing, in hexadecimal.
    pub sha256: String,
    /// How they lie.
    pub form: Form,
    /// Before sealing.
    pub byte_size: u64,
}

impl Stored {
    /// The place in the store: `{form}/{aa}/{sha256}`.
    fn place(&self) -> object_store::path::Path {
        let shelf = self.sha256.get(..2).unwrap_or_default();
        [self.form.name(), shelf, &self.sha256].into_iter().collect()
    }
}

/// How a file is presented.
#[derive(Debug, Clone)]
pub struct SendAs<'a> {
    /// The file's name, in any script.
    pub name: &'a str,
    /// When it was stored.
    pub modified: Moment,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// The folder, when it is one: `object_store` neither syncs it nor lists what a killed process left in it.
    folder: Option<PathBuf>,
    key: codec::Key,
    archives: Arc<Semaphore>,
}

impl Objects {
    /// Opens the folder or the bucket that the configuration names, and the key that seals.
    ///
    /// Fails when the address or the key is not well formed, or the folder cannot be made.
    pub fn open(config: &Config) -> Result<Self> {
        let (store, folder): (Arc<dyn ObjectStore>, _) = match &config.objects.url {
            Some(url) => (bucket(url, &config.objects)?, None),
            None => {
                let folder = config.data.join("objects");
                std::fs::create_dir_all(&folder)?;
                // The store resolves links; what is synced and swept must be the same folder.
                let folder = folder.canonicalize()?;
                (Arc::new(LocalFileSystem::new_with_prefix(&folder)?), Some(folder))
            }
        };
        let secret = match &config.objects.sealing_key {
            Some(text) => secret(text)?,
            None => kept_secret(&config.data.join("keys"))?,
        };
        let key = codec::Key::new(&secret);
        Ok(Self { store, folder, key, archives: Arc::new(Semaphore::new(ARCHIVES)) })
    }
}

fn bucket(url: &str, config: &ObjectsConfig) -> Result<Arc<dyn ObjectStore>> {
    let place = url.strip_prefix("s3://").filter(|place| !place.is_empty());
    let place = place.ok_or_else(|| Error::other("objects.url is not of the form s3://bucket/prefix"))?;
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(config.region.as_deref().unwrap_or("us-east-1"));
    if let Some(endpoint) = &config.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let Some(id) = &config.access_key_id {
        builder = builder.with_access_key_id(id);
    }
    if let Some(secret) = &config.secret_access_key {
        builder = builder.with_secret_access_key(secret);
    }
    let store = builder.build()?;
    let prefix = prefix.trim_matches('/');
    Ok(if prefix.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) })
}

/// 32 bytes from 64 hexadecimal digits; the text is never repeated in the error.
fn secret(text: &str) -> Result<[u8; 32]> {
    let mut secret = [0; 32];
    hex::decode_to_slice(text.trim(), &mut secret)
        .map_err(|_| Error::other("the sealing key is not of 64 hexadecimal digits"))?;
    Ok(secret)
}

/// The key in `files.key`, made when there is none.
fn kept_secret(folder: &Path) -> Result<[u8; 32]> {
    let file = folder.join("files.key");
    if !file.exists() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        let draft = folder.join(format!("files.key.{}", std::process::id()));
        let mut options = std::fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut draft_file = options.open(&draft)?;
        draft_file.write_all(hex::encode(random()?).as_bytes())?;
        draft_file.sync_all()?;
        // Of two processes that start together one makes the key, whole, and both read it.
        let linked = std::fs::hard_link(&draft, &file);
        std::fs::remove_file(&draft)?;
        if let Err(error) = linked
            && error.kind() != std::io::ErrorKind::AlreadyExists
        {
            return Err(error.into());
        }
        std::fs::File::open(folder)?.sync_all()?;
    }
    secret(&std::fs::read_to_string(&file)?)
}

/// 32 bytes of the machine's own chance: seeded ids would repeat a salt, and with it a key and its nonces.
fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::other("the machine gives no random bytes"))?;
    Ok(bytes)
}
