//! Addresses of pages, and how a filter changes one.

use crate::{
    portal::{catalogue::OrganisationsQuery, search::SearchQuery},
    text::Language,
};

/// The facets in the order in which they are shown.
pub const FACETS: [&str; 6] = ["theme", "publisher", "open_type", "format", "region", "cycle"];

/// The search page of a query.
pub fn search(language: Language, query: &SearchQuery) -> String {
    with_query(language, "/datasets", serde_html_form::to_string(query))
}

/// The feed of a query, whatever its order and page.
pub fn feed(language: Language, query: &SearchQuery) -> String {
    let query = SearchQuery { sort: None, group: None, limit: None, cursor: None, ..query.clone() };
    with_query(language, "/feeds/datasets.atom", serde_html_form::to_string(query))
}

/// The list of organisations of a query.
pub fn organisations(language: Language, query: &OrganisationsQuery) -> String {
    with_query(language, "/organisations", serde_html_form::to_string(query))
}

/// A dataset's page.
pub fn dataset(language: Language, id: &str) -> String {
    language.href(&format!("/datasets/{}", crate::portal::segment(id)))
}

/// An organisation's page.
pub fn organisation(language: Language, id: &str) -> String {
    language.href(&format!("/organisations/{}", crate::portal::segment(id)))
}

/// A dataset's citation as a file.
pub fn citation(id: &str, format: &str) -> String {
    format!("/api/datasets/{}/citation?format={format}", crate::portal::segment(id))
}

/// The page of a selection.
pub fn selection<S: AsRef<str>>(language: Language, ids: &[S]) -> String {
    with_query(language, "/selection", selected(ids))
}

/// The archive of a selection.
pub fn archive<S: AsRef<str>>(ids: &[S]) -> String {
    with_query(Language::Zh, "/api/selection.zip", selected(ids))
}

fn selected<S: AsRef<str>>(ids: &[S]) -> Result<String, serde_html_form::ser::Error> {
    let pairs: Vec<_> = ids.iter().map(|id| ("dataset", id.as_ref())).collect();
    serde_html_form::to_string(pairs)
}

fn with_query(language: Language, path: &str, query: Result<String, serde_html_form::ser::Error>) -> String {
    match query {
        Ok(query) if !query.is_empty() => language.href(&format!("{path}?{query}")),
        Ok(_) | Err(_) => language.href(path),
    }
}

/// The chosen values of a facet; nothing for a name that is no facet.
pub fn chosen<'a>(query: &'a SearchQuery, facet: &str) -> &'a [String] {
    match facet {
        "theme" => &query.theme,
        "publisher" => &query.publisher,
        "open_type" => &query.open_type,
        "format" => &query.format,
        "region" => &query.region,
        "cycle" => &query.cycle,
        _ => &[],
    }
}

fn chosen_mut<'a>(query: &'a mut SearchQuery, facet: &str) -> Option<&'a mut Vec<String>> {
    Some(match facet {
        "theme" => &mut query.theme,
        "publisher" => &mut query.publisher,
        "open_type" => &mut query.open_type,
        "format" => &mut query.format,
        "region" => &mut query.region,
        "cycle" => &mut query.cycle,
        _ => return None,
    })
}

/// The query with a value of a facet added, or removed when it was there; from the first page.
pub fn toggled(query: &SearchQuery, facet: &str, value: &str) -> SearchQuery {
    let mut query = SearchQuery { cursor: None, ..query.clone() };
    if let Some(values) = chosen_mut(&mut query, facet) {
        match values.iter().position(|v| v == value) {
            Some(place) => drop(values.remove(place)),
            None => values.push(value.to_owned()),
        }
    }
    query
}

/// The query without any filter; from the first page.
pub fn unfiltered(query: &SearchQuery) -> SearchQuery {
    SearchQuery { q: query.q.clone(), sort: query.sort, group: query.group, ..SearchQuery::default() }
}

/// Whether a filter is chosen.
pub fn is_filtered(query: &SearchQuery) -> bool {
    FACETS.iter().any(|facet| !chosen(query, facet).is_empty())
}

/// The host of an http or https address, without a port of its own; `None` for anything else.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_goes_in_and_out_and_leaves_the_cursor() {
        let query = SearchQuery { q: "停车".into(), cursor: Some("x".into()), ..SearchQuery::default() };
        let filtered = toggled(&query, "theme", "04");
        assert_eq!(search(Language::En, &filtered), "/en/datasets?q=%E5%81%9C%E8%BD%A6&theme=04");
        assert!(is_filtered(&filtered));
        let back = toggled(&filtered, "theme", "04");
        assert_eq!(search(Language::Zh, &back), "/datasets?q=%E5%81%9C%E8%BD%A6");
        assert!(!is_filtered(&back));
        assert_eq!(toggled(&query, "colour", "red"), unfiltered(&query));
    }

    #[test]
    fn addresses() {
        assert_eq!(archive(&["a", "b"]), "/api/selection.zip?dataset=a&dataset=b");
        let query = SearchQuery {
            theme: vec!["04".into()],
            limit: Some(5),
            cursor: Some("x".into()),
            sort: Some(crate::portal::search::Sort::Used),
            ..SearchQuery::default()
        };
        assert_eq!(feed(Language::En, &query), "/en/feeds/datasets.atom?theme=04");
        assert_eq!(selection::<&str>(Language::En, &[]), "/en/selection");
        assert_eq!(dataset(Language::Zh, "307/01 x"), "/datasets/307%2F01%20x");
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://data.qingdao.gov.cn/a?b"), Some("data.qingdao.gov.cn"));
        assert_eq!(host("http://good.example@bad.example:8080/"), Some("bad.example:8080"));
        assert_eq!(host("javascript:alert(1)"), None);
        assert_eq!(host("https:///x"), None);
    }
}
