//! The description of the API, made from the handlers.

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
    routing::{MethodRouter, get},
};
use utoipa::{OpenApi, openapi::OpenApi as Document};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kaishu",
        description = "The open-data portal's API. Errors are RFC 9457 problem documents with a stable `code`; words \
                       come in the language of `Accept-Language` (zh-CN unless English). Lists carry `next`, an \
                       opaque cursor; they are never silently cut.",
        license(name = "Apache-2.0"),
    ),
    tags(
        (name = "search", description = "Finding datasets"),
        (name = "catalogue", description = "Datasets, their files, organisations"),
    )
)]
struct Description;

/// What the rooms' handlers are added to.
pub fn document() -> Document {
    Description::openapi()
}

/// Serves the finished description.
pub fn serve<S: Clone + Send + Sync + 'static>(document: Document) -> MethodRouter<S> {
    let text = document.to_json().unwrap_or_default();
    get(move || async move {
        let json = HeaderValue::from_static("application/json");
        (
            [
                (header::CONTENT_TYPE, json),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            ],
            text,
        )
            .into_response()
    })
}
