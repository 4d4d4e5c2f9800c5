//! How to get at the data: files, outside sources, interfaces, or an application.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{address, code::Example, fact::filled, fact::known, file::FileTable},
    portal::catalogue::{Act, Conditions, Dataset, Distribution, DistributionKind, OpenType},
    text,
};

/// All ways to the data that the visitor has.
pub fn access(dataset: &Dataset) -> impl IntoView + use<> {
    let words = text::dataset(ask::language());
    let of = |kind: DistributionKind| -> Vec<Distribution> {
        dataset.distributions.iter().filter(|d| d.kind == kind).cloned().collect()
    };
    let (outside, interfaces) = (of(DistributionKind::External), of(DistributionKind::Api));
    let damaged: Vec<_> = of(DistributionKind::Hosted).into_iter().filter(|d| d.state == "damaged").collect();
    let is_conditional = dataset.item.open_type == Some(OpenType::Conditional);
    let source = dataset.item.source.as_ref().and_then(|source| source.url.clone());
    // Imported records link to their source even when they name no distribution.
    let visit = source.filter(|_| outside.is_empty() && dataset.allowed.contains(&Act::VisitSource));
    let nothing = dataset.files.is_empty()
        && outside.is_empty()
        && interfaces.is_empty()
        && damaged.is_empty()
        && visit.is_none()
        && !is_conditional;
    view! {
        <section id="get">
            <h2>{words.get}</h2>
            {(dataset.state == "frozen").then(|| view! { <p class="note warn">{words.frozen}</p> })}
            {nothing.then(|| view! { <p class="none">{words.get_none}</p> })}
            {(!dataset.files.is_empty()).then(|| files(dataset))}
            {damaged
                .into_iter()
                .map(|file| view! { <p class="note warn"><strong>{file.title}</strong>" "{words.damaged}</p> })
                .collect_view()}
            {is_conditional.then(|| conditional(dataset))}
            {(!interfaces.is_empty()).then(|| view! { <Interfaces interfaces/> })}
            {(!outside.is_empty()).then(|| view! { <Outside outside/> })}
            {visit.map(|url| {
                let link = Distribution {
                    id: String::new(),
                    kind: DistributionKind::External,
                    title: dataset.item.source.as_ref().map(|source| source.title.clone()).unwrap_or_default(),
                    format: None,
                    url: Some(url),
                    byte_size: None,
                    state: "ok".to_owned(),
                };
                view! { <Outside outside=vec![link]/> }
            })}
        </section>
    }
    .into_any()
}

fn files(dataset: &Dataset) -> impl IntoView + use<> {
    let words = text::dataset(ask::language());
    let all = (dataset.files.len() > 1).then(|| {
        let href = address::archive(&[&dataset.item.id]);
        view! { <p><a class="button quiet" href=href download="" rel="nofollow">{words.download_all}</a></p> }
    });
    view! {
        <h3>{words.files}</h3>
        <FileTable files=dataset.files.clone() caption=words.files/>
        <p class="hint">{words.checksum_help}</p>
        {all}
    }
    .into_any()
}

#[component]
fn Outside(outside: Vec<Distribution>) -> impl IntoView {
    let words = text::dataset(ask::language());
    let links = outside
        .into_iter()
        .map(|link| {
            let format = link.format.map(|format| view! { <span class="badge format">{format}</span> });
            let host = link.url.as_deref().and_then(address::host).map(str::to_owned);
            let way = match (link.url, host) {
                (Some(url), Some(host)) => view! {
                    <a class="button quiet outward" href=url rel="noopener nofollow ugc external">
                        {(words.outside_at)(&host)}
                    </a>
                }
                .into_any(),
                // Only http and https lead anywhere; anything else is told, not linked.
                (Some(_) | None, _) => view! { <span class="none">{words.no_address}</span> }.into_any(),
            };
            view! { <li><span class="what">{link.title}" "{format}</span>{way}</li> }
        })
        .collect_view();
    view! {
        <h3>{words.outside}</h3>
        <p class="hint">{words.outside_help}</p>
        <ul class="ways-list">{links}</ul>
    }
    .into_any()
}

#[component]
fn Interfaces(interfaces: Vec<Distribution>) -> impl IntoView {
    let words = text::dataset(ask::language());
    let rows = interfaces
        .into_iter()
        .map(|interface| {
            let address = match interface.url {
                Some(url) => view! { <code class="digest">{url}</code> }.into_any(),
                None => ().into_any(),
            };
            view! { <li><span class="what">{interface.title}</span>{address}</li> }
        })
        .collect_view();
    view! {
        <h3>{words.interfaces}</h3>
        <ul class="ways-list">{rows}</ul>
    }
    .into_any()
}

/// What a conditional dataset asks of those who want it, and whom to ask until one can apply here.
fn conditional(dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::dataset(language);
    let whom = match &dataset.contact {
        Some(contact) => (words.apply_ask)(&contact.unit),
        None => (words.apply_ask_publisher)(&dataset.item.publisher.title),
    };
    let ways = dataset.contact.clone().map(|contact| {
        view! {
            {contact
                .phone
                .map(|phone| {
                    let call = format!("tel:{}", phone.replace(' ', ""));
                    view! { " "<a href=call>{phone}</a> }
                })}
            {contact
                .email
                .map(|email| {
                    let write = format!("mailto:{email}");
                    view! { " "<a href=write>{email}</a> }
                })}
        }
    });
    // Nobody here grants access to the data of another portal.
    let note = if dataset.item.source.is_some() {
        view! { <p class="note">{words.apply_at_source}</p> }.into_any()
    } else {
        view! { <p class="note">{words.apply_later}" "{whom}{ways}</p> }.into_any()
    };
    view! {
        <h3>{words.conditions}</h3>
        {note}
        {match dataset.conditions.clone() {
            Some(conditions) if conditions != Conditions::default() => {
                view! { <ConditionList conditions/> }.into_any()
            }
            Some(_) | None if dataset.item.source.is_some() => ().into_any(),
            Some(_) | None => view! { <p class="none">{words.conditions_none}</p> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn ConditionList(conditions: Conditions) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    let list = |values: Vec<String>| (!values.is_empty()).then_some(values);
    let subjects = conditions.subjects.into_iter().map(|subject| subject.label).collect();
    let modes = conditions.modes.iter().map(|mode| text::mode(language, mode)).collect();
    let lines = |values: Vec<String>| view! { <ul>{values.into_iter().map(|v| view! { <li>{v}</li> }).collect_view()}</ul> };
    view! {
        <dl class="facts">
            {known(words.who_may_apply, list(subjects), lines)}
            {known(words.purposes, list(conditions.purposes), lines)}
            {known(words.modes, list(modes), lines)}
            {known(words.security, filled(conditions.security), |text| text)}
            {known(words.longest_term, conditions.max_term_months, words.months)}
        </dl>
        {filled(conditions.text).map(|text| super::paragraphs(&text))}
    }
    .into_any()
}

/// How a program gets the same.
pub fn api_use(dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::dataset(language);
    let origin = ask::public_url();
    let record = format!("curl '{origin}/api/datasets/{}'", crate::portal::segment(&dataset.item.id));
    let file = dataset.files.first().map(|file| {
        view! {
            <p>{words.api_file}</p>
            <Example text=format!("curl -C - -OJ '{origin}{}'", file.url)/>
        }
    });
    view! {
        <section id="api">
            <h2>{words.api}</h2>
            <p>{words.api_record}</p>
            <Example text=record/>
            {file}
            <p><a href=language.href("/developers")>{words.api_more}</a></p>
        </section>
    }
    .into_any()
}
