//! A backend of its own for each test: SQLite in a temporary folder, or a database of its own on the PostgreSQL
//! server that `KAISHU_TEST_DATABASE` names.

use server::{
    backend::{Backend, Shared},
    clock::{Clock, Ids},
    config::Config,
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;

/// An open backend and the folder it lives in.
pub struct Home {
    /// The backend.
    pub backend: Shared,
    /// Removed when dropped.
    pub folder: TempDir,
}

/// A new, empty backend with the machine's time.
pub async fn home() -> Home {
    home_at(Clock::System).await
}

/// A new, empty backend with the given time.
pub async fn home_at(clock: Clock) -> Home {
    let folder = TempDir::new().expect("a temporary folder");
    let config = Config { data: folder.path().to_owned(), database_url: database().await, ..Config::default() };
    let backend = Backend::open_with(config, clock, Ids::random()).await.expect("a backend");
    Home { backend, folder }
}

/// The address of a new database on the server of the tests, when there is one.
async fn database() -> Option<String> {
    let server = std::env::var("KAISHU_TEST_DATABASE").ok()?;
    sqlx::any::install_default_drivers();
    let name = format!("kaishu_{}", Ids::random().next(Clock::System.now()).replace('-', ""));
    let mut connection = AnyConnection::connect(&server).await.expect("the server of the tests");
    connection.execute(AssertSqlSafe(format!("create database {name}"))).await.expect("a new database");
    let (base, query) = server.split_once('?').map_or((server.as_str(), ""), |(b, q)| (b, q));
    let base = base.rsplit_once('/').expect("an address with a database").0;
    Some(if query.is_empty() { format!("{base}/{name}") } else { format!("{base}/{name}?{query}") })
}
