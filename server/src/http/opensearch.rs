//! The portal's search in the browser's own search box: the OpenSearch description and its suggestions.

use app::text::{self, Language};
use axum::{
    Json,
    extract::{OriginalUri, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    input::{Query, Words},
    xml::escaped,
};
use crate::{
    backend::Shared,
    error::Result,
    search::{self, routes::Typed},
};

/// How long a short name may be.
const SHORT_NAME: usize = 16;

/// The route of the suggestions.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(suggest))
}

/// `GET /opensearch.xml`, `/en/opensearch.xml`: how to search this portal.
pub async fn description(State(backend): State<Shared>, OriginalUri(uri): OriginalUri) -> Response {
    let language = Language::of_path(uri.path());
    let config = &backend.config;
    let (name, city) = config.site.names(language);
    let site = escaped(&config.public_url);
    let href = |path: &str| format!("{site}{}", language.href(path));
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n<Language>{}</Language>\n\
         <Image width=\"32\" height=\"32\" type=\"image/x-icon\">{site}/favicon.ico</Image>\n\
         <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\n\
         <Url type=\"application/x-suggestions+json\" rel=\"suggestions\" template=\"{site}/api/suggest/opensearch?q={{searchTerms}}\"/>\n\
         <Url type=\"application/atom+xml\" template=\"{}?q={{searchTerms}}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{}\"/>\n\
         </OpenSearchDescription>\n",
        escaped(&short(name)),
        escaped(&(text::site(language).about_portal)(name, city)),
        language.tag(),
        href("/datasets"),
        href("/feeds/datasets.atom"),
        href("/opensearch.xml"),
    );
    let kind = HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8");
    let day = HeaderValue::from_static("public, max-age=86400");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, day)], text).into_response()
}

/// The name, or as many of its words as a short name may have.
fn short(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace() {
        let length = short.chars().count() + word.chars().count() + usize::from(!short.is_empty());
        if length > SHORT_NAME {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() { name.chars().take(SHORT_NAME).collect() } else { short }
}

/// Completes what was typed, in the form that browsers know: `["typed", ["title", …]]`.
#[utoipa::path(
    get,
    path = "/api/suggest/opensearch",
    tag = "search",
    params(Typed),
    responses(
        (status = 200, description = "What was typed, and titles, best first", body = Vec<serde_json::Value>, content_type = "application/x-suggestions+json"),
        (status = 503, description = "The index is being built", body = app::portal::Problem, content_type = "application/problem+json"),
    )
)]
async fn suggest(
    State(backend): State<Shared>,
    Query(typed): Query<Typed>,
    Words(language): Words,
) -> Result<Response> {
    let found = search::suggest(&backend, &typed.q, language).await?;
    let titles: Vec<String> = found.items.into_iter().map(|suggestion| suggestion.text).collect();
    let mut response = Json((typed.q, titles)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-suggestions+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_have_whole_words() {
        assert_eq!(short("青岛公共数据开放网"), "青岛公共数据开放网");
        assert_eq!(short("Qingdao Open Data"), "Qingdao Open");
        assert_eq!(short("Donaudampfschifffahrt"), "Donaudampfschiff");
    }
}
