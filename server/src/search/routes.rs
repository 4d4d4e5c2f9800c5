//! Finding over HTTP:
//!
//! - `GET /api/datasets`
//! - `GET /api/suggest`
//! - `GET /api/themes`

use app::portal::{
    Page,
    catalogue::Theme,
    search::{SearchPage, SearchQuery, Suggestions},
};
use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    backend::Shared,
    error::Result,
    http::input::{Query, Words},
};

/// The routes of the room.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(find)).routes(routes!(suggest)).routes(routes!(themes))
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
) -> Result<Json<SearchPage>> {
    Ok(Json(super::find(&backend, &query, language).await?))
}

/// What was typed so far.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Typed {
    /// The beginning of a title, or words of it.
    q: String,
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
) -> Result<Json<Suggestions>> {
    Ok(Json(super::suggest(&backend, &typed.q, language).await?))
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
