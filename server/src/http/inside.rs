//! The door within the process: the page that is rendered here asks the same API as everybody.
//!
//! It enters below the limits and the access log, so that a page never waits for a place that it holds itself.

use app::portal::{Answer, Door, Question, Reply};
use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Request, header},
};
use tokio::time::Instant;
use tower::ServiceExt;

use super::timing::Timings;
use crate::catalogue::guard::Visitor;

/// More than any answer that a page asks for.
const MOST_BYTES: usize = 8 << 20;

/// The API, entered as the visitor of one page.
#[derive(Clone)]
pub struct Inside {
    api: Router,
    visitor: Visitor,
    /// `Sec-Purpose` of the page's request.
    purpose: Option<HeaderValue>,
    timings: Timings,
}

impl Inside {
    /// A door to `api` for `visitor`, which notes in `timings` how long answers took. `purpose` is the `Sec-Purpose` of
    /// the page that is asked for.
    pub fn new(api: Router, visitor: Visitor, purpose: Option<HeaderValue>, timings: Timings) -> Self {
        Self { api, visitor, purpose, timings }
    }
}

impl Door for Inside {
    fn ask(&self, question: Question) -> Answer {
        let api = self.api.clone();
        let visitor = self.visitor.clone();
        let purpose = self.purpose.clone();
        let timings = self.timings.clone();
        Box::pin(async move {
            let unreachable = Reply { status: 0, body: String::new() };
            let request = Request::builder()
                .uri(&question.target)
                .method(if question.body.is_some() { "POST" } else { "GET" })
                .header(header::ACCEPT_LANGUAGE, question.language.tag())
                .header(header::CONTENT_TYPE, "application/json")
                .extension(visitor)
                .body(question.body.map_or_else(Body::empty, Body::from));
            let Ok(mut request) = request else { return unreachable };
            request
                .headers_mut()
                .extend(purpose.map(|purpose| (HeaderName::from_static("sec-purpose"), purpose)));
            let begun = Instant::now();
            // The router never fails: its error type has no values.
            let Ok(response) = api.oneshot(request).await;
            let status = response.status().as_u16();
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, MOST_BYTES).await;
            let path = question.target.split('?').next().unwrap_or_default();
            timings.asked(path, begun.elapsed(), &parts.headers);
            match body {
                Ok(body) => Reply { status, body: String::from_utf8_lossy(&body).into_owned() },
                Err(_) => unreachable,
            }
        })
    }
}
