//! Sending a file: range, conditions, names and digests.

use std::time::SystemTime;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::{
    Form, SendAs, Stored,
    conditions::{self, Answer, Validators},
    names,
    read::Reader,
};
use crate::{
    backend::Shared,
    error::{Code, Error, Result},
};

/// Marks a response whose body must reach the visitor byte by byte: the compression layer passes it by when its
/// predicate asks `extensions.get::<AsIs>().is_none()`. The header `Cache-Control: no-transform` says the same to
/// proxies.
#[derive(Debug, Clone, Copy)]
pub struct AsIs;

/// An answer, and whether it is a download.
#[derive(Debug)]
pub struct Sent {
    /// The answer.
    pub response: Response,
    /// Whether the first byte is in it: of the requests that fetch one file in parts, one counts.
    pub counts: bool,
}

/// Answers GET or HEAD with a file: 200, 206, 304, 412 or 416.
///
/// The caller has asked the guard. Fails with `Damaged` when the file is marked or the first block needed is bad; a
/// later bad block aborts the connection. Several ranges in one request are answered 200 with the whole.
pub async fn send(
    backend: &Shared,
    stored: &Stored,
    as_: SendAs<'_>,
    headers: &HeaderMap,
    method: &Method,
) -> Result<Sent> {
    let reader = Reader::open(backend, stored).await?;
    let validators = Validators::new(&stored.sha256, as_.modified);
    let size = stored.byte_size;
    let (status, wanted) = match conditions::answer(method, headers, &validators, size) {
        Answer::Whole => (StatusCode::OK, 0..size),
        Answer::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Answer::NotModified => {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            *response.headers_mut() = validity(stored, &validators)?;
            return Ok(Sent { response, counts: false });
        }
        Answer::PreconditionFailed => {
            return Ok(Sent { response: StatusCode::PRECONDITION_FAILED.into_response(), counts: false });
        }
        Answer::NotSatisfiable => {
            let mut response = Error::from(Code::RangeNotSatisfiable).into_response();
            response.headers_mut().insert(header::CONTENT_RANGE, value(&format!("bytes */{size}"))?);
            return Ok(Sent { response, counts: false });
        }
    };
    let mut all = validity(stored, &validators)?;
    describe(&mut all, stored, as_.name)?;
    all.insert(header::CONTENT_LENGTH, (wanted.end - wanted.start).into());
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{size}", wanted.start, wanted.end - 1);
        all.insert(header::CONTENT_RANGE, value(&range)?);
    }
    let starts = wanted.start == 0;
    // HEAD reads the first block as well: it must not promise what GET then refuses.
    let bytes = reader.bytes(wanted).await?;
    let head = method == Method::HEAD;
    let mut response = Response::new(if head { Body::empty() } else { Body::from_stream(bytes) });
    *response.status_mut() = status;
    *response.headers_mut() = all;
    response.extensions_mut().insert(AsIs);
    Ok(Sent { response, counts: starts && !head })
}

/// The headers that 304 has in common with 200.
fn validity(stored: &Stored, validators: &Validators) -> Result<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, value(&validators.etag)?);
    headers.insert(header::LAST_MODIFIED, value(&http_date(validators.modified))?);
    // The bytes at an address never change, but the permission to see them does: whoever keeps them asks each time,
    // so that a withdrawal takes effect at once.
    let caching = match stored.form {
        Form::Plain => "public, no-cache, no-transform",
        Form::Sealed => "private, no-store, no-transform",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(headers)
}

/// The headers that say what the bytes are.
fn describe(headers: &mut HeaderMap, stored: &Stored, name: &str) -> Result<()> {
    let digest = hex::decode(&stored.sha256).map_err(|_| Error::other("a stored SHA-256 is not readable"))?;
    let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(digest));
    headers.insert(HeaderName::from_static("repr-digest"), value(&digest)?);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_TYPE, value(&media_type(name))?);
    headers.insert(header::CONTENT_DISPOSITION, value(&names::disposition(name))?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A page or a drawing among the files is not a page of the portal.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
    );
    Ok(())
}

/// The media type that the name's extension stands for; text is UTF-8.
fn media_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = guess.type_() == mime_guess::mime::TEXT && guess.get_param("charset").is_none();
    if text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

fn http_date(at: SystemTime) -> String {
    httpdate::fmt_http_date(at)
}

fn value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|_| Error::other("a header of a file cannot be written"))
}
