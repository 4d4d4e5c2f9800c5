//! Finding data: the search box, filters, results, and help when there are none.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    ask,
    parts::{
        address,
        facet::{chips, filters},
        head::PageHead,
        layout::Subscribe,
        notice::{Notice, Tone},
        paging::Paging,
        popular::PopularWords,
        result::DatasetList,
        search_form::SearchForm,
        theme::ThemeGrid,
    },
    portal::{
        Portal, Problem,
        catalogue::Theme,
        search::{Advice, PopularSearch, SearchPage as Found, SearchQuery, Sort, SuggestedFilter},
    },
    text::{self, Language, format},
};

/// What the page shows: what was found, and when that is nothing, the themes and what others look for.
#[derive(Clone, Serialize, Deserialize)]
struct Answer {
    found: Found,
    themes: Vec<Theme>,
    popular: Vec<PopularSearch>,
}

/// The search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let asked = read(&ask::raw_query());
    let query = asked.clone().unwrap_or_default();
    let answer = ask::ask(move |portal| {
        let asked = asked.clone();
        async move { look(&portal, &asked?).await }
    });
    let language = ask::language();
    let words = text::search(language);
    ask::show(answer, move |answer| {
        let theme = only_theme(&query).map(|code| (code, label_of(&answer.found, "theme", code)));
        let title = match (&theme, query.q.as_str()) {
            (Some((_, label)), _) => label.clone(),
            (None, "") => words.title.to_owned(),
            (None, q) => (words.title_for)(q),
        };
        // The list of all datasets and those of the themes are worth a machine's while; queries and filters are
        // endless.
        let hidden = theme.is_none() && query != SearchQuery::default();
        let path = match &theme {
            Some(_) => address::search(Language::Zh, &query),
            None => "/datasets".to_owned(),
        };
        let total = format::number(answer.found.total);
        let what = theme.map_or_else(|| query.q.clone(), |(_, label)| label);
        let about = if what.is_empty() {
            (words.about)(&total)
        } else {
            (words.about_for)(&what, &total, ask::site().name(language))
        };
        let feed = address::feed(language, &query);
        view! {
            <PageHead title=title.clone() path=path description=about hidden=hidden feed=feed/>
            <div class="search-band band-celadon">
                <div class="wide">
                    <h1 class="unseen">{title}</h1>
                    <SearchForm id="search" class="hero" query=query.clone()/>
                </div>
            </div>
            <Outcome query answer/>
        }
    })
}

/// The one theme that is all of the query.
fn only_theme(query: &SearchQuery) -> Option<&str> {
    let [theme] = query.theme.as_slice() else { return None };
    let alone = SearchQuery { theme: vec![theme.clone()], ..SearchQuery::default() };
    (*query == alone).then_some(theme)
}

/// The name of a value of a facet; the value itself when nothing found has it.
fn label_of(found: &Found, facet: &str, value: &str) -> String {
    let values = found.facets.get(facet).map(Vec::as_slice).unwrap_or_default();
    values.iter().find(|known| known.value == value).map_or(value, |known| &known.label).to_owned()
}

/// The query of the address: unknown parameters and empty values are left out, the rest must be right.
fn read(raw: &str) -> Result<SearchQuery, Problem> {
    let wrong = || Problem::new(400, "invalid_parameter");
    let mut pairs: Vec<(String, String)> = serde_html_form::from_str(raw).map_err(|_| wrong())?;
    pairs.retain(|(_, value)| !value.trim().is_empty());
    let given = serde_html_form::to_string(pairs).map_err(|_| wrong())?;
    let mut query: SearchQuery = serde_html_form::from_str(&given).map_err(|_| wrong())?;
    query.q = query.q.trim().to_owned();
    Ok(query)
}

async fn look(portal: &Portal, query: &SearchQuery) -> Result<Answer, Problem> {
    let found = portal.datasets(&SearchQuery { group: grouped(query), ..query.clone() }).await?;
    let (mut themes, mut popular) = (Vec::new(), Vec::new());
    if found.items.is_empty() {
        // These are only help; without them the page is still right.
        themes = portal.themes().await.map(|page| page.items).unwrap_or_default();
        popular = portal.popular().await.map(|page| page.items).unwrap_or_default();
    }
    Ok(Answer { found, themes, popular })
}

/// Whether datasets of nearly the same title come as one. Unless the address says it, they do where words are looked
/// for and the best come first: there the same title from forty cities would hide everything else.
fn grouped(query: &SearchQuery) -> Option<bool> {
    let by_relevance = matches!(query.sort, None | Some(Sort::Relevance)) && !query.q.is_empty();
    query.group.or(by_relevance.then_some(true))
}

#[component]
fn Outcome(query: SearchQuery, answer: Answer) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    let Answer { found, themes, popular } = answer;
    let turn = |cursor: Option<String>| address::search(language, &SearchQuery { cursor, ..query.clone() });
    let first = query.cursor.is_some().then(|| turn(None));
    let next = found.next.clone().map(|next| turn(Some(next)));
    let pickable = found.items.iter().any(|item| item.downloadable);
    let grouping = grouping(&query, &found).into_any();
    let understood = understood(&query, &found).into_any();
    let results = if found.items.is_empty() {
        nothing(&query, themes, popular).into_any()
    } else {
        view! { <DatasetList items=found.items pick=true/> }.into_any()
    };
    view! {
        <div class="wide search-page">
            <div class="summary-bar">
                <p class="found" role="status">{(words.found)(&format::number(found.total))}</p>
                {sorts(&query)}
                <Subscribe href=address::feed(language, &query)/>
            </div>
            {chips(&query, &found.facets)}
            {understood}
            {found.changed.then(|| view! { <p class="note">{words.changed}</p> })}
            <div class="search-columns">
                <details class="filters">
                    <summary>{words.filters}</summary>
                    <div class="facets">
                        <h2 class="unseen">{words.filters}</h2>
                        {filters(&query, &found.facets)}
                    </div>
                </details>
                <section class="found-list">
                    <h2 class="unseen">{words.results}</h2>
                    <div class="found-head">
                        {grouping}
                        {pickable
                            .then(|| {
                                view! {
                                    <form id="pick" class="pick" action=language.href("/selection") method="get">
                                        <span>{words.pick_hint}</span>
                                        <button type="submit" class="quiet">{words.pick}</button>
                                    </form>
                                }
                            })}
                    </div>
                    {results}
                    <Paging next first/>
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn sorts(query: &SearchQuery) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::search(language);
    let chosen = query.sort.unwrap_or_default();
    let links = [
        (Sort::Relevance, words.sort_relevance),
        (Sort::Newest, words.sort_newest),
        (Sort::Used, words.sort_used),
    ]
    // Without words to find, relevance is the same as newest.
    .into_iter()
    .filter(|(sort, _)| !(query.q.is_empty() && *sort == Sort::Relevance))
    .map(|(sort, name)| {
        let current =
            sort == chosen || (query.q.is_empty() && sort == Sort::Newest && chosen == Sort::Relevance);
        let kept = (sort != Sort::Relevance).then_some(sort);
        let href = address::search(language, &SearchQuery { sort: kept, cursor: None, ..query.clone() });
        view! { <li><a href=href rel="nofollow" aria-current=current.then_some("true")>{name}</a></li> }
    })
    .collect_view();
    view! {
        <nav class="sorts" aria-label=words.sort>
            <span aria-hidden="true">{words.sort}</span>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

/// How the words were taken, and what else they may mean.
fn understood(query: &SearchQuery, found: &Found) -> impl IntoView + use<> {
    let words = text::search(ask::language());
    let advice = found.advice.map(advice);
    let meant = found.did_you_mean.clone().map(|meant| {
        if found.corrected {
            view! { <p class="note">{(words.corrected)(&query.q, &meant)}</p> }.into_any()
        } else {
            did_you_mean(query, meant).into_any()
        }
    });
    let relaxed =
        (found.relaxed && !found.items.is_empty()).then(|| view! { <p class="note">{words.relaxed}</p> });
    view! {
        {advice}
        {meant}
        {relaxed}
        {suggested(query, &found.suggested)}
    }
    .into_any()
}

/// What to tell someone who asks for what no dataset answers.
fn advice(advice: Advice) -> impl IntoView {
    let language = ask::language();
    let words = text::search(language);
    match advice {
        Advice::PersonalInformation => view! {
            <Notice tone=Tone::Warn title=words.personal_title>
                <p>
                    {words.personal_text}" "
                    <a href=language.href("/help#personal-information")>{words.personal_more}</a>
                </p>
            </Notice>
        },
    }
}

fn did_you_mean(query: &SearchQuery, meant: String) -> impl IntoView + use<> {
    let language = ask::language();
    let other = SearchQuery { q: meant.clone(), cursor: None, ..query.clone() };
    view! {
        <p class="meant">
            {text::search(language).did_you_mean}
            " "
            <a href=address::search(language, &other)>{meant}</a>
        </p>
    }
    .into_any()
}

/// Filters that the words speak of, unless they are chosen.
fn suggested(query: &SearchQuery, filters: &[SuggestedFilter]) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::search(language);
    let links: Vec<_> = filters
        .iter()
        .filter(|filter| address::FACETS.contains(&filter.facet.as_str()))
        .filter(|filter| !address::chosen(query, &filter.facet).contains(&filter.value))
        .map(|filter| {
            // The filter says what its words said, so they go.
            let rest = SearchQuery { q: filter.q.clone(), ..query.clone() };
            let href = address::search(language, &address::toggled(&rest, &filter.facet, &filter.value));
            view! {
                <li>
                    <a href=href rel="nofollow">
                        {(words.only)(&filter.label)}
                        " "
                        <span class="count">{format::number(filter.count)}</span>
                    </a>
                </li>
            }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="suggested">
                <span class="hint" id="suggested">{words.suggested}</span>
                <ul class="words" aria-labelledby="suggested">{links}</ul>
            </div>
        }
    })
}

/// The way to see every dataset by itself, and back; nothing where it makes no difference.
fn grouping(query: &SearchQuery, found: &Found) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::search(language);
    let other = |group, name| {
        let query = SearchQuery { group, cursor: None, ..query.clone() };
        view! { <a href=address::search(language, &query) rel="nofollow">{name}</a> }
    };
    match grouped(query) {
        Some(true) if found.items.iter().any(|item| item.similar.is_some()) => {
            Some(other(Some(false), words.one_by_one))
        }
        Some(false) if !query.q.is_empty() => Some(other(None, words.together)),
        Some(_) | None => None,
    }
}

/// What to try when nothing was found.
fn nothing(query: &SearchQuery, themes: Vec<Theme>, popular: Vec<PopularSearch>) -> impl IntoView + use<> {
    let language: Language = ask::language();
    let words = text::search(language);
    let title =
        if query.q.is_empty() { words.none_title.to_owned() } else { (words.none_title_for)(&query.q) };
    let filtered = address::is_filtered(query).then(|| {
        let href = address::search(language, &address::unfiltered(query));
        view! { <p><a class="button" href=href>{words.none_without_filters}</a></p> }
    });
    let advice = words.none_advice.iter().map(|advice| view! { <li>{*advice}</li> }).collect_view();
    view! {
        <div class="nothing">
            <h2>{title}</h2>
            {filtered}
            <ul class="advice">{advice}</ul>
            <PopularWords popular/>
            {(!themes.is_empty())
                .then(|| {
                    view! {
                        <h3>{words.none_themes}</h3>
                        <ThemeGrid themes/>
                    }
                })}
            {ask::site()
                .contact
                .map(|contact| {
                    view! {
                        <h3>{words.none_tell}</h3>
                        <p>{(words.none_tell_text)(&contact)}</p>
                    }
                })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_empty_parameters_do_no_harm() {
        let query =
            read("q=+%E5%81%9C%E8%BD%A6+&theme=04&theme=&theme=05&utm_source=x&cursor=&sort=").unwrap();
        assert_eq!(query.q, "停车");
        assert_eq!(query.theme, ["04", "05"]);
        assert_eq!((query.cursor, query.sort), (None, None));
    }

    #[test]
    fn a_theme_alone_is_a_page_of_its_own() {
        assert_eq!(only_theme(&read("theme=04").unwrap()), Some("04"));
        for other in ["", "theme=04&theme=05", "theme=04&q=a", "theme=04&sort=used", "theme=04&cursor=x"] {
            assert_eq!(only_theme(&read(other).unwrap()), None, "{other}");
        }
    }

    #[test]
    fn similar_titles_come_as_one_where_the_best_come_first() {
        let of = |raw: &str| grouped(&read(raw).unwrap());
        assert_eq!(of("q=x"), Some(true));
        assert_eq!(of("q=x&sort=relevance"), Some(true));
        assert_eq!(of("q=x&group=false"), Some(false));
        assert_eq!(of("q=x&sort=newest"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn wrong_values_are_told() {
        assert_eq!(read("sort=colour").unwrap_err().code, "invalid_parameter");
        assert_eq!(read("limit=many").unwrap_err().status, 400);
    }
}
