//! One dataset: what it is, how to get it, on what terms, and whom to ask.

mod access;
mod facts;
mod items;
mod terms;
mod versions;

use leptos::prelude::*;

use access::{access, api_use};
use facts::{facts, glance, promise};
use items::DataItems;
use terms::terms;
use versions::{Defects, RelatedList, Versions};

use crate::{
    ask,
    parts::{
        address,
        badge::badges,
        head::{self, PageHead},
        json_ld,
        layout::Crumbs,
    },
    portal::catalogue::{Dataset, OpenType},
    text::{self, Language},
};

/// A dataset's page.
#[component]
pub fn DatasetPage() -> impl IntoView {
    let id = ask::param("id");
    let asked = id.clone();
    let answer = ask::ask(move |portal| {
        let id = asked.clone();
        async move { portal.dataset(&id).await }
    });
    ask::show(answer, move |dataset| {
        if dataset.item.id != id {
            // It was found by its code, its short name or an outside id.
            ask::redirect(address::dataset(ask::language(), &dataset.item.id));
        }
        view! { <Whole dataset/> }
    })
}

#[component]
fn Whole(dataset: Dataset) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    let site = text::site(language);
    let item = &dataset.item;
    let steps = vec![
        (language.href("/datasets"), site.datasets.to_owned()),
        (address::organisation(language, &item.publisher.id), item.publisher.title.clone()),
    ];
    let description = if dataset.description.trim().is_empty() {
        view! { <p class="none">{words.no_description}</p> }.into_any()
    } else {
        paragraphs(&dataset.description).into_any()
    };
    let data = head::place(|place| {
        let mut way = steps.clone();
        way.push((address::dataset(language, &item.id), item.title.clone()));
        vec![json_ld::dataset(place, &dataset), json_ld::breadcrumbs(place, &way)]
    });
    let act = if item.open_type == Some(OpenType::Conditional) { words.see_conditions } else { words.get };
    let about = if item.summary.is_empty() { &dataset.description } else { &item.summary };
    view! {
        <PageHead
            title=item.title.clone()
            path=address::dataset(Language::Zh, &item.id)
            description=about.clone()
            data=data
        />
        <article class="dataset">
            <header class="dataset-head band-celadon">
                <div class="wide">
                    <Crumbs steps/>
                    {item.demo.then(|| view! { <p class="note demo" role="note">{site.demo_banner}</p> })}
                    <h1>{item.title.clone()}</h1>
                    <p class="by">
                        <a href=address::organisation(language, &item.publisher.id)>{(words.by)(&item.publisher.title)}</a>
                    </p>
                    <p class="badges">{badges(item)}</p>
                    <p class="head-act"><a class="button" href="#get">{act}</a></p>
                    {glance(&dataset)}
                </div>
            </header>
            {on_page(&dataset)}
            <div class="wide dataset-columns">
                <div class="dataset-main">
                    <section id="about">
                        <h2>{words.about}</h2>
                        {description}
                        {dataset
                            .caveats
                            .clone()
                            .map(|caveats| {
                                view! { <p class="note"><strong>{words.caveats}</strong>" "{caveats}</p> }
                            })}
                    </section>
                    {access(&dataset)}
                    <DataItems items=dataset.data_items.clone()/>
                    {terms(&dataset)}
                    <Versions versions=dataset.versions.clone()/>
                    {api_use(&dataset)}
                    <RelatedList related=dataset.related.clone()/>
                    <Defects defects=dataset.defects.clone()/>
                </div>
                <aside class="dataset-side" aria-label=words.facts>
                    {promise(&dataset)}
                    {facts(&dataset)}
                </aside>
            </div>
        </article>
    }
    .into_any()
}

/// Links to the parts of the page.
fn on_page(dataset: &Dataset) -> impl IntoView + use<> {
    let words = text::dataset(ask::language());
    let parts = [
        (true, "#about", words.about),
        (true, "#get", words.get),
        (true, "#data-items", words.data_items),
        (true, "#terms", words.terms),
        (dataset.versions.len() > 1, "#versions", words.versions),
        (true, "#api", words.api),
        (true, "#facts", words.facts),
    ];
    let links = parts
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, href, name)| view! { <li><a href=href>{name}</a></li> })
        .collect_view();
    view! { <nav class="on-page" aria-label=words.contents><ul class="wide">{links}</ul></nav> }.into_any()
}

/// Plain text as paragraphs, one per line that has something in it.
fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view()
}
