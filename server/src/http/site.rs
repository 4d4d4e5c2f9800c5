//! The pages: rendered with the door inside, kept by the cache, dressed with their content security policy.

use std::convert::Infallible;

use app::{
    ask::{PageStatus, PublicUrl, SiteInfo, SiteLink},
    shell,
    text::Language,
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::{LeptosOptions, provide_context};
use sha2::{Digest, Sha256};
use tower::{Service, ServiceBuilder, ServiceExt, service_fn, util::BoxCloneSyncService};
use tower_http::compression::CompressionLayer;

use super::{
    cache::{Kept, Key, Pages},
    problem,
    sitemap::is_id,
};
use crate::{
    backend::Shared,
    catalogue::{Counted, guard::Visitor},
    error::Code,
};

/// The parameters that pages know; a page with another one is rendered anew each time.
const KNOWN: [&str; 13] = [
    "q",
    "theme",
    "publisher",
    "open_type",
    "format",
    "region",
    "cycle",
    "sort",
    "group",
    "limit",
    "cursor",
    "dataset",
    "page",
];

/// More than any page.
const MOST_BYTES: usize = 8 << 20;

/// Everything that is not an address of its own: pages.
pub fn pages(
    backend: Shared,
    api: Router,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
    let _ = any_spawner::Executor::init_tokio();
    let pages = Pages::new(backend.config.page_cache_bytes);
    let render = renderer(backend.clone(), api);
    service_fn(move |request: Request| {
        let (backend, pages, render) = (backend.clone(), pages.clone(), render.clone());
        async move { Ok(answer(&backend, &pages, render, request).await) }
    })
}

type Render = BoxCloneSyncService<Request, Response, Infallible>;

async fn answer(backend: &Shared, pages: &Pages, render: Render, request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return problem::refuse(Code::MethodNotAllowed);
    }
    let path = request.uri().path();
    if path.len() > 1 && path.ends_with('/') {
        // One slash at the beginning keeps the redirect on this site.
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return redirect(&format!("/{}{query}", path.trim_matches(['/', '\\'])));
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    if target.len() > 16 * 1024 {
        return problem::refuse(Code::QueryTooLong);
    }
    let seen = (path.strip_prefix("/en").unwrap_or(path)).strip_prefix("/datasets/").map(str::to_owned);
    let known_tag = request.headers().get(header::IF_NONE_MATCH).cloned();
    let prefetched = request.headers().contains_key("sec-purpose");
    let encoding = encoding(request.headers());
    let cacheable = request.uri().query().is_none_or(|query| {
        serde_html_form::from_str::<Vec<(String, String)>>(query)
            .is_ok_and(|pairs| pairs.iter().all(|(name, _)| KNOWN.contains(&name.as_str())))
    });
    let rendering = async {
        let mut request = Request::builder().uri(&target).body(Body::empty()).unwrap_or_default();
        if !encoding.is_empty() {
            request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding));
        }
        let Ok(response) = render.oneshot(request).await;
        let (parts, body) = response.into_parts();
        match axum::body::to_bytes(body, MOST_BYTES).await {
            Ok(body) => Kept { status: parts.status, headers: parts.headers, body },
            Err(_) => Kept {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                headers: HeaderMap::new(),
                body: Bytes::new(),
            },
        }
    };
    let page = if cacheable {
        let key = Key { target: target.clone(), generation: backend.search.generation(), encoding };
        pages.page(key, rendering).await
    } else {
        rendering.await
    };
    if page.status == StatusCode::OK
        && !prefetched
        && let Some(id) = seen
    {
        // Other spellings of an id are answered, and not counted.
        if is_id(&id) {
            backend.counters.add(Counted::View, &id);
        }
    }
    if let (Some(known), Some(tag)) = (known_tag, page.headers.get(header::ETAG))
        && knows(&known, tag)
    {
        let mut headers = page.headers;
        headers.remove(header::CONTENT_ENCODING);
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    page.into_response()
}

/// The best encoding that the browser takes.
fn encoding(headers: &HeaderMap) -> &'static str {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |encoding: &str| {
        accepted.split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let refused = weight.trim().trim_start_matches("q=").trim_matches(['0', '.']).is_empty();
            name.trim().eq_ignore_ascii_case(encoding) && !refused
        })
    };
    ["br", "gzip"].into_iter().find(|encoding| takes(encoding)).unwrap_or_default()
}

/// Whether `If-None-Match` names the page; a proxy may have made the tag a weak one.
fn knows(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (known, tag) = (known.to_str().unwrap_or_default(), tag.to_str().unwrap_or_default());
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Renders a page and compresses it.
fn renderer(backend: Shared, api: Router) -> Render {
    let site = &backend.config.site;
    let info = SiteInfo {
        name_zh: site.name_zh.clone(),
        name_en: site.name_en.clone(),
        city_zh: site.city_zh.clone(),
        city_en: site.city_en.clone(),
        contact: site.contact.clone(),
        icp: site.icp.clone(),
        police: site.police.clone(),
        site_id: site.site_id.clone(),
        links: site
            .links
            .iter()
            .map(|link| SiteLink { title: link.title.clone(), url: link.url.clone() })
            .collect(),
        development: backend.config.development,
    };
    let public_url = backend.config.public_url.clone();
    let options = LeptosOptions::builder().output_name("portal").site_pkg_dir("pkg").build();
    let render = service_fn(move |request: Request| {
        let (api, info, public_url, options) =
            (api.clone(), info.clone(), public_url.clone(), options.clone());
        async move {
            let language = Language::of_path(request.uri().path());
            let status = PageStatus::default();
            let answered = status.clone();
            let portal = super::portal(api, Visitor::Guest, language);
            let context = move || {
                provide_context(portal.clone());
                provide_context(status.clone());
                provide_context(PublicUrl(public_url.clone()));
                provide_context(info.clone());
            };
            let shell = move || shell(options.clone());
            let response = leptos_axum::render_app_async_with_context(context, shell)(request).await;
            Ok::<_, Infallible>(dress(response, &answered, language).await)
        }
    });
    let compress = ServiceBuilder::new().map_response(|response: Response<_>| response.map(Body::new));
    BoxCloneSyncService::new(compress.layer(CompressionLayer::new()).service(render))
}

/// Gives a rendered page its status and its headers.
async fn dress(response: Response, status: &PageStatus, language: Language) -> Response {
    if let Some(location) = status.location() {
        return redirect(&location);
    }
    let Ok(body) = axum::body::to_bytes(response.into_body(), MOST_BYTES).await else {
        return problem::refuse(Code::Internal);
    };
    let text = without_nonce(&String::from_utf8_lossy(&body)).replacen(
        "</head>",
        &format!("{}</head>", status.head()),
        1,
    );
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        script_hashes(&text)
    );
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&text)[..16]));
    let status = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    let keep = if status == StatusCode::OK { "public, max-age=0, must-revalidate" } else { "no-store" };
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::CACHE_CONTROL, keep),
        (header::CONTENT_SECURITY_POLICY, &policy),
        (header::ETAG, &tag),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// The page without the nonce that Leptos gives its scripts: the policy names them by their digests, and a page that
/// is the same shall be the same bytes.
fn without_nonce(page: &str) -> String {
    let nonce = page.split_once(" nonce=\"").and_then(|(_, rest)| rest.split('"').next());
    match nonce {
        Some(nonce) => page
            .replace(&format!(" nonce=\"{nonce}\""), "")
            .replace(&format!(" crossorigin=\"{nonce}\""), " crossorigin"),
        None => page.to_owned(),
    }
}

/// The SHA-256 of each inline script of the page, as the policy writes them.
fn script_hashes(page: &str) -> String {
    let mut hashes = String::new();
    let mut rest = page;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start..];
        let Some((tag, after)) = rest.split_once('>') else { break };
        let Some((script, after)) = after.split_once("</script>") else { break };
        if !tag.contains(" src=") && !script.is_empty() {
            let hash = format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)));
            if !hashes.contains(&hash) {
                hashes.push_str(&hash);
            }
        }
        rest = after;
    }
    hashes
}

/// A redirect to another address of this site, for good.
fn redirect(location: &str) -> Response {
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    response
        .headers_mut()
        .extend(HeaderValue::from_str(location).ok().map(|value| (header::LOCATION, value)));
    response
}
