//! What crawlers read: robots.txt and the site map, of what a guest may see and nothing else.

use app::{portal::catalogue::OrganisationsQuery, text::Language};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{input::Path, xml::escaped};
use crate::{
    backend::Shared,
    catalogue,
    error::{Code, Result},
    search,
};

/// Addresses in one part of the site map; the protocol allows 50,000 and 50 MB.
const PART: i64 = 20_000;
/// What the protocol allows.
const MOST: usize = 50_000;
/// Pages that are always there; those of problems and of the selection are nothing to be found.
const PAGES: [&str; 7] =
    ["/", "/datasets", "/organisations", "/themes", "/statistics", "/developers", "/help"];

/// `GET /robots.txt`.
pub async fn robots(State(backend): State<Shared>) -> Response {
    let site = &backend.config.public_url;
    let mut text = format!(
        "# Programs are welcome: {site}/developers tells how the catalogue is copied,\n\
         # {site}/feeds/datasets.atom what is new in it, {site}/api/openapi.json everything else.\n\n\
         User-agent: *\nAllow: /\n"
    );
    // Combinations of filters are without number; the site map names every dataset and every theme.
    for prefix in Language::ALL.map(Language::prefix) {
        text.push_str(&format!("Disallow: {prefix}/selection\nDisallow: {prefix}/datasets?\n"));
        for theme in backend.codes.list("theme") {
            text.push_str(&format!("Allow: {prefix}/datasets?theme={}$\n", theme.code));
        }
    }
    text.push_str(&format!("Disallow: /api/\nAllow: /api/openapi.json\n\nSitemap: {site}/sitemap.xml\n"));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /sitemap.xml`: the parts.
pub async fn index(State(backend): State<Shared>) -> Result<Response> {
    let site = &backend.config.public_url;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let fixed = ["pages", "organisations"].map(str::to_owned);
    for part in fixed.into_iter().chain(catalogue::sitemap_parts(&backend, PART).await?) {
        text.push_str(&format!("<sitemap><loc>{site}/sitemaps/{part}.xml</loc></sitemap>\n"));
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml(text))
}

/// `GET /sitemaps/{part}.xml`: the pages, the organisations, or the datasets from an id on.
pub async fn part(State(backend): State<Shared>, Path(part): Path<String>) -> Result<Response> {
    let site = &backend.config.public_url;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let mut put = |path: &str, modified: Option<String>| text.push_str(&entry(site, path, modified));
    match part.strip_suffix(".xml") {
        Some("pages") => {
            PAGES.iter().for_each(|path| put(path, None));
            for theme in search::themes(&backend, Language::Zh).await?.items {
                if theme.datasets > 0 {
                    put(&format!("/datasets?theme={}", theme.code), None);
                }
            }
        }
        Some("organisations") => {
            let mut query = OrganisationsQuery { limit: Some(100), ..OrganisationsQuery::default() };
            let mut written = 0;
            loop {
                let page = catalogue::organisations(&backend, &query, Language::Zh).await?;
                written += page.items.len();
                for organisation in page.items {
                    put(&format!("/organisations/{}", organisation.id), None);
                }
                query.cursor = page.next;
                if query.cursor.is_none() || written >= MOST {
                    break;
                }
            }
        }
        Some(from) if is_id(from) => {
            for (id, modified) in catalogue::sitemap_entries(&backend, from, PART).await? {
                put(&format!("/datasets/{id}"), Some(modified.rfc3339()));
            }
        }
        Some(_) | None => return Err(Code::NotFound.into()),
    }
    text.push_str("</urlset>\n");
    Ok(xml(text))
}

/// A page and its twins in each language.
fn entry(site: &str, path: &str, modified: Option<String>) -> String {
    let href = |language: Language| escaped(&format!("{site}{}", language.href(path)));
    let modified = modified.map(|at| format!("<lastmod>{at}</lastmod>")).unwrap_or_default();
    let twins: String = Language::ALL
        .iter()
        .map(|language| {
            format!(
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                language.tag(),
                href(*language)
            )
        })
        .collect();
    format!("<url><loc>{}</loc>{modified}{twins}</url>\n", href(Language::Zh))
}

/// Whether the text has the form of an id.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn xml(text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], text)
        .into_response()
}
