//! The search form, which works with and without JavaScript.

use leptos::prelude::*;

use super::{
    address::{FACETS, chosen},
    search_box::SearchBox,
};
use crate::{
    ask,
    portal::search::{SearchQuery, Sort},
    text,
};

/// A form that leads to the search page; chosen filters are kept.
#[component]
pub fn SearchForm(
    /// The id of the input; one per page.
    id: &'static str,
    /// What was searched for.
    #[prop(optional)]
    query: SearchQuery,
    /// `hero` or `compact`.
    class: &'static str,
) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    let kept = FACETS
        .iter()
        .flat_map(|facet| chosen(&query, facet).iter().map(|value| (*facet, value.clone())))
        .map(|(facet, value)| view! { <input type="hidden" name=facet value=value/> })
        .collect_view();
    let sort =
        query.sort.and_then(sort_name).map(|sort| view! { <input type="hidden" name="sort" value=sort/> });
    // A page may have two search forms; they are told apart by their names.
    let name = if class == "compact" { words.title } else { words.label };
    view! {
        <form class=format!("search {class}") role="search" aria-label=name action=language.href("/datasets") method="get">
            <label class="unseen" for=id>{words.label}</label>
            <SearchBox language id=id.to_owned() value=query.q placeholder=words.placeholder.to_owned()/>
            {kept}
            {sort}
            <button type="submit">{words.button}</button>
        </form>
    }
    .into_any()
}

/// How an order is written in an address; `None` for the one that comes by itself.
pub fn sort_name(sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Relevance => None,
        Sort::Newest => Some("newest"),
        Sort::Used => Some("used"),
        Sort::Id => Some("id"),
    }
}
