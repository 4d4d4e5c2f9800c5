//! What the index says of the whole catalogue: the themes with their counts, and whether it agrees with the records.

use app::{
    portal::{Page, catalogue::Theme, search::SearchQuery},
    text::Language,
};

use crate::{backend::Backend, catalogue, error::Result};

/// All themes in their order, with the number of datasets that can be seen in each.
pub async fn themes(backend: &Backend, language: Language) -> Result<Page<Theme>> {
    let everything = SearchQuery { limit: Some(1), ..SearchQuery::default() };
    let counts =
        super::find(backend, &everything, language).await?.facets.remove("theme").unwrap_or_default();
    let items: Vec<Theme> = backend
        .codes
        .list("theme")
        .iter()
        .map(|value| Theme {
            code: value.code.clone(),
            label: backend.codes.label("theme", &value.code, language).label,
            datasets: counts.iter().find(|count| count.value == value.code).map_or(0, |count| count.count),
        })
        .collect();
    let total = u64::try_from(items.len()).unwrap_or_default();
    Ok(Page { items, total, next: None })
}

/// What is wrong with the index, a sentence each. An index that is missing or behind is none: serving mends it.
pub async fn examine(backend: &Backend) -> Result<Vec<String>> {
    let last = catalogue::last_change(backend).await?;
    if backend.search.edition().is_none_or(|edition| edition.seq < last) {
        return Ok(Vec::new());
    }
    let everything = SearchQuery { limit: Some(1), ..SearchQuery::default() };
    let found = super::find(backend, &everything, Language::Zh).await?.total;
    let public = catalogue::statistics(backend).await?.datasets;
    Ok(if found == public {
        Vec::new()
    } else {
        vec![format!("the index has {found} datasets, the records {public}: run `kaishu reindex`")]
    })
}
