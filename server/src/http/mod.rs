//! The door: every route of the portal on one screen.
//!
//! - `/api/…`: the rooms (`catalogue::routes`, `search::routes`), `/api/openapi.json`
//! - `/healthz`, `/readyz`, `/metrics`: for whoever runs it
//! - `/pkg/…`, `/favicon.*`, `/social.png`, `/speculation.json`, `/opensearch.xml`: for browsers
//! - `/robots.txt`, `/sitemap*.xml`, `/feeds/…`: for crawlers and readers of feeds
//! - everything else: pages

mod assets;
mod cache;
mod feed;
mod health;
pub mod input;
mod inside;
mod limits;
mod openapi;
mod opensearch;
mod pack;
mod problem;
mod site;
mod sitemap;
mod speculation;
mod timing;
mod xml;

use std::sync::Arc;

use app::{portal::Portal, text::Language};
use axum::{Router, middleware, routing::get};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    backend::Shared,
    catalogue::{self, guard::Visitor},
    error::Code,
    search,
};

/// The whole portal.
pub fn router(backend: Shared) -> Router {
    let api = api(backend.clone());
    let outer = Router::new()
        .route("/metrics", get(health::metrics))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemaps/{part}", get(sitemap::part))
        .route("/pkg/{*path}", get(assets::asset))
        .route("/favicon.ico", get(assets::asset))
        .route("/favicon.svg", get(assets::asset))
        .route("/social.png", get(assets::asset))
        .route("/speculation.json", get(speculation::rules))
        .route("/opensearch.xml", get(opensearch::description))
        .route("/en/opensearch.xml", get(opensearch::description))
        .route("/feeds/datasets.atom", get(feed::datasets))
        .route("/en/feeds/datasets.atom", get(feed::datasets))
        .with_state(backend.clone())
        .merge(api.clone())
        .fallback_service(site::pages(backend.clone(), api));
    // Health is asked while everything else sheds load.
    limits::limit(outer, &backend.config).merge(
        Router::new()
            .route("/healthz", get(health::alive))
            .route("/readyz", get(health::ready))
            .with_state(backend),
    )
}

/// The API alone, as pages enter it from inside.
pub fn api(backend: Shared) -> Router {
    let (rooms, document) = rooms().split_for_parts();
    rooms
        .route("/api/openapi.json", openapi::serve(document))
        .route("/api", get(nothing_here))
        .route("/api/{*rest}", get(nothing_here))
        .layer(middleware::from_fn(problem::problems))
        .with_state(backend)
}

/// The description of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    rooms().into_openapi()
}

fn rooms() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::document())
        .merge(opensearch::routes())
        .merge(search::routes::routes())
        .merge(catalogue::routes::routes())
}

/// The portal as `visitor` asks it within the process.
pub fn portal(api: Router, visitor: Visitor, language: Language) -> Portal {
    Portal::new(Arc::new(inside::Inside::new(api, visitor, None, timing::Timings::default())), language)
}

async fn nothing_here() -> crate::error::Result<()> {
    Err(Code::NotFound.into())
}
