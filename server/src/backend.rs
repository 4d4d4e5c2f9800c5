//! Everything the portal stands on, opened once.

use std::sync::Arc;

use crate::{
    catalogue::{Counters, Kept, codes::Codes},
    clock::{Clock, Ids},
    config::Config,
    db::Db,
    error::{Error, Result},
    files::Objects,
    search::Search,
};

/// The open backend; rooms take what they need from it.
#[derive(Debug)]
pub struct Backend {
    /// The configuration.
    pub config: Config,
    /// The records.
    pub db: Db,
    /// The stored bytes.
    pub objects: Objects,
    /// The index, read and (while serving) written.
    pub search: Search,
    /// The code lists.
    pub codes: Codes,
    /// Counts over the whole catalogue.
    pub kept: Kept,
    /// Counts that wait to be written.
    pub counters: Counters,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
}

/// The backend as handlers share it.
pub type Shared = Arc<Backend>;

impl Backend {
    /// Opens everything that the configuration names, with the machine's time and chance.
    pub async fn open(config: Config) -> Result<Shared> {
        Self::open_with(config, Clock::System, Ids::random()).await
    }

    /// Opens everything with the given time and chance.
    pub async fn open_with(config: Config, clock: Clock, ids: Ids) -> Result<Shared> {
        // A folder that cannot be written is told at once, by its name.
        let trial = config.data.join(format!(".writable.{}", std::process::id()));
        std::fs::create_dir_all(&config.data)
            .and_then(|()| std::fs::write(&trial, ""))
            .and_then(|()| std::fs::remove_file(&trial))
            .map_err(|error| Error::other(format!("{}: {error}", config.data.display())))?;
        let db = Db::open(config.database_url.as_deref(), &config.data).await?;
        let codes = Codes::load(&db).await?;
        let objects = Objects::open(&config)?;
        let search = Search::open(&config, &codes)?;
        Ok(Arc::new(Self {
            config,
            db,
            objects,
            search,
            codes,
            kept: Kept::default(),
            counters: Counters::default(),
            clock,
            ids,
        }))
    }
}
