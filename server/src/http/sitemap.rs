//! What crawlers read: robots.txt and the site map, of what a guest may see and nothing else.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::input::Path;
use crate::{
    backend::Shared,
    catalogue,
    error::{Code, Result},
};

/// Addresses in one part of the site map; the protocol allows 50,000.
const PART: i64 = 20_000;

/// `GET /robots.txt`.
pub async fn robots(State(backend): State<Shared>) -> Response {
    let site = &backend.config.public_url;
    // Combinations of filters are without number; the site map names every dataset.
    let text = format!(
        "User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /selection\nDisallow: /datasets?\nDisallow: /en/datasets?\n\
         Sitemap: {site}/sitemap.xml\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /sitemap.xml`: the parts.
pub async fn index(State(backend): State<Shared>) -> Result<Response> {
    let site = &backend.config.public_url;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for after in catalogue::sitemap_parts(&backend, PART).await? {
        text.push_str(&format!("<sitemap><loc>{site}/sitemaps/{after}.xml</loc></sitemap>\n"));
    }
    text.push_str("</sitemapindex>\n");
    Ok(xml(text))
}

/// `GET /sitemaps/{id}.xml`: the datasets from that id on.
pub async fn part(State(backend): State<Shared>, Path(part): Path<String>) -> Result<Response> {
    let from = part.strip_suffix(".xml").filter(|id| is_id(id)).ok_or(Code::NotFound)?;
    let site = &backend.config.public_url;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (id, modified) in catalogue::sitemap_entries(&backend, from, PART).await? {
        text.push_str(&format!(
            "<url><loc>{site}/datasets/{id}</loc><lastmod>{}</lastmod></url>\n",
            modified.rfc3339()
        ));
    }
    text.push_str("</urlset>\n");
    Ok(xml(text))
}

/// Whether the text has the form of an id.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn xml(text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"))], text)
        .into_response()
}
