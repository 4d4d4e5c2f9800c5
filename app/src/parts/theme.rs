//! Themes as a grid of links.

use leptos::prelude::*;

use super::{address, icon::theme_icon};
use crate::{
    ask,
    portal::{catalogue::Theme, search::SearchQuery},
    text::{self, format},
};

/// The themes with their icons and counts.
#[component]
pub fn ThemeGrid(
    /// The themes in their order.
    themes: Vec<Theme>,
    /// Whether the grid has the width of the page.
    #[prop(optional)]
    broad: bool,
) -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    let cells = themes
        .into_iter()
        .map(|theme| {
            let icon = theme_icon(&theme.code);
            let query = SearchQuery { theme: vec![theme.code], ..SearchQuery::default() };
            view! {
                <li>
                    <a href=address::search(language, &query) class:empty=theme.datasets == 0>
                        {icon}
                        <span class="name">{theme.label}</span>
                        <span class="count">{(words.datasets_of)(&format::number(theme.datasets))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="themes" class:all=broad>{cells}</ul> }.into_any()
}

/// The names of themes as a row of links, where a grid would be too much.
#[component]
pub fn ThemeWords(
    /// The themes in their order; those without datasets are left out.
    themes: Vec<Theme>,
) -> impl IntoView {
    let language = ask::language();
    let links = themes
        .into_iter()
        .filter(|theme| theme.datasets > 0)
        .map(|theme| {
            let query = SearchQuery { theme: vec![theme.code], ..SearchQuery::default() };
            view! { <li><a href=address::search(language, &query)>{theme.label}</a></li> }
        })
        .collect_view();
    view! { <ul class="words">{links}</ul> }.into_any()
}
