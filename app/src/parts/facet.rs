//! Filters: groups of values with their counts, as links, and the chosen ones as chips.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::address;
use crate::{
    ask,
    portal::search::{FacetValue, SearchQuery},
    text::{self, Language, format, words::SearchWords},
};

/// How many values of a facet are shown before "more".
const SHOWN: usize = 8;

type Facets = BTreeMap<String, Vec<FacetValue>>;

/// The name of a facet.
fn name(words: &SearchWords, facet: &str) -> &'static str {
    match facet {
        "theme" => words.theme,
        "publisher" => words.publisher,
        "open_type" => words.open_type,
        "format" => words.format,
        "region" => words.region,
        _ => words.cycle,
    }
}

/// All groups of filters; each value is a link that adds or removes it.
pub fn filters(query: &SearchQuery, facets: &Facets) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::search(language);
    address::FACETS
        .into_iter()
        .filter_map(|facet| {
            let values = facets.get(facet).filter(|values| !values.is_empty())?;
            // Chosen values come first, so that none hides behind "more".
            let chosen = address::chosen(query, facet);
            let (mut first, others): (Vec<_>, Vec<_>) =
                values.iter().partition(|v| chosen.contains(&v.value));
            let room = SHOWN.saturating_sub(first.len());
            let (near, rest) = others.split_at(room.min(others.len()));
            first.extend(near);
            let link = |value: &&FacetValue| view_value(language, query, facet, value);
            let more = (!rest.is_empty()).then(|| {
                view! {
                    <details class="more">
                        <summary>{(words.more)(rest.len())}</summary>
                        <ul>{rest.iter().map(link).collect_view()}</ul>
                    </details>
                }
            });
            Some(view! {
                <section class="facet">
                    <h3>{name(words, facet)}</h3>
                    <ul>{first.iter().map(link).collect_view()}</ul>
                    {more}
                </section>
            })
        })
        .collect_view()
}

fn view_value(
    language: Language,
    query: &SearchQuery,
    facet: &str,
    value: &FacetValue,
) -> impl IntoView + use<> {
    let href = address::search(language, &address::toggled(query, facet, &value.value));
    let current = address::chosen(query, facet).contains(&value.value).then_some("true");
    view! {
        <li>
            <a href=href rel="nofollow" aria-current=current>
                <span class="box" aria-hidden="true"></span>
                <span class="label">{value.label.clone()}</span>
                <span class="count">{format::number(value.count)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The chosen filters; each is a link that removes it.
pub fn chips(query: &SearchQuery, facets: &Facets) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::search(language);
    address::is_filtered(query).then(|| {
        let chips = address::FACETS
            .into_iter()
            .flat_map(|facet| address::chosen(query, facet).iter().map(move |value| (facet, value)))
            .map(|(facet, value)| {
                let label = facets
                    .get(facet)
                    .and_then(|values| values.iter().find(|known| known.value == *value))
                    .map_or_else(|| value.clone(), |known| known.label.clone());
                let href = address::search(language, &address::toggled(query, facet, value));
                let remove = (words.remove)(&format!("{} {label}", name(words, facet)));
                view! {
                    <li>
                        <a class="chip" href=href rel="nofollow" aria-label=remove>
                            {label}
                            <span aria-hidden="true">"×"</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        let all = address::search(language, &address::unfiltered(query));
        view! {
            <ul class="chips" aria-label=words.chosen>
                {chips}
                <li><a class="chip all" href=all rel="nofollow">{words.remove_all}</a></li>
            </ul>
        }
    })
}
