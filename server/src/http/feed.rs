//! Atom feeds of new and changed datasets: of any search, so also of an organisation, of a theme and of the whole
//! portal.

use app::{
    portal::{
        catalogue::DatasetItem,
        search::{SearchPage, SearchQuery, Sort},
    },
    text::{self, Language},
};
use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::{input::Query, site::knows, xml::escaped};
use crate::{
    backend::{Backend, Shared},
    catalogue,
    clock::Moment,
    error::Result,
    search,
};

/// How many datasets one document has, at most.
const MOST: u32 = 50;

/// `GET /feeds/datasets.atom`, `/en/feeds/datasets.atom`: what `/api/datasets` finds with the same parameters, the
/// newest first whatever order was asked for.
pub async fn datasets(
    State(backend): State<Shared>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(query): Query<SearchQuery>,
) -> Result<Response> {
    let language = Language::of_path(uri.path());
    let query = SearchQuery {
        limit: Some(query.limit.map_or(MOST, |limit| limit.min(MOST))),
        sort: Some(Sort::Newest),
        group: None,
        ..query
    };
    // Looked at before the search: a commit between the two makes the answer newer than it says, never older.
    let changed = search::changed_at(&backend);
    let found = search::find(&backend, &query, language).await?;
    let text = atom(&backend, language, &query, &found);
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&text)[..16]));
    // Two commits may share a second; one that is over has no further.
    let now = backend.clock.now();
    let changed =
        changed.filter(|at| at.plus_seconds(2) < now).map(|at| Moment(at.0 / 1_000_000 * 1_000_000));
    let mut response = if is_known(&headers, &tag, changed) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response()
    };
    let dated = changed.map(|at| httpdate::fmt_http_date(at.utc().into()));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ETAG, Some(tag.as_str())),
        (header::LAST_MODIFIED, dated.as_deref()),
        (header::CONTENT_LANGUAGE, Some(language.tag())),
        // What is withdrawn is gone at once, from every cache on the way too.
        (header::CACHE_CONTROL, Some("no-cache")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, Some("*")),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

/// Whether the reader has this document; dates count only where no tags are sent.
fn is_known(headers: &HeaderMap, tag: &str, changed: Option<Moment>) -> bool {
    match headers.get(header::IF_NONE_MATCH) {
        Some(known) => knows(known, tag),
        None => headers
            .get(header::IF_MODIFIED_SINCE)
            .and_then(|since| since.to_str().ok())
            .and_then(|since| httpdate::parse_http_date(since).ok())
            .zip(changed)
            .is_some_and(|(since, changed)| std::time::SystemTime::from(changed.utc()) <= since),
    }
}

/// The address of a feed or of a search page.
fn address(site: &str, language: Language, path: &str, query: &SearchQuery) -> String {
    let query = serde_html_form::to_string(query).unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{site}{}{mark}{query}", language.href(path))
}

/// What the feed is about: the words and the names of the filters.
fn subject(query: &SearchQuery, found: &SearchPage) -> String {
    let SearchQuery { q, theme, publisher, open_type, format, region, cycle, .. } = query;
    let facets = [
        ("theme", theme),
        ("publisher", publisher),
        ("open_type", open_type),
        ("format", format),
        ("region", region),
        ("cycle", cycle),
    ];
    let named = facets.into_iter().flat_map(|(facet, chosen)| {
        let values = found.facets.get(facet).map(Vec::as_slice).unwrap_or_default();
        chosen
            .iter()
            .filter_map(|chosen| values.iter().find(|known| known.value == *chosen))
            .map(|known| known.label.as_str())
    });
    std::iter::once(q.trim()).filter(|q| !q.is_empty()).chain(named).collect::<Vec<_>>().join(" · ")
}

/// The document.
fn atom(backend: &Backend, language: Language, query: &SearchQuery, found: &SearchPage) -> String {
    let site = &backend.config.public_url;
    let (name, city) = backend.config.site.names(language);
    let words = text::site(language);
    let first = SearchQuery { sort: None, limit: None, cursor: None, ..query.clone() };
    let path = "/feeds/datasets.atom";
    let about = subject(query, found);
    let title = if about.is_empty() { words.feed_title.to_owned() } else { (words.feed_title_for)(&about) };
    let own_limit = query.limit.filter(|limit| *limit < MOST);
    let page = |cursor: Option<String>| {
        let query = SearchQuery { limit: own_limit, cursor, ..first.clone() };
        escaped(&address(site, language, path, &query))
    };
    // A document without entries is as old as can be: it must not change by itself.
    let updated = found.items.iter().map(|item| updated(item).0).max().unwrap_or_default();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</updated>\n\
         <author><name>{}</name><uri>{}</uri></author>\n<icon>{site}/favicon.ico</icon>\n\
         <generator>Kaishu</generator>\n",
        language.tag(),
        escaped(&address(site, language, path, &first)),
        escaped(&format!("{title} - {name}")),
        escaped(&(words.about_portal)(name, city)),
        Moment(updated).rfc3339(),
        escaped(name),
        escaped(&format!("{site}{}", language.href("/"))),
    );
    let mut link = |rel: &str, kind: &str, href: &str| {
        text.push_str(&format!("<link rel=\"{rel}\" type=\"{kind}\" href=\"{href}\"/>\n"));
    };
    let kind = "application/atom+xml";
    link("self", kind, &page(query.cursor.clone()));
    link("alternate", "text/html", &escaped(&address(site, language, "/datasets", &first)));
    link("first", kind, &page(None));
    if let Some(next) = &found.next {
        link("next", kind, &page(Some(next.clone())));
    }
    for item in &found.items {
        entry(&mut text, site, language, item);
    }
    text.push_str("</feed>\n");
    text
}

/// One dataset.
fn entry(written: &mut String, site: &str, language: Language, item: &DatasetItem) {
    let page =
        |language: Language| escaped(&format!("{site}{}", language.href(&format!("/datasets/{}", item.id))));
    let office = format!("{site}{}", language.href(&format!("/organisations/{}", item.publisher.id)));
    written.push_str(&format!(
        "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n\
         <link rel=\"alternate\" type=\"text/html\" hreflang=\"{}\" href=\"{}\"/>\n",
        escaped(&item.id),
        escaped(&item.title),
        language.tag(),
        page(language),
    ));
    if let Some(made) = made(&item.id) {
        written.push_str(&format!("<published>{}</published>\n", made.rfc3339()));
    }
    written.push_str(&format!(
        "<updated>{}</updated>\n<author><name>{}</name><uri>{}</uri></author>\n",
        updated(item).rfc3339(),
        escaped(&item.publisher.title),
        escaped(&office),
    ));
    for theme in &item.themes {
        written.push_str(&format!(
            "<category scheme=\"{site}/themes\" term=\"{}\" label=\"{}\"/>\n",
            escaped(&theme.code),
            escaped(&theme.label)
        ));
    }
    // Outside the portal nobody sees the badge that says so.
    let warning = if item.demo { text::site(language).demo_banner } else { "" };
    let summary = format!("{warning}{}{}", if warning.is_empty() { "" } else { " " }, item.summary);
    written.push_str(&format!("<summary>{}</summary>\n</entry>\n", escaped(&summary)));
}

/// When the data was updated; when its record was made, where nobody said.
fn updated(item: &DatasetItem) -> Moment {
    item.updated_at.as_deref().and_then(catalogue::moment).or_else(|| made(&item.id)).unwrap_or(Moment(0))
}

/// When the record of this id was made: ids tell it (UUIDv7).
fn made(id: &str) -> Option<Moment> {
    let digits = format!("{}{}", id.get(..8)?, id.get(9..13)?);
    let millis = i64::from_str_radix(&digits, 16).ok()?;
    Some(Moment(millis.checked_mul(1000)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Ids;

    #[test]
    fn ids_tell_when_a_record_was_made() {
        let at = Moment(1_718_000_000_123_000);
        assert_eq!(made(&Ids::seeded(1).next(at)), Some(at));
        for other in ["", "x", "停车场停车场停车场", "0190-", "zzzzzzzz-zzzz-7"] {
            assert_eq!(made(other), None, "{other}");
        }
    }

    #[test]
    fn readers_are_believed_by_tag_before_date() {
        let changed = Some(Moment(1_718_000_000_000_000));
        let with = |pairs: &[(header::HeaderName, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(name, HeaderValue::from_str(value).unwrap());
            }
            is_known(&headers, "\"a\"", changed)
        };
        let (date, old) = ("Mon, 10 Jun 2024 06:13:20 GMT", "Mon, 10 Jun 2024 06:13:19 GMT");
        assert!(
            with(&[(header::IF_NONE_MATCH, "W/\"a\"")]) && with(&[(header::IF_NONE_MATCH, "\"b\", \"a\"")])
        );
        assert!(!with(&[(header::IF_NONE_MATCH, "\"b\""), (header::IF_MODIFIED_SINCE, date)]));
        assert!(with(&[(header::IF_MODIFIED_SINCE, date)]) && !with(&[(header::IF_MODIFIED_SINCE, old)]));
        assert!(!with(&[(header::IF_MODIFIED_SINCE, "soon")]) && !with(&[]));
    }
}
