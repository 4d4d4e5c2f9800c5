//! All themes.

use leptos::prelude::*;

use super::home::ThemeGrid;
use crate::{
    ask,
    parts::{address, head::PageHead, layout::Crumbs},
    portal::search::SearchQuery,
    text,
};

/// All themes with their counts.
#[component]
pub fn ThemesPage() -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    let themes = ask::ask(|portal| async move { portal.themes().await });
    ask::show(themes, move |themes| {
        view! {
            <PageHead
                title=text::site(language).themes
                path="/themes"
                description=words.themes_lead
                feed=address::feed(language, &SearchQuery::default())
            />
            <div class="wide page">
                <Crumbs steps=Vec::new()/>
                <h1>{words.themes_title}</h1>
                <p class="lead">{words.themes_lead}</p>
                <ThemeGrid themes=themes.items/>
            </div>
        }
    })
}
