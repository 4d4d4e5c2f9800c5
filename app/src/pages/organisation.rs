//! One organisation and its datasets.

use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    ask,
    parts::{
        address,
        fact::{Fact, known},
        head::{self, PageHead},
        json_ld,
        layout::{PageTop, Subscribe},
        paging::Paging,
        result::DatasetList,
    },
    portal::{catalogue::Organisation, search::SearchQuery},
    text::{self, format},
};

/// Where in the list of datasets the page is.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Place {
    cursor: Option<String>,
}

/// One organisation: its facts and its datasets.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let id = ask::param("id");
    let place = serde_html_form::from_str::<Place>(&ask::raw_query()).unwrap_or_default();
    let later = place.cursor.is_some();
    let asked = id.clone();
    let answer = ask::ask(move |portal| {
        let (id, cursor) = (asked.clone(), place.cursor.clone());
        async move {
            let organisation = portal.organisation(&id).await?;
            let query =
                SearchQuery { publisher: vec![organisation.id.clone()], cursor, ..SearchQuery::default() };
            Ok((organisation, portal.datasets(&query).await?))
        }
    });
    let language = ask::language();
    let words = text::lists(language);
    ask::show(answer, move |(organisation, page)| {
        let here = address::organisation(text::Language::Zh, &organisation.id);
        if organisation.id != id {
            ask::redirect(language.href(&here));
        }
        let turn = |next: String| {
            serde_html_form::to_string([("cursor", next)])
                .map(|query| language.href(&format!("{here}?{query}")))
                .unwrap_or_else(|_| language.href(&here))
        };
        let first = later.then(|| language.href(&here));
        let next = page.next.clone().map(turn);
        let all = SearchQuery { publisher: vec![organisation.id.clone()], ..SearchQuery::default() };
        let steps = vec![(language.href("/organisations"), text::site(language).organisations.to_owned())];
        let feed = address::feed(language, &all);
        let data = head::place(|place| {
            let mut way = steps.clone();
            way.push((address::organisation(language, &organisation.id), organisation.title.clone()));
            vec![json_ld::organisation(place, &organisation), json_ld::breadcrumbs(place, &way)]
        });
        view! {
            <PageHead
                title=organisation.title.clone()
                path=here.clone()
                description=(words.organisation_about)(
                    &organisation.title,
                    &format::number(organisation.datasets),
                    ask::site().name(language),
                )
                hidden=later
                feed=feed.clone()
                data=data
            />
            <PageTop steps title=organisation.title.clone()>{facts(&organisation)}</PageTop>
            <div class="wide page">
                <section>
                    <header class="band-head">
                        <h2>{words.organisation_datasets}</h2>
                        <p class="ways">
                            <a href=address::search(language, &all)>{words.organisation_search}</a>
                            <Subscribe href=feed/>
                        </p>
                    </header>
                    <DatasetList items=page.items/>
                    <Paging next first/>
                </section>
            </div>
        }
    })
}

fn facts(organisation: &Organisation) -> impl IntoView + use<> {
    let words = text::lists(ask::language());
    let count = format::number(organisation.datasets);
    view! {
        <dl class="facts inline">
            {known(words.region, organisation.region.clone(), |region| region.label)}
            {known(words.kind, organisation.kind.clone(), |kind| kind.label)}
            {known(words.uscc, organisation.uscc.clone(), |uscc| view! { <code>{uscc}</code> })}
            <Fact name=words.count_datasets>{count}</Fact>
        </dl>
    }
    .into_any()
}
