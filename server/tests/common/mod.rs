//! A backend of its own for each test: SQLite in a temporary folder, or a database of its own on the PostgreSQL
//! server that `KAISHU_TEST_DATABASE` names.

#![expect(dead_code, reason = "each test file uses its part of this one")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the machine itself")]

use app::portal::catalogue::DistributionKind;
use server::{
    backend::{Backend, Shared},
    catalogue::{
        self, NewDistribution, Publisher, Record,
        metadata::{Metadata, OpenType, Origin, State},
    },
    clock::{Clock, Ids},
    config::Config,
    files, search,
};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;

/// An open backend and the folder it lives in.
pub struct Home {
    /// The backend.
    pub backend: Shared,
    /// Removed when dropped.
    pub folder: TempDir,
    router: axum::Router,
}

/// A new, empty backend with the machine's time.
pub async fn home() -> Home {
    home_at(Clock::System).await
}

/// A new, empty backend with the given time.
pub async fn home_at(clock: Clock) -> Home {
    let folder = TempDir::new().expect("a temporary folder");
    let config =
        Config { data: folder.path().to_owned(), database_url: database().await, ..Config::default() };
    let backend = Backend::open_with(config, clock, Ids::random()).await.expect("a backend");
    let router = server::http::router(backend.clone());
    Home { backend, folder, router }
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

/// An answer of the door.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a text header"))
    }
}

impl Home {
    /// Asks the whole door, limits included.
    pub async fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = axum::http::Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        let response = tower::ServiceExt::oneshot(self.router.clone(), request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// GET without headers.
    pub async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[]).await
    }

    /// Puts records into the catalogue in the given state and makes the index current.
    pub async fn put(&self, records: &[Record], state: State) -> Vec<String> {
        let mut tx = self.backend.db.write().await.expect("a transaction");
        let mut ids = Vec::new();
        for record in records {
            let (id, _) = catalogue::put(
                &self.backend,
                &mut tx,
                ("system:test", "test"),
                (Origin::Edited, state),
                record,
            )
            .await
            .expect("put");
            ids.push(id);
        }
        tx.commit().await.expect("commit");
        search::catch_up(&self.backend).await.expect("an index");
        ids
    }
}

/// A published unconditional record without data.
pub fn record(key: &str, title: &str) -> Record {
    Record {
        source_key: key.to_owned(),
        code: None,
        slug: None,
        aliases: vec![],
        publisher: Publisher {
            title: "青岛市教育局".to_owned(),
            region: "370200".to_owned(),
            kind: None,
            uscc: None,
        },
        metadata: Metadata {
            title: title.to_owned(),
            description: format!("{title}的说明"),
            open_type: Some(OpenType::Unconditional),
            level: Some(1),
            ..Metadata::default()
        },
        defects: vec![],
        version: "1".to_owned(),
        distributions: vec![],
    }
}

/// A hosted distribution of the given bytes.
pub async fn hosted(home: &Home, name: &str, bytes: &[u8], form: files::Form) -> NewDistribution {
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let stream = futures::stream::iter([Ok(bytes)]);
    let stored = files::put(&home.backend, form, stream).await.expect("stored");
    NewDistribution {
        kind: DistributionKind::Hosted,
        title: name.to_owned(),
        format: Some("CSV".to_owned()),
        url: None,
        stored: Some(stored),
        rows: Some(1),
    }
}
