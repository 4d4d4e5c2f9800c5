//! The pages: rendered with the door inside, kept by the cache, dressed with their content security policy.

use std::{convert::Infallible, sync::Arc};

use app::{
    ask::{PageStatus, PublicUrl, SiteInfo, SiteLink},
    portal::Portal,
    shell,
    text::Language,
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::prelude::{LeptosOptions, provide_context};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use tower::{Service, service_fn};

use super::{
    assets,
    cache::{Kept, Key, Pages},
    inside::Inside,
    pack::Encoding,
    problem,
    sitemap::is_id,
    speculation,
    timing::{self, Timings},
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
    let site = Arc::new(Site {
        pages: Pages::new(backend.config.page_cache_bytes),
        renderer: Renderer::of(&backend, api),
        backend,
    });
    service_fn(move |request: Request| {
        let site = Arc::clone(&site);
        async move { Ok(site.answer(&request.into_parts().0).await) }
    })
}

/// The pages and what makes them.
struct Site {
    backend: Shared,
    pages: Pages,
    renderer: Renderer,
}

impl Site {
    async fn answer(&self, request: &Parts) -> Response {
        if ![Method::GET, Method::HEAD].contains(&request.method) {
            return problem::refuse(Code::MethodNotAllowed);
        }
        let path = request.uri.path();
        if path.len() > 1 && path.ends_with('/') {
            // One slash at the beginning keeps the redirect on this site.
            let query = request.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            return redirect(&format!("/{}{query}", path.trim_matches(['/', '\\'])));
        }
        let target = request.uri.path_and_query().map_or("/", |target| target.as_str());
        if target.len() > 16 * 1024 {
            return problem::refuse(Code::QueryTooLong);
        }
        let encoding = Encoding::of(&request.headers);
        let generation = self.backend.search.generation();
        let key = Key { target: target.to_owned(), generation, encoding };
        let purpose = request.headers.get("sec-purpose").cloned();
        let render = || self.renderer.render(target, encoding, purpose.clone());
        // Only what may be kept is there, so nothing else is looked at before.
        let (page, kept) = match self.pages.kept(&key).await {
            Some(page) => (page, true),
            None if is_known(request.uri.query()) => (self.pages.page(key, render()).await, false),
            None => (Arc::new(render().await), false),
        };
        if page.status == StatusCode::OK
            && let Some(id) = path.strip_prefix("/en").unwrap_or(path).strip_prefix("/datasets/")
            // Other spellings of an id are answered, and not counted.
            && is_id(id)
            && purpose.is_none()
        {
            self.backend.counters.add(Counted::View, id);
        }
        let mut headers = page.headers.clone();
        if kept {
            headers.insert(timing::HEADER, HeaderValue::from_static("cache;desc=hit"));
        }
        if let (Some(known), Some(tag)) =
            (request.headers.get(header::IF_NONE_MATCH), headers.get(header::ETAG))
            && knows(known, tag.to_str().unwrap_or_default())
        {
            headers.remove(header::CONTENT_ENCODING);
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        Kept { status: page.status, headers, body: page.body.clone() }.into_response()
    }
}

/// Whether pages know every parameter of the query.
fn is_known(query: Option<&str>) -> bool {
    query.is_none_or(|query| {
        serde_html_form::from_str::<Vec<(String, String)>>(query)
            .is_ok_and(|pairs| pairs.iter().all(|(name, _)| KNOWN.contains(&name.as_str())))
    })
}

/// Whether `If-None-Match` names the page; a proxy may have made the tag a weak one.
pub(super) fn knows(known: &HeaderValue, tag: &str) -> bool {
    let known = known.to_str().unwrap_or_default();
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Renders pages and compresses them.
struct Renderer {
    api: Router,
    info: SiteInfo,
    public_url: String,
    options: LeptosOptions,
    /// What the browser loads beside every page, as the header `Link` tells it before the page is read.
    links: HeaderValue,
}

impl Renderer {
    fn of(backend: &Shared, api: Router) -> Self {
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
        let folder = assets::FOLDER.as_str();
        // The WebAssembly is named in the page only, so that it never comes before the style.
        let links = format!(
            "</{folder}/portal.css>; rel=preload; as=style, </{folder}/portal.js>; rel=modulepreload"
        );
        Self {
            api,
            info,
            public_url: backend.config.public_url.clone(),
            options: LeptosOptions::builder().output_name("portal").site_pkg_dir(folder).build(),
            links: HeaderValue::from_str(&links).unwrap_or(HeaderValue::from_static("")),
        }
    }

    /// The page at `target`, as it goes out.
    async fn render(&self, target: &str, encoding: Encoding, purpose: Option<HeaderValue>) -> Kept {
        let begun = Instant::now();
        let request = Request::builder().uri(target).body(Body::empty()).unwrap_or_default();
        let language = Language::of_path(request.uri().path());
        let status = PageStatus::default();
        let timings = Timings::default();
        let context = {
            let door = Inside::new(self.api.clone(), Visitor::Guest, purpose, timings.clone());
            let portal = Portal::new(Arc::new(door), language);
            let (status, info, url) = (status.clone(), self.info.clone(), self.public_url.clone());
            move || {
                provide_context(portal.clone());
                provide_context(status.clone());
                provide_context(PublicUrl(url.clone()));
                provide_context(info.clone());
            }
        };
        let options = self.options.clone();
        let shell = move || shell(options.clone());
        let response = leptos_axum::render_app_async_with_context(context, shell)(request).await;
        let body = axum::body::to_bytes(response.into_body(), MOST_BYTES).await;
        let response = match (status.location(), body) {
            (Some(location), _) => redirect(&location),
            (None, Ok(body)) => return self.dress(&body, (&status, language, encoding), (begun, &timings)),
            (None, Err(_)) => problem::refuse(Code::Internal),
        };
        Kept { status: response.status(), headers: response.headers().clone(), body: Bytes::new() }
    }

    /// Gives a rendered page its head, its headers and the form in which it is sent.
    fn dress(
        &self,
        body: &[u8],
        (status, language, encoding): (&PageStatus, Language, Encoding),
        (begun, timings): (Instant, &Timings),
    ) -> Kept {
        let text = without_nonce(&String::from_utf8_lossy(body)).replacen(
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
        let mut headers = HeaderMap::with_capacity(16);
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
        headers.insert(header::LINK, self.links.clone());
        headers.insert(speculation::HEADER, speculation::RULES);
        let rendered = begun.elapsed();
        let (body, encoding) = match encoding.pack(text.as_bytes()) {
            Some(packed) => (packed.into(), encoding),
            None => (text.into(), Encoding::Plain),
        };
        encoding.tell(&mut headers);
        headers.insert(timing::HEADER, timings.value(rendered));
        Kept { status, headers, body }
    }
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
        // What is no script is not executed, and needs no leave.
        let data = tag.contains("application/ld+json");
        if !tag.contains(" src=") && !data && !script.is_empty() {
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
