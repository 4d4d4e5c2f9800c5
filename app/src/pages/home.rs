//! The front page: a search box, the figures, the themes, what is new and what is used.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{
        address,
        chart::{About, Bar, Bars, Columns, Curve},
        head::{self, PageHead},
        json_ld,
        popular::PopularWords,
        result::ShortList,
        search_form::SearchForm,
        theme::ThemeGrid,
    },
    portal::{
        catalogue::{OpenType, Statistics},
        search::{SearchQuery, Sort},
    },
    text::{self, format},
};

use super::statistics::{days, months};

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
    let popular = ask::ask(|portal| async move { portal.popular().await.map(|page| page.items) });
    let site = ask::site();
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
        <section class="hero-band band-celadon">
            <div class="wide">
                <div class="hero-columns">
                    <div>
                        <h1>{phrases(&title)}</h1>
                        <p class="lead">{words.hero_lead}</p>
                        <SearchForm id="hero-search" class="hero"/>
                        {ask::show_quietly(
                            popular,
                            |popular| view! { <PopularWords popular examples=true/> }.into_any(),
                        )}
                    </div>
                    {ask::show_quietly(statistics, |statistics| skyline(&statistics).into_any())}
                </div>
                {ask::show_part(statistics, |statistics| view! { <Figures statistics/> })}
            </div>
        </section>
        <section class="wide band">
            <header class="band-head">
                <h2>{words.themes_title}</h2>
                <a href=language.href("/themes")>{words.see_all}</a>
            </header>
            {ask::show_part(themes, |themes| view! { <ThemeGrid themes=themes.items broad=true/> })}
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
        {ask::show_quietly(statistics, |statistics| glance(&statistics).into_any())}
    }
    .into_any()
}

/// The text in clauses, a line each, and in pieces that a narrow screen does not break: Chinese has no spaces to break
/// at.
fn phrases(text: &str) -> impl IntoView + use<> {
    text.split_inclusive('，')
        .map(|clause| {
            let phrases = clause
                .split_inclusive('、')
                .map(|phrase| view! { <span class="phrase">{phrase.to_owned()}</span> })
                .collect_view();
            view! { <span class="clause">{phrases}</span> }
        })
        .collect_view()
}

fn listed(sort: Sort) -> SearchQuery {
    SearchQuery { sort: Some(sort), limit: Some(LISTED), ..SearchQuery::default() }
}

/// The months beside the search box; nothing when nothing was updated in them.
fn skyline(statistics: &Statistics) -> impl IntoView + use<> {
    let language = ask::language();
    let lists = text::lists(language);
    let words = text::statistics(language);
    statistics.months.iter().any(|month| month.updated > 0).then(|| {
        let about = About {
            id: "skyline",
            title: lists.skyline.to_owned(),
            note: words.months.meaning.to_owned(),
            head: (words.month, words.count),
        };
        view! { <div class="skyline"><Columns about points=months(language, &statistics.months)/></div> }
    })
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
                <a href=language.href("/statistics")>{text::statistics(language).all_figures}</a>
            </p>
        </section>
    }
    .into_any()
}

/// How the portal is used and what it is made of; nothing when it is empty.
fn glance(statistics: &Statistics) -> impl IntoView + use<> {
    let language = ask::language();
    let lists = text::lists(language);
    let words = text::statistics(language);
    (statistics.datasets > 0).then(|| {
        let about = About {
            id: "downloads",
            title: lists.uses_title.to_owned(),
            note: words.day_downloads.meaning.to_owned(),
            head: (words.day, words.times),
        };
        let downloads = days(language, &statistics.days, |day| day.downloads);
        let stated = statistics.unconditional + statistics.conditional;
        let bar = |name, value, code: &str| Bar {
            name,
            href: Some(address::search(
                language,
                &SearchQuery { open_type: vec![code.to_owned()], ..SearchQuery::default() },
            )),
            value,
        };
        let bars = [
            (Some(OpenType::Unconditional), statistics.unconditional, "unconditional"),
            (Some(OpenType::Conditional), statistics.conditional, "conditional"),
            (None, statistics.datasets.saturating_sub(stated), "unknown"),
        ]
        .into_iter()
        .filter(|(_, value, _)| *value > 0)
        .map(|(open_type, value, code)| bar(text::open_type(language, open_type).to_owned(), value, code))
        .collect();
        view! {
            <section class="wide band">
                <header class="band-head">
                    <h2>{lists.in_figures}</h2>
                    <a href=language.href("/statistics")>{words.all_figures}</a>
                </header>
                <div class="panels">
                    <div class="panel broad"><Curve about points=downloads/></div>
                    <div class="panel">
                        <Bars
                            caption=words.open_types.name
                            head=(text::search(language).open_type, words.count)
                            bars
                            total=statistics.datasets
                        />
                        <p class="hint">{words.open_types.meaning}</p>
                    </div>
                </div>
            </section>
        }
    })
}
