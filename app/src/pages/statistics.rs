//! The figures of the portal, each with how it is counted; for a wall, a desk and a hand.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{
    ask,
    parts::{
        address,
        chart::{About, Bar, Bars, Columns, Curve, Point},
        head::PageHead,
        layout::PageTop,
    },
    portal::{
        catalogue::{DayCount, MonthCount, Statistics},
        search::{FacetValue, SearchQuery},
    },
    text::{
        self, Language, format,
        words::parts::{Figure, StatisticsWords},
    },
};

/// How many values of a facet are listed.
const LISTED: usize = 10;

type Facets = BTreeMap<String, Vec<FacetValue>>;

/// The page of figures.
#[component]
pub fn StatisticsPage() -> impl IntoView {
    let answer = ask::ask(|portal| async move {
        let statistics = portal.statistics().await?;
        let one = SearchQuery { limit: Some(1), ..SearchQuery::default() };
        Ok((statistics, portal.datasets(&one).await?.facets))
    });
    let language = ask::language();
    let words = text::statistics(language);
    ask::show(answer, move |(statistics, facets)| {
        let when = format::moment(language, &statistics.as_of);
        let as_of = statistics.as_of.clone();
        let lines = words.how_lines.iter().map(|line| view! { <li>{*line}</li> }).collect_view();
        view! {
            <PageHead title=words.title path="/statistics" description=words.lead/>
            <div class="statistics">
                <PageTop title=words.title lead=words.lead>
                    <p class="hint">
                        <time datetime=as_of>{(text::lists(language).counted_at)(&when)}</time>
                    </p>
                </PageTop>
                <div class="wide page">
                    <section>
                        <h2>{words.totals}</h2>
                        {totals(language, &statistics)}
                    </section>
                    <section>
                        <h2>{words.over_time}</h2>
                        {over_time(language, &statistics)}
                    </section>
                    <section>
                        <h2>{words.made_of}</h2>
                        <div class="made-of">{made_of(language, &facets, statistics.datasets)}</div>
                    </section>
                    <section>
                        <h2>{words.how}</h2>
                        <ul>{lines}</ul>
                        <p><a href="/api/statistics">{words.as_json}</a></p>
                    </section>
                </div>
            </div>
        }
    })
}

fn totals(language: Language, statistics: &Statistics) -> impl IntoView + use<> {
    let words = text::statistics(language);
    let large = |n| (format::large(language, n), format::number(n));
    let tiles = [
        (&words.datasets, large(statistics.datasets)),
        (&words.unconditional, large(statistics.unconditional)),
        (&words.conditional, large(statistics.conditional)),
        (&words.organisations, large(statistics.organisations)),
        (&words.files, large(statistics.files)),
        (&words.rows, large(statistics.rows)),
        (&words.byte_size, (format::bytes(statistics.byte_size), format::number(statistics.byte_size))),
        (&words.downloads, large(statistics.downloads)),
    ]
    .map(|(figure, (shown, exact)): (&'static Figure, _)| {
        view! {
            <div class="tile">
                <dt>{figure.name}</dt>
                <dd class="figure" title=exact>{shown}</dd>
                <dd class="hint">{figure.meaning}</dd>
            </div>
        }
    })
    .collect_view();
    view! { <dl class="tiles">{tiles}</dl> }.into_any()
}

fn over_time(language: Language, statistics: &Statistics) -> impl IntoView + use<> {
    let words = text::statistics(language);
    let about = |id, figure: &Figure, head| About {
        id,
        title: figure.name.to_owned(),
        note: figure.meaning.to_owned(),
        head,
    };
    let updates = about("months", &words.months, (words.month, words.count));
    let downloads = about("downloads", &words.day_downloads, (words.day, words.times));
    let views = about("views", &words.day_views, (words.day, words.times));
    view! {
        <div class="panels over-time">
            <div class="panel broad"><Columns about=updates points=months(language, &statistics.months)/></div>
            <div class="panel">
                <Curve about=downloads points=days(language, &statistics.days, |day| day.downloads)/>
            </div>
            <div class="panel"><Curve about=views points=days(language, &statistics.days, |day| day.views)/></div>
        </div>
    }
    .into_any()
}

fn made_of(language: Language, facets: &Facets, total: u64) -> impl IntoView + use<> {
    let words = text::statistics(language);
    let names = text::search(language);
    let site = text::site(language);
    [
        ("theme", &words.themes, names.theme, Some(("/themes", site.themes))),
        ("publisher", &words.publishers, names.publisher, Some(("/organisations", site.organisations))),
        ("open_type", &words.open_types, names.open_type, None),
        ("format", &words.formats, names.format, None),
        ("region", &words.regions, names.region, None),
        ("cycle", &words.cycles, names.cycle, None),
    ]
    .into_iter()
    .filter_map(|(facet, figure, name, all)| {
        let values = facets.get(facet).filter(|values| !values.is_empty())?;
        let cut = values.len() > LISTED;
        let bars = values.iter().take(LISTED).map(|value| bar(language, facet, value)).collect();
        Some(view! {
            <div class="panel">
                <Bars caption=figure.name head=(name, words.count) bars total/>
                <p class="hint">{note(language, words, figure, cut)}</p>
                {all.map(|(path, name)| view! { <p class="hint"><a href=language.href(path)>{name}</a></p> })}
            </div>
        })
    })
    .collect_view()
}

fn bar(language: Language, facet: &str, value: &FacetValue) -> Bar {
    let query = address::toggled(&SearchQuery::default(), facet, &value.value);
    Bar { name: value.label.clone(), href: Some(address::search(language, &query)), value: value.count }
}

/// How it is counted, and that it is not everything.
fn note(language: Language, words: &StatisticsWords, figure: &Figure, cut: bool) -> String {
    match (cut, language) {
        (false, _) => figure.meaning.to_owned(),
        (true, Language::Zh) => format!("{}{}", figure.meaning, (words.most)(LISTED)),
        (true, Language::En) => format!("{} {}", figure.meaning, (words.most)(LISTED)),
    }
}

/// The months as points of a chart.
pub fn months(language: Language, months: &[MonthCount]) -> Vec<Point> {
    months
        .iter()
        .map(|month| Point {
            name: format::date(language, &month.month),
            short: format::short(language, &month.month),
            value: month.updated,
        })
        .collect()
}

/// One of the counts of each day as points of a chart.
pub fn days(language: Language, days: &[DayCount], count: fn(&DayCount) -> u64) -> Vec<Point> {
    days.iter()
        .map(|day| Point {
            name: format::date(language, &day.day),
            short: format::short(language, &day.day),
            value: count(day),
        })
        .collect()
}
