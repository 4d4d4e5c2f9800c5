//! The catalogue over HTTP:
//!
//! - `GET /api/datasets/{id}`, `GET /api/datasets/{id}/citation`
//! - `GET /api/datasets/{id}/files/{file}`
//! - `GET /api/selection.zip`
//! - `GET /api/organisations`, `GET /api/organisations/{id}`
//! - `GET /api/statistics`

use app::portal::{
    Page, Problem,
    catalogue::{CitationFormat, Dataset, Organisation, OrganisationsQuery, Statistics},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::guard::Visitor;
use crate::{
    backend::Shared,
    error::Result,
    http::input::{Path, Query, Words},
};

/// The routes of the room.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(dataset))
        .routes(routes!(citation))
        .routes(routes!(file))
        .routes(routes!(selection))
        .routes(routes!(organisations))
        .routes(routes!(organisation))
        .routes(routes!(statistics))
}

/// One dataset by its id, catalogue code, slug or outside id, with everything that its page shows.
#[utoipa::path(
    get, path = "/api/datasets/{id}", tag = "catalogue",
    params(("id" = String, Path, description = "Id, catalogue code, slug or outside id")),
    responses(
        (status = 200, body = Dataset),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json", description = "Withdrawn"),
    ),
)]
async fn dataset(
    State(backend): State<Shared>,
    visitor: Visitor,
    Words(language): Words,
    Path(id): Path<String>,
) -> Result<Json<Dataset>> {
    Ok(Json(super::view(&backend, &visitor, &id, language).await?))
}

/// In which form to cite.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Form {
    /// `gbt7714` (unless said), `bibtex` or `ris`.
    format: CitationFormat,
}

/// How to cite a dataset.
#[utoipa::path(
    get, path = "/api/datasets/{id}/citation", tag = "catalogue",
    params(("id" = String, Path, description = "Id, catalogue code, slug or outside id"), Form),
    responses(
        (status = 200, description = "The citation", body = String, content_type = "text/plain"),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json", description = "Withdrawn"),
    ),
)]
async fn citation(
    State(backend): State<Shared>,
    visitor: Visitor,
    Words(language): Words,
    Path(id): Path<String>,
    Query(form): Query<Form>,
) -> Result<Response> {
    let dataset = super::view(&backend, &visitor, &id, language).await?;
    let today = backend.clock.now().shanghai_day();
    let cited = super::cited(&backend, &dataset, &today);
    let (kind, ending, text) = match form.format {
        CitationFormat::Gbt7714 => ("text/plain; charset=utf-8", None, cited.gbt7714() + "\n"),
        CitationFormat::Bibtex => ("application/x-bibtex; charset=utf-8", Some("bib"), cited.bibtex()),
        CitationFormat::Ris => ("application/x-research-info-systems", Some("ris"), cited.ris()),
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let name = ending.map(|ending| format!("attachment; filename=\"{}.{ending}\"", dataset.item.id));
    headers.extend(
        name.and_then(|name| HeaderValue::from_str(&name).ok())
            .map(|name| (header::CONTENT_DISPOSITION, name)),
    );
    Ok(response)
}

/// A file of any version of a dataset, at an address that never changes. Answers ranges, `If-Range`,
/// `If-None-Match` and HEAD.
#[utoipa::path(
    get, path = "/api/datasets/{id}/files/{file}", tag = "catalogue",
    params(("id" = String, Path, description = "The dataset's id"), ("file" = String, Path, description = "The file's id")),
    responses(
        (status = 200, description = "The whole file", content_type = "application/octet-stream"),
        (status = 206, description = "The range asked for", content_type = "application/octet-stream"),
        (status = 304, description = "Not changed"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 416, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "The stored file is damaged"),
    ),
)]
async fn file(
    State(backend): State<Shared>,
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response> {
    super::send_file(&backend, &visitor, (&id, &file), (&method, &headers)).await
}

/// Which datasets to download together.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(default)]
#[derive(Default)]
#[into_params(parameter_in = Query)]
struct Selection {
    /// Ids of datasets; at most 200.
    dataset: Vec<String>,
}

/// The files of several datasets as one ZIP (ZIP64, streamed) with a manifest and a `datapackage.json`.
#[utoipa::path(
    get, path = "/api/selection.zip", tag = "catalogue", params(Selection),
    responses(
        (status = 200, description = "The files", content_type = "application/zip"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "Nothing in it can be downloaded"),
    ),
)]
async fn selection(
    State(backend): State<Shared>,
    visitor: Visitor,
    method: Method,
    Query(selection): Query<Selection>,
) -> Result<Response> {
    super::send_selection(&backend, &visitor, &selection.dataset, &method).await
}

/// Organisations with visible datasets, most datasets first.
#[utoipa::path(
    get, path = "/api/organisations", tag = "catalogue", params(OrganisationsQuery),
    responses((status = 200, body = Page<Organisation>), (status = 400, body = Problem, content_type = "application/problem+json")),
)]
async fn organisations(
    State(backend): State<Shared>,
    Words(language): Words,
    Query(query): Query<OrganisationsQuery>,
) -> Result<Json<Page<Organisation>>> {
    Ok(Json(super::organisations(&backend, &query, language).await?))
}

/// One organisation.
#[utoipa::path(
    get, path = "/api/organisations/{id}", tag = "catalogue",
    params(("id" = String, Path, description = "The organisation's id")),
    responses((status = 200, body = Organisation), (status = 404, body = Problem, content_type = "application/problem+json")),
)]
async fn organisation(
    State(backend): State<Shared>,
    Words(language): Words,
    Path(id): Path<String>,
) -> Result<Json<Organisation>> {
    Ok(Json(super::organisation(&backend, &id, language).await?))
}

/// The figures of the portal, counted in the database.
#[utoipa::path(get, path = "/api/statistics", tag = "catalogue", responses((status = 200, body = Statistics)))]
async fn statistics(State(backend): State<Shared>) -> Result<Json<Statistics>> {
    Ok(Json(super::statistics(&backend).await?))
}
