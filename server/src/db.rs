//! The database: SQLite by default, PostgreSQL where the configuration says so, the same statements on both.
//!
//! Statements use `$1`, `on conflict` and `returning`; sums are cast to bigint. SQLite has one writer connection
//! and many readers, because deferred transactions fail under load where immediate ones wait for their turn.

use std::{path::Path, time::Duration};

use sqlx::{
    Any, AnyPool, Executor, Transaction,
    any::AnyPoolOptions,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::error::Result;

/// A transaction that writes.
pub type Tx = Transaction<'static, Any>;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A server.
    Postgres,
}

/// The open database.
#[derive(Debug, Clone)]
pub struct Db {
    read: AnyPool,
    write: AnyPool,
    engine: Engine,
}

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "catalogue", include_str!("../migrations/0001_catalogue.sql")),
    (2, "search", include_str!("../migrations/0002_search.sql")),
];

impl Db {
    /// Opens the database at `url` (`postgres://…`), or the file `kaishu.db` in `data` when there is none, and
    /// brings its schema up to date.
    pub async fn open(url: Option<&str>, data: &Path) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let db = match url {
            Some(url) => {
                let pool = AnyPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(5))
                    .connect(url)
                    .await?;
                Self { read: pool.clone(), write: pool, engine: Engine::Postgres }
            }
            None => {
                let file = data.join("kaishu.db");
                let url = format!("sqlite://{}?mode=rwc", file.display());
                let write = sqlite(1).connect(&url).await?;
                // Less than the time that a request has: it is told that the portal is busy.
                let read = sqlite(8).acquire_timeout(Duration::from_secs(5)).connect(&url).await?;
                Self { read, write, engine: Engine::Sqlite }
            }
        };
        db.migrate().await?;
        Ok(db)
    }

    /// The pool for reading.
    pub fn read(&self) -> &AnyPool {
        &self.read
    }

    /// Begins a transaction that writes; on SQLite it waits for its turn.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self.engine {
            Engine::Sqlite => self.write.begin_with("BEGIN IMMEDIATE").await?,
            Engine::Postgres => self.write.begin().await?,
        })
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    async fn migrate(&self) -> Result<()> {
        let migrations = MIGRATIONS
            .iter()
            .map(|(version, name, sql)| {
                Migration::new(
                    *version,
                    (*name).into(),
                    MigrationType::Simple,
                    sqlx::SqlStr::from_static(sql),
                    false,
                )
            })
            .collect::<Vec<_>>();
        let mut migrator = Migrator::DEFAULT;
        migrator.migrations = migrations.into();
        migrator.run(&self.write).await?;
        Ok(())
    }
}

fn sqlite(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(30)).after_connect(
        |connection, _| {
            Box::pin(async move {
                // An acknowledged write survives a power cut (FULL); import beside a server waits for its turn.
                connection
                    .execute(
                        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 20000; \
                         pragma foreign_keys = on; pragma cache_size = -32000; pragma temp_store = memory;",
                    )
                    .await?;
                Ok(())
            })
        },
    )
}

/// Whether the database refused a row because it exists.
pub fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// `$1, $2, …, $n` for a statement with a list of `n` values.
pub fn placeholders(n: usize) -> String {
    (1..=n).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ")
}

/// Lets transactions that take the next number of a sequence commit in the order of their numbers: a follower would
/// skip a number that is committed after a higher one. SQLite has one writer and needs nothing.
pub async fn in_order(engine: Engine, tx: &mut Tx) -> Result<()> {
    if engine == Engine::Postgres {
        // The function returns void, which `Any` cannot read; its text is empty.
        sqlx::query("select length(cast(pg_advisory_xact_lock(7411) as text))").execute(&mut **tx).await?;
    }
    Ok(())
}
