//! What others look for.

use leptos::prelude::*;

use super::address;
use crate::{
    ask,
    portal::search::{PopularSearch, SearchQuery},
    text,
};

/// How many are shown, and how long each may be.
const SHOWN: usize = 8;
const LONGEST: usize = 20;

/// Popular searches as links; when there are none, examples where they are wanted, and else nothing.
#[component]
pub fn PopularWords(
    /// The searches, most frequent first.
    popular: Vec<PopularSearch>,
    /// Whether examples shall stand in.
    #[prop(optional)]
    examples: bool,
) -> impl IntoView {
    let language = ask::language();
    let lists = text::lists(language);
    // What others typed is shown to everybody: long texts are left out, not cut.
    let mut words: Vec<String> = popular
        .into_iter()
        .map(|search| search.q.trim().to_owned())
        .filter(|q| !q.is_empty() && q.chars().count() <= LONGEST)
        .take(SHOWN)
        .collect();
    let mut name = text::site(language).popular;
    if words.is_empty() && examples {
        words = lists.examples.iter().map(|example| (*example).to_owned()).collect();
        name = lists.hero_examples;
    }
    (!words.is_empty()).then(|| {
        let links = words
            .into_iter()
            .map(|q| {
                let query = SearchQuery { q: q.clone(), ..SearchQuery::default() };
                view! { <li><a href=address::search(language, &query)>{q}</a></li> }
            })
            .collect_view();
        view! {
            <div class="looked-for">
                <span class="name" id="looked-for">{name}</span>
                <ul class="words" aria-labelledby="looked-for">{links}</ul>
            </div>
        }
    })
}
