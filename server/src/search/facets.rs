//! The facets of an answer: the most frequent values, with their names.

use std::{
    collections::{BTreeMap, HashMap},
    iter::zip,
};

use app::{
    portal::{catalogue::OpenType, search::FacetValue},
    text::{self, Language},
};
use tantivy::Term;

use super::{index::Edition, rows::Counts, schema::Facet};
use crate::{backend::Backend, catalogue, error::Result};

/// How many values of a facet are given; chosen ones are given always.
const GIVEN: usize = 100;

/// The facets with the names of their values, most frequent first.
pub async fn facets(
    backend: &Backend,
    edition: &Edition,
    (counts, chosen): (&Counts, &[Vec<String>; 6]),
    language: Language,
) -> Result<BTreeMap<String, Vec<FacetValue>>> {
    let mut facets = BTreeMap::new();
    for (facet, (counts, chosen)) in zip(Facet::ALL, zip(counts, chosen)) {
        let given = most_frequent(counts, chosen);
        let labels = labels(backend, (edition, facet), &given, language).await?;
        let values = given
            .into_iter()
            .map(|(value, count)| FacetValue {
                label: labels.get(&value).unwrap_or(&value).clone(),
                value,
                count,
            })
            .collect();
        facets.insert(facet.name().to_owned(), values);
    }
    Ok(facets)
}

fn most_frequent(counts: &HashMap<String, u64>, chosen: &[String]) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> = counts.iter().map(|(value, count)| (value.clone(), *count)).collect();
    for value in chosen {
        if !counts.contains_key(value) && !all.iter().any(|(known, _)| known == value) {
            all.push((value.clone(), 0));
        }
    }
    all.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let mut at = 0;
    all.retain(|(value, _)| {
        at += 1;
        at <= GIVEN || chosen.contains(value)
    });
    all
}

async fn labels(
    backend: &Backend,
    (edition, facet): (&Edition, Facet),
    values: &[(String, u64)],
    language: Language,
) -> Result<HashMap<String, String>> {
    let of_list = |list: &str| {
        values
            .iter()
            .map(|(code, _)| (code.clone(), backend.codes.label(list, code, language).label))
            .collect()
    };
    Ok(match facet {
        Facet::Theme => of_list("theme"),
        Facet::Region => of_list("region"),
        Facet::Cycle => of_list("cycle"),
        Facet::Format => HashMap::new(),
        Facet::OpenType => values
            .iter()
            .filter_map(|(value, _)| Some((value.clone(), open_type(value, language)?.to_owned())))
            .collect(),
        Facet::Publisher => {
            // One that the index does not know has nothing that a guest may see: it has no name here.
            let [_, publisher, ..] = edition.fields.facets;
            let mut ids = Vec::with_capacity(values.len());
            for (id, count) in values {
                if *count > 0 || edition.searcher.doc_freq(&Term::from_field_text(publisher, id))? > 0 {
                    ids.push(id.clone());
                }
            }
            names(backend, &ids).await?
        }
    })
}

/// The names of organisations, kept until the next edition of the index.
async fn names(backend: &Backend, ids: &[String]) -> Result<HashMap<String, String>> {
    let (mut names, unknown) = backend.search.names(ids);
    if !unknown.is_empty() {
        let generation = backend.search.generation();
        let more = catalogue::organisation_titles(backend, &unknown).await?;
        backend.search.keep_names(generation, &more);
        names.extend(more);
    }
    Ok(names)
}

fn open_type(value: &str, language: Language) -> Option<&'static str> {
    let open_type = match value {
        "unconditional" => Some(OpenType::Unconditional),
        "conditional" => Some(OpenType::Conditional),
        "unknown" => None,
        _ => return None,
    };
    Some(text::open_type(language, open_type))
}
