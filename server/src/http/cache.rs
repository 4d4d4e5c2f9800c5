//! Rendered pages, kept in memory for everybody who has not signed in: a rush on the front page costs a copy.
//!
//! A page is kept at most 30 seconds and only while the index has not changed; several requests for one page render
//! it once, and it is compressed once. Only answers 200 are kept, and only where every parameter is known, so that
//! nobody can fill the memory.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use moka::future::Cache;

use super::pack::Encoding;

/// What makes pages differ.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Path and query; the language is in the path.
    pub target: String,
    /// The generation of the index.
    pub generation: u64,
    /// How the body is written.
    pub encoding: Encoding,
}

/// A page as it goes out.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The status.
    pub status: StatusCode,
    /// The headers, with CSP and ETag.
    pub headers: HeaderMap,
    /// The body, compressed when the key says so.
    pub body: Bytes,
}

impl IntoResponse for Kept {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// The kept pages.
#[derive(Debug, Clone)]
pub struct Pages(Cache<Key, Arc<Kept>>);

impl Pages {
    /// A cache of at most `bytes`.
    pub fn new(bytes: u64) -> Self {
        let weight = |key: &Key, page: &Arc<Kept>| {
            u32::try_from(key.target.len() + page.body.len() + 1024).unwrap_or(u32::MAX)
        };
        Self(
            Cache::builder()
                .max_capacity(bytes)
                .weigher(weight)
                .time_to_live(Duration::from_secs(30))
                .build(),
        )
    }

    /// The page of `key`, when it is there.
    pub async fn kept(&self, key: &Key) -> Option<Arc<Kept>> {
        self.0.get(key).await
    }

    /// The page of `key`, rendered once when it is not there.
    pub async fn page(&self, key: Key, render: impl Future<Output = Kept>) -> Arc<Kept> {
        let rendered = self.0.try_get_with(key, async {
            let page = Arc::new(render.await);
            if page.status == StatusCode::OK { Ok(page) } else { Err(page) }
        });
        rendered.await.unwrap_or_else(|page| (*page).clone())
    }
}
