//! The record of a dataset (DOMAIN §4.1), and whether its updates keep their promise.

use leptos::prelude::*;

use crate::{
    ask,
    parts::{
        address,
        fact::{Fact, filled, known},
        icon::{Icon, small_icon},
        when::When,
    },
    portal::{
        Label,
        catalogue::{Contact, Dataset, Source},
        search::SearchQuery,
    },
    text::{self, Language, format, words::DatasetWords},
};

/// What decides whether one reads on: how fresh, how much, how often used.
pub fn glance(dataset: &Dataset) -> impl IntoView + use<> {
    let words = text::dataset(ask::language());
    let item = &dataset.item;
    let one = |name: &'static str, value: AnyView| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let downloads = (item.downloads > 0).then(|| (words.times)(&format::number(item.downloads)));
    view! {
        <dl class="glance">
            {item.updated_at.clone().map(|at| one(words.updated, view! { <When at/> }.into_any()))}
            {item.cycle.clone().map(|cycle| one(words.cycle, cycle.label.into_any()))}
            {amount(words, dataset).map(|amount| one(words.amount, amount.into_any()))}
            {downloads.map(|downloads| one(words.downloads, downloads.into_any()))}
        </dl>
    }
    .into_any()
}

/// How much there is, in rows and bytes; `None` when nobody counted.
fn amount(words: &'static DatasetWords, dataset: &Dataset) -> Option<String> {
    let rows = dataset.row_count.map(|rows| (words.amount_rows)(&format::number(rows)));
    match (rows, dataset.byte_size.map(format::bytes)) {
        (Some(rows), Some(size)) => Some(format!("{rows} · {size}")),
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => None,
    }
}

/// How often the data is updated, and whether it was.
pub fn promise(dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let words = text::dataset(language);
    let item = &dataset.item;
    let said = match (&item.cycle, &dataset.next_due) {
        (None, _) => view! { <p class="hint">{words.promise_none}</p> }.into_any(),
        (Some(_), Some(due)) if item.overdue => {
            verdict(false, (words.promise_broken)(&format::date(language, due)))
        }
        (Some(_), None) if item.overdue => verdict(false, text::site(language).overdue.to_owned()),
        (Some(_), Some(_)) => verdict(true, words.promise_kept.to_owned()),
        (Some(_), None) => ().into_any(),
    };
    view! {
        <section id="promise" class="card">
            <h2>{words.promise}</h2>
            <dl class="facts">
                {known(words.updated, item.updated_at.clone(), |at| view! { <When at/> })}
                {known(words.cycle, item.cycle.clone(), |cycle| cycle.label)}
                {known(words.next_due, dataset.next_due.clone(), |at| view! { <When at/> })}
            </dl>
            {said}
        </section>
    }
    .into_any()
}

/// Whether the promise is kept, in words.
fn verdict(kept: bool, words: String) -> AnyView {
    let (class, icon) = if kept { ("verdict kept", Icon::Good) } else { ("verdict broken", Icon::Late) };
    view! { <p class=class>{small_icon(icon)}<span>{words}</span></p> }.into_any()
}

/// Everything else that the record says.
pub fn facts(dataset: &Dataset) -> impl IntoView + use<> {
    let words = text::dataset(ask::language());
    view! {
        <section id="facts" class="card">
            <h2>{words.facts}</h2>
            <dl class="facts">
                {origin(words, dataset)}
                {coverage(words, dataset)}
                {rules(words, dataset)}
                {figures(words, dataset)}
                {names(words, dataset)}
            </dl>
        </section>
        {dataset.contact.clone().map(|contact| view! { <ContactCard contact/> })}
    }
    .into_any()
}

/// Who publishes it, and what it is about.
fn origin(words: &'static DatasetWords, dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let item = &dataset.item;
    let publisher = item.publisher.clone();
    let themes = (!item.themes.is_empty()).then(|| item.themes.clone());
    let keywords = (!dataset.keywords.is_empty()).then(|| dataset.keywords.clone());
    view! {
        <Fact name=words.publisher>
            <a href=address::organisation(language, &publisher.id)>{publisher.title}</a>
        </Fact>
        {known(words.publisher_uscc, dataset.publisher_uscc.clone(), |uscc| view! { <code>{uscc}</code> })}
        {known(words.source, item.source.clone(), source)}
        {known(words.theme, themes, move |themes| {
            let query = |code| SearchQuery { theme: vec![code], ..SearchQuery::default() };
            links(language, themes, query)
        })}
        {known(words.industry, dataset.industry.clone(), |label| label.label)}
        {known(words.resource_class, dataset.resource_class.clone(), |label| label.label)}
        {known(words.keywords, keywords, move |keywords| {
            let labels =
                keywords.into_iter().map(|word| Label { code: word.clone(), label: word }).collect();
            links(language, labels, |q| SearchQuery { q, ..SearchQuery::default() })
        })}
    }
    .into_any()
}

fn source(source: Source) -> impl IntoView {
    let linked = source.url.filter(|url| address::host(url).is_some());
    match linked {
        Some(url) => view! { <a href=url rel="noopener nofollow ugc external">{source.title}</a> }.into_any(),
        None => source.title.into_any(),
    }
}

/// Labels as links into the search.
fn links(language: Language, labels: Vec<Label>, query: impl Fn(String) -> SearchQuery) -> impl IntoView {
    let links = labels
        .into_iter()
        .map(|label| view! { <li><a href=address::search(language, &query(label.code))>{label.label}</a></li> })
        .collect_view();
    view! { <ul class="tags">{links}</ul> }.into_any()
}

/// Where and when the data holds.
fn coverage(words: &'static DatasetWords, dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let regions = (!dataset.item.regions.is_empty()).then(|| dataset.item.regions.clone());
    let day = |raw: &String| format::date(language, raw);
    let period = match (&dataset.temporal_start, &dataset.temporal_end) {
        (Some(start), Some(end)) => Some((words.period_to)(&day(start), &day(end))),
        (Some(start), None) => Some((words.period_from)(&day(start))),
        (None, Some(end)) => Some((words.period_until)(&day(end))),
        (None, None) => None,
    };
    view! {
        {known(words.region, regions, move |regions| {
            links(language, regions, |code| SearchQuery { region: vec![code], ..SearchQuery::default() })
        })}
        {known(words.period, period, |period| period)}
        {known(words.crs, filled(dataset.crs.clone()), |crs| crs)}
    }
    .into_any()
}

/// What the rules say of it.
fn rules(words: &'static DatasetWords, dataset: &Dataset) -> impl IntoView + use<> {
    let language = ask::language();
    let level = dataset.item.level.map_or_else(
        || words.not_stated.to_owned(),
        |level| {
            let name = (text::site(language).level)(level);
            match language {
                Language::Zh => format!("{name}：{}", text::level(language, level)),
                Language::En => format!("{name}: {}", text::level(language, level)),
            }
        },
    );
    let open_type = text::open_type(language, dataset.item.open_type);
    view! {
        <Fact name=words.open_type>{open_type}</Fact>
        <Fact name=words.level>{level}</Fact>
        {known(words.personal, dataset.personal_information.clone(), |label| label.label)}
        {known(words.share_type, dataset.share_type.clone(), |label| label.label)}
    }
    .into_any()
}

/// How much there is, and how much it is used.
fn figures(words: &'static DatasetWords, dataset: &Dataset) -> impl IntoView + use<> {
    let amount = amount(words, dataset);
    let exact = dataset.byte_size.map(|n| (words.exact_bytes)(&format::number(n)));
    let downloads = (words.times)(&format::number(dataset.item.downloads));
    let views = (words.times)(&format::number(dataset.views));
    view! {
        {known(words.amount, amount, move |amount| view! { <span title=exact>{amount}</span> })}
        <Fact name=words.downloads>{downloads}</Fact>
        <Fact name=words.views>{views}</Fact>
    }
    .into_any()
}

/// What it is called, and when its record was made.
fn names(words: &'static DatasetWords, dataset: &Dataset) -> impl IntoView + use<> {
    let code = |text: String| view! { <code>{text}</code> };
    let outside = (!dataset.external_ids.is_empty()).then(|| dataset.external_ids.join(" "));
    let version = dataset.version.clone().map(|version| match filled(dataset.version_notes.clone()) {
        Some(notes) => format!("{version} ({notes})"),
        None => version,
    });
    view! {
        {known(words.version, version, |version| version)}
        {known(words.issued, dataset.issued_at.clone(), |at| view! { <When at/> })}
        {known(words.modified, Some(dataset.modified_at.clone()), |at| view! { <When at/> })}
        {known(words.code, dataset.item.code.clone(), code)}
        {known(words.slug, dataset.slug.clone(), code)}
        {known(words.external_ids, outside, code)}
        {known(words.identifier, Some(dataset.item.id.clone()), code)}
    }
    .into_any()
}

#[component]
fn ContactCard(contact: Contact) -> impl IntoView {
    let words = text::dataset(ask::language());
    view! {
        <section id="contact" class="card">
            <h2>{words.contact}</h2>
            <p>{contact.unit}</p>
            <dl class="facts">
                {known(words.phone, filled(contact.phone), |phone| {
                    let call = format!("tel:{}", phone.replace(' ', ""));
                    view! { <a href=call>{phone}</a> }
                })}
                {known(words.email, filled(contact.email), |email| {
                    let write = format!("mailto:{email}");
                    view! { <a href=write>{email}</a> }
                })}
            </dl>
        </section>
    }
    .into_any()
}
