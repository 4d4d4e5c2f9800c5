//! Puts the words into refusals: handlers answer with a code, this layer makes the problem document of it.

use app::text::Language;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    error::{Code, Error, Refusal},
    http::input::Words,
};

/// Turns every refusal that passes into `application/problem+json` in the visitor's language.
pub async fn problems(Words(language): Words, request: Request, next: Next) -> Response {
    let mut response = with_words(next.run(request).await, language);
    let failed = response.status().is_client_error();
    let headers = response.headers_mut();
    let kind = headers.get(header::CONTENT_TYPE);
    let json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if json {
        headers.append(header::VARY, HeaderValue::from_static("accept-language"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        // What is withdrawn or frozen is gone at once, from every cache on the way too.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    }
    if json || failed {
        // Open data is for the pages of others too; nothing here depends on a cookie.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

/// The response with its words, when it is a refusal.
pub fn with_words(mut response: Response, language: Language) -> Response {
    let refusal = response.extensions_mut().remove::<Refusal>().or_else(|| {
        // Answers that axum itself gives have no document yet.
        let code = match response.status() {
            StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Code::TimedOut,
            _ => return None,
        };
        Some(Refusal { code, fields: Vec::new() })
    });
    let Some(refusal) = refusal else { return response };
    let problem = refusal.problem(language);
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.status_mut() = status;
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if status == StatusCode::SERVICE_UNAVAILABLE && !headers.contains_key(header::RETRY_AFTER) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// The refusal of a request outside the API, as a response without words.
pub fn refuse(code: Code) -> Response {
    Error::from(code).into_response()
}
