//! Finding over HTTP:
//!
//! - `GET /api/datasets`
//! - `GET /api/suggest`
//! - `GET /api/popular`
//! - `GET /api/themes`

use std::{future::Future, time::Duration};

use app::portal::{
    Page,
    catalogue::Theme,
    search::{PopularSearch, SearchPage, SearchQuery, Suggestions},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderName},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    backend::Shared,
    error::Result,
    http::input::{Query, Words},
};

/// The routes of the room.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(suggest))
        .routes(routes!(popular))
        .routes(routes!(themes))
}

/// Finds datasets.
#[utoipa::path(
    get,
    path = "/api/datasets",
    tag = "search",
    params(SearchQuery),
    responses(
        (status = 200, description = "The datasets found, with facets", body = SearchPage),
        (status = 400, description = "A parameter is not known or has no such value", body = app::portal::Problem),
        (status = 410, description = "The cursor is too old", body = app::portal::Problem),
        (status = 503, description = "The index is being built", body = app::portal::Problem),
    )
)]
async fn find(
    State(backend): State<Shared>,
    Query(query): Query<SearchQuery>,
    Words(language): Words,
    headers: HeaderMap,
) -> Result<Timed<SearchPage>> {
    let found = Timed::search(super::find(&backend, &query, language)).await?;
    if !headers.contains_key("sec-purpose") {
        backend.search.asks.add(&query, &found.1);
    }
    Ok(found)
}

/// An answer that says how long it took, in `Server-Timing`.
struct Timed<T>(Duration, T);

impl<T> Timed<T> {
    async fn search(answer: impl Future<Output = Result<T>>) -> Result<Self> {
        let begun = Instant::now();
        let answer = answer.await?;
        Ok(Self(begun.elapsed(), answer))
    }
}

impl<T: Serialize> IntoResponse for Timed<T> {
    fn into_response(self) -> Response {
        let Self(took, answer) = self;
        let timing = format!("search;dur={:.2}", took.as_secs_f64() * 1000.0);
        ([(HeaderName::from_static("server-timing"), timing)], Json(answer)).into_response()
    }
}

/// What was typed so far.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Typed {
    /// The beginning of a title, or words of it.
    pub q: String,
}

/// Completes what was typed.
#[utoipa::path(
    get,
    path = "/api/suggest",
    tag = "search",
    params(Typed),
    responses(
        (status = 200, description = "Titles, best first", body = Suggestions),
        (status = 503, description = "The index is being built", body = app::portal::Problem),
    )
)]
async fn suggest(
    State(backend): State<Shared>,
    Query(typed): Query<Typed>,
    Words(language): Words,
) -> Result<Timed<Suggestions>> {
    Timed::search(super::suggest(&backend, &typed.q, language)).await
}

/// What others look for.
#[utoipa::path(
    get,
    path = "/api/popular",
    tag = "search",
    responses((status = 200, description = "Queries of the last 30 days that find something, most frequent first",
               body = Page<PopularSearch>))
)]
async fn popular(State(backend): State<Shared>) -> Result<Json<Page<PopularSearch>>> {
    Ok(Json(super::popular(&backend).await?))
}

/// All themes in their order, with the number of datasets in each.
#[utoipa::path(
    get,
    path = "/api/themes",
    tag = "search",
    responses((status = 200, description = "The themes", body = Page<Theme>))
)]
async fn themes(State(backend): State<Shared>, Words(language): Words) -> Result<Json<Page<Theme>>> {
    Ok(Json(super::themes(&backend, language).await?))
}
