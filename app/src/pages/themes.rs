//! All themes.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{address, head::PageHead, layout::PageTop, theme::ThemeGrid},
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
            <PageTop title=words.themes_title lead=words.themes_lead/>
            <div class="wide page">
                <ThemeGrid themes=themes.items broad=true/>
            </div>
        }
    })
}
