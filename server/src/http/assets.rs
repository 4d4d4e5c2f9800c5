//! What browsers load beside the page: in the binary of a release, in the folder `site` otherwise.
//!
//! Pages ask for `/pkg/{digest}/…`, where the digest is that of all files of the build: such an address never changes
//! its content, so browsers keep it and never ask again, and script and WebAssembly are always of one build.

use std::{borrow::Cow, sync::LazyLock};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use moka::future::Cache;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use super::pack::Encoding;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../site"]
#[allow_missing = true]
struct Site;

/// The folder of the build's script, style and WebAssembly, as pages name it: `pkg/{digest}`.
pub static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Site::iter().filter(|name| name.starts_with("pkg/")).collect();
    names.sort();
    let mut digest = Sha256::new();
    for name in names {
        digest.update(name.as_bytes());
        digest.update(Site::get(&name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    format!("pkg/{}", hex::encode(&digest.finalize()[..8]))
});

/// What was compressed since the start, by the digest of the file; where the bundler has done it, nothing is here.
static PACKED: LazyLock<Cache<([u8; 32], Encoding), Bytes>> = LazyLock::new(|| Cache::new(256));

/// `GET /pkg/…`, `/favicon.*`, `/social.png`: an asset with its digest as ETag. At an address without the digest of the
/// build, or with that of another one, browsers ask each time whether it has changed.
pub async fn asset(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let (path, lasting) = match path.strip_prefix(FOLDER.as_str()).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => (Cow::Owned(format!("pkg/{rest}")), true),
        None => (without_digest(path), false),
    };
    let Some(file) = Site::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let digest = file.metadata.sha256_hash();
    let etag = format!("\"{}\"", hex::encode(&digest[..16]));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.contains(&etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        send(&path, file, request.headers()).await
    };
    let headers = response.headers_mut();
    let keep = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.extend(HeaderValue::from_str(&etag).ok().map(|etag| (header::ETAG, etag)));
    response
}

/// The path without the digest of another build.
fn without_digest(path: &str) -> Cow<'_, str> {
    let rest = path.strip_prefix("pkg/").and_then(|rest| rest.split_once('/'));
    match rest {
        Some((digest, rest)) if digest.len() == 16 && digest.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Cow::Owned(format!("pkg/{rest}"))
        }
        Some(_) | None => Cow::Borrowed(path),
    }
}

/// The file as the browser takes it best.
async fn send(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let packs = ["text/", "application/javascript", "application/json", "application/wasm", "image/svg"]
        .iter()
        .any(|start| kind.as_ref().starts_with(start));
    let digest = file.metadata.sha256_hash();
    let plain = bytes(file);
    let (body, encoding) =
        if packs { packed(path, digest, plain, headers).await } else { (plain, Encoding::Plain) };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(kind.as_ref()).ok().map(|kind| (header::CONTENT_TYPE, kind)));
    if packs {
        encoding.tell(headers);
    }
    response
}

/// The file compressed: by the bundler, or here when it is asked for the first time.
async fn packed(path: &str, digest: [u8; 32], plain: Bytes, headers: &HeaderMap) -> (Bytes, Encoding) {
    let encoding = Encoding::of(headers);
    let ending = match encoding {
        Encoding::Plain => return (plain, encoding),
        Encoding::Brotli => "br",
        Encoding::Zstd => "zst",
        Encoding::Gzip => "gz",
    };
    if let Some(made) = Site::get(&format!("{path}.{ending}")) {
        return (bytes(made), encoding);
    }
    let pack = async {
        let plain = plain.clone();
        spawn_blocking(move || encoding.pack(&plain).map(Bytes::from)).await.ok().flatten()
    };
    match PACKED.optionally_get_with((digest, encoding), pack).await {
        Some(packed) => (packed, encoding),
        None => (plain, Encoding::Plain),
    }
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_builds_lead_to_this_one() {
        assert_eq!(without_digest("pkg/0123456789abcdef/portal.js"), "pkg/portal.js");
        for path in ["pkg/portal.js", "pkg/snippets/a.js", "favicon.ico", "pkg/0123456789abcdeg/portal.js"] {
            assert_eq!(without_digest(path), path);
        }
        assert_eq!(FOLDER.len(), "pkg/".len() + 16);
    }
}
