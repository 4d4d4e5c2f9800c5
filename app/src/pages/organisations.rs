//! All organisations with data.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{address, head::PageHead, layout::PageTop, paging::Paging},
    portal::{
        Problem,
        catalogue::{Organisation, OrganisationsQuery},
    },
    text::{self, format},
};

/// The organisations that publish, most datasets first.
#[component]
pub fn OrganisationsPage() -> impl IntoView {
    let query = serde_html_form::from_str::<OrganisationsQuery>(&ask::raw_query());
    let language = ask::language();
    let found = {
        let query = query.clone().ok();
        ask::ask(move |portal| {
            let query = query.clone();
            async move {
                match query {
                    Some(query) => portal.organisations(&query).await,
                    None => Err(Problem::new(400, "invalid_parameter")),
                }
            }
        })
    };
    let query = query.unwrap_or_default();
    let words = text::lists(language);
    ask::show(found, move |page| {
        let turn = |cursor: Option<String>| {
            address::organisations(language, &OrganisationsQuery { cursor, ..query.clone() })
        };
        let first = query.cursor.is_some().then(|| turn(None));
        let next = page.next.clone().map(|next| turn(Some(next)));
        let hidden = query != OrganisationsQuery::default();
        view! {
            <PageHead
                title=words.organisations_title
                path="/organisations"
                description=words.organisations_lead
                hidden=hidden
            />
            <PageTop title=words.organisations_title lead=words.organisations_lead>
                <form class="search plain" role="search" aria-label=words.organisations_search action=language.href("/organisations") method="get">
                    <label class="unseen" for="organisation-search">{words.organisations_search}</label>
                    <input
                        id="organisation-search"
                        type="search"
                        name="q"
                        value=query.q.clone()
                        maxlength="100"
                        placeholder=words.organisations_search
                    />
                    <button type="submit">{words.search_button}</button>
                </form>
            </PageTop>
            <div class="wide page">
                <p class="found" role="status">{(words.organisations_found)(&format::number(page.total))}</p>
                {if page.items.is_empty() {
                    view! { <p class="note">{words.organisations_none}</p> }.into_any()
                } else {
                    let rows = page.items.into_iter().map(|item| view! { <Row item/> }).collect_view();
                    view! { <ul class="organisations">{rows}</ul> }.into_any()
                }}
                <Paging next first/>
            </div>
        }
    })
}

#[component]
fn Row(item: Organisation) -> impl IntoView {
    let language = ask::language();
    let words = text::lists(language);
    view! {
        <li>
            <a href=address::organisation(language, &item.id)>{item.title}</a>
            <p class="meta">
                {item.region.map(|region| view! { <span>{region.label}</span> })}
                {item.kind.map(|kind| view! { <span>{kind.label}</span> })}
                <span class="count">{(words.datasets_of)(&format::number(item.datasets))}</span>
            </p>
        </li>
    }
    .into_any()
}
