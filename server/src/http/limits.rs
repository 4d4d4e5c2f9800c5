//! Limits, the access log and the headers that every answer carries. Too much work is answered 503 with Retry-After.

use std::time::Duration;

use axum::{
    BoxError, Router,
    error_handling::HandleErrorLayer,
    extract::{MatchedPath, Request},
    http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header},
    middleware::{self, Next},
    response::Response,
};
use metrics::SharedString;
use tokio::time::Instant;
use tower::{ServiceBuilder, load_shed::LoadShedLayer};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};

use super::{input::Words, problem};
use crate::{config::Config, error::Code, files::AsIs};

/// The router under its limits.
pub fn limit(router: Router, config: &Config) -> Router {
    let timeout = Duration::from_secs(config.timeout_seconds);
    let shed = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|_: BoxError| async { problem::refuse(Code::Busy) }))
        .layer(LoadShedLayer::new())
        .layer(tower::limit::GlobalConcurrencyLimitLayer::new(config.concurrency));
    router
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .layer(middleware::from_fn(move |request: Request, next: Next| async move {
            // The time to the first byte is limited; a download may take as long as it takes.
            tokio::time::timeout(timeout, next.run(request))
                .await
                .unwrap_or_else(|_| problem::refuse(Code::TimedOut))
        }))
        .layer(CompressionLayer::new().compress_when(worth_compressing))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| problem::refuse(Code::Internal)))
        .layer(shed)
        .layer(middleware::from_fn(dress))
}

/// Files go out as they are: they are compressed already or are asked for in ranges.
fn worth_compressing(_: StatusCode, _: Version, headers: &HeaderMap, extensions: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Pages are compressed where they are kept.
    !kind.starts_with("text/html")
        && extensions.get::<AsIs>().is_none()
        && [
            "text/",
            "application/json",
            "application/problem+json",
            "application/wasm",
            "image/svg",
            "application/xml",
            "application/atom",
            "application/opensearch",
            "application/x-suggestions",
        ]
        .iter()
        .any(|start| kind.starts_with(start))
}

/// Puts words into late refusals, adds the headers of every answer, logs and counts.
async fn dress(Words(language): Words, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    // Queries may hold what people look for, so the log has the path alone.
    let uri = request.uri().clone();
    let route = match request.extensions().get::<MatchedPath>() {
        Some(matched) => SharedString::from(matched.as_str().to_owned()),
        None => SharedString::const_str("page"),
    };
    let mut response = problem::with_words(next.run(request).await, language);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"));
    let seconds = start.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    let written = match status {
        200 => SharedString::const_str("200"),
        304 => SharedString::const_str("304"),
        other => SharedString::from(other.to_string()),
    };
    metrics::counter!("kaishu_requests_total", "route" => route.clone(), "status" => written).increment(1);
    metrics::histogram!("kaishu_request_seconds", "route" => route).record(seconds);
    tracing::info!(%method, path = uri.path(), status, ms = seconds * 1000.0, "answered");
    response
}
