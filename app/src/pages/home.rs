//! The front page: a search box, the figures, the themes, what is new and what is used.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{
        address,
        head::{self, PageHead},
        json_ld,
        result::ShortList,
        search_form::SearchForm,
    },
    portal::{
        catalogue::{Statistics, Theme},
        search::{SearchQuery, Sort},
    },
    text::{self, format},
};

/// How many datasets each list shows.
const LISTED: u32 = 6;

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    let statistics = ask::ask(|portal| async move { portal.statistics().await });
    let themes = ask::ask(|portal| async move { portal.themes().await });
    let newest = ask::ask(|portal| async move { portal.datasets(&listed(Sort::Newest)).await });
    let used = ask::ask(|portal| async move { portal.datasets(&listed(Sort::Used)).await });
    let site = ask::site();
    let examples = words
        .examples
        .iter()
        .map(|example| {
            let query = SearchQuery { q: (*example).to_owned(), ..SearchQuery::default() };
            view! { <li><a href=address::search(language, &query)>{*example}</a></li> }
        })
        .collect_view();
    let sorted =
        move |sort| address::search(language, &SearchQuery { sort: Some(sort), ..SearchQuery::default() });
    let title = (words.hero_title)(site.city(language));
    view! {
        <PageHead
            title=""
            path="/"
            description=(text::site(language).about_portal)(site.name(language), site.city(language))
            feed=address::feed(language, &SearchQuery::default())
            data=head::place(json_ld::portal)
        />
        <section class="hero-band">
            <div class="wide">
                <h1>{phrases(&title)}</h1>
                <p class="lead">{words.hero_lead}</p>
                <SearchForm id="hero-search" class="hero"/>
                <div class="examples">
                    <span>{words.hero_examples}</span>
                    <ul>{examples}</ul>
                </div>
                {ask::show_part(statistics, |statistics| view! { <Figures statistics/> })}
            </div>
        </section>
        <section class="wide band">
            <header class="band-head">
                <h2>{words.themes_title}</h2>
                <a href=language.href("/themes")>{words.see_all}</a>
            </header>
            {ask::show_part(themes, |themes| view! { <ThemeGrid themes=themes.items/> })}
        </section>
        <div class="wide band halves">
            <section>
                <header class="band-head">
                    <h2>{words.newest_title}</h2>
                    <a href=sorted(Sort::Newest)>{words.see_all}</a>
                </header>
                {ask::show_part(
                    newest,
                    move |page| {
                        if page.items.is_empty() {
                            view! { <p class="note">{words.nothing_yet}</p> }.into_any()
                        } else {
                            view! { <ShortList items=page.items/> }.into_any()
                        }
                    },
                )}
            </section>
            <section>
                <header class="band-head">
                    <h2>{words.most_used_title}</h2>
                    <a href=sorted(Sort::Used)>{words.see_all}</a>
                </header>
                {ask::show_part(
                    used,
                    move |mut page| {
                        page.items.retain(|item| item.downloads > 0);
                        if page.items.is_empty() {
                            view! { <p class="note">{words.nothing_used}</p> }.into_any()
                        } else {
                            view! { <ShortList items=page.items by_use=true/> }.into_any()
                        }
                    },
                )}
            </section>
        </div>
    }
    .into_any()
}

/// The text in pieces that a narrow screen does not break: Chinese has no spaces to break at.
fn phrases(text: &str) -> impl IntoView + use<> {
    text.split_inclusive(['，', '、'])
        .map(|phrase| view! { <span class="phrase">{phrase.to_owned()}</span> })
        .collect_view()
}

fn listed(sort: Sort) -> SearchQuery {
    SearchQuery { sort: Some(sort), limit: Some(LISTED), ..SearchQuery::default() }
}

/// The figures of the portal.
#[component]
fn Figures(statistics: Statistics) -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    let figures = [
        (statistics.datasets, words.count_datasets),
        (statistics.organisations, words.count_organisations),
        (statistics.files, words.count_files),
        (statistics.rows, words.count_rows),
        (statistics.downloads, words.count_downloads),
    ]
    .map(|(n, name)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd title=format::number(n)>{format::large(language, n)}</dd>
            </div>
        }
    })
    .collect_view();
    let when = format::moment(language, &statistics.as_of);
    view! {
        <section class="figures" aria-label=words.statistics>
            <dl>{figures}</dl>
            <p class="hint">
                <time datetime=statistics.as_of>{(words.counted_at)(&when)}</time>
            </p>
        </section>
    }
    .into_any()
}

/// The themes as a grid of links with their counts.
#[component]
pub fn ThemeGrid(
    /// The themes in their order.
    themes: Vec<Theme>,
) -> impl IntoView {
    let language = ask::language();
    let cells = themes
        .into_iter()
        .map(|theme| {
            let query = SearchQuery { theme: vec![theme.code], ..SearchQuery::default() };
            view! {
                <li>
                    <a href=address::search(language, &query)>
                        <span class="name">{theme.label}</span>
                        <span class="count">{format::number(theme.datasets)}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="themes">{cells}</ul> }.into_any()
}
